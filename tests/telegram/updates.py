"""The queue of updates: numbered, filtered by what the bot asked for, kept until confirmed."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.ports import Clock
from tests.telegram.errors import conflict
from tests.telegram.state import Json

# https://core.telegram.org/bots/api#getting-updates
KEPT = timedelta(hours=24)
# https://core.telegram.org/bots/api#getupdates: sent only to a bot that names them.
NAMED_ONLY = {"chat_member", "message_reaction", "message_reaction_count"}
FIRST_UPDATE = 400_000_001


@dataclass(frozen=True)
class Waiting:
    """One update that was not confirmed yet."""

    raw: Json
    at: datetime

    @property
    def id(self) -> int:
        """Its number."""
        return int(self.raw["update_id"])


class Updates:
    """What the bot has to be told.

    Attributes:
        allowed: The kinds that the bot named; empty for all but `NAMED_ONLY`.
        sent: Every update that was ever made, in order.
        handed_at: The second, by the loop's clock, at which each was first handed over.
        watch: Called with every update but the raw ones; the judge looks at them here.
    """

    def __init__(self, clock: Clock) -> None:
        self.allowed: tuple[str, ...] = ()
        self.sent: list[Json] = []
        self.handed_at: dict[int, float] = {}
        self.watch: Callable[[Json], None] = lambda _: None
        self._clock = clock
        self._waiting: list[Waiting] = []
        self._news = asyncio.Event()
        self._poll = 0
        self._ended = ""

    def emit(self, kind: str, body: Json) -> None:
        """Tell the bot something, unless it did not ask for such updates."""
        wanted = kind in self.allowed if self.allowed else kind not in NAMED_ONLY
        if wanted:
            raw = self._put({kind: body})
            self.watch(raw)

    def raw(self, update: Json) -> Json:
        """Tell the bot something that no judge looks at: poison, or a field of the future."""
        return self._put(update)

    def repeat(self, update_id: int) -> None:
        """Deliver an update again under the same number, as a webhook does after a lost 200."""
        found = next(one for one in self.sent if one["update_id"] == update_id)
        self._waiting.append(Waiting(found, self._clock.now()))
        self._news.set()

    def forget(self) -> None:
        """Take everything as received long ago."""
        self._waiting.clear()

    @property
    def pending(self) -> list[Json]:
        """What was not confirmed yet and is not too old."""
        oldest = self._clock.now() - KEPT
        self._waiting = [one for one in self._waiting if one.at > oldest]
        return [one.raw for one in self._waiting]

    def confirm(self, before: int) -> None:
        """Forget every update with a smaller number."""
        self._waiting = [one for one in self._waiting if one.id >= before]

    def interrupt(self, reason: str) -> None:
        """End the long poll that is under way with a conflict."""
        self._ended = reason
        self._poll += 1
        self._news.set()

    async def read(self, most: int, seconds: float) -> Sequence[Json]:
        """Return what is pending, waiting for the first up to so many seconds.

        A second reader ends the first one's wait with a conflict, as Telegram does.
        """
        self.interrupt(
            "terminated by other getUpdates request; make sure that only one bot instance is "
            "running"
        )
        mine = self._poll
        try:
            async with asyncio.timeout(seconds):
                while not self.pending and self._poll == mine:
                    await self.news()
        except TimeoutError:
            return []
        if self._poll != mine:
            raise conflict(self._ended)
        return self.hand_over(most)

    async def news(self) -> None:
        """Wait until something was added or interrupted."""
        self._news.clear()
        await self._news.wait()

    def hand_over(self, most: int) -> Sequence[Json]:
        """Return the oldest updates and note when they were first handed over."""
        batch = self.pending[:most]
        now = asyncio.get_running_loop().time()
        for update in batch:
            self.handed_at.setdefault(update["update_id"], now)
        return batch

    def _put(self, update: Json) -> Json:
        raw = {"update_id": FIRST_UPDATE + len(self.sent)} | update
        self.sent.append(raw)
        self._waiting.append(Waiting(raw, self._clock.now()))
        self._news.set()
        return raw
