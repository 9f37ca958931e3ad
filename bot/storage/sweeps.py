"""Sweeps: what became known is looked for among what was seen, and what is found gets its case.

A sweep is a row in the table: a range of changes of one bank. It is made from the bank's own count
of changes, so whoever writes an entry need not know of it, and a crash loses none. It is done in
pieces: a few entries against the whole ring, then the row moves on. What is found is written by
chat, each in a transaction of its own; done again after a crash, it finds that it was done.

Every sweep has a second pass, `sweep.LATE` after the first: an item that was screened just before
the hash was loaded came into the ring behind the first.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, exists, func, or_, select, update

from bot.domain.bank import KNOWN_DISTANCE, BankKind, Standing
from bot.domain.digest import DigestTimes
from bot.domain.message import ChatRef, MessageRef
from bot.domain.standing import effective_standing
from bot.domain.sweep import LATE, Finding, SeenItem, Sought, Standee, Sweep, Wanted
from bot.ports import Clock
from bot.storage.bank_rows import bank_from_row, entry_from_row
from bot.storage.chain import Chain
from bot.storage.database import Database, Session, insert_if_new
from bot.storage.moves import followed, with_former
from bot.storage.swept_items import Acting, standees
from bot.storage.tables import cases, item
from bot.storage.tables_banks import bank, bank_change, bank_entry, seen
from bot.storage.tables_banks import sweep as table

# Rows that are read and made into objects at once: they hold up the event loop for 2 ms.
_SEEN_AT_ONCE = 250
# Entries of one piece, few of those that have 150 windows of 64 bytes each.
_OWN_AT_ONCE, _LISTED_AT_ONCE = 100, 2_000
# SQLite refuses a condition of a thousand parts.
_MOST_RANGES = 100


class SqlSweepBook:
    """Implements `hash_ports.SweepBook`."""

    def __init__(self, database: Database, clock: Clock, chain: Chain, digest: DigestTimes) -> None:
        self._database = database
        self._clock = clock
        self._chain = chain
        self._digest = digest

    async def next(self) -> Sweep | None:
        """Return the oldest sweep that is due, of what has changed since the last one too."""
        async with self._database.read() as connection:
            changed = (await connection.execute(_changed_banks())).all()
        now = self._clock.now()
        if changed:
            async with self._database.write() as connection:
                newest = await _newest(connection)
                for row in changed:
                    await connection.execute(
                        insert_if_new(connection, table).values(
                            bank_id=row.id,
                            after=row.done,
                            upto=row.changes,
                            entry=0,
                            seen_after=0,
                            seen_upto=newest,
                            due_at=now,
                        )
                    )
        due = select(table).where(table.c.due_at <= now).order_by(table.c.due_at, table.c.id)
        async with self._database.read() as connection:
            one = (await connection.execute(due.limit(1))).one_or_none()
        if one is None:
            return None
        return Sweep(
            one.id,
            one.bank_id,
            one.entry,
            one.seen_after + 1,
            one.seen_upto,
            late=one.seen_upto is None,
        )

    async def wanted(self, sweep: Sweep, list_limit: int) -> Wanted:
        """Return the next entries of a sweep that are able to act, and what is harmless.

        Args:
            sweep: Which one.
            list_limit: How many bits may differ for a match with a list.
        """
        now = self._clock.now()
        async with self._database.read() as connection:
            of = (
                await connection.execute(select(bank).where(bank.c.id == sweep.bank_id))
            ).one_or_none()
            if of is None or not _acts(of, now):
                return Wanted()
            touched = await _touched(connection, sweep)
            most = _LISTED_AT_ONCE if of.kind == BankKind.LIST else _OWN_AT_ONCE
            rows = (
                await connection.execute(
                    _entries(bank_entry.c.bank_id == of.id, touched, now)
                    .where(bank_entry.c.id > sweep.after)
                    .limit(most)
                )
            ).all()
            known = list_limit if of.kind == BankKind.LIST else KNOWN_DISTANCE
            sought = [await _sought(connection, of, row, known) for row in rows]
            allowed = await self._allowed(connection, now) if sought else []
        last = rows[-1].id if len(rows) == most else None
        return Wanted(tuple(sought), tuple(allowed), last)

    async def seen(self, sweep: Sweep, after: int) -> list[SeenItem]:
        """Return some of what was seen after a number, in the order in which it was."""
        last = [] if sweep.last_seen is None else [seen.c.id <= sweep.last_seen]
        query = (
            select(seen.c.id, seen.c.item_id, item.c.platform, item.c.chat)
            .add_columns(seen.c.sha256, seen.c.looks)
            .join(item)
            .where(seen.c.id > after, seen.c.id >= sweep.first_seen, *last)
            .order_by(seen.c.id)
            .limit(_SEEN_AT_ONCE)
        )
        async with self._database.read() as connection:
            rows = await connection.execute(query)
            return [
                SeenItem(
                    row.id, row.item_id, ChatRef(row.platform, row.chat), row.sha256, row.looks
                )
                for row in rows
            ]

    async def standees(self, items: Collection[int]) -> list[Standee]:
        """Return what is left of some items to act on: not what is being removed already."""
        async with self._database.read() as connection:
            return await standees(connection, items)

    async def act(self, findings: Sequence[Finding], most_alerts: int) -> list[int]:
        """Open the cases of one picture in one chat, all alike, with what is to be done.

        The first speaks for the others. Once `most_alerts` questions were asked in the chat within
        an hour there are cases without an alert. Returns their numbers.
        """
        now = self._clock.now()
        async with self._database.write() as connection:
            acting = Acting(connection, self._chain, self._digest, now)
            return await acting.open(findings, most_alerts)

    async def advance(self, sweep: Sweep, last: int | None) -> None:
        """Note how far a sweep came; at its end it is to be repeated once, for what came late."""
        now = self._clock.now()
        moved: dict[str, Any] = {"entry": last}
        if last is None and not sweep.late:
            moved = {"entry": 0, "seen_after": sweep.last_seen, "seen_upto": None}
            moved["due_at"] = now + LATE
        elif last is None:
            moved = {"due_at": None}
        async with self._database.write() as connection:
            await connection.execute(update(table).where(table.c.id == sweep.id).values(**moved))
            newer = table.alias()
            superseded = exists().where(
                newer.c.bank_id == table.c.bank_id, newer.c.upto > table.c.upto
            )
            await connection.execute(delete(table).where(table.c.due_at.is_(None), superseded))

    async def _allowed(self, connection: Session, now: datetime) -> list[Sought]:
        banks = await connection.execute(select(bank).where(bank.c.kind == BankKind.ALLOW))
        found: list[Sought] = []
        for of in banks.all():
            if of.enabled and (of.expires_at is None or of.expires_at > now):
                rows = await connection.execute(_entries(bank_entry.c.bank_id == of.id, None, now))
                found += [await _sought(connection, of, row, KNOWN_DISTANCE) for row in rows.all()]
        return found


def _changed_banks() -> Any:
    """Select the banks that have changed since their last sweep was made."""
    done = func.coalesce(func.max(table.c.upto), 0).label("done")
    return (
        select(bank.c.id, bank.c.changes, done)
        .outerjoin(table, table.c.bank_id == bank.c.id)
        .group_by(bank.c.id, bank.c.changes)
        .having(bank.c.changes > done)
        .order_by(bank.c.id)
    )


async def _newest(connection: Session) -> int:
    rows = await connection.execute(select(func.coalesce(func.max(seen.c.id), 0)))
    return int(rows.scalar_one())


def _acts(of: Row[Any], now: datetime) -> bool:
    lives = of.enabled and (of.expires_at is None or of.expires_at > now)
    return lives and of.kind in (BankKind.LIST, BankKind.OWN)


async def _touched(connection: Session, sweep: Sweep) -> ColumnElement[bool] | None:
    """Say which entries a sweep is about; None: all of the bank.

    A change of the bank itself, such as its being enabled, concerns all; so does a change that was
    forgotten meanwhile.
    """
    span = (await connection.execute(select(table).where(table.c.id == sweep.id))).one()
    rows = await connection.execute(
        select(bank_change).where(
            bank_change.c.bank_id == sweep.bank_id,
            bank_change.c.number > span.after,
            bank_change.c.number <= span.upto,
        )
    )
    changes = rows.all()
    about_itself = any(not (one.first_entry or one.gone) for one in changes)
    if about_itself or len(changes) < span.upto - span.after:
        return None
    ranges = list(_merged((one.first_entry, one.last_entry) for one in changes))
    if len(ranges) > _MOST_RANGES:
        # What lies between is looked for again, which finds nothing new.
        ranges = [(ranges[0][0], ranges[-1][1])]
    return or_(*(bank_entry.c.id.between(first, last) for first, last in ranges))


def _merged(ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield ranges in order, those that touch as one."""
    first, last = 0, -1
    for low, high in sorted(ranges):
        if low <= last + 1:
            last = max(last, high)
            continue
        if last >= 0:
            yield first, last
        first, last = low, high
    yield first, last


