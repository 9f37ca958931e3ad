"""Helps whoever asks for help alone, one short step at a time.

Privacy: what somebody chooses is in the button that they press. It is stored nowhere and logged
nowhere, and no case comes of it.
"""

from datetime import timedelta
from typing import assert_never

from bot.domain.event import CommandGiven, Press
from bot.domain.helping import (
    OPENS_HELP,
    Step,
    choices,
    names_emergency,
    read_step,
    who_helps,
)
from bot.domain.message import ChatRef
from bot.domain.speech import Button, Speech
from bot.ports import Clock
from bot.services.about import AboutChats
from bot.services.answers import Answers
from bot.services.helplines import HelplineWriter
from bot.services.policies import PolicyDesk
from bot.services.pressing import PressAnswer
from bot.services.scope import Scope
from bot.services.turns import Turn, Turns

# What one person may say in private, or press of the help: many times what anybody needs.
_MOST, _WITHIN = 40, timedelta(minutes=10)
# The pictures of an album come one by one, and get one answer.
_ALBUM = timedelta(seconds=10)
_NOTHING = PressAnswer(Speech(""))


class HelpDesk:
    """Answers in private: the help, the helplines, and a picture that somebody sent."""

    def __init__(
        self,
        about: AboutChats,
        lines: HelplineWriter,
        policies: PolicyDesk,
        answers: Answers,
        clock: Clock,
    ) -> None:
        self._about = about
        self._lines = lines
        self._policies = policies
        self._answers = answers
        self._turns = Turns(clock, _MOST, _WITHIN)
        self._pictures = Turns(clock, 1, _ALBUM)

    def turn(self, event: CommandGiven) -> Turn:
        """Count what somebody said in private."""
        platform, actor = event.chat.platform, event.actor
        if event.showed and self._pictures.take(platform, actor) is not Turn.GRANTED:
            return Turn.DENIED
        return self._turns.take(platform, actor)

    def slow(self, language: str) -> Speech:
        """Return what is said to somebody who said too much, and who may need help all the same."""
        lines = [self._answers.say(language, "help-slow"), *self._lines.emergency(language)]
        return Speech("\n".join(lines))

    async def page(self, scope: Scope) -> Speech:
        """Answer ``/help``: the help itself in private, else what the bot is and how to get there.

        Where others may read it, nobody sees who needs help with what.
        """
        if scope.event.private:
            return await self._speech(Step.MENU, scope.event.chat, scope.policy.language)
        text = await self._about.help(scope.event.chat, scope.policy.language)
        label = self._answers.say(scope.policy.language, "button-help")
        return Speech(text, (Button(label, OPENS_HELP, private=True),))

    def helplines(self, country: str, language: str) -> str:
        """Answer ``/helpline``."""
        return self._lines.page(country, language)

    async def press(self, press: Press, rest: str) -> PressAnswer | None:
        """Answer ``help:STEP`` so that only the presser reads it."""
        step = read_step(rest)
        if step is None:
            return None
        language = (await self._policies.now(press.chat)).language
        match self._turns.take(press.chat.platform, press.actor):
            case Turn.GRANTED:
                return PressAnswer(await self._speech(step, press.chat, language))
            case Turn.LAST:
                return PressAnswer(self.slow(language))
            case Turn.DENIED:
                return _NOTHING
            case other:
                assert_never(other)

    def unopened(self, answer: Speech, language: str) -> Speech:
        """Return an answer for somebody who sent a picture, which nobody has fetched."""
        note = self._answers.say(language, "help-showed")
        return Speech(f"{note}\n{answer.text}", answer.buttons, answer.pickers)

    async def _speech(self, step: Step, chat: ChatRef, language: str) -> Speech:
        lines = [await self._words(step, chat, language)] if step is not Step.LINES else []
        if names_emergency(step):
            lines += self._lines.emergency(language)
        lines += self._lines.under(who_helps(step), language)
        buttons = tuple(
            Button(self._answers.say(language, one.label), f"help:{one.to}", private=True)
            for one in choices(step)
        )
        return Speech("\n".join(lines), buttons)

    async def _words(self, step: Step, chat: ChatRef, language: str) -> str:
        match step:
            case Step.BOT:
                return await self._about.help(chat, language)
            case Step.CODE:
                return self._answers.say(language, "hashhelp-page")
            case Step.BYSTANDER_3:
                reporting = await self._about.reporting(chat)
                return self._answers.say(language, "help-bystander-3", reporting=reporting)
            case _:
                return self._answers.say(language, f"help-{step}")
