"""What became of items in numbers: each is counted as one thing, and in the right week."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.domain.coverage import Coverage, ended_as, to_coverage, week_of
from bot.domain.signal import OpaqueReason
from bot.domain.verdict import Outcome
from tests.unit.bot.domain.builders import verdict


def test_an_item_is_counted_by_its_outcome_or_by_why_it_could_not_be_judged() -> None:
    assert ended_as(verdict(Outcome.ALLOW, "clean")) == "allow"
    assert ended_as(verdict(Outcome.REVIEW)) == "review"
    assert ended_as(verdict(Outcome.REMOVE, "bank:known")) == "remove"
    for reason in OpaqueReason:
        assert ended_as(verdict(Outcome.OPAQUE, reason)) == reason


def test_no_reason_is_counted_as_an_outcome() -> None:
    assert not frozenset[str](OpaqueReason) & frozenset[str](Outcome)


def test_what_was_not_checked_is_never_among_the_clean() -> None:
    every = {reason.value: 1 for reason in OpaqueReason}
    week = to_coverage(every | {"allow": 5, "remove": 2, "review": 3})
    assert (week.clean, week.removed, week.asked) == (5, 2, 3)
    assert week.not_checked == len(OpaqueReason)
    assert week.items == 10 + len(OpaqueReason)


def test_the_most_frequent_reason_comes_first() -> None:
    week = to_coverage({"too_big": 2, "link": 9, "encrypted": 2})
    assert week.unchecked == (
        (OpaqueReason.LINK, 9),
        (OpaqueReason.TOO_BIG, 2),
        (OpaqueReason.ENCRYPTED, 2),
    )
    assert to_coverage({}) == Coverage()


@pytest.mark.parametrize(
    ("at", "week"),
    [
        (datetime(2026, 11, 26, tzinfo=UTC), "2026-W48"),
        (datetime(2026, 11, 29, 23, 59, tzinfo=UTC), "2026-W48"),
        (datetime(2026, 11, 30, tzinfo=UTC), "2026-W49"),
        (datetime(2027, 1, 1, tzinfo=UTC), "2026-W53"),
        (datetime(2026, 11, 30, 0, 30, tzinfo=timezone(timedelta(hours=1))), "2026-W48"),
    ],
)
def test_weeks_are_those_of_the_calendar_in_utc(at: datetime, week: str) -> None:
    assert week_of(at) == week
