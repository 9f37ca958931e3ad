"""On which day a chat was told something that is told now and again."""

from datetime import date

from sqlalchemy import ColumnElement, delete, select

from bot.domain.message import ChatRef
from bot.storage.database import Database, insert_if_new
from bot.storage.tables_told import told


class SqlToldBook:
    """Implements `weekly_ports.ToldBook`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def last(self, chat: ChatRef, what: str) -> date | None:
        """Return the day that was noted last; None if none is."""
        async with self._database.read() as connection:
            rows = await connection.execute(select(told.c.day).where(_its(chat, what)))
            day: date | None = rows.scalar_one_or_none()
            return day

    async def note(self, chat: ChatRef, what: str, day: date) -> None:
        """Note a day in the place of the last one."""
        async with self._database.write() as connection:
            await connection.execute(delete(told).where(_its(chat, what)))
            row = insert_if_new(connection, told).values(
                platform=chat.platform, chat=chat.chat, what=what, day=day
            )
            await connection.execute(row)

    async def forget(self, chat: ChatRef, what: str) -> None:
        """Forget it: what comes again is told again."""
        async with self._database.write() as connection:
            await connection.execute(delete(told).where(_its(chat, what)))


def _its(chat: ChatRef, what: str) -> ColumnElement[bool]:
    return (told.c.platform == chat.platform) & (told.c.chat == chat.chat) & (told.c.what == what)
