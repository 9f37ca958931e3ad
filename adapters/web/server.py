"""The one web application: health, readiness, metrics, and what each adapter mounts on it.

Nothing here may be cached, framed or sniffed; pages that need more than the strict default set
their own Content-Security-Policy. No request is logged: addresses name cases and people.
"""

import asyncio
import errno
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict

from aiohttp import web

from adapters.web.meters import Meters
from adapters.web.probe import Check, Probe
from bot.domain.errors import StartRefused

# A check that hangs is a failed check; orchestrators give up after 10 s or more.
PROBE_SECONDS = 5.0
# Open websockets and downloads get this long to end when the bot stops.
CLOSE_SECONDS = 5.0
SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
# The server's version helps nobody but an attacker.
SERVER = "upstander"
_log = logging.getLogger(__name__)

Setup = Callable[[web.Application], None]


def make_app(probe: Probe, meters: Meters, setups: Sequence[Setup] = ()) -> web.Application:
    """Return the application. Each setup adds the routes of one adapter."""
    app = web.Application()
    app.on_response_prepare.append(_add_headers)

    async def ready(_request: web.Request) -> web.Response:
        checks = await _answers(probe)
        every = all(check.ok for check in checks)
        body = {"ready": every, "checks": [asdict(check) for check in checks]}
        return web.json_response(body, status=200 if every else 503)

    app.router.add_get("/healthz", _alive)
    app.router.add_get("/readyz", ready)
    app.router.add_get("/metrics", meters.handler())
    for setup in setups:
        setup(app)
    return app


@asynccontextmanager
async def serve(app: web.Application, host: str, port: int) -> AsyncIterator[int]:
    """Serve while the context lasts; yields the port, which the system chooses for port 0.

    Raises:
        StartRefused: The address is taken, not ours, or not allowed.
    """
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=CLOSE_SECONDS)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise StartRefused(_why_not(error, host, port)) from error
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


async def _alive(_request: web.Request) -> web.Response:
    """Answer; that alone shows that the process and its event loop are alive."""
    return web.json_response({"alive": True})


async def _answers(probe: Probe) -> Sequence[Check]:
    try:
        async with asyncio.timeout(PROBE_SECONDS):
            return await probe.checks()
    except TimeoutError:
        return [Check("checks", ok=False, detail=f"no answer within {PROBE_SECONDS:.0f} s")]
    except Exception:  # noqa: BLE001 - a probe that breaks means "not ready", whatever broke it
        _log.exception("the checks behind /readyz failed")
        return [Check("checks", ok=False, detail="failed; the log says why")]


async def _add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Add the headers to every response, errors and websockets included."""
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["Server"] = SERVER


def _why_not(error: OSError, host: str, port: int) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return (
                f"port {port} on {host} is in use: "
                "stop the other program or set UPSTANDER_WEB__PORT"
            )
        case errno.EACCES:
            return f"port {port} on {host} is not allowed: set UPSTANDER_WEB__PORT to 1024 or more"
        case _:
            return (
                f"cannot listen on {host}, port {port}: {error.strerror or error}; "
                "set UPSTANDER_WEB__HOST to an address of this machine"
            )
