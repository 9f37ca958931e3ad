"""Cases for the people who handle them; two adults at once are settled by a conditional update."""

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import and_, insert, select
from sqlalchemy import case as sql_case

from bot.domain.action import Action, ActionKind, ActionPlan
from bot.domain.case import Case, CaseOrigin, CaseState
from bot.domain.casework import CaseRuling
from bot.domain.message import UNKNOWN_SENDER, Actor, ChatRef, MessageRef
from bot.domain.verdict import Outcome
from bot.ports import Clock
from bot.storage.case_rows import case_of, in_chat, of_chats, select_cases
from bot.storage.chain import Chain
from bot.storage.chase import open_chase
from bot.storage.codec import signals_to_json
from bot.storage.database import Database, Session
from bot.storage.digests import hasten
from bot.storage.planning import add_effect
from bot.storage.rulings import Order, carry_out
from bot.storage.tables import cases, item

_RULINGS = {
    CaseState.ACKNOWLEDGED: CaseRuling.ACKNOWLEDGE,
    CaseState.FALSE_ALARM: CaseRuling.FALSE_ALARM,
    CaseState.CLOSED: CaseRuling.CLOSE,
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
            rows = await connection.execute(select_cases().where(cases.c.id == case_id))
            row = rows.one_or_none()
            if row is None:
                return None
            below = await connection.execute(
                select(cases.c.posted_at)
                .where(
                    cases.c.parent == case_id,
                    # What an outbreak put below it is screened; an album's pictures are others.
                    cases.c.origin.in_((CaseOrigin.SWEEP, CaseOrigin.SCREENING)),
                )
                .order_by(cases.c.posted_at)
            )
            return replace(case_of(row), also=tuple(below.scalars()))

    async def open_cases(self, chats: Collection[ChatRef], most: int) -> list[Case]:
        """Return the open cases of these chats: those that nobody took first, then the newest.

        A list is cut off at its end, where what just happened must never stand. The case of an
        album speaks for those below it.
        """
        if not chats:
            return []
        unfinished = and_(
            of_chats(chats), cases.c.state.in_((CaseState.OPEN, CaseState.ACKNOWLEDGED))
        )
        taken = sql_case((cases.c.state == CaseState.OPEN, 0), else_=1)
        async with self._database.read() as connection:
            rows = await connection.execute(
                select_cases().where(unfinished).order_by(taken, cases.c.id.desc()).limit(most)
            )
            return [case_of(row) for row in rows]

    async def set_state(
        self, case_id: int, state: CaseState, by: Actor, then: ActionPlan = ()
    ) -> bool:
        """Move a case and those below it on, with the effects that follow for it alone."""
        ruling = _RULINGS.get(state)
        if ruling is None:
            return False
        order = Order(case_id, ruling, by, then=then)
        async with self._database.write() as connection:
            done = await carry_out(connection, self._chain, order, self._clock.now())
        return done is not None

    async def open_report(self, ref: MessageRef, policy_revision: int) -> int:
        """Open the case of a report with its alert, or return the open one of that message.

        What waited about that message is alerted about at once: a person agrees with it now.
        Who reported is stored nowhere: a pupil who speaks up must not be found out.
        """
        async with self._database.write() as connection:
            await hasten(connection, ref, self._clock.now())
            known = await connection.execute(
                select(cases.c.id).where(
                    in_chat(ref.chat_ref),
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
