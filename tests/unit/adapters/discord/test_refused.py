"""What was refused is not asked again for a while, and too many refusals stop all calls."""

from datetime import timedelta

import pytest

from adapters.discord.errors import (
    FIX_DELETE,
    Forbidden,
    Gone,
    InvalidRequest,
    PrivateClosed,
    Refusal,
    SlowDown,
    Unauthorised,
    Unreachable,
)
from adapters.discord.refused import RefusedCalls
from tests.fakes import MovableClock

ONE = timedelta(seconds=1)
REMEMBERED, WINDOW = timedelta(minutes=5), timedelta(minutes=10)
ALL = [Gone(), InvalidRequest(), Unreachable(), SlowDown(ONE), Unauthorised(), Forbidden()]
MOST = 2_000


@pytest.fixture
def clock() -> MovableClock:
    made = MovableClock()
    # Not at the very beginning of time, where nothing can be long ago.
    made.move(timedelta(hours=1))
    return made


@pytest.fixture
def refused(clock: MovableClock) -> RefusedCalls:
    return RefusedCalls(clock)


@pytest.mark.parametrize("refusal", [Forbidden(FIX_DELETE), PrivateClosed()])
def test_what_was_refused_a_moment_ago_is_refused_again_without_asking(
    refused: RefusedCalls, clock: MovableClock, refusal: Forbidden
) -> None:
    refused.check("5:delete")
    refused.note("5:delete", refusal)
    clock.move(REMEMBERED - ONE)
    with pytest.raises(Forbidden) as raised:
        refused.check("5:delete")
    assert (type(raised.value), raised.value.fix) == (type(refusal), refusal.fix)


def test_other_calls_and_other_places_may_still_be_asked(refused: RefusedCalls) -> None:
    refused.note("5:delete", Forbidden())
    for about in ("5:read", "6:delete", "", "5:delete2", "15:delete"):
        refused.check(about)


def test_after_a_while_it_is_asked_anew(refused: RefusedCalls, clock: MovableClock) -> None:
    refused.note("5:delete", Forbidden())
    clock.move(REMEMBERED)
    refused.check("5:delete")


def test_a_refusal_that_comes_again_is_remembered_anew(
    refused: RefusedCalls, clock: MovableClock
) -> None:
    for _ in range(2):
        refused.note("5:delete", Forbidden())
        clock.move(REMEMBERED - ONE)
    with pytest.raises(Forbidden):
        refused.check("5:delete")


@pytest.mark.parametrize("refusal", [one for one in ALL if not isinstance(one, Forbidden)])
def test_only_a_missing_right_is_remembered(refused: RefusedCalls, refusal: Refusal) -> None:
    refused.note("5:delete", refusal)
    refused.check("5:delete")


def test_a_call_about_nothing_in_particular_is_not_remembered(refused: RefusedCalls) -> None:
    refused.note("", Forbidden())
    refused.check("")


def test_changed_rights_let_everything_be_asked_again(refused: RefusedCalls) -> None:
    refused.note("5:delete", Forbidden())
    refused.note("6:delete", Forbidden())
    refused.forget()
    refused.check("5:delete")
    refused.check("6:delete")


def test_a_remembered_refusal_is_a_new_one_each_time(refused: RefusedCalls) -> None:
    refused.note("5:write", Forbidden("fix-it"))
    found = []
    for _ in range(2):
        with pytest.raises(Forbidden) as raised:
            refused.check("5:write")
        found.append(raised.value)
    assert found[0] is not found[1]
    assert [one.fix for one in found] == ["fix-it", "fix-it"]


# --- the limit


def test_removals_are_stopped_long_after_all_else(refused: RefusedCalls) -> None:
    for _ in range(MOST):
        refused.note("", Forbidden())
    refused.check("5:delete")
    for _ in range(3 * MOST):
        refused.note("", Forbidden())
    with pytest.raises(SlowDown):
        refused.check("5:delete")


@pytest.mark.parametrize("refusal", [Forbidden(), SlowDown(ONE), Unauthorised(), PrivateClosed()])
def test_too_many_refusals_stop_every_call_until_the_oldest_is_long_ago(
    refused: RefusedCalls, clock: MovableClock, refusal: Refusal
) -> None:
    refused.note("", refusal)
    clock.move(timedelta(minutes=1))
    for _ in range(MOST - 2):
        refused.note("", refusal)
    refused.check("5:read")
    refused.note("", refusal)
    clock.move(timedelta(minutes=2))
    with pytest.raises(SlowDown) as raised:
        refused.check("5:read")
    assert raised.value.after == WINDOW - timedelta(minutes=3)
    refused.forget()
    with pytest.raises(SlowDown):
        refused.check("")
    clock.move(WINDOW - timedelta(minutes=3))
    refused.check("5:read")
    # The others of then are still counted.
    refused.note("", refusal)
    with pytest.raises(SlowDown):
        refused.check("5:read")


@pytest.mark.parametrize("refusal", [Gone(), InvalidRequest(), Unreachable()])
def test_answers_that_discord_does_not_count_do_not_count(
    refused: RefusedCalls, refusal: Refusal
) -> None:
    for _ in range(MOST + 1):
        refused.note("", refusal)
    refused.check("5:read")


def test_the_limit_goes_before_what_is_remembered(refused: RefusedCalls) -> None:
    for _ in range(MOST):
        refused.note("5:read", Forbidden())
    with pytest.raises(SlowDown):
        refused.check("5:read")


def test_what_is_remembered_does_not_grow_without_end(
    refused: RefusedCalls, clock: MovableClock
) -> None:
    for number in range(10_000):
        refused.note(f"{number}:delete", Forbidden())
    assert len(refused._refused) == 10_000
    refused.note("last:delete", Forbidden())
    assert len(refused._refused) == 1
    clock.move(WINDOW + ONE)
    refused.check("5:read")
    assert len(refused._invalid) == 0
