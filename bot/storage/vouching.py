"""The word of adults about the picture of a case: stored, widened by a second one, taken back."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_, select, update

from bot.domain.audit import AuditFacts
from bot.domain.bank import REMOVED_BANK, REPORTED_BANK, BankEntry, MatchRule, Standing
from bot.domain.bank_records import Registration
from bot.domain.case import CaseOrigin, CaseState
from bot.domain.message import Actor, ChatRef
from bot.domain.reports import REPORTED_SOURCE
from bot.domain.signal import BankMatch
from bot.domain.sweep import SeenItem
from bot.domain.vouching import Vouched, blocked, from_seen
from bot.ports import Clock
from bot.storage.bank_rows import (
    delete_entries,
    entry_from_row,
    insert_entries,
    note_change,
    open_bank,
)
from bot.storage.chain import Chain
from bot.storage.codec import signals_from_json
from bot.storage.database import Database, Session
from bot.storage.moves import followed
from bot.storage.tables import cases, item
from bot.storage.tables_banks import bank, bank_entry, seen

_SURE = (MatchRule.FILE, MatchRule.KNOWN, MatchRule.NEAR)


class SqlVouchBook:
    """Implements `hash_ports.VouchBook`."""

    def __init__(self, database: Database, clock: Clock, chain: Chain) -> None:
        self._database = database
        self._clock = clock
        self._chain = chain

    async def vouch(self, case_id: int, by: Actor, adult: str, *, alone: bool) -> Vouched:
        """Block the picture of a case on an adult's word.

        Args:
            case_id: Which case; it must be there.
            by: Who says so, for the audit chain.
            adult: A digest by which the adult is told from a second one.
            alone: One adult's word is enough for all chats.
        """
        now = self._clock.now()
        async with self._database.write() as connection:
            ruled = await _family(connection, case_id)
            if any(row.state == CaseState.FALSE_ALARM for row in ruled if row.id == case_id):
                return Vouched.MISTAKE
            known = await _words(connection, [case_id])
            if known:
                return await self._widen(connection, case_id, known, by, adult, now)
            entries = blocked(case_id, await _known(connection, ruled))
            if not entries:
                return Vouched.NOTHING
            bank_id = await open_bank(connection, REPORTED_BANK, REPORTED_SOURCE)
            await insert_entries(connection, bank_id, entries, now, Registration(case_id=case_id))
            chat = await followed(connection, ChatRef(ruled[0].platform, ruled[0].chat))
            await connection.execute(
                update(bank_entry)
                .where(_is_word([case_id]))
                .values(
                    # What a person vouches for has no end but that of its case.
                    expires_at=None,
                    platform=None if alone else chat.platform,
                    chat=None if alone else chat.chat,
                    vouched=None if alone else adult,
                )
            )
            await self._seal(connection, case_id, by, len(entries), everywhere=alone)
        return Vouched.EVERYWHERE if alone else Vouched.HERE

    async def _widen(
        self,
        connection: Session,
        case_id: int,
        known: Sequence[Row[Any]],
        by: Actor,
        adult: str,
        now: datetime,
    ) -> Vouched:
        """Let a first adult's word count everywhere, now that another one agrees."""
        first = known[0].vouched
        if first is None:
            return Vouched.BEFORE
        if first == adult:
            return Vouched.AGAIN
        await connection.execute(
            update(bank_entry)
            .where(_is_word([case_id]))
            .values(platform=None, chat=None, vouched=None)
        )
        await note_change(connection, known[0].bank_id, now, [row.id for row in known])
        await self._seal(connection, case_id, by, len(known), everywhere=True)
        return Vouched.EVERYWHERE

    async def _seal(
        self, connection: Session, case_id: int, by: Actor, entries: int, *, everywhere: bool
    ) -> None:
        facts: AuditFacts = {"case": case_id, "by": by.id, "entries": entries}
        await self._chain.append(connection, "blocked", facts | {"everywhere": everywhere})


async def take_words_back(
    connection: Session, case_ids: Collection[int], now: datetime
) -> list[Row[Any]]:
    """Take out what adults vouched for by these cases, which were false alarms; return it."""
    words = await _words(connection, case_ids)
    await delete_entries(connection, words, now)
    return words


async def _words(connection: Session, case_ids: Collection[int]) -> list[Row[Any]]:
    rows = await connection.execute(
        select(bank_entry).where(_is_word(case_ids)).order_by(bank_entry.c.id)
    )
    return list(rows)


def _is_word(case_ids: Collection[int]) -> ColumnElement[bool]:
    """Say which entries stand there on an adult's word about these cases."""
    own = select(bank.c.id).where(bank.c.name == REPORTED_BANK).scalar_subquery()
    return and_(
        bank_entry.c.bank_id == own,
        bank_entry.c.case_id.in_(case_ids),
        bank_entry.c.entry.like("%-block-%"),
    )


async def _family(connection: Session, case_id: int) -> Sequence[Row[Any]]:
    """Return a case, and behind it those below that are about the same picture."""
    rows = await connection.execute(
        select(cases)
        .where(or_(cases.c.id == case_id, cases.c.parent == case_id))
        .order_by(cases.c.id != case_id, cases.c.id)
    )
    found = rows.all()
    reason = found[0].reason
    return [row for row in found if row.id == case_id or row.reason == reason]


async def _known(connection: Session, ruled: Sequence[Row[Any]]) -> list[BankEntry]:
    """Return all by which the picture of a case can be recognised.

    Not by the look that its case holds: of a film that is the first frame, which may be anything.
    """
    found = await _entries(connection, ruled)
    for row in ruled:
        where = and_(
            item.c.platform == row.platform,
            item.c.chat == row.chat,
            item.c.message == row.message,
        )
        if row.origin != CaseOrigin.REPORT:
            where = and_(where, item.c.slot == row.slot)
        rows = await connection.execute(
            select(seen.c.id, seen.c.item_id, seen.c.sha256, seen.c.looks, seen.c.still)
            .join(item)
            .where(where)
            .order_by(seen.c.id)
        )
        chat = ChatRef(row.platform, row.chat)
        found += [
            from_seen(SeenItem(one.id, one.item_id, chat, one.sha256, one.looks, one.still))
            for one in rows
        ]
        if row.sha256 is not None:
            found.append(BankEntry(REPORTED_BANK, "", row.sha256))
    return found


async def _entries(connection: Session, ruled: Sequence[Row[Any]]) -> list[BankEntry]:
    """Return what these cases put into the banks of the bot's own, or surely matched there.

    Not what somebody sent as a code: it is theirs, to be withdrawn.
    """
    names = {
        one.entry
        for row in ruled
        for one in signals_from_json(row.signals)
        if isinstance(one, BankMatch) and one.rule in _SURE
    }
    rows = await connection.execute(
        select(bank.c.name, bank_entry)
        .join(bank)
        .where(
            bank.c.name.in_((REMOVED_BANK, REPORTED_BANK)),
            bank_entry.c.reference.is_(None),
            or_(
                bank_entry.c.case_id.in_([row.id for row in ruled]),
                bank_entry.c.entry.in_(names),
            ),
        )
        .order_by(bank_entry.c.id)
    )
    return [entry_from_row(row.name, row, Standing(row.standing)) for row in rows]
