"""When adults read the weekly word: on Mondays, and on a later day where a Monday was missed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo


@dataclass(frozen=True, slots=True)
class WeeklyTimes:
    """At an hour where the adults live, so that nobody is woken up by what was missed."""

    hour: int
    zone: tzinfo

    def begun(self, now: datetime) -> date:
        """Return the last Monday whose hour has come."""
        local = now.astimezone(self.zone)
        monday = local.date() - timedelta(days=local.weekday())
        early = local.date() == monday and local.hour < self.hour
        return monday - timedelta(days=7) if early else monday

    def due(self, told: date, now: datetime) -> date | None:
        """Return the Monday whose word is due in a chat that was told one before; None if none is.

        What was missed for weeks is told once.
        """
        begun = self.begun(now)
        awake = now.astimezone(self.zone).hour >= self.hour
        return begun if awake and told < begun else None
