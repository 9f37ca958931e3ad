"""How long an alert about one model's weak sign may wait for others, to be told together."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

# More would be a list that nobody reads to its end; what is left follows in the next message.
MOST_IN_ONE = 20


@dataclass(frozen=True, slots=True)
class DigestTimes:
    """When the cases that wait in one chat are told.

    Attributes:
        every: The longest that a case waits.
        most: Once so many wait they are told at once.
        zone: Where the adults live: none of their days ends with something untold.
    """

    every: timedelta = timedelta(hours=4)
    most: int = 10
    zone: tzinfo = UTC

    def due(self, now: datetime) -> datetime:
        """Return until when a case may wait that was decided now."""
        tomorrow = now.astimezone(self.zone).date() + timedelta(days=1)
        midnight = datetime.combine(tomorrow, time(), self.zone)
        return min(now + self.every, midnight.astimezone(UTC))
