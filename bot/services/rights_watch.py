"""Asks every few hours whether the bot has what it needs in each guarded chat.

Platforms tell of changed rights, but not of all, and not while the bot is away. What is missing is
told once until it was right in between, over restarts too.
"""

import asyncio
import logging
from collections.abc import Collection
from datetime import date, datetime, timedelta

from bot.book_ports import ChatBook
from bot.domain.capability import ChatCheck
from bot.domain.errors import TryLater
from bot.domain.message import ChatRef
from bot.domain.speech import Speech
from bot.ports import Clock
from bot.services.answers import Answers
from bot.services.people import LeadVoice
from bot.services.platforms import Platforms
from bot.services.policies import PolicyDesk
from bot.services.speaking import Speaker
from bot.weekly_ports import ToldBook

logger = logging.getLogger(__name__)

# Soon after the start, when whoever sets the bot up has had time to finish.
_FIRST, _EVERY, _AGAIN = timedelta(minutes=5), timedelta(hours=6), timedelta(minutes=10)
_ASKING_SECONDS = 10.0


async def checks_now(platforms: Platforms, chat: ChatRef) -> tuple[ChatCheck, ...] | None:
    """Return how the checks stand in a chat; None where the platform does not say now."""
    try:
        async with asyncio.timeout(_ASKING_SECONDS):
            return await platforms[chat.platform].moderation.checks(chat)
    except (TryLater, TimeoutError, OSError) as error:
        logger.warning("chat %s: its rights are not known (%s)", chat.chat, type(error).__name__)
        return None


class RightsWatch:
    """Finds out when it is time, and looks at every guarded chat that has adults."""

    def __init__(
        self,
        chats: ChatBook,
        policies: PolicyDesk,
        alarm: "RightsAlarm",
        clock: Clock,
        platforms: Collection[str],
    ) -> None:
        self._chats = chats
        self._policies = policies
        self._alarm = alarm
        self._clock = clock
        self._platforms = platforms
        self._next: datetime | None = None

    async def due(self) -> datetime | None:
        """Return the time of a look that is due now."""
        now = self._clock.now()
        if self._next is None:
            self._next = now + _FIRST
        if now < self._next:
            return None
        self._next = now + _AGAIN
        return now

    async def look(self, now: datetime) -> None:
        """Look at every chat; one that fails holds up no other."""
        done = True
        for platform in self._platforms:
            for adults in await self._chats.adults(platform, now):
                guarded = await self._policies.guarded_from(adults)
                for chat in await self._policies.present(guarded):
                    done = await self._alarm.look_at(chat, adults, now.date()) and done
        if done:
            self._next = now + _EVERY


class RightsAlarm:
    """Tells the adults of a chat what is newly missing there."""

    def __init__(
        self,
        book: ToldBook,
        platforms: Platforms,
        policies: PolicyDesk,
        speaker: Speaker,
        answers: Answers,
        lead: LeadVoice,
    ) -> None:
        self._book = book
        self._lead = lead
        self._platforms = platforms
        self._policies = policies
        self._speaker = speaker
        self._answers = answers

    async def look_at(self, chat: ChatRef, adults: ChatRef, day: date) -> bool:
        """Look at one chat; False if it has to be looked at again soon."""
        checks = await checks_now(self._platforms, chat)
        if checks is None:
            # A platform that does not answer is no missing right, and none that is there.
            return False
        new = [check for check in checks if check.needed and await self._is_new(chat, check)]
        return not new or await self._tell(chat, adults, new, day)

    async def _is_new(self, chat: ChatRef, check: ChatCheck) -> bool:
        """Say whether something is missing of which nobody was told; forget what is right again."""
        told = await self._book.last(chat, _what(check)) is not None
        if check.ok and told:
            await self._book.forget(chat, _what(check))
        return not check.ok and not told

    async def _tell(
        self, chat: ChatRef, adults: ChatRef, new: Collection[ChatCheck], day: date
    ) -> bool:
        language = (await self._policies.now(chat)).language
        title = await self._speaker.title(chat)
        lines = [self._answers.say(language, "adults-rights-missing", chat=title)]
        lines += self._answers.checklist(language, new)
        try:
            speech = Speech("\n".join(lines))
            about = f"rights:{chat.chat}:{day}:{','.join(check.text for check in new)}"
            heard = await self._lead.tell(chat.platform, speech, about)
            arrived = await self._speaker.announce(adults, speech) or heard
        except TryLater:
            logger.warning("chat %s: its missing rights were not told yet", chat.chat)
            return False
        if arrived:
            for check in new:
                await self._book.note(chat, _what(check), day)
        return True


def _what(check: ChatCheck) -> str:
    return f"right:{check.text}"
