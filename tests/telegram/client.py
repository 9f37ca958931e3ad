"""A bare client for the fake's own tests: no library between a test and what goes over the wire."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.telegram.server import FakeTelegram
from tests.telegram.state import Chat, Json, Person
from tests.telegram.updates import FIRST_UPDATE


@dataclass
class Client:
    """Calls methods and returns whole answers."""

    fake: FakeTelegram
    session: aiohttp.ClientSession

    async def ask(self, method: str, **params: Any) -> Json:
        """Call a method with a JSON body; return the answer with `ok` and all."""
        url = f"{self.fake.base_url}/bot{self.fake.token}/{method}"
        async with self.session.post(url, json=params) as response:
            answer: Json = await response.json()
            assert response.status == answer.get("error_code", 200)
            return answer

    async def get(self, method: str, **params: Any) -> Any:
        """Call a method that succeeds; return its result."""
        answer = await self.ask(method, **params)
        assert answer["ok"], answer
        return answer["result"]

    async def refused(self, method: str, **params: Any) -> str:
        """Call a method that is refused; return code and reason."""
        answer = await self.ask(method, **params)
        assert not answer["ok"]
        return f"{answer['error_code']} {answer['description']}"

    async def numbers(self, **params: Any) -> list[int]:
        """Ask for updates; return their numbers, counted from 1."""
        updates = await self.get("getUpdates", **params)
        return [update["update_id"] - FIRST_UPDATE + 1 for update in updates]


@asynccontextmanager
async def client_of(fake: FakeTelegram) -> AsyncIterator[Client]:
    """Open a client for one fake."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session:
        yield Client(fake, session)


class Class7B:
    """A supergroup with a pupil and its owner, and the bot with its two rights."""

    def __init__(self, fake: FakeTelegram, *, supergroup: bool = True) -> None:
        world = fake.world
        self.ana: Person = world.new_user("Ana")
        self.ben: Person = world.new_user("Ben")
        self.cleo: Person = world.new_user("Cleo")
        people, owner = [self.ana, self.ben], [self.cleo]
        self.chat: Chat = world.new_group("Class 7B", supergroup, people, owner)
        world.add_bot(self.chat)
        world.forget_updates()
