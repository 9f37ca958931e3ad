"""What the daily summary tells, and on which day it was told where."""

from datetime import date, datetime

from sqlalchemy import delete, select

from bot.domain.case import CaseState
from bot.domain.casework import ENDED
from bot.domain.chase import OpenCase
from bot.domain.message import ChatRef
from bot.storage.database import Database, insert_if_new
from bot.storage.tables import cases
from bot.storage.tables_chase import CLOCK, chase, summary


class SqlSummaryBook:
    """Implements `chase_ports.SummaryBook`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def unfinished(self, before: datetime) -> list[OpenCase]:
        """Return the cases that adults were called for before a time and that are not closed."""
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(cases.c.id, cases.c.platform, cases.c.chat, cases.c.state, chase.c.since)
                .join(chase, chase.c.case_id == cases.c.id)
                .where(
                    # Only who was called for a case has heard of it.
                    chase.c.channel == CLOCK,
                    chase.c.since < before,
                    cases.c.state.not_in(ENDED),
                )
                .order_by(chase.c.since, cases.c.id)
            )
            return [
                OpenCase(
                    id=row.id,
                    chat=ChatRef(row.platform, row.chat),
                    since=row.since,
                    taken=row.state != CaseState.OPEN,
                )
                for row in rows
            ]

    async def told(self, adults: ChatRef, day: date) -> bool:
        """Say whether a chat of adults got the summary of a day."""
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(summary.c.day).where(
                    summary.c.platform == adults.platform,
                    summary.c.chat == adults.chat,
                    summary.c.day == day,
                )
            )
            return rows.scalar_one_or_none() is not None

    async def note(self, adults: ChatRef, day: date) -> None:
        """Note that it did; of earlier days nothing is kept."""
        theirs = {"platform": adults.platform, "chat": adults.chat}
        async with self._database.write() as connection:
            await connection.execute(delete(summary).filter_by(**theirs).where(summary.c.day < day))
            row = insert_if_new(connection, summary).values(**theirs, day=day)
            await connection.execute(row)
