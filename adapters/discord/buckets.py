"""Discord's limits, as its answers tell them: so many calls of one kind in a window of time.

discord.py's own keeping of them does not do here. Once told not to wait for long, it refuses every
call within a longer window, also where calls are left in it: one message in five seconds instead of
five. And a limit that is used up it forgets, and asks again at once.
https://discord.com/developers/docs/topics/rate-limits#header-format-rate-limit-header-examples
"""

import asyncio

import discord
from discord.http import HTTPClient, Ratelimit


class Bucket(Ratelimit):
    """One limit. With calls left it holds nobody up; else it says at once how long it lasts."""

    async def acquire(self) -> None:
        """Take one call out; waits only for as long as may be waited.

        Raises:
            discord.RateLimited: None is left for longer than that.
        """
        self._last_request = self._loop.time()
        while not self._has_one():
            left = self._left()
            longest = self._max_ratelimit_timeout
            if left is not None and longest is not None and left > longest:
                raise discord.RateLimited(left)
            await self._change(left)
        self.remaining -= 1
        self.outgoing += 1

    async def __aexit__(self, *_: object) -> None:
        """Note that a call has ended; whoever waits looks again."""
        self.outgoing -= 1
        if self.expires is None:
            self._renew()  # The answer told no limit: one call at a time.
        self._wake(len(self._pending_requests))

    def _has_one(self) -> bool:
        if self.is_expired():
            self._renew()
        return self.remaining > 0

    def _renew(self) -> None:
        self.reset()  # type: ignore[no-untyped-call] # the library's own

    def _left(self) -> float | None:
        """Return for how long the window lasts; None before an answer has told."""
        return None if self.expires is None else max(0.0, self.expires - self._loop.time())

    async def _change(self, left: float | None) -> None:
        """Wait until a call has ended or the window is over."""
        waiting: asyncio.Future[None] = self._loop.create_future()
        self._pending_requests.append(waiting)
        try:
            async with asyncio.timeout(None if left is None else left + 0.001):
                await waiting
        except TimeoutError:
            return


def keep_limits(http: HTTPClient, longest: float) -> None:
    """Let a client keep Discord's limits in buckets of ours.

    Args:
        http: What makes its calls.
        longest: For so many seconds a call waits for its turn. The library itself knows no less
            than 30.
    """
    http.max_ratelimit_timeout = longest

    def bucket_of(key: str) -> Ratelimit:
        found = http._buckets.get(key)  # noqa: SLF001 - the version is pinned
        if found is None:
            found = http._buckets[key] = Bucket(longest)  # noqa: SLF001 - as above
            http._try_clear_expired_ratelimits()  # noqa: SLF001 - as above
        return found

    http.get_ratelimit = bucket_of  # type: ignore[method-assign] # the library takes no other class
