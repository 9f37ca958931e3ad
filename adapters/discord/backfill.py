"""Reads what was posted while nobody listened: the history of every channel and thread of a server.

The order is by what was written last, so that what people look at now is checked first. Only
channels in which something was written are asked for; threads that were archived meanwhile come
last.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

import discord
from discord.http import HTTPClient

from adapters.discord.api import Api
from adapters.discord.errors import Forbidden, Gone, InvalidRequest, Refusal, Unauthorised
from adapters.discord.ids import id_in, last_id_before
from adapters.discord.progress import OVERLAP
from adapters.discord.standing import may_read
from bot.domain.raw_json import Raw, mapping_in, text_in
from bot.ports import Clock

logger = logging.getLogger(__name__)

T = TypeVar("T")
Put = Callable[[Raw], Awaitable[None]]
"""Takes one message of the history; waits while too much is on its way."""

# https://discord.com/developers/docs/resources/message#get-channel-messages
_PAGE = 100
_ARCHIVED_PAGE = 100
_LONGEST_WAIT = timedelta(seconds=30)
# All calls of a bot together may be 50 a second
# (https://discord.com/developers/docs/topics/rate-limits#global-rate-limit). Most of that is left
# to removals: channels are read a few at a time, archives one by one with a pause between.
_READ_AT_ONCE = 4
_BETWEEN_ARCHIVES_SECONDS = 0.1
_Place = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.Thread


@dataclass(frozen=True, slots=True)
class _Span:
    """What is to be read of a server."""

    guild: discord.Guild
    since: datetime
    after: int


class Backfill:
    """Reads the history of servers; goes on until it is done or cancelled."""

    def __init__(self, api: Api, clock: Clock) -> None:
        self._api = api
        self._clock = clock
        self._reading = asyncio.Semaphore(_READ_AT_ONCE)
        self._listing = asyncio.Semaphore(1)

    async def replay(self, guild: discord.Guild, since: datetime, put: Put) -> bool:
        """Hand on everything that was posted on a server since a time.

        Returns:
            Whether all of it could be read. What the bot does not see at all does not count: that
            is told when it happens, and stands in `/status`.
        """
        after = last_id_before(since - OVERLAP)
        if guild.me.joined_at is not None:
            after = max(after, last_id_before(guild.me.joined_at))
        span, whole = _Span(guild, since, after), True
        places: list[_Place] = [
            *guild.text_channels,
            *guild.voice_channels,
            *guild.stage_channels,
            *guild.threads,
        ]
        for place in sorted(places, key=lambda one: one.last_message_id or 0, reverse=True):
            if (place.last_message_id or 0) <= after:
                break
            if may_read(place):
                whole = await self._read(span, place.id, put) and whole
            elif place.permissions_for(guild.me).view_channel:
                whole = False
        parents: list[discord.TextChannel | discord.ForumChannel] = [
            *guild.text_channels,
            *guild.forums,
        ]
        for parent in parents:
            if may_read(parent):
                whole = await self._read_archived(span, parent, put) and whole
        return whole

    async def _read(self, span: _Span, channel: int, put: Put) -> bool:
        """Read one channel from the oldest message on; False if Discord refuses to show it."""
        after = span.after
        while True:
            page = await self._ask(partial(_newer_than, channel, after), f"{channel}:history")
            if page is None:
                return False
            for raw in sorted(page, key=lambda one: int(one["id"])):
                await put({**raw, "guild_id": str(span.guild.id)})
                after = max(after, int(raw["id"]))
            if len(page) < _PAGE:
                return True

    async def _read_archived(
        self, span: _Span, parent: discord.TextChannel | discord.ForumChannel, put: Put
    ) -> bool:
        """Read the threads of a channel that were archived since."""
        whole = await self._read_list(span, parent.id, put, private=False)
        may = parent.permissions_for(span.guild.me)
        if may.manage_threads and not isinstance(parent, discord.ForumChannel):
            whole = await self._read_list(span, parent.id, put, private=True) and whole
        return whole

    async def _read_list(self, span: _Span, parent: int, put: Put, *, private: bool) -> bool:
        before: str | None = None
        whole = True
        while True:
            ask = partial(_archive, parent, before, private)
            async with self._listing:
                found = await self._ask(ask, f"{parent}:archive:{private}")
                await self._clock.sleep(_BETWEEN_ARCHIVES_SECONDS)
            if found is None:
                return False
            threads = found.get("threads", [])
            for thread in threads:
                before = text_in(mapping_in(thread, "thread_metadata"), "archive_timestamp")
                if _archived_before(before, span.since):
                    return whole
                if int(id_in(thread, "last_message_id") or 0) > span.after:
                    whole = await self._read(span, int(id_in(thread, "id")), put) and whole
            if not threads or not found.get("has_more"):
                return whole

    async def _ask(self, make: Callable[[HTTPClient], Awaitable[T]], about: str) -> T | None:
        """Ask until there is an answer; None if Discord refuses it."""
        wait = timedelta(seconds=1)
        while True:
            try:
                async with self._reading:
                    return await self._api.call(make, about)
            except (Forbidden, Gone, InvalidRequest, Unauthorised):
                return None
            except Refusal as refusal:
                logger.info("the history cannot be read now (%s)", refusal.code)
                wait = max(wait, refusal.after or wait)
            await self._clock.sleep(wait.total_seconds())
            wait = min(2 * wait, _LONGEST_WAIT)


def _newer_than(channel: int, after: int, http: HTTPClient) -> Awaitable[Sequence[Any]]:
    return http.logs_from(channel, _PAGE, after=after)


def _archive(parent: int, before: str | None, private: bool, http: HTTPClient) -> Awaitable[Any]:
    if private:
        return http.get_private_archived_threads(parent, before, _ARCHIVED_PAGE)
    return http.get_public_archived_threads(parent, before, _ARCHIVED_PAGE)


def _archived_before(timestamp: str, since: datetime) -> bool:
    try:
        archived = datetime.fromisoformat(timestamp)
    except ValueError:
        return False
    return archived.tzinfo is not None and archived < since - OVERLAP
