"""What the figures on Discord run: the bot and its peer, each before a fake of its own."""

import re
import tempfile
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from sys import executable

from benchmarks.discord_peer import READY
from benchmarks.figures import Run
from tests.conformance.discord_process import DiscordProcess, ServerOfAClass
from tests.discord.faults import Faults, Kind
from tests.discord.server import FakeDiscord
from tests.discord.wire import Call

# https://discord.com/developers/docs/topics/rate-limits#global-rate-limit
GLOBAL_LIMIT = 50
_DELETE, _BULK = "/channels/*/messages/*", "/channels/*/messages/bulk-delete"
_ONE = re.compile(r"^/channels/(\d+)/messages/(\d+)$")


@dataclass(frozen=True)
class Load:
    """How much is asked of the bot.

    Attributes:
        kills: After how many removals it is killed; of so many (`bad`), and so many while it is
            dead (`late`).
        rates: Photos a second, and how many of them.
        burst: Attachments at once.
        guilds: Servers, each with so many channels and members.
        commands: How many slash commands.
    """

    kills: Sequence[int]
    bad: int
    late: int
    rates: Sequence[tuple[int, int]]
    burst: int
    guilds: int
    channels: int
    members: int
    commands: int


class Bot(DiscordProcess):
    """The bot, or its peer, and what it takes."""

    def __init__(self, folder: Path, fake: FakeDiscord, *command: str, **settings: str) -> None:
        # One thread for sums, as the launcher sets it.
        super().__init__(folder, fake, *command, OMP_NUM_THREADS="1", **settings)

    @property
    def web(self) -> str:
        """Where its web server is."""
        return f"http://127.0.0.1:{self.environment['UPSTANDER_WEB__PORT']}"

    def memory(self) -> tuple[float, float]:
        """Return the megabytes in memory now, and the most so far."""
        assert self._bot is not None, "it does not run"
        text = Path(f"/proc/{self._bot.pid}/status").read_text()
        sizes = dict(re.findall(r"^(VmRSS|VmHWM):\s+(\d+) kB$", text, re.MULTILINE))
        return int(sizes["VmRSS"]) / 1024, int(sizes["VmHWM"]) / 1024


class DeleteLimits(Faults):
    """Discord's limits for deleting in one channel: five a second, or one list of them."""

    def __init__(self) -> None:
        super().__init__()
        for method, pattern, times in (("DELETE", _DELETE, 5), ("POST", _BULK, 1)):
            self.fail(method, pattern, Kind.BUCKET, times, retry_after=1.0)


DiscordRun = Run[FakeDiscord, ServerOfAClass, Bot]


@asynccontextmanager
async def running(bad: Sequence[bytes], **settings: str) -> AsyncIterator[DiscordRun]:
    """Run the bot before a fresh Discord, with the adults named."""
    with tempfile.TemporaryDirectory() as folder:
        async with FakeDiscord() as fake:
            bot, school = Bot(Path(folder), fake, **settings), ServerOfAClass(fake)
            await bot.know(bad)
            await bot.start()
            try:
                await school.name_the_adults(bot)
                yield Run(fake, school, bot, bad)
            finally:
                await bot.kill()
            for problem in fake.problems:
                print(f"| the judge objects | {problem} | nothing |", flush=True)


@asynccontextmanager
async def peer_running(bad: Sequence[bytes]) -> AsyncIterator[DiscordRun]:
    """Run the peer before a fresh Discord."""
    with tempfile.TemporaryDirectory() as folder:
        async with FakeDiscord() as fake:
            bot, school = peer(Path(folder), fake, bank=True), ServerOfAClass(fake)
            await bot.know(bad)
            await bot.start()
            try:
                await bot.until(lambda: READY in bot.output, "readiness of the peer")
                yield Run(fake, school, bot, bad)
            finally:
                await bot.kill()


def peer(home: Path, fake: FakeDiscord, *, bank: bool) -> Bot:
    """Return the peer: with the bank it looks at attachments, without it only listens."""
    command = (executable, "-m", "benchmarks.discord_peer", fake.token)
    known = (str(home / "bank.txt"),) if bank else ()
    return Bot(home, fake, *command, fake.api_url, fake.gateway_url, *known)


# --- reading the log


def deletes(fake: FakeDiscord) -> list[Call]:
    """Return the calls that delete messages."""
    return [*fake.calls("DELETE", _DELETE), *fake.calls("POST", _BULK)]


def removals(fake: FakeDiscord) -> dict[int, float]:
    """Return when the call arrived that removed each message."""
    found: dict[int, float] = {}
    for call in sorted(deletes(fake), key=lambda one: one.at):
        one = _ONE.match(call.path)
        numbers = [one[2]] if one else list(call.body["messages"])
        if call.status in (200, 204):
            for number in numbers:
                found.setdefault(int(number), call.at)
    return found


def most_in_a_second(calls: Iterable[Call]) -> int:
    """Return how many calls arrived in the busiest second."""
    times = sorted(call.at for call in calls)
    first, most = 0, 0
    for number, at in enumerate(times):
        while at - times[first] >= 1.0:
            first += 1
        most = max(most, number - first + 1)
    return most
