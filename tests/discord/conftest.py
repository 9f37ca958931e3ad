"""What the fake's own tests run on: the fake, and a class with people in it."""

import pytest

from tests.discord.client import Class7B
from tests.discord.fixture import server
from tests.discord.server import FakeDiscord

__all__ = ["server"]


@pytest.fixture
def group(server: FakeDiscord) -> Class7B:
    return Class7B(server)
