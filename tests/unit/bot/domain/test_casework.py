"""Rulings on cases: which may follow which state, and which can be taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.case import CaseState
from bot.domain.casework import (
    CASES_A_PAGE,
    LEADS_TO,
    UNDO_WITHIN,
    CasePage,
    CaseRuling,
    Ruled,
    UndoOutcome,
    undo_refusal,
)
from tests.fakes import START

RULED = Ruled(5, 1, CaseRuling.CLOSE, "lead", START)
A_MOMENT = timedelta(microseconds=1)


def test_every_ruling_stands_in_the_table() -> None:
    assert set(LEADS_TO) == set(CaseRuling)


@pytest.mark.parametrize("state", list(CaseState))
def test_a_hold_outlives_every_state_and_changes_none(state: CaseState) -> None:
    for ruling in (CaseRuling.HOLD, CaseRuling.RELEASE):
        assert LEADS_TO[ruling][state] is state


def test_a_referral_ends_no_case_and_takes_an_open_one_on() -> None:
    table = LEADS_TO[CaseRuling.REFER]
    assert table[CaseState.OPEN] is CaseState.ACKNOWLEDGED
    assert table[CaseState.ACKNOWLEDGED] is CaseState.ACKNOWLEDGED
    assert table[CaseState.CLOSED] is CaseState.CLOSED
    assert CaseState.FALSE_ALARM not in table


def test_what_ended_ends_no_second_time_and_is_opened_again_by_nothing_else() -> None:
    for state in (CaseState.CLOSED, CaseState.FALSE_ALARM):
        for ruling in (CaseRuling.ACKNOWLEDGE, CaseRuling.CLOSE, CaseRuling.FALSE_ALARM):
            assert state not in LEADS_TO[ruling]
        assert LEADS_TO[CaseRuling.REOPEN][state] is CaseState.ACKNOWLEDGED
    assert not {CaseState.OPEN, CaseState.ACKNOWLEDGED} & LEADS_TO[CaseRuling.REOPEN].keys()


@pytest.mark.parametrize(
    ("last", "wanted", "after", "refusal"),
    [
        (None, None, timedelta(0), UndoOutcome.NOTHING),
        (RULED, None, timedelta(0), None),
        (RULED, 5, UNDO_WITHIN, None),
        (RULED, None, UNDO_WITHIN + A_MOMENT, UndoOutcome.TOO_LATE),
        (RULED, 4, timedelta(0), UndoOutcome.CHANGED),
        (replace(RULED, undone_at=START), None, timedelta(0), UndoOutcome.BEFORE),
        (replace(RULED, undone_at=START), 5, UNDO_WITHIN + A_MOMENT, UndoOutcome.BEFORE),
    ],
)
def test_the_last_ruling_is_taken_back_once_and_for_a_day(
    last: Ruled | None, wanted: int | None, after: timedelta, refusal: UndoOutcome | None
) -> None:
    assert undo_refusal(last, wanted, START + after) is refusal


@pytest.mark.parametrize(
    ("page", "total", "more"),
    [
        (1, 0, False),
        (1, CASES_A_PAGE, False),
        (1, CASES_A_PAGE + 1, True),
        (2, CASES_A_PAGE * 2, False),
    ],
)
def test_a_page_knows_whether_there_is_another(page: int, total: int, more: bool) -> None:
    assert CasePage((), page, total).more is more
