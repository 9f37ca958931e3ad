"""The engine and its transactions.

SQLite runs in WAL mode with `synchronous=FULL`: what was committed survives a power cut. All
writes of a process go through one lock, so that they queue here in order instead of retrying
inside SQLite; each write transaction begins IMMEDIATE, so that it never fails half-way for want
of the write lock.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Table, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DatabaseError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.domain.errors import DatabaseUnusable

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

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = _engine(url)
        self._writing = asyncio.Lock()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection for reading."""
        async with self._engine.connect() as connection:
            yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection whose changes are committed together at the end, or not at all."""
        async with self._writing, self._engine.connect() as connection:
            await connection.execution_options(writes=True)
            async with connection.begin():
                yield connection

    async def check(self) -> None:
        """Make sure that the file is a sound database.

        Raises:
            DatabaseUnusable: It is not one, or it is damaged.
        """
        try:
            async with self.read() as connection:
                if connection.dialect.name != "sqlite":
                    return
                rows = await connection.exec_driver_sql("PRAGMA quick_check(1)")
                answer = rows.scalar_one()
        except DatabaseError as error:
            raise DatabaseUnusable(_what_to_do(str(error.orig))) from error
        if answer != "ok":
            raise DatabaseUnusable(_what_to_do(str(answer)))

    async def close(self) -> None:
        """Close all connections."""
        await self._engine.dispose()


def insert_if_new(connection: AsyncConnection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT that leaves a row with the same unique key as it is."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()


def _what_to_do(answer: str) -> str:
    return (
        f"The database cannot be used: {answer}. Nothing was changed. Restore the last backup, "
        "or move the file away to start with an empty one; keep it, it may hold cases."
    )


def _engine(url: str) -> AsyncEngine:
    engine = create_async_engine(url)
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
