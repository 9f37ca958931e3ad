"""Rulings on cases, each with all that follows from it in one transaction.

Two adults at once are settled by a conditional update of the case. Every other row that a ruling
writes hangs on its success.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, assert_never

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, insert, select, true, update
from sqlalchemy import case as sql_case

from bot.domain.action import Action, ActionKind, ActionPlan
from bot.domain.audit import AuditFacts
from bot.domain.case import CaseState
from bot.domain.casework import (
    CASES_A_PAGE,
    ENDED,
    LEADS_TO,
    Agency,
    CaseList,
    CasePage,
    CaseRuling,
    Ruled,
    Undone,
)
from bot.domain.message import Actor, ChatRef
from bot.ports import Clock
from bot.storage.appeal_rows import accept_appeals, is_appealed
from bot.storage.case_notes import add_note
from bot.storage.case_rows import case_of, of_chats, ruled_from_row, select_cases
from bot.storage.chain import Chain
from bot.storage.chase import end_chase
from bot.storage.corrections import correct
from bot.storage.database import Database, Session
from bot.storage.reversal import Before, Kept, follow, resume_removals, take_back
from bot.storage.tables import cases
from bot.storage.tables_adults import case_ruling
from bot.storage.taken_out import allow_no_more, keep
from bot.storage.vouching import take_words_back


@dataclass(frozen=True, slots=True)
class Order:
    """What an adult wants done with a case."""

    case: int
    ruling: CaseRuling
    by: Actor
    agency: Agency | None = None
    words: str = ""
    then: ActionPlan = ()
    # The appeal was heard: without that, nobody calls an appealed case a mistake.
    appealed: bool = False


class SqlRulingBook:
    """Implements `case_ports.RulingBook`."""

    def __init__(self, database: Database, clock: Clock, chain: Chain) -> None:
        self._database = database
        self._clock = clock
        self._chain = chain

    async def rule(
        self,
        case_id: int,
        ruling: CaseRuling,
        by: Actor,
        *,
        agency: Agency | None = None,
        words: str = "",
        then: ActionPlan = (),
    ) -> Ruled | None:
        """Store a ruling with all that follows from it, in one transaction."""
        order = Order(case_id, ruling, by, agency, words, then)
        async with self._database.write() as connection:
            return await carry_out(connection, self._chain, order, self._clock.now())

    async def undo(self, case_id: int, by: Actor, ruling: int | None = None) -> Undone:
        """Take back the last ruling of a case, if it is this one and not too old."""
        async with self._database.write() as connection:
            return await take_back(connection, self._chain, case_id, by, ruling, self._clock.now())

    async def history(self, case_id: int) -> list[Ruled]:
        """Return the rulings on a case, oldest first."""
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(case_ruling)
                .where(case_ruling.c.case_id == case_id)
                .order_by(case_ruling.c.id)
            )
            return [ruled_from_row(row) for row in rows]

    async def page(
        self, chats: Collection[ChatRef], which: CaseList, asker: Actor, page: int
    ) -> CasePage:
        """Return one page of the cases of these chats; none that stands below another."""
        if not chats:
            return CasePage((), page, 0)
        wanted = and_(of_chats(chats), _listed(which, asker))
        async with self._database.read() as connection:
            counted = await connection.execute(
                select(func.count()).select_from(cases).where(wanted)
            )
            rows = await connection.execute(_page(wanted, page))
            return CasePage(tuple(map(case_of, rows)), page, int(counted.scalar_one()))


async def carry_out(connection: Session, chain: Chain, order: Order, now: datetime) -> Ruled | None:
    """Store a ruling in the caller's transaction; None where it is not allowed, or not any more."""
    found = await connection.execute(
        select(cases).where(cases.c.id == order.case).with_for_update()
    )
    row = found.one_or_none()
    if row is None or not await _move(connection, order, row, now):
        return None
    below, apart = await _move_below(connection, order, now)
    before = [Before.of(one) for one in (row, *below)]
    kept = Kept(before=before, apart=apart)
    ids = [one.id for one in before]
    state = LEADS_TO[order.ruling][CaseState(row.state)]
    if state is not CaseState.OPEN:
        await end_chase(connection, ids)
    facts: AuditFacts = {
        "case": order.case,
        "ruling": order.ruling,
        "state": state,
        "by": order.by.id,
        "below": len(below),
    }
    if order.agency is not None:
        facts["agency"] = order.agency
    if order.ruling is CaseRuling.FALSE_ALARM:
        facts |= await _let_go(connection, order, ids, kept, now)
    if order.ruling is CaseRuling.REOPEN:
        facts |= await _take_up(connection, row, ids, kept, now)
    ruled = await _store(connection, order, kept, now)
    await chain.append(connection, "case", facts)
    if order.words:
        await add_note(connection, chain, order.case, order.by, order.words, now)
    for action in order.then:
        await follow(connection, order.case, action, now)
    return ruled


async def _move(connection: Session, order: Order, row: Row[Any], now: datetime) -> bool:
    """Move the case itself; False where its state does not allow it, or another was faster."""
    before = CaseState(row.state)
    after = LEADS_TO[order.ruling].get(before)
    if after is None or await _stands_already(connection, order):
        return False
    done = await connection.execute(
        update(cases)
        .where(cases.c.id == order.case, cases.c.state == before, _hold_allows(order.ruling))
        .values(state=after, **_marks(order, before, after, now))
    )
    return done.rowcount == 1


