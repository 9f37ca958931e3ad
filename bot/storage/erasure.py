"""Forgets who was in cases that have ended: by the clock, or because somebody asks for it.

Rows stay, for hashes in banks and numbers hang on them. First the id of the sender goes from the
rows, while the signed record still holds it, sealed. Later, or on request, the words of the record
go as well. Each of its lines is a hash over words with a random number that is thrown away with
them, so the hashes can still be checked and nobody finds out by guessing what they said.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update

from bot.domain.audit import AuditFacts
from bot.domain.casework import ENDED
from bot.domain.erasure import CASES_A_TURN, FORGOTTEN, Forgetting
from bot.ports import Clock
from bot.storage.case_rows import held_cases
from bot.storage.chain import Chain
from bot.storage.database import Database, Session
from bot.storage.evidence import blank
from bot.storage.tables import ItemState, cases, item
from bot.storage.tables_adults import case_note, case_ruling
from bot.storage.tables_evidence import evidence

_ADULTS = ("acknowledged_by", "closed_by", "held_by")


class SqlErasure:
    """Implements `book_ports.Erasure`, and forgets for the command line."""

    def __init__(self, database: Database, clock: Clock, chain: Chain) -> None:
        self._database = database
        self._clock = clock
        self._chain = chain

    async def pseudonymise(self, before: datetime) -> list[int]:
        """Forget the senders of cases that ended before a time; return some that were due."""
        async with self._database.write() as connection:
            due = await _due(connection, cases.c.actor != FORGOTTEN, before)
            if due:
                await _forget_senders(connection, due)
                await self._chain.append(connection, "pseudonymised", {"cases": _told(due)})
        return due

    async def erase(self, before: datetime) -> list[int]:
        """Forget what the records of cases that ended before a time say; return some of them."""
        worded = cases.c.id.in_(select(evidence.c.case_id).where(evidence.c.what.is_not(None)))
        async with self._database.write() as connection:
            due = await _due(connection, worded, before)
            if due:
                await self._erase(connection, due, "clock")
        return due

    async def forget_senders_of_items(self, before: datetime) -> int:
        """Forget who posted what was decided before a time, and is in no case."""
        old = and_(item.c.state == ItemState.DECIDED, item.c.decided_at < before)
        async with self._database.write() as connection:
            return await _forget_posters(connection, old)

    async def forget(self, case: int, by: str) -> Forgetting:
        """Forget all that names people in one case and those below it, unless it must stay."""
        async with self._database.write() as connection:
            rows = await connection.execute(
                select(cases.c.id, cases.c.state, cases.c.id.in_(held_cases()).label("held"))
                .where(or_(cases.c.id == case, cases.c.parent == case))
                .order_by(cases.c.id)
            )
            found = rows.all()
            if case not in {row.id for row in found}:
                return Forgetting.UNKNOWN
            if any(row.held for row in found):
                return Forgetting.HELD
            if any(row.state not in ENDED for row in found):
                return Forgetting.OPEN
            await self._erase(connection, [row.id for row in found], by)
            return Forgetting.DONE

    async def cases_of(self, platform: str, person: str) -> list[int]:
        """Return the cases that somebody is the sender of, oldest first."""
        theirs = and_(cases.c.platform == platform, cases.c.actor == person)
        async with self._database.read() as connection:
            rows = await connection.execute(select(cases.c.id).where(theirs).order_by(cases.c.id))
            return list(rows.scalars())

    async def forget_items_of(self, platform: str, person: str) -> int:
        """Forget that somebody posted what is in no case; return how many items that were."""
        theirs = and_(
            item.c.state == ItemState.DECIDED,
            item.c.platform == platform,
            item.c.actor == person,
        )
        async with self._database.write() as connection:
            return await _forget_posters(connection, theirs)

    async def _erase(self, connection: Session, due: Sequence[int], by: str) -> None:
        """Forget everybody in cases, in one transaction with the entry that says so.

        The entry is written even where the record had no words any more: `proof_chain` takes
        lines without words for tampering unless it is there.
        """
        await _forget_senders(connection, due)
        for name in _ADULTS:
            column = cases.c[name]
            await connection.execute(
                update(cases)
                .where(cases.c.id.in_(due), column.is_not(None))
                .values({name: FORGOTTEN})
            )
        ruled = case_ruling.c.case_id.in_(due)
        await connection.execute(
            update(case_ruling).where(ruled).values(actor=FORGOTTEN, kept=None)
        )
        await connection.execute(
            update(case_ruling)
            .where(ruled, case_ruling.c.undone_by.is_not(None))
            .values(undone_by=FORGOTTEN)
        )
        await connection.execute(delete(case_note).where(case_note.c.case_id.in_(due)))
        lines = await blank(connection, due)
        facts: AuditFacts = {"cases": _told(due), "lines": lines, "by": by}
        await self._chain.append(connection, "erased", facts)


async def _due(connection: Session, what: ColumnElement[bool], before: datetime) -> list[int]:
    """Return a few cases that ended long enough ago; never one on hold, or below an open one."""
    above = cases.alias()
    going_on = select(above.c.id).where(above.c.state.not_in(ENDED))
    # Cases of before migration 0008 do not say when they ended.
    ended_at = func.coalesce(cases.c.closed_at, cases.c.decided_at, type_=cases.c.decided_at.type)
    rows = await connection.execute(
        select(cases.c.id)
        .where(
            what,
            cases.c.state.in_(ENDED),
            ended_at < before,
            cases.c.id.not_in(held_cases()),
            or_(cases.c.parent.is_(None), cases.c.parent.not_in(going_on)),
        )
        .order_by(cases.c.id)
        .limit(CASES_A_TURN)
    )
    return list(rows.scalars())


async def _forget_senders(connection: Session, due: Sequence[int]) -> None:
    await connection.execute(update(cases).where(cases.c.id.in_(due)).values(actor=FORGOTTEN))
    items = select(cases.c.item_id).where(cases.c.id.in_(due), cases.c.item_id.is_not(None))
    await connection.execute(update(item).where(item.c.id.in_(items)).values(actor=FORGOTTEN))


async def _forget_posters(connection: Session, which: ColumnElement[bool]) -> int:
    """Forget who posted items; those of cases stay as long as their case."""
    in_cases = (
        select(cases.c.id)
        .where(
            cases.c.platform == item.c.platform,
            cases.c.chat == item.c.chat,
            cases.c.message == item.c.message,
        )
        .exists()
    )
    done = await connection.execute(
        update(item).where(which, item.c.actor != FORGOTTEN, ~in_cases).values(actor=FORGOTTEN)
    )
    return done.rowcount


def _told(due: Sequence[int]) -> str:
    return ",".join(map(str, due))
