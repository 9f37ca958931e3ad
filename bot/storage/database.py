"""The engine and its transactions.

SQLite runs in WAL mode with `synchronous=FULL`: what was committed survives a power cut. All
writes of a process go through one lock, so that they queue here in order instead of retrying
inside SQLite; each write transaction begins IMMEDIATE, so that it never fails half-way for want
of the write lock.

A call to the database is never cut off: a cancelled caller waits for its end. Half a call leaves
the driver with an open statement, and SQLite with a lock that nobody frees (measured: 1 restart in
20 found the database locked for ever).
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import CursorResult, Executable, NullPool, Table, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.storage.trouble import damaged, explained, unopenable
from bot.storage.vault import Vault, keep_in

T = TypeVar("T")

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


class Database:
    """One database: read and write transactions on it."""

    def __init__(self, url: str, vault: Vault | None = None) -> None:
        self.url = url
        self._engine = _engine(url)
        if vault is not None:
            keep_in(self._engine.dialect, vault)
        self._writing = asyncio.Lock()
        self._ring: Callable[[], None] = _nobody

    def when_banks_change(self, ring: Callable[[], None]) -> None:
        """Have somebody called after each commit that changes what pictures are compared with."""
        self._ring = ring

    @asynccontextmanager
    async def read(self) -> AsyncIterator["Session"]:
        """Give a session for reading."""
        async with self._session() as session:
            yield session

    @asynccontextmanager
    async def write(self) -> AsyncIterator["Session"]:
        """Give a session whose changes are committed together at the end, or not at all."""
        async with self._writing, self._session(writes=True) as session:
            yield session

    @asynccontextmanager
    async def _session(self, **options: bool) -> AsyncIterator["Session"]:
        self._refuse_missing_folder()
        connection = self._engine.connect()
        with explained():
            try:
                await _whole(connection.start())
                await connection.execution_options(**options)
                transaction = await _whole(connection.begin().start())
                session = Session(connection)
                try:
                    yield session
                except BaseException:
                    await _whole(transaction.rollback())
                    raise
                await _whole(transaction.commit())
                if session.banks_changed:
                    self._ring()
            finally:
                if connection.sync_connection is not None:
                    await _whole(connection.close())

    async def look(self, work: Callable[[Connection], T]) -> T:
        """Read something from a sound database without changing anything in its file.

        Not even the journal mode: it may be the database of another program.

        Raises:
            DatabaseUnusable: It is no database, or it is damaged.
        """
        self._refuse_missing_folder()
        engine = bare_engine(self.url)
        try:
            with explained():
                async with engine.connect() as connection:
                    await connection.run_sync(_refuse_damaged)
                    return await connection.run_sync(work)
        finally:
            await engine.dispose()

    def _refuse_missing_folder(self) -> None:
        """Raise if the file could never be opened.

        Not left to the driver: its thread outlives a connection that never came to be, and then
        complains of the closed event loop on standard error.
        """
        if self._engine.dialect.name == "sqlite" and not database_file(self.url).parent.is_dir():
            raise unopenable()

    async def close(self) -> None:
        """Close all connections."""
        await self._engine.dispose()


class Session:
    """One transaction. Its calls are finished even if the caller is cancelled meanwhile.

    Attributes:
        banks_changed: It changes what pictures are compared with.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.banks_changed = False

    @property
    def dialect(self) -> str:
        """The database's kind, such as ``sqlite``."""
        return self._connection.dialect.name

    async def execute(
        self, statement: Executable, rows: Sequence[Mapping[str, object]] | None = None
    ) -> CursorResult[Any]:
        """Run one statement, for all of these rows at once, and return its buffered result."""
        return await _whole(self._connection.execute(statement, rows))

    async def execute_many(
        self, statement: Executable, rows: Sequence[Mapping[str, object]]
    ) -> None:
        """Run one statement for many rows in one call."""
        await _whole(self._connection.execute(statement, rows))


def _nobody() -> None:
    """Stand in for who does not want to know."""


async def _whole(call: Awaitable[T]) -> T:
    """Await a call to its end; a cancellation that comes meanwhile takes effect afterwards."""
    task = asyncio.ensure_future(call)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait((task,))
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        # Looked at, so that a call which failed as well does not warn of its lost error.
        task.exception()
        raise cancelled
    return task.result()


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


def bare_engine(url: str) -> AsyncEngine:
    """Return an engine without our settings, for what must not change the file by looking.

    Like all our engines it keeps the values out of the texts of errors: they end up in logs.
    """
    return create_async_engine(url, poolclass=NullPool, hide_parameters=True)


def _engine(url: str) -> AsyncEngine:
    engine = create_async_engine(url, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", _prepare)
        event.listen(engine.sync_engine, "begin", _begin)
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
