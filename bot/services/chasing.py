"""The escalation clock at work: moves on what is due, and tells the adults and the pagers.

Every step is safe to repeat: what is due lies in a table, and each telling has a key of its own.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.book_ports import ChatBook
from bot.chase_ports import ChaseBook, ChaseMeters, Pager, PageResult
from bot.domain.action import ActionOutcome, ActionResult
from bot.domain.chase import (
    ADULTS,
    NOBODY,
    Due,
    Line,
    Telling,
    Told,
    again_at,
    channels,
    every_line,
    reached,
)
from bot.domain.message import ChatRef
from bot.ports import Clock
from bot.services.chase_words import ChaseWriter
from bot.services.policies import PolicyDesk
from bot.services.speaking import Speaker

logger = logging.getLogger(__name__)

# Every wait has a deadline, whatever a pager promises; well within `chase.LEASE`.
PAGE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class PagerLine:
    """A pager, and the step from which it is used."""

    pager: Pager
    after: int


class Chasing:
    """Works for three lanes of `bot/wiring.py`: the clock, the adults' chats, the pagers."""

    def __init__(
        self,
        worker: str,
        book: ChaseBook,
        criers: "Criers",
        lines: Sequence[PagerLine],
        clock: Clock,
        meters: ChaseMeters,
    ) -> None:
        self._worker = worker
        self._book = book
        self._criers = criers
        self._lines = tuple(Line(one.pager.channel, one.after) for one in lines)
        self._clock = clock
        self._meters = meters

    async def due(self) -> Due | None:
        """Return a case whose clock has come to a step."""
        return await self._book.due()

    async def advance(self, due: Due) -> None:
        """Write down who is told at this step; others carry it out."""
        step = reached(due.since, due.step, self._clock.now())
        adults = await self._criers.adults_of(due.chat) is not None
        told = channels(step, self._lines, adults=adults)
        if await self._book.advance(due, step, told) and NOBODY in told:
            logger.error(
                "case %s: nobody can be told of it: no chat of adults is named (/alerts), and no "
                "second channel is set (UPSTANDER_PAGERS__)",
                due.case,
            )

    async def due_to_adults(self) -> Telling | None:
        """Lease what a chat of adults is to be told."""
        return await self._book.claim(self._worker, adults=True)

    async def due_to_pagers(self) -> Telling | None:
        """Lease what is to be sent outside the chats."""
        return await self._book.claim(self._worker, adults=False)

    async def tell(self, telling: Telling) -> None:
        """Tell somebody once, and store how it went; who cannot be told is told later again."""
        result = await self._answer(telling)
        again: datetime | None = None
        instead: tuple[str, ...] = ()
        # A channel that is not among the settings any more is given up.
        known = telling.channel in (ADULTS, *every_line(self._lines))
        if result.told is not Told.TOLD and known:
            again = again_at(telling.attempts, result.told, result.retry_after, self._clock.now())
            # The chat of the adults is closed to the bot: whoever else there is has to hear of it
            # now, not at the step that would be theirs.
            instead = every_line(self._lines) if telling.channel == ADULTS else ()
        stored = await self._book.settle(self._worker, telling, result.told, again, instead)
        self._meters.paged(telling.channel, result.told)
        self._log(telling, result, stored=stored)

    async def _answer(self, telling: Telling) -> PageResult:
        try:
            async with asyncio.timeout(PAGE_SECONDS):
                return await self._criers.cry(telling, others=bool(self._lines))
        except TimeoutError:
            return PageResult(Told.UNREACHABLE, f"no answer within {PAGE_SECONDS:g} seconds")
        except Exception:
            # An adapter answers with results. What it raises all the same must not keep the other
            # channels from being told, and this one is tried again.
            logger.exception("case %s: telling %s failed", telling.numbers[0], telling.channel)
            return PageResult(Told.UNREACHABLE, "an error, see above")

    def _log(self, telling: Telling, result: PageResult, *, stored: bool) -> None:
        told = result.told is Told.TOLD
        logger.log(
            logging.INFO if told else logging.ERROR,
            "case %s: step %s by %s: %s%s%s, attempt %s",
            ", ".join(telling.numbers),
            telling.step,
            telling.channel,
            result.told.name.lower(),
            f" ({result.detail})" if result.detail else "",
            "" if stored else ", taken up meanwhile",
            telling.attempts,
        )


class Criers:
    """Knows how each channel is told: the adults' chat by the platform, others by their pager."""

    def __init__(
        self,
        policies: PolicyDesk,
        chats: ChatBook,
        speaker: Speaker,
        writer: ChaseWriter,
        pagers: Sequence[Pager],
        clock: Clock,
    ) -> None:
        self._policies = policies
        self._chats = chats
        self._speaker = speaker
        self._writer = writer
        self._pagers = {pager.channel: pager for pager in pagers}
        self._clock = clock

    async def adults_of(self, chat: ChatRef) -> ChatRef | None:
        """Return the chat of the adults of a class, by the ids that both have now."""
        now_called = await self._chats.followed(chat)
        return (await self._policies.now(now_called)).adults_of(now_called)

    async def cry(self, telling: Telling, *, others: bool) -> PageResult:
        """Tell one channel; `others` says whether there are any outside the chats."""
        chat = await self._chats.followed(telling.chat)
        policy = await self._policies.now(chat)
        adults, now = policy.adults_of(chat), self._clock.now()
        if telling.channel == ADULTS:
            if adults is None:
                return PageResult(Told.REFUSED, "no chat of adults is named any more")
            speech = self._writer.reminder(telling, now, policy.language, others=others)
            return _result(await self._speaker.say(adults, speech))
        pager = self._pagers.get(telling.channel)
        if pager is None:
            return PageResult(Told.REFUSED, "it is not among the settings any more")
        return await pager.page(
            self._writer.page(telling, now, policy.language, adults=adults is not None)
        )


def _result(answer: ActionResult) -> PageResult:
    """Turn the answer of a platform into that of a channel."""
    match answer.outcome:
        case ActionOutcome.OK:
            return PageResult(Told.TOLD)
        case ActionOutcome.LATER | ActionOutcome.UNREACHABLE:
            return PageResult(Told.UNREACHABLE, answer.outcome, answer.retry_after)
        case _:
            return PageResult(Told.REFUSED, answer.outcome)
