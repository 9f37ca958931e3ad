"""What the bot may do and see on a server, read from discord.py's picture of it. Pure: no I/O."""

from collections.abc import Iterator
from dataclasses import dataclass

import discord

from bot.domain.capability import Capabilities, Capability

# What holds on every server. Not here: a button that pauses pictures for a whole server. Channels
# grant them one by one, and nothing small enough for it says how to put all of that back; a pause
# that the bot remembers itself can (`pausing.py`).
_ALWAYS = frozenset(
    {
        Capability.DM,
        Capability.BUTTONS,
        Capability.SLASH,
        Capability.LISTS,
        Capability.MESSAGE_MENU,
        Capability.BULK_DELETE,
        Capability.EDIT_EVENTS,
        Capability.DELETE_EVENTS,
        Capability.GAP_REPLAY,
    }
)
PRIVATE: Capabilities = frozenset(
    {
        Capability.DM,
        Capability.BUTTONS,
        Capability.SLASH,
        Capability.MESSAGE_MENU,
        Capability.CONFIDENTIAL,
    }
)
_RESTRAINTS = (
    (Capability.MUTE, "moderate_members"),
    (Capability.KICK, "kick_members"),
    (Capability.BAN, "ban_members"),
)
# What shows pictures: files, previews of links, and stickers of other servers. Whoever denies
# something has to have it: https://discord.com/developers/docs/resources/channel#edit-channel-permissions
_MEDIA = discord.Permissions(attach_files=True, embed_links=True, use_external_stickers=True)
MEDIA = _MEDIA.value
_PAUSING = discord.Permissions(MEDIA) | discord.Permissions(manage_roles=True)
_CHANNEL, _HIDDEN, _DELETE = "channel:", "private:", "delete"

Channel = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.ForumChannel


@dataclass(frozen=True, slots=True)
class Standing:
    """What the bot may do on a server, and what it lacks.

    Attributes:
        may_delete: It can remove messages of others somewhere on the server.
        lacks: ``delete``, and ``channel:ID`` or ``private:ID`` for each channel that it cannot
            guard in full: one that everybody sees, or one that only some members see.
    """

    may_delete: bool
    lacks: tuple[str, ...]

    def worse_than(self, before: tuple[str, ...]) -> tuple[str, ...]:
        """Return the texts that say how to put right what it did not lack before."""
        new = set(self.lacks) - set(before)
        fixes = ((_CHANNEL, "fix-discord-channels"), (_HIDDEN, "fix-discord-private"))
        return tuple(fix for kind, fix in fixes if any(one.startswith(kind) for one in new))

    @property
    def sees_all(self) -> bool:
        """Whether it guards every channel that everybody sees."""
        return not any(one.startswith(_CHANNEL) for one in self.lacks)

    @property
    def sees_private(self) -> bool:
        """Whether it guards every channel that only some members see."""
        return not any(one.startswith(_HIDDEN) for one in self.lacks)


def standing_on(guild: discord.Guild) -> Standing:
    """Return how the bot stands on a server."""
    seen = [(one, one.permissions_for(guild.me)) for one in channels_of(guild)]
    may_delete = any(may.view_channel and may.manage_messages for _, may in seen)
    if not seen:
        may_delete = guild.me.guild_permissions.manage_messages
    lacks = [] if may_delete else [_DELETE]
    # Without the right anywhere, each channel by itself is no news.
    lacks += sorted(_lacking(one, may, may_delete) for one, may in seen)
    return Standing(may_delete, tuple(one for one in lacks if one))


def channels_of(guild: discord.Guild) -> Iterator[Channel]:
    """Yield the channels of a server in which people write; threads belong to one of them."""
    yield from guild.text_channels
    yield from guild.voice_channels
    yield from guild.stage_channels
    yield from guild.forums


def may_read(channel: Channel | discord.Thread) -> bool:
    """Whether the bot sees a channel and its history."""
    may = channel.permissions_for(channel.guild.me)
    return may.view_channel and may.read_message_history


def is_closed(channel: Channel) -> bool:
    """Whether only invited people read a channel: not everybody who is on the server."""
    return not channel.permissions_for(channel.guild.default_role).view_channel


def may_pause(guild: discord.Guild) -> bool:
    """Whether the bot may pause media in the channels of a server."""
    return guild.me.guild_permissions.is_superset(_PAUSING)


def capabilities_on(guild: discord.Guild) -> Capabilities:
    """Return what the bot may do on a server."""
    may = set(_ALWAYS)
    if standing_on(guild).may_delete:
        may.add(Capability.DELETE)
    rights = guild.me.guild_permissions
    if may_pause(guild):
        may.add(Capability.PAUSE_MEDIA)
    may |= {capability for capability, right in _RESTRAINTS if getattr(rights, right)}
    return frozenset(may)


def _lacking(channel: Channel, may: discord.Permissions, may_delete: bool) -> str:
    """Return what is to be said of one channel; empty where nothing is."""
    deletes = may.manage_messages or not may_delete
    if may.view_channel and may.read_message_history and deletes:
        return ""
    return f"{_HIDDEN if is_closed(channel) else _CHANNEL}{channel.id}"
