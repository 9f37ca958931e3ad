"""What a pause remembers, sets and gives back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.message import ChatRef
from bot.domain.pause import (
    EVERYTHING,
    LONGEST_WAIT,
    Pause,
    PauseCause,
    PauseState,
    may_end,
    next_try,
    stronger,
    to_lock,
    to_restore,
)
from tests.fakes import START

PAUSE = Pause(
    1,
    ChatRef("sandbox", "class"),
    EVERYTHING,
    PauseCause.OUTBREAK,
    PauseState.LOCKING,
    START + timedelta(minutes=30),
    START,
)


def locked(state: str) -> str:
    """Words stay, pictures go."""
    return state.replace("p", "")


def after(pause: Pause, found: dict[str, str], how: str = "p") -> tuple[Pause, dict[str, str]]:
    """Lock, and return the pause with what it remembers, and the rooms as they are then."""
    plan = to_lock(pause, found, lambda state: state.replace(how, ""))
    return replace(pause, before=plan.before, ours=plan.ours), {**found, **plan.to_set}


def test_a_lock_remembers_what_was_there_and_sets_the_rest() -> None:
    plan = to_lock(PAUSE, {"a": "wp", "b": "w"}, locked)
    assert plan.before == {"a": "wp", "b": "w"}
    assert plan.to_set == {"a": "w"}
    assert plan.ours == {"a": ("w",), "b": ("w",)}


def test_what_was_locked_before_stays_locked_afterwards() -> None:
    pause, rooms = after(PAUSE, {"a": "wp", "b": "w"})
    assert to_restore(pause, rooms) == {"a": "wp"}


def test_a_lock_that_is_done_again_does_not_remember_its_own_work() -> None:
    pause, rooms = after(PAUSE, {"a": "wp"})
    again, rooms = after(pause, rooms)
    assert again.before == {"a": "wp"}
    assert to_restore(again, rooms) == {"a": "wp"}


def test_a_lock_that_died_before_anything_was_set_starts_over() -> None:
    pause, _ = after(PAUSE, {"a": "wp"})
    plan = to_lock(pause, {"a": "wp"}, locked)
    assert (plan.before, plan.to_set) == ({"a": "wp"}, {"a": "w"})


def test_a_wider_lock_that_died_in_the_middle_still_knows_what_was_first() -> None:
    pause, rooms = after(PAUSE, {"a": "wps"}, "s")
    assert rooms == {"a": "wp"}
    wider, _ = after(pause, rooms)
    # What was stored was not set: the room stands as the first lock left it.
    assert to_restore(wider, rooms) == {"a": "wps"}


def test_a_room_that_somebody_changed_by_hand_is_left_alone() -> None:
    pause, _ = after(PAUSE, {"a": "wp", "b": "wp"})
    assert to_restore(pause, {"a": "wpx", "b": "w"}) == {"b": "wp"}


def test_what_was_given_back_is_not_given_back_twice() -> None:
    pause, _ = after(PAUSE, {"a": "wp"})
    assert to_restore(pause, {"a": "wp"}) == {}


def test_a_room_that_is_new_was_never_ours() -> None:
    pause, _ = after(PAUSE, {"a": "wp"})
    assert to_restore(pause, {"new": "w"}) == {}


@pytest.mark.parametrize("cause", PauseCause)
def test_an_adult_may_end_every_pause_and_an_admin_only_an_admins(cause: PauseCause) -> None:
    assert may_end(cause, adult=True)
    assert may_end(cause, adult=False) is (cause is PauseCause.ADMIN)


def test_of_two_causes_the_stronger_one_counts() -> None:
    assert stronger(PauseCause.ADMIN, PauseCause.OUTBREAK) is PauseCause.OUTBREAK
    assert stronger(PauseCause.ADULT, PauseCause.ADMIN) is PauseCause.ADULT


def test_tries_come_farther_apart_and_never_earlier_than_asked() -> None:
    waits = [next_try(tries, None, START) - START for tries in (0, 1, 2, 99)]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT
    asked = timedelta(hours=1)
    assert next_try(0, asked, START) == START + asked
