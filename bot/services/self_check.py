"""The self-check: at each start and every week the test card goes through the same screening.

It is seen by no chat. What it shows is that pictures are decoded, hashed and compared.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from datetime import date, datetime

from bot.book_ports import ChatBook
from bot.domain.errors import TryLater
from bot.domain.message import ChatRef
from bot.domain.self_check import Checkup, again_after, examine
from bot.domain.signal import Screening
from bot.domain.speech import Speech
from bot.ports import Clock
from bot.services.answers import Answers
from bot.services.policies import PolicyDesk
from bot.services.speaking import Speaker
from bot.weekly_ports import ToldBook

logger = logging.getLogger(__name__)

_WHAT = "self-check"


class SelfCheck:
    """Looks at the test card, and has the adults told when it is not recognised."""

    def __init__(
        self,
        screen: Callable[[bytes], Awaitable[Screening]],
        card: Callable[[], bytes],
        alarm: "SelfCheckAlarm",
        clock: Clock,
        count: Callable[[Checkup], None],
    ) -> None:
        self.last = Checkup.NOT_YET
        self._screen = screen
        self._card = card
        self._alarm = alarm
        self._clock = clock
        self._count = count
        self._next: datetime | None = None

    async def due(self) -> datetime | None:
        """Return the time of a check that is due now: at the start, and again after a while."""
        now = self._clock.now()
        if self._next is not None and now < self._next:
            return None
        # Should the check itself break, it is repeated as if the card had not been found.
        self._next = now + again_after(Checkup.FAILED)
        return now

    async def run(self, now: datetime) -> None:
        """Check, count, and tell the adults where it went wrong."""
        self.last = await self._look()
        self._count(self.last)
        self._next = now + again_after(self.last)
        if self.last is not Checkup.FOUND:
            await self._alarm.tell(now.date())

    async def _look(self) -> Checkup:
        try:
            card = await asyncio.to_thread(self._card)
            screening = await self._screen(card)
        except Exception:
            # Whatever broke: a bot that cannot check itself must say so, not stay silent.
            logger.exception("the self-check broke: run ./upstander doctor")
            return Checkup.FAILED
        checkup = examine(screening.signals)
        if checkup is not Checkup.FOUND:
            logger.error(
                "the self-check failed: the test card was not recognised (%s; %s). Pictures may "
                "pass unseen: restart the bot, then run ./upstander doctor",
                checkup,
                screening.signals,
            )
        return checkup


class SelfCheckAlarm:
    """Tells every chat of adults that the bot may not see, once a day while that lasts."""

    def __init__(  # noqa: PLR0913 - who is told, in which words, and what was told
        self,
        book: ToldBook,
        chats: ChatBook,
        policies: PolicyDesk,
        speaker: Speaker,
        answers: Answers,
        clock: Clock,
        platforms: Collection[str],
    ) -> None:
        self._book = book
        self._chats = chats
        self._policies = policies
        self._speaker = speaker
        self._answers = answers
        self._clock = clock
        self._platforms = platforms

    async def tell(self, day: date) -> None:
        """Tell whoever was not told today; who cannot be reached now is told at the next check."""
        for platform in self._platforms:
            for adults in await self._chats.adults(platform, self._clock.now()):
                if await self._book.last(adults, _WHAT) != day:
                    await self._tell(adults, day)

    async def _tell(self, adults: ChatRef, day: date) -> None:
        language = await self._policies.language_of(adults)
        speech = Speech(self._answers.say(language, "adults-self-check-failed"))
        try:
            arrived = await self._speaker.announce(adults, speech)
        except TryLater:
            logger.warning("chat %s: the failed self-check was not told yet", adults.chat)
            return
        if arrived:
            await self._book.note(adults, _WHAT, day)