async def _move_below(
    connection: Session, order: Order, now: datetime
) -> tuple[list[Row[Any]], list[int]]:
    """Move the cases below along; return them as they were, and the ids of those that stay."""
    found = await connection.execute(
        select(cases).where(cases.c.parent == order.case).order_by(cases.c.id)
    )
    moved, apart = list[Row[Any]](), list[int]()
    for row in found.all():
        before = CaseState(row.state)
        after = LEADS_TO[order.ruling].get(before, before)
        if after is before:
            apart.append(row.id)
            continue
        await connection.execute(
            update(cases)
            .where(cases.c.id == row.id)
            .values(state=after, **_marks(order, before, after, now))
        )
        moved.append(row)
    return moved, apart


async def _stands_already(connection: Session, order: Order) -> bool:
    """Say whether something stands in the way: this referral, or an appeal that is to be heard.

    An appeal may take two adults, and never its sender, to make a mistake of a case.
    """
    if order.ruling is CaseRuling.FALSE_ALARM and not order.appealed:
        return await is_appealed(connection, order.case)
    return await _referred(connection, order)


async def _referred(connection: Session, order: Order) -> bool:
    """Say whether this is a referral that stands already."""
    if order.ruling is not CaseRuling.REFER:
        return False
    found = await connection.execute(
        select(
            exists().where(
                case_ruling.c.case_id == order.case,
                case_ruling.c.agency == order.agency,
                case_ruling.c.undone_at.is_(None),
            )
        )
    )
    return bool(found.scalar())


def _hold_allows(ruling: CaseRuling) -> ColumnElement[bool]:
    if ruling is CaseRuling.HOLD:
        return cases.c.held_at.is_(None)
    return cases.c.held_at.is_not(None) if ruling is CaseRuling.RELEASE else true()


def _marks(order: Order, before: CaseState, after: CaseState, now: datetime) -> dict[str, Any]:
    """Return who did it and when, in the columns that say so."""
    mark = {"at": now, "by": order.by.id}
    if order.ruling in (CaseRuling.HOLD, CaseRuling.RELEASE):
        return _mark("held", mark if order.ruling is CaseRuling.HOLD else {})
    values: dict[str, Any] = {}
    if after is CaseState.ACKNOWLEDGED and before is not after:
        values |= _mark("acknowledged", mark)
    if after in ENDED and before is not after:
        values |= _mark("closed", mark)
    return values | (_mark("closed", {}) if order.ruling is CaseRuling.REOPEN else {})


def _mark(name: str, mark: dict[str, Any]) -> dict[str, Any]:
    return {f"{name}_at": mark.get("at"), f"{name}_by": mark.get("by")}


async def _let_go(
    connection: Session, order: Order, ids: Collection[int], kept: Kept, now: datetime
) -> AuditFacts:
    """Let the banks know that a picture is harmless; keep what goes, so that it can come back.

    Whoever appealed is told, also of a case below the one that was ruled on.
    """
    for one in await accept_appeals(connection, ids, order.by.id, now):
        await follow(connection, one, Action(ActionKind.APOLOGY), now)
    done = await correct(connection, ids, now)
    words = await take_words_back(connection, ids, now)
    kept.entries += keep([*done.deleted, *words])
    kept.disabled += done.disabled
    return done.facts | {"unblocked": len(words)}


async def _take_up(
    connection: Session, row: Row[Any], ids: Collection[int], kept: Kept, now: datetime
) -> AuditFacts:
    """Let what was a mistake no longer be one: the picture is not allowed any more."""
    if row.state != CaseState.FALSE_ALARM:
        return {}
    withdrawn = await allow_no_more(connection, ids, now)
    kept.entries += keep(withdrawn)
    resumed = await resume_removals(connection, ids, now)
    return {"withdrawn": len(withdrawn), "resumed": resumed}


async def _store(connection: Session, order: Order, kept: Kept, now: datetime) -> Ruled:
    stored = await connection.execute(
        insert(case_ruling)
        .values(
            case_id=order.case,
            ruling=order.ruling,
            agency=order.agency,
            actor=order.by.id,
            at=now,
            kept=kept.to_bytes(),
        )
        .returning(case_ruling)
    )
    return ruled_from_row(stored.one())


def _listed(which: CaseList, asker: Actor) -> ColumnElement[bool]:
    match which:
        case CaseList.OPEN:
            return cases.c.state.in_((CaseState.OPEN, CaseState.ACKNOWLEDGED))
        case CaseList.MINE:
            return and_(
                cases.c.state == CaseState.ACKNOWLEDGED, cases.c.acknowledged_by == asker.id
            )
        case CaseList.HELD:
            return cases.c.held_at.is_not(None)
        case CaseList.ALL:
            return true()
        case other:
            assert_never(other)


def _page(wanted: ColumnElement[bool], page: int) -> Select[Any]:
    """Return the query of one page: those that nobody took first, then the newest."""
    taken = sql_case((cases.c.state == CaseState.OPEN, 0), else_=1)
    return (
        select_cases()
        .where(wanted)
        .order_by(taken, cases.c.id.desc())
        .limit(CASES_A_PAGE)
        .offset((page - 1) * CASES_A_PAGE)
    )
