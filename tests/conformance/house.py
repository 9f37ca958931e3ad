"""The bot's house in the scenarios: the whole app on real SQLite and one scene's platform."""

import asyncio
import hashlib
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.app import App, Parts, open_app
from bot.domain.bank import MatchRule
from bot.domain.message import Actor, ActorKind, ChatRef
from bot.domain.policy import Direction, PolicyRevision
from bot.domain.signal import BankMatch, Fingerprint, MediaFacts, Screening
from bot.ports import Clock
from bot.services.system_clock import SystemClock
from classifiers.comparing import HashComparer
from config.lists import load_lists
from config.presets import load_presets
from config.schema import BankSettings, ScreeningSettings, Settings
from config.schema import PolicySettings as PolicyDefaults
from tests.conformance.scene import Line, Place, Post, Scene, Who
from tests.fakes import FakeScreener, FakeWeb, KeyTexts
from tests.helplines import FakeHelplines
from tests.integration.stage import until, until_settled

_SET_UP = Actor(ActorKind.BOT, "set-up")
GUARDED = (Place.CLASS, Place.OTHER_CLASS)


class Judge(FakeScreener):
    """The fake screener, which also knows a test card and can be held back in the middle."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = 0
        self.go = threading.Event()
        self.go.set()

    def screen(
        self, data: bytes, *, thorough: bool = False, chat: ChatRef | None = None
    ) -> Screening:
        self.begun += 1
        self.go.wait(30)
        if data.startswith(b"card"):
            self.seen.append(data)
            fingerprint = Fingerprint(hashlib.sha256(data).hexdigest())
            match = BankMatch("test-card", "card", 0, MatchRule.FILE, test=True)
            return Screening((match,), fingerprint, MediaFacts("png", len(data), 10, 10))
        return super().screen(data, thorough=thorough, chat=chat)


class House:
    """Opens the app on one database again and again; leaving cancels it at whatever it does."""

    def __init__(self, scene: Scene, folder: Path) -> None:
        self.scene = scene
        self.folder = folder
        self._furnished = False
        self.policy = PolicyDefaults()
        self.banks = BankSettings()
        self.language = "en"
        self.judge = Judge()
        self.clock: Clock = SystemClock()

    @asynccontextmanager
    async def app(self) -> AsyncIterator[App]:
        """Run the app."""
        settings = Settings(
            data_dir=self.folder,
            policy=self.policy,
            banks=self.banks,
            screening=ScreeningSettings(timeout_seconds=5),
        )
        async with self.scene.platform(self.clock) as platform:
            parts = Parts(
                settings=settings,
                clock=self.clock,
                screener=self.judge,
                texts=KeyTexts(),
                presets=load_presets(),
                lists=load_lists(self.folder),
                linked=FakeWeb(),
                platforms=[platform],
                comparer=HashComparer(),
                helplines=FakeHelplines(),
            )
            async with open_app(parts) as app:
                await self._name_the_adults(app)
                running = asyncio.create_task(app.run())
                try:
                    yield app
                finally:
                    running.cancel()
                    await asyncio.gather(running, return_exceptions=True)
                    # A process that dies takes its threads along; here they have to be let go.
                    self.judge.go.set()

    async def _name_the_adults(self, app: App) -> None:
        """Send the alerts of both classes to the adults, once: what moves later is the bot's."""
        if self._furnished:
            return
        self._furnished = True
        known, adults = app.books.policies.defaults(), self.scene.chat(Place.STAFF).chat
        settings = replace(known, language=self.language, alerts_chat=adults)
        for place in GUARDED:
            first = PolicyRevision(self.scene.chat(place), 0, settings, self.clock.now())
            await app.books.policies.add(first, Direction.STRONGER, _SET_UP)

    def look(self, query: str) -> list[tuple[Any, ...]]:
        """Read the bot's database as an outsider: to wait for it, never to judge by it."""
        connection = sqlite3.connect(self.folder / "upstander.db")
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    async def quiet(self, app: App) -> None:
        """Wait until nothing is on its way any more, the words to pupils included."""
        await until_settled(app)
        await until(self._nothing_waits, what="all words to be said")

    def _nothing_waits(self) -> bool:
        waiting = self.look(
            "SELECT 1 FROM effect WHERE state IN ('waiting', 'pending', 'sending')"
            " UNION SELECT 1 FROM raw_update WHERE state = 'received'"
            " UNION SELECT 1 FROM item WHERE state <> 'decided'"
        )
        return not waiting

    # --- what people see, waited for

    async def sees(self, pictures: int) -> None:
        """Wait until the bot has looked at so many pictures: it is connected and at work."""
        await until(lambda: len(self.judge.seen) >= pictures, what=f"{pictures} to be looked at")

    async def gone(self, *posts: Post, seconds: float = 30) -> None:
        """Wait until nobody sees these messages any more."""

        async def none_stands() -> bool:
            return not any([await self.scene.world.stands(post) for post in posts])

        await until(none_stands, seconds, what=f"{len(posts)} messages to be removed")

    async def hears(self, place: Place, key: str, times: int = 1) -> Line:
        """Wait until a chat reads a line; return the newest one."""

        async def heard() -> bool:
            return len(lines(await self.scene.world.said(place), key)) >= times

        await until(heard, what=f"{place} to read {key}, {times} times")
        return lines(await self.scene.world.said(place), key)[-1]

    async def answers(self, who: Who, place: Place, key: str, times: int = 1) -> Line:
        """Wait for an answer that all in a chat of adults may read, or the asker alone."""

        async def answered() -> list[Line]:
            said = await self.scene.world.said(place) + await self.scene.world.told(who)
            return lines(said, key)

        async def enough() -> bool:
            return len(await answered()) >= times

        await until(enough, what=f"{who} to be answered {key}, {times} times")
        return (await answered())[-1]

    async def learns(self, who: Who, key: str, times: int = 1) -> Line:
        """Wait until somebody is told something in private; return the newest one."""

        async def told() -> bool:
            return len(lines(await self.scene.world.told(who), key)) >= times

        await until(told, what=f"{who} to be told {key}, {times} times")
        return lines(await self.scene.world.told(who), key)[-1]


def lines(said: list[Line], key: str) -> list[Line]:
    """Return the lines that start with one text."""
    return [line for line in said if line.key == key]


def keys(said: list[Line]) -> list[str]:
    """Return the first text of each line."""
    return [line.key for line in said]
