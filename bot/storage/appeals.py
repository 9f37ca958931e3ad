"""Appeals in the database: one row a case, and each step in one transaction."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from bot.domain.action import Action, ActionKind
from bot.domain.appeal import (
    DECIDE_WITHIN,
    REMIND_EVERY,
    Appeal,
    AppealState,
    Footing,
    Heard,
    Voice,
    hear,
    is_late,
)
from bot.domain.audit import AuditFacts
from bot.domain.case import CaseState
from bot.domain.casework import CaseRuling
from bot.domain.effect import FINAL, EffectState
from bot.domain.message import Actor, ActorKind
from bot.ports import Clock
from bot.storage.appeal_rows import stop_words
from bot.storage.chain import Chain
from bot.storage.database import Database, Session, insert_if_new
from bot.storage.planning import add_effect
from bot.storage.rulings import Order, carry_out
from bot.storage.tables import cases, effect
from bot.storage.tables_appeals import appeal


class SqlAppealBook:
    """Implements `appeal_ports.AppealBook`."""

    def __init__(self, database: Database, clock: Clock, chain: Chain) -> None:
        self._database = database
        self._clock = clock
        self._chain = chain

    async def file(self, case_id: int, footing: Footing) -> Appeal | None:
        """Store an appeal, and have the adults told. None if there is one, or it was a mistake."""
        now = self._clock.now()
        async with self._database.write() as connection:
            row = await _case(connection, case_id)
            if row is None or row.state == CaseState.FALSE_ALARM:
                return None
            filed = Appeal(
                case_id, footing, AppealState.ASKED, now, now + DECIDE_WITHIN, now + REMIND_EVERY
            )
            stored = await connection.execute(
                insert_if_new(connection, appeal).values(
                    case_id=case_id,
                    footing=footing,
                    state=filed.state,
                    asked_at=now,
                    due_at=filed.due_at,
                    next_at=filed.next_at,
                )
            )
            if stored.rowcount != 1:
                return None
            await add_effect(connection, case_id, Action(ActionKind.APPEAL), now)
            await self._chain.append(
                connection, "appeal", {"case": case_id, "state": filed.state, "footing": footing}
            )
        return filed

    async def of_case(self, case_id: int) -> Appeal | None:
        """Return the appeal of a case."""
        async with self._database.read() as connection:
            found = await connection.execute(select(appeal).where(appeal.c.case_id == case_id))
            return _appeal(found.one_or_none())

    async def decide(self, case_id: int, voice: Voice, by: Actor) -> tuple[Heard, int]:
        """Store what an adult says; two at once are settled here."""
        now = self._clock.now()
        async with self._database.write() as connection:
            row = await _case(connection, case_id)
            if row is None:
                return Heard.OVER, 0
            found = await connection.execute(
                select(appeal).where(appeal.c.case_id == case_id).with_for_update()
            )
            asked = _appeal(found.one_or_none())
            heard = hear(asked, voice, by, Actor(ActorKind(row.actor_kind), row.actor))
            ruling = 0
            if heard is Heard.SECOND:
                await _note(connection, case_id, {"first_by": by.id})
            elif heard is Heard.REFUSED:
                await self._refuse(connection, case_id, by, now)
            elif heard is Heard.ACCEPTED:
                ruling = await self._accept(connection, row, by, now)
                heard = heard if ruling else Heard.OVER
            if heard in (Heard.SECOND, Heard.REFUSED, Heard.ACCEPTED):
                facts: AuditFacts = {"case": case_id, "state": heard, "by": by.id}
                await self._chain.append(connection, "appeal", facts)
        return heard, ruling

    async def _refuse(self, connection: Session, case_id: int, by: Actor, now: datetime) -> None:
        decided = {"state": AppealState.REFUSED, "decided_by": by.id, "decided_at": now}
        await _note(connection, case_id, decided)
        await stop_words(connection, [case_id])
        await add_effect(connection, case_id, Action(ActionKind.APPEAL_REFUSED), now)

    async def _accept(self, connection: Session, row: Any, by: Actor, now: datetime) -> int:
        """Rule that the case was a mistake; return the ruling's id, 0 where it cannot be."""
        if row.state == CaseState.CLOSED:
            again = Order(row.id, CaseRuling.REOPEN, by)
            await carry_out(connection, self._chain, again, now)
        order = Order(row.id, CaseRuling.FALSE_ALARM, by, appealed=True)
        ruled = await carry_out(connection, self._chain, order, now)
        return 0 if ruled is None else ruled.id

    async def move_on(self) -> int | None:
        """Remind the adults of one appeal that is due, and tell its sender once that it is late."""
        now = self._clock.now()
        due = (
            select(appeal)
            .where(appeal.c.state == AppealState.ASKED, appeal.c.next_at <= now)
            .order_by(appeal.c.next_at, appeal.c.case_id)
            .limit(1)
        )
        async with self._database.read() as connection:
            if (await connection.execute(due)).one_or_none() is None:
                return None
        async with self._database.write() as connection:
            asked = _appeal((await connection.execute(due.with_for_update())).one_or_none())
            if asked is None:
                return None
            late = is_late(asked, now) and asked.late_at is None
            step: dict[str, Any] = {"next_at": now + REMIND_EVERY}
            await _note(connection, asked.case, step | ({"late_at": now} if late else {}))
            await _say_again(connection, asked.case, now)
            if late:
                await add_effect(connection, asked.case, Action(ActionKind.APPEAL_LATE), now)
                facts: AuditFacts = {"case": asked.case, "state": "late"}
                await self._chain.append(connection, "appeal", facts)
        return asked.case


async def _case(connection: Session, case_id: int) -> Any:
    """Return the row of a case; whoever rules on it at the same moment waits."""
    found = await connection.execute(select(cases).where(cases.c.id == case_id).with_for_update())
    return found.one_or_none()


async def _note(connection: Session, case_id: int, values: dict[str, Any]) -> None:
    await connection.execute(
        update(appeal)
        .where(appeal.c.case_id == case_id, appeal.c.state == AppealState.ASKED)
        .values(**values)
    )


async def _say_again(connection: Session, case_id: int, now: datetime) -> None:
    """Have the adults told once more, unless they are being told right now."""
    await connection.execute(
        update(effect)
        .where(
            effect.c.case_id == case_id,
            effect.c.kind == ActionKind.APPEAL,
            effect.c.state.in_(FINAL),
        )
        .values(
            state=EffectState.PENDING,
            attempts=0,
            next_at=now,
            created_at=now,
            result=None,
            done_at=None,
        )
    )


def _appeal(row: Any) -> Appeal | None:
    if row is None:
        return None
    return Appeal(
        row.case_id,
        Footing(row.footing),
        AppealState(row.state),
        row.asked_at,
        row.due_at,
        row.next_at,
        row.first_by,
        row.late_at,
    )
