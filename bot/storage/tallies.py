"""Counts what became of items over some days: by verdict and by what was done, about nobody."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, case, exists, func, or_, select

from bot.domain.action import REMOVING, ActionKind
from bot.domain.dry_report import Tally
from bot.domain.message import ChatRef
from bot.domain.verdict import Outcome
from bot.storage.database import Database
from bot.storage.moves import followed, with_former
from bot.storage.tables import ItemState, cases, effect, item

_ALERTS = (ActionKind.ALERT, ActionKind.ALERT_DIGEST)


class SqlTallyBook:
    """Implements `weekly_ports.TallyBook`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def since(self, chat: ChatRef, start: datetime) -> Sequence[Tally]:
        """Return how many items of a chat ended how since a time, under all ids it ever had."""
        async with self._database.read() as connection:
            chats = await with_former(connection, [await followed(connection, chat)])
            each = (
                select(
                    item.c.verdict,
                    item.c.reason,
                    _flag(_has(REMOVING)).label("planned"),
                    _flag(cases.c.removed_at.is_not(None)).label("removed"),
                    _flag(_has(_ALERTS)).label("alerted"),
                )
                .outerjoin(cases, cases.c.item_id == item.c.id)
                .where(
                    item.c.platform == chat.platform,
                    or_(*(item.c.chat == one.chat for one in chats)),
                    item.c.state == ItemState.DECIDED,
                    item.c.decided_at >= start,
                )
                .subquery()
            )
            rows = await connection.execute(
                select(each, func.count().label("items")).group_by(*each.c).order_by(*each.c)
            )
            return [
                Tally(
                    outcome=Outcome(row.verdict),
                    reason=row.reason or "",
                    planned=bool(row.planned),
                    removed=bool(row.removed),
                    alerted=bool(row.alerted),
                    items=int(row.items),
                )
                for row in rows
            ]


def _has(kinds: Sequence[ActionKind]) -> ColumnElement[bool]:
    return exists().where(effect.c.case_id == cases.c.id, effect.c.kind.in_(kinds))


def _flag(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Return a condition as a number, which every database can group by."""
    return case((condition, 1), else_=0)
