"""How much of what was posted was looked at: numbers by chat and week, about nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.domain.signal import OpaqueReason
from bot.domain.verdict import Outcome, Verdict

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What became of the items of one chat in one week.

    Attributes:
        asked: Left to an adult.
        unchecked: Why how many were not checked, the most frequent first.
    """

    clean: int = 0
    removed: int = 0
    asked: int = 0
    unchecked: tuple[tuple[OpaqueReason, int], ...] = ()

    @property
    def not_checked(self) -> int:
        """How many were not checked, for whatever reason."""
        return sum(items for _, items in self.unchecked)

    @property
    def items(self) -> int:
        """How many came in."""
        return self.clean + self.removed + self.asked + self.not_checked


def ended_as(verdict: Verdict) -> str:
    """Return as what an item is counted: its outcome, or why it could not be judged."""
    return verdict.reason if verdict.outcome is Outcome.OPAQUE else verdict.outcome


def to_coverage(counted: Mapping[str, int]) -> Coverage:
    """Return what a week's counts say."""
    reasons = [(reason, counted[reason]) for reason in OpaqueReason if reason in counted]
    return Coverage(
        clean=counted.get(Outcome.ALLOW, 0),
        removed=counted.get(Outcome.REMOVE, 0),
        asked=counted.get(Outcome.REVIEW, 0),
        unchecked=tuple(sorted(reasons, key=lambda pair: -pair[1])),
    )


def week_of(at: datetime) -> str:
    """Return the ISO week of a time in UTC, such as ``2026-W48``."""
    year, week, _ = at.astimezone(UTC).isocalendar()
    return f"{year}-W{week:02d}"
