"""What the benchmarks of the chat services share: what is posted, who is killed, how it is told."""

import argparse
import asyncio
import logging
import os
import statistics
from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from tests.conformance.process import BotProcess, draw

CLASSES = 10
Row = tuple[str, str, str]
Figure = Callable[[], Coroutine[None, None, list[Row]]]


class School(Protocol):
    """A class in a chat, which sees what becomes of its pictures."""

    def post(self, data: bytes, *, bad: bool) -> object:
        """Let the next pupil post a picture."""
        ...

    @property
    def removed(self) -> int:
        """How many bad pictures nobody sees any more."""
        ...

    @property
    def left_up(self) -> int:
        """How many bad pictures still stand."""
        ...

    @property
    def innocent_removed(self) -> int:
        """How many innocent pictures are gone."""
        ...

    @property
    def double_notices(self) -> int:
        """How many words about one removal there are too many."""
        ...


ServerT = TypeVar("ServerT")
SchoolT = TypeVar("SchoolT", bound=School)
BotT = TypeVar("BotT", bound=BotProcess)


@dataclass
class Run(Generic[ServerT, SchoolT, BotT]):
    """One school, one bot and the pictures that have to go."""

    server: ServerT
    school: SchoolT
    bot: BotT
    bad: Sequence[bytes]

    def post_all(self) -> None:
        """Let the class post photos at once; every third one has to go."""
        for data, bad in mixed(self.bad):
            self.school.post(data, bad=bad)

    async def all_gone(self) -> None:
        """Wait until no bad photo stands any more."""
        await self.bot.until(lambda: self.school.left_up == 0, "removal of all")

    async def killed(self, after: int, meanwhile: Callable[[], None] = lambda: None) -> None:
        """Kill the bot in the middle of its removals, do something, and start it again."""
        self.post_all()
        await self.bot.until(lambda: self.school.removed >= after, f"{after} removals")
        await self.bot.kill()
        assert self.school.left_up > 0, "killed too late to prove anything"
        meanwhile()
        await self.bot.start()

    @property
    def wrong(self) -> str:
        """What must be nothing: left up / innocent removed / told twice."""
        school = self.school
        return f"{school.left_up} / {school.innocent_removed} / {school.double_notices}"


def mixed(bad: Sequence[bytes]) -> list[tuple[bytes, bool]]:
    """Return the bad photos, each with two innocent ones behind it."""
    return [
        (draw(1000 + number), False) if number % 3 else (bad[number // 3], True)
        for number in range(3 * len(bad))
    ]


async def steadily(count: int, rate: float, do: Callable[[int], object]) -> None:
    """Do something so many times, at a steady rate a second."""
    loop = asyncio.get_running_loop()
    start = loop.time()
    for number in range(count):
        await asyncio.sleep(max(0.0, start + number / rate - loop.time()))
        do(number)


# --- how it is told


def spread(seconds: Sequence[float]) -> str:
    """Return median and 95th percentile."""
    ordered = sorted(seconds)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return f"{_ms(statistics.median(ordered))} / {_ms(p95)}"


def ends(seconds: Sequence[float]) -> str:
    """Return median and longest."""
    return f"{_ms(statistics.median(seconds))} / {_ms(max(seconds))}"


def parser_of(doc: str | None, names: Collection[str]) -> argparse.ArgumentParser:
    """Return a parser of the figures to measure."""
    parser = argparse.ArgumentParser(description=(doc or "").partition("\n")[0])
    listed = f"{', '.join(names)}; else all of them"
    parser.add_argument("figures", nargs="*", metavar="FIGURE", help=listed)
    return parser


def measure(parser: argparse.ArgumentParser, figures: Mapping[str, Figure]) -> None:
    """Measure the figures that the command line names, and print each as soon as it is there."""
    chosen = parser.parse_args().figures or list(figures)
    if unknown := set(chosen) - figures.keys():
        parser.error(f"no figure {', '.join(unknown)}: choose from {', '.join(figures)}")
    # A bot that is killed hangs up in the middle of its requests.
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start\n")
    print("| figure | measured | goal |\n|---|---|---|", flush=True)
    for name in chosen:
        for row in asyncio.run(figures[name]()):
            print("| " + " | ".join(row) + " |", flush=True)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"
