"""One connection to Discord's gateway: discord.py's client, with every raw event heard on its way.

The library turns events into objects that leave out what it does not know, and one event that it
cannot read ends its connection. So its parsers are wrapped: each event is written down as it came,
and an error of the library's about it is only logged.
"""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Protocol

import discord
from discord.backoff import ExponentialBackoff

from adapters.discord.api import Api, quieten, tracing
from adapters.discord.errors import Refusal, Unauthorised
from adapters.discord.intents import CONTENT_MISSING, Account, intents_for
from bot.domain.errors import ConnectionLost

logger = logging.getLogger(__name__)

# https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
_TOKEN_REFUSED = 4004
# What is written down; of the others the library only keeps its picture of servers and channels.
KEPT = frozenset(
    {
        "MESSAGE_CREATE",
        "MESSAGE_UPDATE",
        "MESSAGE_DELETE",
        "MESSAGE_DELETE_BULK",
        "MESSAGE_REACTION_ADD",
        "INTERACTION_CREATE",
        "GUILD_CREATE",
        "GUILD_UPDATE",
        "GUILD_DELETE",
        "GUILD_MEMBER_ADD",
        "GUILD_MEMBER_UPDATE",
        "GUILD_EMOJIS_UPDATE",
        "GUILD_STICKERS_UPDATE",
        "GUILD_ROLE_CREATE",
        "GUILD_ROLE_UPDATE",
        "GUILD_SCHEDULED_EVENT_CREATE",
        "GUILD_SCHEDULED_EVENT_UPDATE",
    }
)


_LONGEST_PAUSE_SECONDS = 30.0


class _Pauses(ExponentialBackoff[Any]):
    """How long the client waits between two tries to connect: its own way goes up to 17 minutes."""

    def delay(self) -> float:  # type: ignore[override]  # of three ways to be asked, this one is
        return min(float(super().delay()), _LONGEST_PAUSE_SECONDS)


# The client takes no other one; all that it does with it is to ask for the next pause.
discord.client.ExponentialBackoff = _Pauses  # type: ignore[attr-defined]


class Listener(Protocol):
    """What is told of each event, before the next one is read. No call here may wait."""

    def heard(self, event: str, data: Mapping[str, Any]) -> None:
        """Take one event; `data` is nobody else's."""
        ...


class Session:
    """A client that is logged in, and the task that keeps it connected.

    The library goes on after a break by itself, with `RESUME`: then Discord repeats what was
    missed. Where Discord has forgotten the session it says `READY` anew.
    """

    def __init__(self, api: Api, client: discord.Client, account: Account) -> None:
        self.account = account
        self.client = client
        self._api = api
        self._running = asyncio.create_task(client.connect())

    @classmethod
    async def open(
        cls, api: Api, listener: Listener, prepare: Callable[[discord.Client], None]
    ) -> "Session":
        """Log in and connect.

        Args:
            api: What calls go through from now on.
            listener: Hears every event.
            prepare: Gives the client its commands, before it is connected.

        Raises:
            ConnectionLost: Discord does not answer, or not to us; says what to do.
        """
        quieten()
        try:
            account = await api.look()
            if not account.sees_content:
                raise ConnectionLost(CONTENT_MISSING, logging.CRITICAL)
            client = _new_client(account)
            prepare(client)
            _listen(client, listener)
            await _log_in(api, client)
        except Refusal as refusal:
            raise connection_lost(refusal) from None
        return cls(api, client, account)

    async def close(self) -> None:
        """Let go of the connection."""
        self._api.leave()
        self._running.cancel()
        await asyncio.gather(self._running, return_exceptions=True)
        await self.client.close()

    def check(self) -> None:
        """Return if the connection lives, or is being made again.

        Raises:
            ConnectionLost: It ended for good; says what to do.
        """
        if not self._running.done():
            return
        error = None if self._running.cancelled() else self._running.exception()
        raise _ended(error)


def connection_lost(refusal: Refusal) -> ConnectionLost:
    """Return what the refusal of a call means for receiving, with what to do about it."""
    if isinstance(refusal, Unauthorised):
        return ConnectionLost(
            "Discord does not take the bot's token: reset it in the developer portal "
            "(https://discord.com/developers/applications, the bot's page, Bot), put the new one "
            "into UPSTANDER_DISCORD__TOKEN and start the bot again",
            logging.CRITICAL,
        )
    return ConnectionLost(f"Discord gives no answer that can be used ({refusal.code})")


def _ended(error: BaseException | None) -> ConnectionLost:
    match error:
        case discord.PrivilegedIntentsRequired():
            return ConnectionLost(CONTENT_MISSING, logging.CRITICAL)
        case discord.ConnectionClosed() if error.code == _TOKEN_REFUSED:
            return connection_lost(Unauthorised())
        case discord.ConnectionClosed():
            return ConnectionLost(f"Discord closed the connection ({error.code})")
        case None:
            return ConnectionLost("the connection to Discord ended")
        case _:
            # A frame that cannot be read, say. Its text may quote what somebody wrote.
            return ConnectionLost(f"the connection to Discord broke ({type(error).__name__})")


async def _log_in(api: Api, client: discord.Client) -> None:
    try:
        await api.use(client)
    except BaseException:
        await client.close()
        raise


def _new_client(account: Account) -> discord.Client:
    """Return a client that remembers servers, channels and roles, and neither people nor words."""
    return discord.Client(
        intents=intents_for(account),
        max_messages=None,
        chunk_guilds_at_startup=False,
        member_cache_flags=discord.MemberCacheFlags.none(),
        allowed_mentions=discord.AllowedMentions.none(),
        http_trace=tracing(),
    )


def _listen(client: discord.Client, listener: Listener) -> None:
    # The library hands raw events to nobody: its debug event has the whole text of a frame, to be
    # parsed a second time, and does not keep an unreadable event from ending the connection.
    parsers = client._connection.parsers  # noqa: SLF001 - see above; the version is pinned
    for event, parse in parsers.items():
        parsers[event] = partial(_hear, listener, event, parse)


def _hear(
    listener: Listener, event: str, parse: Callable[[Any], None], data: Mapping[str, Any]
) -> None:
    """Let the library read an event and keep what it was: the library may change it."""
    # Of a whole server little is kept, and copying all of it takes the event loop's time.
    whole = event in KEPT and event != "GUILD_CREATE"
    kept = json.loads(json.dumps(data)) if whole or not isinstance(data, dict) else dict(data)
    try:
        parse(data)
    except Exception as error:  # noqa: BLE001 - whatever one event does, the next ones are read
        # Its text may quote what somebody wrote.
        logger.warning("an event of kind %s cannot be read (%s)", event, type(error).__name__)
    listener.heard(event, kept)
