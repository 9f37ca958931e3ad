"""The main path of one item: from the inbox to a stored decision, on one screen.

The numbers are the steps of DESIGN §4. Steps 1-3 (inbox, translation, order) lie in
`services/intake.py` and `storage/work.py`, steps 9-10 (removal first, then words) in
`services/enforcement.py`, which works from the outbox that step 10 fills here.
"""

import logging
from collections.abc import Callable
from datetime import timedelta

from bot.book_ports import WorkQueue
from bot.domain.action import ActionPlan, only_removal, plan_actions, without_words_to_pupils
from bot.domain.errors import TryLater
from bot.domain.memory import to_remember
from bot.domain.policy import Mode, Policy
from bot.domain.signal import OpaqueReason, Screening, failed
from bot.domain.verdict import ALBUM, Outcome, Verdict, apply_album, apply_breaker, decide
from bot.domain.work import MOST_ATTEMPTS, SCREENING_PATIENCE, Decision, WorkItem
from bot.ports import Clock, Meters
from bot.services.platforms import Platforms, abilities
from bot.services.policies import PolicyDesk
from bot.services.screening import Lookout

logger = logging.getLogger(__name__)

_BREAKER_WINDOW = timedelta(hours=1)
_FIRST_RETRY = timedelta(seconds=1)


class Pipeline:
    """Brings one leased item to a verdict."""

    def __init__(
        self,
        queue: WorkQueue,
        lookout: Lookout,
        policies: PolicyDesk,
        platforms: Platforms,
        clock: Clock,
        meters: Meters,
    ) -> None:
        self._queue = queue
        self._lookout = lookout
        self._policies = policies
        self._platforms = platforms
        self._clock = clock
        self._meters = meters

    async def handle(self, worker: str, item: WorkItem, decided: Callable[[], None]) -> None:
        """Decide one item, or give it back to be tried later; never let it go undecided."""
        try:
            await self._decide(worker, item, decided)
        except Exception:
            # The database may be gone for a moment. Without this the item would stand in the chat
            # until its lease ends; the lane logs what happened.
            next_at = self._clock.now() + _FIRST_RETRY
            await self._queue.put_back(worker, item, next_at, counts=True)
            raise

    async def _decide(self, worker: str, item: WorkItem, decided: Callable[[], None]) -> None:
        started = self._clock.monotonic()
        screening = await self._look_at(worker, item)  # 4, 5
        if screening is None:
            return
        policy = await self._policies.in_force(item.ref.chat_ref, item.received_at)
        verdict = decide(screening.signals, policy)  # 6
        verdict = await self._limit(item, verdict, policy)  # 7
        # Where nothing is removed any more, an item of an album stands for itself.
        parent = item.album_case if policy.mode is Mode.REMOVE else None
        verdict = apply_album(verdict, parent)
        plan = await self._plan(item, verdict, policy)  # 8
        if parent is not None and verdict.reason == ALBUM:
            plan = only_removal(plan)
        elif parent is not None:
            plan, parent = without_words_to_pupils(plan), None
        memory = to_remember(screening, verdict, plan, policy.preset.rules)
        case = await self._queue.decide(  # 10
            worker, item, Decision(screening, verdict, plan, policy.revision, parent, memory)
        )
        if case is None:
            logger.warning("item %s: the lease was lost, another worker decides", item.id)
            return
        decided()  # 9: the takedown lane wakes up
        seconds = self._clock.monotonic() - started
        self._meters.decided(verdict.outcome, verdict.reason, seconds)
        logger.info(
            "item %s chat %s: %s (%s) case %s in %.0f ms",
            item.id,
            item.ref.chat,
            verdict.outcome,
            verdict.reason,
            case or "-",
            seconds * 1000,
        )

    async def _look_at(self, worker: str, item: WorkItem) -> Screening | None:
        """Return the evidence, or None if the item was given back."""
        if item.attempts > MOST_ATTEMPTS:
            # It took the process down with it, time and again: a person has to look.
            return failed("pipeline", OpaqueReason.CRASHED)
        try:
            policy = await self._policies.in_force(item.ref.chat_ref, item.received_at)
            return await self._lookout.look_at(item, thorough=policy.preset.thorough)
        except TryLater as wait:
            counts, pause = False, wait.after
        except Exception:
            # Whatever goes wrong around an item, it must end in a verdict: try again, and let
            # the attempts above count.
            logger.exception("item %s: attempt %s failed", item.id, item.attempts)
            counts, pause = True, _FIRST_RETRY * 2**item.attempts
        next_at = self._clock.now() + pause
        worn_out = counts and item.attempts == MOST_ATTEMPTS
        if worn_out or next_at > item.received_at + SCREENING_PATIENCE:
            return failed("pipeline", OpaqueReason.UNFETCHABLE)
        await self._queue.put_back(worker, item, next_at, counts=counts)
        return None

    async def _limit(self, item: WorkItem, verdict: Verdict, policy: Policy) -> Verdict:
        """Ask the breaker, which stops a classifier that went mad."""
        if verdict.outcome is not Outcome.REMOVE or verdict.by_list:
            return verdict
        since = self._clock.now() - _BREAKER_WINDOW
        removals = await self._queue.removals_since(item.ref.chat_ref, since)
        return apply_breaker(verdict, removals, policy.breaker_per_hour)

    async def _plan(self, item: WorkItem, verdict: Verdict, policy: Policy) -> ActionPlan:
        if verdict.outcome is Outcome.ALLOW:
            return ()
        platform = self._platforms[item.ref.platform]
        return plan_actions(verdict, policy, await abilities(platform, item.ref))
