"""What the bot may do in a chat, what has to be put right there, and what people are in it."""

from collections.abc import Iterator

import discord
from discord.utils import escape_markdown, escape_mentions

from adapters.discord.api import Api
from adapters.discord.errors import (
    FIX_DELETE,
    FIX_NOT_HERE,
    FIX_PAUSE,
    FIX_RESTRAIN,
    Refusal,
    check_answered,
)
from adapters.discord.ids import channel_of, guild_of, is_private, person_of
from adapters.discord.intents import Account
from adapters.discord.standing import (
    PRIVATE,
    Channel,
    capabilities_on,
    is_closed,
    may_pause,
    standing_on,
)
from bot.domain.capability import Capabilities, Capability, ChatCheck, Role
from bot.domain.effect import FIRST_WAIT
from bot.domain.errors import TryLater
from bot.domain.message import Actor, ActorKind, ChatRef

_WRITING = ("view_channel", "send_messages")


class Rights:
    """Answers from discord.py's picture of the servers, which is right as long as it is connected.

    What is asked about a person is asked of Discord each time: people are not remembered.
    """

    def __init__(self, api: Api) -> None:
        self._api = api
        self.account: Account | None = None

    async def capabilities(self, chat: ChatRef) -> Capabilities:
        """Return what the bot may do in a chat; see `Moderation.capabilities`."""
        if is_private(chat):
            return PRIVATE
        guild = self.guild(chat)
        if guild is None:
            return frozenset()
        found = capabilities_on(guild)
        channel = self.channel(chat)
        if isinstance(channel, Channel) and is_closed(channel):
            found |= {Capability.CONFIDENTIAL}
        return found

    async def title(self, chat: ChatRef) -> str:
        """Return what people call a chat; its id where Discord cannot be asked."""
        try:
            guild, channel = self.guild(chat), self.channel(chat)
        except TryLater:
            return chat.chat
        if guild is None:
            return chat.chat
        name = guild.name if channel is None else f"#{channel.name} ({guild.name})"
        # People choose these names: nothing in them may be read as more than letters.
        return escape_mentions(escape_markdown(name))

    async def role(self, chat: ChatRef, actor: Actor) -> Role:
        """Ask Discord what this person is in a chat now.

        Raises:
            TryLater: Discord did not say; that makes nobody an outsider.
        """
        if is_private(chat):
            return Role.MEMBER if actor.id == str(person_of(chat)) else Role.OUTSIDER
        if actor.kind not in (ActorKind.USER, ActorKind.BOT):
            return Role.OUTSIDER
        guild = self.guild(chat)
        if guild is None:
            return Role.OUTSIDER
        try:
            member = await self.member(guild, actor)
        except Refusal as refusal:
            check_answered(refusal)
            return Role.OUTSIDER
        if channel_of(chat) is not None and not self._reads(chat, member):
            return Role.OUTSIDER
        may = member.guild_permissions
        return Role.ADMIN if may.manage_guild or may.administrator else Role.MEMBER

    def _reads(self, room: ChatRef, member: discord.Member) -> bool:
        channel = self.channel(room)
        return channel is not None and channel.permissions_for(member).view_channel

    async def checks(self, chat: ChatRef) -> tuple[ChatCheck, ...]:
        """Return how the check-list stands; see `Moderation.checks`."""
        guild = None if is_private(chat) else self.guild(chat)
        present = _check("check-discord-present", guild is not None, FIX_NOT_HERE)
        if guild is None:
            return (present,)
        standing, account = standing_on(guild), self.account
        sees_content = account is not None and account.sees_content
        sees_members = account is not None and account.sees_members
        return (
            present,
            _check("check-delete", standing.may_delete, FIX_DELETE),
            _check("check-discord-content", sees_content, "fix-discord-content"),
            _check("check-discord-channels", standing.sees_all, "fix-discord-channels"),
            _advice("check-discord-private", standing.sees_private, "fix-discord-private"),
            _advice("check-discord-members", sees_members, "fix-discord-members"),
            *_advices(guild),
        )

    async def member(self, guild: discord.Guild, actor: Actor) -> discord.Member:
        """Ask Discord for a member.

        Raises:
            Refusal: There is none, or Discord did not say.
        """
        return await self._api.call(lambda _: guild.fetch_member(int(actor.id)))

    def guild(self, chat: ChatRef) -> discord.Guild | None:
        """Return a chat's server; None where the bot is not on it.

        Raises:
            TryLater: There is no connection, or Discord has an outage of this server.
        """
        client, number = self._api.client, guild_of(chat)
        if client is None or not self._api.connected:
            raise TryLater(FIRST_WAIT)
        guild = client.get_guild(number) if number is not None else None
        if guild is not None and guild.unavailable:
            raise TryLater(FIRST_WAIT)
        return guild

    def channel(self, chat: ChatRef) -> Channel | None:
        """Return the channel that a room is; None for another chat, or where it is gone."""
        guild, number = self.guild(chat), channel_of(chat)
        found = guild.get_channel(number) if guild is not None and number is not None else None
        return found if isinstance(found, Channel) else None

    def stage(self, chat: ChatRef) -> discord.TextChannel | None:
        """Return where a whole server is spoken to: its channel for news, else the first one."""
        guild = self.guild(chat)
        if guild is None:
            return None
        first = [guild.system_channel] if guild.system_channel is not None else []
        for channel in (*first, *guild.text_channels):
            may = channel.permissions_for(guild.me)
            if all(getattr(may, right) for right in _WRITING) and not is_closed(channel):
                return channel
        return None


def _check(text: str, ok: bool, fix: str, *, needed: bool = True) -> ChatCheck:
    return ChatCheck(text, ok, "" if ok else fix, needed)


def _advice(text: str, ok: bool, fix: str) -> ChatCheck:
    return _check(text, ok, fix, needed=False)


def _advices(guild: discord.Guild) -> Iterator[ChatCheck]:
    """Yield what the bot can do without, but not as well."""
    may = guild.me.guild_permissions
    restrains = may.moderate_members and may.kick_members and may.ban_members
    others = [role for role in guild.roles if not role.permissions.administrator]
    top = max((role for role in others if role not in guild.me.roles), default=guild.default_role)
    everyone = guild.default_role.permissions
    filters = guild.explicit_content_filter is discord.ContentFilter.all_members
    yield _advice("check-discord-restrain", restrains, FIX_RESTRAIN)
    yield _advice("check-discord-pause", may_pause(guild), FIX_PAUSE)
    yield _advice("check-discord-role", guild.me.top_role > top, "fix-discord-role")
    yield _advice("check-discord-filter", filters, "fix-discord-filter")
    yield _advice("check-discord-apps", not everyone.use_external_apps, "fix-discord-apps")
    yield _advice("check-discord-administrator", not may.administrator, "fix-discord-administrator")
