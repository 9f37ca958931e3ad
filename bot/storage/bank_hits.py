"""What matched: counted in the transaction of the decision, and what follows for the entry.

The first matches of an entry only ask, and one that matches too much needs a second key. Both are
written here, so that a running bot goes by them from the next picture on.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, insert, or_, select, update

from bot.domain.action import ActionKind
from bot.domain.bank import FIRST_HITS, BankKind, Standing
from bot.domain.effect import EffectState
from bot.domain.signal import BankMatch, Signal
from bot.domain.standing import FLOOD_WINDOW, is_flood, may_be_doubted
from bot.storage.bank_rows import note_change, pieces
from bot.storage.database import Session, insert_if_new
from bot.storage.tables import cases, effect
from bot.storage.tables_banks import bank, bank_entry, bank_hit


async def note_hits(
    connection: Session, signals: Iterable[Signal], case_id: int | None, now: datetime
) -> list[str]:
    """Write which entries an item matched; return those that went into quarantine for it."""
    entries = await _matched(connection, signals)
    if not entries:
        return []
    rows = [{"entry_id": entry.id, "case_id": case_id, "at": now} for entry in entries]
    await connection.execute(insert(bank_hit), rows)
    await _age(connection, [one for one in entries if one.standing == Standing.NEW], now)
    return [
        f"{entry.name}/{entry.entry}"
        for entry in entries
        if may_be_doubted(BankKind(entry.kind), Standing(entry.standing))
        and entry.quarantined_at is None
        and await _doubt(connection, entry, now)
    ]


async def _matched(connection: Session, signals: Iterable[Signal]) -> list[Row[Any]]:
    """Return the stored entries among the matches, each once."""
    names = {
        (one.bank, one.entry) for one in signals if isinstance(one, BankMatch) and not one.test
    }
    found: list[Row[Any]] = []
    for piece in pieces(sorted(names), 200):
        rows = await connection.execute(
            select(
                bank.c.name,
                bank.c.kind,
                bank_entry.c.id,
                bank_entry.c.bank_id,
                bank_entry.c.entry,
                bank_entry.c.standing,
                bank_entry.c.quarantined_at,
            )
            .join(bank)
            .where(or_(*map(_named, piece)))
        )
        found += rows.all()
    return found


async def _age(connection: Session, entries: Sequence[Row[Any]], now: datetime) -> None:
    """Let entries that matched often enough be a first key: mistakes and malice came before."""
    for entry in entries:
        hits = await connection.execute(select(func.count()).where(bank_hit.c.entry_id == entry.id))
        if int(hits.scalar_one()) < FIRST_HITS:
            continue
        done = await connection.execute(
            update(bank_entry)
            .where(bank_entry.c.id == entry.id, bank_entry.c.standing == Standing.NEW)
            .values(standing=Standing.UNSURE)
        )
        if done.rowcount:
            await note_change(connection, entry.bank_id, now, [entry.id])


async def _doubt(connection: Session, entry: Row[Any], now: datetime) -> bool:
    """Put an entry that matched too much into quarantine, and tell the adults of each chat once.

    They are told about the newest case of their chat, through the outbox like of everything else.
    """
    since = and_(bank_hit.c.entry_id == entry.id, bank_hit.c.at > now - FLOOD_WINDOW)
    sender = cases.c.platform + " " + cases.c.actor_kind + " " + cases.c.actor
    counted = await connection.execute(
        select(func.count().label("hits"), func.count(func.distinct(sender)).label("senders"))
        .select_from(bank_hit)
        .outerjoin(cases)
        .where(since)
    )
    counts = counted.one()
    if not is_flood(counts.hits, counts.senders):
        return False
    done = await connection.execute(
        update(bank_entry)
        .where(bank_entry.c.id == entry.id, bank_entry.c.quarantined_at.is_(None))
        .where(bank_entry.c.standing != Standing.CONFIRMED)
        .values(quarantined_at=now)
    )
    if not done.rowcount:
        return False
    await note_change(connection, entry.bank_id, now, [entry.id])
    newest = await connection.execute(
        select(func.max(cases.c.id))
        .join(bank_hit)
        .where(since)
        .group_by(cases.c.platform, cases.c.chat)
    )
    told = [
        {
            "case_id": case_id,
            "kind": ActionKind.FLOOD,
            "state": EffectState.PENDING,
            "attempts": 0,
            "next_at": now,
            "created_at": now,
        }
        for case_id in newest.scalars()
    ]
    # One case may match several entries that are in a flood: its adults hear of it once.
    await connection.execute(insert_if_new(connection, effect), told)
    return True


def _named(name: tuple[str, str]) -> ColumnElement[bool]:
    return and_(bank.c.name == name[0], bank_entry.c.entry == name[1])
