"""The bot's voice: plain words, buttons and lists, to a server, to one person, or to who asked."""

import asyncio
import logging

from adapters.discord.api import Api
from adapters.discord.errors import (
    FIX_NOT_HERE,
    FIX_WRITE,
    Gone,
    Refusal,
    Unreachable,
    to_result,
)
from adapters.discord.ids import channel_of, is_private, person_of, place_of
from adapters.discord.interactions import Answerable
from adapters.discord.pace import WORDS_A_SECOND, Pace
from adapters.discord.rights import Rights
from adapters.discord.speech import EPHEMERAL, Payload, messages_of, nonce_for
from bot.domain.action import ActionOutcome, ActionResult
from bot.domain.capability import NoticeWay
from bot.domain.errors import TryLater
from bot.domain.event import CommandGiven, Press
from bot.domain.message import Actor, ActorKind, ChatRef, MessageRef
from bot.domain.speech import Speech

logger = logging.getLogger(__name__)

_UNSUPPORTED = ActionResult(ActionOutcome.UNSUPPORTED)
_DONE = ActionResult(ActionOutcome.OK)
_MESSAGES = "/channels/{channel_id}/messages"
_FOLLOW_UP = "/webhooks/{webhook_id}/{webhook_token}"
_ORIGINAL = f"{_FOLLOW_UP}/messages/@original"
_CALLBACK = "/interactions/{webhook_id}/{webhook_token}/callback"
# https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object
_THINKING, _TAKEN = 5, 6
_AGAIN_SECONDS = 0.5
# Later than this a second try would not end within the core's own deadline for an effect, 20 s.
_AGAIN_WITHIN_SECONDS = 3.0


