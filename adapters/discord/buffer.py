"""What was heard and is not stored yet, in order and bounded."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from adapters.discord.interactions import Answerable
from adapters.discord.progress import Progress
from bot.domain.event import RawUpdate

BATCH = 100
# Of about 2 kB each. More are waiting only while nothing can be stored for minutes.
MOST_WAITING = 20_000
# What reads a history waits while so much is on its way, so that what is posted now goes first.
CROWDED = 500


def _same(progress: Progress) -> Progress:
    return progress


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to store.

    Attributes:
        update: The event; None for something that only moves the cursor.
        mark: What storing it means for the cursor.
        asked: An interaction that Discord wants to be taken, as soon as it is stored.
    """

    update: RawUpdate | None = None
    mark: Callable[[Progress], Progress] = field(default=_same)
    asked: Answerable | None = None


class Buffer:
    """First in, first out. An entry leaves only when it is stored."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque()
        self.news = asyncio.Event()

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def full(self) -> bool:
        """Whether nothing more fits."""
        return len(self._entries) >= MOST_WAITING

    @property
    def overfull(self) -> bool:
        """Whether not even what nobody else can tell fits."""
        return len(self._entries) >= 2 * MOST_WAITING

    @property
    def roomy(self) -> bool:
        """Whether a flood is over: most of what waited was stored."""
        return len(self._entries) <= MOST_WAITING // 2

    @property
    def crowded(self) -> bool:
        """Whether what can wait should wait."""
        return len(self._entries) >= CROWDED

    def add(self, entry: Entry) -> None:
        """Take one more and tell whoever waits for news."""
        self._entries.append(entry)
        self.news.set()

    def first(self) -> Sequence[Entry]:
        """Return what is to be stored next, without taking it out."""
        return list(islice(self._entries, BATCH))

    def drop(self, count: int) -> None:
        """Let go of what was stored."""
        for _ in range(count):
            self._entries.popleft()
