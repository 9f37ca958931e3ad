"""Whoever asks about a code is answered alone, and nobody in the class sees that they asked."""

from typing import assert_never

from bot.domain.action import ActionOutcome
from bot.domain.command import AboutCodes, SendCode, ShowCode, ShowHashHelp, WithdrawCode
from bot.domain.effect import FIRST_WAIT
from bot.domain.errors import TryLater
from bot.services.answers import Answers
from bot.services.hash_help import HashHelp
from bot.services.platforms import Platforms
from bot.services.scope import Scope


class HashDesk:
    """Answers the commands that concern one person alone."""

    def __init__(self, hashes: HashHelp, platforms: Platforms, answers: Answers) -> None:
        self._hashes = hashes
        self._platforms = platforms
        self._answers = answers

    async def answer(self, command: AboutCodes, scope: Scope) -> str:
        """Carry a command out where nobody else reads it; lead its giver there otherwise.

        Raises:
            TryLater: The command still stands in the chat, for all to see.
        """
        event, language = scope.event, scope.policy.language
        if not event.private and not event.reply:
            moderation = self._platforms[event.ref.platform].moderation
            removed = await moderation.take_down(event.ref)
            if removed.outcome in (ActionOutcome.LATER, ActionOutcome.UNREACHABLE):
                raise TryLater(removed.retry_after or FIRST_WAIT)
            return self._answers.say(language, "hashhelp-private")
        match command:
            case ShowHashHelp():
                return self._hashes.page(language)
            case SendCode(text):
                return await self._hashes.send(event, text, language)
            case ShowCode(reference):
                return await self._hashes.status(event, reference, language)
            case WithdrawCode(reference):
                return await self._hashes.withdraw(event, reference, language)
            case other:
                assert_never(other)
