"""A Bot API server that answers just what a test tells it to, however odd; on loopback."""

import asyncio
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from adapters.telegram.api import Connection

# Put together here, so that no search for leaked tokens finds it in the tree.
TOKEN = "424242:" + "canary" * 6


@dataclass
class Answer:
    """One answer; `hangs` gives none, `cut` hangs up after the body.

    `meanwhile` is what happens in the world while the answer is on its way.
    """

    status: int = 200
    body: bytes = b'{"ok": true, "result": true}'
    hangs: bool = False
    cut: bool = False
    headers: dict[str, str] = field(default_factory=dict)
    meanwhile: Callable[[], None] | None = None


def refuses(status: int, description: str, **parameters: object) -> Answer:
    """Return an error as Telegram writes it."""
    told: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    body = json.dumps(told | ({"parameters": parameters} if parameters else {}))
    return Answer(status, body.encode())


def gives(result: object) -> Answer:
    """Return a good answer."""
    return Answer(body=json.dumps({"ok": True, "result": result}).encode())


class Scripted:
    """The server. Calls without a scripted answer get `true`; files are served by `files`."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.files: dict[str, Answer] = {}
        self.fetched: list[str] = []
        self._called = asyncio.Condition()
        self._script: dict[str, deque[Answer]] = {}
        self._closing = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self.connection = Connection("")

    def answer(self, method: str, *answers: Answer) -> None:
        """Let the next calls of a method be answered like this; the last answer stays."""
        self._script[method] = deque(answers)

    def called(self, method: str) -> list[dict[str, Any]]:
        """Return the parameters of every call of a method."""
        return [given for name, given in self.calls if name == method]

    async def until_called(self, times: int) -> None:
        """Wait until so many calls have come in."""
        async with self._called:
            await self._called.wait_for(lambda: len(self.calls) >= times)

    async def start(self) -> None:
        """Listen on a free port."""
        app = web.Application()
        app.router.add_post(f"/bot{TOKEN}/{{method}}", self._serve)
        app.router.add_get("/{path:.*}", self._serve_file)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0]
        self.connection = Connection(TOKEN, f"http://{host}:{port}")

    async def stop(self) -> None:
        """Go away."""
        self._closing.set()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        given = {name: _read(value) for name, value in (await request.post()).items()}
        async with self._called:
            self.calls.append((method, given))
            self._called.notify_all()
        waiting = self._script.get(method, deque([Answer()]))
        answer = waiting.popleft() if len(waiting) > 1 else waiting[0]
        return await self._give(request, answer)

    async def _serve_file(self, request: web.Request) -> web.StreamResponse:
        self.fetched.append(request.raw_path)
        known = self.files.get(request.path.removeprefix(f"/file/bot{TOKEN}/"))
        return await self._give(request, known or refuses(404, "Not Found"))

    async def _give(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        if answer.hangs:
            await self._closing.wait()
        if answer.meanwhile is not None:
            answer.meanwhile()
        response = web.StreamResponse(status=answer.status, headers=answer.headers)
        await response.prepare(request)
        await response.write(answer.body)
        if answer.cut and request.transport is not None:
            request.transport.abort()
        return response


def _read(value: object) -> Any:
    """Read a parameter as the server does: JSON where it is JSON, else words."""
    try:
        return json.loads(str(value))
    except ValueError:
        return value
