"""Alerts that wait for others of their chat, to be told together.

Each has a row of its own in the outbox with a time at which it is due, whatever becomes of the
others: a message takes along what waits, and only what it took along is settled with it.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, insert, select, update

from bot.domain.action import ActionKind
from bot.domain.digest import MOST_IN_ONE, DigestTimes
from bot.domain.effect import EffectState
from bot.domain.message import ChatRef, MessageRef
from bot.storage.database import Session
from bot.storage.tables import cases, effect


async def join(
    connection: Session, case_id: int, chat: ChatRef, now: datetime, times: DigestTimes
) -> None:
    """Let a case wait with the others of its chat; with enough of them nobody waits any more."""
    rows = (await connection.execute(_waiting(_in_chat(chat)))).all()
    full = len(rows) + 1 >= times.most
    due = now if full else min([times.due(now), *(row.next_at for row in rows)])
    await connection.execute(
        insert(effect).values(
            case_id=case_id,
            kind=ActionKind.ALERT_DIGEST,
            state=EffectState.PENDING,
            attempts=0,
            next_at=due,
            created_at=now,
        )
    )
    if full:
        await connection.execute(
            update(effect).where(effect.c.id.in_([row.id for row in rows])).values(next_at=now)
        )


async def hasten(connection: Session, ref: MessageRef, now: datetime) -> None:
    """Alert at once about what waits of one message: something else speaks against it too."""
    about_it = _in_chat(ref.chat_ref) & (cases.c.message == ref.message)
    rows = (await connection.execute(_waiting(about_it))).all()
    if rows:
        await connection.execute(
            update(effect)
            .where(effect.c.id.in_([row.id for row in rows]))
            .values(kind=ActionKind.ALERT, next_at=now)
        )


async def take_along(connection: Session, leader: Row[Any]) -> list[Row[Any]]:
    """Lease what waits in the chat of an alert that was leased just now, oldest first."""
    of_leader = select(cases.c.platform, cases.c.chat).where(cases.c.id == leader.case_id)
    found = (await connection.execute(of_leader)).one()
    waiting = _waiting(_in_chat(ChatRef(found.platform, found.chat))).limit(MOST_IN_ONE - 1)
    rows = (await connection.execute(waiting)).all()
    leased = await connection.execute(
        update(effect)
        .where(effect.c.id.in_([row.id for row in rows]))
        .values(
            state=EffectState.SENDING,
            attempts=effect.c.attempts + 1,
            lease_until=leader.lease_until,
            worker=leader.worker,
        )
        .returning(effect)
    )
    return sorted(leased, key=lambda row: row.id)


def _waiting(whose: ColumnElement[bool]) -> Select[Any]:
    return (
        select(effect.c.id, effect.c.next_at)
        .join(cases, cases.c.id == effect.c.case_id)
        .where(
            effect.c.kind == ActionKind.ALERT_DIGEST,
            effect.c.state == EffectState.PENDING,
            whose,
        )
        .order_by(effect.c.id)
    )


def _in_chat(chat: ChatRef) -> ColumnElement[bool]:
    return (cases.c.platform == chat.platform) & (cases.c.chat == chat.chat)
