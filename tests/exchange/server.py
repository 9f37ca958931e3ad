"""A server on this machine that notes all it is sent, and fails on demand."""

import asyncio
import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from aiohttp import web


@dataclass(frozen=True)
class Seen:
    """One request, every byte of it but the request line's end."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """What comes instead of an answer.

    Attributes:
        pause: Seconds before anything is sent.
        drip: One byte each tenth of a second, without end.
        cut: More is announced than is sent.
        forever: Bytes as fast as they go, without end.
    """

    status: int = 200
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    pause: float = 0
    drip: bool = False
    cut: bool = False
    forever: bool = False


class Loopback:
    """Answers by a function; faults are used up first, one a request."""

    def __init__(self, answer: Callable[[Seen], Answer]) -> None:
        self.seen: list[Seen] = []
        self.faults: list[Fault] = []
        self._answer = answer
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/{tail:.*}", self._handle)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        seen = Seen(
            request.method,
            request.path,
            dict(request.query),
            dict(request.headers),
            await request.read(),
        )
        self.seen.append(seen)
        fault = self.faults.pop(0) if self.faults else None
        answer = self._answer(seen)
        if fault is None:
            return web.Response(body=answer.body, status=answer.status, headers=answer.headers)
        await asyncio.sleep(fault.pause)
        body = answer.body if fault.body is None else fault.body
        if fault.drip or fault.forever:
            return await self._endless(request, b" " if fault.drip else b" " * 1_000_000, fault)
        response = web.StreamResponse(status=fault.status, headers=fault.headers)
        response.content_length = len(body) + (10 if fault.cut else 0)
        await response.prepare(request)
        await response.write(body)
        if fault.cut and request.transport is not None:
            request.transport.close()
        return response

    async def _endless(self, request: web.Request, part: bytes, fault: Fault) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            while True:
                await response.write(part)
                await asyncio.sleep(0.1 if fault.drip else 0)
        except (ConnectionError, asyncio.CancelledError):
            return response


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
