"""What the bot did in a chat or, where it may not act, would have done: numbers about nobody.

Nobody looks at the pictures, so nobody knows which verdicts were right: a report never says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.bank import TEST_BANK
from bot.domain.verdict import ALBUM, Outcome, Verdict

DAY = timedelta(days=1)
USUAL_DAYS = 7
MOST_DAYS = 60


@dataclass(frozen=True, slots=True)
class Tally:
    """How many items ended alike.

    Attributes:
        planned: The bot was to remove them, or to call a person who can.
        removed: They are gone.
        alerted: Adults were told of them by an alert.
    """

    outcome: Outcome
    reason: str
    planned: bool
    removed: bool
    alerted: bool
    items: int


@dataclass(frozen=True, slots=True)
class Removals:
    """Removals by what decided: lists alone, models (with or without one), another of the album."""

    lists: int = 0
    models: int = 0
    album: int = 0

    @property
    def items(self) -> int:
        """How many in all."""
        return self.lists + self.models + self.album


@dataclass(frozen=True, slots=True)
class DryReport:
    """What became of the items of one chat in some days; test cards are counted apart.

    Attributes:
        removed: Are gone.
        would_remove: Stand, because the chat's mode left them alone.
        failed: Were to be removed, and are not.
        asked: Adults were asked about them.
        would_ask: Nobody was, because of the chat's mode.
        unchecked: Could not be looked at.
        tests: Test cards.
    """

    items: int
    removed: Removals
    would_remove: Removals
    failed: int
    asked: int
    would_ask: int
    unchecked: int
    tests: int

    @property
    def looked_at(self) -> int:
        """How many were looked at."""
        return self.items - self.unchecked


def to_dry_report(tallies: Iterable[Tally]) -> DryReport:
    """Return what the tallies of some days say together."""
    cards = f"bank:{TEST_BANK}"
    found = list(tallies)
    real = [one for one in found if one.reason != cards]
    judged = [one for one in real if one.outcome is Outcome.REMOVE]
    asked = [one for one in real if one.outcome is Outcome.REVIEW]
    return DryReport(
        items=_sum(real),
        removed=_by_cause(one for one in judged if one.removed),
        would_remove=_by_cause(one for one in judged if not one.removed and not one.planned),
        failed=_sum(one for one in judged if not one.removed and one.planned),
        asked=_sum(one for one in asked if one.alerted),
        would_ask=_sum(one for one in asked if not one.alerted),
        unchecked=_sum(one for one in real if one.outcome is Outcome.OPAQUE),
        tests=_sum(one for one in found if one.reason == cards),
    )


def report_days(asked: timedelta) -> int | None:
    """Return over how many days a report is to go; None where that is no whole number of them."""
    days, rest = divmod(asked, DAY)
    return days if not rest and 1 <= days <= MOST_DAYS else None


def _by_cause(tallies: Iterable[Tally]) -> Removals:
    lists = models = album = 0
    for one in tallies:
        if one.reason == ALBUM:
            album += one.items
        elif Verdict(one.outcome, one.reason, ()).by_list:
            lists += one.items
        else:
            models += one.items
    return Removals(lists, models, album)


def _sum(tallies: Iterable[Tally]) -> int:
    return sum(one.items for one in tallies)
