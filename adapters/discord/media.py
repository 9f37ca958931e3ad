"""Fetches the bytes of an item from Discord's own hosts, into memory alone and never too many."""

import asyncio
import logging
import math
from datetime import timedelta

import aiohttp

from adapters.discord.api import Api
from adapters.discord.errors import (
    Gone,
    Refusal,
    SlowDown,
    TooBig,
    Unreachable,
    check_answered,
    read_refusal,
)
from adapters.discord.hosts import MediaHosts, attachment_id
from adapters.discord.ids import place_of
from adapters.discord.walk import contents_of
from bot.domain.errors import MediaTooLarge, MediaUnavailable
from bot.domain.message import MediaItem, MessageRef

logger = logging.getLogger(__name__)

# The most that anybody can upload: https://support.discord.com/hc/articles/25444343291031
DOWNLOAD_BYTES = 500 * 1024 * 1024
_CHUNK = 64 * 1024
_DEADLINE_SECONDS = 25.0
_SOON = timedelta(seconds=1)


class Files:
    """Where the bytes of an item come from."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Let go of all connections."""
        if self._session is not None:
            await self._session.close()

    async def fetch(self, ref: MessageRef, item: MediaItem, most: int) -> bytes:
        """Return an item's bytes; see `MediaSource.fetch`."""
        bound = min(most, DOWNLOAD_BYTES)
        hosts = self._api.connection.hosts
        address = hosts.address_of(item.handle)
        if not address:
            raise MediaUnavailable("the file does not lie with Discord")
        try:
            try:
                return await self._download(address, bound)
            except Gone:
                if not attachment_id(address):
                    raise
                return await self._download(await self._renewed(ref, item, hosts), bound)
        except TooBig:
            raise MediaTooLarge(f"the file holds more than {bound} bytes") from None
        except Refusal as refusal:
            check_answered(refusal)
            raise MediaUnavailable(f"the file cannot be had: {refusal.code}") from None

    async def _renewed(self, ref: MessageRef, item: MediaItem, hosts: MediaHosts) -> str:
        """Return today's address of a file, from the message that shows it."""
        found = place_of(ref)
        if found is None:
            raise Gone
        channel, number = found
        raw = await self._api.call(
            lambda http: http.get_message(channel, number), f"{channel}:read"
        )
        for one in contents_of(raw, hosts).media:
            if one.key == item.key:
                return one.handle
        raise Gone

    async def _download(self, address: str, bound: int) -> bytes:
        try:
            async with asyncio.timeout(_DEADLINE_SECONDS):
                return await self._read(address, bound)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise read_refusal(error) from None

    async def _read(self, address: str, bound: int) -> bytes:
        # No redirects: an address is ours to fetch, where it leads may not be.
        async with self._open().get(address, allow_redirects=False) as answer:
            _check_status(answer)
            if (answer.content_length or 0) > bound:
                raise TooBig
            data = bytearray()
            async for chunk in answer.content.iter_chunked(_CHUNK):
                data += chunk
                if len(data) > bound:
                    raise TooBig
            return bytes(data)

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            # Never trust_env: a proxy would see the pictures. No cookies: nobody is logged in here.
            self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        return self._session


def _check_status(answer: aiohttp.ClientResponse) -> None:
    """Return if the bytes follow.

    Raises:
        Refusal: They do not.
    """
    match answer.status:
        case 200:
            return
        case 403 | 404:
            # An address of an attachment is signed and ends after a day; the message always has a
            # new one.
            raise Gone
        case 429:
            raise SlowDown(_wait(answer.headers.get("Retry-After")))
        case status if status >= 500:
            # A fault of Discord's that passes; giving up now would let the picture stand unseen.
            raise Unreachable
        case status:
            logger.warning("a file was answered with status %s", status)
            raise Refusal


def _wait(seconds: str | None) -> timedelta:
    """Return how long Discord asks to wait, within reason."""
    try:
        asked = float(seconds or "")
    except ValueError:
        return _SOON
    return timedelta(seconds=min(max(asked, 0.5), 60.0)) if math.isfinite(asked) else _SOON
