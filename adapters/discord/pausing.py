"""Pauses media on a whole server, channel by channel, and gives back exactly what was allowed.

A channel's rule for @everyone comes after all roles, so one denial there holds for every member but
administrators and those whom the channel itself lets post. What each channel said of media before
is two numbers; everything else of its rule stays as it is.
"""

from collections.abc import Iterable
from typing import Any, Literal

import discord

from adapters.discord.api import Api
from adapters.discord.errors import FIX_NOT_HERE, FIX_PAUSE, Forbidden, Gone, Refusal, to_result
from adapters.discord.rights import Rights
from adapters.discord.standing import MEDIA, channels_of, may_pause
from bot.domain.action import ActionOutcome, ActionResult
from bot.domain.errors import TryLater
from bot.domain.message import ChatRef
from bot.domain.pause import Kinds, Rooms
from bot.pause_ports import Look

_REASON = "Media are paused or allowed again in this server: see the bot's line there."
_ROLE: Literal[0] = 0
_OK = ActionResult(ActionOutcome.OK)


class MediaSwitch:
    """Reads and sets what everybody may send in each channel. No member is named anywhere here."""

    def __init__(self, api: Api, rights: Rights) -> None:
        self._api = api
        self._rights = rights

    async def media_rules(self, chat: ChatRef) -> Look:
        """Ask what each channel says of media; see `MediaLock`."""
        try:
            found = await self._ask(self._guild(chat))
        except TryLater as wait:
            return Look(ActionResult(ActionOutcome.LATER, retry_after=wait.after))
        except Refusal as refusal:
            return Look(to_result(refusal, FIX_PAUSE))
        return Look(_OK, {room: _write(allow, deny) for room, (allow, deny) in found.items()})

    def without_media(self, rules: str, kinds: Kinds) -> str:  # noqa: ARG002 - one file is as good as another here
        """Return what a channel says that lets nobody send media; see `MediaLock`."""
        allow, deny = _read(rules)
        return _write(allow & ~MEDIA, deny | MEDIA)

    async def set_media_rules(self, chat: ChatRef, rooms: Rooms) -> ActionResult:
        """Let channels say this of media; see `MediaLock`."""
        try:
            guild = self._guild(chat)
            # Not from the library's picture: what was set a moment ago may not be in it yet.
            found = await self._ask(guild)
            for room in rooms.keys() & found.keys():
                await self._set(guild, room, found[room], _read(rooms[room]))
        except TryLater as wait:
            return ActionResult(ActionOutcome.LATER, retry_after=wait.after)
        except Refusal as refusal:
            return to_result(refusal, FIX_PAUSE)
        return _OK

    def _guild(self, chat: ChatRef) -> discord.Guild:
        """Return the server.

        Raises:
            Refusal: The bot is not there, or may not do this.
            TryLater: There is no connection.
        """
        guild = self._rights.guild(chat)
        if guild is None:
            raise Forbidden(FIX_NOT_HERE)
        if not may_pause(guild):
            raise Forbidden(FIX_PAUSE)
        return guild

    async def _ask(self, guild: discord.Guild) -> dict[str, tuple[int, int]]:
        """Ask Discord what each channel that the bot sees allows and denies everybody."""
        seen = {
            str(one.id) for one in channels_of(guild) if one.permissions_for(guild.me).view_channel
        }
        raw = await self._api.call(lambda http: http.get_all_guild_channels(guild.id))
        return {
            str(channel["id"]): _everybody(guild.id, channel.get("permission_overwrites") or ())
            for channel in raw
            if str(channel["id"]) in seen
        }

    async def _set(
        self, guild: discord.Guild, room: str, before: tuple[int, int], media: tuple[int, int]
    ) -> None:
        allow, deny = (
            (old & ~MEDIA) | (new & MEDIA) for old, new in zip(before, media, strict=True)
        )
        if (allow, deny) == before:
            return
        try:
            if allow or deny:
                await self._api.call(
                    lambda http: http.edit_channel_permissions(
                        room, guild.id, str(allow), str(deny), _ROLE, reason=_REASON
                    )
                )
            else:
                await self._api.call(
                    lambda http: http.delete_channel_permissions(room, guild.id, reason=_REASON)
                )
        except Gone:
            # The channel was deleted meanwhile: nobody posts there any more.
            return


def _everybody(guild: int, overwrites: Iterable[Any]) -> tuple[int, int]:
    """Return what a channel allows and denies everybody; the role has the id of its server."""
    for one in overwrites:
        if str(one["id"]) == str(guild):
            return int(one["allow"]), int(one["deny"])
    return 0, 0


def _write(allow: int, deny: int) -> str:
    return f"{allow & MEDIA}:{deny & MEDIA}"


def _read(rules: str) -> tuple[int, int]:
    allow, _, deny = rules.partition(":")
    return int(allow), int(deny)
