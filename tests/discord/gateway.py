"""The gateway: a websocket that brings the bot its news, and the ways in which it can fail."""

import asyncio
import json
import secrets
from collections.abc import Mapping
from enum import IntEnum
from typing import Any

import aiohttp
import discord
from aiohttp import web
from simcord.intents import missing_privileged_intents

from tests.discord.rules import Rules
from tests.discord.session import Line, Session
from tests.discord.state import Json
from tests.discord.telling import member_chunks, reaches_bot, ready
from tests.discord.world import World

BAD_TOKEN, DISALLOWED_INTENTS, UNKNOWN_ERROR = 4004, 4014, 4000
_INTERVAL = 41250


class Op(IntEnum):
    """What a frame is about."""

    HEARTBEAT = 1
    IDENTIFY = 2
    RESUME = 6
    RECONNECT = 7
    REQUEST_MEMBERS = 8
    INVALID_SESSION = 9
    HELLO = 10
    ACK = 11


class Gateway:
    """News for the bot.

    Attributes:
        identifies: How often a session was started; `resumes` how often one was continued.
    """

    def __init__(self, world: World, rules: Rules, token: str) -> None:
        self.url = ""
        self.identifies = 0
        self.resumes = 0
        self._world = world
        self._rules = rules
        self._token = token
        self._sessions: dict[str, Session] = {}
        self._lines: set[Line] = set()
        self._open = asyncio.Event()
        self._open.set()
        self._changed = asyncio.Condition()
        world.backend.subscribers.append(self._hear)

    # --- for tests

    @property
    def connected(self) -> int:
        """How many sessions are being told things."""
        return sum(one.line is not None and one.ready for one in self._sessions.values())

    async def wait_connected(self, count: int = 1, timeout: float = 10) -> None:  # noqa: ASYNC109
        """Wait until so many sessions have been told READY and all their guilds."""
        async with asyncio.timeout(timeout), self._changed:
            await self._changed.wait_for(lambda: self.connected >= count)

    async def wait_gone(self, timeout: float = 10) -> None:  # noqa: ASYNC109
        """Wait until nobody is connected."""
        async with asyncio.timeout(timeout), self._changed:
            await self._changed.wait_for(lambda: not self._lines)

    async def drop(self, resumable: bool = True) -> None:
        """Cut all connections. What happens until RESUME is replayed, unless not resumable."""
        if not resumable:
            self._sessions.clear()
        for session in self._sessions.values():
            session.line = None
        for line in list(self._lines):
            await line.socket.close(code=UNKNOWN_ERROR if resumable else 1001)

    def invalidate(self) -> None:
        """Forget all sessions; what happens until the next IDENTIFY is never told."""
        for line in self._attached():
            line.put({"op": Op.INVALID_SESSION, "d": False})
        self._sessions.clear()

    def reconnect(self) -> None:
        """Ask all clients to come again."""
        for line in self._attached():
            line.put({"op": Op.RECONNECT, "d": None})

    def stall(self) -> None:
        """Send no more events on today's connections."""
        for session in self._sessions.values():
            session.stalled = True

    def hold(self) -> None:
        """Let new connections wait before HELLO, until `release`."""
        self._open.clear()

    def release(self) -> None:
        """Let the waiting connections in."""
        self._open.set()

    def emit(self, event: str, payload: Any) -> None:
        """Tell all sessions an event as it is: poison, or fields of the future."""
        for session in self._sessions.values():
            session.tell(event, payload)

    async def close(self) -> None:
        """Hang up for good."""
        self._open.set()
        for line in list(self._lines):
            await line.socket.close(code=1001)

    # --- what is told

    def _hear(self, event: str, payload: Mapping[str, Any]) -> None:
        self._world.backend.transcript.clear()
        if not self._sessions or not reaches_bot(self._world, event, payload):
            return
        if event == "GUILD_UPDATE":
            payload = self._world.guild_object(int(payload["id"]))
        dressed = self._world.dresser.dress(payload)
        for session in self._sessions.values():
            session.feed(event, dressed)

    def _attached(self) -> list[Line]:
        return [one.line for one in self._sessions.values() if one.line is not None]

    # --- the wire

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Answer one connection of the bot."""
        socket = web.WebSocketResponse(max_msg_size=0, compress=False, timeout=0.2)
        await socket.prepare(request)
        line = Line(socket, compress=request.query.get("compress") == "zlib-stream")
        self._lines.add(line)
        writer = asyncio.create_task(line.write())
        try:
            await self._open.wait()
            line.put({"op": Op.HELLO, "d": {"heartbeat_interval": _INTERVAL, "_trace": []}})
            await self._listen(line)
        finally:
            self._lines.discard(line)
            self._detach(line)
            line.end()
            await asyncio.wait([writer], timeout=0.5)
            writer.cancel()
            async with self._changed:
                self._changed.notify_all()
        return socket

    async def _listen(self, line: Line) -> None:
        async for message in line.socket:
            if message.type not in {aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY}:
                continue
            frame = json.loads(message.data)
            data = frame.get("d")
            match frame["op"]:
                case Op.HEARTBEAT:
                    line.put({"op": Op.ACK, "d": None})
                case Op.IDENTIFY:
                    await self._identify(line, data)
                case Op.RESUME:
                    await self._resume(line, data)
                case Op.REQUEST_MEMBERS:
                    self._send_members(line, data)
                case _:
                    pass

    def _detach(self, line: Line) -> None:
        for key, session in list(self._sessions.items()):
            if session.line is line:
                session.line = None
                # A client that says goodbye with 1000 or 1001 ends its session.
                if line.socket.close_code in {1000, 1001}:
                    del self._sessions[key]

    async def _identify(self, line: Line, data: Json) -> None:
        intents = discord.Intents._from_value(int(data["intents"]))
        if data["token"] != self._token:
            await line.socket.close(code=BAD_TOKEN, message=b"Authentication failed.")
            return
        if missing_privileged_intents(intents, self._rules.approved_intents):
            await line.socket.close(code=DISALLOWED_INTENTS, message=b"Disallowed intent(s).")
            return
        self.identifies += 1
        for key, old in list(self._sessions.items()):
            if old.line is None:
                del self._sessions[key]
        session = Session(secrets.token_hex(16), intents, self._world.backend)
        session.line = line
        self._sessions[session.key] = session
        self._greet(session)
        await self._is_ready(session)

    def _greet(self, session: Session) -> None:
        world = self._world
        hello = ready(world, session_id=session.key, flags=self._rules.flags, url=self.url)
        session.tell("READY", hello)
        for one in world.bot_guilds():
            if one not in world.outages:
                session.feed("GUILD_CREATE", world.dresser.dress(world.guild_create(one)))

    async def _resume(self, line: Line, data: Json) -> None:
        if data["token"] != self._token:
            await line.socket.close(code=BAD_TOKEN, message=b"Authentication failed.")
            return
        session = self._sessions.get(str(data["session_id"]))
        if session is None or not session.replay(line, int(data["seq"] or 0)):
            line.put({"op": Op.INVALID_SESSION, "d": False})
            return
        self.resumes += 1
        await self._is_ready(session)

    async def _is_ready(self, session: Session) -> None:
        session.ready = True
        async with self._changed:
            self._changed.notify_all()

    def _send_members(self, line: Line, data: Json) -> None:
        session = next((one for one in self._sessions.values() if one.line is line), None)
        guild_id = int(data["guild_id"])
        if session is None or not self._world.bot_in(guild_id):
            return
        for chunk in member_chunks(self._world, guild_id, data):
            session.tell("GUILD_MEMBERS_CHUNK", self._world.dresser.dress(chunk, guild_id))
