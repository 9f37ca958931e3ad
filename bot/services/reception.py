"""Keeps the connection to one platform up, and knows whether it is."""

import logging
from collections.abc import Sequence

from bot.book_ports import Inbox
from bot.domain.errors import ConnectionLost, UpstanderError
from bot.domain.event import RawUpdate
from bot.ports import Adapter, Clock
from bot.services.intake import Intake

logger = logging.getLogger(__name__)

# Two failures in a row are a hiccup of the network; at the third, pictures wait too long.
FAILURES_UNTIL_DOWN = 3
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
# More doublings make no longer pause, and after a thousand no float holds it any more.
_MOST_DOUBLINGS = 5
# A connection that falls again sooner than this was never really back.
STEADY_SECONDS = 60.0


class Reception:
    """One platform's connection; its fall does not take the others along.

    However often it fails, the log says it once, and again when it is over: an outage of a night
    must not bury everything else.
    """

    def __init__(self, adapter: Adapter, inbox: Inbox, intake: Intake, clock: Clock) -> None:
        self.platform = adapter.name
        self.up = False
        self._adapter = adapter
        self._inbox = inbox
        self._intake = intake
        self._clock = clock
        self._failures = 0
        self._failing_since: float | None = None
        self._up_since = -STEADY_SECONDS
        self._said = logging.NOTSET
        self._end_is_news = False

    async def run(self) -> None:
        """Receive until cancelled; after a failure, go on from the stored cursor."""
        while True:
            try:
                cursor = await self._inbox.last_cursor(self.platform)
                await self._adapter.run(self._receive, cursor)
            except Exception as error:  # noqa: BLE001 - whatever broke it, the next try may work
                self._note(error)
            doublings = min(self._failures - 1, _MOST_DOUBLINGS)
            await self._clock.sleep(min(FIRST_PAUSE * 2**doublings, LONGEST_PAUSE))

    async def _receive(self, updates: Sequence[RawUpdate], cursor: str | None) -> None:
        await self._intake.receive(self._adapter, updates, cursor)
        if cursor is not None:
            self._connected()

    def _connected(self) -> None:
        now = self._clock.monotonic()
        if self._end_is_news and self._failing_since is not None:
            lasted = now - self._failing_since
            logger.warning("platform %s: connected again after %.0f s", self.platform, lasted)
            self._end_is_news = False
        if not self.up or self._failing_since is not None:
            self._up_since = now
        self.up, self._failing_since = True, None

    def _note(self, error: Exception) -> None:
        now = self._clock.monotonic()
        if self._failing_since is None:
            self._failing_since = now
            if now - self._up_since >= STEADY_SECONDS:
                self._failures, self._said = 0, logging.NOTSET
        self._failures += 1
        if self._failures >= FAILURES_UNTIL_DOWN:
            self.up = False
        level = error.level if isinstance(error, ConnectionLost) else logging.ERROR
        lasts = not self._end_is_news and now - self._failing_since >= STEADY_SECONDS
        if level > self._said or lasts:
            self._said, self._end_is_news = max(level, self._said), True
            # Only a fault of ours is worth its traceback.
            trace = None if isinstance(error, UpstanderError) else error
            logger.log(
                level, "platform %s: no connection: %s", self.platform, error, exc_info=trace
            )
