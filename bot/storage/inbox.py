"""Raw updates and the media items in them: stored here before the platform may forget them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, insert, not_, select, update

from bot.domain.event import RawUpdate
from bot.domain.message import ChatRef
from bot.domain.work import NewItem, Received
from bot.ports import Clock
from bot.storage.codec import listed_to_text
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
            fresh = await self._keep_updates(connection, received)
            await self._keep_items(connection, [new for one in fresh for new in one.items])
            if cursor_value is not None:
                await self._move_cursor(connection, platform, cursor_value)

    async def last_cursor(self, platform: str) -> str | None:
        """Return the cursor that was stored last."""
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(cursor.c.value).where(cursor.c.platform == platform)
            )
            return rows.scalar_one_or_none()

    async def next_update(
        self, passing_over: Collection[ChatRef], put_off: Collection[int] = ()
    ) -> tuple[int, RawUpdate] | None:
        """Return the oldest update that holds something besides media and is not handled."""
        busy = [
            and_(raw_update.c.platform == chat.platform, raw_update.c.chat == chat.chat)
            for chat in passing_over
        ]
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(raw_update)
                .where(raw_update.c.state == UpdateState.RECEIVED, *(not_(one) for one in busy))
                .where(raw_update.c.id.not_in(put_off))
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
            # Nor where it came from: a private chat is a person, and asked for help there perhaps.
            {"state": UpdateState.HANDLED, "body": "", "chat": ""}
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

    async def _keep_updates(
        self, connection: Session, received: Sequence[Received]
    ) -> list[Received]:
        """Store the raw updates, and return those whose key did not come before.

        One statement for all: a flood of one chat was taken in at 1 ms an update, and every other
        chat waited for it.
        """
        by_key = {(one.update.platform, one.update.key): one for one in reversed(received)}
        if not by_key:
            return []
        now = self._clock.now()
        rows = await connection.execute(
            insert_if_new(connection, raw_update).returning(
                raw_update.c.platform, raw_update.c.update_key
            ),
            [_update_row(one, now) for one in reversed(by_key.values())],
        )
        new = {tuple(row) for row in rows}
        return [one for key, one in reversed(by_key.items()) if key in new]

    async def _keep_items(self, connection: Session, items: Sequence[NewItem]) -> None:
        if items:
            now = self._clock.now()
            rows = [_item_row(new, now) for new in items]
            await connection.execute(insert_if_new(connection, item), rows)

    async def _move_cursor(self, connection: Session, platform: str, value: str) -> None:
        now = self._clock.now()
        moved = await connection.execute(
            update(cursor).where(cursor.c.platform == platform).values(value=value, at=now)
        )
        if not moved.rowcount:
            await connection.execute(insert(cursor).values(platform=platform, value=value, at=now))


def _update_row(one: Received, now: datetime) -> dict[str, Any]:
    """Return an update as it is stored.

    The body is kept only while it is needed: it may hold what pupils wrote to each other.
    """
    if one.parked is not None:
        state = UpdateState.PARKED
    else:
        state = UpdateState.RECEIVED if one.handle_later else UpdateState.HANDLED
    return {
        "platform": one.update.platform,
        "update_key": one.update.key,
        "chat": one.update.chat,
        "body": "" if state is UpdateState.HANDLED else one.update.body,
        "state": state,
        "reason": one.parked,
        "received_at": now,
    }


def _item_row(new: NewItem, now: datetime) -> dict[str, Any]:
    return {
        "platform": new.ref.platform,
        "chat": new.ref.chat,
        "message": new.ref.message,
        "revision": new.revision,
        "album": new.album,
        "slot": new.media.slot,
        "media_key": new.media.key,
        "handle": new.media.handle,
        "size": new.media.size,
        "opaque": new.opaque,
        "listed": listed_to_text(new.listed),
        "actor_kind": new.actor.kind,
        "actor": new.actor.id,
        "state": ItemState.RECEIVED,
        "attempts": 0,
        "next_at": now,
        "posted_at": new.posted_at,
        "received_at": now,
    }
