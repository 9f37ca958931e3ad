"""Policies by chat. Revisions are only added, so that any decision can be explained later."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, insert, select, update

from bot.domain.message import Actor, ChatRef
from bot.domain.policy import (
    Direction,
    Mode,
    OpaqueHandling,
    PolicyRevision,
    PolicySettings,
    PresetName,
)
from bot.ports import Clock
from bot.storage.chain import Chain
from bot.storage.database import Database
from bot.storage.tables import policy_revision as table


class SqlPolicyBook:
    """Implements `ports.PolicyBook`."""

    def __init__(
        self, database: Database, clock: Clock, chain: Chain, defaults: PolicySettings
    ) -> None:
        self._database = database
        self._clock = clock
        self._chain = chain
        self._defaults = defaults

    def defaults(self) -> PolicySettings:
        """Return the settings of a chat for which nothing was stored yet."""
        return self._defaults

    async def in_force(self, chat: ChatRef, at: datetime) -> PolicyRevision | None:
        """Return the revision that was in force at a time.

        The highest number wins: a change that was decided later replaces one that was only
        announced.
        """
        async with self._database.read() as connection:
            rows = await connection.execute(_active(at).where(_of(chat)).limit(1))
            row = rows.one_or_none()
        return None if row is None else _revision(row)

    async def add(self, revision: PolicyRevision, way: Direction, by: Actor) -> PolicyRevision:
        """Store a change; the revision's number is given here."""
        chat, settings = revision.chat, revision.settings
        async with self._database.write() as connection:
            last = await connection.execute(
                select(func.coalesce(func.max(table.c.revision), 0)).where(_of(chat))
            )
            number = last.scalar_one() + 1
            values: dict[str, Any] = {
                "mode": settings.mode,
                "preset": settings.preset,
                "opaque": settings.opaque,
                "language": settings.language,
                "alerts_chat": settings.alerts_chat,
                "active_from": revision.active_from,
            }
            added = await connection.execute(
                insert(table)
                .values(
                    platform=chat.platform,
                    chat=chat.chat,
                    revision=number,
                    cancelled=revision.cancelled,
                    **values,
                )
                .returning(table)
            )
            stored = _revision(added.one())
            facts = values | {"active_from": revision.active_from.isoformat()}
            await self._chain.append(
                connection,
                "policy",
                {"chat": chat.chat, "revision": number, "way": way.name, "by": by.id} | facts,
            )
        return stored

    async def confirm(self, chat: ChatRef, revision: int, active_from: datetime) -> None:
        """Let a stored change count from a time on: the adults have been told of it."""
        async with self._database.write() as connection:
            await connection.execute(
                update(table)
                .where(_of(chat), table.c.revision == revision)
                .values(cancelled=False, active_from=active_from)
            )
            await self._chain.append(
                connection,
                "policy_announced",
                {
                    "chat": chat.chat,
                    "revision": revision,
                    "active_from": active_from.isoformat(),
                },
            )

    async def upcoming(self, chat: ChatRef, now: datetime) -> list[PolicyRevision]:
        """Return the changes that are announced but not yet in force."""
        in_force = (
            select(func.coalesce(func.max(table.c.revision), 0))
            .where(_of(chat), table.c.active_from <= now, table.c.cancelled.is_(False))
            .scalar_subquery()
        )
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(table)
                .where(
                    _of(chat),
                    table.c.active_from > now,
                    table.c.cancelled.is_(False),
                    table.c.revision > in_force,
                )
                .order_by(table.c.revision)
            )
            return [_revision(row) for row in rows]

    async def cancel(self, chat: ChatRef, revision: int, by: Actor, now: datetime) -> bool:
        """Cancel an announced change. False if it is in force or cancelled already."""
        async with self._database.write() as connection:
            done = await connection.execute(
                update(table)
                .where(
                    _of(chat),
                    table.c.revision == revision,
                    table.c.active_from > now,
                    table.c.cancelled.is_(False),
                )
                .values(cancelled=True)
            )
            if done.rowcount != 1:
                return False
            await self._chain.append(
                connection,
                "policy_cancelled",
                {"chat": chat.chat, "revision": revision, "by": by.id},
            )
        return True

    async def chats_alerting(self, alerts_chat: ChatRef, now: datetime) -> list[ChatRef]:
        """Return the chats whose alerts go to this one."""
        latest = (
            select(table.c.platform, table.c.chat, func.max(table.c.revision).label("revision"))
            .where(table.c.active_from <= now, table.c.cancelled.is_(False))
            .group_by(table.c.platform, table.c.chat)
            .subquery()
        )
        same = and_(
            latest.c.platform == table.c.platform,
            latest.c.chat == table.c.chat,
            latest.c.revision == table.c.revision,
        )
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(table.c.platform, table.c.chat)
                .join(latest, same)
                .where(
                    table.c.platform == alerts_chat.platform,
                    table.c.alerts_chat == alerts_chat.chat,
                )
                .order_by(table.c.chat)
            )
            return [ChatRef(row.platform, row.chat) for row in rows]


def _of(chat: ChatRef) -> ColumnElement[bool]:
    return and_(table.c.platform == chat.platform, table.c.chat == chat.chat)


def _active(at: datetime) -> Select[Any]:
    return (
        select(table)
        .where(table.c.active_from <= at, table.c.cancelled.is_(False))
        .order_by(table.c.revision.desc())
    )


def _revision(row: Row[Any]) -> PolicyRevision:
    return PolicyRevision(
        chat=ChatRef(row.platform, row.chat),
        revision=row.revision,
        settings=PolicySettings(
            mode=Mode(row.mode),
            preset=PresetName(row.preset),
            opaque=OpaqueHandling(row.opaque),
            language=row.language,
            alerts_chat=row.alerts_chat,
        ),
        active_from=row.active_from,
        cancelled=row.cancelled,
    )
