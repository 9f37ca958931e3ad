"""Cases for the people who handle them; two adults at once are settled by a conditional update."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, insert, or_, select, update
from sqlalchemy import case as sql_case

from bot.domain.action import Action, ActionKind, ActionPlan
from bot.domain.audit import AuditFacts
from bot.domain.case import Case, CaseOrigin, CaseState
from bot.domain.message import UNKNOWN_SENDER, Actor, ChatRef, MessageRef
from bot.domain.verdict import Outcome
from bot.ports import Clock
from bot.storage.chain import Chain
from bot.storage.chase import end_chase, open_chase
from bot.storage.codec import case_from_row, removal_from_effect, signals_to_json
from bot.storage.corrections import correct
from bot.storage.database import Database, Session
from bot.storage.digests import hasten
from bot.storage.planning import add_effect
from bot.storage.tables import cases, effect, item
from bot.storage.vouching import take_words_back

# From which states a case may go to which: what is closed stays closed.
_BEFORE = {
    CaseState.OPEN: (),
    CaseState.ACKNOWLEDGED: (CaseState.OPEN,),
    CaseState.FALSE_ALARM: (CaseState.OPEN, CaseState.ACKNOWLEDGED),
    CaseState.CLOSED: (CaseState.OPEN, CaseState.ACKNOWLEDGED),
}


class SqlCaseBook:
    """Implements `book_ports.CaseBook`."""

    def __init__(self, database: Database, clock: Clock, chain: Chain) -> None:
        self._database = database
        self._clock = clock
        self._chain = chain

    async def get(self, case_id: int) -> Case | None:
        """Return one case."""
        async with self._database.read() as connection:
            rows = await connection.execute(_cases().where(cases.c.id == case_id))
            row = rows.one_or_none()
            if row is None:
                return None
            below = await connection.execute(
                select(cases.c.posted_at)
                .where(cases.c.parent == case_id, cases.c.origin == CaseOrigin.SWEEP)
                .order_by(cases.c.posted_at)
            )
            return replace(_case(row), also=tuple(below.scalars()))

    async def open_cases(self, chats: Collection[ChatRef], most: int) -> list[Case]:
        """Return the open cases of these chats: those that nobody took first, then the newest.

        A list is cut off at its end, where what just happened must never stand. The case of an
        album speaks for those below it.
        """
        if not chats:
            return []
        unfinished = and_(
            cases.c.state.in_((CaseState.OPEN, CaseState.ACKNOWLEDGED)), cases.c.parent.is_(None)
        )
        taken = sql_case((cases.c.state == CaseState.OPEN, 0), else_=1)
        theirs = or_(*(_in_chat(chat) for chat in chats))
        async with self._database.read() as connection:
            rows = await connection.execute(
                _cases().where(theirs, unfinished).order_by(taken, cases.c.id.desc()).limit(most)
            )
            return [_case(row) for row in rows]

    async def set_state(
        self, case_id: int, state: CaseState, by: Actor, then: ActionPlan = ()
    ) -> bool:
        """Move a case and those below it on, with the effects that follow for it alone."""
        async with self._database.write() as connection:
            done = await connection.execute(
                update(cases)
                .where(cases.c.id == case_id, cases.c.state.in_(_BEFORE[state]))
                .values(state=state)
            )
            if done.rowcount != 1:
                return False
            below = await connection.execute(
                update(cases)
                .where(cases.c.parent == case_id, cases.c.state.in_(_BEFORE[state]))
                .values(state=state)
                .returning(cases.c.id)
            )
            ruled = [case_id, *below.scalars()]
            await end_chase(connection, ruled)
            facts: AuditFacts = {"case": case_id, "state": state, "by": by.id}
            facts["below"] = len(ruled) - 1
            if state is CaseState.FALSE_ALARM:
                facts |= await correct(connection, ruled, self._clock.now())
                facts["unblocked"] = await take_words_back(connection, ruled, self._clock.now())
            await self._chain.append(connection, "case", facts)
            for action in then:
                await add_effect(connection, case_id, action, self._clock.now())
        return True

    async def open_report(self, ref: MessageRef, policy_revision: int) -> int:
        """Open the case of a report with its alert, or return the open one of that message.

        What waited about that message is alerted about at once: a person agrees with it now.
        Who reported is stored nowhere: a pupil who speaks up must not be found out.
        """
        async with self._database.write() as connection:
            await hasten(connection, ref, self._clock.now())
            known = await connection.execute(
                select(cases.c.id).where(
                    _in_chat(ref.chat_ref),
                    cases.c.message == ref.message,
                    cases.c.origin == CaseOrigin.REPORT,
                    cases.c.state.in_((CaseState.OPEN, CaseState.ACKNOWLEDGED)),
                )
            )
            case_id = known.scalar()
            if case_id is not None:
                return int(case_id)
            case_id = await self._insert_report(connection, ref, policy_revision)
            await add_effect(connection, case_id, Action(ActionKind.ALERT), self._clock.now())
            await open_chase(connection, case_id, self._clock.now())
            await self._chain.append(
                connection, "reported", {"case": case_id, "message": ref.message}
            )
        return case_id

    async def _insert_report(
        self, connection: Session, ref: MessageRef, policy_revision: int
    ) -> int:
        now = self._clock.now()
        seen = await connection.execute(
            select(item.c.actor_kind, item.c.actor, item.c.slot, item.c.posted_at)
            .where(
                item.c.platform == ref.platform,
                item.c.chat == ref.chat,
                item.c.message == ref.message,
            )
            .limit(1)
        )
        row = seen.one_or_none()
        opened = await connection.execute(
            insert(cases)
            .values(
                origin=CaseOrigin.REPORT,
                state=CaseState.OPEN,
                platform=ref.platform,
                chat=ref.chat,
                message=ref.message,
                actor_kind=row.actor_kind if row else UNKNOWN_SENDER.kind,
                actor=row.actor if row else UNKNOWN_SENDER.id,
                slot=row.slot if row else "message",
                outcome=Outcome.REVIEW,
                reason="report",
                signals=signals_to_json(()),
                policy_revision=policy_revision,
                posted_at=row.posted_at if row else now,
                decided_at=now,
                verified=False,
            )
            .returning(cases.c.id)
        )
        return int(opened.scalar_one())


def _in_chat(chat: ChatRef) -> ColumnElement[bool]:
    return and_(cases.c.platform == chat.platform, cases.c.chat == chat.chat)


def _cases() -> Select[Any]:
    takedown = effect.alias()
    escalated = exists().where(
        effect.c.case_id == cases.c.id, effect.c.kind == ActionKind.ESCALATION
    )
    return select(
        cases,
        takedown.c.state.label("takedown_state"),
        takedown.c.result.label("takedown_result"),
        takedown.c.fix.label("takedown_fix"),
        escalated.label("escalated"),
    ).outerjoin(
        takedown,
        and_(takedown.c.case_id == cases.c.id, takedown.c.kind == ActionKind.TAKEDOWN),
    )


def _case(row: Any) -> Case:
    return case_from_row(
        row, removal_from_effect(row.takedown_state, row.takedown_result, row.escalated)
    )
