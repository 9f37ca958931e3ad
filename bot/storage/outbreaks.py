"""Finds an outbreak in the transaction that decides an item, and keeps what its adults must hear.

Only removals count, of entries that are not in quarantine: what is posted by everybody is rather a
picture that everybody has. A hash that somebody got into a bank removes nothing without a second
key, and so pauses nothing either.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from bot.domain.action import REMOVING, ActionKind
from bot.domain.audit import AuditFacts
from bot.domain.bank import BankKind
from bot.domain.case import CaseState
from bot.domain.message import ChatRef
from bot.domain.outbreak import WINDOW, OutbreakNews, is_outbreak
from bot.domain.pause import EVERYTHING, LEASE, PauseCause, PauseWish
from bot.domain.verdict import Outcome
from bot.domain.work import Decision, WorkItem
from bot.ports import Clock
from bot.storage.database import Database, Session
from bot.storage.moves import followed
from bot.storage.pauses import ask_pause
from bot.storage.tables import cases, effect
from bot.storage.tables_banks import bank, bank_entry, bank_hit
from bot.storage.tables_chase import chase
from bot.storage.tables_outbreak import media_pause, outbreak, outbreak_chat

_UNFINISHED = (CaseState.OPEN, CaseState.ACKNOWLEDGED)
_ALERTS = (ActionKind.ALERT, ActionKind.ALERT_DIGEST)


@dataclass(frozen=True, slots=True)
class _Copy:
    """One removed copy; `chat` by the id that the chat has now."""

    case: int
    chat: ChatRef
    sender: tuple[str, str, str]
    speaks: bool


@dataclass(frozen=True, slots=True)
class _Copies:
    """The removed copies of one picture, by the entry that knows them."""

    entry: int
    all: list[_Copy]

    @property
    def spread(self) -> bool:
        chats, senders = {one.chat for one in self.all}, {one.sender for one in self.all}
        return is_outbreak(len(chats), len(senders))


async def note_outbreak(
    connection: Session,
    work: WorkItem,
    case_id: int,
    decision: Decision,
    now: datetime,
    lasts: timedelta,
) -> AuditFacts:
    """Pause the chats of an outbreak that a removal belongs to, and put the case below its head.

    Returns what the audit entry of the decision says of it. To be called after the hits were noted
    and the plan was written.
    """
    if not _removes(decision):
        return {}
    every = [
        _Copies(entry, await _copies(connection, entry, now))
        for entry in await _entries(connection, case_id)
    ]
    running = await _running(connection, [one.entry for one in every], now)
    running = running or await _start(connection, every, now)
    if running is None:
        return {}
    await connection.execute(update(outbreak).where(outbreak.c.id == running).values(last_at=now))
    # The case at hand comes last, so that the first one of its chat speaks for it too.
    copies = {one.case: one for found in every for one in found.all}
    ours = [copies.pop(case_id)] if case_id in copies else []
    await _bring_in(connection, running, list(copies.values()), now)
    merged = await _join(connection, running, work, case_id, decision, now)
    await _bring_in(connection, running, ours, now)
    await _pause(connection, running, now, lasts)
    told: AuditFacts = {"outbreak": running}
    return told if merged is None else told | {"parent": merged}


def _removes(decision: Decision) -> bool:
    """Say whether this is a removal that counts: not of the test card, and not of an album's case.

    Where the bot may not delete, a person has to, and hears of each message.
    """
    kinds = {action.kind for action in decision.plan}
    certain = decision.verdict.outcome is Outcome.REMOVE and not decision.verdict.test
    return certain and decision.parent is None and not kinds.isdisjoint(REMOVING)


async def _entries(connection: Session, case_id: int) -> list[int]:
    """Return the entries that a case matched and that nobody doubts."""
    rows = await connection.execute(
        select(bank_entry.c.id)
        .join(bank_hit, bank_hit.c.entry_id == bank_entry.c.id)
        .join(bank, bank.c.id == bank_entry.c.bank_id)
        .where(
            bank_hit.c.case_id == case_id,
            bank.c.kind.in_((BankKind.LIST, BankKind.OWN)),
            bank_entry.c.quarantined_at.is_(None),
        )
        .order_by(bank_entry.c.id)
    )
    return list(rows.scalars())


async def _copies(connection: Session, entry: int, now: datetime) -> list[_Copy]:
    """Return the cases of late in which an entry's picture was removed, its first one included."""
    since = now - WINDOW
    hit = exists().where(
        bank_hit.c.case_id == cases.c.id, bank_hit.c.entry_id == entry, bank_hit.c.at > since
    )
    first = exists().where(bank_entry.c.id == entry, bank_entry.c.case_id == cases.c.id)
    rows = await connection.execute(
        select(
            cases.c.id,
            cases.c.platform,
            cases.c.chat,
            cases.c.actor_kind,
            cases.c.actor,
            cases.c.state,
            cases.c.parent,
        )
        .where(
            or_(hit, first),
            cases.c.outcome == Outcome.REMOVE,
            cases.c.state != CaseState.FALSE_ALARM,
            cases.c.decided_at > since,
            _is_removed(),
        )
        .order_by(cases.c.id)
    )
    return [
        _Copy(
            row.id,
            await followed(connection, ChatRef(row.platform, row.chat)),
            (row.platform, row.actor_kind, row.actor),
            row.parent is None and row.state in _UNFINISHED,
        )
        for row in rows.all()
    ]


