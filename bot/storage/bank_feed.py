"""Hash banks as an index in memory follows them: everything once, then what changed.

Pages are small, because their rows are built on the event loop: 500 take 2 to 3 ms.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, not_, or_, select

from bot.domain.bank import BankEntry, BankKind, Standing
from bot.domain.bank_records import BankDelta, LoadedBank
from bot.domain.message import ChatRef
from bot.domain.standing import effective_standing
from bot.ports import Clock
from bot.storage.bank_rows import BANK_OF, bank_from_row, pieces
from bot.storage.database import Database, Session
from bot.storage.tables_banks import bank, bank_change, bank_entry

# Ranges that go into one condition.
_RANGES = 200
# Nothing that costs time for each row: of a million each microsecond is a second.
_COLUMNS = (
    bank_entry.c.id,
    bank_entry.c.entry,
    bank_entry.c.sha256,
    bank_entry.c.pdq,
    bank_entry.c.quality,
    bank_entry.c.windows,
    bank_entry.c.standing,
    bank_entry.c.platform,
    bank_entry.c.chat,
    bank_entry.c.quarantined_at.is_not(None).label("doubted"),
)


class SqlBankFeed:
    """Implements `book_ports.BankFeed`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def numbers(self) -> dict[int, int]:
        """Return the number of the last change of each bank, by the bank's id."""
        async with self._database.read() as connection:
            rows = await connection.execute(select(bank.c.id, bank.c.changes))
            return {row.id: row.changes for row in rows}

    async def banks(self) -> list[LoadedBank]:
        """Return all banks with the number of their last change."""
        async with self._database.read() as connection:
            rows = await connection.execute(select(bank).order_by(bank.c.id))
            return [LoadedBank(row.id, bank_from_row(row), row.changes) for row in rows]

    async def entries(
        self, banks: Collection[int], after: int, most: int
    ) -> tuple[list[BankEntry], int]:
        """Return the next entries of these banks that match something, and their last id.

        Args:
            banks: Ids of banks.
            after: The last id of the page before; 0 for the first.
            most: How many at most; fewer mean that it is the last page.
        """
        there = BANK_OF.in_(banks), bank_entry.c.id > after, self._matching()
        async with self._database.read() as connection:
            rows = (await connection.execute(_entries().where(*there).limit(most))).all()
        return [_entry(row) for row in rows], rows[-1].id if rows else after

    async def changes_since(self, numbers: Mapping[int, int]) -> BankDelta | None:
        """Return what became of the entries of these banks; None where that is not known any more.

        Args:
            numbers: By the bank's id, up to which change its entries were followed.
        """
        ranges: list[tuple[int, int, int]] = []
        gone: set[tuple[str, str]] = set()
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(bank.c.id, bank.c.name, bank.c.changes).where(bank.c.id.in_(numbers))
            )
            for row in rows.all():
                known = numbers[row.id]
                changes = await _changes(connection, row.id, known)
                if [change.number for change in changes] != list(range(known + 1, row.changes + 1)):
                    return None
                ranges += [
                    (row.id, change.first_entry, change.last_entry)
                    for change in changes
                    if change.last_entry
                ]
                for change in changes:
                    gone |= {(row.name, one) for one in json.loads(change.gone or "[]")}
        return BankDelta(tuple(ranges), frozenset(gone))

    async def changed(
        self, ranges: Sequence[tuple[int, int, int]]
    ) -> tuple[list[BankEntry], list[tuple[str, str]]]:
        """Return what now matches of these ranges, and (bank, entry) of what does not any more."""
        here: dict[int, BankEntry] = {}
        off: dict[int, tuple[str, str]] = {}
        query = _entries().add_columns(self._matching().label("matches"))
        async with self._database.read() as connection:
            for piece in pieces(dict.fromkeys(ranges), _RANGES):
                for row in await connection.execute(query.where(or_(*map(_within, piece)))):
                    if row.matches:
                        here[row.id] = _entry(row)
                    else:
                        off[row.id] = row.name, row.entry
        return list(here.values()), list(off.values())

    async def list_hashes(self) -> int:
        """Return how many looks the lists hold with which every posted picture is compared."""
        now = self._clock.now()
        ends = or_(bank.c.expires_at.is_(None), bank.c.expires_at > now)
        lists = select(bank.c.id).where(bank.c.kind == BankKind.LIST, bank.c.enabled, ends)
        async with self._database.read() as connection:
            ids = list((await connection.execute(lists)).scalars())
            counted = select(func.count(bank_entry.c.pdq)).where(BANK_OF.in_(ids))
            return int((await connection.execute(counted)).scalar_one())

    def _matching(self) -> ColumnElement[bool]:
        """Return what is true of entries that match something."""
        lasts = bank_entry.c.expires_at
        return and_(not_(bank_entry.c.disabled), or_(lasts.is_(None), lasts > self._clock.now()))


def _entries() -> Select[Any]:
    return select(bank.c.name, bank.c.kind, *_COLUMNS).join(bank).order_by(bank_entry.c.id)


def _entry(row: Sequence[Any]) -> BankEntry:
    # By place: a name costs ten times as much.
    name, kind, _, entry, sha256, pdq, quality, windows, standing, platform, chat, doubted, *_ = row
    return BankEntry(
        name,
        entry,
        sha256,
        pdq,
        quality,
        False,
        _effective(kind, standing, doubted),
        windows or b"",
        None if chat is None else ChatRef(platform, chat),
    )


@cache
def _effective(kind: str, standing: str, doubted: bool) -> Standing:
    return effective_standing(BankKind(kind), Standing(standing), quarantined=doubted)


def _within(one: tuple[int, int, int]) -> ColumnElement[bool]:
    bank_id, first, last = one
    return and_(BANK_OF.in_([bank_id]), bank_entry.c.id.between(first, last))


async def _changes(connection: Session, bank_id: int, known: int) -> Sequence[Row[Any]]:
    rows = await connection.execute(
        select(bank_change)
        .where(bank_change.c.bank_id == bank_id, bank_change.c.number > known)
        .order_by(bank_change.c.number)
    )
    return rows.all()
