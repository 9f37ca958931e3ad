"""Discord as a scene: a fake on loopback with simcord's rules, and the real client before it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from adapters.discord.ids import room, server
from bot.domain.capability import Restraint
from bot.domain.message import ChatRef
from bot.ports import Clock
from bot.services.platforms import Platform
from tests.conformance.discord_parts import SettledAdapter, chosen, hidden_part, post_of
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
from tests.discord.client import BOT_PERMISSIONS, pointed_at
from tests.discord.faults import Kind
from tests.discord.server import FakeDiscord
from tests.discord.state import Channel, Guild, Message, Person, Webhook
from tests.discord.world import World

DISCORD_HAS: frozenset[Trait] = frozenset(
    {
        Who.ANA,
        Who.BEN,
        Who.CLEO,
        Who.LEAD,
        Who.CHANNEL,
        Who.LINKED_CHANNEL,
        Who.OTHER_BOT,
        Shape.PHOTO,
        Shape.FILE,
        Shape.MISNAMED_FILE,
        Shape.SPOILER,
        Shape.FORWARD,
        Shape.ANIMATION,
        Shape.VIDEO,
        Shape.STICKER,
        Shape.CUSTOM_EMOJI,
        Shape.RICH_MESSAGE,
        Shape.UNKNOWN_FIELD,
        Hidden.OVERSIZE,
        Hidden.NO_HANDLE,
        Feature.PROFILE_PICTURE,
        Feature.CHAT_PICTURE,
        Feature.REACTION,
    }
)
_PATHS = {
    Call.REMOVE: ("DELETE", "/channels/*/messages/*"),
    Call.WORDS: ("POST", "/channels/*/messages"),
}
_NAMES = {Who.ANA: "Anouk", Who.BEN: "Benedikt", Who.CLEO: "Cleopatra", Who.LEAD: "Lead"}


@dataclass
class School:
    """Who and what is on the stage."""

    fake: FakeDiscord
    world: World
    persons: dict[Who, Person]
    guilds: dict[Place, Guild]
    staff: Channel
    elsewhere: Guild
    posted: dict[Post, Message] = field(default_factory=dict)
    open: bool = False

    @classmethod
    def found(cls, fake: FakeDiscord) -> "School":
        """Found the servers and bring the bot in."""
        world = fake.world
        persons = {who: world.new_user(name) for who, name in _NAMES.items()}
        persons[Who.OTHER_BOT] = world.new_user("Memebot", is_bot=True)
        pupils = [persons[who] for who in (Who.ANA, Who.BEN, Who.OTHER_BOT)]
        cleo, lead = persons[Who.CLEO], persons[Who.LEAD]
        guilds = {
            Place.CLASS: world.new_guild("7B", members=pupils, admins=[cleo]),
            Place.OTHER_CLASS: world.new_guild("8A", members=pupils, admins=[cleo]),
            Place.STAFF: world.new_guild("Staff room", members=[lead]),
        }
        for guild in guilds.values():
            world.add_bot(guild, BOT_PERMISSIONS)
        staff = world.new_channel(guilds[Place.STAFF], "safeguarding", readers=[lead])
        # A server without the bot: there pupils get emojis and stickers from.
        elsewhere = world.new_guild("Elsewhere", members=pupils)
        return cls(fake, world, persons, guilds, staff, elsewhere)

    def channel(self, place: Place) -> Channel:
        """Return where people write."""
        return self.staff if place is Place.STAFF else self.guilds[place].general

    def author(self, who: Who, channel: Channel) -> Person | Webhook:
        """Return who posts; channels of other servers post through a webhook."""
        if who in (Who.CHANNEL, Who.LINKED_CHANNEL):
            return self.world.new_webhook(channel, "News")
        return self.persons[who]

    def keep(self, message: Message) -> Post:
        """Remember a message, so that a scenario can ask for it."""
        post = Post(str(message.guild_id), str(message.id))
        self.posted[post] = message
        return post

    def spoken(self, place: Place) -> list[Message]:
        """Return what the bot said in a place, in whichever channel of it."""
        if place is Place.STAFF:
            return self.world.spoken(self.staff)
        guild = self.guilds[place]
        return [*self.world.spoken(guild.system), *self.world.spoken(guild.general)]

    async def heard(self) -> None:
        """Wait until what happens next is heard by a bot that runs, and not read again later."""
        if self.open:
            await self.fake.gateway.wait_connected()


class DiscordScene:
    """One school on Discord."""

    def __init__(self, fake: FakeDiscord) -> None:
        self.school = School.found(fake)
        self.people = _Posting(self.school)
        self.speech = _Speaking(self.school)
        self.showing = _Showing(self.school)
        self.trouble = _Trouble(self.school)
        self.faults = _Faults(self.school)
        self.world = _Seeing(self.school)
        self._fake = fake

    rights = BOT_PERMISSIONS

    @property
    def guild(self) -> Guild:
        """The class's server."""
        return self.school.guilds[Place.CLASS]

    def chat(self, place: Place) -> ChatRef:
        guild = self.school.guilds[place].id
        return room(guild, self.school.staff.id) if place is Place.STAFF else server(guild)

    @asynccontextmanager
    async def platform(self, clock: Clock) -> AsyncIterator[Platform]:
        adapter = SettledAdapter(self._fake, clock, self.school.guilds.values())
        self.school.open = True
        poisoning = asyncio.create_task(self.trouble.emit_poison())
        try:
            with pointed_at(self._fake):
                async with adapter:
                    yield Platform(adapter, adapter, adapter, adapter, adapter, adapter)
        finally:
            self.school.open = False
            poisoning.cancel()


