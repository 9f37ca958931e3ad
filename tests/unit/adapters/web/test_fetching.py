"""What is fetched comes from the public internet; no address leads into our own network."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from adapters.web import fetching
from adapters.web.fetching import PublicResolver, fetch_public, get, is_public, public_parts
from bot.domain.errors import MediaTooLarge, MediaUnavailable

PUBLIC, PUBLIC_6 = "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"


@pytest.mark.parametrize("address", [PUBLIC, PUBLIC_6, "1.1.1.1", f"::ffff:{PUBLIC}"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.1", "255.255.255.255", "224.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0",
        "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        # Python 3.11 takes these for global.
        "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1",
        "2001::1", "", "localhost", "example.org",
    ],
)  # fmt: skip
def test_an_address_that_leads_elsewhere_is_not(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "url", ["https://example.org", "https://example.org:443/a?b#c", "https://xn--p1ai.xn--p1ai/"]
)
def test_an_https_address_of_a_name_may_be_asked(url: str) -> None:
    assert public_parts(url).hostname


@pytest.mark.parametrize(
    "url",
    [
        "", "example.org", "http://example.org", "ftp://example.org", "file:///etc/passwd",
        "https://", "https://example.org:8443", "https://example.org:99999", "https://example.org:x",
        "https://user@example.org", "https://user:word@example.org", "https://@example.org",
        "https://example.org\\@other.example", "https://127.0.0.1", "https://127.0.0.1.",
        "https://2130706433", "https://0x7f000001", "https://0x7f.1", "https://127.1",
        "https://[::1]", "https://[::ffff:127.0.0.1]", "https://１２７.0.0.1", "https://exämple.org",
    ],
)  # fmt: skip
def test_no_other_address_is_asked(url: str) -> None:
    with pytest.raises(MediaUnavailable):
        public_parts(url)


async def resolved(*addresses: str) -> list[str]:
    async def look_up(_host: str, _port: int) -> list[str]:
        return list(addresses)

    found = await PublicResolver(look_up).resolve("example.org", 443)
    assert all(one["flags"] == socket.AI_NUMERICHOST for one in found)
    return [one["host"] for one in found]


async def test_a_name_leads_to_its_public_addresses_alone() -> None:
    assert await resolved("127.0.0.1", PUBLIC, "10.0.0.1", PUBLIC_6) == [PUBLIC, PUBLIC_6]


@pytest.mark.parametrize("addresses", [(), ("127.0.0.1",), ("64:ff9b::7f00:1", "::1")])
async def test_a_name_without_a_public_address_leads_nowhere(addresses: tuple[str, ...]) -> None:
    with pytest.raises(OSError, match="no public address"):
        await resolved(*addresses)


async def test_a_name_of_this_machine_is_not_fetched_from() -> None:
    with pytest.raises(MediaUnavailable):
        await fetch_public("https://localhost/x", 100, 5)


# --- a server


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def _here(_host: str, _port: int) -> list[str]:
    return ["127.0.0.1"]


@asynccontextmanager
async def answering(handler: Handler) -> AsyncIterator[str]:
    """Answer on this machine under a name that nobody else knows."""
    runner = web.AppRunner(web.Application())
    runner.app.router.add_get("/{path:.*}", handler)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://list.example:{runner.addresses[0][1]}/x"
    finally:
        await runner.cleanup()


async def ask(handler: Handler, most: int = 1000, seconds: float = 5.0) -> bytes:
    async with answering(handler) as url:
        return await get(url, PublicResolver(_here), most, seconds)


async def say_hello(_request: web.Request) -> web.StreamResponse:
    return web.Response(text="hello")


@pytest.fixture
def all_public(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take this machine for one of the internet."""
    monkeypatch.setattr(fetching, "is_public", lambda _: True)


async def test_a_name_that_leads_here_is_not_asked() -> None:
    asked = []

    async def note(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        return web.Response()

    with pytest.raises(MediaUnavailable):
        await ask(note)
    assert asked == []


@pytest.mark.usefixtures("all_public")
async def test_what_lies_there_is_returned() -> None:
    assert await ask(say_hello) == b"hello"


@pytest.mark.usefixtures("all_public")
async def test_no_redirect_is_followed() -> None:
    asked = []

    async def lead_on(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        raise web.HTTPFound("/other")

    with pytest.raises(MediaUnavailable, match="302"):
        await ask(lead_on)
    assert asked == ["/x"]


@pytest.mark.usefixtures("all_public")
async def test_an_error_is_no_content() -> None:
    async def fail(_request: web.Request) -> web.StreamResponse:
        raise web.HTTPNotFound

    with pytest.raises(MediaUnavailable, match="404"):
        await ask(fail)


@pytest.mark.usefixtures("all_public")
async def test_more_than_is_wanted_is_not_taken() -> None:
    assert await ask(say_hello, most=5) == b"hello"
    with pytest.raises(MediaTooLarge):
        await ask(say_hello, most=4)

    async def pour(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        with contextlib.suppress(ConnectionError):
            while True:
                await answer.write(bytes(10_000))
        return answer

    with pytest.raises(MediaTooLarge):
        await ask(pour, most=100_000)


@pytest.mark.usefixtures("all_public")
async def test_waiting_has_an_end() -> None:
    async def hang(_request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(1)
        return web.Response()

    with pytest.raises(MediaUnavailable, match="Timeout"):
        await ask(hang, seconds=0.1)


@pytest.mark.usefixtures("all_public")
async def test_no_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert await ask(say_hello) == b"hello"
