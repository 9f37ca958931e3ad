"""Single entries of hash banks: what people decide about them.

Each decision is a conditional update: of two people at once the first one counts.
"""

from datetime import datetime
from typing import Any, assert_never

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    false,
    func,
    not_,
    or_,
    select,
    true,
    update,
)

from bot.domain.audit import AuditFacts
from bot.domain.bank import Bank, BankKind, Standing
from bot.domain.bank_records import StoredEntry
from bot.domain.case import CaseState
from bot.domain.standing import OPERATOR, Ruling, after_deconfirming, kept_for
from bot.ports import Clock
from bot.storage.bank_rows import bank_from_row, entry_from_row, note_change
from bot.storage.chain import Chain
from bot.storage.database import Database, Session
from bot.storage.tables import cases
from bot.storage.tables_banks import bank, bank_entry, bank_hit

# Of a bank of these kinds a person can vouch for an entry.
_VOUCHED = (BankKind.LIST, BankKind.OWN)
_WRONG = cases.c.state == CaseState.FALSE_ALARM


class SqlEntryBook:
    """Implements `book_ports.EntryBook`."""

    def __init__(self, database: Database, clock: Clock, chain: Chain) -> None:
        self._database = database
        self._clock = clock
        self._chain = chain

    async def get(self, name: str, entry: str) -> StoredEntry | None:
        """Return one entry with all that was decided about it."""
        found = await self._read(name, bank_entry.c.entry == entry, 1)
        return found[0] if found else None

    async def page(
        self, name: str, after: int = 0, most: int = 100, *, doubted: bool = False
    ) -> list[StoredEntry]:
        """Return the next entries of a bank, whose id is over `after`, in their order."""
        condition = bank_entry.c.id > after
        return await self._read(name, and_(condition, _doubted()) if doubted else condition, most)

    async def _read(
        self, name: str, condition: ColumnElement[bool], most: int
    ) -> list[StoredEntry]:
        async with self._database.read() as connection:
            found = await connection.execute(select(bank).where(bank.c.name == name))
            of = found.one_or_none()
            if of is None:
                return []
            query = _stored().where(bank_entry.c.bank_id == of.id, condition)
            rows = await connection.execute(query.order_by(bank_entry.c.id).limit(most))
            return [_stored_entry(bank_from_row(of), row) for row in rows]

    async def rule(self, name: str, entry: str, ruling: Ruling, by: str = OPERATOR) -> bool:
        """Decide something about an entry; False if there is none for which it changes anything."""
        now = self._clock.now()
        async with self._database.write() as connection:
            found = await connection.execute(
                select(bank_entry.c.id, bank_entry.c.bank_id, bank_entry.c.standing, bank.c.kind)
                .join(bank)
                .where(bank.c.name == name, bank_entry.c.entry == entry)
            )
            row = found.one_or_none()
            if row is None:
                return False
            condition, values = await _meaning(connection, name, row, ruling, now)
            done = await connection.execute(
                update(bank_entry).where(bank_entry.c.id == row.id, condition).values(**values)
            )
            if done.rowcount != 1:
                return False
            await note_change(connection, row.bank_id, now, [row.id])
            facts: AuditFacts = {"bank": name, "entry": entry, "ruling": ruling, "by": by}
            await self._chain.append(connection, "bank", facts)
            return True

    async def annotate(
        self,
        name: str,
        entry: str,
        *,
        note: str | None = None,
        expires_at: datetime | None = None,
        lasts: bool = False,
        by: str = OPERATOR,
    ) -> bool:
        """Change the note of an entry, or its end; False if there is no such entry."""
        values: dict[str, Any] = {} if note is None else {"note": note}
        values |= {"expires_at": None} if lasts else {}
        values |= {"expires_at": expires_at} if expires_at else {}
        async with self._database.write() as connection:
            own = select(bank.c.id).where(bank.c.name == name).scalar_subquery()
            done = await connection.execute(
                update(bank_entry)
                .where(bank_entry.c.bank_id == own, bank_entry.c.entry == entry)
                .values(**(values or {"note": bank_entry.c.note}))
            )
            if done.rowcount != 1 or not values:
                return done.rowcount == 1
            # Neither changes what it matches until it is deleted, so nothing is loaded again.
            facts: AuditFacts = {"bank": name, "entry": entry, "by": by}
            facts |= {"note": "changed"} if note is not None else {}
            if "expires_at" in values:
                facts["expires"] = expires_at.isoformat() if expires_at and not lasts else None
            await self._chain.append(connection, "bank", facts)
            return True


async def _meaning(
    connection: Session, name: str, row: Row[Any], ruling: Ruling, now: datetime
) -> tuple[ColumnElement[bool], dict[str, Any]]:
    """Return on which entries a ruling changes something, and what."""
    kind = BankKind(row.kind)
    vouched = bank_entry.c.standing == Standing.CONFIRMED
    match ruling:
        case Ruling.CONFIRM:
            # Whoever vouches for it keeps it: neither the clock nor a flood ends that.
            values = {"standing": Standing.CONFIRMED, "quarantined_at": None, "expires_at": None}
            return and_(not_(vouched), true() if kind in _VOUCHED else false()), values
        case Ruling.DECONFIRM:
            counted = await connection.execute(
                select(func.count()).where(bank_hit.c.entry_id == row.id)
            )
            standing = after_deconfirming(name, kind, int(counted.scalar_one()))
            lasts = kept_for(name)
            return vouched, {"standing": standing} | ({"expires_at": now + lasts} if lasts else {})
        case Ruling.DISABLE:
            return not_(bank_entry.c.disabled), {"disabled": True}
        case Ruling.ENABLE:
            return bank_entry.c.disabled, {"disabled": False}
        case Ruling.LIFT:
            return bank_entry.c.quarantined_at.is_not(None), {"quarantined_at": None}
        case other:
            assert_never(other)


def _doubted() -> ColumnElement[bool]:
    """Return what is true of entries that a person should look at."""
    ruled = select(bank_hit.c.entry_id).join(cases).where(_WRONG)
    doubts = (bank_entry.c.disabled, bank_entry.c.quarantined_at.is_not(None))
    return or_(*doubts, bank_entry.c.id.in_(ruled))


def _stored() -> Select[Any]:
    hits = select(func.count()).where(bank_hit.c.entry_id == bank_entry.c.id)
    disputed = (
        select(func.count(func.distinct(cases.c.platform + " " + cases.c.chat)))
        .select_from(bank_hit)
        .join(cases)
        .where(bank_hit.c.entry_id == bank_entry.c.id, _WRONG)
    )
    return select(
        bank_entry,
        hits.correlate(bank_entry).scalar_subquery().label("hits"),
        disputed.correlate(bank_entry).scalar_subquery().label("disputed"),
    )


def _stored_entry(of: Bank, row: Row[Any]) -> StoredEntry:
    return StoredEntry(
        id=row.id,
        bank=of,
        known=entry_from_row(of.name, row, Standing(row.standing)),
        note=row.note,
        case_id=row.case_id,
        added_at=row.added_at,
        expires_at=row.expires_at,
        disabled=row.disabled,
        quarantined_at=row.quarantined_at,
        hits=row.hits,
        disputed=row.disputed,
    )
