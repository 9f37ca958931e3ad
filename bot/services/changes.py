"""Changes of a chat's policy as people make them: answered, announced, and stoppable."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.domain.message import Actor, ChatRef
from bot.domain.policy import Direction, PolicyChange
from bot.domain.speech import Button, Speech
from bot.ports import Clock
from bot.services.answers import Answers
from bot.services.policies import PolicyDesk
from bot.services.speaking import Speaker

CODE_LIFE = timedelta(minutes=15)


class Changes:
    """Stores a change and tells the adults; a weaker one carries the button that stops it."""

    def __init__(self, policies: PolicyDesk, speaker: Speaker, answers: Answers) -> None:
        self._policies = policies
        self._speaker = speaker
        self._answers = answers

    async def change(self, chat: ChatRef, change: PolicyChange, by: Actor) -> str:
        """Make a change and return the answer for whoever made it.

        Raises:
            TryLater: The announcement did not arrive; calling again announces the same change.
        """
        policy = await self._policies.now(chat)
        done = await self._policies.change(chat, change, by)
        if done.revision is None:
            return self._answers.say(policy.language, "policy-unchanged")
        what = self._answers.difference(policy.language, done.before, done.revision.settings)
        await self._announce(chat, done.revision.revision, done.way, what)
        if done.way is Direction.WEAKER:
            return self._answers.say(
                policy.language, "policy-changed-later", what=what, time=done.revision.active_from
            )
        return self._answers.say(policy.language, "policy-changed-now", what=what)

    async def keep(self, chat: ChatRef, revision: int, by: Actor) -> bool:
        """Stop an announced change. False if it is too late."""
        return await self._policies.keep(chat, revision, by)

    async def _announce(self, chat: ChatRef, revision: int, way: Direction, what: str) -> None:
        policy = await self._policies.now(chat)
        if policy.alerts_chat is None:
            return
        adults, language = ChatRef(chat.platform, policy.alerts_chat), policy.language
        if way is not Direction.WEAKER:
            text = self._answers.say(language, "adults-policy-stronger", chat=chat.chat, what=what)
            await self._speaker.announce(adults, Speech(text))
            return
        announced = await self._policies.upcoming(chat)
        starts = next(one.active_from for one in announced if one.revision == revision)
        text = self._answers.say(
            language, "adults-policy-weaker", chat=chat.chat, what=what, time=starts
        )
        stop = Button(self._answers.say(language, "button-keep"), f"keep:{chat.chat}:{revision}")
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

    def redeem(self, code: str) -> ChatRef | None:
        """Return the guarded chat of a code and use the code up."""
        self._forget_old()
        chat, _ = self._open.pop(code, (None, None))
        return chat

    def _forget_old(self) -> None:
        now = self._clock.now()
        self._open = {code: entry for code, entry in self._open.items() if entry[1] > now}
