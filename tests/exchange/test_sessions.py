"""What the clients speak through reaches one address, in its own time, and takes nothing along."""

import asyncio
from pathlib import Path

import pytest
import requests

from adapters.exchange.asking import Again, seconds_in
from adapters.exchange.sessions import bound
from bot.domain.errors import ExchangeFailed
from tests.exchange.server import Answer, Fault, Loopback, Seen


def ok(_: Seen) -> Answer:
    return Answer(b"fine")


def get(base: str, url: str, seconds: float = 5) -> bytes:
    with requests.Session() as session:
        bound(session, "somebody", base, seconds)
        return session.get(url).content


async def test_neither_proxies_nor_passwords_come_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login canary password canary\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with Loopback(ok) as server:
        assert await asyncio.to_thread(get, server.url, f"{server.url}/x") == b"fine"
        assert "Authorization" not in server.seen[0].headers


@pytest.mark.parametrize(
    "elsewhere", ["{}0/x", "http://localhost:9/x", "{}@localhost:9/x", "ftp://x/"]
)
async def test_no_other_address_is_reached(elsewhere: str) -> None:
    async with Loopback(ok) as server:
        with pytest.raises((ExchangeFailed, requests.RequestException)) as refused:
            await asyncio.to_thread(get, server.url, elsewhere.format(server.url))
        # Refused before anybody is asked, not because nobody is there.
        assert not isinstance(refused.value, Again | requests.ConnectionError)


async def test_a_thread_ends_by_itself_although_bytes_keep_coming() -> None:
    async with Loopback(ok) as server:
        server.faults = [Fault(drip=True)]
        async with asyncio.timeout(20):
            with pytest.raises(Again, match="too long"):
                await asyncio.to_thread(get, server.url, f"{server.url}/x", 0.5)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        *(("7", 7), (" 0 ", 0), (None, None), ("", None), ("-1", None), ("1e9", None)),
        *(("9" * 9, None), ("Fri, 27 Nov 2026 08:00:00 GMT", None), ("७", None)),
    ],
)
def test_a_pause_is_a_number_of_seconds(header: str | None, seconds: float | None) -> None:
    assert seconds_in(header) == seconds
