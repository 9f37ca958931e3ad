"""The real bot as a process of its own: it can be killed like one. Each platform adds its server.

Used by the tests of one kill and by the benchmarks. Pictures are drawn by code; those that have to
go are in a hash bank, imported with the bot's own command.
"""

import asyncio
import io
import os
import re
import signal
import socket
import sys
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import numpy as np
from PIL import Image

from classifiers.hashing import look_at

M = TypeVar("M")

ROOT = Path(__file__).resolve().parents[2]
BANK = "drawn"
_PATIENCE = 120.0
_QUIET = 3.0
_CASE = re.compile(r"C-\d{4,}")


def draw(number: int, size: tuple[int, int] = (1280, 960)) -> bytes:
    """Draw clouds of green and blue; each number gives a picture that looks like no other."""
    colours = np.random.default_rng(number).integers(0, 256, (9, 12, 3), dtype=np.uint8)
    colours[..., 0] //= 3  # Hardly any red: the models take some of it for skin.
    picture = Image.fromarray(colours).resize(size, Image.Resampling.BICUBIC)
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=87)
    return stream.getvalue()


def bank_lines(pictures: Sequence[bytes]) -> list[str]:
    """Return the lines of a hash list that knows these pictures by their looks."""
    opened = [Image.open(io.BytesIO(data)).convert("RGB") for data in pictures]
    return [f"pdq {look_at(one).pdq}" for one in opened]


@dataclass(frozen=True)
class Server:
    """What a process has to know of a platform's server.

    Attributes:
        settings: The variables that lead the bot there.
        arrivals: How often a bot has begun to listen.
        calls: How many calls about people and messages a bot has made.
    """

    settings: Mapping[str, str]
    arrivals: Callable[[], int]
    calls: Callable[[], int]


class BotProcess:
    """A bot that runs from the command line, as its operator runs it."""

    def __init__(self, folder: Path, server: Server, *command: str, **more: str) -> None:
        self._command = command or (sys.executable, "-m", "bot", "run")
        self._server = server
        self._folder = folder
        self._log = folder / "output.txt"
        self._bot: asyncio.subprocess.Process | None = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.environment = {
            "PATH": os.defpath,
            "PYTHONPATH": str(ROOT),
            "OPENBLAS_NUM_THREADS": "1",
            "UPSTANDER_DATA_DIR": str(folder / "data"),
            "UPSTANDER_WEB__PORT": str(port),
            **server.settings,
            **more,
        }

    @property
    def output(self) -> str:
        """All that it printed, over all of its lives."""
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    async def know(self, pictures: Sequence[bytes]) -> None:
        """Import the hashes of the pictures that have to go."""
        file = self._folder / "bank.txt"
        await asyncio.to_thread(file.write_text, "\n".join(bank_lines(pictures)))
        command = (sys.executable, "-m", "bot", "bank", "import", str(file), "--name", BANK)
        importing = await self._start(*command)
        assert await importing.wait() == 0, self.output

    async def start(self) -> None:
        """Start it and wait until it listens."""
        before = self._server.arrivals()
        self._bot = await self._start(*self._command)
        await self.until(lambda: self._server.arrivals() > before, "arrival of the bot")

    async def kill(self) -> None:
        """kill -9."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """Stop it as a service manager does."""
        await self._end(signal.SIGTERM)

    async def until(self, true: Callable[[], bool], what: str) -> None:
        """Wait for something in the world; fail if the bot dies by itself meanwhile."""
        try:
            async with asyncio.timeout(_PATIENCE):
                while not true():
                    assert self._bot is None or self._bot.returncode is None, self.output[-3000:]
                    await asyncio.sleep(0.005)
        except TimeoutError:
            raise AssertionError(f"no {what} within {_PATIENCE} s\n{self.output[-3000:]}") from None

    async def quiet(self) -> None:
        """Wait until the bot has asked for nothing but updates for a while."""
        seen, since = -1, 0.0
        now = asyncio.get_running_loop().time
        while seen != self._server.calls() or now() - since < _QUIET:
            if seen != self._server.calls():
                seen, since = self._server.calls(), now()
            await asyncio.sleep(0.05)

    async def _start(self, *command: str) -> asyncio.subprocess.Process:
        with self._log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                *command, cwd=self._folder, env=self.environment, stdout=log, stderr=log
            )

    async def _end(self, number: signal.Signals) -> None:
        if self._bot is not None and self._bot.returncode is None:
            self._bot.send_signal(number)
            await self._bot.wait()
        self._bot = None


class Tally(ABC, Generic[M]):
    """Counts what became of posted pictures, by what people see.

    Attributes:
        posted: Each message with whether it has to go.
    """

    def __init__(self) -> None:
        self.posted: list[tuple[M, bool]] = []

    @abstractmethod
    def stands(self, message: M) -> bool:
        """Whether people see a message."""

    @abstractmethod
    def notes(self) -> list[str]:
        """Return what pupils were told in private."""

    @abstractmethod
    def lines(self) -> list[str]:
        """Return what the class read."""

    @abstractmethod
    def alerts(self) -> list[str]:
        """Return what the adults read."""

    @property
    def removed(self) -> int:
        """How many bad pictures nobody sees any more."""
        return sum(bad and not self.stands(one) for one, bad in self.posted)

    @property
    def left_up(self) -> int:
        """How many bad pictures still stand."""
        return sum(bad and self.stands(one) for one, bad in self.posted)

    @property
    def innocent_removed(self) -> int:
        """How many innocent pictures are gone."""
        return sum(not bad and not self.stands(one) for one, bad in self.posted)

    @property
    def double_notices(self) -> int:
        """How many notes to pupils and lines to the class there are too many."""
        cases = Counter(number for text in self.notes() for number in set(_CASE.findall(text)))
        return sum(cases.values()) - len(cases) + max(0, len(self.lines()) - self.removed)

    @property
    def noticed(self) -> int:
        """How many cases their senders were told of."""
        return len({one for text in self.notes() for one in _CASE.findall(text)})

    @property
    def alerted(self) -> int:
        """How many cases the adults have read of."""
        return len({one for text in self.alerts() for one in _CASE.findall(text)})
