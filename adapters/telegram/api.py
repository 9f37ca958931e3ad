"""The one door to Telegram: python-telegram-bot's client, with a lane of its own for deletions.

Nothing here waits in order to be polite: the client library's rate limiter held 25 deletions back
for up to 6.0 s, without it they took 0.09 s. What Telegram asks for after a call
(`SlowDown`) counts for that call only. Neither the token nor an address that holds it ever stands
in a log line or in an exception.
"""

import asyncio
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import quote

import aiohttp
from telegram import Bot
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from adapters.telegram.errors import (
    Gone,
    InvalidRequest,
    NotSent,
    OnServersDisk,
    Refusal,
    TooBig,
    Unreachable,
    read_refusal,
)
from adapters.trust import trusted

logger = logging.getLogger(__name__)

# At DEBUG and INFO they print addresses that hold the token, and what people wrote.
_TALKATIVE = ("telegram", "httpx", "httpcore")
_CONNECT_SECONDS = 5.0
# A picture of 20 MiB on a line of 3 Mbit/s takes 56 s; screening gives up soon after.
_DOWNLOAD_SECONDS = 60.0
_SILENT_SECONDS = 15.0
_CHUNK = 64 * 1024
# What went wrong before a single byte of the request was on its way (names of httpx's errors).
_BEFORE_SENDING = {"ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError"}


@dataclass(frozen=True, slots=True)
class Connection:
    """Where the Bot API is and who we are there; addresses without a slash at their end.

    Attributes:
        base_url: Without the trailing ``/bot``.
        base_file_url: Empty for the usual place, ``/file`` below `base_url`.
    """

    token: str = field(repr=False)
    base_url: str = "https://api.telegram.org"
    base_file_url: str = ""
    webhook_url: str = field(default="", repr=False)
    webhook_secret: str = field(default="", repr=False)

    @property
    def bot_id(self) -> str:
        """The bot's own user id: the first half of every token."""
        return self.token.partition(":")[0]

    @property
    def files(self) -> str:
        """The address below which all files of this bot stand; holds the token."""
        return f"{self.base_file_url or self.base_url + '/file'}/bot{self.token}/"


class Lane(StrEnum):
    """Connections of its own for each kind of call, so that nothing queues before a deletion."""

    DELETES = "deletes"
    UPDATES = "updates"
    FILES = "files"
    WORDS = "words"


_CONNECTIONS = {Lane.DELETES: 32, Lane.UPDATES: 4, Lane.FILES: 16, Lane.WORDS: 32}


class Api:
    """Calls methods of the Bot API. All that it raises is in the `Refusal` tree."""

    def __init__(self, connection: Connection) -> None:
        for name in _TALKATIVE:
            logging.getLogger(name).setLevel(logging.WARNING)
        self._connection = connection
        self._lines = {lane: _Line(_CONNECTIONS[lane]) for lane in Lane}
        self._bots = {lane: _RawBot.on(line, connection) for lane, line in self._lines.items()}
        self._session: aiohttp.ClientSession | None = None

    @property
    def bot_id(self) -> str:
        """The bot's own user id."""
        return self._connection.bot_id

    async def call(
        self, method: str, *, lane: Lane = Lane.WORDS, seconds: float = 15.0, **parameters: Any
    ) -> Any:
        """Call a method and return its result as Telegram sent it. Parameters of None are left out.

        Raises:
            Refusal: Telegram said no, or nobody knows what it said after so many seconds.
        """
        try:
            async with asyncio.timeout(seconds):
                return await self._bots[lane].call(method, parameters, seconds)
        except TimeoutError:
            refusal: Refusal = Unreachable()
        except Refusal as raised:
            refusal = raised
        except TelegramError as error:
            # The library's own words may hold an address; only the kind of error is kept.
            logger.warning("%s: the client library failed (%s)", method, type(error).__name__)
            refusal = Unreachable()
        if isinstance(refusal, InvalidRequest):
            logger.warning("%s was refused: %s", method, refusal.description)
        raise _alone(refusal)

    async def download(self, file_path: str, most: int) -> bytes:
        """Return a file's bytes, read in pieces; `file_path` is what `getFile` answered.

        Raises:
            TooBig: There are more than `most`.
            Refusal: They cannot be had.
        """
        url = self._file_url(file_path)
        if self._session is None:
            self._session = _new_session()
        try:
            return await _read(self._session, url, most)
        except aiohttp.ClientConnectorError:
            refusal: Refusal = NotSent()
        except (aiohttp.ClientError, TimeoutError):
            refusal = Unreachable()
        except Refusal as raised:
            refusal = raised
        raise _alone(refusal)

    async def close(self) -> None:
        """Let go of all connections."""
        for line in self._lines.values():
            await line.shutdown()
        if self._session is not None:
            await self._session.close()

    def _file_url(self, file_path: str) -> str:
        """Return the address of a file; it can only lie below the address of this bot's files."""
        if file_path.startswith("/"):
            raise OnServersDisk
        if "\\" in file_path or ":" in file_path or {"", ".", ".."} & set(file_path.split("/")):
            raise InvalidRequest("the server named a strange path of a file")
        return self._connection.files + quote(file_path)


