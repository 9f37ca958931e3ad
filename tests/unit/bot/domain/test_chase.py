"""The ladder of the escalation clock: who is told when, for as long as nobody takes a case up."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.action import ActionKind
from bot.domain.chase import (
    ADULTS,
    LONGEST_WAIT,
    NOBODY,
    Line,
    Step,
    SummaryTimes,
    Telling,
    Told,
    Unit,
    Urgency,
    again_at,
    channels,
    days_open,
    due_at,
    first_step,
    open_for,
    reached,
    step_number,
    urgency_of,
)
from bot.domain.message import ChatRef

SINCE = datetime(2026, 11, 20, 21, 4, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LINES = (Line("mail-1", 2), Line("mail-2", 3))


def test_a_case_is_told_after_15_minutes_1_24_and_48_hours_and_then_each_day() -> None:
    waits = [due_at(SINCE, step) - SINCE for step in range(8)]
    assert waits == [0 * MINUTE, 15 * MINUTE, HOUR, DAY, 2 * DAY, 3 * DAY, 4 * DAY, 5 * DAY]


def test_the_steps_have_the_names_that_an_operator_writes() -> None:
    assert [step_number(step) for step in Step] == [0, 1, 2, 3, 4]
    assert [step.value for step in Step] == ["0m", "15m", "1h", "24h", "48h"]


@pytest.mark.parametrize(
    ("passed", "step"),
    [
        (0 * MINUTE, 0),
        (15 * MINUTE - timedelta(seconds=1), 0),
        (15 * MINUTE, 1),
        (HOUR, 2),
        (DAY, 3),
        (49 * DAY, 51),
    ],
)
def test_after_a_long_rest_the_latest_step_speaks_for_all(passed: timedelta, step: int) -> None:
    assert reached(SINCE, 0, SINCE + passed) == step


def test_what_is_due_is_never_a_step_that_was_told_before() -> None:
    assert reached(SINCE, 3, SINCE) == 3


@pytest.mark.parametrize("kind", [ActionKind.ALERT, ActionKind.ESCALATION, ActionKind.FLOOD])
def test_what_adults_are_alerted_about_is_chased_from_the_first_quarter_of_an_hour(
    kind: ActionKind,
) -> None:
    found = urgency_of([ActionKind.TAKEDOWN, kind, ActionKind.ALERT_DIGEST], quiet=False)
    assert found is Urgency.NOW
    assert first_step(found, adults=True) == 1
    # Where the alert goes to nobody, somebody else is called at once.
    assert first_step(found, adults=False) == 0


def test_one_models_weak_sign_is_chased_from_the_next_day() -> None:
    found = urgency_of([ActionKind.ALERT_DIGEST], quiet=False)
    assert found is Urgency.TODAY
    for adults in (True, False):
        assert due_at(SINCE, first_step(found, adults=adults)) == SINCE + DAY


def test_a_test_a_listed_link_and_what_nobody_was_told_of_are_not_chased() -> None:
    assert urgency_of([ActionKind.ALERT], quiet=True) is None
    assert urgency_of([], quiet=False) is None
    words = [ActionKind.TAKEDOWN, ActionKind.NOTICE, ActionKind.GROUP_LINE, ActionKind.APOLOGY]
    assert urgency_of(words, quiet=False) is None


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (0, ()),
        (1, (ADULTS,)),
        (2, (ADULTS, "mail-1")),
        (3, (ADULTS, "mail-1", "mail-2")),
        (9, (ADULTS, "mail-1", "mail-2")),
    ],
)
def test_each_step_calls_one_more_and_none_less(step: int, told: tuple[str, ...]) -> None:
    assert channels(step, LINES, adults=True) == told


@pytest.mark.parametrize("step", [0, 1, 5])
def test_without_a_chat_of_adults_everybody_else_is_called_at_once(step: int) -> None:
    assert channels(step, LINES, adults=False) == ("mail-1", "mail-2")
    assert channels(step, (), adults=False) == (NOBODY,)


def test_what_cannot_be_reached_is_tried_again_soon_and_then_more_seldom() -> None:
    waits = [again_at(one, Told.UNREACHABLE, None, SINCE) - SINCE for one in (1, 2, 3, 9, 99)]
    seconds = [5, 10, 20, 300, 300]
    assert waits == [timedelta(seconds=one) for one in seconds]


def test_what_is_refused_is_tried_again_seldom() -> None:
    assert again_at(1, Told.REFUSED, None, SINCE) == SINCE + LONGEST_WAIT


def test_the_other_side_may_ask_to_wait_but_not_for_ever() -> None:
    assert again_at(1, Told.UNREACHABLE, HOUR, SINCE) == SINCE + HOUR
    assert again_at(1, Told.UNREACHABLE, 400 * DAY, SINCE) == SINCE + DAY
    assert again_at(1, Told.UNREACHABLE, timedelta(0), SINCE) == SINCE + timedelta(seconds=5)


@pytest.mark.parametrize(
    ("passed", "told"),
    [
        (-HOUR, (1, Unit.MINUTES)),
        (timedelta(seconds=5), (1, Unit.MINUTES)),
        (15 * MINUTE, (15, Unit.MINUTES)),
        (HOUR, (1, Unit.HOURS)),
        (25 * HOUR, (25, Unit.HOURS)),
        (2 * DAY, (2, Unit.DAYS)),
        (49 * DAY + HOUR, (49, Unit.DAYS)),
    ],
)
def test_how_long_a_case_is_open_is_told_in_the_unit_that_says_most(
    passed: timedelta, told: tuple[int, Unit]
) -> None:
    assert open_for(SINCE, SINCE + passed) == told


def telling(**changes: object) -> Telling:
    values: dict[str, object] = {
        "batch": 7,
        "channel": "mail-1",
        "step": 2,
        "chat": ChatRef("p", "class"),
        "cases": (42, 43),
        "since": SINCE,
        "tried": (),
        "attempts": 1,
    }
    return Telling(**(values | changes))  # type: ignore[arg-type] # of several types


def test_a_telling_has_one_key_however_often_it_is_tried_and_another_at_each_step() -> None:
    one = telling()
    assert one.key == telling(attempts=5).key
    others = [telling(step=3), telling(channel="ntfy"), telling(batch=8)]
    assert len({one.key, *(other.key for other in others)}) == 4
    assert one.numbers == ("C-0042", "C-0043")


def test_the_summary_is_due_at_its_hour_where_the_adults_live() -> None:
    times = SummaryTimes(8, ZoneInfo("Europe/Madrid"))
    before, at = datetime(2026, 11, 20, 6, 59, tzinfo=UTC), datetime(2026, 11, 20, 7, tzinfo=UTC)
    assert times.day(before) is None
    assert times.day(at) == date(2026, 11, 20)
    assert times.begin(date(2026, 11, 20)) == at


@pytest.mark.parametrize(
    ("passed", "days"), [(-HOUR, 1), (HOUR, 1), (DAY, 1), (DAY + HOUR, 2), (49 * DAY, 49)]
)
def test_a_day_that_has_begun_counts(passed: timedelta, days: int) -> None:
    assert days_open(SINCE, SINCE + passed) == days
