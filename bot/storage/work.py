"""The queue of media items: fair leases, and the one transaction that holds a decision.

Every step is a conditional update that looks at the row count. `attempts` is the fencing token:
a worker whose lease was taken over holds an old number and changes nothing.
"""

import logging
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, func, insert, not_, select, update

from bot.domain.action import ActionKind
from bot.domain.audit import AuditFacts
from bot.domain.case import CaseOrigin, CaseState
from bot.domain.digest import DigestTimes
from bot.domain.effect import TO_ADULTS, EffectState
from bot.domain.message import Actor, ActorKind, ChatRef, MediaItem, MessageRef
from bot.domain.outbreak import PAUSE_LASTS
from bot.domain.signal import OpaqueReason, Screening
from bot.domain.verdict import ALBUM, Outcome
from bot.domain.work import LEASE, Backlog, Decision, ItemVerdict, WorkItem
from bot.ports import Clock
from bot.storage.albums import hit_case, sweep
from bot.storage.bank_hits import note_hits
from bot.storage.chain import Chain
from bot.storage.chase import open_chase
from bot.storage.codec import listed_from_text, marks_to_text, signals_to_json
from bot.storage.database import Database, Session
from bot.storage.ledger import count
from bot.storage.outbreaks import note_outbreak
from bot.storage.planning import add_plan
from bot.storage.removed import remember
from bot.storage.seen import note_seen
from bot.storage.tables import ItemState, UpdateState, cases, effect, item, raw_update

logger = logging.getLogger(__name__)


