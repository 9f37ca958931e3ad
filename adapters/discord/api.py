"""The only door to discord.py's client: every call goes through it and ends as told in `errors`.

Calls have a deadline, and one that Discord wants to have later is handed back at once: the outbox
tries it again, while the library would hold its place for as long as Discord says.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

import aiohttp
import discord
from discord.http import HTTPClient, Route

from adapters.discord.buckets import keep_limits
from adapters.discord.errors import Gone, NotSent, Refusal, Unreachable, read_refusal
from adapters.discord.hosts import MediaHosts
from adapters.discord.intents import Account, account_of
from adapters.discord.pace import CALLS_A_SECOND, Pace
from adapters.discord.refused import RefusedCalls
from bot.ports import Clock

T = TypeVar("T")
_sent: ContextVar[list[None] | None] = ContextVar("sent", default=None)

# Shorter than the core's own deadline for an effect, so that the answer is ours.
_DEADLINE_SECONDS = 15.0
# What has to wait for longer is told to the core instead of waited for.
_LONGEST_WAIT_SECONDS = 1.0
# What answers an interaction does not count among a bot's calls.
_NOT_COUNTED = ("/interactions/", "/webhooks/")
# At these levels the library writes whole events and calls, with what people said in them.
_QUIET = {
    "discord.gateway": logging.WARNING,
    "discord.http": logging.ERROR,
    "discord.state": logging.WARNING,
    # A traceback for each try to connect; `Reception` says once that there is no connection.
    "discord.client": logging.CRITICAL,
    "discord.app_commands": logging.CRITICAL,
    "discord.webhook": logging.ERROR,
}


@dataclass(frozen=True, slots=True)
class Connection:
    """Where Discord is and who we are there."""

    token: str = field(repr=False)
    hosts: MediaHosts = field(default_factory=MediaHosts)


class Api:
    """Calls Discord, through whichever client is logged in."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self.connection = connection
        self.refused = RefusedCalls(clock)
        self._pace = Pace(CALLS_A_SECOND)
        self._client: discord.Client | None = None
        self._greeted = False

    @property
    def client(self) -> discord.Client | None:
        """The client that is logged in; None where there is none."""
        return self._client

    @property
    def connected(self) -> bool:
        """Whether Discord tells us what changes, so that our picture of it is right."""
        socket = self._client.ws if self._client is not None else None
        return self._greeted and socket is not None and socket.open

    def greeted(self) -> None:
        """Note that Discord has told which servers there are."""
        self._greeted = True

    async def look(self) -> Account:
        """Log in for a moment and return the bot's account.

        Raises:
            Refusal: Discord does not take the token, or does not answer.
        """
        quieten()
        async with discord.Client(intents=discord.Intents(guilds=True)) as client:
            return await self._log_in(client)

    async def use(self, client: discord.Client) -> Account:
        """Log a client in; from now on all calls go through it.

        Raises:
            Refusal: Discord does not take the token, or does not answer.
        """
        account = await self._log_in(client)
        keep_limits(client.http, _LONGEST_WAIT_SECONDS)
        self._client = client
        return account

    def leave(self) -> None:
        """Let go of the client: calls are not sent until there is another."""
        self._client, self._greeted = None, False

    async def call(
        self, make: Callable[[HTTPClient], Awaitable[T]], about: str = "", *, counts: bool = True
    ) -> T:
        """Make one call, when it is its turn.

        Args:
            make: Makes it with the library's HTTP client.
            about: Place and kind of the call. What was refused is not asked for twice.
            counts: It is one of those of which Discord takes only so many a second.

        Raises:
            Refusal: Discord did not do it.
        """
        client = self._client
        if client is None:
            raise NotSent
        self.refused.check(about)
        sent: list[None] = []
        counting = _sent.set(sent)
        try:
            async with asyncio.timeout(_DEADLINE_SECONDS):
                if counts:
                    await self._pace.turn()
                return await make(client.http)
        except (asyncio.CancelledError, TimeoutError) as error:
            _let_others_go_on(client.http)
            if isinstance(error, TimeoutError):
                raise self._refusal(error, client, about, len(sent)) from None
            raise
        except Exception as error:  # noqa: BLE001 - read_refusal raises what it does not know
            raise self._refusal(error, client, about, len(sent)) from None
        finally:
            _sent.reset(counting)

    def _refusal(self, error: Exception, client: discord.Client, about: str, sent: int) -> Refusal:
        """Return how a call ended, and remember it if Discord said so."""
        if isinstance(error, RuntimeError) and self._client is not client:
            # The client was closed while this call waited for its turn.
            return Unreachable() if sent else NotSent()
        refusal = read_refusal(error)
        # What our own keeping of limits held back was refused by nobody.
        if sent:
            self.refused.note(about, refusal)
        # Sent more than once because an answer was lost: it may be gone by our own hand.
        return Unreachable() if isinstance(refusal, Gone) and sent > 1 else refusal

    async def request(
        self, method: str, path: str, *, about: str = "", body: object = None, **ids: str | int
    ) -> Any:
        """Make one call by its address, such as ``/channels/{channel_id}/messages``."""
        given: dict[str, Any] = {} if body is None else {"json": body}
        route = Route(method, path, metadata=None, **ids)
        counts = not path.startswith(_NOT_COUNTED)
        return await self.call(lambda http: http.request(route, **given), about, counts=counts)

    async def _log_in(self, client: discord.Client) -> Account:
        try:
            async with asyncio.timeout(_DEADLINE_SECONDS):
                await client.login(self.connection.token)
        except Exception as error:  # noqa: BLE001 - read_refusal raises what it does not know
            raise read_refusal(error) from None
        if client.user is None or client.application is None:
            raise Refusal
        return account_of(client.user, client.application)


def _let_others_go_on(http: HTTPClient) -> None:
    """Open the gate that all calls wait at after a global limit.

    The library closes it while one call waits, and leaves it closed if that call is cancelled.
    """
    http._global_over.set()  # noqa: SLF001


def tracing() -> aiohttp.TraceConfig:
    """Return what counts how often a call is sent: aiohttp repeats some by itself."""

    async def note(*_: object) -> None:
        counted = _sent.get()
        if counted is not None:
            counted.append(None)

    trace = aiohttp.TraceConfig()
    trace.on_request_headers_sent.append(note)
    return trace


def quieten() -> None:
    """Keep the library from logging what people write."""
    for name, level in _QUIET.items():
        logging.getLogger(name).setLevel(level)
