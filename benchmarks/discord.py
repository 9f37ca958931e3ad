"""Measures what Upstander promises on Discord: the real program before the fake Discord.

    .venv/bin/python -m benchmarks.discord [--quick] [FIGURE...]

The program runs with its real models, on a database on disk. Photos are drawn by code; those that
have to go are in a hash bank. The fake's log and the world behind it are the judge, never the
bot's own record. `--quick` shows that each figure works; its numbers mean nothing.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from benchmarks.discord_bot import (
    GLOBAL_LIMIT,
    DeleteLimits,
    DiscordRun,
    Load,
    deletes,
    most_in_a_second,
    peer_running,
    removals,
    running,
)
from benchmarks.discord_size import memory
from benchmarks.figures import CLASSES, Row, ends, measure, mixed, parser_of, spread, steadily
from tests.conformance.process import draw
from tests.discord.faults import CDN, Kind
from tests.discord.server import FakeDiscord

FULL = Load((5, 20, 40), 50, 10, ((1, 30), (10, 150), (30, 300)), 200, 100, 50, 30, 50)
QUICK = Load((5,), 20, 4, ((10, 30),), 20, 5, 10, 5, 10)
_COMMANDS_A_SECOND = 5
_PHOTOS_A_SECOND = 30
# A peer that has been so long without a removal has given up.
_GIVEN_UP = 15.0


# --- kill -9


async def kills(load: Load) -> list[Row]:
    """Kill it with -9 in its work and post while it is dead, beside the library alone."""
    rows = []
    bad, late = _drawn(load.bad), [draw(500 + number) for number in range(load.late)]

    async def killed(run: DiscordRun, after: int) -> None:
        def post_late() -> None:
            for data in late:
                run.school.post(data, bad=True)

        run.bad = bad
        await run.killed(after, post_late)

    for after in load.kills:
        async with running([*bad, *late]) as run:
            await killed(run, after)
            await run.all_gone()
            await run.bot.quiet()
            what = f"kill -9 after {after} of {load.bad}, {load.late} more meanwhile"
            rows.append((f"{what}: left up / innocent / double", run.wrong, "0 / 0 / 0"))
        async with peer_running([*bad, *late]) as run:
            await killed(run, after)
            await run.bot.quiet()
            what = f"the same, discord.py alone: left up of {load.bad + load.late}"
            rows.append((what, str(run.school.left_up), "-"))
    return rows


# --- how fast


async def latency(load: Load) -> list[Row]:
    """From the event of a post to the call that deletes it."""
    rows = []
    for rate, photos in load.rates:
        async with running(_drawn(photos // 3)) as run:
            began = await _post_steadily(run, rate)
            await run.all_gone()
            removed = removals(run.server)
            times = [removed[one.id] - began[one.id] for one, bad in run.school.posted if bad]
            what = f"post to delete at {rate} photos/s on {CLASSES} servers, p50 / p95"
            rows.append((what, spread(times), "-"))
    return rows


async def _post_steadily(run: DiscordRun, rate: int) -> dict[int, float]:
    """Post at a steady rate on several servers; return when each message was posted."""
    places = [run.school.found(f"class {number}").general for number in range(CLASSES)]
    pictures = mixed(run.bad)
    await run.bot.quiet()
    began = {}

    def post(number: int) -> None:
        data, bad = pictures[number]
        at = time.monotonic()
        message = run.school.post(data, bad=bad, channel=places[number % CLASSES])
        began[message.id] = at

    await steadily(len(pictures), rate, post)
    return began


@dataclass(frozen=True)
class _Burst:
    """How long many at once took, with how many calls that delete."""

    seconds: float
    calls: int
    refused: int
    left_up: int
    a_second: int

    def __str__(self) -> str:
        left = f", {self.left_up} left up for good" if self.left_up else ""
        return f"{self.seconds:.1f} s, {self.calls} ({self.refused}){left}"


async def burst(load: Load) -> list[Row]:
    """Many attachments in one channel at once, with Discord's limits for deleting."""
    bad = _drawn(load.burst)
    all_bad = [(data, True) for data in bad]
    async with running(bad) as run:
        ours = await _burst(run, all_bad)
    async with peer_running(bad) as run:
        peers = await _burst(run, all_bad)
    # The last one is bad: when it goes, all before it in its chat are decided or nearly so.
    fresh = [(draw(1000 + number), False) for number in range(load.burst)]
    for number, data in enumerate(bad[:10], start=1):
        fresh[number * load.burst // 10 - 1] = (data, True)
    async with running(bad[:10]) as run:
        last = await _burst(run, fresh)
        seen = len(run.server.calls(CDN))
        assert seen >= load.burst, f"only {seen} of {load.burst} were looked at"
    what = f"{load.burst} known bad attachments at once in one channel"
    return [
        (f"{what}: until the last is gone, calls that delete (refused)", str(ours), "-"),
        ("the same, discord.py's own `message.delete()`", str(peers), "-"),
        ("its seconds over ours", f"{peers.seconds / ours.seconds:.1f} x", "-"),
        ("all calls of ours in the busiest second", str(ours.a_second), f"{GLOBAL_LIMIT}"),
        (f"{load.burst} fresh ones, 10 bad: until the last verdict", str(last), "-"),
    ]


async def _burst(run: DiscordRun, pictures: Sequence[tuple[bytes, bool]]) -> _Burst:
    run.server.faults = DeleteLimits()
    begin = time.monotonic()
    for data, bad in pictures:
        run.school.post(data, bad=bad)
    left, since = run.school.left_up, time.monotonic()
    while left and time.monotonic() - since < _GIVEN_UP:
        await asyncio.sleep(0.01)
        if run.school.left_up < left:
            left, since = run.school.left_up, time.monotonic()
    assert run.school.innocent_removed == 0
    calls = deletes(run.server)
    refused = sum(call.status == 429 for call in calls)
    # Neither downloads nor what answers a command count for the limit of all calls.
    counted = [call for call in run.server.log if call.method != CDN and call.at >= begin]
    busiest = most_in_a_second(counted)
    return _Burst(since - begin, len(calls), refused, left, busiest)


# --- the token, and what people write


async def token(load: Load) -> list[Row]:
    """What of people and of the token stands in all output at DEBUG, with failing calls."""
    async with running(_drawn(min(10, load.bad)), UPSTANDER_LOG__LEVEL="DEBUG") as run:
        fake, school, bot = run.server, run.school, run.bot
        _let_fail(fake)
        for number, (data, bad) in enumerate(mixed(run.bad)):
            pupil = school.pupils[number % len(school.pupils)]
            files = [(f"secretfile{number}.jpg", data)]
            message = fake.world.post(school.guild.general, pupil, "secretwords", files=files)
            fake.world.edit(message, "secretwords, edited")
            school.posted.append((message, bad))
        fake.world.post(school.guild.general, school.pupils[0], "secretwords alone")
        asked = fake.world.slash(school.admin, school.guild.general, "guard status")
        # One that nobody can read.
        fake.gateway.emit("MESSAGE_CREATE", {"id": {}, "content": "secretwords"})
        await run.all_gone()
        await fake.gateway.drop()
        await bot.quiet()
        await bot.stop()
        hidden = {
            "the token": (fake.token, fake.token.rpartition(".")[2]),
            "tokens of interactions": (asked.token,),
            "pupils' names": [pupil.name for pupil in school.pupils],
            "message texts": ("secretwords",),
            "file names": ("secretfile",),
        }
        lines = bot.output.count("\n")
        return [
            (f"{what} in {lines} lines of output at DEBUG", _count(bot.output, words), "0")
            for what, words in hidden.items()
        ]


def _let_fail(fake: FakeDiscord) -> None:
    for method, pattern in (("DELETE", "*"), ("POST", "/channels/*"), (CDN, "*")):
        for kind in (Kind.LOST, Kind.RESET, Kind.FLOOD, Kind.REFUSE):
            fake.faults.fail(method, pattern, kind, status=500, retry_after=0.2)


def _count(output: str, words: Iterable[str]) -> str:
    return str(sum(output.count(word) for word in words))


# --- commands


async def interactions(load: Load) -> list[Row]:
    """The admin's commands while photos arrive faster than they can be looked at."""
    photos = load.commands * _PHOTOS_A_SECOND // _COMMANDS_A_SECOND
    async with running(_drawn(photos // 3)) as run:
        posting = asyncio.create_task(_post_steadily(run, _PHOTOS_A_SECOND))
        await run.bot.until(lambda: bool(run.school.posted), "first photo")
        world, place, asked = run.server.world, run.school.guild.general, []

        def ask(_: int) -> None:
            asked.append(world.slash(run.school.admin, place, "guard status"))

        await steadily(load.commands, _COMMANDS_A_SECOND, ask)
        await posting
        await run.bot.until(lambda: all(one.answers for one in asked), "all answers")
        taken = [one.acknowledged for one in asked if one.acknowledged is not None]
        assert len(taken) == load.commands
        words = [_answered_at(run.server, one.token) - one.began for one in asked]
        what = f"{load.commands} `/guard status` beside {_PHOTOS_A_SECOND} photos/s"
        return [
            (f"{what}: acknowledged, p50 / p95", spread(taken), "3 s"),
            (f"{what}: acknowledged, p50 / longest", ends(taken), "3 s"),
            (f"{what}: answered, p50 / longest", ends(words), "-"),
        ]


def _answered_at(fake: FakeDiscord, secret: str) -> float:
    return next(
        call.at for call in fake.log if call.path.startswith("/webhooks/") and secret in call.path
    )


def _drawn(count: int) -> list[bytes]:
    return [draw(number) for number in range(count)]


FIGURES: dict[str, Callable[[Load], Coroutine[None, None, list[Row]]]] = {
    one.__name__: one for one in (kills, latency, burst, memory, token, interactions)
}


def main() -> None:
    parser = parser_of(__doc__, FIGURES)
    parser.add_argument("--quick", action="store_true", help="only show that each figure works")
    load = QUICK if parser.parse_args().quick else FULL
    measure(parser, {name: partial(one, load) for name, one in FIGURES.items()})


if __name__ == "__main__":
    main()
