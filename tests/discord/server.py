"""The fake Discord on loopback: REST, CDN and gateway, with a world behind and a judge beside."""

import importlib
import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote

from aiohttp import web
from simcord.backend.errors import BackendError
from simcord.http import router

from bot.ports import Clock
from bot.services.system_clock import SystemClock
from tests.discord.faults import CDN, Fault, Faults, Kind
from tests.discord.gateway import Gateway
from tests.discord.judge import objections
from tests.discord.rules import NOTHING, Request, Rules
from tests.discord.wire import (
    Call,
    Upload,
    cut,
    error_json,
    flooded,
    major_of,
    read,
    say,
    token_of,
)
from tests.discord.world import World

API, GATEWAY = "/api/v10", "/gateway/"
_BODY_LIMIT = 60 * 1024 * 1024
_BY_TOKEN = re.compile(r"^/(interactions/\d+/|webhooks/\d+/)")
_INVALID_FORM, _INVALID_JSON = 50035, 50109
for _module in (
    "simcord.http.routes",
    "tests.discord.rules_guilds",
    "tests.discord.rules_messages",
):
    importlib.import_module(_module)  # this registers what they answer


class FakeDiscord:
    """Discord, for one bot.

    Attributes:
        world: People's side of everything.
        faults: What goes wrong on demand.
        gateway: How news reaches the bot, and how that fails.
        rules: The application's flags, and whether the bot is public.
        log: Every request, in the order of arrival.
        problems: What the judge objects to; a test with a problem fails.
    """

    def __init__(self, clock: Clock | None = None) -> None:
        self.world = World(clock or SystemClock())
        self.faults = Faults()
        self.rules = Rules(self.world)
        self.token = token_of(self.world.bot.id)
        self.gateway = Gateway(self.world, self.rules, self.token)
        self.api_url = self.gateway_url = self.cdn_url = ""
        self.log: list[Call] = []
        self.problems: list[str] = []
        self._runner: web.AppRunner | None = None

    def calls(self, method: str, pattern: str = "*") -> list[Call]:
        """Return the requests of a method on paths that match a pattern."""
        return [
            call for call in self.log if call.method == method and fnmatchcase(call.path, pattern)
        ]

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=_BODY_LIMIT)
        app.router.add_get(GATEWAY, self.gateway.serve)
        app.router.add_route("*", API + "/{path:.*}", self._rest)
        app.router.add_get("/{path:.*}", self._download)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.cdn_url = self.world.cdn.base = f"http://{host}:{port}"
        self.api_url = self.cdn_url + API
        self.gateway_url = f"ws://{host}:{port}{GATEWAY}"
        self.gateway.url = self.rules.gateway_url = self.gateway_url
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.faults.heal()
        await self.gateway.close()
        if self._runner is not None:
            await self._runner.cleanup()

    # --- REST

    async def _rest(self, request: web.Request) -> web.StreamResponse:
        path = request.rel_url.raw_path.removeprefix(API)
        call = Call(request.method, path)
        self.log.append(call)
        try:
            body, uploads = await read(request)
        except ValueError:
            self._object(call, "malformed JSON")
            return say(
                call, 400, error_json(_INVALID_JSON, "The request body contains invalid JSON.")
            )
        call.body, call.uploads = body, len(uploads)
        needs_token = not _BY_TOKEN.match(path) and path != "/gateway"
        if needs_token and request.headers.get("Authorization") != f"Bot {self.token}":
            return say(call, 401, error_json(0, "401: Unauthorized"))
        for objection in objections(call.method, path, body, len(uploads)):
            self._object(call, objection)
        fault = self.faults.take(call.method, path)
        headers: Mapping[str, str] = {}
        if fault is not None and fault.kind is Kind.BUCKET:
            fits, headers = fault.spend(major_of(path))
            headers = self._with_reset(headers)
            if not fits:
                return flooded(call, float(headers["X-RateLimit-Reset-After"]), headers)
        elif fault is not None and fault.kind is not Kind.LOST:
            return await self._fail(request, call, fault)
        status, answer = self._carry_out(request, call, uploads)
        if fault is not None and fault.kind is Kind.LOST:
            return cut(request)
        return say(call, status, answer, headers)

    def _carry_out(
        self, request: web.Request, call: Call, uploads: list[Upload]
    ) -> tuple[int, Any]:
        asked = Request(call.method, call.path, call.body, dict(request.query))
        try:
            answer = self.rules.answer(asked)
            if answer is NOTHING:
                answer = self._simcord(request, asked, uploads)
                self.rules.after(asked, answer)
        except (router.RouteNotImplemented, router.UnsupportedField) as error:
            self._object(call, error.message)
            return 501, error.to_json()
        except BackendError as error:
            if error.code == _INVALID_FORM:
                self._object(call, error.message)
            return error.status, error.to_json()
        except Exception as error:  # noqa: BLE001 -- a hole in the fake must not pass for Discord's
            self._object(call, f"the fake failed: {error!r}")
            return 500, error_json(0, "500: Internal Server Error")
        callback = re.match(r"^/interactions/(\d+)/", call.path)
        if callback is not None:
            self.world.note_answer(int(callback[1]))
            if not asked.params.get("with_response"):
                answer = None
        guild = re.match(r"^/guilds/(\d+)/", call.path)
        dressed = self.world.dresser.dress(answer, int(guild[1]) if guild else None)
        return (204, None) if answer is None else (200, dressed)

    def _simcord(self, request: web.Request, asked: Request, uploads: list[Upload]) -> Any:
        self.world.backend.http_requests.clear()
        return router.dispatch(
            self.world.backend,
            asked.method,
            asked.path,
            json=asked.body,
            params=dict(asked.params),
            files=list(uploads),
            reason=unquote(request.headers.get("X-Audit-Log-Reason", "")) or None,
            message_content_access=self.rules.approved_intents.message_content,
        )

    def _object(self, call: Call, objection: str) -> None:
        self.problems.append(f"{call.method} {call.path}: {objection}")

    def _with_reset(self, headers: Mapping[str, str]) -> Mapping[str, str]:
        at = self.world.clock.now().timestamp() + float(headers["X-RateLimit-Reset-After"])
        return {**headers, "X-RateLimit-Reset": f"{at:.3f}"}

    # --- files

    async def _download(self, request: web.Request) -> web.StreamResponse:
        path = unquote(request.rel_url.raw_path)
        call = Call(CDN, path)
        self.log.append(call)
        fault = self.faults.take(CDN, path)
        if fault is not None and fault.kind is not Kind.LOST:
            return await self._fail(request, call, fault)
        data = self.world.cdn.fetch(path, request.query)
        if data is None:
            call.status = 404
            return web.Response(status=404, text="This content is no longer available.")
        call.status = 200
        if fault is None:
            return web.Response(body=data, content_type="application/octet-stream")
        response = web.StreamResponse(headers={"Content-Length": str(len(data))})
        await response.prepare(request)
        await response.write(data[: len(data) // 2])
        cut(request)
        return response

    # --- faults

    async def _fail(self, request: web.Request, call: Call, fault: Fault) -> web.StreamResponse:
        match fault.kind:
            case Kind.FLOOD:
                scope = {"X-RateLimit-Scope": "shared" if fault.shared else "user"}
                return flooded(call, fault.retry_after, scope)
            case Kind.REFUSE:
                return say(call, fault.status, error_json(fault.code, f"refused with {fault.code}"))
            case Kind.HANG:
                await self.faults.until_healed()
            case Kind.RESET | Kind.LOST | Kind.BUCKET:
                pass
        return cut(request)
