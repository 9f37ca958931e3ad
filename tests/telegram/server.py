"""The fake Bot API server: Telegram on loopback, with a world behind it and a judge beside it."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from bot.ports import Clock
from tests.fakes import MovableClock
from tests.telegram.api import METHODS
from tests.telegram.errors import ApiError, conflict
from tests.telegram.faults import DONE, DOWNLOAD, Fault, Faults, Kind
from tests.telegram.judge import UPLOAD, Judge, knows
from tests.telegram.params import Params
from tests.telegram.state import Json
from tests.telegram.webhook import Webhook
from tests.telegram.world import World

# The shape of a real one; put together here, so that no search for leaked tokens finds it.
TOKEN = "123456789:" + "AA" + "canary" * 5 + "xyz"
_BODY_LIMIT = 60 * 1024 * 1024
_BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body></body></html>"


@dataclass
class Call:
    """One call of the bot.

    Attributes:
        at: The world's time; `second` is the loop's, for measuring.
        outcome: `ok`, what Telegram answered instead, or the fault that the call met.
        changed: Whether it took effect on the world, even if its answer was lost.
    """

    method: str
    params: Mapping[str, object]
    at: datetime
    second: float
    outcome: str = ""
    changed: bool = False


class FakeTelegram:
    """Telegram, for one bot.

    Attributes:
        world: People's side of everything.
        faults: What goes wrong on demand.
        log: Every call, in the order of arrival; calls to fetch a file are named `download`.
    """

    def __init__(self, clock: Clock | None = None, *, ephemeral: bool = True) -> None:
        self.token = TOKEN
        self.base_url = ""
        self.world = World(clock or MovableClock(), ephemeral=ephemeral)
        self.faults = Faults()
        self.judge = Judge()
        self.log: list[Call] = []
        self.webhook = Webhook(self.world.updates, self.faults)
        self._closing = asyncio.Event()
        self._runner: web.AppRunner | None = None

    @property
    def problems(self) -> list[str]:
        """What the judge objects to; a test with a problem fails."""
        return self.judge.problems

    def calls(self, method: str) -> list[Call]:
        """Return the calls of one method."""
        return [call for call in self.log if call.method == method]

    async def __aenter__(self) -> Self:
        self.world.updates.watch = self.judge.update
        app = web.Application(client_max_size=_BODY_LIMIT)
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0]
        self.base_url = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.set()
        self.world.updates.interrupt("the server goes away")
        await self.webhook.remove()
        if self._runner is not None:
            await self._runner.cleanup()

    # --- methods

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method, given = request.match_info["method"], await _parameters(request)
        if request.match_info["token"] != self.token:
            return _say(ApiError(401, "Unauthorized").answer)
        call = self._note(method, given)
        self.judge.request(method, given)
        fault = self.faults.take(method)
        if fault is not None and fault.kind not in DONE:
            return await self._fail(request, call, fault)
        try:
            result = await self._carry_out(method, Params(given))
        except ApiError as error:
            call.outcome, answer = error.description, error.answer
        else:
            self.judge.answer(method, result)
            call.outcome, answer = "ok", {"ok": True, "result": result}
            call.changed = not method.startswith("get")
        return _say(answer) if fault is None else await self._fail(request, call, fault, answer)

    async def _carry_out(self, method: str, params: Params) -> Any:
        own = {
            "getUpdates": self._get_updates,
            "setWebhook": self.webhook.set,
            "deleteWebhook": self.webhook.delete,
            "getWebhookInfo": self.webhook.info,
        }
        if method in own:
            return await own[method](params)
        if method not in METHODS:
            if knows(method):
                self.problems.append(f"{method}: the fake does not have this method yet")
            raise ApiError(404, "Not Found")
        try:
            return METHODS[method](self.world, params)
        except ApiError:
            raise
        except Exception as error:
            # A hole in the fake must not pass for a fault of Telegram's.
            self.problems.append(f"{method}: the fake failed: {error!r}")
            raise ApiError(500, "Internal Server Error") from error

    async def _get_updates(self, params: Params) -> list[Json]:
        if self.webhook.url:
            raise conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to "
                "delete the webhook first"
            )
        updates = self.world.updates
        updates.confirm(params.number("offset"))
        if "allowed_updates" in params:
            updates.allowed = tuple(params.json("allowed_updates"))
        most = min(max(params.number("limit", 100), 1), 100)
        return list(await updates.read(most, params.number("timeout")))

    # --- files

    async def _download(self, request: web.Request) -> web.StreamResponse:
        call = self._note(DOWNLOAD, {"path": request.match_info["path"]})
        fault = self.faults.take(DOWNLOAD)
        if fault is not None and fault.kind not in DONE:
            return await self._fail(request, call, fault)
        file = self.world.files.at(request.match_info["path"])
        if request.match_info["token"] != self.token or file is None or file.gone:
            call.outcome = "Not Found"
            return _say(ApiError(404, "Not Found").answer)
        call.outcome = "ok"
        if fault is None:
            return web.Response(body=file.data, content_type="application/octet-stream")
        call.outcome = str(fault.kind)
        return await self._cut(request, file.data)

    # --- faults

    async def _fail(
        self, request: web.Request, call: Call, fault: Fault, answer: Json | None = None
    ) -> web.StreamResponse:
        if fault.refusal is not None:
            call.outcome = fault.refusal.description
            return _say(fault.refusal.answer)
        call.outcome = str(fault.kind)
        match fault.kind:
            case Kind.FLOOD:
                wait = fault.retry_after
                reason = f"Too Many Requests: retry after {wait}"
                return _say(ApiError(429, reason, retry_after=wait).answer)
            case Kind.SERVER_ERROR:
                return _say(ApiError(500, "Internal Server Error").answer)
            case Kind.BAD_GATEWAY:
                return web.Response(status=502, text=_BAD_GATEWAY, content_type="text/html")
            case Kind.CUT:
                body = json.dumps(answer).encode()
                return web.Response(body=body[: len(body) // 2], content_type="application/json")
            case Kind.HANG:
                await self._closing.wait()
            case Kind.RESET | Kind.LOST | None:
                pass
        return _reset(request)

    async def _cut(self, request: web.Request, data: bytes) -> web.StreamResponse:
        """Promise all bytes, send half of them and hang up."""
        response = web.StreamResponse(headers={"Content-Length": str(len(data))})
        await response.prepare(request)
        await response.write(data[: len(data) // 2])
        _reset(request)
        return response

    def _note(self, method: str, given: Mapping[str, object]) -> Call:
        second = asyncio.get_running_loop().time()
        call = Call(method, given, self.world.clock.now(), second)
        self.log.append(call)
        return call


def _reset(request: web.Request) -> web.StreamResponse:
    """Hang up without a word."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _say(answer: Json) -> web.Response:
    return web.json_response(answer, status=int(answer.get("error_code", 200)))


async def _parameters(request: web.Request) -> dict[str, object]:
    """Return what a call carries: in its address, as a form, in parts, or as JSON."""
    given: dict[str, object] = dict(request.query)
    if request.content_type == "application/json":
        return given | dict(await request.json())
    return given | {
        name: UPLOAD if isinstance(value, web.FileField) else value
        for name, value in (await request.post()).items()
    }