class SqlWorkQueue:
    """Implements `book_ports.WorkQueue`."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        chain: Chain,
        digest: DigestTimes,
        *,
        keep_seen: bool = True,
        pause_lasts: timedelta = PAUSE_LASTS,
    ) -> None:
        self._database = database
        self._clock = clock
        self._chain = chain
        self._digest = digest
        self._keep_seen = keep_seen
        self._pause_lasts = pause_lasts

    async def claim(self, worker: str) -> WorkItem | None:
        """Lease the next item: chats in turn, oldest first, one at a time in each chat."""
        now = self._clock.now()
        async with self._database.write() as connection:
            chosen = await connection.execute(_next_in_turn(now))
            item_id = chosen.scalar_one_or_none()
            if item_id is None:
                return None
            leased = await connection.execute(
                update(item)
                .where(item.c.id == item_id, item.c.state == ItemState.RECEIVED)
                .values(
                    state=ItemState.SCREENING,
                    attempts=item.c.attempts + 1,
                    lease_until=now + LEASE,
                    claimed_at=now,
                    worker=worker,
                )
                .returning(item)
            )
            row = leased.one_or_none()
            return None if row is None else work_item(row, await hit_case(connection, row))

    async def decide(self, worker: str, work: WorkItem, decision: Decision) -> int | None:
        """Store verdict, case, effects and audit entry in one transaction."""
        now = self._clock.now()
        async with self._database.write() as connection:
            if not await self._end(connection, worker, work, decision):
                return None
            await count(connection, work.ref.chat_ref, decision.verdict, now)
            if self._keep_seen:
                await note_seen(connection, work, decision, now)
            case_id, swept, remembered = 0, list[int](), 0
            if decision.opens_case:
                case_id = await self._open_case(connection, work, decision)
                await add_plan(connection, case_id, work.ref, decision.plan, now, self._digest)
                if decision.parent is None:
                    await open_chase(connection, case_id, now, decision.verdict)
                remembered = await remember(connection, case_id, decision.memory, now)
            if case_id and decision.parent is None:
                swept = await sweep(connection, work, case_id, decision, now)
            signals = decision.verdict.signals
            flooding = await note_hits(connection, signals, case_id or None, now)
            followed = _followed(swept, remembered, flooding)
            if case_id:
                followed |= await note_outbreak(
                    connection, work, case_id, decision, now, self._pause_lasts
                )
            facts = facts_of(work, decision, case_id) | followed
            await self._chain.append(connection, "decided", facts)
        if flooding:
            logger.warning(
                "%s entries of banks matched too much: ./upstander doctor names the banks",
                len(flooding),
            )
        return case_id

    async def put_back(
        self, worker: str, work: WorkItem, next_at: datetime, *, counts: bool
    ) -> bool:
        """Give a leased item back, to be tried from `next_at` on."""
        async with self._database.write() as connection:
            done = await connection.execute(
                update(item)
                .where(_held(worker, work))
                .values(
                    state=ItemState.RECEIVED,
                    next_at=next_at,
                    lease_until=None,
                    worker=None,
                    attempts=work.attempts if counts else work.attempts - 1,
                )
            )
            return done.rowcount == 1

    async def backlog(self) -> Backlog:
        """Count what is on its way."""
        unsent = (EffectState.WAITING, EffectState.PENDING, EffectState.SENDING)
        # What waits for others on purpose is not on its way yet.
        early = and_(effect.c.kind == ActionKind.ALERT_DIGEST, effect.c.next_at > self._clock.now())
        early = and_(early, effect.c.state == EffectState.PENDING)
        counts = (
            select(func.count()).select_from(item).where(item.c.state != ItemState.DECIDED),
            _count_effects((ActionKind.TAKEDOWN,), unsent),
            _count_effects(TO_ADULTS, unsent).where(not_(early)),
            _count_effects(TO_ADULTS, (EffectState.DEAD,)),
            select(func.count())
            .select_from(raw_update)
            .where(raw_update.c.state == UpdateState.PARKED),
        )
        async with self._database.read() as connection:
            row = await connection.execute(select(*(one.scalar_subquery() for one in counts)))
            return Backlog(*(int(count) for count in row.one()))

    async def verdicts(self, ref: MessageRef) -> list[ItemVerdict]:
        """Return how the items of a message ended, in the order they came."""
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(item)
                .where(
                    item.c.platform == ref.platform,
                    item.c.chat == ref.chat,
                    item.c.message == ref.message,
                )
                .order_by(item.c.id)
            )
            return [
                ItemVerdict(
                    slot=row.slot,
                    revision=row.revision,
                    outcome=Outcome(row.verdict) if row.verdict else None,
                    reason=row.reason or "",
                    received_at=row.received_at,
                    decided_at=row.decided_at,
                )
                for row in rows
            ]

    async def removals_since(self, chat: ChatRef, since: datetime) -> int:
        """Count the classifiers' own REMOVE verdicts in a chat since a time."""
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(func.count()).where(
                    item.c.platform == chat.platform,
                    item.c.chat == chat.chat,
                    item.c.verdict == Outcome.REMOVE,
                    item.c.decided_at >= since,
                    not_(item.c.reason.startswith("bank:")),
                    not_(item.c.reason.startswith("link:")),
                    item.c.reason != ALBUM,
                )
            )
            return int(rows.scalar_one())

    async def _end(
        self, connection: Session, worker: str, work: WorkItem, decision: Decision
    ) -> bool:
        done = await connection.execute(
            update(item)
            .where(_held(worker, work))
            .values(
                state=ItemState.DECIDED,
                verdict=decision.verdict.outcome,
                reason=decision.verdict.reason,
                decided_at=self._clock.now(),
                handle="",  # With it anyone who reads the database could fetch the item again.
                lease_until=None,
            )
        )
        return done.rowcount == 1

    async def _open_case(self, connection: Session, work: WorkItem, decision: Decision) -> int:
        own = decision.verdict.reason != ALBUM
        opened = await connection.execute(
            insert(cases)
            .values(
                item_id=work.id,
                parent=decision.parent,
                origin=CaseOrigin.SCREENING if own else CaseOrigin.ALBUM,
                # An adult may have ruled on the album's case before this message came.
                state=await _state_of(connection, decision.parent),
                platform=work.ref.platform,
                chat=work.ref.chat,
                message=work.ref.message,
                actor_kind=work.actor.kind,
                actor=work.actor.id,
                slot=work.media.slot,
                outcome=decision.verdict.outcome,
                reason=decision.verdict.reason,
                signals=signals_to_json(decision.verdict.signals),
                policy_revision=decision.policy_revision,
                posted_at=work.posted_at,
                decided_at=self._clock.now(),
                verified=False,
                **evidence(decision.screening),
            )
            .returning(cases.c.id)
        )
        return int(opened.scalar_one())


