"""Hash banks as they are stored."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update

from bot.domain.audit import AuditFacts
from bot.domain.bank import BankEntry, BankSummary
from bot.ports import Clock
from bot.storage.chain import Chain
from bot.storage.database import Database, Session, insert_if_new
from bot.storage.tables import bank, bank_entry

_PIECE = 1_000
# SQLite takes 32,766 values in one statement, and older ones 999.
_NAMED = 500
# SQLite asks again for a lock after 1, 2, 5, 10, 15, 20, 25 ms ...: a writer in another process
# finds it free after a few of them.
_BREATH_SECONDS = 0.02


class SqlBankBook:
    """Implements `book_ports.BankBook`."""

    def __init__(self, database: Database, clock: Clock, chain: Chain) -> None:
        self._database = database
        self._clock = clock
        self._chain = chain

    async def add(self, name: str, source: str, entries: Sequence[BankEntry]) -> int:
        """Add entries to a bank, made on first use; return how many were new.

        A long list goes in by pieces, so that a running bot is not kept from writing. It counts
        as a change, and is told to the audit chain, with its last piece. An addition that broke
        off before is completed by making it again: the last piece is always of new entries.
        """
        new = await self._unknown(name, entries)
        for start in range(0, len(new), _PIECE):
            if start:
                await self._clock.sleep(_BREATH_SECONDS)
            piece = new[start : start + _PIECE]
            async with self._database.write() as connection:
                bank_id = await open_bank(connection, name, source)
                await insert_entries(connection, bank_id, piece)
                if start + _PIECE >= len(new):
                    await note_change(connection, bank_id)
                    await self._chain.append(connection, "bank", {"bank": name, "added": len(new)})
        return len(new)

    async def withdraw(self, name: str, entries: Collection[str]) -> int:
        """Delete entries by their ids; return how many there were.

        All at once: a hash that was called back must not go on matching because of a crash.
        """
        ids = list(entries)
        async with self._database.write() as connection:
            rows = await connection.execute(select(bank.c.id).where(bank.c.name == name))
            bank_id = rows.scalar_one_or_none()
            if bank_id is None:
                return 0
            deleted = 0
            for start in range(0, len(ids), _NAMED):
                named = bank_entry.c.entry.in_(ids[start : start + _NAMED])
                gone = await connection.execute(
                    delete(bank_entry).where(bank_entry.c.bank_id == bank_id, named)
                )
                deleted += gone.rowcount
            if deleted:
                await note_change(connection, bank_id)
                facts: AuditFacts = {"bank": name, "withdrawn": deleted}
                await self._chain.append(connection, "bank", facts)
        return deleted

    async def _unknown(self, name: str, entries: Sequence[BankEntry]) -> list[BankEntry]:
        query = select(bank_entry.c.entry).join(bank).where(bank.c.name == name)
        async with self._database.read() as connection:
            known = set((await connection.execute(query)).scalars())
        # The first of several with one id, as the table itself would keep it.
        first = {entry.entry: entry for entry in reversed(entries)}
        return [
            first[each] for each in dict.fromkeys(e.entry for e in entries) if each not in known
        ]

    async def entries(self, name: str | None = None) -> list[BankEntry]:
        """Return the entries of one bank or of all."""
        query = select(bank.c.name, bank_entry).join(bank_entry).order_by(bank_entry.c.id)
        if name is not None:
            query = query.where(bank.c.name == name)
        async with self._database.read() as connection:
            rows = await connection.execute(query)
            return [
                BankEntry(
                    row.name, row.entry, row.sha256, row.pdq, row.quality, verified=row.verified
                )
                for row in rows
            ]

    async def summaries(self) -> list[BankSummary]:
        """List the banks."""
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(bank.c.name, bank.c.source, func.count(bank_entry.c.id).label("entries"))
                .outerjoin(bank_entry)
                .group_by(bank.c.id)
                .order_by(bank.c.name)
            )
            return [BankSummary(row.name, row.source, row.entries) for row in rows]

    async def revision(self) -> int:
        """Return a number that grows with every change of any bank."""
        async with self._database.read() as connection:
            rows = await connection.execute(select(func.coalesce(func.sum(bank.c.changes), 0)))
            return int(rows.scalar_one())


async def open_bank(connection: Session, name: str, source: str) -> int:
    """Return the id of a bank, which is made on first use."""
    await connection.execute(
        insert_if_new(connection, bank).values(name=name, source=source, changes=0)
    )
    rows = await connection.execute(select(bank.c.id).where(bank.c.name == name))
    return int(rows.scalar_one())


async def note_change(connection: Session, bank_id: int) -> None:
    """Let the revision grow, so that a running bot loads the banks again."""
    await connection.execute(
        update(bank).where(bank.c.id == bank_id).values(changes=bank.c.changes + 1)
    )


async def insert_entries(
    connection: Session,
    bank_id: int,
    entries: Sequence[BankEntry],
    case_id: int | None = None,
    added_at: datetime | None = None,
) -> None:
    """Write entries; what has the id of one that is there stays as it is."""
    rows = [
        {
            "bank_id": bank_id,
            "entry": entry.entry,
            "sha256": entry.sha256,
            "pdq": entry.pdq,
            "quality": entry.quality,
            "verified": entry.verified,
            "case_id": case_id,
            "added_at": added_at,
        }
        for entry in entries
    ]
    await connection.execute_many(insert_if_new(connection, bank_entry), rows)