def _is_removed() -> ColumnElement[bool]:
    """Say that something is done about a case: not in a chat where the bot only looks or tells."""
    return exists().where(effect.c.case_id == cases.c.id, effect.c.kind.in_(REMOVING))


async def _running(connection: Session, entries: Collection[int], now: datetime) -> int | None:
    """Return the outbreak of one of these entries that is not over."""
    rows = await connection.execute(
        select(func.min(outbreak.c.id)).where(
            outbreak.c.entry_id.in_(entries), outbreak.c.last_at > now - WINDOW
        )
    )
    found: int | None = rows.scalar_one()
    return found


async def _start(connection: Session, every: Collection[_Copies], now: datetime) -> int | None:
    """Begin an outbreak if one of the entries was removed often enough; return its id."""
    entry = next((one.entry for one in every if one.spread), None)
    if entry is None:
        return None
    made = await connection.execute(
        insert(outbreak)
        .values(entry_id=entry, started_at=now, last_at=now)
        .returning(outbreak.c.id)
    )
    return int(made.scalar_one())


async def _join(
    connection: Session,
    running: int,
    work: WorkItem,
    case_id: int,
    decision: Decision,
    now: datetime,
) -> int | None:
    """Count a case in an outbreak; return the case below which it was put, if it was.

    A head that the adults have closed speaks for nothing new: this case takes its place, and they
    are told again. What belongs to an album has cases of its own to speak for.
    """
    chat = await followed(connection, work.ref.chat_ref)
    here = and_(
        outbreak_chat.c.outbreak_id == running,
        outbreak_chat.c.platform == chat.platform,
        outbreak_chat.c.chat == chat.chat,
    )
    rows = await connection.execute(
        select(outbreak_chat.c.case_id, cases.c.state)
        .join(cases, cases.c.id == outbreak_chat.c.case_id)
        .where(here)
    )
    row = rows.one_or_none()
    if row is None:
        return None
    takes_over = CaseState(row.state) not in _UNFINISHED
    values: dict[str, Any] = {"posts": outbreak_chat.c.posts + 1}
    if takes_over:
        values |= {"case_id": case_id, "due_at": now, "created_at": now, "attempts": 0}
    await connection.execute(update(outbreak_chat).where(here).values(**values))
    removes_itself = any(one.kind is ActionKind.TAKEDOWN for one in decision.plan)
    if takes_over or work.album or not removes_itself:
        return None
    await _put_below(connection, case_id, int(row.case_id), CaseState(row.state))
    return int(row.case_id)


async def _put_below(connection: Session, case_id: int, head: int, state: CaseState) -> None:
    """Let another case speak for this one, which keeps removal, proof and its pupils' words."""
    await connection.execute(
        update(cases).where(cases.c.id == case_id).values(parent=head, state=state)
    )
    await connection.execute(
        delete(effect).where(effect.c.case_id == case_id, effect.c.kind.in_(_ALERTS))
    )
    await connection.execute(delete(chase).where(chase.c.case_id == case_id))


