"""Chat commands: the platform is asked who may give them, and the answer goes where it belongs."""

import logging
from dataclasses import replace

from bot.domain.command import (
    BindAlerts,
    BindOffice,
    BlockPicture,
    Command,
    FalseAlarm,
    ListCases,
    Misspelt,
    Personal,
    Report,
    RuleCase,
    ShowAlerts,
    ShowCase,
    ShowDryReport,
    ShowHelplines,
    ShowNotes,
    ShowPage,
    ShowSettings,
    ShowSetup,
    UndoRuling,
    Who,
    WriteNote,
)
from bot.domain.command_words import parse_command
from bot.domain.event import CommandGiven, Press
from bot.domain.message import ActorKind
from bot.domain.speech import Speech
from bot.services.answers import Answers
from bot.services.confirming import Confirming, Waiting
from bot.services.handlers import Handlers
from bot.services.pressing import PressAnswer
from bot.services.scope import Scope, Scopes
from bot.services.speaking import Speaker
from bot.services.turns import Turn

logger = logging.getLogger(__name__)

# Answers that must not stand in a class chat: they would show who reported, hand the code that
# moves the alerts to every pupil, tell a class about a case, or hold buttons for adults.
_WORK = RuleCase | WriteNote | ShowNotes | UndoRuling
_ABOUT_CASES = ShowCase | ListCases | FalseAlarm | BlockPicture | _WORK
_SECRET = (
    Report
    | ShowAlerts
    | BindOffice
    | ShowDryReport
    | _ABOUT_CASES
    | ShowSettings
    | ShowSetup
    | Personal
)
# About no chat in particular, or about all that alert to this one; the others are about one.
_BINDS = BindAlerts | BindOffice
_ABOUT_NO_CHAT = ShowPage | Misspelt | _BINDS | Report | _ABOUT_CASES | Personal | ShowHelplines


class CommandDesk:
    """Reads a command, checks the right to give it, and answers."""

    def __init__(
        self,
        scopes: Scopes,
        speaker: Speaker,
        answers: Answers,
        handlers: Handlers,
        confirming: Confirming,
        languages: frozenset[str],
    ) -> None:
        self._scopes = scopes
        self._speaker = speaker
        self._answers = answers
        self._handlers = handlers
        self._confirming = confirming
        self._languages = languages

    async def handle(self, event: CommandGiven) -> None:
        """Answer one command; what is not ours is left alone."""
        command = parse_command(event.text, self._languages)
        if command is None:
            return
        if event.private and not await self._has_turn(event):
            return
        scope = await self._scopes.of(event)
        # Behind the mask there may be any admin, and an admin may be a pupil. A press shows who.
        masked = event.actor.kind is ActorKind.ANONYMOUS_ADMIN and command.who is not Who.ANYONE
        if masked and await self._confirming.ask(event, scope.policy.language):
            return
        await self._deliver(command, scope, await self._carry_out(command, scope))

    async def confirm(self, press: Press, nonce: str) -> PressAnswer | None:
        """Carry out a masked admin's command as the person who pressed, once."""
        waiting = self._confirming.find(nonce, press.actor)
        if waiting is None:
            return None
        if waiting.answer is None:
            waiting.answer = await self._confirmed(waiting, press)
        # A second press of the same person repeats the answer: the first may have led them into
        # private, where they press again.
        scope = await self._scopes.of(waiting.event)
        return PressAnswer(waiting.answer or self._say(scope, "press-not-allowed"))

    async def _confirmed(self, waiting: Waiting, press: Press) -> Speech | None:
        """Return the answer; None if the presser has no right, so that the admin still can."""
        event = replace(waiting.event, actor=press.actor)
        command = parse_command(event.text, self._languages)
        scope = await self._scopes.of(event)
        if command is None or await self._scopes.allowed(command.who, scope) is None:
            return None
        waiting.by = press.actor
        return await self._carry_out(command, scope)

    async def _has_turn(self, event: CommandGiven) -> bool:
        """Say whether somebody who speaks in private may go on; tell them once if not."""
        turn = self._handlers.helping.turn(event)
        if turn is Turn.GRANTED:
            return True
        if turn is Turn.LAST:
            language = (await self._scopes.of(event)).policy.language
            await self._speaker.say(event.chat, self._handlers.helping.slow(language))
        await self._speaker.end_wait(event)
        return False

    async def _carry_out(self, command: Command, scope: Scope) -> Speech:
        about_one = not isinstance(command, _ABOUT_NO_CHAT)
        if about_one and scope.event.private:
            return self._say(scope, "command-where")
        allowed = await self._scopes.allowed(command.who, scope)
        if allowed is None:
            return self._say(scope, "command-not-allowed")
        if about_one:
            allowed = await self._scopes.present(allowed)
            if len(allowed.chats) > 1:
                return self._say(scope, "command-where")
        return await self._handlers.answer(command, allowed)

    async def _deliver(self, command: Command, scope: Scope, speech: Speech) -> None:
        event = scope.event
        chat = event.ref.chat_ref
        for_one = isinstance(command, Personal) and not event.private
        if scope.openly and not for_one:
            await self._speaker.say(chat, speech)
            await self._speaker.end_wait(event)
            return
        if event.reply:
            # Nobody else saw that something was asked, and nobody is to read the answer.
            if not await self._speaker.reply(event, speech):
                logger.warning("chat %s: an answer found no way", chat.chat)
            return
        if await self._speaker.whisper(chat, event.actor, speech):
            return
        # A member who asks for a page reads it in the chat; what adults ask for is led away.
        led = command.who is not Who.ANYONE and event.actor.kind is ActorKind.USER
        if led and await self._confirming.offer(event, speech, scope.policy.language):
            return
        if not isinstance(command, _SECRET):
            await self._speaker.say(chat, speech)

    def _say(self, scope: Scope, key: str) -> Speech:
        return Speech(self._answers.say(scope.policy.language, key))
