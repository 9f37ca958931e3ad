"""The fixture `telegram`: import it into the `conftest.py` of any folder that wants Telegram."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.ports import Clock
from tests.telegram.server import FakeTelegram


@asynccontextmanager
async def judged(clock: Clock | None = None) -> AsyncIterator[FakeTelegram]:
    """Open a fake Telegram; what the judge has noted by the end is an error."""
    async with FakeTelegram(clock) as fake:
        yield fake
    assert fake.problems == [], fake.problems


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    """A fake Telegram. A test that ends with a problem noted by the judge fails."""
    async with judged() as fake:
        yield fake
