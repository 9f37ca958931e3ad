"""The platform's update log: what happened, kept until a reader confirms that it is safe.

The semantics are those of Telegram's `getUpdates`: asking for what comes after an update
confirms everything up to it, and only then is it dropped. A killed bot reads it all again.
"""

import asyncio
from collections import deque

from adapters.sandbox.raw import Raw


class UpdateLog:
    """Numbered updates in order."""

    def __init__(self) -> None:
        self._kept: deque[tuple[int, Raw]] = deque()
        self._last = 0
        self._confirmed = 0
        self._arrived = asyncio.Event()

    @property
    def pending(self) -> int:
        """How many updates nobody has confirmed yet."""
        return len(self._kept)

    def append(self, kind: str, fields: Raw) -> Raw:
        """Add an update and wake whoever waits for one."""
        self._last += 1
        raw: Raw = {"update_id": self._last, "type": kind, **fields}
        self._kept.append((self._last, raw))
        self._arrived.set()
        return raw

    def lost_after(self, after: int) -> bool:
        """Whether updates after this one were already confirmed and dropped."""
        return after < self._confirmed

    async def read(self, after: int, most: int = 100) -> list[tuple[int, Raw]]:
        """Confirm everything up to `after`, then return what follows, waiting if need be.

        Waits without a deadline: the caller reads until it is cancelled.
        """
        self._confirmed = max(self._confirmed, min(after, self._last))
        while self._kept and self._kept[0][0] <= self._confirmed:
            self._kept.popleft()
        while not self._kept:
            self._arrived.clear()
            await self._arrived.wait()
        return [self._kept[index] for index in range(min(most, len(self._kept)))]
