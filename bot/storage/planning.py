"""Writes planned actions into the outbox, in the transaction of the decision they follow from."""

from datetime import datetime

from sqlalchemy import insert, select

from bot.domain.action import Action, ActionKind, ActionPlan
from bot.domain.digest import DigestTimes
from bot.domain.effect import ALERT_HOLD, EffectState
from bot.domain.message import MessageRef
from bot.storage.database import Session
from bot.storage.digests import hasten, join
from bot.storage.tables import cases, effect


async def add_plan(
    connection: Session,
    case_id: int,
    ref: MessageRef,
    plan: ActionPlan,
    now: datetime,
    times: DigestTimes,
) -> None:
    """Write a plan; a message with several bad items gets its lines to pupils once.

    An alert waits for others only where its case is the only one about its message. Once it is not,
    nothing about that message waits.
    """
    said = await _lines_planned(connection, case_id, ref)
    alone = not await _has_another_case(connection, case_id, ref)
    if not alone:
        await hasten(connection, ref, now)
    for action in plan:
        if action.kind is not ActionKind.ALERT_DIGEST:
            if action.kind not in said:
                await add_effect(connection, case_id, action, now)
        elif alone:
            await join(connection, case_id, ref.chat_ref, now, times)
        else:
            await add_effect(connection, case_id, Action(ActionKind.ALERT), now)


async def add_effect(connection: Session, case_id: int, action: Action, now: datetime) -> None:
    """Write one planned action.

    An alert that waits is sent after `ALERT_HOLD` all the same: adults must not wait for a
    removal that is still being tried. Lines to pupils have no such time; without a removal they
    would be untrue.
    """
    held = action.kind is ActionKind.ALERT
    due = (now + ALERT_HOLD if held else None) if action.waits else now
    await connection.execute(
        insert(effect).values(
            case_id=case_id,
            kind=action.kind,
            state=EffectState.WAITING if action.waits else EffectState.PENDING,
            attempts=0,
            next_at=due,
            created_at=now,
        )
    )


async def _has_another_case(connection: Session, case_id: int, ref: MessageRef) -> bool:
    found = await connection.execute(
        select(cases.c.id)
        .where(
            cases.c.platform == ref.platform,
            cases.c.chat == ref.chat,
            cases.c.message == ref.message,
            cases.c.id != case_id,
        )
        .limit(1)
    )
    return found.scalar_one_or_none() is not None


async def _lines_planned(connection: Session, case_id: int, ref: MessageRef) -> set[str]:
    """Return which lines to pupils another item of the same message has planned already."""
    rows = await connection.execute(
        select(effect.c.kind)
        .join(cases, cases.c.id == effect.c.case_id)
        .where(
            cases.c.platform == ref.platform,
            cases.c.chat == ref.chat,
            cases.c.message == ref.message,
            cases.c.id != case_id,
            effect.c.kind.in_((ActionKind.NOTICE, ActionKind.GROUP_LINE)),
            effect.c.state != EffectState.CANCELLED,
        )
    )
    return set(rows.scalars())
