"""The weekly word is due on Mondays at its hour, later where that was missed, never at night."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from bot.domain.weekly import WeeklyTimes

TIMES = WeeklyTimes(8, UTC)
MONDAY = date(2026, 11, 23)
BEFORE = MONDAY - timedelta(days=7)


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "begun"),
    [
        (at(22, 23), BEFORE),
        (at(23, 7), BEFORE),
        (at(23, 8), MONDAY),
        (at(24, 3), MONDAY),
        (at(29, 23), MONDAY),
    ],
)
def test_a_week_begins_on_monday_at_the_hour(now: datetime, begun: date) -> None:
    assert TIMES.begun(now) == begun


@pytest.mark.parametrize(
    ("now", "week"),
    [
        (at(22, 12), None),
        (at(23, 7), None),
        (at(23, 8), MONDAY),
        # Missed on Monday: in the morning of the next day, or whenever it is day again.
        (at(24, 3), None),
        (at(24, 8), MONDAY),
        (at(29, 23), MONDAY),
    ],
)
def test_the_word_of_a_week_is_due_from_the_hour_on_and_not_at_night(
    now: datetime, week: date | None
) -> None:
    assert TIMES.due(BEFORE, now) == week


def test_nothing_is_due_twice_and_missed_weeks_are_told_once() -> None:
    assert TIMES.due(MONDAY, at(24, 9)) is None
    assert TIMES.due(BEFORE - timedelta(days=28), at(24, 9)) == MONDAY


def test_the_hour_is_that_of_the_adults() -> None:
    east = WeeklyTimes(8, timezone(timedelta(hours=9)))
    assert east.due(BEFORE, at(22, 22)) is None
    assert east.due(BEFORE, at(22, 23)) == MONDAY
