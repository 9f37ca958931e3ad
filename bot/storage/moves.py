"""Follows the moves of chats: from a former id to the present one, and back to all former ones.

An id leads on at most once and only to one that leads nowhere yet (`chats.py`), so every chain
ends. Both ways stop at an id that they have seen, whatever stands in the table.
"""

from collections.abc import Collection

from sqlalchemy import select

from bot.domain.message import ChatRef
from bot.storage.database import Session
from bot.storage.tables import chat_move


async def followed(connection: Session, chat: ChatRef) -> ChatRef:
    """Return the id that a chat has now."""
    seen = {chat.chat}
    while True:
        rows = await connection.execute(
            select(chat_move.c.new).where(
                chat_move.c.platform == chat.platform, chat_move.c.old == chat.chat
            )
        )
        new = rows.scalar_one_or_none()
        if new is None or new in seen:
            return chat
        seen.add(new)
        chat = ChatRef(chat.platform, new)


async def with_former(connection: Session, chats: Collection[ChatRef]) -> list[ChatRef]:
    """Return chats, each followed by the ids that it had before."""
    rows = await connection.execute(
        select(chat_move).where(chat_move.c.platform.in_({chat.platform for chat in chats}))
    )
    before: dict[ChatRef, list[ChatRef]] = {}
    for row in rows:
        new, old = ChatRef(row.platform, row.new), ChatRef(row.platform, row.old)
        before.setdefault(new, []).append(old)
    found: dict[ChatRef, None] = {}
    for chat in chats:
        waiting = [chat]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found[one] = None
                waiting.extend(before.get(one, ()))
    return list(found)
