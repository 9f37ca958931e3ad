"""The real bot as a process of its own before the fake Telegram: it can be killed like one.

Used by the test of one kill and by `benchmarks/telegram.py`. Pictures are drawn by code; those that
have to go are in a hash bank, imported with the bot's own command.
"""

import asyncio
import io
import os
import re
import signal
import socket
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from classifiers.hashing import look_at
from tests.telegram.server import FakeTelegram
from tests.telegram.state import Chat, Message, Person

ROOT = Path(__file__).resolve().parents[2]
BANK = "drawn"
_PATIENCE = 120.0
_QUIET = 3.0
_CASE = re.compile(r"C-\d{4,}")
_CODE = re.compile(r"\b[0-9A-F]{8}\b")


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


class Process:
    """A bot that runs from the command line, as its operator runs it."""

    def __init__(self, folder: Path, server: FakeTelegram, *command: str, **more: str) -> None:
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
            "UPSTANDER_TELEGRAM__TOKEN": server.token,
            "UPSTANDER_TELEGRAM__BASE_URL": server.base_url,
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
        """Start it and wait until it asks for updates."""
        polls = len(self._server.calls("getUpdates"))
        self._bot = await self._start(*self._command)
        await self.until(lambda: len(self._server.calls("getUpdates")) > polls, "the first poll")

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
        while seen != self._busy() or now() - since < _QUIET:
            if seen != self._busy():
                seen, since = self._busy(), now()
            await asyncio.sleep(0.05)

    def _busy(self) -> int:
        return sum(call.method != "getUpdates" for call in self._server.log)

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


class Class:
    """A class and its adults, and what they have to look at."""

    def __init__(self, server: FakeTelegram) -> None:
        world = server.world
        self.world = world
        self.server = server
        self.pupils = [world.new_user(f"Pupil{number}") for number in range(5)]
        self.admin, self.lead = world.new_user("Cleo"), world.new_user("Lead")
        self.chat = self.found("7B")
        self.staff = world.new_group("Adults", admins=[self.lead])
        world.add_bot(self.staff)
        world.forget_updates()
        self.posted: list[tuple[Message, bool]] = []

    def found(self, title: str) -> Chat:
        """Found one more class with the same pupils."""
        chat = self.world.new_group(title, members=self.pupils, admins=[self.admin])
        self.world.add_bot(chat)
        return chat

    async def name_the_adults(self, bot: Process) -> None:
        """Bind the adults' chat with the one-time code, as an admin does."""
        self.world.post(self.chat, self.admin, "/alerts")
        await bot.until(lambda: self._code(self.admin) != "", "code for the adults")
        self.world.post(self.staff, self.lead, f"/alerts {self._code(self.admin)}")
        await bot.until(lambda: bool(self.world.said(self.staff)), "answer to the code")
        await bot.quiet()

    def post(self, data: bytes, *, bad: bool, chat: Chat | None = None) -> Message:
        """Let the next pupil post a picture."""
        pupil = self.pupils[len(self.posted) % len(self.pupils)]
        message = self.world.post(chat or self.chat, pupil, "", photo=data)
        self.posted.append((message, bad))
        return message

    @property
    def removed(self) -> int:
        """How many bad pictures nobody sees any more."""
        return sum(bad and not self.world.stands(one) for one, bad in self.posted)

    @property
    def left_up(self) -> int:
        """How many bad pictures still stand."""
        return sum(bad and self.world.stands(one) for one, bad in self.posted)

    @property
    def innocent_removed(self) -> int:
        """How many innocent pictures are gone."""
        return sum(not bad and not self.world.stands(one) for one, bad in self.posted)

    @property
    def double_notices(self) -> int:
        """How many notes to pupils and lines to the class there are too many."""
        told = [text for pupil in self.pupils for text in self.world.said_privately(pupil)]
        cases = Counter(number for text in told for number in set(_CASE.findall(text)))
        lines = len(self.world.said(self.chat))
        return sum(cases.values()) - len(cases) + max(0, lines - self.removed)

    @property
    def noticed(self) -> int:
        """How many cases their senders were told of."""
        told = [text for pupil in self.pupils for text in self.world.said_privately(pupil)]
        return len({one for text in told for one in _CASE.findall(text)})

    @property
    def alerted(self) -> int:
        """How many cases the adults have read of."""
        return len({one for text in self.world.said(self.staff) for one in _CASE.findall(text)})

    def _code(self, person: Person) -> str:
        told = " ".join(self.world.said_privately(person))
        found = _CODE.search(told)
        return found.group() if found else ""
