"""Albums whose messages are separate: once one of them is to be removed, all of them are.

Items of one chat are handled one at a time, so each message of an album is decided either before
the one that hits, and then `sweep` takes it along in the transaction of that decision, or after
it, and then `hit_case` tells whoever claims it.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, func, insert, select

from bot.domain.action import REMOVING, Action, ActionKind
from bot.domain.case import CaseOrigin, CaseState
from bot.domain.message import MessageRef
from bot.domain.verdict import ALBUM, Outcome
from bot.domain.work import Decision, WorkItem
from bot.storage.codec import signals_to_json
from bot.storage.database import Session
from bot.storage.digests import hasten
from bot.storage.planning import add_effect
from bot.storage.tables import ItemState, cases, effect, item


async def hit_case(connection: Session, claimed: Row[Any]) -> int | None:
    """Return the first case for which another message of a claimed item's album was removed.

    Not one that an adult has called a mistake: nothing more is removed for it.
    """
    if not claimed.album:
        return None
    found = await connection.execute(
        select(func.min(cases.c.id))
        .join(item, item.c.id == cases.c.item_id)
        .join(effect, effect.c.case_id == cases.c.id)
        .where(
            _others(claimed.platform, claimed.chat, claimed.album, claimed.message),
            cases.c.parent.is_(None),
            cases.c.state != CaseState.FALSE_ALARM,
            effect.c.kind.in_(REMOVING),
        )
    )
    case_id: int | None = found.scalar_one()
    return case_id


async def sweep(
    connection: Session, work: WorkItem, parent: int, decision: Decision, now: datetime
) -> list[int]:
    """Open a case below `parent` for each message of the album that was decided before.

    They get what the plan does to remove, and none of its words: the parent's are said for all.
    """
    kind = next((one.kind for one in decision.plan if one.kind in REMOVING), None)
    if not work.album or kind is None:
        return []
    opened = []
    for row in await _left_standing(connection, work, kind):
        case_id = await _open_below(connection, row, parent, decision.policy_revision, now)
        await add_effect(connection, case_id, Action(kind), now)
        await hasten(connection, MessageRef(row.platform, row.chat, row.message), now)
        opened.append(case_id)
    return opened


async def _left_standing(connection: Session, work: WorkItem, kind: ActionKind) -> list[Row[Any]]:
    """Return the first decided item of each other message that nobody removes yet."""
    ref = work.ref
    removed = (
        exists()
        .where(
            cases.c.id == effect.c.case_id,
            cases.c.platform == item.c.platform,
            cases.c.chat == item.c.chat,
            cases.c.message == item.c.message,
            effect.c.kind.in_((ActionKind.TAKEDOWN, kind)),
        )
        .correlate(item)
    )
    firsts = (
        select(func.min(item.c.id))
        .where(
            _others(ref.platform, ref.chat, work.album, ref.message),
            item.c.state == ItemState.DECIDED,
            ~removed,
        )
        .group_by(item.c.message)
    )
    rows = await connection.execute(select(item).where(item.c.id.in_(firsts)).order_by(item.c.id))
    return list(rows)


async def _open_below(
    connection: Session, sibling: Row[Any], parent: int, policy_revision: int, now: datetime
) -> int:
    opened = await connection.execute(
        insert(cases)
        .values(
            # No `item_id`: the item has a verdict of its own and may have a case of its own.
            parent=parent,
            origin=CaseOrigin.ALBUM,
            state=CaseState.OPEN,
            platform=sibling.platform,
            chat=sibling.chat,
            message=sibling.message,
            actor_kind=sibling.actor_kind,
            actor=sibling.actor,
            slot=sibling.slot,
            outcome=Outcome.REMOVE,
            reason=ALBUM,
            signals=signals_to_json(()),
            policy_revision=policy_revision,
            posted_at=sibling.posted_at,
            decided_at=now,
            verified=False,
        )
        .returning(cases.c.id)
    )
    return int(opened.scalar_one())


def _others(platform: str, chat: str, album: str, message: str) -> ColumnElement[bool]:
    """Say which items stand in the other messages of an album."""
    return and_(
        item.c.platform == platform,
        item.c.chat == chat,
        item.c.album == album,
        item.c.message != message,
    )
