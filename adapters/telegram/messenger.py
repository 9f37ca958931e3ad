"""The bot's voice: plain words and buttons, to a chat, to one person, or to a presser."""

from collections.abc import Awaitable, Callable
from typing import Any, assert_never

from adapters.telegram.api import Api
from adapters.telegram.ephemeral import Whispers
from adapters.telegram.errors import (
    FIX_WRITE,
    Refusal,
    Unreachable,
    to_result,
)
from adapters.telegram.identity import Identity
from adapters.telegram.moves import Moves
from adapters.telegram.rights import is_private
from bot.domain.action import ActionOutcome, ActionResult
from bot.domain.capability import NoticeWay
from bot.domain.event import CommandGiven, Press
from bot.domain.message import Actor, ActorKind, ChatRef, MessageRef
from bot.domain.speech import Button, Speech
from bot.domain.text_parts import length, parts_of

# https://core.telegram.org/bots/api#sendmessage. Telegram counts in UTF-16 units.
TEXT_CHARS = 4096
# https://core.telegram.org/bots/api#answercallbackquery
_POP_UP_CHARS = 200
_UNSUPPORTED = ActionResult(ActionOutcome.UNSUPPORTED)
# After these no other way is tried: the words have arrived, may have, or will with the next try.
_SETTLED = (ActionOutcome.OK, ActionOutcome.LATER, ActionOutcome.UNREACHABLE)

_Message = dict[str, Any]


class SpeechSender:
    """The voice. There is no way here to send anything but text."""

    def __init__(self, api: Api, moves: Moves, identity: Identity, whispers: Whispers) -> None:
        self._api = api
        self._moves = moves
        self._identity = identity
        self._whispers = whispers

    async def say(
        self,
        chat: ChatRef,
        speech: Speech,
        near: MessageRef | None = None,  # noqa: ARG002 - a group is one room
    ) -> ActionResult:
        """Say something to a whole chat."""

        async def send(part: _Message) -> str:
            sent = await self._moves.call("sendMessage", chat.chat, **part)
            return str(sent["message_id"])

        return await self._send(speech, send, private=is_private(chat))

    async def tell(
        self, way: NoticeWay, chat: ChatRef, actor: Actor, speech: Speech
    ) -> ActionResult:
        """Tell one person in private; a bot can write first only where they pressed Start."""
        if actor.kind is not ActorKind.USER or not actor.id.isdecimal():
            return _UNSUPPORTED
        match way:
            case NoticeWay.EPHEMERAL:
                return await self._whisper(chat, actor, speech)
            case NoticeWay.DM_IF_STARTED:
                return await self.say(ChatRef(chat.platform, actor.id), speech)
            case NoticeWay.DM:
                return _UNSUPPORTED
            case other:
                assert_never(other)

    async def reply(self, asked: Press | CommandGiven, speech: Speech) -> ActionResult:
        """Answer a press so that only the presser sees it; the button's spinner always ends."""
        if isinstance(asked, CommandGiven):
            return _UNSUPPORTED  # A command is a message here, and has no private side.
        return await self._reply(asked, speech)

    async def _reply(self, press: Press, speech: Speech) -> ActionResult:
        if not speech.text:
            # Something else carried the answer; only the wait has to end.
            await self._end_spinner(press)
            return ActionResult(ActionOutcome.OK)
        if is_private(press.chat):
            result = await self.say(press.chat, speech)
            await self._end_spinner(press)
            return result
        if not press.reply:
            return _UNSUPPORTED
        if not speech.buttons and length(speech.text) <= _POP_UP_CHARS:
            result = await self._answer(press, text=speech.text, show_alert=True)
            if result.outcome in _SETTLED:
                return result
        result = await self._whisper(press.chat, press.actor, speech, press.reply)
        if result.outcome not in _SETTLED:
            result = await self.tell(NoticeWay.DM_IF_STARTED, press.chat, press.actor, speech)
        if result.outcome not in _SETTLED:
            return await self._lead_into_private(press)
        await self._end_spinner(press)
        return result

    async def _whisper(
        self, chat: ChatRef, actor: Actor, speech: Speech, press: str = ""
    ) -> ActionResult:
        if is_private(chat):
            return _UNSUPPORTED

        async def send(part: _Message) -> str:
            return await self._moves.follow(
                chat.chat, lambda chat_id: self._whispers.send(chat_id, actor.id, part, press)
            )

        return await self._send(speech, send, private=False)

    async def _send(
        self, speech: Speech, send: Callable[[_Message], Awaitable[str]], *, private: bool
    ) -> ActionResult:
        """Send a speech in as many messages as it takes; the buttons stand under the last one."""
        *first, last = parts_of(speech.text, TEXT_CHARS)
        parts: list[_Message] = [{"text": text} for text in first]
        parts.append({"text": last} | await self._keyboard(speech.buttons, private=private))
        message = ""
        for part in parts:
            try:
                message = await send(part | {"link_preview_options": {"is_disabled": True}})
            except Refusal as refusal:
                # With a part sent and another not, nobody knows what the readers have.
                return to_result(Unreachable() if message else refusal, FIX_WRITE)
        return ActionResult(ActionOutcome.OK, message=message)

    async def _keyboard(self, buttons: tuple[Button, ...], *, private: bool) -> _Message:
        if not buttons:
            return {}
        # One a row: the labels are sentences and phones are narrow.
        rows = [[await self._button(button, private=private)] for button in buttons]
        return {"reply_markup": {"inline_keyboard": rows}}

    async def _button(self, button: Button, *, private: bool) -> dict[str, str]:
        """Return a button; one whose answer is private leads out of a group into private."""
        if button.private and not private:
            link = await self._identity.start_link(button.action)
            if link:
                return {"text": button.label, "url": link}
        return {"text": button.label, "callback_data": button.action}

    async def _lead_into_private(self, press: Press) -> ActionResult:
        """Open the private chat with the bot; one tap there brings the same press again."""
        link = await self._identity.start_link(press.action)
        if link:
            return await self._answer(press, url=link)
        await self._end_spinner(press)
        return _UNSUPPORTED

    async def _end_spinner(self, press: Press) -> None:
        if press.reply:
            await self._answer(press)

    async def _answer(self, press: Press, **answer: Any) -> ActionResult:
        try:
            await self._api.call("answerCallbackQuery", callback_query_id=press.reply, **answer)
        except Refusal as refusal:
            return to_result(refusal)
        return ActionResult(ActionOutcome.OK)
