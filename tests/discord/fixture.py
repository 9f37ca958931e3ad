"""The fixture `server`: import it into the `conftest.py` of any folder that wants Discord."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.ports import Clock
from tests.discord.server import FakeDiscord


@asynccontextmanager
async def judged(clock: Clock | None = None) -> AsyncIterator[FakeDiscord]:
    """Open a fake Discord; what the judge has noted by the end is an error."""
    async with FakeDiscord(clock) as fake:
        yield fake
    assert fake.problems == [], fake.problems


@pytest.fixture
async def server() -> AsyncIterator[FakeDiscord]:
    """A fake Discord. A test that ends with a problem noted by the judge fails."""
    async with judged() as fake:
        yield fake
