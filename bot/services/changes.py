"""Changes of a chat's policy as people make them: answered, announced, and stoppable."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.domain.errors import TryLater
from bot.domain.message import Actor, ChatRef
from bot.domain.policy import Direction, PolicyChange, PolicyRevision
from bot.domain.speech import Button, Speech
from bot.ports import Clock
from bot.services.answers import Answers
from bot.services.policies import Change, PolicyDesk
from bot.services.speaking import Speaker

CODE_LIFE = timedelta(minutes=15)


class Changes:
    """Stores a change and tells the adults; a weaker one carries the button that stops it."""

    def __init__(self, policies: PolicyDesk, speaker: Speaker, answers: Answers) -> None:
        self._policies = policies
        self._speaker = speaker
        self._answers = answers
        # A change in force looks like no change when its command is tried again.
        self._unannounced: dict[tuple[ChatRef, PolicyChange], Change] = {}

    async def change(self, chat: ChatRef, change: PolicyChange, by: Actor) -> str:
        """Make a change and return the answer for whoever made it.

        Raises:
            TryLater: The announcement did not arrive; calling again announces the same change.
        """
        policy = await self._policies.now(chat)
        done = await self._policies.change(chat, change, by)
        if done.revision is None:
            done = self._unannounced.pop((chat, change), done)
        if done.revision is None:
            return self._answers.say(policy.language, "policy-unchanged")
        what = self._answers.difference(policy.language, done.before, done.revision.settings)
        try:
            await self._announce(done.revision, done.way, what)
        except TryLater:
            self._unannounced[chat, change] = done
            raise
        if done.way is Direction.WEAKER:
            return self._answers.say(
                policy.language, "policy-changed-later", what=what, time=done.revision.active_from
            )
        return self._answers.say(policy.language, "policy-changed-now", what=what)

    async def keep(self, chat: ChatRef, revision: int, by: Actor) -> bool:
        """Stop an announced change. False if it is too late."""
        return await self._policies.keep(chat, revision, by)

    async def _announce(self, revision: PolicyRevision, way: Direction, what: str) -> None:
        chat = revision.chat
        policy = await self._policies.now(chat)
        if policy.alerts_chat is None:
            return
        adults, language = ChatRef(chat.platform, policy.alerts_chat), policy.language
        title = await self._speaker.title(chat)
        if way is not Direction.WEAKER:
            text = self._answers.say(language, "adults-policy-stronger", chat=title, what=what)
            await self._speaker.announce(adults, Speech(text))
            return
        text = self._answers.say(
            language, "adults-policy-weaker", chat=title, what=what, time=revision.active_from
        )
        action = f"keep:{chat.chat}:{revision.revision}"
        stop = Button(self._answers.say(language, "button-keep"), action)
        await self._speaker.announce(adults, Speech(text, (stop,)))


class AlertCodes:
    """One-time codes that bind the chat of the adults to a guarded chat.

    They live in memory: one that is lost in a restart is asked for again.
    """

    def __init__(self, clock: Clock, new_code: Callable[[], str]) -> None:
        self._clock = clock
        self._new_code = new_code
        self._open: dict[str, tuple[ChatRef, datetime]] = {}

    def give(self, chat: ChatRef) -> str:
        """Return a fresh code for a guarded chat."""
        self._forget_old()
        code = self._new_code()
        self._open[code] = (chat, self._clock.now() + CODE_LIFE)
        return code

    def chat_of(self, code: str) -> ChatRef | None:
        """Return the guarded chat of a code that still works."""
        self._forget_old()
        chat, _ = self._open.get(code, (None, None))
        return chat

    def use_up(self, code: str) -> None:
        """Let a code never work again."""
        self._open.pop(code, None)

    def _forget_old(self) -> None:
        now = self._clock.now()
        self._open = {code: entry for code, entry in self._open.items() if entry[1] > now}
