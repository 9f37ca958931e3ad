"""The pauses of media in the database: one row each, one under way for each chat.

Every step is a conditional update. `attempts` is the fencing token: whoever wants a pause otherwise
raises it, so that a worker who is at it stores nothing over the new wish.
"""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, insert, or_, select, update

from bot.domain.message import Actor, ChatRef
from bot.domain.pause import (
    LEASE,
    UNDER_WAY,
    Kinds,
    Locking,
    MediaKind,
    Pause,
    PauseCause,
    PauseState,
    PauseWish,
    stronger,
)
from bot.ports import Clock
from bot.storage.chain import Chain
from bot.storage.database import Database, Session
from bot.storage.tables_outbreak import media_pause


async def ask_pause(
    connection: Session, wish: PauseWish, now: datetime, outbreak_id: int | None = None
) -> Pause:
    """Begin a pause in the caller's transaction, or make the one under way longer and wider.

    An outbreak that finds everything paused only moves the end: a room that somebody has opened by
    hand since stays open. What a person asks for is set again.
    """
    row = await _under_way(connection, wish.chat)
    ends_at = now + wish.lasts
    if row is None:
        return await _begin(connection, wish, ends_at, now, outbreak_id)
    found = pause_from_row(row)
    kinds = found.kinds | wish.kinds
    ends_at = max(ends_at, found.ends_at)
    on = found.state is PauseState.ON
    only_longer = on and wish.cause is PauseCause.OUTBREAK and kinds == found.kinds
    values: dict[str, Any] = {
        "kinds": _kinds_to_text(kinds),
        "cause": stronger(found.cause, wish.cause),
        "outbreak_id": row.outbreak_id if outbreak_id is None else outbreak_id,
        "ends_at": ends_at,
        "attempts": media_pause.c.attempts + 1,
        "lease_until": None,
    }
    if only_longer:
        values |= {"due_at": ends_at}
    else:
        values |= {"state": PauseState.LOCKING, "since": now, "due_at": now}
        values |= {"told": False, "ended_by_hand": False}
    changed = await connection.execute(
        update(media_pause)
        .where(media_pause.c.id == row.id)
        .values(**values)
        .returning(media_pause)
    )
    return pause_from_row(changed.one())


class SqlPauseBook:
    """Implements `pause_ports.PauseBook`."""

    def __init__(self, database: Database, clock: Clock, chain: Chain) -> None:
        self._database = database
        self._clock = clock
        self._chain = chain

    async def ask(self, wish: PauseWish, by: Actor) -> Pause:
        """Begin a pause, or make the one under way longer and wider; never a second one."""
        now = self._clock.now()
        async with self._database.write() as connection:
            pause = await ask_pause(connection, wish, now)
            facts = _facts(pause) | {"by": by.id, "until": pause.ends_at.isoformat()}
            await self._chain.append(connection, "pause", facts)
        return pause

    async def end(self, chat: ChatRef, by: Actor) -> bool:
        """Let a pause end now; False if there is none. No outbreak begins it again."""
        now = self._clock.now()
        async with self._database.write() as connection:
            ended = await connection.execute(
                update(media_pause)
                .where(_of_chat(chat), media_pause.c.state.in_(UNDER_WAY))
                .values(
                    state=PauseState.LIFTING,
                    since=now,
                    due_at=now,
                    attempts=media_pause.c.attempts + 1,
                    lease_until=None,
                    ended_by_hand=True,
                )
                .returning(media_pause)
            )
            row = ended.one_or_none()
            if row is None:
                return False
            facts = _facts(pause_from_row(row)) | {"by": by.id}
            await self._chain.append(connection, "pause_ended", facts)
        return True

    async def current(self, chat: ChatRef) -> Pause | None:
        """Return the pause of a chat that is under way."""
        async with self._database.read() as connection:
            row = await _under_way(connection, chat)
            return None if row is None else pause_from_row(row)

    async def claim(self, worker: str) -> Pause | None:
        """Lease a pause whose next step is due."""
        now = self._clock.now()
        free = or_(media_pause.c.lease_until.is_(None), media_pause.c.lease_until <= now)
        due = and_(media_pause.c.state.in_(UNDER_WAY), media_pause.c.due_at <= now, free)
        first = select(media_pause.c.id).where(due).order_by(media_pause.c.due_at).limit(1)
        # Looked at without the one writer's lock first: nearly always there is nothing.
        async with self._database.read() as connection:
            if (await connection.execute(first)).scalar_one_or_none() is None:
                return None
        async with self._database.write() as connection:
            leased = await connection.execute(
                update(media_pause)
                .where(media_pause.c.id == first.scalar_subquery())
                .values(attempts=media_pause.c.attempts + 1, lease_until=now + LEASE, worker=worker)
                .returning(media_pause)
            )
            row = leased.one_or_none()
            return None if row is None else pause_from_row(row)

    async def remember(self, worker: str, pause: Pause, locking: Locking) -> bool:
        """Store what a lock is about to change, before it does; False if the lease was lost."""
        async with self._database.write() as connection:
            done = await connection.execute(
                update(media_pause)
                .where(_held(worker, pause))
                .values(
                    allowed_before=json.dumps(dict(locking.before)),
                    set_by_us=json.dumps({room: [*all_] for room, all_ in locking.ours.items()}),
                )
            )
            return done.rowcount == 1

    async def settle(
        self,
        worker: str,
        pause: Pause,
        state: PauseState,
        due_at: datetime | None = None,
        *,
        told: bool = False,
    ) -> bool:
        """Store how a step went; False if the lease was lost, or somebody wants it otherwise."""
        now = self._clock.now()
        moved = state is not pause.state
        values: dict[str, Any] = {"since": now, "attempts": 0} if moved else {}
        if state is PauseState.ON:
            values["announced"] = True
        async with self._database.write() as connection:
            done = await connection.execute(
                update(media_pause)
                .where(_held(worker, pause))
                .values(
                    state=state,
                    due_at=due_at,
                    lease_until=None,
                    told=pause.told or told,
                    **values,
                )
            )
            if done.rowcount != 1:
                return False
            if moved:
                facts = _facts(pause) | {"state": state}
                await self._chain.append(connection, "pause_step", facts)
        return True


