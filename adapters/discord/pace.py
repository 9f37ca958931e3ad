"""Keeps the bot within the calls that it may make, and words from using them up."""

import asyncio
from collections import deque

# All calls of a bot together may be 50 a second, or everything stands still for a while:
# https://discord.com/developers/docs/topics/rate-limits#global-rate-limit
CALLS_A_SECOND = 45
# Removals must never wait for words.
WORDS_A_SECOND = 25


class Pace:
    """Lets so many through a second, in order."""

    def __init__(self, a_second: int) -> None:
        self._most = a_second
        self._begun: deque[float] = deque()
        self._order = asyncio.Lock()

    async def turn(self) -> None:
        """Wait until it is one's turn."""
        now = asyncio.get_running_loop().time
        async with self._order:
            if len(self._begun) >= self._most:
                # Whoever gives up here has taken nothing out: the next one waits as long.
                await asyncio.sleep(self._begun[0] + 1 - now())
                self._begun.popleft()
            self._begun.append(now())
