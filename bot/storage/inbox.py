"""Raw updates and the media items in them: stored here before the platform may forget them."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import and_, insert, not_, select, update

from bot.domain.event import RawUpdate
from bot.domain.message import ChatRef
from bot.domain.work import NewItem, Received
from bot.ports import Clock
from bot.storage.database import Database, Session, insert_if_new
from bot.storage.tables import ItemState, UpdateState, cursor, item, raw_update


class SqlInbox:
    """Implements `book_ports.Inbox`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def take_in(
        self, platform: str, received: Sequence[Received], cursor_value: str | None
    ) -> None:
        """Store updates, their items and the cursor in one transaction. Known keys are skipped."""
        async with self._database.write() as connection:
            for one in received:
                if await self._keep_update(connection, one):
                    await self._keep_items(connection, one.items)
            if cursor_value is not None:
                await self._move_cursor(connection, platform, cursor_value)

    async def last_cursor(self, platform: str) -> str | None:
        """Return the cursor that was stored last."""
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(cursor.c.value).where(cursor.c.platform == platform)
            )
            return rows.scalar_one_or_none()

    async def next_update(self, passing_over: Collection[ChatRef]) -> tuple[int, RawUpdate] | None:
        """Return the oldest update that holds something besides media and is not handled."""
        busy = [
            and_(raw_update.c.platform == chat.platform, raw_update.c.chat == chat.chat)
            for chat in passing_over
        ]
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(raw_update)
                .where(raw_update.c.state == UpdateState.RECEIVED, *(not_(one) for one in busy))
                .order_by(raw_update.c.id)
                .limit(1)
            )
            row = rows.one_or_none()
        if row is None:
            return None
        return row.id, RawUpdate(row.platform, row.update_key, row.chat, row.body)

    async def close_update(self, update_id: int, parked: str | None) -> bool:
        """Mark an update handled, or parked with the reason. False if it was closed already."""
        values: dict[str, Any] = (
            {"state": UpdateState.HANDLED, "body": ""}
            if parked is None
            else {"state": UpdateState.PARKED, "reason": parked}
        )
        async with self._database.write() as connection:
            done = await connection.execute(
                update(raw_update)
                .where(raw_update.c.id == update_id, raw_update.c.state == UpdateState.RECEIVED)
                .values(**values)
            )
            return done.rowcount == 1

    async def _keep_update(self, connection: Session, one: Received) -> bool:
        """Store the raw update; False if this key came before.

        The body is kept only while it is needed: it may hold what pupils wrote to each other.
        """
        if one.parked is not None:
            state = UpdateState.PARKED
        else:
            state = UpdateState.RECEIVED if one.handle_later else UpdateState.HANDLED
        body = "" if state is UpdateState.HANDLED else one.update.body
        done = await connection.execute(
            insert_if_new(connection, raw_update).values(
                platform=one.update.platform,
                update_key=one.update.key,
                chat=one.update.chat,
                body=body,
                state=state,
                reason=one.parked,
                received_at=self._clock.now(),
            )
        )
        return done.rowcount == 1

    async def _keep_items(self, connection: Session, items: Sequence[NewItem]) -> None:
        now = self._clock.now()
        for new in items:
            await connection.execute(
                insert_if_new(connection, item).values(
                    platform=new.ref.platform,
                    chat=new.ref.chat,
                    message=new.ref.message,
                    revision=new.revision,
                    album=new.album,
                    slot=new.media.slot,
                    media_key=new.media.key,
                    handle=new.media.handle,
                    size=new.media.size,
                    opaque=new.opaque,
                    actor_kind=new.actor.kind,
                    actor=new.actor.id,
                    state=ItemState.RECEIVED,
                    attempts=0,
                    next_at=now,
                    posted_at=new.posted_at,
                    received_at=now,
                )
            )

    async def _move_cursor(self, connection: Session, platform: str, value: str) -> None:
        now = self._clock.now()
        moved = await connection.execute(
            update(cursor).where(cursor.c.platform == platform).values(value=value, at=now)
        )
        if not moved.rowcount:
            await connection.execute(insert(cursor).values(platform=platform, value=value, at=now))
