"""A world behind a real HTTP server on loopback."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters.sandbox.server import setup
from adapters.sandbox.world import World
from tests.unit.adapters.sandbox.stage import draw, make_world

Client = TestClient[web.Request, web.Application]


@pytest.fixture
def world() -> World:
    return make_world(most_bytes=80 * 1024 * 1024)


@pytest.fixture
async def client(world: World) -> AsyncIterator[Client]:
    app = web.Application()
    setup(app, world, test_card=draw(3), hosts={"school.example"})
    async with TestClient(TestServer(app)) as client:
        yield client
