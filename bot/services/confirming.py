"""What waits in memory for one press: the command of a masked admin, an answer without a way.

A restart loses it, and the person gives the command again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.capability import Capability
from bot.domain.event import CommandGiven, Press
from bot.domain.message import Actor
from bot.domain.speech import Button, Speech
from bot.ports import Clock
from bot.services.answers import Answers
from bot.services.pressing import PressAnswer
from bot.services.speaking import Speaker

# As long as the buttons work that lead here, see `seal.py`.
WAITS = timedelta(minutes=5)


@dataclass(slots=True)
class Waiting:
    """A command that waits for a press.

    Attributes:
        by: The one person for whom it is carried out, once that is known.
        answer: What this person is told, once it was carried out.
    """

    event: CommandGiven
    until: datetime
    by: Actor | None = None
    answer: Speech | None = None


class Confirming:
    """Asks for a press in the chat, and keeps what the press is about."""

    def __init__(
        self, speaker: Speaker, answers: Answers, clock: Clock, new_nonce: Callable[[], str]
    ) -> None:
        self._speaker = speaker
        self._answers = answers
        self._clock = clock
        self._new_nonce = new_nonce
        self._waiting: dict[str, Waiting] = {}

    async def ask(self, event: CommandGiven, language: str) -> bool:
        """Ask the person behind a mask to show up; False where the chat has no buttons."""
        chat = event.ref.chat_ref
        if Capability.BUTTONS not in await self._speaker.capabilities(chat):
            return False
        action = f"confirm:{self._keep(Waiting(event, self._until()))}"
        button = Button(self._answers.say(language, "button-confirm"), action)
        await self._speaker.say(
            chat, Speech(self._answers.say(language, "confirm-admin"), (button,))
        )
        return True

    async def offer(self, event: CommandGiven, answer: Speech, language: str) -> bool:
        """Lead somebody into private for an answer; False where no button leads there."""
        chat = event.ref.chat_ref
        leads = {Capability.BUTTONS, Capability.DM_IF_STARTED}
        if not leads <= await self._speaker.capabilities(chat):
            return False
        action = f"again:{self._keep(Waiting(event, self._until(), event.actor, answer))}"
        button = Button(self._answers.say(language, "button-answer"), action, private=True)
        await self._speaker.say(
            chat, Speech(self._answers.say(language, "answer-in-private"), (button,))
        )
        return True

    def find(self, nonce: str, presser: Actor) -> Waiting | None:
        """Return what waits for this person's press; what another person took is theirs alone."""
        self._forget_old()
        waiting = self._waiting.get(nonce)
        return waiting if waiting and waiting.by in (None, presser) else None

    async def again(self, press: Press, nonce: str) -> PressAnswer | None:
        """Repeat an answer, now that there is a private way to whoever asked."""
        waiting = self.find(nonce, press.actor)
        return PressAnswer(waiting.answer) if waiting and waiting.answer else None

    def _keep(self, waiting: Waiting) -> str:
        self._forget_old()
        nonce = self._new_nonce()
        self._waiting[nonce] = waiting
        return nonce

    def _until(self) -> datetime:
        return self._clock.now() + WAITS

    def _forget_old(self) -> None:
        now = self._clock.now()
        self._waiting = {key: one for key, one in self._waiting.items() if one.until > now}
