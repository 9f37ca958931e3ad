"""The real bot before the fake Telegram, and a class with people in it."""

import re
from collections import Counter
from pathlib import Path

from tests.conformance.process import ROOT, BotProcess, Server, draw
from tests.telegram.server import FakeTelegram
from tests.telegram.state import Chat, Message, Person

__all__ = ["ROOT", "Class", "Process", "draw"]

_CASE = re.compile(r"C-\d{4,}")
_CODE = re.compile(r"\b[0-9A-F]{8}\b")


class Process(BotProcess):
    """A bot whose platform is the fake Telegram."""

    def __init__(self, folder: Path, server: FakeTelegram, *command: str, **more: str) -> None:
        known = Server(
            {
                "UPSTANDER_TELEGRAM__TOKEN": server.token,
                "UPSTANDER_TELEGRAM__BASE_URL": server.base_url,
            },
            arrivals=lambda: len(server.calls("getUpdates")),
            calls=lambda: sum(call.method != "getUpdates" for call in server.log),
        )
        super().__init__(folder, known, *command, **more)


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