class _Line(HTTPXRequest):
    """The library's way to the network, which tells what was sent and what may be repeated."""

    def __init__(self, connections: int) -> None:
        super().__init__(connections, httpx_kwargs={"verify": trusted()})
        # The library's own queue before a full pool takes time that grows with its square: behind
        # 1,000 messages it kept the whole loop busy for 7 s.
        self._free = asyncio.Semaphore(connections)

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Make a request; every answer but a good one is raised as what it means to us."""
        try:
            async with asyncio.timeout(kwargs["pool_timeout"]):
                await self._free.acquire()
        except TimeoutError:
            raise NotSent from None
        try:
            status, body = await super().do_request(*args, **kwargs)
        except TelegramError as error:
            before = type(error.__cause__).__name__ in _BEFORE_SENDING
            raise (NotSent() if before else Unreachable()) from None
        finally:
            self._free.release()
        if not 200 <= status <= 299:
            raise read_refusal(status, body)
        return status, body

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read a good answer. The library would print one that it cannot read, words and all."""
        try:
            answer = json.loads(payload)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict) or "result" not in answer:
            raise Unreachable
        return answer


class _RawBot(Bot):
    """The client without its types: answers stay JSON, so that no unknown field is lost."""

    __slots__ = ()

    @classmethod
    def on(cls, line: _Line, connection: Connection) -> "_RawBot":
        return cls(
            connection.token,
            base_url=f"{connection.base_url}/bot",
            request=line,
            get_updates_request=line,
        )

    async def call(self, method: str, parameters: Mapping[str, Any], seconds: float) -> Any:
        # Shorter than the caller's patience, so that it can tell that nothing was sent.
        before_sending = min(_CONNECT_SECONDS, seconds / 2)
        return await self._post(
            method,
            dict(parameters),
            read_timeout=seconds,
            write_timeout=seconds,
            connect_timeout=before_sending,
            pool_timeout=before_sending,
        )


def _alone(refusal: Refusal) -> Refusal:
    """Return a refusal without the errors behind it: they know addresses that hold the token."""
    refusal.__cause__ = refusal.__context__ = None
    return refusal.with_traceback(None)


def _new_session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=_CONNECTIONS[Lane.FILES], ssl=trusted()),
        timeout=aiohttp.ClientTimeout(
            total=_DOWNLOAD_SECONDS, sock_connect=_CONNECT_SECONDS, sock_read=_SILENT_SECONDS
        ),
        # A packed answer could unfold to far more than its bound.
        auto_decompress=False,
        headers={"Accept-Encoding": "identity"},
        cookie_jar=aiohttp.DummyCookieJar(),
        # A school's proxy counts for files as it does for calls.
        trust_env=True,
    )


async def _read(session: aiohttp.ClientSession, url: str, most: int) -> bytes:
    async with session.get(url, allow_redirects=False) as answer:
        if answer.status == 404:
            # Only the file is gone: the library takes the same answer for a dead token.
            raise Gone
        if answer.status != 200:
            raise read_refusal(answer.status, await answer.content.read(_CHUNK))
        data = bytearray()
        async for chunk in answer.content.iter_chunked(_CHUNK):
            if len(data) + len(chunk) > most:
                raise TooBig
            data += chunk
        return bytes(data)
