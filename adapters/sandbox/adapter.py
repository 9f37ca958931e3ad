"""The sandbox as the core sees it: one platform behind the six ports of every platform."""

import json
from collections.abc import Mapping
from datetime import timedelta

from adapters.sandbox.bot_api import BotApi
from adapters.sandbox.errors import FIX_DELETE, FIX_PAUSE, Refusal, SlowDown, Unreachable, to_result
from adapters.sandbox.pausing import bar
from adapters.sandbox.raw import Raw
from adapters.sandbox.translate import PLATFORM, translate
from adapters.sandbox.world import TEXT_CHARS, World
from bot.domain.action import ActionOutcome, ActionResult
from bot.domain.capability import (
    Capabilities,
    Capability,
    ChatCheck,
    Limits,
    NoticeWay,
    Restraint,
    Role,
)
from bot.domain.errors import MediaTooLarge, MediaUnavailable, TryLater
from bot.domain.event import CommandGiven, Event, Press, RawUpdate
from bot.domain.message import Actor, ChatRef, MediaItem, MessageRef
from bot.domain.pause import Kinds, Rooms
from bot.domain.speech import Speech
from bot.pause_ports import Look
from bot.ports import Receive

# Telegram's bound for bots, https://core.telegram.org/bots/api#getfile: the demo must be able to
# show what happens to a file that is too big to be looked at.
DOWNLOAD_BYTES = 20 * 1024 * 1024
# A lost answer says nothing about what was asked for; the next try may get it.
_AFTER_LOST_ANSWER = timedelta(seconds=1)
_ROOM = "all"


