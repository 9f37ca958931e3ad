"""The escalation clock in the database: one clock a case, one row for each telling.

A step is one transaction: the clock moves on and the tellings are there, or neither. A telling is
leased; what dies while it is told is told again with the same key once its lease is over. Whatever
changes the state of a case, only open ones are ever due.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    delete,
    distinct,
    exists,
    func,
    insert,
    not_,
    or_,
    select,
    update,
)

from bot.domain.action import ActionKind
from bot.domain.case import CaseState
from bot.domain.chase import (
    ADULTS,
    LEASE,
    MOST_IN_ONE,
    NOBODY,
    Due,
    Telling,
    Told,
    due_at,
    first_step,
    urgency_of,
)
from bot.domain.message import ChatRef
from bot.domain.verdict import Verdict
from bot.ports import Clock
from bot.storage.chain import Chain
from bot.storage.database import Database, Session, insert_if_new
from bot.storage.tables import cases, effect, policy_revision
from bot.storage.tables_chase import CLOCK, ChaseState, chase


async def open_chase(
    connection: Session, case_id: int, now: datetime, verdict: Verdict | None = None
) -> None:
    """Start the clock of a case in the transaction that opens it, after its plan was written.

    Not for a case below another one: the one above speaks for both. A case that is opened again is
    chased from the start.

    Args:
        connection: The transaction.
        case_id: The case.
        now: Since when it is open.
        verdict: What was found; None where a person reported.
    """
    rows = await connection.execute(select(effect.c.kind).where(effect.c.case_id == case_id))
    quiet = verdict is not None and (verdict.test or verdict.quiet)
    urgency = urgency_of([ActionKind(kind) for kind in rows.scalars()], quiet=quiet)
    if urgency is None:
        return
    step = first_step(urgency, adults=await _had_adults(connection, case_id))
    await connection.execute(delete(chase).where(chase.c.case_id == case_id))
    await connection.execute(
        insert(chase).values(**_row(case_id, CLOCK, step, now, due_at(now, step)))
    )


async def end_chase(connection: Session, case_ids: Collection[int]) -> None:
    """Call nobody for these cases any more, in the transaction in which an adult took them up."""
    await connection.execute(
        update(chase)
        .where(
            chase.c.case_id.in_(case_ids),
            chase.c.state.in_((ChaseState.WAITING, ChaseState.SENDING)),
        )
        .values(state=ChaseState.ENDED, lease_until=None)
    )


class SqlChaseBook:
    """Implements `chase_ports.ChaseBook`."""

    def __init__(self, database: Database, clock: Clock, chain: Chain) -> None:
        self._database = database
        self._clock = clock
        self._chain = chain

    async def due(self) -> Due | None:
        """Return a case whose clock has come to a step, the longest overdue first."""
        wanted = _of_open_cases(chase.c.channel == CLOCK, _is_due(self._clock.now()))
        async with self._database.read() as connection:
            row = (await connection.execute(wanted.limit(1))).one_or_none()
        if row is None:
            return None
        return Due(row.case_id, ChatRef(row.platform, row.chat), row.since, row.step)

    async def advance(self, due: Due, step: int, channels: Sequence[str]) -> bool:
        """Note who is to be told at a step, and set the clock to the next, in one transaction."""
        now = self._clock.now()
        async with self._database.write() as connection:
            moved = await connection.execute(
                update(chase)
                .where(
                    chase.c.case_id == due.case,
                    chase.c.channel == CLOCK,
                    chase.c.step == due.step,
                    chase.c.state == ChaseState.WAITING,
                    _case_is_open(),
                )
                .values(step=step + 1, due_at=due_at(due.since, step + 1))
            )
            if moved.rowcount != 1:
                return False
            await connection.execute(
                update(chase)
                .where(
                    chase.c.case_id == due.case,
                    chase.c.channel.in_(channels),
                    chase.c.step < step,
                    # What died while it was told as well: this step says it too.
                    or_(chase.c.state == ChaseState.WAITING, _is_lost(now)),
                )
                .values(state=ChaseState.ENDED)
            )
            for channel in channels:
                await _add(connection, due.case, channel, step, due.since, now)
        return True

    async def claim(self, worker: str, *, adults: bool) -> Telling | None:
        """Lease what is due to a chat of adults, or to a pager."""
        now = self._clock.now()
        there = chase.c.channel == ADULTS if adults else chase.c.channel.not_in(_NO_PAGERS)
        first = _of_open_cases(there, _is_due(now), _no_step_is_due(now)).limit(1)
        # Looked at without the one writer's lock first: nearly always there is nothing.
        async with self._database.read() as connection:
            if (await connection.execute(first)).one_or_none() is None:
                return None
        async with self._database.write() as connection:
            leader = (await connection.execute(first)).one_or_none()
            if leader is None:
                return None
            rows = await self._lease(connection, worker, leader, now)
            tried = await _tried(connection, [row.case_id for row in rows])
        return Telling(
            batch=rows[0].batch,
            channel=leader.channel,
            step=leader.step,
            chat=ChatRef(leader.platform, leader.chat),
            cases=tuple(row.case_id for row in rows),
            since=min(row.since for row in rows),
            tried=tried,
            attempts=rows[0].attempts,
        )

    async def _lease(
        self, connection: Session, worker: str, leader: Row[Any], now: datetime
    ) -> list[Row[Any]]:
        together = _of_open_cases(
            chase.c.channel == leader.channel,
            chase.c.step == leader.step,
            cases.c.platform == leader.platform,
            cases.c.chat == leader.chat,
            # What was told together has one key, which must not come to mean something else.
            chase.c.batch.is_(None) if leader.batch is None else chase.c.batch == leader.batch,
            _is_due(now),
            _no_step_is_due(now),
        ).limit(MOST_IN_ONE)
        found = (await connection.execute(together)).all()
        leased = await connection.execute(
            update(chase)
            .where(chase.c.id.in_([row.id for row in found]))
            .values(
                state=ChaseState.SENDING,
                batch=leader.id if leader.batch is None else leader.batch,
                attempts=chase.c.attempts + 1,
                lease_until=now + LEASE,
                worker=worker,
            )
            .returning(chase)
        )
        return sorted(leased, key=lambda row: int(row.case_id))

    async def settle(
        self,
        worker: str,
        telling: Telling,
        told: Told,
        again_at: datetime | None,
        instead: Sequence[str] = (),
    ) -> bool:
        """Store how a telling went, with its audit entry if it arrived or is given up."""
        now = self._clock.now()
        state = _STATES.get(told, ChaseState.FAILED if again_at is None else ChaseState.WAITING)
        values = {} if again_at is None else {"due_at": again_at}
        async with self._database.write() as connection:
            done = await connection.execute(
                update(chase)
                .where(
                    chase.c.batch == telling.batch,
                    chase.c.state == ChaseState.SENDING,
                    chase.c.worker == worker,
                    chase.c.attempts == telling.attempts,
                )
                .values(
                    state=state,
                    lease_until=None,
                    result=told.name.lower(),
                    told_at=now if told is Told.TOLD else None,
                    **values,
                )
                .returning(chase.c.case_id, chase.c.since)
            )
            rows = sorted(done, key=lambda row: int(row.case_id))
            if not rows:
                return False
            for row in rows:
                for channel in instead:
                    await _add(connection, row.case_id, channel, telling.step, row.since, now)
            if state is not ChaseState.WAITING:
                await self._chain.append(
                    connection,
                    "chased",
                    {
                        "cases": ",".join(str(row.case_id) for row in rows),
                        "step": telling.step,
                        "channel": telling.channel,
                        "state": state,
                    },
                )
        return True

    async def unreached(self) -> int:
        """Count the open cases of which the last try reached no channel at all."""
        later = chase.alias()
        reached = exists().where(
            later.c.case_id == chase.c.case_id,
            later.c.step >= chase.c.step,
            later.c.state == ChaseState.TOLD,
        )
        tried = and_(chase.c.result.is_not(None), chase.c.state != ChaseState.TOLD)
        counted = (
            select(func.count(distinct(chase.c.case_id)))
            .join(cases, cases.c.id == chase.c.case_id)
            .where(cases.c.state == CaseState.OPEN, tried, not_(reached))
        )
        async with self._database.read() as connection:
            return int((await connection.execute(counted)).scalar_one())


_NO_PAGERS = (CLOCK, ADULTS, NOBODY)
_STATES = {Told.TOLD: ChaseState.TOLD}


def _row(
    case_id: int, channel: str, step: int, since: datetime, due: datetime
) -> dict[str, object]:
    return {
        "case_id": case_id,
        "channel": channel,
        "step": step,
        "state": ChaseState.WAITING,
        "since": since,
        "due_at": due,
        "attempts": 0,
    }


async def _add(
    connection: Session, case_id: int, channel: str, step: int, since: datetime, now: datetime
) -> None:
    """Write one telling, unless it is there."""
    row = _row(case_id, channel, step, since, now)
    if channel == NOBODY:
        row |= {"state": ChaseState.FAILED, "result": Told.REFUSED.name.lower()}
    await connection.execute(insert_if_new(connection, chase).values(**row))


async def _had_adults(connection: Session, case_id: int) -> bool:
    """Say whether the policy under which a case was decided named a chat of adults.

    False only means that somebody looks at once: the policy may have come to another id since.
    """
    found = await connection.execute(
        select(policy_revision.c.alerts_chat)
        .join(
            cases,
            and_(
                cases.c.platform == policy_revision.c.platform,
                cases.c.chat == policy_revision.c.chat,
                cases.c.policy_revision == policy_revision.c.revision,
            ),
        )
        .where(cases.c.id == case_id)
    )
    return found.scalar_one_or_none() is not None


async def _tried(connection: Session, case_ids: Collection[int]) -> tuple[str, ...]:
    """Return who was told of one of these cases, in the order in which that was."""
    rows = await connection.execute(
        select(chase.c.channel)
        .where(chase.c.case_id.in_(case_ids), chase.c.state == ChaseState.TOLD)
        .group_by(chase.c.channel)
        .order_by(func.min(chase.c.told_at), func.min(chase.c.id))
    )
    return tuple(rows.scalars())


def _is_due(now: datetime) -> ColumnElement[bool]:
    """Say what is to be done now; what outlived its lease died while it was told."""
    return or_(
        and_(chase.c.state == ChaseState.WAITING, chase.c.due_at <= now),
        _is_lost(now),
    )


def _is_lost(now: datetime) -> ColumnElement[bool]:
    return and_(chase.c.state == ChaseState.SENDING, chase.c.lease_until <= now)


def _no_step_is_due(now: datetime) -> ColumnElement[bool]:
    """Let an older step wait for the clock, which may be about to take its place."""
    clock = chase.alias()
    due = exists().where(
        clock.c.case_id == chase.c.case_id,
        clock.c.channel == CLOCK,
        clock.c.state == ChaseState.WAITING,
        clock.c.due_at <= now,
    )
    return not_(due)


def _of_open_cases(*which: ColumnElement[bool]) -> Select[Any]:
    return (
        select(chase, cases.c.platform, cases.c.chat)
        .join(cases, cases.c.id == chase.c.case_id)
        .where(cases.c.state == CaseState.OPEN, *which)
        .order_by(chase.c.due_at, chase.c.id)
    )


def _case_is_open() -> ColumnElement[bool]:
    return exists().where(cases.c.id == chase.c.case_id, cases.c.state == CaseState.OPEN)
