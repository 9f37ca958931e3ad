"""Cases as they are read: one query with how far the removal came, and a case from its row."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from bot.domain.action import ActionKind
from bot.domain.case import Case
from bot.domain.casework import Agency, CaseRuling, Ruled
from bot.domain.message import ChatRef
from bot.storage.codec import case_from_row, removal_from_effect
from bot.storage.tables import cases, effect


def in_chat(chat: ChatRef) -> ColumnElement[bool]:
    """Say which cases are of a chat."""
    return and_(cases.c.platform == chat.platform, cases.c.chat == chat.chat)


def of_chats(chats: Collection[ChatRef]) -> ColumnElement[bool]:
    """Say which cases are listed for those who handle these chats: none below another."""
    return and_(or_(*(in_chat(chat) for chat in chats)), cases.c.parent.is_(None))


def select_cases() -> Select[Any]:
    """Return the query of cases; its rows are read with `case_of`."""
    takedown = effect.alias()
    escalated = exists().where(
        effect.c.case_id == cases.c.id, effect.c.kind == ActionKind.ESCALATION
    )
    return select(
        cases,
        takedown.c.state.label("takedown_state"),
        takedown.c.result.label("takedown_result"),
        takedown.c.fix.label("takedown_fix"),
        escalated.label("escalated"),
    ).outerjoin(
        takedown,
        and_(takedown.c.case_id == cases.c.id, takedown.c.kind == ActionKind.TAKEDOWN),
    )


def case_of(row: Any) -> Case:
    """Build a case from a row of `select_cases`."""
    return case_from_row(
        row, removal_from_effect(row.takedown_state, row.takedown_result, row.escalated)
    )


def held_cases() -> Select[Any]:
    """Return the query of the ids of which nothing may be deleted by the clock.

    The hold of a case holds those below it, which are about the same message or picture.
    """
    held = select(cases.c.id).where(cases.c.held_at.is_not(None))
    return select(cases.c.id).where(or_(cases.c.held_at.is_not(None), cases.c.parent.in_(held)))


def of_no_held_case(case_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Say which rows of a table belong to no case that is on hold, by the column that names it."""
    return or_(case_id.is_(None), case_id.not_in(held_cases()))


def ruled_from_row(row: Any) -> Ruled:
    """Build a ruling from its row in `case_ruling`."""
    return Ruled(
        row.id,
        row.case_id,
        CaseRuling(row.ruling),
        row.actor,
        row.at,
        None if row.agency is None else Agency(row.agency),
        row.undone_at,
    )
