"""The bank of what models removed: filled, undone and forgotten in the transactions of others."""

import asyncio
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, select

from bot.domain.bank import KNOWN_DISTANCE, REMOVED_BANK
from bot.domain.memory import Memory
from bot.domain.signal import BankMatch
from bot.storage.banks import insert_entries, note_change, open_bank
from bot.storage.codec import signals_from_json
from bot.storage.database import Session
from bot.storage.tables import bank, bank_entry, cases

_SOURCE = "what models removed here"
# SQLite takes 32,766 values in one statement, and older ones 999.
_PIECE = 500


async def remember(connection: Session, case_id: int, memory: Memory, now: datetime) -> int:
    """Put what models removed into the bank; return how many entries that makes."""
    entries = memory.entries(case_id)
    if entries:
        bank_id = await open_bank(connection, REMOVED_BANK, _SOURCE)
        await insert_entries(connection, bank_id, entries, case_id, now)
        await note_change(connection, bank_id)
    return len(entries)


async def take_back(connection: Session, case_ids: Collection[int]) -> int:
    """Take out what these cases, which were false alarms, put in or matched; return how many.

    And what is the same picture: of another case that came before this one was known, say. An
    innocent picture must not go on matching because it was posted twice.
    """
    rows = await connection.execute(
        select(bank_entry).join(bank).where(bank.c.name == REMOVED_BANK)
    )
    entries = rows.all()
    if not entries:
        return 0
    found = await connection.execute(select(cases).where(cases.c.id.in_(case_ids)))
    # Off the loop: comparing thousands of looks takes longer than it may be held up.
    wrong = await asyncio.to_thread(_wrong_ones, found.all(), entries)
    return await _delete(connection, wrong)


async def forget(connection: Session, before: datetime) -> int:
    """Delete what was put in before a time; return how many entries that were."""
    rows = await connection.execute(
        select(bank_entry.c.id)
        .join(bank)
        .where(bank.c.name == REMOVED_BANK, bank_entry.c.added_at < before)
    )
    return await _delete(connection, list(rows.scalars()))


def _wrong_ones(ruled: Sequence[Row[Any]], entries: Sequence[Row[Any]]) -> list[int]:
    wrong = _Wrong(ruled, entries)
    return [entry.id for entry in entries if wrong.holds(entry)]


class _Wrong:
    """What false alarms were about: entries by name, exact files, and looks."""

    def __init__(self, ruled: Sequence[Row[Any]], entries: Sequence[Row[Any]]) -> None:
        ids = {row.id for row in ruled}
        names = {
            signal.entry
            for row in ruled
            for signal in signals_from_json(row.signals)
            if isinstance(signal, BankMatch) and not signal.certain
        }
        self._entries = {one.id for one in entries if one.case_id in ids or one.entry in names}
        parts = [*ruled, *(one for one in entries if one.id in self._entries)]
        self._files = {part.sha256 for part in parts if part.sha256}
        self._looks = {int(part.pdq, 16) for part in parts if part.pdq}

    def holds(self, entry: Row[Any]) -> bool:
        """Say whether an entry is one of them, or the same picture."""
        if entry.id in self._entries or entry.sha256 in self._files:
            return True
        look = int(entry.pdq, 16) if entry.pdq else None
        return look is not None and any(
            (look ^ other).bit_count() <= KNOWN_DISTANCE for other in self._looks
        )


async def _delete(connection: Session, ids: list[int]) -> int:
    for start in range(0, len(ids), _PIECE):
        piece: ColumnElement[bool] = bank_entry.c.id.in_(ids[start : start + _PIECE])
        await connection.execute(delete(bank_entry).where(piece))
    if ids:
        await note_change(connection, await open_bank(connection, REMOVED_BANK, _SOURCE))
    return len(ids)