def _entries(of: ColumnElement[bool], touched: ColumnElement[bool] | None, now: datetime) -> Any:
    """Select the entries that match now, with the message that their case is about."""
    lives = or_(bank_entry.c.expires_at.is_(None), bank_entry.c.expires_at > now)
    query = (
        select(
            bank_entry,
            cases.c.platform.label("case_platform"),
            cases.c.chat.label("case_chat"),
            cases.c.message.label("case_message"),
        )
        .outerjoin(cases, cases.c.id == bank_entry.c.case_id)
        .where(of, ~bank_entry.c.disabled, lives)
        .order_by(bank_entry.c.id)
    )
    return query if touched is None else query.where(touched)


async def _sought(connection: Session, of: Row[Any], row: Row[Any], known: int) -> Sought:
    standing = effective_standing(
        BankKind(of.kind), Standing(row.standing), quarantined=row.quarantined_at is not None
    )
    entry = entry_from_row(of.name, row, standing)
    chats = None
    if entry.scope is not None:
        chats = frozenset(await with_former(connection, [await followed(connection, entry.scope)]))
    source = f"entry:{row.id}"
    if of.kind == BankKind.LIST:
        source = f"bank:{of.id}"
    elif row.case_id is not None:
        source = f"case:{row.case_id}"
    message = None
    if row.case_message is not None:
        message = MessageRef(row.case_platform, row.case_chat, row.case_message)
    return Sought(row.id, bank_from_row(of), entry, known, chats, source, message)
