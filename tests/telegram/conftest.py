"""What the fake's own tests run on: the fake, a bare client, and a class with people in it."""

from collections.abc import AsyncIterator

import pytest

from tests.telegram.client import Class7B, Client, client_of
from tests.telegram.fixture import telegram
from tests.telegram.server import FakeTelegram

__all__ = ["telegram"]


@pytest.fixture
async def client(telegram: FakeTelegram) -> AsyncIterator[Client]:
    async with client_of(telegram) as client:
        yield client


@pytest.fixture
def group(telegram: FakeTelegram) -> Class7B:
    return Class7B(telegram)
