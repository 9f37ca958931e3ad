"""Hash banks as they are stored: what goes in, and what comes out."""

from collections.abc import Collection, Iterable

from sqlalchemy import func, select

from bot.domain.bank import BankEntry, Standing
from bot.domain.bank_records import BankSummary, Registration
from bot.domain.standing import OPERATOR
from bot.ports import Clock
from bot.storage.bank_rows import (
    BANK_OF,
    bank_from_row,
    delete_entries,
    entry_from_row,
    insert_entries,
    open_bank,
    pieces,
)
from bot.storage.chain import Chain
from bot.storage.database import Database
from bot.storage.tables_banks import bank, bank_entry

_PIECE = 1_000
# SQLite asks again for a lock after 1, 2, 5, 10, 15, 20, 25 ms ...: a writer in another process
# finds it free after a few of them.
BREATH_SECONDS = 0.02


class SqlBankBook:
    """Implements `book_ports.BankBook`."""

    def __init__(self, database: Database, clock: Clock, chain: Chain) -> None:
        self._database = database
        self._clock = clock
        self._chain = chain

    async def add(self, name: str, source: str, entries: Iterable[BankEntry]) -> int:
        """Add entries to a bank, made on first use; return how many were new.

        A long list goes in by pieces, so that a running bot is not kept from writing; each counts
        from then on. The audit chain is told with the first piece that it begins, and with the
        last one how many came in. An addition that broke off is completed by making it again.
        """
        total, first, ahead = 0, True, pieces(entries, _PIECE)
        piece = next(ahead, [])
        while piece:
            following = next(ahead, [])
            async with self._database.write() as connection:
                bank_id = await open_bank(connection, name, source)
                added = await insert_entries(connection, bank_id, piece, self._clock.now())
                total += added
                if not following and total:
                    await self._chain.append(connection, "bank", {"bank": name, "added": total})
                elif first and following:
                    await self._chain.append(connection, "bank", {"bank": name, "adding": added})
            if following:
                await self._clock.sleep(BREATH_SECONDS)
            piece, first = following, False
        return total

    async def register(
        self, name: str, source: str, entry: BankEntry, how: Registration, by: str
    ) -> bool:
        """Put one picture into a bank, made on first use; False if its id or reference is there."""
        now = self._clock.now()
        async with self._database.write() as connection:
            bank_id = await open_bank(connection, name, source)
            if not await insert_entries(connection, bank_id, [entry], now, how):
                return False
            facts = {"bank": name, "entry": entry.entry, "by": by, "case": how.case_id}
            await self._chain.append(connection, "bank", {**facts, "added": 1})
            return True

    async def withdraw(self, name: str, entries: Collection[str], by: str = OPERATOR) -> int:
        """Delete entries of a bank; return how many there were."""
        total = 0
        for piece in pieces(dict.fromkeys(entries)):
            async with self._database.write() as connection:
                rows = await connection.execute(
                    select(bank_entry.c.id, bank_entry.c.bank_id, bank_entry.c.entry)
                    .join(bank)
                    .where(bank.c.name == name, bank_entry.c.entry.in_(piece))
                )
                gone = await delete_entries(connection, rows.all(), self._clock.now())
                if gone:
                    facts: dict[str, str | int | float | bool | None] = {
                        "bank": name,
                        "withdrawn": gone,
                        "by": by,
                    }
                    if len(entries) == 1:
                        facts["entry"] = piece[0]
                    await self._chain.append(connection, "bank", facts)
                total += gone
        return total

    async def entries(self, name: str | None = None) -> list[BankEntry]:
        """Return the entries of one bank or of all, with their stored standing."""
        query = select(bank.c.name, bank_entry).join(bank_entry).order_by(bank_entry.c.id)
        if name is not None:
            query = query.where(bank.c.name == name)
        async with self._database.read() as connection:
            rows = await connection.execute(query)
            return [entry_from_row(row.name, row, Standing(row.standing)) for row in rows]

    async def summaries(self) -> list[BankSummary]:
        """List the banks by name."""
        counted = (
            select(
                BANK_OF.label("bank_id"),
                bank_entry.c.standing,
                func.count().label("entries"),
                func.sum(bank_entry.c.disabled).label("disabled"),
                func.count(bank_entry.c.quarantined_at).label("quarantined"),
            )
            .group_by(BANK_OF, bank_entry.c.standing)
            .order_by(bank_entry.c.standing)
        )
        async with self._database.read() as connection:
            banks = (await connection.execute(select(bank).order_by(bank.c.name))).all()
            rows = (await connection.execute(counted)).all()
        return [
            BankSummary(
                bank_from_row(one),
                {Standing(row.standing): row.entries for row in rows if row.bank_id == one.id},
                sum(int(row.disabled) for row in rows if row.bank_id == one.id),
                sum(row.quarantined for row in rows if row.bank_id == one.id),
            )
            for one in banks
        ]
