"""Case numbers as people write them, and how long an item could be seen."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.case import Case, CaseOrigin, CaseState, case_number, parse_case_number
from bot.domain.message import Actor, ActorKind
from bot.domain.verdict import Outcome
from tests.unit.bot.domain.builders import NOW, REF, verdict


def _case(removed_at: datetime | None) -> Case:
    return Case(
        id=42,
        origin=CaseOrigin.SCREENING,
        state=CaseState.OPEN,
        ref=REF,
        actor=Actor(ActorKind.USER, "ana"),
        slot="photo",
        verdict=verdict(Outcome.REMOVE),
        fingerprint=None,
        facts=None,
        policy_revision=1,
        posted_at=NOW,
        decided_at=NOW,
        removed_at=removed_at,
    )


@pytest.mark.parametrize(
    ("case_id", "number"), [(1, "C-0001"), (42, "C-0042"), (9999, "C-9999"), (123456, "C-123456")]
)
def test_a_case_number_has_at_least_four_digits(case_id: int, number: str) -> None:
    assert case_number(case_id) == number


@given(st.integers(0, 10**11 - 1))
def test_a_written_case_number_is_read_back(case_id: int) -> None:
    assert parse_case_number(case_number(case_id)) == case_id


@pytest.mark.parametrize("text", ["C-0042", "c-42", "c42", "C0042", "42", " 42 ", "0042"])
def test_a_case_number_is_read_as_people_write_it(text: str) -> None:
    assert parse_case_number(text) == 42


@pytest.mark.parametrize(
    "text",
    [
        "",
        "C",
        "C-",
        "C--1",
        "D-42",
        "4 2",
        "4.2",
        "0x2a",
        "1e3",
        "C-²",
        "C-४२",
        "C-４２",
        "9" * 12,
        "9" * 5000,
    ],
)
def test_anything_else_is_no_case_number(text: str) -> None:
    assert parse_case_number(text) is None


@given(st.text())
def test_no_text_makes_the_reader_fail(text: str) -> None:
    found = parse_case_number(text)
    assert found is None or 0 <= found < 10**11


def test_a_case_carries_its_number() -> None:
    assert _case(None).number == "C-0042"


def test_visible_seconds_run_from_post_to_removal() -> None:
    assert _case(NOW + timedelta(seconds=1.5)).visible_seconds == 1.5


def test_an_item_that_still_stands_has_no_visible_seconds() -> None:
    assert _case(None).visible_seconds is None


def test_a_platforms_clock_ahead_of_ours_makes_no_negative_seconds() -> None:
    assert _case(NOW - timedelta(seconds=3)).visible_seconds == 0.0
