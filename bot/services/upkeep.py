"""What happens by the clock: lost leases, old updates, hashes that are not to be kept."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.book_ports import Outbox, Retention
from bot.domain.bank import KEEP_REMOVED
from bot.domain.standing import KEEP_CHANGES, KEEP_HITS
from bot.ports import Clock
from bot.services.bank_loader import BankLoader

logger = logging.getLogger(__name__)

_RECOVER_EVERY = 10
# The usual interval at which metrics are asked for.
_REPORT_EVERY = 15
_FORGET_EVERY = 3600
_FIRST_HEAD = 300
_TRY_AGAIN = 1.0


@dataclass(frozen=True, slots=True)
class Keeping:
    """For how long the operator has things kept: raw updates, and hashes of what was seen."""

    updates: timedelta
    seen: timedelta


class Upkeep:
    """Runs the sweeps. The scheduler keeps its jobs in memory: what is due lies in our tables."""

    def __init__(
        self,
        worker: str,
        outbox: Outbox,
        banks: BankLoader,
        retention: Retention,
        clock: Clock,
        keeping: Keeping,
    ) -> None:
        self._worker = worker
        self._outbox = outbox
        self._banks = banks
        self._retention = retention
        self._clock = clock
        self._keeping = keeping
        self._scheduler = AsyncIOScheduler(timezone=UTC)

    async def start(
        self,
        ring: Callable[[], None],
        report: Callable[[], Awaitable[None]],
        tell_heads: Callable[[], Awaitable[None]],
        forget_people: Callable[[], Awaitable[None]],
    ) -> None:
        """Take up what was left and load the banks, then sweep on.

        `ring` wakes the lanes when something was recovered; `report` measures the backlog;
        `tell_heads` tells the adults the head of the audit chain, where it is time;
        `forget_people` forgets who was in cases that ended long ago.
        """

        async def recover() -> None:
            if recovered := await self._outbox.recover(self._worker):
                logger.warning("%s leases were lost and are taken up again", recovered)
                ring()

        # Before anything is looked at: a known picture must be known from the first moment on.
        await self._until_done(self._banks.refresh)
        await self._until_done(recover)
        # At once too: a bot that is restarted often would never get to the hourly turn.
        await self._forget()
        for job, seconds in (
            (recover, _RECOVER_EVERY),
            (report, _REPORT_EVERY),
            (self._forget, _FORGET_EVERY),
        ):
            self._scheduler.add_job(
                job, "interval", seconds=seconds, coalesce=True, max_instances=1
            )
        # Soon after the start: a bot that is restarted often would never get to the hourly turn.
        soon = datetime.now(UTC) + timedelta(seconds=_FIRST_HEAD)  # noqa: TID251 - the scheduler's own clock
        self._scheduler.add_job(
            tell_heads, "interval", seconds=_FORGET_EVERY, next_run_time=soon, coalesce=True
        )
        # Not at the start: who finds the clock of the machine wrong has time to stop the bot.
        self._scheduler.add_job(
            forget_people, "interval", seconds=_FORGET_EVERY, coalesce=True, max_instances=1
        )
        self._scheduler.start()

    async def _until_done(self, step: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                return await step()
            except Exception:
                # Another program may hold the database for a while: the start waits for it.
                logger.exception("the database cannot be used yet, tries again")
                await asyncio.sleep(_TRY_AGAIN)

    def stop(self) -> None:
        """Stop the sweeps."""
        self._scheduler.shutdown(wait=False)

    async def _forget(self) -> None:
        now = self._clock.now()
        await self._retention.forget_updates(now - self._keeping.updates)
        await self._retention.forget_seen(now - self._keeping.seen)
        # What people are counted by holds the day, and says nothing any more on the next.
        await self._retention.forget_reporters(now.replace(hour=0, minute=0, second=0))
        await self._retention.forget_removed(now - KEEP_REMOVED)
        await self._retention.forget_banks(now)
        await self._retention.forget_hits(now - KEEP_HITS, now - KEEP_CHANGES)