def pause_from_row(row: Row[Any]) -> Pause:
    """Build a pause from its row."""
    return Pause(
        id=row.id,
        chat=ChatRef(row.platform, row.chat),
        kinds=frozenset(map(MediaKind, row.kinds.split(","))),
        cause=PauseCause(row.cause),
        state=PauseState(row.state),
        ends_at=row.ends_at,
        since=row.since,
        attempts=row.attempts,
        announced=row.announced,
        told=row.told,
        before=json.loads(row.allowed_before),
        ours={room: tuple(all_) for room, all_ in json.loads(row.set_by_us).items()},
    )


async def _begin(
    connection: Session,
    wish: PauseWish,
    ends_at: datetime,
    now: datetime,
    outbreak_id: int | None,
) -> Pause:
    made = await connection.execute(
        insert(media_pause)
        .values(
            platform=wish.chat.platform,
            chat=wish.chat.chat,
            kinds=_kinds_to_text(wish.kinds),
            cause=wish.cause,
            outbreak_id=outbreak_id,
            state=PauseState.LOCKING,
            ends_at=ends_at,
            since=now,
            due_at=now,
            attempts=0,
        )
        .returning(media_pause)
    )
    return pause_from_row(made.one())


async def _under_way(connection: Session, chat: ChatRef) -> Row[Any] | None:
    rows = await connection.execute(
        select(media_pause).where(_of_chat(chat), media_pause.c.state.in_(UNDER_WAY))
    )
    return rows.one_or_none()


def _of_chat(chat: ChatRef) -> ColumnElement[bool]:
    return and_(media_pause.c.platform == chat.platform, media_pause.c.chat == chat.chat)


def _held(worker: str, pause: Pause) -> ColumnElement[bool]:
    return and_(
        media_pause.c.id == pause.id,
        media_pause.c.worker == worker,
        media_pause.c.attempts == pause.attempts,
        media_pause.c.lease_until.is_not(None),
    )


def _facts(pause: Pause) -> dict[str, str | int | float | bool | None]:
    return {
        "pause": pause.id,
        "chat": pause.chat.chat,
        "kinds": _kinds_to_text(pause.kinds),
        "cause": pause.cause,
    }


def _kinds_to_text(kinds: Kinds) -> str:
    return ",".join(sorted(kinds))
