"""A lane: takes work from a table and carries it out, several at once, until it is cancelled."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

logger = logging.getLogger(__name__)

Work = TypeVar("Work")

# Between two looks at the table when nobody rang: retries and leases fall due by time.
_LOOK_EVERY = 0.5
_AFTER_TROUBLE = 1.0


class Lane(Generic[Work]):
    """Claims work while there is any, sleeps until the bell rings, and never stops by itself.

    Args:
        name: For the log.
        claim: Takes the next piece of work, or None.
        carry_out: Does it. What it raises is logged; the lease brings the work back.
        width: How many pieces are under way at once.
    """

    def __init__(
        self,
        name: str,
        claim: Callable[[], Awaitable[Work | None]],
        carry_out: Callable[[Work], Awaitable[None]],
        width: int,
    ) -> None:
        self._name = name
        self._claim = claim
        self._carry_out = carry_out
        self._free = asyncio.Semaphore(width)
        self._bell = asyncio.Event()

    def ring(self) -> None:
        """Say that there may be work."""
        self._bell.set()

    async def run(self) -> None:
        """Work until cancelled; what is under way then is cancelled too and taken up later."""
        async with asyncio.TaskGroup() as under_way:
            while True:
                await self._free.acquire()
                work = await self._next()
                task = self._one(work)
                try:
                    under_way.create_task(task)
                except RuntimeError:
                    # The group is ending because a sibling died; the lease brings the work back.
                    task.close()
                    raise

    async def _next(self) -> Work:
        while True:
            # Cleared before the look: a ring in between is not lost.
            self._bell.clear()
            try:
                work = await self._claim()
            except Exception:
                # The database may be locked or its disk full for a while. The lane has to
                # outlive that: nothing was confirmed to anybody meanwhile.
                logger.exception("lane %s could not claim work, tries again", self._name)
                await asyncio.sleep(_AFTER_TROUBLE)
                continue
            if work is not None:
                return work
            try:
                # Not `wait_for`: up to Python 3.11 it swallows a cancellation that meets a ring,
                # and the lane would never end (https://github.com/python/cpython/issues/86296).
                async with asyncio.timeout(_LOOK_EVERY):
                    await self._bell.wait()
            except TimeoutError:
                continue

    async def _one(self, work: Work) -> None:
        try:
            await self._carry_out(work)
        except Exception:
            # One poison piece of work must not stop the others; its lease runs out and it is
            # taken up again, a bounded number of times.
            logger.exception("lane %s failed at one piece of work", self._name)
            # What has no lease is there again at once: a person must not be answered in a loop.
            await asyncio.sleep(_AFTER_TROUBLE)
        finally:
            self._free.release()
            self.ring()
