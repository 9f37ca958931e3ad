"""What the tests of receiving share: a scripted Bot API, an inbox and a clock that is moved."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from adapters.telegram.api import Api, Connection, Lane
from adapters.telegram.errors import Refusal
from bot.domain.event import RawUpdate
from tests.fakes import MovableClock
from tests.telegram.server import TOKEN

Answer = object | Refusal


class AlarmClock(MovableClock):
    """Sleeping lasts until a test has moved the time far enough."""

    def __init__(self) -> None:
        super().__init__()
        self._moved = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        end = self.monotonic() + seconds
        while self.monotonic() < end:
            await self._moved.wait()

    def move(self, by: timedelta) -> None:
        super().move(by)
        self._moved.set()
        self._moved = asyncio.Event()


class ScriptedApi(Api):
    """Answers each method with what was scripted, in order; the last answer is repeated."""

    def __init__(self, **answers: Sequence[Answer]) -> None:
        super().__init__(Connection(TOKEN))
        self.calls: list[tuple[str, Mapping[str, Any]]] = []
        self._answers = {method: list(given) for method, given in answers.items()}

    async def call(
        self, method: str, *, lane: Lane = Lane.WORDS, seconds: float = 15.0, **parameters: Any
    ) -> Any:
        self.calls.append((method, parameters))
        await asyncio.sleep(0)
        script = self._answers.get(method)
        if script is None:
            return True
        if not script:
            # Nothing more happens: like a long poll without news.
            await asyncio.Event().wait()
        answer = script.pop(0)
        if isinstance(answer, Refusal):
            raise answer
        return answer

    def asked(self, method: str) -> list[Mapping[str, Any]]:
        """Return the parameters of all calls of a method."""
        return [parameters for name, parameters in self.calls if name == method]


class Inbox:
    """Stores what it gets, by key, as the core does; fails as often as a test wants."""

    def __init__(self, fails: int = 0) -> None:
        self.updates: dict[str, RawUpdate] = {}
        self.deliveries: list[tuple[tuple[str, ...], str | None]] = []
        self.fails = fails
        self.hold = asyncio.Event()
        self.hold.set()

    async def receive(self, updates: Sequence[RawUpdate], cursor: str | None) -> None:
        await self.hold.wait()
        if self.fails:
            self.fails -= 1
            raise OSError("disk full")
        self.deliveries.append((tuple(update.key for update in updates), cursor))
        for update in updates:
            self.updates.setdefault(update.key, update)

    def ours(self, kind: str) -> list[Mapping[str, str]]:
        """Return the stored updates that the adapter made up, of one kind."""
        found = [json.loads(update.body).get("upstander", {}) for update in self.updates.values()]
        return [one for one in found if one.get("kind") == kind]


async def take_in(
    receive: Callable[[Sequence[RawUpdate], str | None], Awaitable[None]],
    batch: Sequence[object],
    cursor: str,
) -> None:
    """Store a batch under the numbers of its updates, as they are."""
    packed = [
        RawUpdate("telegram", str(raw["update_id"] if isinstance(raw, dict) else raw), "", "{}")
        for raw in batch
    ]
    await receive(packed, cursor)


def message(number: int, **fields: object) -> dict[str, object]:
    """Return an update with a message."""
    sender = {"id": 5, "is_bot": False, "first_name": "Ana"}
    chat = {"id": -100, "type": "supergroup", "title": "7B"}
    posted = {"message_id": number, "date": 1_700_000_000, "chat": chat, "from": sender, **fields}
    return {"update_id": number, "message": posted}


async def run_until(running: Awaitable[None], true: Callable[[], bool]) -> None:
    """Run something until a test has seen enough; what it raises is raised."""
    task = asyncio.ensure_future(running)
    try:
        async with asyncio.timeout(5):
            while True:
                if true() or task.done():
                    break
                await asyncio.sleep(0.001)
    finally:
        if not task.done():
            task.cancel()
            await asyncio.wait([task])
    if not task.cancelled():
        task.result()
