"""The adapter before the loopback Discord, as the tests of its parts need it."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from adapters.discord.adapter import DiscordAdapter
from adapters.discord.ids import message, private, room, server
from adapters.discord.progress import Progress
from bot.domain.action import ActionOutcome, ActionResult
from bot.domain.event import RawUpdate
from bot.domain.message import ChatRef, MessageRef
from bot.ports import Clock
from bot.services.system_clock import SystemClock
from tests.contract.discord_rig import connection_to
from tests.discord.client import BOT_PERMISSIONS, Class7B, pointed_at, until
from tests.discord.faults import Kind
from tests.discord.server import FakeDiscord
from tests.discord.state import Channel, Message, Person
from tests.discord.world import World
from tests.fakes import START

PICTURE = b"\x89PNG a picture"
ONE, MANY = "/channels/*/messages/*", "/channels/*/messages/bulk-delete"
WORDS, HISTORY = "/channels/*/messages", "/channels/*/messages"


class HastyClock(SystemClock):
    """Tells the time as it is; sleeping takes none, but lets others run."""

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0.001)


class Store:
    """Stores updates as the core does, in order and each once.

    Attributes:
        open: While it is not set, storing takes its time.
        fails: So often storing fails, when there is something to store.
    """

    def __init__(self) -> None:
        self.updates: list[RawUpdate] = []
        self.cursors: list[str] = []
        self.open = asyncio.Event()
        self.open.set()
        self.fails = 0

    async def receive(self, updates: Sequence[RawUpdate], cursor: str | None) -> None:
        await self.open.wait()
        if updates and self.fails:
            self.fails -= 1
            raise OSError("the disk is full")
        known = {one.key for one in self.updates}
        self.updates += [one for one in updates if one.key not in known]
        self.cursors += [] if cursor is None else [cursor]

    def of(self, *kinds: str) -> list[Any]:
        """Return what the stored events of some kinds carry."""
        found = [json.loads(one.body) for one in self.updates]
        return [one["d"] for one in found if one["t"] in kinds]

    @property
    def posts(self) -> list[str]:
        """The ids of the messages that are stored."""
        return [one["id"] for one in self.of("MESSAGE_CREATE")]

    @property
    def progress(self) -> Progress:
        """How far all of it has come."""
        return Progress.read(self.cursors[-1], START)

    @property
    def caught_up(self) -> bool:
        """Whether nothing is to be read again."""
        return bool(self.cursors) and not self.progress.unread


@dataclass(frozen=True)
class Live:
    """A class on a server, and the adapter."""

    fake: FakeDiscord
    group: Class7B
    adapter: DiscordAdapter

    @property
    def world(self) -> World:
        return self.fake.world

    @property
    def chat(self) -> ChatRef:
        return server(self.group.guild.id)

    def room(self, channel: Channel) -> ChatRef:
        return room(self.group.guild.id, channel.id)

    def alone(self, person: Person) -> ChatRef:
        return private(person.id)

    def ref(self, posted: Message) -> MessageRef:
        return message(self.chat, posted.channel_id, posted.id)

    def post(self, text: str = "look", channel: Channel | None = None) -> Message:
        return self.world.post(channel or self.group.general, self.group.ana, text)

    def picture(self, data: bytes = PICTURE) -> Message:
        return self.world.post(self.group.general, self.group.ana, files=[("a.png", data)])

    async def take_down(self, *posts: Message) -> list[ActionOutcome]:
        """Take messages down at the same time."""
        going = (self.adapter.take_down(self.ref(one)) for one in posts)
        return [one.outcome for one in await asyncio.gather(*going)]

    async def under_way(self, post: Message) -> "asyncio.Task[ActionResult]":
        """Start a removal that Discord does not answer until its faults are healed."""
        self.fake.faults.fail("DELETE", f"/channels/*/messages/{post.id}", Kind.HANG)
        running = asyncio.create_task(self.adapter.take_down(self.ref(post)))
        await until(lambda: bool(self.fake.calls("DELETE", ONE)))
        return running

    async def without(self, *rights: str) -> None:
        """Take rights from the bot's role, and wait until it has been told."""
        left = [one for one in BOT_PERMISSIONS if one not in rights]
        self.world.set_bot_permissions(self.group.guild, left)
        await self.told()

    async def told(self) -> None:
        """Wait until the bot knows of everything that has happened so far."""
        note = self.world.new_channel(self.group.guild, "end of the news")
        client = self.adapter._api.client
        assert client is not None
        await until(lambda: client.get_channel(note.id) is not None)
        self.world.delete_channel(note)
        await until(lambda: client.get_channel(note.id) is None)

    async def cut(self) -> None:
        """Take the connection away; a new one is not made before `restore`."""
        self.fake.gateway.hold()
        await self.fake.gateway.drop()
        await until(lambda: not self.adapter._api.connected)

    def restore(self) -> None:
        self.fake.gateway.release()


@asynccontextmanager
async def receiving(
    fake: FakeDiscord, store: Store, cursor: str | None = None, clock: Clock | None = None
) -> AsyncIterator[DiscordAdapter]:
    """Run an adapter that stores what it hears; it has no commands to tell Discord of."""
    with pointed_at(fake):
        async with DiscordAdapter(connection_to(fake), clock or HastyClock()) as adapter:
            running = asyncio.create_task(adapter.run(store.receive, cursor))
            try:
                yield adapter
            finally:
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)


@asynccontextmanager
async def connected(
    fake: FakeDiscord, group: Class7B, clock: Clock | None = None
) -> AsyncIterator[Live]:
    """Yield an adapter that is connected and has read what there was; it stores nothing now."""
    store = Store()
    with pointed_at(fake):
        async with DiscordAdapter(connection_to(fake), clock or HastyClock()) as adapter:
            running = asyncio.create_task(adapter.run(store.receive, None))
            await until(lambda: store.caught_up)
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            yield Live(fake, group, adapter)
            fake.gateway.release()
