"""What was heard and how far the bot has read: written down here until it is stored."""

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from adapters.discord.buffer import Buffer, Entry
from adapters.discord.ids import is_private, server
from adapters.discord.interactions import Answerable
from adapters.discord.progress import Progress
from adapters.discord.translate import GAP, STANDING, TROUBLE, chat_of
from adapters.discord.updates import Packer, made_gap
from bot.ports import Clock

logger = logging.getLogger(__name__)

# The bot's own events, and servers that come and go.
_KEPT_ALWAYS = frozenset({GAP, STANDING, TROUBLE, "GUILD_CREATE", "GUILD_DELETE"})
# What does not fit of these is made good: the history is read again, Discord tells whoever asked,
# who asks again, and what was deleted shows nothing any more.
_MADE_GOOD = frozenset(
    {"MESSAGE_CREATE", "INTERACTION_CREATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK"}
)

Mark = Callable[[Progress], Progress]


class Notebook:
    """Keeps events in order, and the cursor that goes with them.

    Attributes:
        buffer: What waits to be stored.
        progress: How far the bot has read; moves on when something was stored.
        is_first: Nothing was known when the bot started, so it does not know what it missed either.
        me: The bot's own user.
    """

    def __init__(self, packer: Packer, clock: Clock) -> None:
        self._packer = packer
        self._clock = clock
        self.buffer = Buffer()
        self.progress = Progress(clock.now())
        self._misses: Counter[str] = Counter()
        # By server, since when something did not fit that no history repeats.
        self._lost: dict[str, datetime] = {}
        self.is_first = True
        self.me = ""

    def start_from(self, cursor: str | None) -> None:
        """Go on from a stored cursor."""
        self.progress = Progress.read(cursor, self._clock.now())
        self.is_first = cursor is None

    def keep(
        self,
        event: str,
        data: Mapping[str, Any],
        mark: Mark | None = None,
        asked: Answerable | None = None,
    ) -> None:
        """Put an event among what is to be stored.

        What does not fit is read again later. Of what no history repeats the adults are told.
        """
        # What nobody else can tell still fits: it is little.
        if self.buffer.overfull or (self.buffer.full and event not in _KEPT_ALWAYS):
            self._lose(event, chat_of(event, data))
            return
        update = self._packer.pack(event, data, at=self._clock.now(), me=self.me)
        self.buffer.add(Entry(update, mark, asked) if mark else Entry(update, asked=asked))

    def note(self, mark: Mark) -> None:
        """Move the cursor as soon as everything before is stored."""
        self.buffer.add(Entry(mark=mark))

    def miss(self, guild: str) -> None:
        """Note that something of a server is lost, so that it is read again."""
        self._misses[guild] += 1
        self.progress = self.progress.missed(guild)

    def misses(self, guild: str) -> int:
        """Return how often a server was missed: what was read before the last time is not all."""
        return self._misses[guild]

    def own_up(self) -> None:
        """Tell what was lost, once for each server and flood, as soon as the flood is over."""
        if not self.buffer.roomy:
            return
        lost, self._lost = self._lost, {}
        for guild, since in lost.items():
            self.keep(*made_gap(guild, since, self._clock.now()))

    def _lose(self, event: str, guild: str) -> None:
        if not guild or is_private(server(guild)):
            logger.error("too much waits to be stored; what was said in private is lost")
            return
        if event not in _MADE_GOOD:
            self._lost.setdefault(guild, self._clock.now())
        if guild not in self.progress.unread:
            logger.error("server %s: too much waits to be stored; it is read again", guild)
        self.miss(guild)
