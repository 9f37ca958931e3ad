"""Telegram as a scene: a fake Bot API server on loopback, and the real client library before it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from adapters.telegram.adapter import TelegramAdapter
from adapters.telegram.api import Connection
from bot.domain.capability import Restraint
from bot.domain.message import ChatRef
from bot.ports import Clock
from bot.services.platforms import Platform
from bot.services.system_clock import SystemClock
from tests.conformance.scene import (
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
from tests.conformance.telegram_parts import EMOJI, hidden_parts, is_of_the_future, parts_of
from tests.telegram import attachments as parts
from tests.telegram.faults import Kind
from tests.telegram.server import FakeTelegram
from tests.telegram.state import Chat, Json, Message, Person, Sender
from tests.telegram.world import World

_METHODS = {Call.REMOVE: "deleteMessage", Call.WORDS: "sendMessage"}
TELEGRAM_HAS: frozenset[Trait] = frozenset({*Who, *Shape, *Hidden, *Feature})
_TOO_OLD = timedelta(hours=49)
_FIRST_NAMES = {Who.ANA: "Anouk", Who.BEN: "Benedikt", Who.CLEO: "Cleopatra", Who.LEAD: "Lead"}


@dataclass
class School:
    """Who and what is on the stage; a class of the old kind may move to another chat."""

    world: World
    persons: dict[Who, Person]
    chats: dict[Place, Chat]
    stranger: Person
    elsewhere: Chat
    posted: dict[Post, Message] = field(default_factory=dict)

    @classmethod
    def found(cls, world: World) -> "School":
        """Found the chats and bring the bot in; it hears of nothing until then."""
        persons = {who: world.new_user(name) for who, name in _FIRST_NAMES.items()}
        persons[Who.OTHER_BOT] = world.new_user("Memebot", is_bot=True)
        pupils = [persons[who] for who in (Who.ANA, Who.BEN, Who.OTHER_BOT)]
        cleo, lead, stranger = persons[Who.CLEO], persons[Who.LEAD], world.new_user("Stranger")
        chats = {
            Place.CLASS: world.new_group("7B", members=pupils, admins=[cleo]),
            # A basic group: the only kind that moves.
            Place.OTHER_CLASS: world.new_group(
                "8A", supergroup=False, members=pupils, admins=[cleo]
            ),
            Place.STAFF: world.new_group("Adults", admins=[lead]),
        }
        for chat in chats.values():
            world.add_bot(chat)
        world.forget_updates()
        return cls(world, persons, chats, stranger, world.new_channel("News", stranger))

    def sender(self, who: Who, place: Place) -> Sender:
        """Return who posts, with the mask that they wear."""
        match who:
            case Who.ANONYMOUS_ADMIN:
                return self.world.as_anonymous_admin(self.chats[place], self.persons[Who.CLEO])
            case Who.CHANNEL | Who.LINKED_CHANNEL:
                linked = who is Who.LINKED_CHANNEL
                return self.world.as_channel(self.elsewhere, linked=linked)
            case _:
                return self.persons[who]

    def keep(self, message: Message) -> Post:
        """Remember a message, so that a scenario can ask for it."""
        post = Post(str(message.chat.id), str(message.id))
        self.posted[post] = message
        return post


class TelegramScene:
    """One school on Telegram."""

    def __init__(self, server: FakeTelegram) -> None:
        self.school = School.found(server.world)
        self.people = _Posting(self.school)
        self.speech = _Speaking(self.school)
        self.showing = _Showing(self.school)
        self.trouble = _Trouble(self.school)
        self.faults = _Faults(self.school, server)
        self.world = _Seeing(self.school)
        self._server = server

    def chat(self, place: Place) -> ChatRef:
        return self.school.chats[place].ref

    @asynccontextmanager
    async def platform(self, clock: Clock) -> AsyncIterator[Platform]:
        connection = Connection(self._server.token, self._server.base_url)
        async with TelegramAdapter(connection, clock) as adapter:
            yield Platform(adapter, adapter, adapter, adapter, adapter, adapter)


@asynccontextmanager
async def telegram() -> AsyncIterator[TelegramScene]:
    """Open a school on a server of its own."""
    async with FakeTelegram(SystemClock()) as server:
        yield TelegramScene(server)
        if server.problems:
            raise AssertionError("the judge of the Bot API objects:\n" + "\n".join(server.problems))


class _Posting:
    def __init__(self, school: School) -> None:
        self._school = school
        self._world = school.world

    async def post(
        self, who: Who, data: bytes, shape: Shape = Shape.PHOTO, *, place: Place = Place.CLASS
    ) -> Post:
        if shape is Shape.CUSTOM_EMOJI:
            self._world.new_emoji(EMOJI, data)
        written = parts_of(shape, data, self._school.stranger)
        return self._put(who, place, written, future=is_of_the_future(shape))

    async def hide(self, who: Who, slot: Hidden) -> Post:
        written = hidden_parts(slot, self._school.elsewhere)
        return self._put(who, Place.CLASS, written, future=is_of_the_future(slot))

    async def album(self, who: Who, pictures: list[bytes]) -> list[Post]:
        chat, sender = self._school.chats[Place.CLASS], self._school.persons[who]
        return [self._school.keep(one) for one in self._world.album(chat, sender, pictures)]

    async def swap(self, who: Who, post: Post, data: bytes) -> None:
        self._world.edit(self._school.posted[post], None, photo=data)

    async def delete(self, who: Who, post: Post) -> None:
        self._world.delete(self._school.posted[post], self._school.persons[who])

    async def write(self, who: Who, text: str, *, place: Place = Place.CLASS) -> Post:
        chat, sender = self._school.chats[place], self._school.sender(who, place)
        return self._school.keep(self._world.post(chat, sender, text))

    def _put(self, who: Who, place: Place, written: list[parts.Part], *, future: bool) -> Post:
        chat, sender = self._school.chats[place], self._school.sender(who, place)
        if not future:
            return self._school.keep(self._world.post(chat, sender, "", *written))
        message = self._world.put(chat, sender, parts.fields(self._world.files, written))
        self._world.raw({"message": message.raw})
        return self._school.keep(message)


class _Speaking:
    def __init__(self, school: School) -> None:
        self._school = school
        self._world = school.world

    async def answer(self, who: Who, text: str, to: Post) -> Post:
        original = self._school.posted[to]
        sender = self._school.persons[who]
        said = self._world.post(original.chat, sender, text, reply_to=original)
        return self._school.keep(said)

    async def forward(self, who: Who, text: str) -> Post:
        chat, person = self._school.chats[Place.CLASS], self._school.persons[who]
        origin = parts.forwarded_from(self._school.persons[Who.CLEO])
        return self._school.keep(self._world.post(chat, person, text, origin))

    async def rewrite(self, who: Who, post: Post, text: str) -> None:
        self._world.edit(self._school.posted[post], text)

    async def start(self, who: Who) -> None:
        self._world.start(self._school.persons[who])

    async def confide(self, who: Who, text: str, picture: bytes = b"") -> None:
        person = self._school.persons[who]
        person.blocked = False
        self._world.post(self._world.private(person), person, text, photo=picture or None)

    async def press(self, who: Who, label: str, *, place: Place = Place.CLASS) -> None:
        person, chat = self._school.persons[who], self._school.chats[place]
        seen = [
            *self._world.spoken(self._world.private(person)),
            *self._world.spoken(chat),
            *self._world.whispered(chat, person),
        ]
        message, button = _button(seen, label)
        self._world.press(message, button["text"], person)

    async def forge(self, who: Who, action: str) -> None:
        chat, person = self._school.chats[Place.CLASS], self._school.persons[who]
        line = self._world.put(chat, self._world.bot, {"text": "a button that is not ours"})
        pressed = {"id": "4400000000000001", "from": person.raw, "chat_instance": str(chat.id)}
        self._world.raw({"callback_query": pressed | {"message": line.raw, "data": action}})


class _Showing:
    def __init__(self, school: School) -> None:
        self._school = school
        self._world = school.world

    async def join(self, name: str, avatar: bytes) -> None:
        person = self._world.new_user(name)
        person.avatars.append(avatar)
        self._world.join(self._school.chats[Place.CLASS], person)

    async def paint_chat(self, data: bytes) -> None:
        chat = self._school.chats[Place.CLASS]
        self._world.set_photo(chat, self._school.persons[Who.CLEO], data)

    async def react(self, who: Who, post: Post, emoji: bytes) -> None:
        self._world.new_emoji(EMOJI, emoji)
        message, person = self._school.posted[post], self._school.persons[who]
        self._world.react(message, person, emoji_id=EMOJI)


class _Trouble:
    def __init__(self, school: School) -> None:
        self._school = school
        self._world = school.world

    async def let_delete(self, *, may: bool) -> None:
        chat = self._school.chats[Place.CLASS]
        rights = {"restrict_members"} | ({"delete_messages"} if may else set())
        self._world.demote_bot(chat, rights)

    async def throw_out(self) -> None:
        self._world.kick_bot(self._school.chats[Place.CLASS])

    async def let_in(self, *, may_delete: bool) -> None:
        rights = {"restrict_members"} | ({"delete_messages"} if may_delete else set())
        self._world.add_bot(self._school.chats[Place.CLASS], rights)

    async def migrate(self) -> None:
        chats = self._school.chats
        chats[Place.OTHER_CLASS] = self._world.migrate(chats[Place.OTHER_CLASS])

    async def age(self, post: Post) -> None:
        message = self._school.posted[post]
        message.date -= _TOO_OLD
        message.raw["date"] -= int(_TOO_OLD.total_seconds())

    async def poison(self) -> None:
        chat = self._school.chats[Place.CLASS].raw
        self._world.raw({"message": {"message_id": {"no": "number"}, "date": [], "chat": chat}})

    async def second_receiver(self) -> None:
        # Between two polls of the bot nobody is there to be interrupted.
        for _ in range(20):
            self._world.updates.interrupt("terminated by other getUpdates request")
            await asyncio.sleep(0.05)


class _Faults:
    def __init__(self, school: School, server: FakeTelegram) -> None:
        self._school = school
        self._faults = server.faults

    async def stall_removals(self) -> None:
        self._faults.fail("deleteMessage", Kind.HANG, every=1)

    async def heal(self) -> None:
        self._faults.heal()

    async def lose_answer(self, call: Call, times: int = 1) -> None:
        self._faults.fail(_METHODS[call], Kind.LOST, times)

    async def ask_to_wait(self, call: Call, seconds: int) -> None:
        self._faults.fail(_METHODS[call], Kind.FLOOD, retry_after=seconds)

    async def close_private(self, who: Who) -> None:
        # An old server without ephemeral messages, and a person who never wrote to the bot.
        self._school.world.ephemeral = False


class _Seeing:
    def __init__(self, school: School) -> None:
        self._school = school
        self._world = school.world

    async def stands(self, post: Post) -> bool:
        return self._world.stands(self._school.posted[post])

    async def said(self, place: Place) -> list[Line]:
        return [_line(one) for one in self._world.spoken(self._school.chats[place])]

    async def told(self, who: Who) -> list[Line]:
        return [Line(text) for text in self._world.said_privately(self._school.persons[who])]

    async def restrained(self, who: Who) -> set[Restraint]:
        person, chat = self._school.persons[who], self._school.chats[Place.CLASS]
        status = chat.members[person.id].status
        found = {"restricted": {Restraint.MUTE}, "kicked": {Restraint.BAN}}.get(status, set())
        return found | (set() if chat.permissions["can_send_photos"] else {Restraint.LOCK_MEDIA})

    async def token(self, place: Place, label: str) -> str:
        _, button = _button(self._world.spoken(self._school.chats[place]), label)
        return str(button["callback_data"])

    def names(self, who: Who) -> tuple[str, ...]:
        person = self._school.persons[who]
        return (person.first_name, person.username, str(person.id))


def _button(messages: list[Message], label: str) -> tuple[Message, Json]:
    """Return the newest message with such a button, and the button."""
    for message in sorted(messages, key=lambda one: one.date, reverse=True):
        for button in message.buttons:
            if button["text"].partition("/")[2] == label:
                return message, button
    raise AssertionError(f"no {label} there")


def _line(message: Message) -> Line:
    labels = tuple(button["text"].partition("/")[2] for button in message.buttons)
    return Line(message.text, labels)
