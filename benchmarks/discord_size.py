"""What many servers cost the bot on Discord: memory, and time and calls to start."""

import asyncio
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from benchmarks.discord_bot import GLOBAL_LIMIT, Bot, Load, most_in_a_second, peer, removals
from benchmarks.discord_peer import READY
from benchmarks.figures import Row
from tests.conformance.process import draw
from tests.discord.client import BOT_PERMISSIONS
from tests.discord.faults import CDN
from tests.discord.server import FakeDiscord
from tests.discord.state import Channel, Message, Person

# After its start the bot reads archives for minutes, a few a second. So long is looked at it.
_SETTLING = 10.0


@dataclass(frozen=True)
class _Start:
    """What a start took.

    Attributes:
        ready: Seconds until it says so.
        removed: Seconds until a photo is gone that was posted behind the last server's arrival.
        caught_up: After a kill, seconds until a photo is gone on every server.
        now: Megabytes when it has settled, and the `most` until then.
        calls: Calls until then, and the most of them in one second.
    """

    ready: float
    removed: float
    caught_up: float
    now: float
    most: float
    calls: int
    a_second: int


async def memory(load: Load) -> list[Row]:
    """Many servers against one, and against a plain client with the library's defaults."""
    size = f"{load.guilds} servers of {load.channels} channels and {load.members} members"
    few, many = await _start(load, 1), await _start(load, load.guilds)
    peers_few, peers_many = await _peer_start(load, 1), await _peer_start(load, load.guilds)
    ours, theirs = many.now - few.now, peers_many.now - peers_few.now
    return [
        (f"the bot on {size}, MB now / most", _mb(many), "-"),
        ("the bot on 1 server", _mb(few), "-"),
        ("a plain `discord.Client` on as many", _mb(peers_many), "-"),
        ("a plain `discord.Client` on 1 server", _mb(peers_few), "-"),
        (f"MB that {load.guilds} add to 1, bot / client", f"{ours:.1f} / {theirs:.1f}", "-"),
        (f"start until `/readyz`, 1 / {load.guilds}", _s(few.ready, many.ready), "-"),
        (
            f"start until a photo on the last server is gone, 1 / {load.guilds}",
            _s(few.removed, many.removed),
            "-",
        ),
        (
            f"start after a kill until photos are gone on all servers, 1 / {load.guilds}",
            _s(few.caught_up, many.caught_up),
            "-",
        ),
        (
            f"start of the plain client until `on_ready`, 1 / {load.guilds}",
            _s(peers_few.ready, peers_many.ready),
            "-",
        ),
        (
            f"calls until {_SETTLING:.0f} s later on {load.guilds} servers, most in a second",
            f"{many.calls}, {many.a_second}",
            f"{GLOBAL_LIMIT} a second",
        ),
    ]


async def _start(load: Load, guilds: int) -> _Start:
    bad = draw(1)
    with tempfile.TemporaryDirectory() as folder:
        async with FakeDiscord() as fake:
            school, bot = _Schools(fake, load, guilds), Bot(Path(folder), fake)
            await bot.know([bad])
            begin = time.monotonic()
            readiness = asyncio.create_task(_until_ready(bot, begin))
            await bot.start()
            # All servers are on their way by now; this comes behind them.
            photo = school.post(-1, bad)
            await bot.until(lambda: not fake.world.stands(photo), "removal on the last server")
            ready, removed = await readiness, removals(fake)[photo.id] - begin
            await asyncio.sleep(_SETTLING)
            now, most = bot.memory()
            calls = [call for call in fake.log if call.method != CDN]
            await bot.kill()
            photos = [school.post(number, bad) for number in range(guilds)]
            begin = time.monotonic()
            await bot.start()
            await bot.until(lambda: not any(map(fake.world.stands, photos)), "removal on all")
            caught_up = time.monotonic() - begin
            await bot.kill()
            return _Start(ready, removed, caught_up, now, most, len(calls), most_in_a_second(calls))


async def _peer_start(load: Load, guilds: int) -> _Start:
    with tempfile.TemporaryDirectory() as folder:
        async with FakeDiscord() as fake:
            _Schools(fake, load, guilds)
            client = peer(Path(folder), fake, bank=False)
            begin = time.monotonic()
            await client.start()
            await client.until(lambda: READY in client.output, "readiness of the peer")
            ready = time.monotonic() - begin
            assert f"{READY}: {guilds}" in client.output, client.output
            await asyncio.sleep(_SETTLING)
            now, most = client.memory()
            await client.kill()
            return _Start(ready, 0.0, 0.0, now, most, len(fake.log), most_in_a_second(fake.log))


class _Schools:
    """Servers with people of their own."""

    def __init__(self, fake: FakeDiscord, load: Load, guilds: int) -> None:
        self._world = world = fake.world
        self._places: list[tuple[Channel, Person]] = []
        for number in range(guilds):
            # With the one who founded it.
            people = [world.new_user(f"Pupil{number}-{one}") for one in range(load.members - 1)]
            guild = world.new_guild(f"school {number}", members=people)
            world.add_bot(guild, BOT_PERMISSIONS)
            # It starts with two.
            for one in range(load.channels - 2):
                world.new_channel(guild, f"class-{one}")
            self._places.append((guild.general, people[0]))

    def post(self, server: int, data: bytes) -> Message:
        """Post a photo on one of the servers."""
        place, pupil = self._places[server]
        return self._world.post(place, pupil, files=[("photo.jpg", data)])


async def _until_ready(bot: Bot, begin: float) -> float:
    """Return after how many seconds `/readyz` says that everything is there."""
    async with aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(f"{bot.web}/readyz") as response:
                    if response.status == 200:
                        return time.monotonic() - begin
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.02)


def _mb(start: _Start) -> str:
    return f"{start.now:.0f} / {start.most:.0f}"


def _s(few: float, many: float) -> str:
    return f"{few:.2f} / {many:.2f} s"