async def _bring_in(
    connection: Session, running: int, copies: Collection[_Copy], now: datetime
) -> None:
    """Write the chats that an outbreak has reached and that are not noted yet."""
    rows = await connection.execute(
        select(outbreak_chat.c.platform, outbreak_chat.c.chat).where(
            outbreak_chat.c.outbreak_id == running
        )
    )
    known = {ChatRef(row.platform, row.chat) for row in rows}
    by_chat: dict[ChatRef, list[_Copy]] = {}
    for copy in copies:
        by_chat.setdefault(copy.chat, []).append(copy)
    for chat, found in by_chat.items():
        if chat in known:
            continue
        # Where the adults have closed all of them, the newest one.
        head = next((one for one in found if one.speaks), found[-1])
        await connection.execute(
            insert(outbreak_chat).values(
                outbreak_id=running,
                platform=chat.platform,
                chat=chat.chat,
                case_id=head.case,
                posts=len(found),
                created_at=now,
                due_at=now,
                attempts=0,
            )
        )


async def _pause(connection: Session, running: int, now: datetime, lasts: timedelta) -> None:
    """Pause every chat of an outbreak, but for those in which a person has ended that before."""
    rows = await connection.execute(
        select(outbreak_chat.c.platform, outbreak_chat.c.chat).where(
            outbreak_chat.c.outbreak_id == running,
            ~exists().where(
                media_pause.c.outbreak_id == running,
                media_pause.c.platform == outbreak_chat.c.platform,
                media_pause.c.chat == outbreak_chat.c.chat,
                media_pause.c.ended_by_hand,
            ),
        )
    )
    for row in rows.all():
        chat = ChatRef(row.platform, row.chat)
        wish = PauseWish(chat, EVERYTHING, lasts, PauseCause.OUTBREAK)
        await ask_pause(connection, wish, now, running)


class SqlOutbreakBook:
    """Implements `pause_ports.OutbreakBook`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def claim(self, worker: str) -> OutbreakNews | None:
        """Lease the news of one chat."""
        now = self._clock.now()
        free = or_(outbreak_chat.c.lease_until.is_(None), outbreak_chat.c.lease_until <= now)
        first = (
            select(outbreak_chat.c.id)
            .where(outbreak_chat.c.due_at <= now, free)
            .order_by(outbreak_chat.c.due_at, outbreak_chat.c.id)
            .limit(1)
        )
        async with self._database.read() as connection:
            if (await connection.execute(first)).scalar_one_or_none() is None:
                return None
        async with self._database.write() as connection:
            leased = await connection.execute(
                update(outbreak_chat)
                .where(outbreak_chat.c.id == first.scalar_subquery())
                .values(
                    attempts=outbreak_chat.c.attempts + 1, lease_until=now + LEASE, worker=worker
                )
                .returning(outbreak_chat)
            )
            row = leased.one_or_none()
            if row is None:
                return None
            counted = await connection.execute(
                select(func.count().label("chats"), func.sum(outbreak_chat.c.posts).label("posts"))
                .select_from(outbreak_chat)
                .where(outbreak_chat.c.outbreak_id == row.outbreak_id)
            )
            counts = counted.one()
        return OutbreakNews(
            id=row.id,
            chat=ChatRef(row.platform, row.chat),
            case=row.case_id,
            chats=int(counts.chats),
            posts=int(counts.posts),
            created_at=row.created_at,
            attempts=row.attempts,
        )

    async def settle(self, worker: str, news: OutbreakNews, again_at: datetime | None) -> bool:
        """Store that it was told, or when it is tried again; False if the lease was lost."""
        async with self._database.write() as connection:
            done = await connection.execute(
                update(outbreak_chat)
                .where(
                    outbreak_chat.c.id == news.id,
                    outbreak_chat.c.worker == worker,
                    outbreak_chat.c.attempts == news.attempts,
                    outbreak_chat.c.lease_until.is_not(None),
                )
                .values(due_at=again_at, lease_until=None)
            )
            return done.rowcount == 1
