"""What people reported: counted, asked about and withdrawn by digests that name nobody."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, or_, select

from bot.domain.audit import AuditFacts
from bot.domain.bank import REPORTED_BANK
from bot.domain.message import ChatRef, MessageRef
from bot.domain.reports import CodeStatus
from bot.domain.sweep import SeenItem
from bot.ports import Clock
from bot.storage.bank_rows import delete_entries, pieces
from bot.storage.chain import Chain
from bot.storage.database import Database
from bot.storage.tables import item
from bot.storage.tables_banks import bank, bank_entry, bank_hit, seen, swept


class SqlReportBook:
    """Implements `hash_ports.ReportBook` and `hash_ports.CodeBook`."""

    def __init__(self, database: Database, clock: Clock, chain: Chain) -> None:
        self._database = database
        self._clock = clock
        self._chain = chain

    async def seen_in(self, ref: MessageRef) -> list[SeenItem]:
        """Return what was seen of the items of a message."""
        query = (
            select(seen.c.id, seen.c.item_id, seen.c.sha256, seen.c.looks, seen.c.still)
            .join(item)
            .where(
                item.c.platform == ref.platform,
                item.c.chat == ref.chat,
                item.c.message == ref.message,
            )
            .order_by(seen.c.id)
        )
        chat = ChatRef(ref.platform, ref.chat)
        async with self._database.read() as connection:
            rows = await connection.execute(query)
            return [
                SeenItem(row.id, row.item_id, chat, row.sha256, row.looks, row.still)
                for row in rows
            ]

    async def posters(self, items: Collection[int]) -> int:
        """Return how many different senders some items have."""
        found: set[tuple[str, str, str]] = set()
        async with self._database.read() as connection:
            for piece in pieces(items):
                rows = await connection.execute(
                    select(item.c.platform, item.c.actor_kind, item.c.actor)
                    .where(item.c.id.in_(piece))
                    .distinct()
                )
                found.update((row.platform, row.actor_kind, row.actor) for row in rows)
        return len(found)

    async def reports_of(self, reporter: str) -> int:
        """Return how many cases a reporter's entries came from, as far as that is known."""
        return await self._count(
            select(func.count(bank_entry.c.case_id.distinct())).where(
                bank_entry.c.reporter == reporter, bank_entry.c.case_id.is_not(None)
            )
        )

    async def codes(self, reporter: str | None, since: datetime) -> int:
        """Return how many codes came in since a time, of one person or of all."""
        query = select(func.count()).where(
            bank_entry.c.reference.is_not(None), bank_entry.c.added_at >= since
        )
        if reporter is not None:
            query = query.where(bank_entry.c.reporter == reporter)
        return await self._count(query)

    async def status(self, reference: str) -> CodeStatus | None:
        """Return what becomes of a code; None where nothing is kept under this reference."""
        hit = exists().where(bank_hit.c.entry_id == bank_entry.c.id)
        found = exists().where(swept.c.entry_id == bank_entry.c.id)
        now = self._clock.now()
        query = select(
            bank_entry.c.expires_at,
            bank_entry.c.disabled,
            or_(hit, found).label("seen"),
        ).where(
            bank_entry.c.reference == reference,
            or_(bank_entry.c.expires_at.is_(None), bank_entry.c.expires_at > now),
        )
        async with self._database.read() as connection:
            row = (await connection.execute(query)).one_or_none()
        return None if row is None else CodeStatus(row.expires_at, row.seen, not row.disabled)

    async def withdraw(self, reference: str) -> bool:
        """Delete what is kept under a reference; False if nothing is."""
        return await self._withdraw(bank_entry.c.reference == reference)

    async def withdraw_same(self, reporter: str, sha256: str) -> bool:
        """Delete the code of the same file that the same person sent today: it comes again."""
        return await self._withdraw(
            (bank_entry.c.reporter == reporter)
            & (bank_entry.c.sha256 == sha256)
            & bank_entry.c.reference.is_not(None)
        )

    async def _withdraw(self, which: Any) -> bool:
        async with self._database.write() as connection:
            rows = await connection.execute(
                select(bank_entry.c.id, bank_entry.c.bank_id, bank_entry.c.entry)
                .join(bank)
                .where(bank.c.name == REPORTED_BANK, which)
            )
            gone = await delete_entries(connection, rows.all(), self._clock.now())
            if gone:
                facts: AuditFacts = {"bank": REPORTED_BANK, "withdrawn": gone, "by": "reporter"}
                await self._chain.append(connection, "bank", facts)
            return gone > 0

    async def _count(self, query: Select[Any]) -> int:
        async with self._database.read() as connection:
            return int((await connection.execute(query)).scalar_one())
