"""What a ruling took out of the banks: kept for as long as the ruling can be taken back."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, func, select, update

from bot.domain.bank import ALLOWED_BANK
from bot.storage.bank_rows import delete_entries, note_change
from bot.storage.database import Session, insert_if_new
from bot.storage.tables import cases
from bot.storage.tables_banks import bank, bank_entry

_TIMES = frozenset({"added_at", "expires_at", "quarantined_at"})
# A row by the names of its columns.
Kept = dict[str, Any]


def keep(rows: Iterable[Row[Any]]) -> list[Kept]:
    """Write rows of `bank_entry` so that JSON can hold them; without their ids."""
    return [
        {name: _plain(value) for name, value in row._mapping.items() if name != "id"}  # noqa: SLF001 - the public name of it
        for row in rows
    ]


async def put_back(connection: Session, kept: Sequence[Kept], now: datetime) -> int:
    """Put entries back and return how many could be; each gets a new id.

    Not one whose bank or case is gone, or whose time is over by now.
    """
    rows = [_row(one) for one in kept]
    rows = [one for one in rows if one["expires_at"] is None or one["expires_at"] > now]
    rows = await _whose(connection, rows, "bank_id", bank.c.id)
    rows = await _whose(connection, rows, "case_id", cases.c.id)
    if not rows:
        return 0
    before = (await connection.execute(select(func.max(bank_entry.c.id)))).scalar() or 0
    await connection.execute(insert_if_new(connection, bank_entry), rows)
    found = await connection.execute(
        select(bank_entry.c.id, bank_entry.c.bank_id).where(bank_entry.c.id > before)
    )
    return await _note(connection, found.all(), now)


async def enable(connection: Session, ids: Collection[int], now: datetime) -> int:
    """Let entries match again that are only off; return how many were."""
    found = await connection.execute(
        update(bank_entry)
        .where(bank_entry.c.id.in_(ids), bank_entry.c.disabled.is_(True))
        .values(disabled=False)
        .returning(bank_entry.c.id, bank_entry.c.bank_id)
    )
    return await _note(connection, found.all(), now)


async def allow_no_more(
    connection: Session, case_ids: Collection[int], now: datetime
) -> Sequence[Row[Any]]:
    """Withdraw the permission of the pictures of these cases; return what was withdrawn."""
    own = select(bank.c.id).where(bank.c.name == ALLOWED_BANK).scalar_subquery()
    found = await connection.execute(
        select(bank_entry).where(
            and_(bank_entry.c.bank_id == own, bank_entry.c.case_id.in_(case_ids))
        )
    )
    rows = found.all()
    await delete_entries(connection, rows, now)
    return rows


async def _note(connection: Session, rows: Iterable[Row[Any]], now: datetime) -> int:
    """Let whoever has the banks in memory hear of these entries; return how many they are."""
    by_bank: dict[int, list[int]] = {}
    for row in rows:
        by_bank.setdefault(row.bank_id, []).append(row.id)
    for bank_id, ids in by_bank.items():
        await note_change(connection, bank_id, now, ids)
    return sum(map(len, by_bank.values()))


async def _whose(connection: Session, rows: Sequence[Kept], column: str, owner: Any) -> list[Kept]:
    """Return the rows whose owner is still there, or that have none."""
    named = {one[column] for one in rows if one[column] is not None}
    found = await connection.execute(select(owner).where(owner.in_(named)))
    there = set(found.scalars())
    return [one for one in rows if one[column] is None or one[column] in there]


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return value.hex()
    return value.isoformat() if isinstance(value, datetime) else value


def _row(kept: Kept) -> Kept:
    times = {name: datetime.fromisoformat(kept[name]) for name in _TIMES if kept[name]}
    windows = bytes.fromhex(kept["windows"]) if kept["windows"] else None
    return {**kept, **times, "windows": windows}
