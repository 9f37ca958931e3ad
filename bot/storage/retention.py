"""Forgets by the clock what is not needed any more."""

from datetime import datetime

from sqlalchemy import delete

from bot.domain.audit import AuditFacts
from bot.domain.bank import REMOVED_BANK
from bot.storage.chain import Chain
from bot.storage.database import Database
from bot.storage.removed import forget
from bot.storage.tables import UpdateState, raw_update


class SqlRetention:
    """Implements `book_ports.Retention`."""

    def __init__(self, database: Database, chain: Chain) -> None:
        self._database = database
        self._chain = chain

    async def forget_updates(self, before: datetime) -> int:
        """Delete raw updates that are handled, or were parked for a person until now."""
        async with self._database.write() as connection:
            done = await connection.execute(
                delete(raw_update).where(
                    raw_update.c.received_at < before,
                    raw_update.c.state != UpdateState.RECEIVED,
                )
            )
            return done.rowcount

    async def forget_removed(self, before: datetime) -> int:
        """Delete the hashes of what models removed before a time."""
        async with self._database.write() as connection:
            forgotten = await forget(connection, before)
            if forgotten:
                facts: AuditFacts = {"bank": REMOVED_BANK, "forgotten": forgotten}
                await self._chain.append(connection, "bank", facts)
            return forgotten
