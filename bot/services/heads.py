"""Tells the adults the head of the audit chain once a day, so that a cut-off end is noticed.

Nobody can see by a chain alone that its last entries are missing. A head that stands in a chat of
other people can: the chain must still hold it. What was told is noted for each chat, so a restart
repeats nothing, and a chat that cannot be reached now holds up no other.
"""

import logging
from collections.abc import Iterable

from bot.book_ports import ChatBook
from bot.domain.audit import Head, head_due
from bot.domain.errors import TryLater
from bot.domain.message import ChatRef
from bot.domain.speech import Speech
from bot.ports import Clock
from bot.proof_ports import HeadBook
from bot.services.answers import Answers
from bot.services.policies import PolicyDesk
from bot.services.speaking import Speaker

logger = logging.getLogger(__name__)


class Heads:
    """Tells heads."""

    def __init__(
        self,
        book: HeadBook,
        chats: ChatBook,
        policies: PolicyDesk,
        speaker: Speaker,
        answers: Answers,
        clock: Clock,
    ) -> None:
        self._book = book
        self._chats = chats
        self._policies = policies
        self._speaker = speaker
        self._answers = answers
        self._clock = clock

    async def tell(self, platforms: Iterable[str]) -> None:
        """Tell every chat of adults for which it is time."""
        head = await self._book.head()
        if head is None:
            return
        for platform in platforms:
            for adults in await self._chats.adults(platform, self._clock.now()):
                await self._tell(adults, head)

    async def _tell(self, adults: ChatRef, head: Head) -> None:
        if not head_due(await self._book.told(adults), head, self._clock.now()):
            return
        language = await self._policies.language_of(adults)
        text = self._answers.say(language, "proof-head", code=head.code)
        try:
            arrived = await self._speaker.announce(adults, Speech(text))
        except TryLater:
            # The next turn, within the hour, tries again.
            logger.warning("chat %s: the head of the chain was not told yet", adults.chat)
            return
        if arrived:
            await self._book.note_told(adults, head)
