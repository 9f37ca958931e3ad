"""Who is in, out, banned or timed out; and what people have heard from the bot."""

from datetime import datetime

from simcord.backend import models as sim
from simcord.backend import serializers
from simcord.enums import MessageType

from tests.discord.media import Media
from tests.discord.state import LOADING, CannotDo, Channel, Guild, Message, Person


class Members(Media):
    """Members of guilds, and their ears."""

    def join(self, guild: Guild, person: Person) -> None:
        """Let a person in who is not banned; the system channel greets."""
        if self.is_banned(guild, person):
            raise CannotDo("40007 The user is banned from this guild.")
        made = self.guild(guild)
        member = self.backend.add_member(guild.id, person.id)
        payload = dict(serializers.member_payload(self.backend, made, member))
        self.emit("GUILD_MEMBER_ADD", payload | {"guild_id": str(guild.id)})
        if guild.system.id in self.backend.channels:
            self.backend.create_system_message(guild.system.id, MessageType.NEW_MEMBER, person.id)

    def leave(self, guild: Guild, person: Person) -> None:
        """Let a person go."""
        self.backend.remove_member(guild.id, person.id)

    def unban(self, guild: Guild, person: Person) -> None:
        """Take a ban back, as an admin would."""
        self.backend.remove_ban(guild.id, person.id)

    def free(self, guild: Guild, person: Person) -> None:
        """Take a time-out back, as an admin would."""
        self.backend.edit_member(guild.id, person.id, {"timed_out_until": None})

    def is_member(self, guild: Guild, person: Person) -> bool:
        """Whether a person is in a guild."""
        return person.id in self.guild(guild).members

    def is_banned(self, guild: Guild, person: Person) -> bool:
        """Whether a person is banned from a guild."""
        return person.id in self.guild(guild).bans

    def muted_until(self, guild: Guild, person: Person) -> datetime | None:
        """Return when a member's time-out ends, if there is one now."""
        member = self.guild(guild).members.get(person.id)
        if member is None or member.timed_out_until is None:
            return None
        end = datetime.fromisoformat(member.timed_out_until)
        return end if end > self.clock.now() else None

    def is_muted(self, guild: Guild, person: Person) -> bool:
        """Whether a member is timed out."""
        return self.muted_until(guild, person) is not None

    def close_dms(self, person: Person) -> None:
        """Let nobody write to a person in private."""
        self.no_dms.add(person.id)

    def open_dms(self, person: Person) -> None:
        """Let people write to a person in private again."""
        self.no_dms.discard(person.id)

    # --- what stands, and what was said

    def stands(self, message: Message) -> bool:
        """Whether people still see a message."""
        return message.id in self.backend.messages.get(message.channel_id, {})

    def standing(self, channel: Channel) -> list[Message]:
        """Return everything that stands in a channel for everybody, in order."""
        return [self.message_of(one) for one in self._all(channel.id) if not one.is_ephemeral]

    def spoken(self, channel: Channel) -> list[Message]:
        """Return what the bot said for everybody in a channel, as it stands."""
        return [one for one in self.standing(channel) if _said(one.stored, self.bot.id)]

    def said(self, channel: Channel) -> list[str]:
        """Return the words of `spoken`."""
        return [one.text for one in self.spoken(channel)]

    def private(self, person: Person) -> list[Message]:
        """Return what the bot told one person alone: direct messages and ephemeral answers."""
        dm = self.backend.dm_channels.get(person.id)
        heard = [
            one
            for channel_id in self.backend.messages
            for one in self._all(channel_id)
            if _said(one, self.bot.id)
            and (channel_id == dm or (one.is_ephemeral and one.visible_to(person.id)))
        ]
        return [self.message_of(one) for one in sorted(heard, key=lambda one: one.id)]

    def said_privately(self, person: Person) -> list[str]:
        """Return the words of `private`."""
        return [one.text for one in self.private(person)]

    def _all(self, channel_id: int) -> list[sim.Message]:
        return sorted(self.backend.messages.get(channel_id, {}).values(), key=lambda one: one.id)


def _said(message: sim.Message, bot_id: int) -> bool:
    """Whether the bot has said something with a message, more than that it thinks."""
    return message.author_id == bot_id and not message.flags & LOADING and message.type != 7
