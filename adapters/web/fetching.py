"""Fetches files from public addresses of the internet, and from nowhere else.

Whoever writes an address must not make the bot ask its own machine or network for something. So a
name is resolved once, a private address among its addresses is left out, and the connection goes to
the address that was looked at. Redirects are not followed, because they would have to be looked at
again, and no proxy of the environment is used, which would resolve the name anew.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from urllib.parse import SplitResult, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from adapters.trust import trusted
from bot.domain.errors import MediaTooLarge, MediaUnavailable

HTTPS = 443
# Python takes these for global, but they lead to IPv4 addresses that need not be: NAT64 (RFC 6052,
# RFC 8215), 6to4 (RFC 3056) and Teredo (RFC 4380).
_TRANSLATED = tuple(
    map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))
)
_CHUNK = 64 * 1024

Lookup = Callable[[str, int], Awaitable[list[str]]]


class PublicWeb:
    """Implements `bot.ports.LinkedMedia`."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    async def fetch(self, address: str, most: int) -> bytes:
        """Return what lies at an https address; see the port."""
        return await fetch_public(address, most, self._seconds)


async def fetch_public(url: str, most: int, seconds: float) -> bytes:
    """Return what lies at an https address.

    Raises:
        MediaUnavailable: It cannot be had, or the address must not be asked.
        MediaTooLarge: There are more than `most` bytes.
    """
    address = public_parts(url).geturl()
    return await get(address, PublicResolver(), most, seconds)


async def get(url: str, resolver: AbstractResolver, most: int, seconds: float) -> bytes:
    """Return what lies at an address, whose name the resolver knows.

    Raises:
        MediaUnavailable: It cannot be had.
        MediaTooLarge: There are more than `most` bytes.
    """
    timeout = aiohttp.ClientTimeout(total=seconds)
    connector = aiohttp.TCPConnector(resolver=resolver, use_dns_cache=False, limit=1, ssl=trusted())
    try:
        async with (
            aiohttp.ClientSession(connector=connector, timeout=timeout, trust_env=False) as session,
            session.get(url, allow_redirects=False) as answer,
        ):
            return await _body(answer, most)
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
        raise MediaUnavailable(f"no answer that can be used ({type(error).__name__})") from error


async def _body(answer: aiohttp.ClientResponse, most: int) -> bytes:
    if answer.status != 200:
        raise MediaUnavailable(f"the answer was {answer.status}")
    body = bytearray()
    async for chunk in answer.content.iter_chunked(_CHUNK):
        body += chunk
        if len(body) > most:
            raise MediaTooLarge(f"there are more than {most} bytes")
    return bytes(body)


def public_parts(url: str) -> SplitResult:
    """Return the parts of an address that may be asked.

    Raises:
        MediaUnavailable: It is none: not https, another port, a user, or a number for a name.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise MediaUnavailable("this is no address") from error
    if parts.scheme != "https" or port not in (None, HTTPS) or not parts.hostname:
        raise MediaUnavailable("only https on its usual port is fetched")
    if "@" in parts.netloc or "\\" in url:
        raise MediaUnavailable("an address with a user is not fetched")
    # A number would never be resolved, so nobody would look at it. Only names end in letters.
    if not parts.hostname.isascii() or not parts.hostname.rpartition(".")[2][:1].isalpha():
        raise MediaUnavailable("only names are fetched from")
    return parts


def is_public(address: str) -> bool:
    """Whether an address is one of the internet, and leads to no other one."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return is_public(str(found.ipv4_mapped))
        if any(found in network for network in _TRANSLATED):
            return False
    return found.is_global and not found.is_multicast


async def _look_up(host: str, port: int) -> list[str]:
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(sockaddr[0]) for *_, sockaddr in found]


class PublicResolver(AbstractResolver):
    """Resolves a name to its public addresses; aiohttp connects to just these."""

    def __init__(self, look_up: Lookup = _look_up) -> None:
        self._look_up = look_up

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_UNSPEC,  # noqa: ARG002 - of the interface
    ) -> list[ResolveResult]:
        """Return the public addresses of a name.

        Raises:
            OSError: It has none.
        """
        public = [one for one in await self._look_up(host, port) if is_public(one)]
        if not public:
            raise OSError(f"{host} has no public address")
        return [
            ResolveResult(
                hostname=host,
                host=one,
                port=port,
                family=socket.AF_INET6 if ":" in one else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for one in dict.fromkeys(public)
        ]

    async def close(self) -> None:
        """Nothing is held."""
