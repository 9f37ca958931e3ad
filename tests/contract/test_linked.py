"""What lies at an address, from the real web and from the one that tests put their pages into."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest
from aiohttp import web

from adapters.web import fetching
from adapters.web.fetching import PublicResolver, PublicWeb, public_parts
from bot.domain.errors import MediaTooLarge, MediaUnavailable
from bot.ports import LinkedMedia
from tests.fakes import FakeWeb

PICTURE = "https://i.example/a.jpg"
MOVED = "https://i.example/moved"
Opened = Callable[[str, bytes], Awaitable[LinkedMedia]]


@asynccontextmanager
async def loopback(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[PublicWeb]:
    """Serve it on this machine under its name, without the certificate that it cannot have."""

    async def picture(_: web.Request) -> web.Response:
        return web.Response(body=b"12345")

    async def moved(_: web.Request) -> web.Response:
        raise web.HTTPFound("/a.jpg")

    async def here(_host: str, _port: int) -> list[str]:
        return ["127.0.0.1"]

    runner = web.AppRunner(web.Application())
    runner.app.router.add_get("/a.jpg", picture)
    runner.app.router.add_get("/moved", moved)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port = runner.addresses[0][1]

        def plain(url: str) -> object:
            parts = public_parts(url)
            return urlsplit(f"http://{parts.hostname}:{port}{parts.path}")

        monkeypatch.setattr(fetching, "public_parts", plain)
        monkeypatch.setattr(fetching, "is_public", lambda _: True)
        monkeypatch.setattr(fetching, "PublicResolver", lambda: PublicResolver(here))
        yield PublicWeb(seconds=5)
    finally:
        await runner.cleanup()


@pytest.fixture(params=["fake", "real"])
async def linked(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[LinkedMedia]:
    if request.param == "fake":
        fake = FakeWeb()
        fake.pages[PICTURE] = b"12345"
        yield fake
        return
    async with loopback(monkeypatch) as real:
        yield real


async def test_what_lies_there_is_returned(linked: LinkedMedia) -> None:
    assert await linked.fetch(PICTURE, 5) == b"12345"


async def test_more_than_is_wanted_is_not_taken(linked: LinkedMedia) -> None:
    with pytest.raises(MediaTooLarge):
        await linked.fetch(PICTURE, 4)


@pytest.mark.parametrize("address", [MOVED, "https://i.example/none"])
async def test_what_does_not_lie_there_cannot_be_had(linked: LinkedMedia, address: str) -> None:
    with pytest.raises(MediaUnavailable):
        await linked.fetch(address, 5)
