"""Answers `/lock`, `/unlock`, `/locks` and `/panic`; `pausing.py` carries out what they ask for.

To pause protects, so whoever runs the chat may. To end a pause weakens: an admin, who may be the
offender, ends only what an admin began.
"""

from bot.domain.capability import Capability
from bot.domain.command import PauseMedia, ShowPauses, UnpauseMedia, Who
from bot.domain.message import ChatRef
from bot.domain.pause import EVERYTHING, Kinds, PauseCause, PauseWish, may_end
from bot.domain.speech import Value
from bot.pause_ports import PauseBook
from bot.services.answers import Answers
from bot.services.rights import Rights
from bot.services.scope import Scope
from bot.services.speaking import Speaker


class PauseDesk:
    """Takes what people want paused, and says what is."""

    def __init__(self, book: PauseBook, rights: Rights, speaker: Speaker, answers: Answers) -> None:
        self._book = book
        self._rights = rights
        self._speaker = speaker
        self._answers = answers

    async def answer(self, command: PauseMedia | UnpauseMedia | ShowPauses, scope: Scope) -> str:
        """Carry one command out and return what is answered."""
        match command:
            case PauseMedia(kinds, _, _):
                refused = await self._refusal(scope.chat, kinds)
                if refused:
                    return await self._about(scope, refused)
                return await self._begin(command, scope)
            case UnpauseMedia():
                return await self._end(scope)
            case ShowPauses():
                return await self._show(scope)

    async def _refusal(self, chat: ChatRef, kinds: Kinds) -> str:
        """Return the key of why these kinds cannot be paused here; empty if they can."""
        capabilities = await self._speaker.capabilities(chat)
        if Capability.PAUSE_MEDIA not in capabilities:
            return "pause-cannot"
        alone = kinds != EVERYTHING and Capability.PAUSE_KINDS not in capabilities
        return "pause-kinds-cannot" if alone else ""

    async def _begin(self, command: PauseMedia, scope: Scope) -> str:
        adult = await self._rights.may(Who.ADULT, scope.chat, scope.event.actor)
        cause = PauseCause.ADULT if adult else PauseCause.ADMIN
        wish = PauseWish(scope.chat, command.kinds, command.lasts, cause)
        pause = await self._book.ask(wish, scope.event.actor)
        what = _words(pause.kinds)
        return await self._about(scope, "pause-begins", until=pause.ends_at, what=what)

    async def _end(self, scope: Scope) -> str:
        pause = await self._book.current(scope.chat)
        if pause is None:
            return await self._about(scope, "locks-none")
        adult = await self._rights.may(Who.ADULT, scope.chat, scope.event.actor)
        if not may_end(pause.cause, adult=adult):
            return await self._about(scope, "unlock-adults-only", until=pause.ends_at)
        await self._book.end(scope.chat, scope.event.actor)
        return await self._about(scope, "unlock-done")

    async def _show(self, scope: Scope) -> str:
        pause = await self._book.current(scope.chat)
        if pause is None:
            return await self._about(scope, "locks-none")
        return await self._about(scope, "locks-show", until=pause.ends_at, what=_words(pause.kinds))

    async def _about(self, scope: Scope, key: str, **values: Value) -> str:
        title = await self._speaker.title(scope.chat)
        return self._answers.say(scope.policy.language, key, chat=title, **values)


def _words(kinds: Kinds) -> str:
    """Return the kinds as they are typed."""
    return "all" if kinds == EVERYTHING else ", ".join(sorted(kinds))
