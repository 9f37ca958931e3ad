"""What a false alarm does to the banks, in the transaction of the ruling.

An innocent picture must not go on matching: what models and people put in without anybody vouching
for it goes, and for the chat it is remembered that the picture is harmless. What a person here, or
those who keep a list, vouch for stays: the adults of one chat cannot disarm it for all others. That
they disagree is counted, for the operator to see.
"""

import asyncio
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import Row, or_, select, update

from bot.domain.audit import AuditFacts
from bot.domain.bank import (
    ALLOWED_BANK,
    KEEP_REMOVED,
    KNOWN_DISTANCE,
    LEAST_QUALITY,
    LIMITS,
    LOOK_BYTES,
    REMOVED_BANK,
    REPORTED_BANK,
    BankEntry,
    MatchRule,
    Standing,
)
from bot.domain.bank_records import Registration
from bot.domain.case import case_number
from bot.domain.message import ChatRef
from bot.domain.signal import BankMatch
from bot.domain.verdict import ALBUM, Outcome
from bot.storage.bank_rows import delete_entries, insert_entries, note_change, open_bank
from bot.storage.codec import signals_from_json
from bot.storage.database import Session
from bot.storage.tables import cases
from bot.storage.tables_banks import bank, bank_entry

_ALLOWED_SOURCE = "what adults ruled to be harmless"
_Ruled = Sequence[Row[Any]]


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a false alarm did to the banks.

    Attributes:
        facts: For the audit chain.
        deleted: The rows that were taken out.
        disabled: The ids of those that are only off.
    """

    facts: AuditFacts
    deleted: Sequence[Row[Any]]
    disabled: Sequence[int]


async def correct(connection: Session, case_ids: Collection[int], now: datetime) -> Corrected:
    """Undo what these cases, which were false alarms, did to the banks; return what that was."""
    found = await connection.execute(select(cases).where(cases.c.id.in_(case_ids)))
    ruled = found.all()
    deleted = await _take_back(connection, ruled, now)
    disabled = await _disable_reported(connection, ruled, now)
    facts: AuditFacts = {
        "taken_back": len(deleted),
        "disabled": len(disabled),
        "allowed": await _allow(connection, ruled, now),
        "disputed": len({(one.bank, one.entry) for one in _matches(ruled) if one.certain}),
    }
    return Corrected(facts, deleted, disabled)


async def _take_back(connection: Session, ruled: _Ruled, now: datetime) -> Sequence[Row[Any]]:
    """Take out what these cases put into `removed`, or matched there, and return it.

    And what is the same picture: of another case that came before this one was known, say. An
    innocent picture must not go on matching because it was posted twice.
    """
    rows = await connection.execute(
        select(bank_entry)
        .join(bank)
        .where(bank.c.name == REMOVED_BANK, bank_entry.c.standing != Standing.CONFIRMED)
    )
    entries = rows.all()
    if not entries:
        return []
    # Off the loop: comparing thousands of looks takes longer than it may be held up.
    wrong = await asyncio.to_thread(_wrong_ones, ruled, entries)
    await delete_entries(connection, wrong, now)
    return wrong


async def _disable_reported(connection: Session, ruled: _Ruled, now: datetime) -> Sequence[int]:
    """Let what people reported match no more, if nobody confirmed it.

    It is not deleted: who reported can still ask about it, and a person may put it on again.
    """
    names = {one.entry for one in _matches(ruled) if one.bank == REPORTED_BANK}
    theirs = or_(bank_entry.c.entry.in_(names), bank_entry.c.case_id.in_([row.id for row in ruled]))
    own = select(bank.c.id).where(bank.c.name == REPORTED_BANK).scalar_subquery()
    done = await connection.execute(
        update(bank_entry)
        .where(
            bank_entry.c.bank_id == own,
            bank_entry.c.standing != Standing.CONFIRMED,
            bank_entry.c.disabled.is_(False),
            theirs,
        )
        .values(disabled=True)
        .returning(bank_entry.c.id, bank_entry.c.bank_id)
    )
    rows = done.all()
    if rows:
        await note_change(connection, rows[0].bank_id, now, [row.id for row in rows])
    return [row.id for row in rows]


async def _allow(connection: Session, ruled: _Ruled, now: datetime) -> int:
    """Remember for the chat of each case that its picture is harmless.

    Not where a certain match was among the evidence: against it the ruling counts for nothing, and
    who ruled may be the one whom it is about. Not for what was only taken along with an album.
    """
    allowed = 0
    for row in ruled:
        judged = row.outcome in (Outcome.REVIEW, Outcome.REMOVE) and row.reason != ALBUM
        if row.sha256 is None or not judged or any(one.certain for one in _matches([row])):
            continue
        usable = row.pdq is not None and (row.quality or 0) >= LEAST_QUALITY
        entry = BankEntry(
            ALLOWED_BANK,
            case_number(row.id),
            sha256=row.sha256,
            pdq=row.pdq if usable else None,
            quality=row.quality or 0,
            standing=Standing.ALLOWED,
            windows=bytes.fromhex(row.pdq + row.dhash) if usable and row.dhash else b"",
            scope=ChatRef(row.platform, row.chat),
        )
        bank_id = await open_bank(connection, ALLOWED_BANK, _ALLOWED_SOURCE)
        how = Registration(case_id=row.id, expires_at=now + KEEP_REMOVED)
        allowed += await insert_entries(connection, bank_id, [entry], now, how)
    return allowed


def _matches(ruled: Iterable[Row[Any]]) -> Iterator[BankMatch]:
    for row in ruled:
        for signal in signals_from_json(row.signals):
            if isinstance(signal, BankMatch):
                yield signal


def _wrong_ones(ruled: _Ruled, entries: Sequence[Row[Any]]) -> list[Row[Any]]:
    """Return the entries that false alarms were about: by name, or the same picture."""
    ids = {row.id for row in ruled}
    names = {one.entry for one in _matches(ruled) if one.bank == REMOVED_BANK}
    own = [one for one in entries if one.case_id in ids or one.entry in names]
    parts = [*ruled, *own]
    files = {part.sha256 for part in parts if part.sha256}
    looks = {int(part.pdq, 16) for part in parts if part.pdq}
    wrong = {one.id for one in own} | _cut_from(_wholes(ruled, own), entries)
    return [
        entry
        for entry in entries
        if entry.id in wrong
        or entry.sha256 in files
        or (entry.pdq and _near_any(int(entry.pdq, 16), looks))
    ]


def _near_any(look: int, others: Iterable[int]) -> bool:
    return any((look ^ other).bit_count() <= KNOWN_DISTANCE for other in others)


def _wholes(ruled: _Ruled, own: Sequence[Row[Any]]) -> list[bytes]:
    """Return how the items and their entries look as a whole.

    Not all of their windows: compared with all windows of all entries these would take minutes.
    """
    looks = [bytes.fromhex(row.pdq + row.dhash) for row in ruled if row.pdq and row.dhash]
    return list(dict.fromkeys([*looks, *(one.windows[:LOOK_BYTES] for one in own if one.windows)]))


def _cut_from(wholes: Sequence[bytes], entries: Sequence[Row[Any]]) -> set[int]:
    """Return the ids of entries of which a window is near one of these looks."""
    windows = b"".join(entry.windows or b"" for entry in entries)
    counts = [len(entry.windows or b"") // LOOK_BYTES for entry in entries]
    owners = np.repeat([entry.id for entry in entries], counts)
    table = np.frombuffer(windows, dtype=np.uint64).reshape(-1, LOOK_BYTES // 8)
    limit, half, found = LIMITS[MatchRule.NEAR], LOOK_BYTES // 16, set[int]()
    for whole in wholes:
        apart = np.bitwise_count(table ^ np.frombuffer(whole, dtype=np.uint64))
        near = apart[:, :half].sum(axis=1) <= limit.pdq
        near &= apart[:, half:].sum(axis=1) <= (limit.second or 0)
        found |= set(owners[near].tolist())
    return found
