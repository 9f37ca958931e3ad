"""How people, guilds, channels and threads come to be, and how the bot comes in and goes."""

from collections.abc import Iterable, Sequence

from simcord.backend import models as sim
from simcord.enums import ChannelType, MessageType, OverwriteType

from tests.discord.ground import Ground, allowed, bits
from tests.discord.state import Channel, Guild, Person, Role

# What everybody may do in a guild that somebody has just made.
EVERYBODY = bits(
    [
        "view_channel",
        "send_messages",
        "send_messages_in_threads",
        "create_public_threads",
        "create_private_threads",
        "read_message_history",
        "add_reactions",
        "embed_links",
        "attach_files",
        "use_external_emojis",
        "use_external_stickers",
        "use_external_apps",
        "use_application_commands",
        "change_nickname",
        "create_instant_invite",
        "create_polls",
        "send_voice_messages",
        "connect",
        "speak",
        "stream",
        "use_voice_activation",
        "request_to_speak",
    ]
)
STAFF = ("manage_guild", "manage_messages")
_TYPES = {
    "text": ChannelType.TEXT,
    "voice": ChannelType.VOICE,
    "news": ChannelType.NEWS,
    "stage": ChannelType.STAGE_VOICE,
    "forum": ChannelType.FORUM,
}


class Founding(Ground):
    """Makes guilds and what is in them."""

    def new_user(self, name: str, is_bot: bool = False) -> Person:
        """Register a person, or another bot."""
        user = self.backend.make_user(name, bot=is_bot)
        return Person(user.id, name, is_bot)

    def new_guild(
        self,
        name: str,
        *,
        members: Sequence[Person] = (),
        admins: Sequence[Person] = (),
        owner: Person | None = None,
    ) -> Guild:
        """Found a guild with two text channels. The bot is not in it yet."""
        owner = owner or self.new_user(f"Owner of {name}")
        made = sim.Guild(id=self.backend.snowflake(), name=name, owner_id=owner.id)
        made.roles[made.id] = sim.Role(id=made.id, name="@everyone", permissions=EVERYBODY)
        self.backend.guilds[made.id] = made
        for person in dict.fromkeys((owner, *members, *admins)):
            self.backend.add_member(made.id, person.id)
        channels = [self.backend.create_channel(made.id, one) for one in ("general", "system")]
        made.system_channel_id = channels[1].id
        if admins:
            staff = self.new_role(made.id, "Staff", STAFF)
            for person in admins:
                self.give_role(person, staff)
        general, system = (self.channel_of(one) for one in channels)
        return Guild(made.id, name, owner, general, system)

    # --- the bot

    def add_bot(self, guild: Guild, permissions: Iterable[str]) -> Role:
        """Let the bot in, with a role of its own above all the others."""
        made = self.guild(guild)
        top = max(role.position for role in made.roles.values()) + 1
        role = sim.Role(
            id=self.backend.snowflake(),
            name=self.bot.name,
            permissions=bits(permissions),
            position=top,
            managed=True,
        )
        made.roles[role.id] = role
        self.backend.add_member(guild.id, self.bot.id, roles=[role.id])
        # Without this field the news is that the bot has joined, not that a guild is back.
        joined = self.guild_create(guild.id)
        del joined["unavailable"]
        self.emit("GUILD_CREATE", joined)
        return Role(role.id, guild.id, role.name)

    def kick_bot(self, guild: Guild | int) -> None:
        """Put the bot out; its role goes with it."""
        made = self.guild(guild)
        role = self._bot_role(made)
        del made.members[self.bot.id], made.roles[role.id]
        self.emit("GUILD_DELETE", {"id": str(made.id)})

    def set_bot_permissions(self, guild: Guild, permissions: Iterable[str]) -> None:
        """Give the bot's role these permissions and no others."""
        role = self._bot_role(self.guild(guild))
        self.backend.edit_role(guild.id, role.id, {"permissions": bits(permissions)})

    def move_bot_role(self, guild: Guild, *, to_bottom: bool) -> None:
        """Move the bot's role below or above all others."""
        made = self.guild(guild)
        own = self._bot_role(made)
        others = [one for one in made.roles.values() if one.id not in {own.id, made.id}]
        others.sort(key=lambda one: one.position)
        order = [own, *others] if to_bottom else [*others, own]
        places = [{"id": one.id, "position": place} for place, one in enumerate(order, start=1)]
        self.backend.reorder_roles(guild.id, places)

    def guild_outage(self, guild: Guild) -> None:
        """Let a guild be unavailable for a while; nothing from it reaches the bot."""
        self.outages.add(guild.id)
        self.emit("GUILD_DELETE", {"id": str(guild.id), "unavailable": True})

    def guild_back(self, guild: Guild) -> None:
        """Let a guild be available again."""
        self.outages.discard(guild.id)
        self.emit("GUILD_CREATE", self.guild_create(guild.id))

    def _bot_role(self, made: sim.Guild) -> sim.Role:
        own = made.members[self.bot.id].role_ids
        return next(role for role in made.roles.values() if role.id in own and role.managed)

    # --- channels

    def new_channel(
        self,
        guild: Guild,
        name: str,
        kind: str = "text",
        *,
        readers: Iterable[Person] | None = None,
    ) -> Channel:
        """Open a channel: text, voice, forum, news or stage. With `readers` for them alone."""
        view = bits(["view_channel"])
        overwrites = []
        if readers is not None:
            overwrites.append(sim.Overwrite(guild.id, OverwriteType.ROLE, deny=view))
            overwrites += [
                sim.Overwrite(one.id, OverwriteType.MEMBER, allow=view)
                for one in (*readers, self.bot)
            ]
        made = self.backend.create_channel(guild.id, name, type=_TYPES[kind], overwrites=overwrites)
        return self.channel_of(made)

    def delete_channel(self, channel: Channel) -> None:
        """Delete a channel, or a thread."""
        self.backend.delete_channel(channel.id)

    def hide_from_bot(self, channel: Channel) -> None:
        """Let the bot not see a channel."""
        self.deny_bot(channel, "view_channel")

    def deny_bot(self, channel: Channel, *names: str) -> None:
        """Take permissions from the bot in a channel."""
        self._overwrite(channel, sim.Overwrite(self.bot.id, OverwriteType.MEMBER, deny=bits(names)))

    def show_to_bot(self, channel: Channel) -> None:
        """Let the bot see a channel, and take back what `deny_bot` did there."""
        view = bits(["view_channel"])
        self._overwrite(channel, sim.Overwrite(self.bot.id, OverwriteType.MEMBER, allow=view))

    def let_read(self, channel: Channel, person: Person) -> None:
        """Let one more person read a closed channel."""
        view = bits(["view_channel"])
        self._overwrite(channel, sim.Overwrite(person.id, OverwriteType.MEMBER, allow=view))

    def open_to_all(self, channel: Channel) -> None:
        """Let everybody read a closed channel."""
        guild = self.channel(channel).guild_id
        if guild is not None:
            view = bits(["view_channel"])
            self._overwrite(channel, sim.Overwrite(guild, OverwriteType.ROLE, allow=view))

    def _overwrite(self, channel: Channel, overwrite: sim.Overwrite) -> None:
        self.backend.set_overwrite(self.channel(channel).permission_channel_id(), overwrite)

    def dm(self, person: Person) -> Channel:
        """Return the direct message channel of a person with the bot."""
        return self.channel_of(self.backend.get_dm_channel(person.id))

    def start_thread(
        self, channel: Channel, author: Person, name: str, *, private: bool = False
    ) -> Channel:
        """Open a thread that nothing has been said in yet."""
        kind = ChannelType.PRIVATE_THREAD if private else ChannelType.PUBLIC_THREAD
        forum = self.channel(channel).type == ChannelType.FORUM
        wanted = "create_private_threads" if private else "create_public_threads"
        self.require(author, channel, "send_messages" if forum else wanted)
        with allowed():
            made = self.backend.create_thread(
                channel.id, name, author.id, type=kind, broadcast=False
            )
        self.backend.announce_thread_create(made)
        if not private and not forum:
            self.backend.create_system_message(
                channel.id, MessageType.THREAD_CREATED, author.id, target_channel_id=made.id
            )
        return self.channel_of(made)

    def archive(self, thread: Channel) -> None:
        """Close a thread; it can still be read."""
        change = {"archived": True, "archive_timestamp": self.backend.now_iso()}
        self.backend.edit_channel(thread.id, {}, thread_metadata=change)

    # --- roles

    def new_role(
        self, guild: Guild | int, name: str, permissions: Iterable[str], *, above_bot: bool = False
    ) -> Role:
        """Make a role, below all others or above the bot's."""
        made = self.guild(guild)
        place = {}
        if above_bot:
            place = {"position": max(one.position for one in made.roles.values()) + 1}
        role = self.backend.create_role(made.id, name, permissions=bits(permissions), **place)
        return Role(role.id, made.id, name)

    def forbid(self, guild: Guild, *names: str) -> None:
        """Take permissions from everybody who has them from no other role."""
        everyone = self.guild(guild).roles[guild.id]
        left = everyone.permissions & ~bits(names)
        self.backend.edit_role(guild.id, guild.id, {"permissions": left})

    def take_role(self, person: Person, role: Role) -> None:
        """Take a role from a member."""
        self.backend.remove_member_role(role.guild_id, person.id, role.id)

    def give_role(self, person: Person, role: Role) -> None:
        """Give a member a role."""
        self.backend.add_member_role(role.guild_id, person.id, role.id)
