"""The engine and its transactions.

SQLite runs in WAL mode with `synchronous=FULL`: what was committed survives a power cut. All
writes of a process go through one lock, so that they queue here in order instead of retrying
inside SQLite; each write transaction begins IMMEDIATE, so that it never fails half-way for want
of the write lock.

SQLite has no calls that wait without a thread. Its own driver runs in threads of ours, one call
for each statement with all its rows: a driver that hands every cursor's step to a thread of its
own takes nine for the same, and four times as long (docs/decisions/0032-database-threads.md).

A call to the database is never cut off: a cancelled caller waits for its end. Half a call leaves
the driver with an open statement, and SQLite with a lock that nobody frees (measured: 1 restart in
20 found the database locked for ever).
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import (
    CursorResult,
    Engine,
    Executable,
    NullPool,
    QueuePool,
    Table,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.engine.cursor import FullyBufferedCursorFetchStrategy

from bot.storage.trouble import damaged, explained, unopenable
from bot.storage.vault import Vault, keep_in

T = TypeVar("T")

# Transactions at once, each with a connection and never more than one call in a thread: writes
# queue for one, so all the others read.
_AT_ONCE = 8
# Another process (a command such as `bank import`) may hold the lock for a moment.
_BUSY_MS = 10_000
_PRAGMAS = (
    f"PRAGMA busy_timeout={_BUSY_MS}",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    # Deleted rows are overwritten: what was forgotten is gone from the file too.
    "PRAGMA secure_delete=ON",
)


class _Calls(Protocol):
    """Runs a call in a thread, to its end."""

    async def __call__(self, work: Callable[..., T], *values: Any) -> T: ...


class Database:
    """One database: read and write transactions on it."""

    def __init__(self, url: str, vault: Vault | None = None) -> None:
        self.url = url
        self.vault = vault
        self._engine = _engine(url)
        if vault is not None:
            keep_in(self._engine.dialect, vault)
        self._threads = ThreadPoolExecutor(_AT_ONCE, "database")
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._writing = asyncio.Lock()
        self._closed = False
        self._ring: Callable[[], None] = _nobody

    def when_banks_change(self, ring: Callable[[], None]) -> None:
        """Have somebody called after each commit that changes what pictures are compared with."""
        self._ring = ring

    @asynccontextmanager
    async def read(self) -> AsyncIterator["Session"]:
        """Give a session for reading."""
        async with self._room, self._session(writes=False) as session:
            yield session

    @asynccontextmanager
    async def write(self) -> AsyncIterator["Session"]:
        """Give a session whose changes are committed together at the end, or not at all."""
        async with self._writing, self._room, self._session(writes=True) as session:
            yield session

    @asynccontextmanager
    async def _session(self, *, writes: bool) -> AsyncIterator["Session"]:
        with explained():
            # Not handed back by the call: whoever is cancelled meanwhile would never get it.
            begun: list[Connection] = []
            try:
                await self._call(self._begin, writes, begun)
                session = Session(begun[0], self._call)
                yield session
                await self._call(_commit, begun.pop())
            finally:
                # What was not committed is rolled back.
                if begun:
                    await self._call(begun[0].close)
            if session.banks_changed:
                self._ring()

    def _begin(self, writes: bool, begun: list[Connection]) -> None:
        self._refuse_missing_folder()
        begun.append(self._engine.connect())
        begun[0].execution_options(writes=writes).begin()

    async def look(self, work: Callable[[Connection], T]) -> T:
        """Read something from a sound database without changing anything in its file.

        Not even the journal mode: it may be the database of another program.

        Raises:
            DatabaseUnusable: It is no database, or it is damaged.
        """
        with explained():
            return await self._call(self._look, work)

    def _look(self, work: Callable[[Connection], T]) -> T:
        self._refuse_missing_folder()
        with bare_engine(self.url).connect() as connection:
            _refuse_damaged(connection)
            return work(connection)

    def _refuse_missing_folder(self) -> None:
        if self._engine.dialect.name == "sqlite" and not database_file(self.url).parent.is_dir():
            raise unopenable()

    async def _call(self, work: Callable[..., T], *values: Any) -> T:
        """Run a call in a thread, to its end even if the caller is cancelled meanwhile."""
        call = asyncio.get_running_loop().run_in_executor(self._threads, work, *values)
        cancelled: asyncio.CancelledError | None = None
        while not call.done():
            try:
                await asyncio.shield(call)
            except asyncio.CancelledError as error:
                cancelled = error
            except BaseException:  # noqa: S110, BLE001 - raised below, from the call itself
                pass
        if cancelled is not None:
            # Looked at, so that a call which failed as well does not warn of its lost error.
            call.exception()
            raise cancelled
        return call.result()

    async def close(self) -> None:
        """Close all connections. Nothing can be read or written afterwards."""
        if not self._closed:
            self._closed = True
            await self._call(self._engine.dispose)
            self._threads.shutdown(wait=False)


class Session:
    """One transaction. Its calls are finished even if the caller is cancelled meanwhile.

    Attributes:
        banks_changed: It changes what pictures are compared with.
    """

    def __init__(self, connection: Connection, call: _Calls) -> None:
        self._connection = connection
        self._call = call
        self.banks_changed = False

    @property
    def dialect(self) -> str:
        """The database's kind, such as ``sqlite``."""
        return self._connection.dialect.name

    async def execute(
        self, statement: Executable, rows: Sequence[Mapping[str, object]] | None = None
    ) -> CursorResult[Any]:
        """Run one statement, for all of these rows at once, and return its buffered result."""
        return await self._call(self._connection.execute, statement, rows)


def _commit(connection: Connection) -> None:
    try:
        connection.commit()
    finally:
        connection.close()


def _nobody() -> None:
    """Stand in for who does not want to know."""


def insert_if_new(connection: Session, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT that leaves a row with the same unique key as it is."""
    if connection.dialect == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()


def insert_or_add_one(
    connection: Session, table: Table, counter: str
) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT that adds one to the counter of a row with the same primary key."""
    keys, more = list(table.primary_key), {counter: table.c[counter] + 1}
    if connection.dialect == "postgresql":
        return postgresql.insert(table).on_conflict_do_update(index_elements=keys, set_=more)
    return sqlite.insert(table).on_conflict_do_update(index_elements=keys, set_=more)


def _refuse_damaged(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    answer = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    if answer != "ok":
        raise damaged(str(answer))


def database_file(url: str) -> Path:
    """Return the file that an address names."""
    return Path(make_url(url).database or "")


def bare_engine(url: str) -> Engine:
    """Return an engine without our settings, for what must not change the file by looking.

    Like all our engines it keeps the values out of the texts of errors: they end up in logs.
    """
    return create_engine(url, poolclass=NullPool, hide_parameters=True)


def _engine(url: str) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,
        poolclass=QueuePool,
        pool_size=_AT_ONCE,
        # A transaction's calls may come from any of the threads, one after the other.
        connect_args={"check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "after_cursor_execute", _buffer)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    # The driver's own BEGIN would be deferred and come too late; `_begin` says it instead.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _buffer(
    _connection: object,
    cursor: Any,
    _statement: object,
    _values: object,
    context: Any,
    many: bool,
) -> None:
    """Fetch all rows in the thread of the statement, so that no reader of them needs one."""
    # Of many rows written at once the engine fetches what comes back by itself.
    if cursor.description is not None and not many:
        context.cursor_fetch_strategy = FullyBufferedCursorFetchStrategy(cursor)
