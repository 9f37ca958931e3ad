"""Appends to the audit chain inside the transaction that it tells of, and reads it back."""

from sqlalchemy import insert, select

from bot.domain.audit import GENESIS, AuditEntry, AuditFacts, describe, seal
from bot.ports import Clock
from bot.storage.database import Database, Session
from bot.storage.tables import audit


class Chain:
    """Implements `book_ports.AuditLog`; the other books append through `append`."""

    def __init__(self, database: Database, clock: Clock, key: bytes) -> None:
        self._database = database
        self._clock = clock
        self._key = key

    async def append(self, connection: Session, event: str, facts: AuditFacts) -> None:
        """Seal one entry in the caller's transaction.

        The unique `prev` makes a fork of the chain impossible, whoever else writes.
        """
        last = await connection.execute(
            select(audit.c.seq, audit.c.seal).order_by(audit.c.seq.desc()).limit(1)
        )
        row = last.one_or_none()
        seq, prev = (row.seq + 1, row.seal) if row else (1, GENESIS)
        at, what = self._clock.now(), describe(event, facts)
        await connection.execute(
            insert(audit).values(
                seq=seq, at=at, what=what, prev=prev, seal=seal(self._key, prev, seq, at, what)
            )
        )

    async def note(self, event: str, facts: AuditFacts) -> None:
        """Seal an entry that belongs to no other transaction."""
        async with self._database.write() as connection:
            await self.append(connection, event, facts)

    async def entries(self) -> list[AuditEntry]:
        """Return the whole chain in order."""
        async with self._database.read() as connection:
            rows = await connection.execute(select(audit).order_by(audit.c.seq))
            return [AuditEntry(row.seq, row.at, row.what, row.prev, row.seal) for row in rows]
