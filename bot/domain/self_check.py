"""Whether the bot still sees: its own test card must end as a match with the test card."""

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum

from bot.domain.bank import TEST_BANK
from bot.domain.signal import BankMatch, Failure, Signal

_AGAIN = timedelta(days=7)
# While it fails, so that the adults hear of each day on which it does.
_WHILE_WRONG = timedelta(hours=1)


class Checkup(StrEnum):
    """How the last self-check ended."""

    NOT_YET = "not_yet"
    FOUND = "found"
    # It was looked at, and not recognised.
    MISSED = "missed"
    # It could not be looked at: nobody knows whether it would have been recognised.
    FAILED = "failed"


def examine(signals: Iterable[Signal]) -> Checkup:
    """Return what the signals about the test card say; a match beside a failure is none."""
    found = list(signals)
    if any(isinstance(one, Failure) for one in found):
        return Checkup.FAILED
    matches = (one for one in found if isinstance(one, BankMatch) and one.bank == TEST_BANK)
    return Checkup.FOUND if any(one.test and one.certain for one in matches) else Checkup.MISSED


def again_after(checkup: Checkup) -> timedelta:
    """Return after which time the bot checks itself again."""
    return _AGAIN if checkup is Checkup.FOUND else _WHILE_WRONG
