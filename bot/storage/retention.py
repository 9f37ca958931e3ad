"""Forgets by the clock what is not needed any more."""

from datetime import datetime

from sqlalchemy import delete

from bot.storage.database import Database
from bot.storage.tables import UpdateState, raw_update


class SqlRetention:
    """Implements `book_ports.Retention`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def forget_updates(self, before: datetime) -> int:
        """Delete raw updates that are handled, or were parked for a person until now."""
        async with self._database.write() as connection:
            done = await connection.execute(
                delete(raw_update).where(
                    raw_update.c.received_at < before,
                    raw_update.c.state != UpdateState.RECEIVED,
                )
            )
            return done.rowcount
