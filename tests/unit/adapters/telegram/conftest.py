"""Telegram for the tests of its adapter: the stateful fake, and a scripted server."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from adapters.telegram.api import Api, Connection
from adapters.telegram.ephemeral import Whispers
from adapters.telegram.identity import Identity
from adapters.telegram.messenger import SpeechSender
from adapters.telegram.moderation import Deletions
from adapters.telegram.moves import Moves
from adapters.telegram.restraints import Restrainer
from adapters.telegram.rights import Rights
from bot.ports import Clock
from tests.fakes import MovableClock
from tests.telegram.fixture import telegram
from tests.telegram.server import FakeTelegram
from tests.unit.adapters.telegram.scripted import Scripted

__all__ = ["telegram"]


@dataclass
class Hands:
    """Everything that acts on Telegram, wired as in the adapter."""

    api: Api
    clock: Clock
    moved: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        moves = Moves(self.api, lambda old, new: self.moved.append((old, new)))
        self.identity, self.whispers = Identity(self.api), Whispers(self.api)
        self.rights = Rights(moves, self.identity, self.whispers, self.clock)
        self.deletions = Deletions(self.api, self.rights, moves)
        self.restrainer = Restrainer(self.api, self.rights, moves, self.clock)
        self.sender = SpeechSender(self.api, moves, self.identity, self.whispers)


@pytest.fixture
async def scripted() -> AsyncIterator[Scripted]:
    server = Scripted()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def api(scripted: Scripted) -> AsyncIterator[Api]:
    api = Api(scripted.connection)
    yield api
    await api.close()


@pytest.fixture
def odd(api: Api) -> Hands:
    """The hands on the server that reads from a script."""
    return Hands(api, MovableClock())


@pytest.fixture
async def hands(telegram: FakeTelegram) -> AsyncIterator[Hands]:
    """The hands on the stateful fake."""
    api = Api(Connection(telegram.token, telegram.base_url))
    yield Hands(api, telegram.world.clock)
    await api.close()
