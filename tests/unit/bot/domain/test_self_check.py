"""Only the test card itself, seen without any failure, shows that the bot sees."""

from datetime import timedelta

import pytest

from bot.domain.bank import TEST_BANK, MatchRule
from bot.domain.self_check import Checkup, again_after, examine
from bot.domain.signal import BankMatch, Failure, OpaqueReason, Score, Signal

CARD = BankMatch(TEST_BANK, "card-1", 0, MatchRule.KNOWN, test=True)
UNSURE = BankMatch(TEST_BANK, "card-1", 31, MatchRule.POSSIBLE, test=True)
OTHER = BankMatch("school", "e", 0, MatchRule.FILE)
HARMLESS = Score("nudenet", "none", 0.0)
BROKEN = Failure("nudenet", OpaqueReason.TIMED_OUT)


@pytest.mark.parametrize(
    ("signals", "checkup"),
    [
        ((CARD,), Checkup.FOUND),
        ((HARMLESS, CARD), Checkup.FOUND),
        ((), Checkup.MISSED),
        ((HARMLESS,), Checkup.MISSED),
        ((OTHER,), Checkup.MISSED),
        ((UNSURE,), Checkup.MISSED),
        ((BROKEN,), Checkup.FAILED),
        ((CARD, BROKEN), Checkup.FAILED),
    ],
)
def test_the_card_is_found_or_the_check_has_failed(
    signals: tuple[Signal, ...], checkup: Checkup
) -> None:
    assert examine(signals) is checkup


@pytest.mark.parametrize("checkup", Checkup)
def test_what_is_not_found_is_looked_for_again_soon(checkup: Checkup) -> None:
    week = checkup is Checkup.FOUND
    assert again_after(checkup) == (timedelta(days=7) if week else timedelta(hours=1))
