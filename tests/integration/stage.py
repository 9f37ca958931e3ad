"""The stage of the integration tests: the whole app on real SQLite and the sandbox platform."""

import asyncio
import itertools
import sqlite3
import weakref
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from adapters.sandbox.state import Chat, Message, Upload
from adapters.sandbox.world import World, user
from bot.app import App, Parts, bind_sandbox, open_app, sandbox_platform
from bot.ports import Clock, Screener, Texts
from bot.services.chasing import PagerLine
from bot.services.system_clock import SystemClock
from bot.storage.database import Database
from bot.storage.instance import audit_key
from bot.storage.migrate import prepare
from classifiers.comparing import HashComparer
from config.lists import load_lists
from config.presets import load_presets
from config.schema import PolicySettings, ScreeningSettings, Settings
from tests.fakes import FakeScreener, FakeWeb, KeyTexts
from tests.helplines import FakeHelplines

ANA, BEN, CLEO, LEAD = user("ana"), user("ben"), user("cleo"), user("lead")
CLASS, STAFF = "class-7b", "staff"
# The stage of each app that runs, so that whoever waits for the app can look what it has read.
_STAGES: "weakref.WeakKeyDictionary[App, Stage]" = weakref.WeakKeyDictionary()
# Words to pupils come last, and nobody but a test waits for them.
_UNTOLD = """
SELECT 1 FROM effect WHERE kind IN ('notice', 'group_line', 'apology')
AND (state = 'sending' OR state = 'pending' AND attempts = 0)
"""


# A database in which nothing has happened yet.
_FRESH: list[bytes] = []


@dataclass
class Stage:
    """A world that outlives the app: kill the app, start another one on the same database."""

    folder: Path
    screener: Screener = field(default_factory=FakeScreener)
    texts: Texts = field(default_factory=KeyTexts)
    clock: Clock = field(default_factory=SystemClock)
    policy: PolicySettings = field(default_factory=PolicySettings)
    chats: Iterable[Chat] | None = None
    bound: bool = True
    timeout_seconds: float = 5
    web: FakeWeb = field(default_factory=FakeWeb)
    hosts: Iterable[str] = ()
    pagers: Sequence[PagerLine] = ()
    card: Callable[[], bytes] | None = None

    def __post_init__(self) -> None:
        numbers = itertools.count(1)
        self.world = World(self.clock, lambda: f"id{next(numbers)}", self.chats)

    async def _put_tables(self) -> None:
        """Start from tables that the migrations made once: making them takes half of a test."""
        file = self.folder / "upstander.db"
        if file.exists():
            return
        audit_key(self.folder)
        if _FRESH:
            file.write_bytes(_FRESH[0])
            return
        database = Database(f"sqlite:///{file}")
        await prepare(database)
        await database.close()
        _FRESH.append(file.read_bytes())

    @asynccontextmanager
    async def app(
        self, before_start: Callable[[App], None] = lambda _app: None
    ) -> AsyncIterator[App]:
        """Run the app; leaving cancels it at whatever it is doing, as a stop would."""
        settings = Settings(
            data_dir=self.folder,
            policy=self.policy,
            screening=ScreeningSettings(
                timeout_seconds=self.timeout_seconds, linked_hosts=frozenset(self.hosts)
            ),
        )
        parts = Parts(
            settings=settings,
            clock=self.clock,
            screener=self.screener,
            texts=self.texts,
            presets=load_presets(),
            lists=load_lists(self.folder),
            linked=self.web,
            platforms=[sandbox_platform(self.world)],
            comparer=HashComparer(),
            pagers=self.pagers,
            helplines=FakeHelplines(),
            card=self.card,
        )
        await self._put_tables()
        async with open_app(parts) as app:
            _STAGES[app] = self
            if self.bound:
                await bind_sandbox(app, self.world, self.clock)
            before_start(app)
            running = asyncio.create_task(app.run())
            try:
                yield app
            finally:
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)

    def post(
        self,
        data: bytes | Sequence[bytes] = b"",
        *,
        by: str = "ana",
        chat: str = CLASS,
        text: str = "",
    ) -> Message:
        """Post something as a member."""
        pictures = [data] if isinstance(data, bytes) else list(data)
        uploads = [Upload(one) for one in pictures if one]
        return self.world.post(chat, user(by), text, uploads)

    def stands(self, message: Message) -> bool:
        """Say whether a message can still be seen."""
        return any(message.id in chat.messages for chat in self.world.store.chats.values())

    def look(self, query: str) -> list[tuple[Any, ...]]:
        """Read the bot's database as an outsider."""
        connection = sqlite3.connect(self.folder / "upstander.db")
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    def said_in(self, chat: str) -> list[str]:
        """Return what the bot said in a chat."""
        found = self.world.store.chats.get(chat)
        return [
            message.text
            for message in (found.messages.values() if found else ())
            if message.actor.id == "upstander"
        ]

    def button(self, chat: str, verb: str) -> tuple[Message, str]:
        """Return the newest message with a button of this kind, and the button's action."""
        for message in reversed(self.world.store.chats[chat].messages.values()):
            for button in message.buttons:
                if button.action.startswith(f"{verb}:"):
                    return message, button.action
        raise AssertionError(f"no {verb} button in {chat}")


async def until(
    true: Callable[[], bool | Awaitable[bool]], seconds: float = 30.0, what: str = ""
) -> None:
    """Wait until something is true; fail if it does not become so."""
    try:
        async with asyncio.timeout(seconds):
            while True:
                answer = true()
                if answer if isinstance(answer, bool) else await answer:
                    return
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise AssertionError(f"not within {seconds} s: {what or true}") from None


async def until_settled(app: App) -> None:
    """Wait until nothing is on its way any more."""
    stage = _STAGES.get(app)
    if stage is not None:
        await until(lambda: stage.world.updates.pending == 0, what="all updates to be stored")
    await asyncio.sleep(0.05)
    await until(app.settled, what="the app to be settled")
    if stage is not None:
        await until(lambda: stage.look(_UNTOLD) == [], what="everybody to be told")
