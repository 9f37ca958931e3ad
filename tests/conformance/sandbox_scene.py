"""The sandbox as a scene: its world is at the same time the platform and the judge."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from adapters.sandbox import faults
from adapters.sandbox.adapter import DOWNLOAD_BYTES
from adapters.sandbox.errors import PrivateClosed, SlowDown, TooOld, Unreachable
from adapters.sandbox.raw import Json, write_actor, write_file, write_message
from adapters.sandbox.state import Chat, ChatKind, Member, Message, Upload
from adapters.sandbox.world import World
from bot.app import sandbox_platform
from bot.domain.capability import Restraint
from bot.domain.message import Actor, ActorKind, ChatRef
from bot.ports import Clock
from bot.services.platforms import Platform
from bot.services.system_clock import SystemClock
from tests.conformance.scene import (
    PEOPLE,
    Call,
    Feature,
    Hidden,
    Line,
    Place,
    Post,
    Shape,
    Trait,
    Who,
)
from tests.unit.adapters.sandbox.stage import counted

CHATS = {Place.CLASS: "class-7b", Place.OTHER_CLASS: "class-8a", Place.STAFF: "staff"}
_CALLS = {
    Call.REMOVE: (faults.Call.TAKE_DOWN,),
    Call.WORDS: (faults.Call.TELL, faults.Call.SAY),
}
_FOR_EVER = 3600.0
SANDBOX_HAS: frozenset[Trait] = PEOPLE | {
    Who.ANONYMOUS_ADMIN,
    Who.CHANNEL,
    Who.OTHER_BOT,
    Shape.PHOTO,
    Shape.FILE,
    Shape.MISNAMED_FILE,
    Shape.SPOILER,
    Shape.UNKNOWN_FIELD,
    Hidden.OVERSIZE,
    Hidden.NO_HANDLE,
    Feature.EDITED_COMMAND,
    Feature.PROFILE_PICTURE,
    Feature.CHAT_PICTURE,
    Feature.DELETE_AGE,
    Feature.MEDIA_LOCK,
}


def _school() -> list[Chat]:
    pupils = [Member("ana", "Anouk"), Member("ben", "Benedikt"), Member("cleo", "Cleo", admin=True)]
    lead = Member("lead", "Lead", admin=True)
    return [
        Chat("class-7b", "7B", ChatKind.CLASS, {one.id: one for one in pupils}),
        Chat("class-8a", "8A", ChatKind.CLASS, {one.id: one for one in pupils}),
        Chat("staff", "Adults", ChatKind.ADULTS, {lead.id: lead}),
    ]


def _actor(who: Who) -> Actor:
    match who:
        case Who.ANONYMOUS_ADMIN:
            return Actor(ActorKind.ANONYMOUS_ADMIN, CHATS[Place.CLASS])
        case Who.CHANNEL:
            return Actor(ActorKind.CHANNEL, "channel-of-memes")
        case Who.OTHER_BOT:
            return Actor(ActorKind.BOT, "bot-of-memes")
        case _:
            return Actor(ActorKind.USER, who.value)


class SandboxScene:
    """One sandbox school."""

    def __init__(self) -> None:
        world = World(SystemClock(), counted(), _school())
        self.people = _Posting(world)
        self.speech = _Speaking(world)
        self.showing = _Showing(world)
        self.trouble = _Trouble(world)
        self.faults = _Faults(world)
        self.world = _Seeing(world)
        self._world = world

    def chat(self, place: Place) -> ChatRef:
        return ChatRef("sandbox", CHATS[place])

    @asynccontextmanager
    async def platform(self, clock: Clock) -> AsyncIterator[Platform]:
        self._world.clock = clock
        yield sandbox_platform(self._world)


@asynccontextmanager
async def sandbox() -> AsyncIterator[SandboxScene]:
    """Open a school in memory."""
    yield SandboxScene()


def _post(message: Message) -> Post:
    return Post(message.chat, message.id)


def _button(world: World, chats: list[str], label: str) -> tuple[Message, str]:
    """Return the newest message with such a button, and what the button carries."""
    messages = [one for chat in chats for one in world.store.chat(chat).messages.values()]
    for message in sorted(messages, key=lambda one: one.at, reverse=True):
        for button in message.buttons:
            if button.label.partition("/")[2] == label:
                return message, button.action
    raise AssertionError(f"no {label} in {chats}")


class _Posting:
    def __init__(self, world: World) -> None:
        self._world = world

    async def post(
        self, who: Who, data: bytes, shape: Shape = Shape.PHOTO, *, place: Place = Place.CLASS
    ) -> Post:
        if shape is Shape.UNKNOWN_FIELD:
            return self._of_tomorrow(who, data)
        slot = "document" if shape in (Shape.FILE, Shape.MISNAMED_FILE) else "photo"
        name = "homework.txt" if shape is Shape.MISNAMED_FILE else "picture.png"
        spoiler = shape is Shape.SPOILER
        files = [Upload(data, name, slot)]
        return _post(self._world.post(CHATS[place], _actor(who), "", files, spoiler=spoiler))

    async def hide(self, who: Who, slot: Hidden) -> Post:
        if slot is Hidden.OVERSIZE:
            files = [Upload(bytes(DOWNLOAD_BYTES + 1))]
            return _post(self._world.post(CHATS[Place.CLASS], _actor(who), "", files))
        return self._reveal(who, {"slot": "locked", "file_unique_id": "u1"})

    async def album(self, who: Who, pictures: list[bytes]) -> list[Post]:
        raise NotImplementedError

    async def swap(self, who: Who, post: Post, data: bytes) -> None:
        self._world.edit(post.message, _actor(who), files=[Upload(data)])

    async def delete(self, who: Who, post: Post) -> None:
        self._world.delete(post.message, _actor(who))

    async def write(self, who: Who, text: str, *, place: Place = Place.CLASS) -> Post:
        return _post(self._world.post(CHATS[place], _actor(who), text))

    def _of_tomorrow(self, who: Who, data: bytes) -> Post:
        """Post a message whose picture stands in a field that nobody has seen yet."""
        stored = self._world.set_picture(CHATS[Place.OTHER_CLASS], Upload(data))
        self._world.updates._kept.pop()
        return self._reveal(who, write_file(stored))

    def _reveal(self, who: Who, file: Json) -> Post:
        message = self._world.post(CHATS[Place.CLASS], _actor(who), "look")
        self._world.updates._kept.pop()
        raw = write_message(message) | {"of_tomorrow": [{"inside": file}]}
        self._world.emit("message", message.chat, message=raw)
        return _post(message)


class _Speaking:
    def __init__(self, world: World) -> None:
        self._world = world

    async def answer(self, who: Who, text: str, to: Post) -> Post:
        return _post(self._world.post(to.chat, _actor(who), text, reply_to=to.message))

    async def forward(self, who: Who, text: str) -> Post:
        raise NotImplementedError

    async def rewrite(self, who: Who, post: Post, text: str) -> None:
        self._world.edit(post.message, _actor(who), text=text)

    async def start(self, who: Who) -> None:
        self._world.post(f"private:{who}", _actor(who), "/start")

    async def confide(self, who: Who, text: str, picture: bytes = b"") -> None:
        files = [Upload(picture)] if picture else []
        self._world.post(f"private:{who}", _actor(who), text, files)

    async def press(self, who: Who, label: str, *, place: Place = Place.CLASS) -> None:
        chats = [CHATS[place], f"private:{who}"]
        message, action = _button(self._world, chats, label)
        self._world.press(message.id, _actor(who), action)

    async def forge(self, who: Who, action: str) -> None:
        self._world.emit(
            "press",
            CHATS[Place.CLASS],
            message_id="made-up",
            action=action,
            date=self._world.clock.now().isoformat(),
            **{"from": write_actor(_actor(who))},
        )


class _Showing:
    def __init__(self, world: World) -> None:
        self._world = world

    async def join(self, name: str, avatar: bytes) -> None:
        self._world.join(CHATS[Place.CLASS], Member(name, name))
        person = Actor(ActorKind.USER, name)
        self._world.set_picture(CHATS[Place.CLASS], Upload(avatar), person)

    async def paint_chat(self, data: bytes) -> None:
        self._world.set_picture(CHATS[Place.CLASS], Upload(data))

    async def react(self, who: Who, post: Post, emoji: bytes) -> None:
        raise NotImplementedError


class _Trouble:
    def __init__(self, world: World) -> None:
        self._world = world

    async def let_delete(self, *, may: bool) -> None:
        self._world.set_rights(CHATS[Place.CLASS], delete=may)

    async def throw_out(self) -> None:
        self._world.set_rights(CHATS[Place.CLASS], present=False)

    async def let_in(self, *, may_delete: bool) -> None:
        self._world.set_rights(CHATS[Place.CLASS], delete=may_delete)

    async def migrate(self) -> None:
        raise NotImplementedError

    async def age(self, post: Post) -> None:
        # The sandbox sets no age; it can only refuse as a platform does that has one.
        self._world.faults.fail(faults.Call.TAKE_DOWN, TooOld())

    async def poison(self) -> None:
        self._world.emit("message", CHATS[Place.CLASS], message={"message_id": 7, "from": None})

    async def second_receiver(self) -> None:
        raise NotImplementedError


class _Faults:
    def __init__(self, world: World) -> None:
        self._world = world

    async def stall_removals(self) -> None:
        self._world.faults.slow[faults.Call.TAKE_DOWN] = _FOR_EVER

    async def heal(self) -> None:
        self._world.faults.heal()

    async def lose_answer(self, call: Call, times: int = 1) -> None:
        for one in _CALLS[call]:
            self._world.faults.fail(one, Unreachable(), times, done=True)

    async def ask_to_wait(self, call: Call, seconds: int) -> None:
        for one in _CALLS[call]:
            self._world.faults.fail(one, SlowDown(timedelta(seconds=seconds)))

    async def close_private(self, who: Who) -> None:
        # Every way, the note inside the chat too: else nobody would ever need the button.
        self._world.faults.fail_always(faults.Call.TELL, PrivateClosed())


class _Seeing:
    def __init__(self, world: World) -> None:
        self._world = world

    async def stands(self, post: Post) -> bool:
        return post.message in self._world.store.chat(post.chat).messages

    async def said(self, place: Place) -> list[Line]:
        return self._lines(CHATS[place])

    async def told(self, who: Who) -> list[Line]:
        return self._lines(f"private:{who}")

    async def restrained(self, who: Who) -> set[Restraint]:
        chat, actor = self._world.store.chat(CHATS[Place.CLASS]), _actor(who)
        found = {Restraint.MUTE} if actor in chat.muted else set()
        found |= {Restraint.BAN} if actor in chat.banned else set()
        return found | ({Restraint.LOCK_MEDIA} if chat.media_paused else set())

    async def token(self, place: Place, label: str) -> str:
        return _button(self._world, [CHATS[place]], label)[1]

    def names(self, who: Who) -> tuple[str, ...]:
        return {Who.ANA: ("ana", "Anouk"), Who.BEN: ("ben", "Benedikt")}.get(who, (who.value,))

    def _lines(self, chat: str) -> list[Line]:
        return [
            Line(message.text, tuple(one.label.partition("/")[2] for one in message.buttons))
            for message in self._world.store.chat(chat).messages.values()
            if message.actor.id == "upstander"
        ]
