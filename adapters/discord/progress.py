"""How far the bot has read, as it is stored: from here it goes on after a restart.

Discord keeps nothing for a bot that is away. But its ids are times, and a channel's history can be
asked for from any id on. So one time is enough for all channels: up to it everything was stored.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

# Servers deliver side by side, and what was posted a moment earlier in one may come a moment later
# than what was posted in another. Reading a little twice costs nothing: it is known by its key.
OVERLAP = timedelta(minutes=2)
# Who starts without knowing anything looks at the last day, as far as the bot was there.
FIRST_LOOK = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Progress:
    """What was read.

    Attributes:
        seen: Up to here everything was stored, but for the servers in `unread`.
        unread: Servers whose history has to be read from a time on.
        lacks: By server, what the bot could not do or see when it last looked; see `standing`.
    """

    seen: datetime
    unread: Mapping[str, datetime] = field(default_factory=dict)
    lacks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def saw(self, at: datetime) -> "Progress":
        """Return the progress after something that was posted at a time was stored."""
        return self if at <= self.seen else replace(self, seen=at)

    def missed(self, guild: str) -> "Progress":
        """Return the progress with a server that has to be read from where the bot stood."""
        return replace(self, unread={**self.unread, guild: self.read_from(guild)})

    def read_from(self, guild: str) -> datetime:
        """Return up to when everything on a server was stored."""
        return min(self.unread.get(guild, self.seen), self.seen)

    def caught_up(self, guild: str) -> "Progress":
        """Return the progress with a server that was read."""
        left = {name: since for name, since in self.unread.items() if name != guild}
        return replace(self, unread=left)

    def noted(self, guild: str, lacks: tuple[str, ...]) -> "Progress":
        """Return the progress with what the bot lacks on a server now."""
        return replace(self, lacks={**self.lacks, guild: lacks})

    def without(self, guild: str) -> "Progress":
        """Return the progress without a server that the bot is not on any more."""
        lacks = {name: one for name, one in self.lacks.items() if name != guild}
        return replace(self.caught_up(guild), lacks=lacks)

    def __str__(self) -> str:
        return json.dumps(
            {
                "seen": self.seen.isoformat(),
                "unread": {name: since.isoformat() for name, since in self.unread.items()},
                "lacks": self.lacks,
            }
        )

    @classmethod
    def read(cls, text: str | None, now: datetime) -> "Progress":
        """Read a stored cursor; one that cannot be read means that nothing is known."""
        try:
            stored = json.loads(text or "")
            return cls(
                _moment(stored["seen"]),
                {str(name): _moment(since) for name, since in stored["unread"].items()},
                {str(name): tuple(map(str, one)) for name, one in stored["lacks"].items()},
            )
        except (
            ValueError,
            LookupError,
            TypeError,
            AttributeError,
            ArithmeticError,
            RecursionError,
        ):
            return cls(now - FIRST_LOOK)


def _moment(text: object) -> datetime:
    moment = datetime.fromisoformat(str(text))
    if moment.tzinfo is None:
        raise ValueError("no time zone")
    return moment.astimezone(UTC)
