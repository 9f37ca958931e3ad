"""Forgets by the clock what is not needed any more, but nothing of a case that is on hold."""

from datetime import datetime

from sqlalchemy import delete, select, update

from bot.domain.audit import AuditFacts
from bot.domain.bank import OWN_BANKS, REMOVED_BANK
from bot.domain.standing import KEEP_EXPIRED
from bot.ports import Clock
from bot.storage.bank_rows import delete_entries
from bot.storage.bank_settings import SqlBankSettings
from bot.storage.case_rows import of_no_held_case
from bot.storage.chain import Chain
from bot.storage.database import Database
from bot.storage.removed import forget
from bot.storage.reversal import forget_undo
from bot.storage.seen import forget_seen
from bot.storage.tables import UpdateState, raw_update
from bot.storage.tables_banks import bank, bank_change, bank_entry, bank_hit


class SqlRetention:
    """Implements `book_ports.Retention`."""

    def __init__(self, database: Database, clock: Clock, chain: Chain) -> None:
        self._database = database
        self._clock = clock
        self._chain = chain
        self._settings = SqlBankSettings(database, clock, chain)

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

    async def forget_seen(self, before: datetime) -> int:
        """Delete the hashes of what was seen before a time."""
        async with self._database.write() as connection:
            return await forget_seen(connection, before)

    async def forget_reporters(self, before: datetime) -> int:
        """Delete the digests of those who reported before a time."""
        async with self._database.write() as connection:
            done = await connection.execute(
                update(bank_entry)
                .where(bank_entry.c.reporter.is_not(None), bank_entry.c.added_at < before)
                .values(reporter=None)
            )
            return done.rowcount

    async def forget_removed(self, before: datetime) -> int:
        """Delete the hashes of what models removed before a time, and no person confirmed."""
        async with self._database.write() as connection:
            forgotten = await forget(connection, before, self._clock.now())
            if forgotten:
                facts: AuditFacts = {"bank": REMOVED_BANK, "forgotten": forgotten}
                await self._chain.append(connection, "bank", facts)
            return forgotten

    async def forget_banks(self, now: datetime) -> int:
        """Delete entries and banks that have expired; return how many entries that were."""
        async with self._database.write() as connection:
            rows = await connection.execute(
                select(bank_entry.c.id, bank_entry.c.bank_id, bank_entry.c.entry).where(
                    bank_entry.c.expires_at <= now, of_no_held_case(bank_entry.c.case_id)
                )
            )
            await forget_undo(connection, now)
            forgotten = await delete_entries(connection, rows.all(), now)
            if forgotten:
                await self._chain.append(connection, "bank", {"expired": forgotten})
        async with self._database.read() as connection:
            names = await connection.execute(
                select(bank.c.name).where(bank.c.expires_at <= now - KEEP_EXPIRED)
            )
            ended = [name for name in names.scalars() if name not in OWN_BANKS]
        for name in ended:
            forgotten += await self._settings.remove(name, by="clock") or 0
        return forgotten

    async def forget_hits(self, before: datetime, changes_before: datetime) -> int:
        """Forget what matched before a time, and what changed in banks before another."""
        async with self._database.write() as connection:
            done = await connection.execute(
                delete(bank_hit).where(bank_hit.c.at < before, of_no_held_case(bank_hit.c.case_id))
            )
            await connection.execute(delete(bank_change).where(bank_change.c.at < changes_before))
            return done.rowcount
