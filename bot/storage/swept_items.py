"""What a sweep found, as it stands now, and the cases that are opened for it.

The message is removed through the outbox, like any other; where the platform does not let it, a
person is called by the escalation that every removal has.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, func, insert, select

from bot.domain.action import REMOVING, ActionKind
from bot.domain.bank import Standing
from bot.domain.case import CaseOrigin, CaseState
from bot.domain.digest import DigestTimes
from bot.domain.signal import BankMatch
from bot.domain.sweep import MOST_ASKED, Finding, Standee, below, without_alert
from bot.domain.verdict import Outcome
from bot.domain.work import Decision, WorkItem
from bot.storage.albums import sweep as take_album_along
from bot.storage.bank_hits import note_hits
from bot.storage.chain import Chain
from bot.storage.chase import open_chase
from bot.storage.codec import signals_to_json
from bot.storage.database import Session, insert_if_new
from bot.storage.planning import add_plan
from bot.storage.tables import cases, effect, item
from bot.storage.tables_banks import seen, swept
from bot.storage.work import evidence, facts_of, work_item

_HOUR = timedelta(hours=1)


async def standees(connection: Session, items: Collection[int]) -> list[Standee]:
    """Return what is left of some items to act on: not what is being removed already."""
    rows = await connection.execute(
        select(item, _has_case(cases.c.state == CaseState.FALSE_ALARM).label("harmless"))
        .join(seen)
        .where(item.c.id.in_(items), ~_is_being_removed())
        .order_by(item.c.id)
    )
    pairs = await connection.execute(select(swept).where(swept.c.item_id.in_(items)))
    asked: dict[int, set[int]] = {}
    for pair in pairs:
        asked.setdefault(pair.item_id, set()).add(pair.entry_id)
    return [
        Standee(work_item(row, None), frozenset(asked.get(row.id, ())), harmless=row.harmless)
        for row in rows
    ]


class Acting:
    """Opens the cases of one picture in one chat, in one transaction."""

    def __init__(
        self, connection: Session, chain: Chain, digest: DigestTimes, now: datetime
    ) -> None:
        self._connection = connection
        self._chain = chain
        self._digest = digest
        self._now = now

    async def open(self, findings: Sequence[Finding], most_alerts: int) -> list[int]:
        """Open them and return their numbers; of many that are only asked about, some.

        What matches too much at once goes into quarantine in the middle of it. The rest is left to
        the sweep that follows from that, which only asks.
        """
        opened: list[int] = []
        for one in [one for one in findings if await self._stands(one)]:
            if one.removes or len(opened) < MOST_ASKED:
                parent = opened[0] if opened else None
                case_id, flooding = await self._open(one, parent, most_alerts)
                opened.append(case_id)
                if flooding:
                    break
            await self._note(one)
        return opened

    async def _stands(self, one: Finding) -> bool:
        """Look again, in the transaction that acts: something else may have been faster."""
        found = await self._connection.execute(
            select(item.c.id).join(seen).where(item.c.id == one.work.id, ~_is_being_removed())
        )
        return found.scalar_one_or_none() is not None

    async def _open(
        self, one: Finding, parent: int | None, most_alerts: int
    ) -> tuple[int, list[str]]:
        """Open one case; return it with the entries that went into quarantine for it."""
        work, decision = one.work, one.decision
        plan = decision.plan if parent is None else below(decision.plan)
        if not one.removes and await self._asked_lately(work) >= most_alerts:
            plan = without_alert(plan)
        case_id = await self._insert_case(work, decision, parent)
        await add_plan(self._connection, case_id, work.ref, plan, self._now, self._digest)
        if parent is None:
            await open_chase(self._connection, case_id, self._now, decision.verdict)
        facts = facts_of(work, decision, case_id)
        if parent is not None:
            facts["parent"] = parent
        if one.removes:
            along = await take_album_along(self._connection, work, case_id, decision, self._now)
            facts["album"] = ",".join(map(str, along))
        # Not for an entry that only asks because it is new: what was found at once, and before
        # anybody could rule on it, must not age it.
        aged = [
            match
            for match in decision.verdict.signals
            if isinstance(match, BankMatch) and match.standing is not Standing.NEW
        ]
        flooding = await note_hits(self._connection, aged, case_id, self._now)
        if flooding:
            facts["quarantined"] = ",".join(flooding)
        await self._chain.append(self._connection, "swept", facts)
        return case_id, flooding

    async def _asked_lately(self, work: WorkItem) -> int:
        asked = await self._connection.execute(
            select(func.count())
            .select_from(cases)
            .where(
                cases.c.platform == work.ref.platform,
                cases.c.chat == work.ref.chat,
                cases.c.origin == CaseOrigin.SWEEP,
                cases.c.outcome == Outcome.REVIEW,
                cases.c.parent.is_(None),
                cases.c.decided_at >= self._now - _HOUR,
            )
        )
        return int(asked.scalar_one())

    async def _insert_case(self, work: WorkItem, decision: Decision, parent: int | None) -> int:
        known = await self._connection.execute(select(cases.c.id).where(cases.c.item_id == work.id))
        opened = await self._connection.execute(
            insert(cases)
            .values(
                # An item has one case of its own at most: it may have been asked about before.
                item_id=work.id if known.scalar_one_or_none() is None else None,
                parent=parent,
                origin=CaseOrigin.SWEEP,
                state=CaseState.OPEN,
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
                decided_at=self._now,
                verified=False,
                **evidence(decision.screening),
            )
            .returning(cases.c.id)
        )
        return int(opened.scalar_one())

    async def _note(self, one: Finding) -> None:
        """Note that an item was found; what is taken down does not stand any more."""
        for entry_id in one.entries:
            pair = {"entry_id": entry_id, "item_id": one.work.id}
            await self._connection.execute(insert_if_new(self._connection, swept).values(**pair))
        if any(action.kind is ActionKind.TAKEDOWN for action in one.decision.plan):
            await self._connection.execute(delete(seen).where(seen.c.item_id == one.work.id))


def _has_case(which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Say whether the message of an item has such a case."""
    return (
        exists()
        .where(
            cases.c.platform == item.c.platform,
            cases.c.chat == item.c.chat,
            cases.c.message == item.c.message,
            which,
        )
        .correlate(item)
    )


def _is_being_removed() -> ColumnElement[bool]:
    """Say whether the message of an item was to be removed before."""
    planned = exists().where(effect.c.case_id == cases.c.id, effect.c.kind.in_(REMOVING))
    return _has_case(planned.correlate(cases))
