"""Which helplines a pupil may be shown."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.helpline import LISTENING, STAYS_FRESH, Days, Hours, Purpose, to_show
from tests.helplines import CHECKED, INTERNET, TALK, TOOL, UNCHECKED


def test_a_number_that_nobody_has_checked_is_never_shown() -> None:
    for purposes in (LISTENING, frozenset(Purpose)):
        assert UNCHECKED not in to_show((UNCHECKED, TALK), purposes, "en")
    assert to_show((UNCHECKED,), frozenset(Purpose), "en") == ()


def test_only_what_is_asked_for_is_shown() -> None:
    every = (TALK, INTERNET, TOOL)
    assert to_show(every, frozenset({Purpose.REMOVAL}), "en") == (TOOL,)
    assert to_show(every, frozenset(), "en") == ()


def test_who_speaks_the_readers_language_comes_first_and_the_rest_keeps_its_order() -> None:
    other = replace(INTERNET, name="Other")
    assert to_show((INTERNET, other, TALK), LISTENING, "en") == (TALK, INTERNET, other)
    assert to_show((TALK, INTERNET, other), LISTENING, "es") == (INTERNET, other, TALK)


def test_after_half_a_year_somebody_should_check_again() -> None:
    assert not TALK.is_old(CHECKED + STAYS_FRESH)
    assert TALK.is_old(CHECKED + STAYS_FRESH + timedelta(days=1))
    assert not UNCHECKED.is_old(CHECKED + timedelta(days=9999))


def test_without_hours_of_opening_it_is_day_and_night() -> None:
    assert Hours().always
    assert not Hours(Days.EVERY, "08:00", "20:00").always
