"""What becomes of chats: a move takes the policies along, in one transaction.

Where the new id has revisions of its own, nothing is lost and nothing gets weaker:

1. the old chat's revisions keep their numbers, those of the new id are numbered on after them,
   and the cases that were decided under them are renumbered alike;
2. what was only announced, on either side, is cancelled: a weakening has to be asked for again;
3. the strictest of both policies in force is added as the newest revision, with the adults of
   the old chat (`policy.strictest`).
"""

from datetime import datetime

from sqlalchemy import insert, update

from bot.domain.audit import AuditFacts
from bot.domain.message import ChatRef
from bot.domain.policy import PolicyRevision, PolicySettings, strictest
from bot.ports import Clock
from bot.storage.chain import Chain
from bot.storage.database import Database, Session
from bot.storage.moves import followed
from bot.storage.policies import in_force_of, insert_revision, last_number, newest, of_chat
from bot.storage.tables import cases, chat_move
from bot.storage.tables import policy_revision as table


class SqlChatBook:
    """Implements `book_ports.ChatBook`."""

    def __init__(self, database: Database, clock: Clock, chain: Chain) -> None:
        self._database = database
        self._clock = clock
        self._chain = chain

    async def move(self, old: ChatRef, new: ChatRef) -> bool:
        """Let all that holds for a chat hold for its new id. False if that was done before.

        Moves may be told in any order and more than once: what counts is where both ids lead to
        now. So no id ever leads back to itself.
        """
        now = self._clock.now()
        async with self._database.write() as connection:
            source, target = await followed(connection, old), await followed(connection, new)
            if source == target:
                return False
            await connection.execute(
                insert(chat_move).values(
                    platform=source.platform, old=source.chat, new=target.chat, at=now
                )
            )
            facts: AuditFacts = {"old": source.chat, "new": target.chat}
            facts |= await self._take_along(connection, source, target, now)
            await connection.execute(
                update(table)
                .where(table.c.platform == source.platform, table.c.alerts_chat == source.chat)
                .values(alerts_chat=target.chat)
            )
            await self._chain.append(connection, "moved", facts)
        return True

    async def followed(self, chat: ChatRef) -> ChatRef:
        """Return the id that a chat has now; its own where it never moved."""
        async with self._database.read() as connection:
            return await followed(connection, chat)

    async def adults(self, platform: str, now: datetime) -> list[ChatRef]:
        """Return every chat of a platform that gets alerts, each once."""
        async with self._database.read() as connection:
            rows = await connection.execute(newest(now).where(table.c.platform == platform))
            found = {row.alerts_chat for row in rows if row.alerts_chat is not None}
            return [ChatRef(platform, chat) for chat in sorted(found)]

    async def _take_along(
        self, connection: Session, source: ChatRef, target: ChatRef, now: datetime
    ) -> AuditFacts:
        """Give the new id the old one's revisions; return what the audit entry says of them."""
        ours, theirs = (
            await last_number(connection, source),
            await last_number(connection, target),
        )
        settings = await _strictest(connection, source, target, now)
        if ours and theirs:
            await _cancel_announced(connection, source, now)
            await _cancel_announced(connection, target, now)
            await _number_on(connection, target, ours)
        await connection.execute(update(table).where(of_chat(source)).values(chat=target.chat))
        if ours and theirs and settings is not None:
            merged = PolicyRevision(target, ours + theirs + 1, settings, now)
            await insert_revision(connection, merged)
        return {"revisions": ours, "renumbered": theirs if ours else 0}


async def _strictest(
    connection: Session, source: ChatRef, target: ChatRef, now: datetime
) -> PolicySettings | None:
    """Return what is to hold after two chats became one; None where both have the defaults."""
    before = await in_force_of(connection, source, now)
    after = await in_force_of(connection, target, now)
    if before is None or after is None:
        only = before or after
        return only.settings if only else None
    return strictest(before.settings, after.settings)


async def _cancel_announced(connection: Session, chat: ChatRef, now: datetime) -> None:
    await connection.execute(
        update(table).where(of_chat(chat), table.c.active_from > now).values(cancelled=True)
    )


async def _number_on(connection: Session, chat: ChatRef, by: int) -> None:
    """Add to the numbers of a chat's revisions, and to those in its cases."""
    # By way of negative numbers: one by one, a new number may be another row's old one.
    for number in (-(table.c.revision + by), -table.c.revision):
        await connection.execute(update(table).where(of_chat(chat)).values(revision=number))
    await connection.execute(
        update(cases)
        .where(
            cases.c.platform == chat.platform,
            cases.c.chat == chat.chat,
            cases.c.policy_revision > 0,
        )
        .values(policy_revision=cases.c.policy_revision + by)
    )
