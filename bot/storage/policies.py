"""Policies by chat. Revisions are only added, so that any decision can be explained later.

Every chat that is asked for is followed to its present id first (`moves.py`).
"""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, insert, select, update

from bot.domain.audit import AuditFacts
from bot.domain.message import Actor, ChatRef
from bot.domain.policy import (
    Digest,
    Direction,
    Mode,
    OpaqueHandling,
    PolicyRevision,
    PolicySettings,
    PresetName,
)
from bot.ports import Clock
from bot.storage.chain import Chain
from bot.storage.codec import by_reason_from_text, by_reason_to_text
from bot.storage.database import Database, Session
from bot.storage.moves import followed, with_former
from bot.storage.tables import policy_revision as table


class SqlPolicyBook:
    """Implements `book_ports.PolicyBook`."""

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
            return await in_force_of(connection, await followed(connection, chat), at)

    async def add(self, revision: PolicyRevision, way: Direction, by: Actor) -> PolicyRevision:
        """Store a change; the revision's number is given here."""
        async with self._database.write() as connection:
            chat = await followed(connection, revision.chat)
            number = await last_number(connection, chat) + 1
            stored = replace(revision, chat=chat, revision=number)
            await insert_revision(connection, stored)
            facts: AuditFacts = {
                "chat": chat.chat,
                "revision": number,
                "way": way.name,
                "by": by.id,
                "active_from": stored.active_from.isoformat(),
                **_columns(stored.settings),
            }
            await self._chain.append(connection, "policy", facts)
        return stored

    async def confirm(self, chat: ChatRef, revision: int, active_from: datetime) -> None:
        """Let a stored change count from a time on: the adults have been told of it."""
        async with self._database.write() as connection:
            chat = await followed(connection, chat)
            await connection.execute(
                update(table)
                .where(of_chat(chat), table.c.revision == revision)
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
        async with self._database.read() as connection:
            chat = await followed(connection, chat)
            current = await in_force_of(connection, chat, now)
            rows = await connection.execute(
                select(table)
                .where(
                    of_chat(chat),
                    table.c.active_from > now,
                    table.c.cancelled.is_(False),
                    table.c.revision > (current.revision if current else 0),
                )
                .order_by(table.c.revision)
            )
            return [_revision(row) for row in rows]

    async def cancel(self, chat: ChatRef, revision: int, by: Actor, now: datetime) -> bool:
        """Cancel an announced change. False if it is in force or cancelled already."""
        async with self._database.write() as connection:
            chat = await followed(connection, chat)
            done = await connection.execute(
                update(table)
                .where(
                    of_chat(chat),
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
        """Return the chats whose alerts go to this one, each followed by its former ids.

        Cases keep the id under which they happened, so adults see a chat's old cases by it.
        """
        async with self._database.read() as connection:
            adults = await followed(connection, alerts_chat)
            rows = await connection.execute(
                newest(now)
                .where(table.c.platform == adults.platform, table.c.alerts_chat == adults.chat)
                .order_by(table.c.chat)
            )
            guarded = [ChatRef(row.platform, row.chat) for row in rows]
            return await with_former(connection, guarded)


def of_chat(chat: ChatRef) -> ColumnElement[bool]:
    """Say which revisions are those of one chat."""
    return and_(table.c.platform == chat.platform, table.c.chat == chat.chat)


def newest(at: datetime) -> Select[Any]:
    """Select the revision of every chat that was in force at a time."""
    latest = (
        select(table.c.platform, table.c.chat, func.max(table.c.revision).label("revision"))
        .where(table.c.active_from <= at, table.c.cancelled.is_(False))
        .group_by(table.c.platform, table.c.chat)
        .subquery()
    )
    same = and_(
        latest.c.platform == table.c.platform,
        latest.c.chat == table.c.chat,
        latest.c.revision == table.c.revision,
    )
    return select(table).join(latest, same)


async def in_force_of(connection: Session, chat: ChatRef, at: datetime) -> PolicyRevision | None:
    """Return the revision of a present id that was in force at a time."""
    rows = await connection.execute(newest(at).where(of_chat(chat)))
    row = rows.one_or_none()
    return None if row is None else _revision(row)


async def last_number(connection: Session, chat: ChatRef) -> int:
    """Return the highest number of a chat's revisions, 0 where it has none."""
    last = await connection.execute(
        select(func.coalesce(func.max(table.c.revision), 0)).where(of_chat(chat))
    )
    return int(last.scalar_one())


async def insert_revision(connection: Session, revision: PolicyRevision) -> None:
    """Write one revision."""
    await connection.execute(
        insert(table).values(
            platform=revision.chat.platform,
            chat=revision.chat.chat,
            revision=revision.revision,
            active_from=revision.active_from,
            cancelled=revision.cancelled,
            **_columns(revision.settings),
        )
    )


def _columns(settings: PolicySettings) -> dict[str, Any]:
    """Return the values of the columns, which are named like the fields."""
    return asdict(settings) | {"by_reason": by_reason_to_text(settings.by_reason)}


def _revision(row: Row[Any]) -> PolicyRevision:
    return PolicyRevision(
        chat=ChatRef(row.platform, row.chat),
        revision=row.revision,
        settings=PolicySettings(
            mode=Mode(row.mode),
            preset=PresetName(row.preset),
            opaque=OpaqueHandling(row.opaque),
            links=OpaqueHandling(row.links),
            by_reason=by_reason_from_text(row.by_reason),
            digest=Digest(row.digest),
            language=row.language,
            alerts_chat=row.alerts_chat,
        ),
        active_from=row.active_from,
        cancelled=row.cancelled,
    )
