"""Nobody takes the bot's time from all others."""

from datetime import timedelta

import pytest

from bot.services import turns
from bot.services.turns import Turn, Turns
from tests.contract.seen import person
from tests.fakes import MovableClock

ANA, BEN = person("ana"), person("ben")
MINUTE = timedelta(minutes=1)


def test_one_too_many_is_told_once_and_the_rest_is_silent() -> None:
    asked = Turns(MovableClock(), 2, MINUTE)
    assert [asked.take("sandbox", ANA) for _ in range(5)] == [
        Turn.GRANTED,
        Turn.GRANTED,
        Turn.LAST,
        Turn.DENIED,
        Turn.DENIED,
    ]


def test_each_person_of_each_platform_has_turns_of_their_own() -> None:
    asked = Turns(MovableClock(), 1, MINUTE)
    assert asked.take("sandbox", ANA) is Turn.GRANTED
    assert asked.take("sandbox", BEN) is Turn.GRANTED
    assert asked.take("other", ANA) is Turn.GRANTED
    assert asked.take("sandbox", ANA) is Turn.LAST


def test_who_waits_has_turns_again_and_whoever_goes_on_waits_no_longer_for_that() -> None:
    clock = MovableClock()
    asked = Turns(clock, 1, MINUTE)
    for _ in range(9):
        asked.take("sandbox", ANA)
    clock.move(MINUTE)
    assert asked.take("sandbox", ANA) is Turn.GRANTED


def test_only_so_many_persons_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "_MOST_PERSONS", 2)
    asked = Turns(MovableClock(), 1, MINUTE)
    for name in ("ana", "ben", "cleo"):
        asked.take("sandbox", person(name))
    assert len(asked._taken) == 2
