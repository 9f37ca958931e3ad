"""The databases and the platforms on which the contract suites run."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from bot.storage.books import Books
from tests.contract.books_rig import BooksRig, SqliteRig
from tests.contract.discord_rig import discord
from tests.contract.platform_rig import Rig
from tests.contract.sandbox_rig import sandbox
from tests.contract.telegram_rig import telegram

# A second kind of database is one more line here.
DATABASES: list[Callable[[Path], BooksRig]] = [SqliteRig]
# Another platform too.
RIGS: list[Callable[[], AbstractAsyncContextManager[Rig]]] = [sandbox, telegram, discord]


@pytest.fixture(params=DATABASES, ids=lambda kind: kind.__name__)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> BooksRig:
    rig: BooksRig = request.param(tmp_path)
    return rig


@pytest.fixture
async def books(database: BooksRig) -> AsyncIterator[Books]:
    async with database.open() as opened:
        yield opened


@pytest.fixture(params=RIGS, ids=lambda rig: rig.__name__)
async def rig(request: pytest.FixtureRequest) -> AsyncIterator[Rig]:
    async with request.param() as rig:
        yield rig
