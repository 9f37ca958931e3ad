"""What the platform lets a bot do: asynchronous, refusable and slow like the real thing.

It takes nothing but words and buttons from the bot: there is no call that posts a file.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from adapters.sandbox.errors import (
    MissingRight,
    NoSuchMessage,
    NotInChat,
    NotSupported,
    PrivateClosed,
)
from adapters.sandbox.faults import Call, Deed
from adapters.sandbox.pausing import read_rules, write_rules
from adapters.sandbox.raw import Raw
from adapters.sandbox.restraints import restrain
from adapters.sandbox.state import PRIVATE, UPSTANDER, Change, Chat, Message
from adapters.sandbox.world import World
from bot.domain.capability import Capabilities, Capability, NoticeWay, Restraint, Role
from bot.domain.message import Actor, ActorKind
from bot.domain.speech import Speech

T = TypeVar("T")
_NEEDED = {
    NoticeWay.EPHEMERAL: Capability.EPHEMERAL,
    NoticeWay.DM: Capability.DM,
    NoticeWay.DM_IF_STARTED: Capability.DM_IF_STARTED,
}


class BotApi:
    """The bot's side of a world. Every refusal is a `Refusal`."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def read_updates(self, after: int) -> list[tuple[int, Raw]]:
        """Confirm updates up to `after` and wait for the next ones."""
        return await self._world.updates.read(after)

    async def delete_message(self, chat: str, message: str) -> None:
        """Remove one message for everybody."""
        await self._answer(Call.TAKE_DOWN, lambda: self._delete(chat, message))

    async def has_message(self, chat: str, message: str) -> bool:
        """Look whether a message stands."""
        return await self._answer(Call.LOOK, lambda: self._stands(chat, message))

    async def file_size(self, file_id: str) -> int:
        """Return how many bytes a file holds, without fetching it."""
        return len(self._world.store.file(file_id).upload.data)

    async def download(self, file_id: str) -> bytes:
        """Return a file's bytes."""
        return await self._answer(Call.FETCH, lambda: self._world.store.file(file_id).upload.data)

    async def send(self, chat: str, speech: Speech) -> str:
        """Say something in a chat; return the message's id."""
        return await self._answer(Call.SAY, lambda: self._say(chat, speech))

    async def send_private(self, way: NoticeWay, chat: str, actor: Actor, speech: Speech) -> str:
        """Tell one member of a chat something that nobody else sees."""
        return await self._answer(Call.TELL, lambda: self._tell(way, chat, actor, speech))

    async def rights(self, chat: str) -> Capabilities:
        """Return what the bot may do in a chat."""
        return await self._answer(Call.RIGHTS, lambda: self._rights(chat))

    async def title(self, chat: str) -> str:
        """Return what people call a chat."""
        return await self._answer(Call.TITLE, lambda: self._world.store.chat(chat).title)

    async def role_of(self, chat: str, actor: Actor) -> Role:
        """Return what a person is in a chat."""
        return await self._answer(Call.ROLE, lambda: self._role(chat, actor))

    async def restrain(
        self, chat: str, restraint: Restraint, actor: Actor, lasts: timedelta, undo: str
    ) -> str:
        """Do something about a sender or a chat; return what undoes it."""
        return await self._answer(
            Call.RESTRAIN, lambda: self._restrain(chat, restraint, actor, lasts, undo)
        )

    async def media_rules(self, chat: str) -> str:
        """Return which kinds of media nobody may post in a chat."""
        return await self._answer(Call.RULES, lambda: write_rules(self._pausable(chat)))

    async def set_media_rules(self, chat: str, rules: str) -> None:
        """Say which kinds of media nobody may post in a chat."""
        await self._answer(Call.PAUSE, lambda: self._set_rules(chat, rules))

    async def _answer(self, call: Call, effect: Callable[[], T]) -> T:
        faults = self._world.faults
        if call in faults.slow:
            await self._world.clock.sleep(faults.slow[call])
        fault = faults.take(call)
        if fault is None:
            return effect()
        if fault.done:
            effect()
        # The same refusal may be raised many times; it must not collect their tracebacks.
        raise fault.refusal.with_traceback(None)

    def _delete(self, chat: str, message_id: str) -> None:
        found = self._entered(chat)
        message = self._message(found, message_id)
        if Capability.DELETE not in found.capabilities:
            raise MissingRight
        self._world.store.drop(message)
        self._note(Call.TAKE_DOWN, chat, target=message_id)

    def _stands(self, chat: str, message_id: str) -> bool:
        return message_id in self._entered(chat).messages

    def _say(self, chat: str, speech: Speech) -> str:
        self._entered(chat)
        message = self._put(chat, speech)
        self._note(Call.SAY, chat, text=speech.text)
        return message.id

    def _tell(self, way: NoticeWay, chat: str, actor: Actor, speech: Speech) -> str:
        found = self._entered(chat)
        if _NEEDED[way] not in found.capabilities or actor.kind is not ActorKind.USER:
            raise NotSupported
        if actor.id not in found.members:
            raise NotInChat
        private = PRIVATE + actor.id
        # A note inside the class chat needs no open door; a private message does.
        closed = way is not NoticeWay.EPHEMERAL and actor.id in self._world.closed
        never_wrote = way is NoticeWay.DM_IF_STARTED and not self._wrote(private, actor)
        if closed or never_wrote:
            raise PrivateClosed
        message = self._put(private, speech)
        self._note(Call.TELL, chat, target=actor.id, text=speech.text)
        return message.id

    def _restrain(
        self, chat: str, restraint: Restraint, actor: Actor, lasts: timedelta, undo: str
    ) -> str:
        until = self._world.clock.now() + lasts
        way_back = restrain(self._entered(chat), restraint, actor, until, undo)
        # Whoever was put out must not see the chat any longer.
        self._world.store.tell_watchers(Change(chat))
        self._note(Call.RESTRAIN, chat, target=actor.id, text=restraint.value)
        return way_back

    def _set_rules(self, chat: str, rules: str) -> None:
        self._pausable(chat).barred = read_rules(rules)
        self._world.store.tell_watchers(Change(chat))
        self._note(Call.PAUSE, chat, text=rules)

    def _pausable(self, chat: str) -> Chat:
        found = self._entered(chat)
        if Capability.PAUSE_MEDIA not in found.capabilities:
            raise NotSupported
        return found

    def _rights(self, chat: str) -> Capabilities:
        found = self._world.store.chat(chat)
        return found.capabilities if found.bot_present else frozenset()

    def _role(self, chat: str, actor: Actor) -> Role:
        found = self._world.store.chat(chat)
        if actor.kind is ActorKind.ANONYMOUS_ADMIN and actor.id == chat:
            # Only an admin can speak as the chat itself.
            return Role.ADMIN
        member = found.members.get(actor.id) if actor.kind is ActorKind.USER else None
        if member is None:
            return Role.OUTSIDER
        return Role.ADMIN if member.admin else Role.MEMBER

    def _entered(self, chat: str) -> Chat:
        found = self._world.store.chat(chat)
        if not found.bot_present:
            raise NotInChat
        return found

    def _message(self, chat: Chat, message_id: str) -> Message:
        if message_id not in chat.messages:
            raise NoSuchMessage
        return chat.messages[message_id]

    def _wrote(self, private: str, actor: Actor) -> bool:
        messages = self._world.store.chat(private).messages
        return any(message.actor == actor for message in messages.values())

    def _put(self, chat: str, speech: Speech) -> Message:
        world = self._world
        message = Message(
            id=world.new_id(),
            chat=chat,
            actor=UPSTANDER,
            at=world.clock.now(),
            text=speech.text,
            buttons=speech.buttons,
        )
        world.store.put(message)
        return message

    def _note(self, call: Call, chat: str, target: str = "", text: str = "") -> None:
        self._world.log.append(Deed(call, chat, self._world.clock.now(), target, text))
