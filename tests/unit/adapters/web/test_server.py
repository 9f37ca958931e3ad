"""The web application: health, readiness, headers, ports that are taken, and closing."""

import asyncio
import errno
import logging
from collections.abc import Sequence

import aiohttp
import pytest
from aiohttp import web

from adapters.web.meters import Meters
from adapters.web.probe import Check, Probe
from adapters.web.server import SECURITY_HEADERS, make_app, serve
from bot.domain.errors import StartRefused

GOOD = Check("database", ok=True, detail="at head")
BAD = Check("models", ok=False, detail="nudenet: file is missing")


class FixedProbe:
    def __init__(self, *checks: Check) -> None:
        self._checks = checks

    async def checks(self) -> Sequence[Check]:
        return self._checks


class HangingProbe:
    async def checks(self) -> Sequence[Check]:
        await asyncio.Event().wait()
        return ()


class BrokenProbe:
    async def checks(self) -> Sequence[Check]:
        raise RuntimeError("a bug")


async def get(
    path: str, probe: Probe | None = None, mounted: web.RouteTableDef | None = None
) -> tuple[int, dict[str, str], str]:
    def mount(app: web.Application) -> None:
        if mounted is not None:
            app.add_routes(mounted)

    app = make_app(probe or FixedProbe(GOOD), Meters(), [mount])
    async with (
        serve(app, "127.0.0.1", 0) as port,
        aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session,
        session.get(path) as response,
    ):
        return response.status, dict(response.headers), await response.text()


async def test_healthz_answers_although_a_check_fails() -> None:
    status, _, text = await get("/healthz", FixedProbe(BAD))

    assert (status, text) == (200, '{"alive": true}')


async def test_readyz_names_every_check() -> None:
    status, _, text = await get("/readyz", FixedProbe(GOOD))

    assert status == 200
    assert text == (
        '{"ready": true, "checks": [{"name": "database", "ok": true, "detail": "at head"}]}'
    )


async def test_one_failed_check_is_not_ready() -> None:
    status, _, text = await get("/readyz", FixedProbe(GOOD, BAD))

    assert status == 503
    assert "nudenet: file is missing" in text


async def test_a_probe_that_breaks_is_not_ready_and_says_so_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR):
        status, _, text = await get("/readyz", BrokenProbe())

    assert status == 503
    assert "a bug" not in text
    assert "a bug" in caplog.text


async def test_a_probe_that_hangs_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.web.server.PROBE_SECONDS", 0.01)

    async with asyncio.timeout(5):
        status, _, text = await get("/readyz", HangingProbe())

    assert status == 503
    assert "no answer within" in text


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/no-such-page", "/broken"])
async def test_every_answer_carries_the_security_headers(path: str) -> None:
    routes = web.RouteTableDef()

    @routes.get("/broken")
    async def broken(_request: web.Request) -> web.Response:
        raise RuntimeError("a bug of a page")

    logging.getLogger("aiohttp.server").disabled = True
    try:
        status, headers, text = await get(path, mounted=routes)
    finally:
        logging.getLogger("aiohttp.server").disabled = False

    assert status == {"/no-such-page": 404, "/broken": 500}.get(path, 200)
    assert {name: headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS
    assert headers["Server"] == "upstander"
    assert "a bug" not in text


async def test_a_page_may_widen_its_own_policy() -> None:
    routes = web.RouteTableDef()

    @routes.get("/page")
    async def page(_request: web.Request) -> web.Response:
        return web.Response(headers={"Content-Security-Policy": "script-src 'self'"})

    _, headers, _ = await get("/page", mounted=routes)

    assert headers["Content-Security-Policy"] == "script-src 'self'"


async def test_websockets_carry_the_headers_too() -> None:
    routes = web.RouteTableDef()

    @routes.get("/live")
    async def live(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_str("hello")
        return socket

    def mount(app: web.Application) -> None:
        app.add_routes(routes)

    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "MDEyMzQ1Njc4OWFiY2RlZg==",
    }
    async with (
        serve(make_app(FixedProbe(GOOD), Meters(), [mount]), "127.0.0.1", 0) as port,
        aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session,
        session.get("/live", headers=upgrade) as response,
    ):
        assert response.status == 101
        assert {name: response.headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS


async def test_busy_port_says_which_and_what_to_do() -> None:
    async with serve(make_app(FixedProbe(), Meters()), "127.0.0.1", 0) as port:
        with pytest.raises(StartRefused) as refused:
            async with serve(make_app(FixedProbe(), Meters()), "127.0.0.1", port):
                pass

    assert str(refused.value) == (
        f"port {port} on 127.0.0.1 is in use: stop the other program or set UPSTANDER_WEB__PORT"
    )


async def test_address_of_another_machine_is_refused() -> None:
    # Of a range that is kept for documentation: no machine has it.
    with pytest.raises(StartRefused, match="set UPSTANDER_WEB__HOST"):
        async with serve(make_app(FixedProbe(), Meters()), "192.0.2.1", 0):
            pass


async def test_port_that_needs_root_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    async def denied(_site: web.TCPSite) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(web.TCPSite, "start", denied)
    with pytest.raises(StartRefused, match="set UPSTANDER_WEB__PORT to 1024 or more"):
        async with serve(make_app(FixedProbe(), Meters()), "127.0.0.1", 80):
            pass


async def test_port_is_free_again_after_closing_with_a_request_in_hand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("adapters.web.server.CLOSE_SECONDS", 0.05)
    routes = web.RouteTableDef()
    arrived = asyncio.Event()

    @routes.get("/slow")
    async def slow(_request: web.Request) -> web.Response:
        arrived.set()
        await asyncio.Event().wait()
        return web.Response()

    def mount(app: web.Application) -> None:
        app.add_routes(routes)

    app = make_app(FixedProbe(), Meters(), [mount])
    async with aiohttp.ClientSession() as session:
        async with serve(app, "127.0.0.1", 0) as port:
            asked = asyncio.create_task(session.get(f"http://127.0.0.1:{port}/slow"))
            await arrived.wait()
        with pytest.raises(aiohttp.ClientError):
            await asked
    async with serve(make_app(FixedProbe(), Meters()), "127.0.0.1", port):
        pass
