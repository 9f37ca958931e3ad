"""Answers people where the answer belongs: in private where the platform can, else in the chat."""

import logging

from bot.domain.action import ActionOutcome, ActionResult
from bot.domain.capability import Capabilities, Capability, notice_ladder
from bot.domain.effect import FIRST_WAIT
from bot.domain.errors import TryLater
from bot.domain.event import CommandGiven, Press
from bot.domain.message import Actor, ChatRef, name_in_logs
from bot.domain.speech import Speech
from bot.services.platforms import Platform, Platforms

logger = logging.getLogger(__name__)

# It may have arrived. Saying it again, perhaps for all to read, is worse than a lost answer.
_PERHAPS = (ActionOutcome.LATER, ActionOutcome.UNREACHABLE)


async def tell_in_private(
    platform: Platform, capabilities: Capabilities, chat: ChatRef, actor: Actor, speech: Speech
) -> ActionResult:
    """Tell one person in private, on the best way that works; `UNSUPPORTED` if none is left.

    A way that is refused leads to the next. One whose answer got lost does not: the words may
    have arrived, and nobody gets them twice.
    """
    for way in notice_ladder(capabilities, actor.kind):
        result = await platform.messenger.tell(way, chat, actor, speech)
        if result.outcome is ActionOutcome.OK or result.outcome in _PERHAPS:
            return result
    return ActionResult(ActionOutcome.UNSUPPORTED)


async def possible(platform: Platform, chat: ChatRef) -> Capabilities:
    """Return what the bot may do in a chat; everything where the platform does not say.

    For offers: nothing is held up for want of this answer, and what cannot be done is refused.
    """
    try:
        return await platform.moderation.capabilities(chat)
    except TryLater:
        return frozenset(Capability)


class Speaker:
    """Says finished messages."""

    def __init__(self, platforms: Platforms) -> None:
        self._platforms = platforms

    async def whisper(self, chat: ChatRef, actor: Actor, speech: Speech) -> bool:
        """Tell one person in private; False if no way is left."""
        capabilities = await self.capabilities(chat)
        result = await tell_in_private(
            self._platforms[chat.platform], capabilities, chat, actor, speech
        )
        return _arrived(name_in_logs(chat, actor), result)

    async def reply(self, asked: Press | CommandGiven, speech: Speech) -> bool:
        """Answer a press or a command so that only who asked sees it; False if no way is left."""
        chat = asked.chat
        result = await self._platforms[chat.platform].messenger.reply(asked, speech)
        return _arrived(name_in_logs(chat, asked.actor), result) or await self.whisper(
            chat, asked.actor, speech
        )

    async def end_wait(self, asked: Press | CommandGiven) -> None:
        """Let a pressed button or a given command rest, where the answer went elsewhere."""
        if asked.reply:
            await self._platforms[asked.chat.platform].messenger.reply(asked, Speech(""))

    async def is_confidential(self, chat: ChatRef) -> bool:
        """Say whether only invited people read what is said in a chat.

        Raises:
            TryLater: The platform does not say; nobody may be told anything there for want of it.
        """
        moderation = self._platforms[chat.platform].moderation
        return Capability.CONFIDENTIAL in await moderation.capabilities(chat)

    async def say(self, chat: ChatRef, speech: Speech) -> ActionResult:
        """Say something to a whole chat and return how that went."""
        return await self._platforms[chat.platform].messenger.say(chat, speech)

    async def capabilities(self, chat: ChatRef) -> Capabilities:
        """Return what the bot may do in a chat; everything where the platform does not say."""
        return await possible(self._platforms[chat.platform], chat)

    async def title(self, chat: ChatRef) -> str:
        """Return what people call a chat, for adults to read."""
        return await self._platforms[chat.platform].moderation.title(chat)

    async def announce(self, chat: ChatRef, speech: Speech) -> bool:
        """Say something that has to arrive; False if it is refused.

        Raises:
            TryLater: It did not arrive, or nobody knows; the caller's work is taken up again.
        """
        result = await self.say(chat, speech)
        if result.outcome in _PERHAPS:
            raise TryLater(result.retry_after or FIRST_WAIT)
        if result.outcome is not ActionOutcome.OK:
            logger.error("chat %s: an announcement was refused (%s)", chat.chat, result.outcome)
        return result.outcome is ActionOutcome.OK


def _arrived(where: str, result: ActionResult) -> bool:
    """Say whether words arrived, or may have."""
    if result.outcome in _PERHAPS:
        logger.warning("%s: an answer may be lost (%s)", where, result.outcome)
        return True
    return result.outcome is ActionOutcome.OK