class SandboxAdapter:
    """The connection to one world."""

    name = PLATFORM
    limits = Limits(download_bytes=DOWNLOAD_BYTES, text_chars=TEXT_CHARS)

    def __init__(self, world: World) -> None:
        self._world = world
        self._api = BotApi(world)

    # --- Adapter

    async def run(self, receive: Receive, cursor: str | None) -> None:
        """Receive until cancelled; an update is confirmed by asking for the one after it."""
        after = self._position(cursor)
        lost = self._world.updates.lost_after(after)
        await receive(self._gaps(after) if lost else [], self._cursor(after))
        while True:
            batch = await self._api.read_updates(after)
            after = batch[-1][0]
            await receive([self._pack(number, raw) for number, raw in batch], self._cursor(after))

    def translate(self, update: RawUpdate) -> tuple[Event, ...]:
        """Read one raw update."""
        return translate(json.loads(update.body))

    # --- MediaSource

    async def fetch(self, ref: MessageRef, item: MediaItem, most: int) -> bytes:  # noqa: ARG002 - the port names the message for platforms that fetch by it
        """Return an item's bytes."""
        bound = min(most, DOWNLOAD_BYTES)
        try:
            if await self._api.file_size(item.handle) > bound:
                raise MediaTooLarge(f"the file holds more than {bound} bytes")
            return await self._api.download(item.handle)
        except SlowDown as refusal:
            raise TryLater(refusal.after) from None
        except Unreachable:
            raise TryLater(_AFTER_LOST_ANSWER) from None
        except Refusal as refusal:
            raise MediaUnavailable(f"the file cannot be had: {refusal.code}") from None

    # --- Moderation

    async def take_down(self, ref: MessageRef) -> ActionResult:
        """Remove one message for everybody."""
        try:
            await self._api.delete_message(ref.chat, ref.message)
        except Refusal as refusal:
            return to_result(refusal)
        return ActionResult(ActionOutcome.OK)

    async def is_visible(self, ref: MessageRef) -> bool | None:
        """Look whether a message still stands; None while the platform does not answer."""
        try:
            return await self._api.has_message(ref.chat, ref.message)
        except Refusal as refusal:
            gone = refusal.outcome is ActionOutcome.GONE
            return False if gone else None

    async def capabilities(self, chat: ChatRef) -> Capabilities:
        """Return what the bot may do in this chat now; nothing where it is not.

        Raises:
            TryLater: The platform does not say now. That is no right lost, and no right had.
        """
        try:
            return await self._api.rights(chat.chat)
        except SlowDown as refusal:
            raise TryLater(refusal.after) from None
        except Unreachable:
            raise TryLater(_AFTER_LOST_ANSWER) from None
        except Refusal:
            return frozenset()

    async def title(self, chat: ChatRef) -> str:
        """Return what people call this chat; its id on a lost answer."""
        try:
            return await self._api.title(chat.chat)
        except Refusal:
            return chat.chat

    async def role(self, chat: ChatRef, actor: Actor) -> Role:
        """Ask what this person is in this chat now.

        Raises:
            TryLater: The platform does not say now; that makes nobody an outsider.
        """
        try:
            return await self._api.role_of(chat.chat, actor)
        except SlowDown as refusal:
            raise TryLater(refusal.after) from None
        except Unreachable:
            raise TryLater(_AFTER_LOST_ANSWER) from None
        except Refusal:
            return Role.OUTSIDER

    async def checks(self, chat: ChatRef) -> tuple[ChatCheck, ...]:
        """Return what must be right in this chat; here that is one right, and one is advice.

        Raises:
            TryLater: The platform does not say now.
        """
        rights = await self.capabilities(chat)
        may, pause = Capability.DELETE in rights, Capability.PAUSE_MEDIA in rights
        checks = (ChatCheck("check-delete", may, "" if may else FIX_DELETE),)
        if pause:
            return checks
        return (*checks, ChatCheck("check-pause", ok=False, fix=FIX_PAUSE, needed=False))

    # --- Restraints

    async def apply(
        self, restraint: Restraint, chat: ChatRef, actor: Actor, *, lasts: timedelta, undo: str = ""
    ) -> ActionResult:
        """Carry out a restraint that a person chose."""
        try:
            way_back = await self._api.restrain(chat.chat, restraint, actor, lasts, undo)
        except Refusal as refusal:
            return to_result(refusal)
        return ActionResult(ActionOutcome.OK, undo=way_back)

    # --- MediaLock

    async def media_rules(self, chat: ChatRef) -> Look:
        """Ask what is barred in a chat; it is one room."""
        try:
            rules = await self._api.media_rules(chat.chat)
        except Refusal as refusal:
            return Look(to_result(refusal))
        return Look(ActionResult(ActionOutcome.OK), {_ROOM: rules})

    def without_media(self, rules: str, kinds: Kinds) -> str:
        """Return the rules that bar these kinds as well."""
        return bar(rules, kinds)

    async def set_media_rules(self, chat: ChatRef, rooms: Rooms) -> ActionResult:
        """Say what is barred in a chat."""
        try:
            await self._api.set_media_rules(chat.chat, rooms[_ROOM])
        except Refusal as refusal:
            return to_result(refusal)
        return ActionResult(ActionOutcome.OK)

    # --- Messenger

    async def tell(
        self, way: NoticeWay, chat: ChatRef, actor: Actor, speech: Speech
    ) -> ActionResult:
        """Tell one person in private."""
        try:
            message = await self._api.send_private(way, chat.chat, actor, speech)
        except Refusal as refusal:
            return to_result(refusal)
        return ActionResult(ActionOutcome.OK, message=message)

    async def say(
        self,
        chat: ChatRef,
        speech: Speech,
        near: MessageRef | None = None,  # noqa: ARG002 - a sandbox chat is one room
    ) -> ActionResult:
        """Say something to a whole chat."""
        try:
            message = await self._api.send(chat.chat, speech)
        except Refusal as refusal:
            return to_result(refusal)
        return ActionResult(ActionOutcome.OK, message=message)

    async def reply(self, asked: Press | CommandGiven, speech: Speech) -> ActionResult:
        """Answer a press inside the chat, where only the presser sees it."""
        if not speech.text:
            # No button waits here: there is nothing to end.
            return ActionResult(ActionOutcome.OK)
        return await self.tell(NoticeWay.EPHEMERAL, asked.chat, asked.actor, speech)

    # --- cursors

    def _pack(self, number: int, raw: Raw) -> RawUpdate:
        chat = raw["chat"]
        chat_id = str(chat["id"]) if isinstance(chat, Mapping) else ""
        return RawUpdate(PLATFORM, self._cursor(number), chat_id, json.dumps(raw))

    def _cursor(self, number: int) -> str:
        return f"{self._world.session}:{number}"

    def _position(self, cursor: str | None) -> int:
        """Return where to go on; a cursor of an earlier world means from the start of this one."""
        session, _, number = (cursor or "").rpartition(":")
        return int(number) if session == self._world.session and number.isdecimal() else 0

    def _gaps(self, after: int) -> list[RawUpdate]:
        """Return the news that updates were confirmed by somebody else and cannot be had again."""
        world = self._world
        spans = {"since": world.started_at.isoformat(), "until": world.clock.now().isoformat()}
        return [
            RawUpdate(
                PLATFORM,
                f"{self._cursor(after)}:gap:{chat.id}",
                chat.id,
                json.dumps({"type": "gap", "chat": {"id": chat.id, "kind": chat.kind}} | spans),
            )
            for chat in list(world.store.chats.values())
            if chat.bot_present
        ]
