"""The daily summary: once a day each chat of adults reads what is still open, and for how long."""

import logging
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.book_ports import ChatBook
from bot.chase_ports import SummaryBook
from bot.domain.action import ActionOutcome
from bot.domain.chase import OpenCase, SummaryTimes
from bot.domain.message import ChatRef
from bot.domain.speech import Speech
from bot.ports import Clock
from bot.services.chase_words import ChaseWriter
from bot.services.policies import PolicyDesk
from bot.services.speaking import Speaker

logger = logging.getLogger(__name__)

# A summary may be a minute late. The tables are not asked for it twice a second.
_LOOK_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Summary:
    """What one chat of adults is to be told today."""

    adults: ChatRef
    day: date
    language: str
    cases: tuple[OpenCase, ...]


class Summaries:
    """Finds who has not got today's summary, and tells them.

    What was told is noted afterwards: a crash in between tells it twice, where the platform cannot
    tell that it is the same.
    """

    def __init__(
        self,
        book: SummaryBook,
        policies: PolicyDesk,
        chats: ChatBook,
        words: "SummaryWords",
        clock: Clock,
        times: SummaryTimes,
    ) -> None:
        self._book = book
        self._policies = policies
        self._chats = chats
        self._words = words
        self._clock = clock
        self._times = times
        self._look_at: datetime | None = None
        self._found: list[Summary] = []

    async def due(self) -> Summary | None:
        """Return the next summary that is due."""
        now = self._clock.now()
        if not self._found and (self._look_at is None or now >= self._look_at):
            self._look_at = now + _LOOK_EVERY
            self._found = await self._look(now)
        return self._found.pop(0) if self._found else None

    async def _look(self, now: datetime) -> list[Summary]:
        day = self._times.day(now)
        if day is None:
            return []
        # What happened since then was told just now.
        cases = await self._book.unfinished(before=self._times.begin(day))
        by_adults: dict[ChatRef, Summary] = {}
        for case in cases:
            chat = await self._chats.followed(case.chat)
            policy = await self._policies.now(chat)
            adults = policy.adults_of(chat)
            # Without adults the clock of each case calls whoever else there is.
            if adults is not None:
                known = by_adults.get(adults, Summary(adults, day, policy.language, ()))
                by_adults[adults] = replace(known, cases=(*known.cases, case))
        return [one for one in by_adults.values() if not await self._book.told(one.adults, one.day)]

    async def tell(self, summary: Summary) -> None:
        """Tell one chat of adults; what did not arrive is due again in a minute."""
        if await self._words.say(summary, self._clock.now()):
            await self._book.note(summary.adults, summary.day)


class SummaryWords:
    """Says a summary."""

    def __init__(self, speaker: Speaker, writer: ChaseWriter) -> None:
        self._speaker = speaker
        self._writer = writer

    async def say(self, summary: Summary, now: datetime) -> bool:
        """Say it; False if it did not arrive."""
        text = self._writer.summary(summary.cases, now, summary.language)
        key = f"summary:{summary.adults.chat}:{summary.day.isoformat()}"
        result = await self._speaker.say(summary.adults, Speech(text, key=key))
        if result.outcome is not ActionOutcome.OK:
            logger.warning(
                "chat %s: the daily summary did not arrive (%s), it is tried again",
                summary.adults.chat,
                result.outcome,
            )
        return result.outcome is ActionOutcome.OK
