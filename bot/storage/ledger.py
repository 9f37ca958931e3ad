"""Counts what became of items by chat and week; the counts outlive the items.

An item is counted in the transaction of its decision, so it is counted once or not decided.
"""

from datetime import datetime

from sqlalchemy import func, or_, select

from bot.domain.coverage import ended_as, week_of
from bot.domain.message import ChatRef
from bot.domain.verdict import Verdict
from bot.storage.database import Database, Session, insert_or_add_one
from bot.storage.moves import followed, with_former
from bot.storage.tables import coverage as table


class SqlLedger:
    """Implements `book_ports.Ledger`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def counted(self, chat: ChatRef, week: str) -> dict[str, int]:
        """Return how many items of a chat ended as what in a week, under all ids it ever had."""
        async with self._database.read() as connection:
            chats = await with_former(connection, [await followed(connection, chat)])
            rows = await connection.execute(
                select(table.c.ended_as, func.sum(table.c.total).label("items"))
                .where(
                    table.c.platform == chat.platform,
                    or_(*(table.c.chat == one.chat for one in chats)),
                    table.c.week == week,
                )
                .group_by(table.c.ended_as)
            )
            return {str(row.ended_as): int(row.items) for row in rows}


async def count(connection: Session, chat: ChatRef, verdict: Verdict, now: datetime) -> None:
    """Count one item that is decided in this transaction."""
    await connection.execute(
        insert_or_add_one(connection, table, "total").values(
            platform=chat.platform,
            chat=chat.chat,
            week=week_of(now),
            ended_as=ended_as(verdict),
            total=1,
        )
    )
