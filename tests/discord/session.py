"""One gateway session: what was told in which order, and who is listening just now."""

import asyncio
import json
import zlib
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import discord
from aiohttp import web
from simcord.backend import Backend
from simcord.gateway import FakeGateway

from tests.discord.state import Json

DISPATCH = 0


class Line:
    """One connection: frames wait here until its writer sends them."""

    def __init__(self, socket: web.WebSocketResponse, *, compress: bool) -> None:
        self.socket = socket
        self._frames: asyncio.Queue[str | None] = asyncio.Queue()
        self._zlib = zlib.compressobj() if compress else None

    def put(self, frame: Json) -> None:
        """Queue a frame."""
        self._frames.put_nowait(json.dumps(frame))

    def end(self) -> None:
        """Let the writer stop after what is queued."""
        self._frames.put_nowait(None)

    async def write(self) -> None:
        """Send what is queued until the end."""
        while (text := await self._frames.get()) is not None:
            if self.socket.closed:
                return
            try:
                await self._send(text)
            except ConnectionError:
                return

    async def _send(self, text: str) -> None:
        if self._zlib is None:
            await self.socket.send_str(text)
            return
        data = self._zlib.compress(text.encode()) + self._zlib.flush(zlib.Z_SYNC_FLUSH)
        await self.socket.send_bytes(data)


class _Parsers(Mapping[str, Callable[[Any], None]]):
    """Takes the place of discord.py's parsers: every event goes over the wire."""

    def __init__(self, tell: Callable[[str, Any], None]) -> None:
        self._tell = tell

    def __getitem__(self, event: str) -> Callable[[Any], None]:
        return partial(self._tell, event)

    def __iter__(self) -> Any:
        return iter(())

    def __len__(self) -> int:
        return 0


class Session:
    """What one IDENTIFY started. It outlives its connection, so that RESUME can replay.

    Attributes:
        line: The connection, if there is one.
        ready: Whether READY and all guilds have been told.
        stalled: Whether nothing is sent any more; it is still kept for a replay.
    """

    def __init__(self, key: str, intents: discord.Intents, backend: Backend) -> None:
        self.key = key
        self.intents = intents
        self.parsers = _Parsers(self._tell)
        self.line: Line | None = None
        self.ready = False
        self.stalled = False
        self.sequence = 0
        self._told: list[Json] = []
        self._censor = FakeGateway(backend, self)

    def feed(self, event: str, payload: Mapping[str, Any]) -> None:
        """Tell an event as far as the session's intents allow."""
        self._censor.feed(event, payload)

    def tell(self, event: str, payload: Any) -> None:
        """Tell an event as it is."""
        self._tell(event, payload)

    def replay(self, line: Line, after: int) -> bool:
        """Continue on another connection; False if the client claims to know the future."""
        if after > self.sequence:
            return False
        self.line, self.stalled = line, False
        for frame in self._told:
            if frame["s"] > after:
                line.put(frame)
        self._tell("RESUMED", {"_trace": []})
        return True

    def _tell(self, event: str, payload: Any) -> None:
        self.sequence += 1
        frame = {"op": DISPATCH, "s": self.sequence, "t": event, "d": payload}
        self._told.append(frame)
        if self.line is not None and not self.stalled:
            self.line.put(frame)
