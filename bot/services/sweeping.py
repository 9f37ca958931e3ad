"""Looks for what became known among what was seen, and has it removed or an adult asked."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence

from bot.domain.action import plan_actions
from bot.domain.bank import Standing
from bot.domain.message import ChatRef
from bot.domain.signal import Screening
from bot.domain.sweep import (
    Finding,
    Resemblance,
    SeenItem,
    Standee,
    Sweep,
    Wanted,
    evidence,
    is_news,
    judge,
    weigh,
)
from bot.domain.work import Decision
from bot.hash_ports import SweepBook
from bot.ports import Clock, Comparer, Comparison
from bot.services.platforms import Platforms, abilities
from bot.services.policies import PolicyDesk

logger = logging.getLogger(__name__)

# What is posted now is looked at first: a sweep takes a few seconds, and nobody waits for it.
_BREATH_SECONDS = 0.005

_Found = dict[int, list[Resemblance]]


class Sweeping:
    """Carries sweeps out, a piece at a time. The lane in `app.py` runs one.

    Args:
        list_limit: Tells how many bits may differ now for a match with a list.
    """

    def __init__(
        self,
        book: SweepBook,
        comparer: Comparer,
        judging: "Judging",
        clock: Clock,
        list_limit: Callable[[], int],
    ) -> None:
        self._book = book
        self._comparer = comparer
        self._judging = judging
        self._clock = clock
        self._list_limit = list_limit

    async def claim(self) -> Sweep | None:
        """Return the next sweep that is due."""
        return await self._book.next()

    async def carry_out(self, sweep: Sweep) -> None:
        """Look for the next entries of a sweep in all that was seen; safe to repeat."""
        wanted = await self._book.wanted(sweep, self._list_limit())
        if wanted.sought:
            found = await self._look(sweep, wanted)
            await self._act(found)
        await self._book.advance(sweep, wanted.last)

    async def _look(self, sweep: Sweep, wanted: Wanted) -> _Found:
        """Return what matches, by item; what adults ruled to be harmless stands beside it."""
        sought = await asyncio.to_thread(self._comparer.against, wanted.sought)
        allowed = await asyncio.to_thread(self._comparer.against, wanted.allowed)
        found: _Found = {}
        after = sweep.first_seen - 1
        while page := await self._book.seen(sweep, after):
            for one in await asyncio.to_thread(_find, sought, allowed, page):
                found.setdefault(one.seen.item, []).append(one)
            after = page[-1].number
            await self._clock.sleep(_BREATH_SECONDS)
        return found

    async def _act(self, found: _Found) -> None:
        standees = await self._book.standees(found) if found else []
        groups: dict[tuple[object, ...], list[Finding]] = {}
        for standee in standees:
            finding = await self._judging.finding(standee, found[standee.work.id])
            if finding is not None:
                groups.setdefault(finding.together, []).append(finding)
        for group in groups.values():
            chat = group[0].work.ref.chat_ref
            opened = await self._book.act(group, await self._judging.most_alerts(chat))
            logger.info(
                "chat %s: %s items that were posted before they became known: %s",
                chat.chat,
                len(opened),
                group[0].decision.verdict.reason,
            )


class Judging:
    """Says what follows for an item that was found, by the policy in force in its chat now."""

    def __init__(self, policies: PolicyDesk, platforms: Platforms, clock: Clock) -> None:
        self._policies = policies
        self._platforms = platforms
        self._clock = clock

    async def most_alerts(self, chat: ChatRef) -> int:
        """Return how often adults may be asked within an hour about what was found in a chat."""
        return (await self._policies.now(chat)).breaker_per_hour

    async def finding(self, standee: Standee, resembled: Iterable[Resemblance]) -> Finding | None:
        """Return what follows for one item; None if nothing does."""
        now = self._clock.now()
        counted = [one for one in resembled if one.sought.bank.counts_for(one.seen.sha256, now)]
        if not counted:
            return None
        work = standee.work
        policy = await self._policies.now(work.ref.chat_ref)
        verdict = weigh(standee, judge(tuple(one.match for one in counted), policy))
        if verdict is None:
            return None
        ref = work.ref
        capabilities = await abilities(self._platforms[ref.platform], ref)
        plan = plan_actions(verdict, policy, capabilities)
        sought = [one.sought for one in counted if one.match.standing is not Standing.ALLOWED]
        if not is_news(standee, sought, plan):
            return None
        screening = Screening(verdict.signals, evidence(counted[0].seen))
        decision = Decision(screening, verdict, plan, policy.revision)
        return Finding(work, decision, tuple(one.id for one in sought), sought[0].source)


def _find(sought: Comparison, allowed: Comparison, page: Sequence[SeenItem]) -> list[Resemblance]:
    """Return what matches, and beside it what adults allowed of the same items."""
    found = sought.find(page)
    items = {one.seen.item for one in found}
    return [*found, *allowed.find([one for one in page if one.item in items])]