@asynccontextmanager
async def discord() -> AsyncIterator[DiscordScene]:
    """Open a school on a server of its own."""
    async with FakeDiscord() as fake:
        yield DiscordScene(fake)
        if fake.problems:
            raise AssertionError("the judge of Discord objects:\n" + "\n".join(fake.problems))


class _Posting:
    def __init__(self, school: School) -> None:
        self._school = school
        self._world = school.world

    async def post(
        self, who: Who, data: bytes, shape: Shape = Shape.PHOTO, *, place: Place = Place.CLASS
    ) -> Post:
        await self._school.heard()
        channel = self._school.channel(place)
        author = self._school.author(who, channel)
        posted = post_of(shape, data, self._school, channel, author, who is Who.LINKED_CHANNEL)
        return self._school.keep(posted)

    async def hide(self, who: Who, slot: Hidden) -> Post:
        await self._school.heard()
        channel = self._school.channel(Place.CLASS)
        extra = hidden_part(slot, self._world)
        return self._school.keep(
            self._world.post(channel, self._school.persons[who], "look", extra=extra)
        )

    async def album(self, who: Who, pictures: list[bytes]) -> list[Post]:
        raise NotImplementedError("several files are one message here")

    async def swap(self, who: Who, post: Post, data: bytes) -> None:
        await self._school.heard()
        self._world.edit(self._school.posted[post], files=[("swapped.png", data)])

    async def delete(self, who: Who, post: Post) -> None:
        await self._school.heard()
        self._world.delete(self._school.posted[post], self._school.persons[who])

    async def write(self, who: Who, text: str, *, place: Place = Place.CLASS) -> Post:
        await self._school.heard()
        channel = self._school.channel(place)
        author = self._school.author(who, channel)
        if text.startswith("/") and isinstance(author, Person) and not author.is_bot:
            return await self._command(author, channel, text[1:].split())
        return self._school.keep(self._world.post(channel, author, text))

    async def _command(self, person: Person, channel: Channel, words: list[str]) -> Post:
        """Choose a command from Discord's list; no message of it stands in the chat."""
        await self._commands_are_known()
        name, options = chosen(*words)
        asked = self._world.slash(person, channel, name, **options)
        return Post("asked", str(asked.id))

    async def _commands_are_known(self) -> None:
        """Wait for the bot's commands; the server's admins have shown all of them to everybody."""
        backend = self._world.backend
        async with asyncio.timeout(5):
            while not backend.commands.get(None):  # noqa: ASYNC110 - rings no bell
                await asyncio.sleep(0.005)
        for command in backend.commands[None].values():
            for guild in self._school.guilds.values():
                all_of_them = {"id": str(guild.id), "type": 1, "permission": True}
                backend.command_permissions[guild.id, int(command["id"])] = [all_of_them]


class _Speaking:
    def __init__(self, school: School) -> None:
        self._school = school
        self._world = school.world

    async def answer(self, who: Who, text: str, to: Post) -> Post:
        await _Posting(self._school)._commands_are_known()
        message, person = self._school.posted[to], self._school.persons[who]
        return Post("asked", str(self._world.context_menu(person, message, "Report picture").id))

    async def forward(self, who: Who, text: str) -> Post:
        raise NotImplementedError("a command is no message here")

    async def rewrite(self, who: Who, post: Post, text: str) -> None:
        raise NotImplementedError("a command is no message here")

    async def start(self, who: Who) -> None:
        """Nobody has to begin: the bot may write first."""

    async def confide(self, who: Who, text: str, picture: bytes = b"") -> None:
        await self._school.heard()
        person, files = self._school.persons[who], [("p.png", picture)] if picture else []
        self._world.post(self._world.dm(person), person, text, files=files)

    async def press(self, who: Who, label: str, *, place: Place = Place.CLASS) -> None:
        await self._school.heard()
        person = self._school.persons[who]
        seen = [*self._world.private(person), *self._school.spoken(place)]
        message, token = _button(seen, label)
        self._world.click(person, message, token)

    async def forge(self, who: Who, action: str) -> None:
        await self._school.heard()
        # Each where they are: the lead is on no class server.
        place = Place.STAFF if who is Who.LEAD else Place.CLASS
        self._world.forge(self._school.persons[who], self._school.channel(place), action)


