"""What the tests here share: a class on a loopback Discord, and an adapter that is connected.

The property tests run as all others do: without a deadline, and nothing is written down.
"""

from collections.abc import AsyncIterator

import pytest

from tests.discord.client import Class7B
from tests.discord.fixture import server
from tests.discord.server import FakeDiscord
from tests.unit.adapters.discord.live import Live, connected
from tests.unit.bot.domain import conftest as profile

__all__ = ["profile", "server"]


@pytest.fixture
def group(server: FakeDiscord) -> Class7B:
    """A class with two pupils and a teacher, on a server with the bot."""
    return Class7B(server)


@pytest.fixture
async def live(server: FakeDiscord, group: Class7B) -> AsyncIterator[Live]:
    """An adapter that is connected; nothing of the connecting is in the log of calls any more."""
    async with connected(server, group) as opened:
        server.log.clear()
        yield opened
