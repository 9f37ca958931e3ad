"""The real bot before the fake Telegram, and a class with people in it."""

import re
from pathlib import Path

from tests.conformance.process import ROOT, BotProcess, Server, Tally, draw
from tests.telegram.server import FakeTelegram
from tests.telegram.state import Chat, Message, Person

__all__ = ["ROOT", "Class", "Process", "draw"]

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


class Class(Tally[Message]):
    """A class and its adults, and what they have to look at."""

    def __init__(self, server: FakeTelegram) -> None:
        super().__init__()
        world = server.world
        self.world = world
        self.server = server
        self.pupils = [world.new_user(f"Pupil{number}") for number in range(5)]
        self.admin, self.lead = world.new_user("Cleo"), world.new_user("Lead")
        self.chat = self.found("7B")
        self.staff = world.new_group("Adults", admins=[self.lead])
        world.add_bot(self.staff)
        world.forget_updates()

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

    def stands(self, message: Message) -> bool:
        return self.world.stands(message)

    def notes(self) -> list[str]:
        return [text for pupil in self.pupils for text in self.world.said_privately(pupil)]

    def lines(self) -> list[str]:
        return self.world.said(self.chat)

    def alerts(self) -> list[str]:
        return self.world.said(self.staff)

    def _code(self, person: Person) -> str:
        told = " ".join(self.world.said_privately(person))
        found = _CODE.search(told)
        return found.group() if found else ""