class Voice:
    """The voice. There is no way here to send anything but text."""

    def __init__(self, api: Api, rights: Rights) -> None:
        self._api = api
        self._rights = rights
        self._pace = Pace(WORDS_A_SECOND)
        # The channels of private conversations; they stay the same for as long as both exist.
        self._private: dict[int, int] = {}
        # Interactions that Discord is being told of: an answer must not come before that.
        self._taking: dict[str, asyncio.Event] = {}

    async def say(
        self, chat: ChatRef, speech: Speech, near: MessageRef | None = None
    ) -> ActionResult:
        """Say something in a room, or to a server: where a message stands, or where news go."""
        if is_private(chat):
            return await self._tell(person_of(chat) or 0, speech)
        try:
            places = self._places(chat, near)
        except TryLater as wait:
            return ActionResult(ActionOutcome.LATER, retry_after=wait.after)
        result = ActionResult(ActionOutcome.FORBIDDEN, fix=FIX_NOT_HERE)
        for channel in places:
            result = await self._post(channel, speech)
            if result.outcome not in (ActionOutcome.FORBIDDEN, ActionOutcome.GONE):
                break
        return result

    async def tell(
        self,
        way: NoticeWay,
        chat: ChatRef,  # noqa: ARG002 - a private conversation belongs to no server
        actor: Actor,
        speech: Speech,
    ) -> ActionResult:
        """Tell one person in private; they may have closed that door."""
        if way is not NoticeWay.DM or actor.kind is not ActorKind.USER:
            return _UNSUPPORTED
        return await self._tell(int(actor.id), speech) if actor.id.isdecimal() else _UNSUPPORTED

    async def reply(self, asked: Press | CommandGiven, speech: Speech) -> ActionResult:
        """Answer so that only who asked sees it; the wait that Discord shows always ends."""
        answerable = Answerable.read(asked.reply)
        if answerable is None:
            return _UNSUPPORTED
        ids: dict[str, str] = {
            "webhook_id": answerable.application,
            "webhook_token": answerable.token,
        }
        if answerable.id in self._taking:
            await self._taking[answerable.id].wait()
        try:
            if speech.text:
                await self._answer(answerable, speech, ids)
            elif answerable.command:
                await self._api.request("DELETE", _ORIGINAL, **ids)
        except Gone:
            # Older than 15 minutes, or never taken: nobody waits for an answer here any more.
            return _UNSUPPORTED
        except Refusal as refusal:
            return to_result(refusal)
        return _DONE

    async def _answer(self, answerable: Answerable, speech: Speech, ids: dict[str, str]) -> None:
        first, *more = messages_of(speech, flags=EPHEMERAL)
        if answerable.command:
            # The words take the place of "is thinking", which said already who alone sees them.
            changes = first | {"flags": first["flags"] & ~EPHEMERAL}
            await self._api.request("PATCH", _ORIGINAL, body=changes, **ids)
        else:
            more = [first, *more]
        for payload in more:
            await self._api.request("POST", _FOLLOW_UP, body=payload, **ids)

    def expect(self, answerable: Answerable) -> None:
        """Hold back answers to an interaction until Discord was told that it arrived."""
        # Where storing failed once it is expected twice; whoever waits already waits on.
        self._taking.setdefault(answerable.id, asyncio.Event())

    async def take(self, answerable: Answerable) -> None:
        """Tell Discord that an interaction arrived; it waits for three seconds and no longer."""
        thinks = {"type": _THINKING, "data": {"flags": EPHEMERAL}}
        ids = {"webhook_id": answerable.id, "webhook_token": answerable.token}
        try:
            body = thinks if answerable.command else {"type": _TAKEN}
            await self._api.request("POST", _CALLBACK, body=body, **ids)
        except Refusal as refusal:
            # The person may ask again. What they asked for is done all the same, and told in
            # private.
            logger.info("an interaction could not be taken (%s)", refusal.code)
        finally:
            waiting = self._taking.pop(answerable.id, None)
            if waiting is not None:
                waiting.set()

    def _places(self, chat: ChatRef, near: MessageRef | None) -> list[int]:
        """Return the channels in which something can be said, best first."""
        own = channel_of(chat)
        if own is not None:
            return [own]
        beside = place_of(near) if near is not None else None
        stage = self._rights.stage(chat)
        places = [beside[0]] if beside else []
        return places + ([stage.id] if stage is not None and stage.id not in places else [])

    async def _tell(self, person: int, speech: Speech) -> ActionResult:
        try:
            channel = self._private.get(person) or await self._open(person)
        except Refusal as refusal:
            return to_result(refusal)
        return await self._post(channel, speech, FIX_WRITE)

    async def _open(self, person: int) -> int:
        channel = await self._api.call(lambda http: http.start_private_message(person))
        self._private[person] = int(channel["id"])
        return self._private[person]

    async def _post(self, channel: int, speech: Speech, fix: str = FIX_WRITE) -> ActionResult:
        """Say a speech in a channel."""
        message = ""
        for part, payload in enumerate(messages_of(speech)):
            if speech.key:
                nonce = nonce_for(channel, speech.key, part)
                payload |= {"nonce": nonce, "enforce_nonce": True}
            try:
                message = await self._send(channel, payload)
            except Refusal as refusal:
                # With a part sent and another not, nobody knows what the readers have.
                return to_result(Unreachable() if message else refusal, fix)
        return ActionResult(ActionOutcome.OK, message=message)

    async def _send(self, channel: int, payload: Payload) -> str:
        """Send one message; if its answer is lost, once more, where Discord tells them apart."""
        about = f"{channel}:write"
        now = asyncio.get_running_loop().time
        begun = now()
        await self._pace.turn()
        try:
            sent = await self._api.request(
                "POST", _MESSAGES, about=about, body=payload, channel_id=channel
            )
        except Unreachable:
            if "nonce" not in payload or now() - begun > _AGAIN_WITHIN_SECONDS:
                raise
            await asyncio.sleep(_AGAIN_SECONDS)
            sent = await self._api.request(
                "POST", _MESSAGES, about=about, body=payload, channel_id=channel
            )
        return str(sent["id"])
