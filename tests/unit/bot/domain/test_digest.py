"""How long a case may wait for others: some hours, and never into the next day."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.digest import MOST_IN_ONE, DigestTimes

MADRID = ZoneInfo("Europe/Madrid")
HOUR = timedelta(hours=1)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 20, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (at(9), at(13)),
        (at(20), at(20) + 4 * HOUR),
        (at(21, 4), at(20) + 4 * HOUR),
        (at(23, 59), at(20) + 4 * HOUR),
        (at(0), at(4)),
    ],
)
def test_a_case_waits_some_hours_and_never_past_midnight(now: datetime, due: datetime) -> None:
    assert DigestTimes().due(now) == due


def test_midnight_is_that_of_the_adults() -> None:
    there = DigestTimes(zone=MADRID)
    assert there.due(at(21)) == at(23)
    # The day on which clocks are put back lasts 25 hours.
    long_day = DigestTimes(every=24 * HOUR, zone=MADRID)
    morning = datetime(2026, 10, 24, 22, tzinfo=UTC)
    assert long_day.due(morning) == morning + 24 * HOUR
    assert long_day.due(morning + HOUR) == morning + 25 * HOUR


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.floats(0.1, 24),
    st.sampled_from([UTC, MADRID, ZoneInfo("Asia/Kolkata"), ZoneInfo("America/St_Johns")]),
)
def test_whenever_it_comes_a_case_is_due_the_same_day(
    now: datetime, hours: float, zone: ZoneInfo
) -> None:
    due = DigestTimes(timedelta(hours=hours), zone=zone).due(now)
    assert now < due <= now + timedelta(hours=hours)
    moment = timedelta(microseconds=1)
    assert (due - moment).astimezone(zone).date() == now.astimezone(zone).date()


def test_a_message_holds_at_least_as_many_as_may_wait() -> None:
    assert DigestTimes().most <= MOST_IN_ONE
