"""Points the real discord.py at a fake, and runs its client."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.discord.server import FakeDiscord
from tests.discord.state import Channel, Guild, Person

BOT_PERMISSIONS = (
    "view_channel",
    "send_messages",
    "send_messages_in_threads",
    "read_message_history",
    "manage_messages",
    "moderate_members",
    "kick_members",
    "ban_members",
    "manage_roles",
    "attach_files",
    "embed_links",
    "use_external_stickers",
)
# discord.py waits so many seconds for further guilds before it is ready.
OPTIONS: dict[str, Any] = {"intents": discord.Intents.all(), "guild_ready_timeout": 0.05}


@contextmanager
def pointed_at(server: FakeDiscord) -> Iterator[None]:
    """Let discord.py in this process talk to a fake, for a while."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, discord.Asset.BASE
    Route.BASE = server.api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(server.gateway_url)
    discord.Asset.BASE = server.cdn_url
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, discord.Asset.BASE = before


async def until(true: Callable[[], bool]) -> None:
    """Wait until something is true, or twenty seconds have gone."""
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110 - what is waited for rings no bell
            await asyncio.sleep(0.005)


class Client(discord.Client):
    """discord.py's client, which keeps what it is told.

    Attributes:
        told: The messages, raw edits and so on that came, by the name of the event.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.told: dict[str, list[Any]] = {}

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Identify again at once; discord.py waits five seconds."""

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        self.told.setdefault(event, []).append(args[0] if args else None)
        super().dispatch(event, *args, **kwargs)

    @property
    def messages(self) -> list[discord.Message]:
        """The messages that came."""
        return self.told.get("message", [])

    async def until(self, event: str, count: int = 1) -> list[Any]:
        """Wait until an event has come so often; return what came."""
        await until(lambda: len(self.told.get(event, [])) >= count)
        return self.told[event]


@asynccontextmanager
async def client_of(server: FakeDiscord, **options: Any) -> AsyncIterator[Client]:
    """Run discord.py's client against a fake until the end; it has been told all its guilds."""
    with pointed_at(server):
        client = Client(**{**OPTIONS, **options})
        running = asyncio.create_task(client.start(server.token))
        try:
            await _ready(client, running)
            yield client
        finally:
            await client.close()
            await asyncio.gather(running, return_exceptions=True)


async def _ready(client: Client, running: asyncio.Task[None]) -> None:
    ready = asyncio.create_task(client.until("ready"))
    done, _ = await asyncio.wait({ready, running}, return_when=asyncio.FIRST_COMPLETED)
    if running in done:
        ready.cancel()
        await asyncio.gather(ready, return_exceptions=True)
        running.result()
    await ready


class Class7B:
    """A guild with two pupils and a teacher, and the bot with what it needs."""

    def __init__(self, server: FakeDiscord) -> None:
        world = server.world
        self.ana: Person = world.new_user("Ana")
        self.ben: Person = world.new_user("Ben")
        self.cleo: Person = world.new_user("Cleo")
        self.guild: Guild = world.new_guild(
            "Class 7B", members=[self.ana, self.ben], admins=[self.cleo]
        )
        self.general: Channel = self.guild.general
        world.add_bot(self.guild, BOT_PERMISSIONS)
