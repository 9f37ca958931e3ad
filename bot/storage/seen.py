"""The ring of what was seen: hashes of what stands in the chats, for some days.

No picture, name or text. A row goes with its item, with its message, and by the clock. Size, as
SQLite stores it: 160 bytes and 70 more for each look (docs/hashing.md).
"""

from datetime import datetime

from sqlalchemy import and_, delete, insert, select

from bot.domain.action import REMOVING
from bot.domain.work import Decision, WorkItem
from bot.storage.case_rows import held_cases
from bot.storage.database import Session
from bot.storage.tables import cases, item
from bot.storage.tables_banks import seen


async def note_seen(connection: Session, work: WorkItem, decision: Decision, now: datetime) -> None:
    """Keep the hashes of an item that stays, in the transaction of its decision."""
    screening = decision.screening
    found = screening.fingerprint
    if found is None or any(action.kind in REMOVING for action in decision.plan):
        return
    await connection.execute(
        insert(seen).values(
            item_id=work.id,
            sha256=found.sha256,
            looks=screening.looks,
            still=screening.looked_at <= 1,
            at=now,
        )
    )


async def forget_seen(connection: Session, before: datetime) -> int:
    """Delete what was seen before a time, but nothing of a held case; return how many rows."""
    held = (
        select(item.c.id)
        .join(
            cases,
            and_(
                cases.c.platform == item.c.platform,
                cases.c.chat == item.c.chat,
                cases.c.message == item.c.message,
            ),
        )
        .where(cases.c.id.in_(held_cases()))
    )
    done = await connection.execute(
        delete(seen).where(seen.c.at < before, seen.c.item_id.not_in(held))
    )
    return done.rowcount
