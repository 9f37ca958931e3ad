"""The outbox: effects with leases, and what the end of a takedown means for the others."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, exists, not_, or_, select, update

from bot.domain.action import ActionKind, ActionOutcome, ActionResult
from bot.domain.effect import (
    FINAL,
    LEASE,
    Effect,
    EffectRecord,
    EffectState,
    Settlement,
    after_restart,
)
from bot.ports import Clock
from bot.storage.chain import Chain
from bot.storage.database import Database, Session, insert_if_new
from bot.storage.digests import take_along
from bot.storage.tables import ItemState, cases, effect, item

# Deletes before alerts before lines to pupils.
_ORDER = {kind: place for place, kind in enumerate(ActionKind)}
# For how long words wait behind removals that are due: enough for a burst of some hundred.
_LONGEST_BEHIND = timedelta(seconds=5)


class SqlOutbox:
    """Implements `book_ports.Outbox`.

    Args:
        alone: No other process uses this database, so whatever another worker holds is dead.
    """

    def __init__(self, database: Database, clock: Clock, chain: Chain, *, alone: bool) -> None:
        self._database = database
        self._clock = clock
        self._chain = chain
        self._alone = alone

    async def claim(self, kinds: Collection[ActionKind], worker: str) -> Effect | None:
        """Lease the oldest effect of these kinds that is due; held ones become due by time."""
        now = self._clock.now()
        due = (
            select(effect.c.id)
            .where(
                effect.c.kind.in_(kinds),
                effect.c.state.in_((EffectState.PENDING, EffectState.WAITING)),
                effect.c.next_at <= now,
                *_behind_removals(kinds, now),
            )
            .order_by(case(_ORDER, value=effect.c.kind), effect.c.id)
            .limit(1)
        )
        async with self._database.write() as connection:
            effect_id = (await connection.execute(due)).scalar_one_or_none()
            if effect_id is None:
                return None
            leased = await connection.execute(
                update(effect)
                .where(effect.c.id == effect_id)
                .values(
                    state=EffectState.SENDING,
                    attempts=effect.c.attempts + 1,
                    lease_until=now + LEASE,
                    worker=worker,
                )
                .returning(effect)
            )
            row = leased.one()
            together = row.kind == ActionKind.ALERT_DIGEST
            also = await take_along(connection, row) if together else []
        return replace(_effect(row), also=tuple(map(_effect, also)))

    async def settle(
        self, worker: str, one: Effect, settlement: Settlement, result: ActionResult
    ) -> bool:
        """Store how an attempt went, with its audit entry, in one transaction."""
        now = self._clock.now()
        final = settlement.state in FINAL
        # "Later" says nothing of an earlier attempt, of which nobody knows whether it arrived.
        unsure = one.unsure and result.outcome is ActionOutcome.LATER
        async with self._database.write() as connection:
            done = await connection.execute(
                update(effect)
                .where(
                    effect.c.id == one.id,
                    effect.c.state == EffectState.SENDING,
                    effect.c.worker == worker,
                    effect.c.attempts == one.attempts,
                )
                .values(
                    state=settlement.state,
                    next_at=settlement.next_at,
                    lease_until=None,
                    result=ActionOutcome.UNREACHABLE if unsure else result.outcome,
                    fix=result.fix,
                    external_id=result.message,
                    done_at=now if final else None,
                )
            )
            if done.rowcount != 1:
                return False
            if final:
                await self._end(connection, one, settlement.state, result)
                await self._chain.append(
                    connection,
                    "effect",
                    {
                        "case": one.case,
                        "kind": one.kind,
                        "state": settlement.state,
                        "result": result.outcome,
                        "attempts": one.attempts,
                    },
                )
        return True

    async def recover(self, worker: str) -> int:
        """Take over what died with another process or outlived its lease; return how many."""
        now = self._clock.now()
        async with self._database.write() as connection:
            items = await connection.execute(
                update(item)
                .where(item.c.state == ItemState.SCREENING, self._lost(item.c, worker, now))
                .values(state=ItemState.RECEIVED, next_at=now, lease_until=None, worker=None)
            )
            rows = await connection.execute(
                select(effect.c.id, effect.c.case_id, effect.c.kind).where(
                    effect.c.state == EffectState.SENDING, self._lost(effect.c, worker, now)
                )
            )
            lost = rows.all()
            for row in lost:
                await self._resume(connection, row, now)
        return items.rowcount + len(lost)

    async def of_case(self, case_id: int) -> list[EffectRecord]:
        """Return how the effects of a case stand, in the order in which they were planned."""
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(effect).where(effect.c.case_id == case_id).order_by(effect.c.id)
            )
            return [
                EffectRecord(
                    kind=ActionKind(row.kind),
                    state=EffectState(row.state),
                    result=ActionOutcome(row.result) if row.result else None,
                    created_at=row.created_at,
                    done_at=row.done_at,
                )
                for row in rows
            ]

    async def _resume(self, connection: Session, row: Any, now: datetime) -> None:
        kind = ActionKind(row.kind)
        state = after_restart(kind)
        await connection.execute(
            update(effect)
            .where(effect.c.id == row.id)
            # Without the result of an earlier attempt: how this one went is what nobody knows.
            .values(state=state, next_at=now, lease_until=None, result=None)
        )
        if state in FINAL:
            await self._chain.append(
                connection, "effect", {"case": row.case_id, "kind": kind, "state": state}
            )

    async def _end(
        self, connection: Session, one: Effect, state: EffectState, result: ActionResult
    ) -> None:
        """Free or cancel what waited for a takedown; escalate one that failed."""
        if one.kind is not ActionKind.TAKEDOWN:
            return
        now, case_id = self._clock.now(), one.case
        if state is EffectState.DONE:
            await connection.execute(
                update(cases)
                .where(cases.c.id == case_id)
                .values(removed_at=now, verified=result.verified)
            )
        await _move_waiting(connection, case_id, (ActionKind.ALERT,), EffectState.PENDING, now)
        lines = (ActionKind.NOTICE, ActionKind.GROUP_LINE)
        # Where somebody else removed it, or nobody could, "taken down by a program" is untrue.
        ours = state is EffectState.DONE and result.outcome is ActionOutcome.OK
        told = EffectState.PENDING if ours else EffectState.CANCELLED
        await _move_waiting(connection, case_id, lines, told, now)
        if state is not EffectState.DEAD:
            return
        await connection.execute(
            insert_if_new(connection, effect).values(
                case_id=case_id,
                kind=ActionKind.ESCALATION,
                state=EffectState.PENDING,
                attempts=0,
                next_at=now,
                created_at=now,
            )
        )

    def _lost(self, columns: Any, worker: str, now: datetime) -> ColumnElement[bool]:
        outlived: ColumnElement[bool] = columns.lease_until <= now
        return or_(outlived, columns.worker != worker) if self._alone else outlived


def _effect(row: Any) -> Effect:
    # No result of an earlier attempt: the process died while it was under way.
    unsure = row.attempts > 1 and row.result in (None, ActionOutcome.UNREACHABLE)
    kind = ActionKind(row.kind)
    return Effect(row.id, row.case_id, kind, row.attempts, row.created_at, unsure)


async def _move_waiting(
    connection: Session,
    case_id: int,
    kinds: tuple[ActionKind, ...],
    state: EffectState,
    now: datetime,
) -> None:
    await connection.execute(
        update(effect)
        .where(
            effect.c.case_id == case_id,
            effect.c.kind.in_(kinds),
            effect.c.state == EffectState.WAITING,
        )
        .values(state=state, next_at=now)
    )


def _behind_removals(
    kinds: Collection[ActionKind], now: datetime
) -> tuple[ColumnElement[bool], ...]:
    """Let words wait while a removal is due: each shares the one writer of the database with them.

    A removal that waits for its next try, or for its answer, holds up nothing. Nor does any for
    long: where every removal hangs, on whatever platform, the adults have to hear of it.
    """
    if ActionKind.TAKEDOWN in kinds:
        return ()
    due = effect.alias()
    removal = exists().where(
        due.c.kind == ActionKind.TAKEDOWN,
        due.c.state == EffectState.PENDING,
        due.c.next_at <= now,
    )
    return (or_(not_(removal), effect.c.next_at <= now - _LONGEST_BEHIND),)
