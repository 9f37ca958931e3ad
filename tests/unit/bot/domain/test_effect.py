"""What an outcome means for an effect, how long it is tried, and what a restart does to it."""

from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.action import ActionKind, ActionOutcome
from bot.domain.effect import (
    ALERT_PATIENCE,
    FINAL,
    FIRST_WAIT,
    LONGEST_WAIT,
    NOTICE_PATIENCE,
    REFUSED_ALERT_WAIT,
    TAKEDOWN_PATIENCE,
    EffectState,
    Settlement,
    after_restart,
    patience,
    settle,
)
from tests.unit.bot.domain.builders import NOW, effect, result

DONE, DEAD, UNKNOWN = (
    Settlement(EffectState.DONE),
    Settlement(EffectState.DEAD),
    Settlement(EffectState.UNKNOWN),
)
AGAIN = Settlement(EffectState.PENDING, NOW + FIRST_WAIT)
TO_ADULTS = (ActionKind.ALERT, ActionKind.ESCALATION)
TO_PUPILS = (ActionKind.NOTICE, ActionKind.GROUP_LINE)


@pytest.mark.parametrize("kind", ActionKind)
def test_a_success_is_done(kind: ActionKind) -> None:
    assert settle(effect(kind), result(ActionOutcome.OK), NOW) == DONE


@pytest.mark.parametrize("kind", [ActionKind.TAKEDOWN, *TO_PUPILS])
def test_already_gone_is_success_for_a_removal_only(kind: ActionKind) -> None:
    expected = DONE if kind is ActionKind.TAKEDOWN else DEAD
    assert settle(effect(kind), result(ActionOutcome.GONE), NOW) == expected


@pytest.mark.parametrize("kind", TO_ADULTS)
@pytest.mark.parametrize(
    "outcome",
    [
        ActionOutcome.GONE,
        ActionOutcome.FORBIDDEN,
        ActionOutcome.TOO_OLD,
        ActionOutcome.UNSUPPORTED,
    ],
)
def test_a_refused_alert_is_tried_again_for_a_week(
    kind: ActionKind, outcome: ActionOutcome
) -> None:
    again = settle(effect(kind), result(outcome), NOW)
    assert again == Settlement(EffectState.PENDING, NOW + REFUSED_ALERT_WAIT)
    too_late = NOW + timedelta(days=7)
    assert settle(effect(kind), result(outcome), too_late) == DEAD


@pytest.mark.parametrize(
    ("kind", "outcome"),
    list(
        product(
            (ActionKind.TAKEDOWN, *TO_PUPILS),
            (ActionOutcome.FORBIDDEN, ActionOutcome.TOO_OLD, ActionOutcome.UNSUPPORTED),
        )
    ),
)
def test_what_cannot_be_done_is_dead_at_once(kind: ActionKind, outcome: ActionOutcome) -> None:
    assert settle(effect(kind), result(outcome), NOW) == DEAD


@pytest.mark.parametrize("kind", [ActionKind.TAKEDOWN, *TO_ADULTS])
def test_a_removal_or_alert_of_unknown_fate_is_repeated(kind: ActionKind) -> None:
    assert settle(effect(kind), result(ActionOutcome.UNREACHABLE), NOW) == AGAIN
    assert after_restart(kind) is EffectState.PENDING


@pytest.mark.parametrize("kind", TO_PUPILS)
def test_a_line_to_pupils_is_said_at_most_once(kind: ActionKind) -> None:
    assert settle(effect(kind), result(ActionOutcome.UNREACHABLE), NOW) == UNKNOWN
    assert after_restart(kind) is EffectState.UNKNOWN


@pytest.mark.parametrize("kind", ActionKind)
def test_asked_to_wait_every_kind_is_tried_again(kind: ActionKind) -> None:
    assert settle(effect(kind), result(ActionOutcome.LATER), NOW) == AGAIN


@pytest.mark.parametrize(
    ("attempts", "wait"),
    [
        (0, FIRST_WAIT),
        (1, 2 * FIRST_WAIT),
        (3, timedelta(seconds=4)),
        (7, LONGEST_WAIT),
        (10_000, LONGEST_WAIT),
    ],
)
def test_waits_double_up_to_a_bound(attempts: int, wait: timedelta) -> None:
    settled = settle(effect(ActionKind.ALERT, attempts), result(ActionOutcome.LATER), NOW)
    assert settled == Settlement(EffectState.PENDING, NOW + wait)


def test_the_platforms_wait_is_kept_when_it_is_longer_and_ours_when_not() -> None:
    long, short = timedelta(minutes=5), timedelta(milliseconds=1)
    waited = settle(effect(ActionKind.ALERT), result(ActionOutcome.LATER, long), NOW)
    assert waited.next_at == NOW + long
    hurried = settle(effect(ActionKind.ALERT), result(ActionOutcome.LATER, short), NOW)
    assert hurried.next_at == NOW + FIRST_WAIT


@pytest.mark.parametrize(
    ("kind", "limit"),
    [
        (ActionKind.TAKEDOWN, TAKEDOWN_PATIENCE),
        (ActionKind.ALERT, ALERT_PATIENCE),
        (ActionKind.ESCALATION, ALERT_PATIENCE),
        (ActionKind.NOTICE, NOTICE_PATIENCE),
        (ActionKind.GROUP_LINE, NOTICE_PATIENCE),
    ],
)
def test_patience_ends_exactly_when_the_next_try_would_come_too_late(
    kind: ActionKind, limit: timedelta
) -> None:
    assert patience(kind) == limit
    last = effect(kind, age=limit - FIRST_WAIT)
    assert settle(last, result(ActionOutcome.LATER), NOW).state is EffectState.PENDING
    late = effect(kind, age=limit - FIRST_WAIT + timedelta(microseconds=1))
    assert settle(late, result(ActionOutcome.LATER), NOW) == DEAD


def test_a_removal_is_a_persons_business_after_minutes_and_an_alert_is_tried_for_a_week() -> None:
    patiences = (TAKEDOWN_PATIENCE, NOTICE_PATIENCE, ALERT_PATIENCE)
    assert patiences == (timedelta(minutes=10), timedelta(hours=1), timedelta(days=7))


@given(
    st.sampled_from(ActionKind),
    st.sampled_from(ActionOutcome),
    st.integers(0, 10**6),
    st.timedeltas(timedelta(0), timedelta(days=365)),
    st.none() | st.timedeltas(timedelta(0), timedelta(days=365)),
)
def test_every_effect_ends_or_is_tried_later_within_its_patience(
    kind: ActionKind,
    outcome: ActionOutcome,
    attempts: int,
    age: timedelta,
    asked: timedelta | None,
) -> None:
    settled = settle(effect(kind, attempts, age), result(outcome, asked), NOW)
    if settled.state in FINAL:
        assert settled.next_at is None
    else:
        assert settled.state is EffectState.PENDING
        assert settled.next_at is not None
        assert NOW < settled.next_at <= NOW - age + patience(kind)


def test_states_are_final_or_alive() -> None:
    alive = {EffectState.WAITING, EffectState.PENDING, EffectState.SENDING}
    assert alive == set(EffectState) - FINAL