async def _state_of(connection: Session, case_id: int | None) -> CaseState:
    found = await connection.execute(select(cases.c.state).where(cases.c.id == case_id))
    return CaseState(found.scalar_one_or_none() or CaseState.OPEN)


def facts_of(work: WorkItem, decision: Decision, case_id: int) -> AuditFacts:
    """Return what the audit entry of a decision says."""
    facts: AuditFacts = {
        "item": work.id,
        "case": case_id,
        "chat": work.ref.chat,
        "message": work.ref.message,
        "outcome": decision.verdict.outcome,
        "reason": decision.verdict.reason,
        "policy": decision.policy_revision,
        "plan": ",".join(action.kind for action in decision.plan),
    }
    if decision.parent is not None:
        facts["parent"] = decision.parent
    if case_id and decision.screening.fingerprint:
        facts["sha256"] = decision.screening.fingerprint.sha256
    return facts


def evidence(screening: Screening) -> dict[str, Any]:
    """Return what proves later which picture it was; the columns are named like the fields."""
    parts = (screening.fingerprint, screening.facts)
    found = {name: value for part in parts if part for name, value in asdict(part).items()}
    return {**found, "marks": marks_to_text(screening.marks)}


def _next_in_turn(now: datetime) -> Any:
    """Choose the oldest due item of the chat that was served longest ago.

    A chat that floods the queue waits for its own items only. A chat with an item under way is
    passed over, which keeps the order within each chat.
    """
    waiting = (
        select(item.c.platform, item.c.chat, func.min(item.c.id).label("first"))
        .where(item.c.state == ItemState.RECEIVED, item.c.next_at <= now)
        .group_by(item.c.platform, item.c.chat)
        .subquery()
    )
    same_chat = and_(item.c.platform == waiting.c.platform, item.c.chat == waiting.c.chat)
    under_way = (
        select(item.c.id)
        .where(same_chat, item.c.state == ItemState.SCREENING)
        .correlate(waiting)
        .exists()
    )
    last_turn = (
        select(func.max(item.c.claimed_at)).where(same_chat).correlate(waiting).scalar_subquery()
    )
    return (
        select(waiting.c.first)
        .where(not_(under_way))
        .order_by(last_turn.asc().nulls_first(), waiting.c.first)
        .limit(1)
    )


def _followed(swept: Sequence[int], remembered: int, flooding: Sequence[str]) -> AuditFacts:
    """Return what the audit entry of a decision says of what came of it, where anything did."""
    told: AuditFacts = {
        "swept": ",".join(map(str, swept)),
        "remembered": remembered,
        "quarantined": ",".join(flooding),
    }
    return {name: value for name, value in told.items() if value}


def _held(worker: str, work: WorkItem) -> Any:
    return and_(
        item.c.id == work.id,
        item.c.state == ItemState.SCREENING,
        item.c.worker == worker,
        item.c.attempts == work.attempts,
    )


def _count_effects(kinds: tuple[ActionKind, ...], states: tuple[EffectState, ...]) -> Any:
    return (
        select(func.count())
        .select_from(effect)
        .where(effect.c.kind.in_(kinds), effect.c.state.in_(states))
    )


def work_item(row: Row[Any], album_case: int | None) -> WorkItem:
    """Build an item from its row in `item`."""
    return WorkItem(
        id=row.id,
        ref=MessageRef(row.platform, row.chat, row.message),
        actor=Actor(ActorKind(row.actor_kind), row.actor),
        media=MediaItem(row.slot, row.media_key, row.handle, row.size),
        revision=row.revision,
        posted_at=row.posted_at,
        received_at=row.received_at,
        attempts=row.attempts,
        opaque=OpaqueReason(row.opaque) if row.opaque else None,
        album=row.album,
        album_case=album_case,
        listed=listed_from_text(row.listed),
    )
