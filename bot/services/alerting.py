"""Who gets the alerts of a chat: shown, tested, and bound to another chat by a one-time code."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.domain.action import ActionOutcome
from bot.domain.message import ChatRef
from bot.domain.policy import PolicyChange
from bot.domain.speech import Speech
from bot.ports import Clock
from bot.services.answers import Answers
from bot.services.changes import Changes
from bot.services.rights import Rights
from bot.services.scope import Scope
from bot.services.speaking import Speaker

CODE_LIFE = timedelta(minutes=15)


class AlertDesk:
    """Answers `/alerts` in its three forms."""

    def __init__(
        self,
        changes: Changes,
        codes: "AlertCodes",
        rights: Rights,
        speaker: Speaker,
        answers: Answers,
    ) -> None:
        self._changes = changes
        self._codes = codes
        self._rights = rights
        self._speaker = speaker
        self._answers = answers

    async def show(self, scope: Scope) -> str:
        """Say who gets the alerts, and give a code that names other adults."""
        language, adults = scope.policy.language, scope.policy.adults_of(scope.chat)
        first = (
            self._answers.say(language, "alerts-none")
            if adults is None
            else self._answers.say(language, "alerts-show", where=await self._speaker.title(adults))
        )
        minutes = int(CODE_LIFE.total_seconds() // 60)
        code = self._codes.give(scope.chat)
        return f"{first}\n{self._answers.say(language, 'alerts-code', code=code, minutes=minutes)}"

    async def bind(self, scope: Scope, code: str) -> str:
        """Let the alerts of the code's chat come to the chat where it was given."""
        here = scope.event.room or scope.event.chat
        guarded = self._codes.chat_of(code)
        if guarded is None or guarded.platform != here.platform or guarded == here:
            self._codes.use_up(code)
            return self._answers.say(scope.policy.language, "alerts-bad-code")
        if not await self._speaker.is_confidential(here):
            # The code stays good: the same admin may choose another place.
            return self._answers.say(scope.policy.language, "alerts-not-closed")
        if not await self._may_be_of_adults(scope):
            self._codes.use_up(code)
            return self._answers.say(scope.policy.language, "alerts-not-here")
        change = PolicyChange(alerts_chat=here.chat)
        answer = await self._changes.change(guarded, change, scope.event.actor)
        # Only now: while the announcement is still tried, the command comes again.
        self._codes.use_up(code)
        return answer

    async def _may_be_of_adults(self, scope: Scope) -> bool:
        """Say whether alerts may come to the chat where a code was given.

        A pupil can bring a code from a chat of their own into the class. It must not become the
        adults' chat: its members would count as adults, and its reports reach nobody.
        """
        if scope.openly:
            return True
        event = scope.event
        # A room is never guarded itself: the chat around it is.
        guarded = event.room is None and scope.policy.alerts_chat is not None
        return not guarded and await self._rights.is_admin(event.room or event.chat, event.actor)

    async def test(self, scope: Scope) -> str:
        """Send the adults a message that says that alerts arrive."""
        language, adults = scope.policy.language, scope.policy.adults_of(scope.chat)
        if adults is None:
            return self._answers.say(language, "alerts-none")
        text = self._answers.say(language, "adults-alerts-test")
        result = await self._speaker.say(adults, Speech(text))
        arrived = result.outcome is ActionOutcome.OK
        return self._answers.say(language, "alerts-test-sent" if arrived else "alerts-test-failed")


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
