"""Rows of banks and entries, and the one way to note a change of them.

Whoever writes into `bank` or `bank_entry` notes it in the same transaction: what is not noted is
seen by no running bot.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Row, delete, func, insert, select, update

from bot.domain.bank import Bank, BankEntry, BankKind, Standing
from bot.domain.bank_records import Registration
from bot.domain.message import ChatRef
from bot.domain.standing import first_standing, kept_for, kind_of
from bot.storage.database import Session, insert_if_new
from bot.storage.tables_banks import bank, bank_change, bank_entry

T = TypeVar("T")

# The bank of an entry where many entries are read in the order of their ids. As a plain column,
# SQLite would look it up in the index of names and sort a million rows for each page.
BANK_OF = bank_entry.c.bank_id + 0
# SQLite takes 32,766 values in one statement, and older ones 999.
PIECE = 500
_ORDINARY = Registration()


def pieces(rows: Iterable[T], size: int | None = None) -> Iterator[list[T]]:
    """Yield rows in lists that fit into one statement."""
    rest = iter(rows)
    while piece := list(islice(rest, size or PIECE)):
        yield piece


async def open_bank(connection: Session, name: str, source: str) -> int:
    """Return the id of a bank, which is made on first use."""
    await connection.execute(
        insert_if_new(connection, bank).values(
            name=name, kind=kind_of(name), source=source, changes=0
        )
    )
    rows = await connection.execute(select(bank.c.id).where(bank.c.name == name))
    return int(rows.scalar_one())


async def note_change(
    connection: Session,
    bank_id: int,
    now: datetime,
    entries: Sequence[int] = (),
    gone: Sequence[str] = (),
) -> None:
    """Let whoever has a bank in memory hear of what was written just now.

    Args:
        connection: The transaction that writes it.
        bank_id: Whose change it is; without entries it is one of its settings.
        now: The time.
        entries: The ids of those that are new or other than before.
        gone: The names of those that were deleted.
    """
    ranges = list(_ranges(entries)) or [(0, 0)]
    counted = await connection.execute(
        update(bank)
        .where(bank.c.id == bank_id)
        .values(changes=bank.c.changes + len(ranges))
        .returning(bank.c.changes)
    )
    last = int(counted.scalar_one())
    rows = [
        {
            "bank_id": bank_id,
            "number": number,
            "first_entry": low,
            "last_entry": high,
            "gone": json.dumps(list(gone)) if gone and number == last else None,
            "at": now,
        }
        for number, (low, high) in enumerate(ranges, start=last - len(ranges) + 1)
    ]
    await connection.execute(insert(bank_change), rows)
    connection.banks_changed = True


async def insert_entries(
    connection: Session,
    bank_id: int,
    entries: Sequence[BankEntry],
    now: datetime,
    how: Registration = _ORDINARY,
) -> int:
    """Write entries and note it; what has the id of one that is there stays. Return how many."""
    if not entries:
        return 0
    found = await connection.execute(select(bank.c.name, bank.c.kind).where(bank.c.id == bank_id))
    of = found.one()
    name, kind = str(of.name), BankKind(of.kind)
    lasts = kept_for(name)
    expires_at = how.expires_at or (now + lasts if lasts else None)
    rows = [
        {
            "bank_id": bank_id,
            "entry": entry.entry,
            "sha256": entry.sha256,
            "pdq": entry.pdq,
            "quality": entry.quality,
            "standing": first_standing(name, kind, entry.standing),
            "windows": entry.windows or None,
            "platform": entry.scope.platform if entry.scope else None,
            "chat": entry.scope.chat if entry.scope else None,
            "case_id": how.case_id,
            "reference": how.reference,
            "reporter": how.reporter,
            "added_at": now,
            "expires_at": expires_at,
            "note": how.note,
        }
        for entry in entries
    ]
    before = (await connection.execute(select(func.max(bank_entry.c.id)))).scalar() or 0
    await connection.execute(insert_if_new(connection, bank_entry), rows)
    # Ids only grow. Having each row return its own would take twice as long for a long list.
    found = await connection.execute(
        select(bank_entry.c.id).where(BANK_OF.in_([bank_id]), bank_entry.c.id > before)
    )
    added = list(found.scalars())
    if added:
        await note_change(connection, bank_id, now, added)
    return len(added)


async def delete_entries(connection: Session, rows: Iterable[Row[Any]], now: datetime) -> int:
    """Delete entries, of which `id`, `bank_id` and `entry` were read, and note it."""
    by_bank: dict[int, list[Row[Any]]] = {}
    for row in rows:
        by_bank.setdefault(row.bank_id, []).append(row)
    total = 0
    for bank_id, theirs in by_bank.items():
        gone: list[str] = []
        for piece in pieces(theirs):
            done = await connection.execute(
                delete(bank_entry)
                .where(bank_entry.c.id.in_([row.id for row in piece]))
                .returning(bank_entry.c.entry)
            )
            gone += done.scalars()
        if gone:
            await note_change(connection, bank_id, now, gone=gone)
        total += len(gone)
    return total


def bank_from_row(row: Row[Any]) -> Bank:
    """Build a bank from its row in `bank`."""
    return Bank(
        name=row.name,
        kind=BankKind(row.kind),
        source=row.source,
        owner=row.owner,
        note=row.note,
        share=row.share,
        enabled=row.enabled,
        expires_at=row.expires_at,
    )


def entry_from_row(name: str, row: Row[Any], standing: Standing) -> BankEntry:
    """Build an entry of a bank from its row in `bank_entry`."""
    return BankEntry(
        name,
        row.entry,
        row.sha256,
        row.pdq,
        row.quality,
        standing=standing,
        windows=row.windows or b"",
        scope=None if row.chat is None else ChatRef(row.platform, row.chat),
    )


def _ranges(ids: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the runs of numbers that follow each other, as first and last."""
    first = last = 0
    for number in sorted(set(ids)):
        if first and number == last + 1:
            last = number
            continue
        if first:
            yield first, last
        first = last = number
    if first:
        yield first, last
