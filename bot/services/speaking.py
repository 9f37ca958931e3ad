"""Answers people where the answer belongs: in private where the platform can, else in the chat."""

import logging

from bot.domain.action import ActionOutcome, ActionResult
from bot.domain.capability import Capability, notice_ladder
from bot.domain.effect import FIRST_WAIT
from bot.domain.errors import TryLater
from bot.domain.message import Actor, ChatRef
from bot.domain.speech import Speech
from bot.services.platforms import Platforms

logger = logging.getLogger(__name__)


class Speaker:
    """Says finished messages."""

    def __init__(self, platforms: Platforms) -> None:
        self._platforms = platforms

    async def answer(self, chat: ChatRef, actor: Actor, speech: Speech, *, openly: bool) -> None:
        """Answer one person: in private where that works, else in the chat, for all to read.

        Args:
            chat: Where the person spoke.
            actor: The person.
            speech: The answer.
            openly: The chat is private or belongs to the adults, so the answer goes there.
        """
        if openly or not await self.whisper(chat, actor, speech):
            await self.say(chat, speech)

    async def whisper(self, chat: ChatRef, actor: Actor, speech: Speech) -> bool:
        """Tell one person in private; False if no way is left."""
        platform = self._platforms[chat.platform]
        try:
            capabilities = await platform.moderation.capabilities(chat)
        except TryLater:
            # Nothing is repeated for want of this answer: a way that does not exist is refused.
            capabilities = frozenset(Capability)
        for way in notice_ladder(capabilities, actor.kind):
            result = await platform.messenger.tell(way, chat, actor, speech)
            if result.outcome is ActionOutcome.OK:
                return True
            if result.outcome in (ActionOutcome.LATER, ActionOutcome.UNREACHABLE):
                # It may have arrived. Saying it again, perhaps for all to read, is worse than an
                # answer that is lost.
                logger.warning("chat %s: an answer may be lost (%s)", chat.chat, result.outcome)
                return True
        return False

    async def say(self, chat: ChatRef, speech: Speech) -> ActionResult:
        """Say something to a whole chat and return how that went."""
        return await self._platforms[chat.platform].messenger.say(chat, speech)

    async def title(self, chat: ChatRef) -> str:
        """Return what people call a chat, for adults to read."""
        return await self._platforms[chat.platform].moderation.title(chat)

    async def announce(self, chat: ChatRef, speech: Speech) -> bool:
        """Say something that has to arrive; False if it is refused.

        Raises:
            TryLater: It did not arrive, or nobody knows; the caller's work is taken up again.
        """
        result = await self.say(chat, speech)
        if result.outcome in (ActionOutcome.LATER, ActionOutcome.UNREACHABLE):
            raise TryLater(result.retry_after or FIRST_WAIT)
        if result.outcome is not ActionOutcome.OK:
            logger.error("chat %s: an announcement was refused (%s)", chat.chat, result.outcome)
        return result.outcome is ActionOutcome.OK
