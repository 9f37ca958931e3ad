"""What goes over HTTP goes to one address, encrypted, and no answer leads it elsewhere."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from adapters.pagers.ntfy import Ntfy
from adapters.pagers.posting import post_json
from adapters.pagers.webhook import Webhook
from bot.chase_ports import Page, PageResult
from bot.domain.chase import Told
from tests.secure_server import content, serving

AT = datetime(2026, 11, 20, 21, 4, tzinfo=UTC)
PAGE = Page("chase:0f0f", "C-0042 waits", "Nobody has taken it up.", ("C-0042",), AT)
TEST = Page("test:1", "Test", "A test.", (), AT, test=True)
Asked = list[tuple[str, dict[str, str], dict[str, Any]]]


@pytest.fixture
async def served() -> Any:
    asked: Asked = []
    answer: dict[str, Any] = {"status": 200, "headers": {}}

    async def take(request: web.Request) -> web.Response:
        asked.append((request.path, dict(request.headers), json.loads(await request.text())))
        return web.Response(**answer)

    app = web.Application()
    app.router.add_post("/{path:.*}", take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}", asked, answer
    await runner.cleanup()


async def test_a_webhook_gets_words_and_case_numbers_and_nothing_else(served: Any) -> None:
    url, asked, _ = served
    assert await Webhook(f"{url}/hook?key=1", "token").page(PAGE) == PageResult(Told.TOLD)
    ((path, headers, body),) = asked
    assert path == "/hook"
    assert headers["Authorization"] == "Bearer token"
    assert headers["Idempotency-Key"] == PAGE.key
    assert body == {
        "text": "C-0042 waits\nNobody has taken it up.",
        "cases": ["C-0042"],
        "at": "2026-11-20T21:04:00+00:00",
        "test": False,
        "key": PAGE.key,
    }


async def test_ntfy_gets_its_topic_at_the_servers_own_address(served: Any) -> None:
    url, asked, _ = served
    assert await Ntfy(f"{url}/sub/topic/").page(PAGE) == PageResult(Told.TOLD)
    assert await Ntfy(f"{url}/topic").page(TEST) == PageResult(Told.TOLD)
    (path, headers, body), (other_path, _, test) = asked
    assert (path, other_path) == ("/sub/", "/")
    assert "Authorization" not in headers
    assert body == {
        "topic": "topic",
        "title": "C-0042 waits",
        "message": "Nobody has taken it up.",
        "priority": 4,
        "sequence_id": "chase-0f0f",
    }
    assert test["priority"] == 3


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed(served: Any, status: int) -> None:
    url, asked, answer = served
    answer |= {"status": status, "headers": {"Location": f"{url}/elsewhere"}}
    result = await Webhook(f"{url}/hook", "token").page(PAGE)
    assert result.told is Told.REFUSED
    assert "not followed" in result.detail
    assert [path for path, _, _ in asked] == ["/hook"]


@pytest.mark.parametrize(
    ("status", "told", "after"),
    [
        (204, Told.TOLD, None),
        (400, Told.REFUSED, None),
        (401, Told.REFUSED, None),
        (404, Told.REFUSED, None),
        (429, Told.UNREACHABLE, timedelta(seconds=90)),
        (500, Told.UNREACHABLE, timedelta(seconds=90)),
    ],
)
async def test_each_answer_means_what_its_number_says(
    served: Any, status: int, told: Told, after: timedelta | None
) -> None:
    url, _, answer = served
    answer |= {"status": status, "headers": {"Retry-After": "90"}}
    result = await post_json(f"{url}/hook", {}, {})
    assert (result.told, result.retry_after) == (told, after)


@pytest.mark.parametrize("wait", ["", "soon", "-1", "9" * 20])
async def test_a_wait_that_is_no_number_is_no_wait(served: Any, wait: str) -> None:
    url, _, answer = served
    answer |= {"status": 503, "headers": {"Retry-After": wait}}
    assert (await post_json(f"{url}/hook", {}, {})).retry_after is None


def answering() -> Callable[[BaseHTTPRequestHandler], None]:
    return content(b"{}")


async def test_a_strange_certificate_gets_nothing_and_a_known_one_does(tmp_path: Path) -> None:
    with serving(tmp_path, answering()) as server:
        strange = await Webhook(f"{server.address}/hook-secret").page(PAGE)
        # That server knows no POST, which shows that the connection itself was taken.
        known = await Webhook(f"{server.address}/hook", trust=server.trust).page(PAGE)
    assert strange == PageResult(Told.REFUSED, "its certificate is not trusted")
    assert known == PageResult(Told.UNREACHABLE, "the answer was 501")


async def test_where_nobody_listens_the_address_stays_out_of_the_text() -> None:
    result = await Webhook("http://127.0.0.1:1/hook-secret").page(PAGE)
    assert result.told is Told.UNREACHABLE
    assert "secret" not in result.detail
    assert "127.0.0.1" not in result.detail


async def test_no_proxy_of_the_environment_is_asked(
    served: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, asked, _ = served
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert await Webhook(f"{url}/hook").page(PAGE) == PageResult(Told.TOLD)
    assert len(asked) == 1