class _Showing:
    def __init__(self, school: School) -> None:
        self._school = school
        self._world = school.world

    async def join(self, name: str, avatar: bytes) -> None:
        await self._school.heard()
        person = self._world.new_user(name)
        self._world.set_avatar(person, avatar)
        self._world.join(self._school.guilds[Place.CLASS], person)

    async def paint_chat(self, data: bytes) -> None:
        await self._school.heard()
        self._world.set_icon(self._school.guilds[Place.CLASS], data)

    async def react(self, who: Who, post: Post, emoji: bytes) -> None:
        await self._school.heard()
        custom = self._world.new_emoji(self._school.elsewhere, "wow", emoji)
        self._world.react(self._school.posted[post], self._school.persons[who], custom)


class _Trouble:
    def __init__(self, school: School) -> None:
        self._school = school
        self._world = school.world
        self._poison = asyncio.Event()

    async def let_delete(self, *, may: bool) -> None:
        await self._school.heard()
        self._world.set_bot_permissions(self._school.guilds[Place.CLASS], _rights(may))

    async def throw_out(self) -> None:
        await self._school.heard()
        self._world.kick_bot(self._school.guilds[Place.CLASS])

    async def let_in(self, *, may_delete: bool) -> None:
        await self._school.heard()
        self._world.add_bot(self._school.guilds[Place.CLASS], _rights(may_delete))

    async def migrate(self) -> None:
        raise NotImplementedError("a server keeps its id")

    async def age(self, post: Post) -> None:
        raise NotImplementedError("a message of any age can be deleted")

    async def poison(self) -> None:
        self._poison.set()

    async def emit_poison(self) -> None:
        """Send what cannot be read, as soon as there is a bot that hears it."""
        await self._poison.wait()
        await self._school.fake.gateway.wait_connected()
        guild = str(self._school.guilds[Place.CLASS].id)
        odd = {"id": {"no": "number"}, "guild_id": guild, "channel_id": [], "content": 7}
        self._school.fake.gateway.emit("MESSAGE_CREATE", odd)
        self._poison.clear()

    async def second_receiver(self) -> None:
        raise NotImplementedError("every connection of a bot hears everything")


class _Faults:
    def __init__(self, school: School) -> None:
        self._school = school
        self._faults = school.fake.faults

    async def stall_removals(self) -> None:
        self._faults.fail(*_PATHS[Call.REMOVE], Kind.HANG, every=True)

    async def heal(self) -> None:
        self._faults.heal()

    async def lose_answer(self, call: Call, times: int = 1) -> None:
        self._faults.fail(*_PATHS[call], Kind.LOST, times)

    async def ask_to_wait(self, call: Call, seconds: int) -> None:
        self._faults.fail(*_PATHS[call], Kind.FLOOD, retry_after=seconds)

    async def close_private(self, who: Who) -> None:
        self._school.world.close_dms(self._school.persons[who])


class _Seeing:
    def __init__(self, school: School) -> None:
        self._school = school
        self._world = school.world

    async def stands(self, post: Post) -> bool:
        found = self._school.posted.get(post)
        return found is not None and self._world.stands(found)

    async def said(self, place: Place) -> list[Line]:
        return [_line(one) for one in self._school.spoken(place)]

    async def told(self, who: Who) -> list[Line]:
        return [_line(one) for one in self._world.private(self._school.persons[who])]

    async def restrained(self, who: Who) -> set[Restraint]:
        person, guild = self._school.persons[who], self._school.guilds[Place.CLASS]
        found = {Restraint.MUTE} if self._world.is_muted(guild, person) else set()
        return found | ({Restraint.BAN} if self._world.is_banned(guild, person) else set())

    async def token(self, place: Place, label: str) -> str:
        _, token = _button(self._school.spoken(place), label)
        return token

    def names(self, who: Who) -> tuple[str, ...]:
        person = self._school.persons[who]
        return (person.name, str(person.id))


def _rights(may_delete: bool) -> list[str]:
    return [one for one in BOT_PERMISSIONS if may_delete or one != "manage_messages"]


def _button(messages: list[Message], label: str) -> tuple[Message, str]:
    """Return the newest message with such a button, and what the button carries."""
    for message in sorted(messages, key=lambda one: one.id, reverse=True):
        for text, token in message.buttons:
            if text.partition("/")[2] == label:
                return message, token
    raise AssertionError(f"no {label} there")


def _line(message: Message) -> Line:
    return Line(message.text, tuple(text.partition("/")[2] for text, _ in message.buttons))
