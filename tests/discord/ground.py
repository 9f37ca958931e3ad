"""The ground that the world stands on: simcord's backend, its looks, and who may do what."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, cast

import discord
from simcord._clock import Clock as SimClock
from simcord.backend import Backend, serializers
from simcord.backend import models as sim
from simcord.backend.access import channel_accessible
from simcord.backend.errors import BackendError

from bot.ports import Clock
from tests.discord.cdn import Cdn
from tests.discord.dress import CREATE_ONLY, Dresser, Looks
from tests.discord.state import CannotDo, Channel, Guild, Json, Message, Person

_KINDS = {0: "text", 1: "dm", 2: "voice", 5: "news", 11: "thread", 12: "private thread"}
_KINDS |= {13: "stage", 15: "forum"}


class _Now(SimClock):
    """The world's time as simcord reads it."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock

    def now(self) -> datetime:
        return self._clock.now()


class Ground:
    """What every part of the world needs.

    Attributes:
        backend: simcord's memory; its rules are the world's.
        outages: The guilds that are unavailable just now.
        no_dms: The people who let nobody write to them in private.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.backend = Backend(clock=_Now(clock))
        self.cdn = self.backend.cdn = Cdn(clock)
        # One id for the application and its bot, as every application has had since 2020.
        self.backend.application_id = self.backend.bot_user.id
        self.backend.bot_user.name = "Upstander"
        self.looks = Looks()
        self.dresser = Dresser(self.looks, self.cdn)
        self.outages: set[int] = set()
        self.no_dms: set[int] = set()
        self.bot = Person(self.backend.bot_user.id, "Upstander", is_bot=True)

    # --- what the bot is told

    def emit(self, event: str, payload: Mapping[str, Any]) -> None:
        """Announce something to whoever may hear of it."""
        self.backend.emit(event, payload)

    def bot_in(self, guild_id: int) -> bool:
        """Whether the bot is a member of a guild."""
        guild = self.backend.guilds.get(guild_id)
        return guild is not None and self.bot.id in guild.members

    def bot_sees(self, channel_id: int) -> bool:
        """Whether the bot may look into a channel."""
        return channel_accessible(self.backend, channel_id, self.bot.id)

    def bot_guilds(self) -> list[int]:
        """Return the guilds that the bot is in."""
        return [guild_id for guild_id in self.backend.guilds if self.bot_in(guild_id)]

    def guild_create(self, guild_id: int) -> Json:
        """Return the payload of GUILD_CREATE."""
        guild = self.backend.get_guild(guild_id)
        payload = cast("Json", dict(serializers.guild_create_payload(self.backend, guild)))
        payload["joined_at"] = guild.members[self.bot.id].joined_at
        payload["threads"] = [
            dict(serializers.thread_payload(self.backend, self.backend.channels[thread.id]))
            for thread in self.backend.active_threads(guild_id)
            if self.bot_sees(thread.id)
        ]
        return payload

    def guild_object(self, guild_id: int) -> Json:
        """Return a guild as GUILD_UPDATE and REST show it."""
        whole = self.guild_create(guild_id)
        return {key: value for key, value in whole.items() if key not in CREATE_ONLY}

    # --- handles

    def channel_of(self, stored: sim.Channel) -> Channel:
        """Return the handle of a channel."""
        kind = _KINDS.get(int(stored.type), "other")
        return Channel(stored.id, stored.guild_id, stored.name or "", kind)

    def message_of(self, stored: sim.Message) -> Message:
        """Return the handle of a message."""
        guild_id = self.backend.get_channel(stored.channel_id).guild_id
        return Message(stored.id, stored.channel_id, guild_id, stored)

    def channel(self, channel: Channel) -> sim.Channel:
        """Return what simcord knows of a channel."""
        return self.backend.get_channel(channel.id)

    def guild(self, guild: Guild | int) -> sim.Guild:
        """Return what simcord knows of a guild."""
        return self.backend.get_guild(guild if isinstance(guild, int) else guild.id)

    def user_json(self, person_id: int) -> Json:
        """Return a user object."""
        return cast("Json", dict(serializers.user_payload(self.backend.get_user(person_id))))

    def message_json(self, stored: sim.Message) -> Json:
        """Return a message object with its author's member fields, as events carry it."""
        payload = cast("Json", dict(serializers.message_payload(self.backend, stored)))
        guild_id = self.backend.get_channel(stored.channel_id).guild_id
        guild = self.backend.guilds.get(guild_id or 0)
        if guild is not None and stored.author_id in guild.members:
            member = guild.members[stored.author_id]
            payload["member"] = dict(
                serializers.member_payload(self.backend, guild, member, with_user=False)
            )
        return payload

    # --- who may do what

    def require(self, person: Person, channel: Channel | sim.Channel, *names: str) -> None:
        """Raise `CannotDo` unless a person has these permissions in a channel, and sees it."""
        with allowed():
            stored = self.backend.get_channel(channel.id)
            wanted = ("view_channel", *names)
            if stored.guild_id is None:
                wanted = ()
            self.backend.require_permissions(stored.guild_id, person.id, stored.id, *wanted)


@contextmanager
def allowed() -> Iterator[None]:
    """Turn a refusal of Discord's into `CannotDo`."""
    try:
        yield
    except BackendError as error:
        raise CannotDo(f"{error.code} {error.message}") from error


def bits(names: Iterable[str]) -> int:
    """Return the number that stands for named permissions."""
    return discord.Permissions(**dict.fromkeys(names, True)).value
