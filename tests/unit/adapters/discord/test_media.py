"""Bytes come from Discord's hosts alone and never too many; an old address is renewed once."""

import asyncio
import gzip
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from aiohttp import web

from adapters.discord import media as module
from adapters.discord.api import Api, Connection
from adapters.discord.hosts import MediaHosts
from adapters.discord.ids import message, server
from adapters.discord.media import Files
from bot.domain.errors import MediaTooLarge, MediaUnavailable, TryLater
from bot.domain.message import MediaItem
from bot.services.system_clock import SystemClock
from tests.unit.adapters.discord.live import PICTURE

REF = message(server(1), 2, 3)
HIDDEN = "attachments/1/2/a.png"


def item(handle: str) -> MediaItem:
    return MediaItem("photo", "key", handle)


@dataclass
class Origin:
    """A host on loopback that answers as a test wants.

    Attributes:
        answers: What is answered, by path.
        asked: What was asked for.
    """

    base: str = ""
    answers: dict[str, Callable[[web.Request], Awaitable[web.StreamResponse]]] = field(
        default_factory=dict
    )
    asked: list[web.Request] = field(default_factory=list)

    def says(self, path: str, status: int = 200, body: bytes = PICTURE, **headers: str) -> None:
        async def answer(_: web.Request) -> web.Response:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            return web.Response(status=status, body=body, headers=named)

        self.answers[path] = answer

    async def serve(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        return await self.answers[request.path](request)


@pytest.fixture
async def origin() -> AsyncIterator[Origin]:
    made, app = Origin(), web.Application()
    app.router.add_route("*", "/{path:.*}", made.serve)
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    made.base = f"http://{host}:{port}"
    yield made
    await runner.cleanup()


@pytest.fixture
async def files(origin: Origin) -> AsyncIterator[Files]:
    hosts = MediaHosts(origin.base, frozenset({origin.base}), origin.base)
    made = Files(Api(Connection("token", hosts), SystemClock()))
    yield made
    await made.close()


# --- where from


@pytest.mark.parametrize(
    "handle",
    [
        "https://evil.example/a.png",
        "http://127.0.0.1:1/a.png",
        "file:///etc/passwd",
        "",
        "a.png",
        "media:\\evil.example",
        "https://user:password@{host}/a.png",
        "http://{host}@evil.example/a.png",
    ],
)
async def test_what_does_not_lie_with_discord_is_refused_without_a_request(
    origin: Origin, files: Files, handle: str
) -> None:
    handle = handle.replace("{host}", origin.base.removeprefix("http://"))
    with pytest.raises(MediaUnavailable, match="does not lie with Discord"):
        await files.fetch(REF, item(handle), 1000)
    assert files._session is None
    assert origin.asked == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_no_redirect_is_followed(origin: Origin, files: Files, status: int) -> None:
    origin.says("/a.png", status, Location=f"{origin.base}/b.png")
    origin.says("/b.png")
    with pytest.raises(MediaUnavailable):
        await files.fetch(REF, item(f"{origin.base}/a.png"), 1000)
    assert [one.path for one in origin.asked] == ["/a.png"]


async def test_nothing_but_the_address_is_told_about_us(origin: Origin, files: Files) -> None:
    origin.says("/a.png", Set_Cookie="who=you")
    for _ in range(2):
        assert await files.fetch(REF, item(f"{origin.base}/a.png"), 1000) == PICTURE
    for request in origin.asked:
        assert not {"Cookie", "Authorization", "Referer"} & set(request.headers)
        assert "token" not in str(request.headers)
    assert len(origin.asked) == 2


async def test_a_proxy_of_the_surroundings_sees_no_picture(
    origin: Origin, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    origin.says("/a.png")
    assert await files.fetch(REF, item(f"{origin.base}/a.png"), 1000) == PICTURE


# --- how many


async def test_a_stated_length_that_is_too_long_is_believed_at_once(
    origin: Origin, files: Files
) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1001"})
        await response.prepare(request)
        await asyncio.sleep(5)
        return response

    origin.answers["/a.png"] = answer
    async with asyncio.timeout(2):
        with pytest.raises(MediaTooLarge, match="1000 bytes"):
            await files.fetch(REF, item(f"{origin.base}/a.png"), 1000)


@pytest.mark.parametrize("length", ["none", "stated"])
@pytest.mark.parametrize(("size", "fits"), [(1000, True), (1001, False)])
async def test_the_bound_is_exact_whether_the_length_is_stated_or_not(
    origin: Origin, files: Files, length: str, size: int, fits: bool
) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        if length == "stated":
            return web.Response(body=b"x" * size)
        response = web.StreamResponse()
        response.enable_chunked_encoding()
        await response.prepare(request)
        await response.write(b"x" * size)
        return response

    origin.answers["/a.png"] = answer
    if fits:
        assert len(await files.fetch(REF, item(f"{origin.base}/a.png"), 1000)) == size
        return
    with pytest.raises(MediaTooLarge):
        await files.fetch(REF, item(f"{origin.base}/a.png"), 1000)


async def test_a_stream_without_end_is_cut(origin: Origin, files: Files) -> None:
    sent = 0

    async def answer(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        response.enable_chunked_encoding()
        await response.prepare(request)
        try:
            while True:
                await response.write(b"x" * 65536)
                sent += 65536
        except ConnectionError:
            return response

    origin.answers["/a.png"] = answer
    async with asyncio.timeout(5):
        with pytest.raises(MediaTooLarge):
            await files.fetch(REF, item(f"{origin.base}/a.png"), 100_000)
    assert sent < 20_000_000


async def test_what_is_packed_counts_unpacked(origin: Origin, files: Files) -> None:
    packed = gzip.compress(b"x" * 1_000_000)
    assert len(packed) < 2000
    origin.says("/a.png", body=packed, Content_Encoding="gzip")
    with pytest.raises(MediaTooLarge):
        await files.fetch(REF, item(f"{origin.base}/a.png"), 2000)


async def test_nobody_may_ask_for_more_than_people_can_upload(
    origin: Origin, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "DOWNLOAD_BYTES", 10)
    origin.says("/a.png", body=b"x" * 11)
    with pytest.raises(MediaTooLarge, match="10 bytes"):
        await files.fetch(REF, item(f"{origin.base}/a.png"), 1000)


# --- what is answered instead


@pytest.mark.parametrize(
    ("asked", "wait"),
    [
        ("7", 7.0),
        ("7.5", 7.5),
        ("0", 0.5),
        ("-1", 0.5),
        ("86400", 60.0),
        ("soon", 1.0),
        ("nan", 1.0),
        ("inf", 1.0),
        (None, 1.0),
    ],
)
async def test_a_request_to_wait_is_passed_on_within_reason(
    origin: Origin, files: Files, asked: str | None, wait: float
) -> None:
    headers = {"Retry_After": asked} if asked else {}
    origin.says("/a.png", 429, b"", **headers)
    with pytest.raises(TryLater) as later:
        await files.fetch(REF, item(f"{origin.base}/a.png"), 1000)
    assert later.value.after == timedelta(seconds=wait)


@pytest.mark.parametrize("status", [500, 502, 503, 504, 520])
async def test_a_fault_of_discords_is_no_end_of_the_picture(
    origin: Origin, files: Files, status: int
) -> None:
    """Who gave up on it now would let it stand unseen."""
    origin.says("/a.png", status)
    with pytest.raises(TryLater):
        await files.fetch(REF, item(f"{origin.base}/a.png"), 1000)


@pytest.mark.parametrize("status", [206, 400, 410, 415])
async def test_what_is_no_picture_cannot_be_had(
    origin: Origin, files: Files, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    origin.says("/secret.png", status)
    with caplog.at_level(logging.WARNING), pytest.raises(MediaUnavailable):
        await files.fetch(REF, item(f"{origin.base}/secret.png"), 1000)
    assert f"status {status}" in caplog.text
    assert "secret" not in caplog.text


async def test_nobody_at_home_is_asked_again_later(files: Files, origin: Origin) -> None:
    files._api.connection = Connection(
        "token", MediaHosts("http://127.0.0.1:1", frozenset({"http://127.0.0.1:1"}))
    )
    with pytest.raises(TryLater):
        await files.fetch(REF, item("cdn:a.png"), 1000)


async def test_whoever_says_nothing_is_not_waited_for_for_ever(
    origin: Origin, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await asyncio.sleep(5)
        return response

    monkeypatch.setattr(module, "_DEADLINE_SECONDS", 0.05)
    origin.answers["/a.png"] = answer
    async with asyncio.timeout(2):
        with pytest.raises(TryLater):
            await files.fetch(REF, item(f"{origin.base}/a.png"), 1000)
