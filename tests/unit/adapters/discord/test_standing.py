"""What the bot may do and see is read off real servers, as the library keeps them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord
import pytest

from adapters.discord.standing import (
    PRIVATE,
    Channel,
    Standing,
    capabilities_on,
    channels_of,
    is_closed,
    may_read,
    standing_on,
)
from bot.domain.capability import Capability
from tests.discord.client import BOT_PERMISSIONS, Class7B, client_of
from tests.discord.fixture import judged
from tests.discord.server import FakeDiscord

ALWAYS = {
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
RESTRAINTS = {
    "moderate_members": Capability.MUTE,
    "kick_members": Capability.KICK,
    "ban_members": Capability.BAN,
    "manage_roles": Capability.PAUSE_MEDIA,
}
WHOLE = Standing(may_delete=True, lacks=())


@asynccontextmanager
async def seen(server: FakeDiscord, group: Class7B) -> AsyncIterator[discord.Guild]:
    """Yield the server as the bot's client sees it."""
    async with client_of(server) as client:
        guild = client.get_guild(group.guild.id)
        assert guild is not None
        yield guild


def channel(guild: discord.Guild, name: str) -> Channel:
    (found,) = (one for one in channels_of(guild) if one.name == name)
    return found


async def test_with_all_its_rights_the_bot_lacks_nothing(
    server: FakeDiscord, group: Class7B
) -> None:
    async with seen(server, group) as guild:
        assert standing_on(guild) == WHOLE
        expected = ALWAYS | {Capability.DELETE} | set(RESTRAINTS.values())
        assert capabilities_on(guild) == expected


async def test_every_kind_of_channel_that_people_write_in_counts(
    server: FakeDiscord, group: Class7B
) -> None:
    kinds = ("text", "voice", "stage", "forum", "news")
    for kind in kinds:
        made = server.world.new_channel(group.guild, f"a-{kind}", kind)
        server.world.hide_from_bot(made)
    async with seen(server, group) as guild:
        names = {one.name for one in channels_of(guild)}
        assert names == {"general", "system", *(f"a-{kind}" for kind in kinds)}
        standing = standing_on(guild)
        assert len(standing.lacks) == 5
        assert not standing.sees_all
        assert standing.sees_private
        assert standing.may_delete


@pytest.mark.parametrize("right", ["view_channel", "read_message_history", "manage_messages"])
async def test_a_channel_lacks_something_without_any_one_of_three_rights(
    server: FakeDiscord, group: Class7B, right: str
) -> None:
    server.world.deny_bot(group.general, right)
    async with seen(server, group) as guild:
        standing = standing_on(guild)
        assert standing == Standing(True, (f"channel:{group.general.id}",))
        readable = right == "manage_messages"
        assert may_read(channel(guild, "general")) is readable
        assert may_read(channel(guild, "system"))
        assert not is_closed(channel(guild, "general"))


@pytest.mark.parametrize("right", ["send_messages", "add_reactions", "attach_files"])
async def test_rights_that_guarding_does_not_take_are_not_missed(
    server: FakeDiscord, group: Class7B, right: str
) -> None:
    server.world.deny_bot(group.general, right)
    async with seen(server, group) as guild:
        assert standing_on(guild) == WHOLE


async def test_a_channel_for_some_is_told_apart_from_one_for_all(
    server: FakeDiscord, group: Class7B
) -> None:
    closed = server.world.new_channel(group.guild, "club", readers=[group.ana])
    server.world.hide_from_bot(closed)
    server.world.hide_from_bot(group.general)
    async with seen(server, group) as guild:
        standing = standing_on(guild)
        assert standing.lacks == (f"channel:{group.general.id}", f"private:{closed.id}")
        assert is_closed(channel(guild, "club"))
        assert (standing.sees_all, standing.sees_private) == (False, False)


async def test_a_channel_for_some_in_which_the_bot_cannot_remove_is_lacking(
    server: FakeDiscord, group: Class7B
) -> None:
    closed = server.world.new_channel(group.guild, "club", readers=[group.ana])
    server.world.deny_bot(closed, "manage_messages")
    async with seen(server, group) as guild:
        standing = standing_on(guild)
        assert standing.lacks == (f"private:{closed.id}",)
        assert (standing.sees_all, standing.sees_private) == (True, False)


async def test_without_the_right_to_remove_anywhere_each_channel_is_no_news(
    server: FakeDiscord, group: Class7B
) -> None:
    rights = [one for one in BOT_PERMISSIONS if one != "manage_messages"]
    server.world.set_bot_permissions(group.guild, rights)
    server.world.deny_bot(group.general, "read_message_history")
    async with seen(server, group) as guild:
        assert standing_on(guild) == Standing(False, ("delete", f"channel:{group.general.id}"))
        assert capabilities_on(guild) == ALWAYS | set(RESTRAINTS.values())


async def test_the_right_to_remove_in_a_channel_that_the_bot_cannot_see_is_none(
    server: FakeDiscord, group: Class7B
) -> None:
    for one in (group.general, group.guild.system):
        server.world.hide_from_bot(one)
    async with seen(server, group) as guild:
        standing = standing_on(guild)
        assert not standing.may_delete
        assert standing.lacks[0] == "delete"
        assert len(standing.lacks) == 3
        assert Capability.DELETE not in capabilities_on(guild)


@pytest.mark.parametrize("may", [True, False])
async def test_on_a_server_without_channels_the_role_decides(
    server: FakeDiscord, group: Class7B, may: bool
) -> None:
    if not may:
        server.world.set_bot_permissions(group.guild, ["view_channel"])
    for one in (group.general, group.guild.system):
        server.world.delete_channel(one)
    async with seen(server, group) as guild:
        assert standing_on(guild) == Standing(may, () if may else ("delete",))


@pytest.mark.parametrize(("right", "capability"), RESTRAINTS.items())
async def test_each_restraint_takes_its_own_right(
    server: FakeDiscord, group: Class7B, right: str, capability: Capability
) -> None:
    server.world.set_bot_permissions(group.guild, [one for one in BOT_PERMISSIONS if one != right])
    async with seen(server, group) as guild:
        rest = set(RESTRAINTS.values()) - {capability}
        assert capabilities_on(guild) == ALWAYS | {Capability.DELETE} | rest


async def test_a_thread_is_read_where_its_channel_is(server: FakeDiscord, group: Class7B) -> None:
    thread = server.world.start_thread(group.general, group.ana, "topic")
    async with seen(server, group) as guild:
        found = guild.get_thread(thread.id)
        assert found is not None
        assert may_read(found)
        assert thread.id not in {one.id for one in channels_of(guild)}


async def test_the_order_of_what_is_lacking_is_always_the_same() -> None:
    async with judged() as fake:
        group = Class7B(fake)
        made = [fake.world.new_channel(group.guild, f"c{number}") for number in range(4)]
        for one in made:
            fake.world.hide_from_bot(one)
        async with seen(fake, group) as guild:
            lacks = standing_on(guild).lacks
    assert lacks == tuple(sorted(lacks))
    assert len(lacks) == 4


# --- what is news


@pytest.mark.parametrize(
    ("before", "now", "news"),
    [
        ((), (), ()),
        ((), ("delete",), ()),
        ((), ("channel:1",), ("fix-discord-channels",)),
        ((), ("private:1",), ("fix-discord-private",)),
        ((), ("private:1", "channel:2"), ("fix-discord-channels", "fix-discord-private")),
        (("channel:1",), ("channel:1",), ()),
        (("channel:1",), ("channel:1", "channel:2"), ("fix-discord-channels",)),
        (("channel:1", "private:2"), ("channel:1",), ()),
        (("private:1",), ("channel:1",), ("fix-discord-channels",)),
        (("channel:1",), ("delete", "channel:1", "private:2"), ("fix-discord-private",)),
    ],
)
def test_only_what_was_not_lacking_before_is_news(
    before: tuple[str, ...], now: tuple[str, ...], news: tuple[str, ...]
) -> None:
    assert Standing(True, now).worse_than(before) == news


def test_a_private_conversation_has_no_rights_over_anybody() -> None:
    assert {
        Capability.DM,
        Capability.BUTTONS,
        Capability.MESSAGE_MENU,
        Capability.SLASH,
        Capability.CONFIDENTIAL,
    } == PRIVATE


async def test_pictures_are_never_paused_for_a_whole_server(
    server: FakeDiscord, group: Class7B
) -> None:
    server.world.set_bot_permissions(group.guild, ["administrator"])
    async with seen(server, group) as guild:
        assert Capability.LOCK_MEDIA not in capabilities_on(guild)
        assert Capability.EPHEMERAL not in capabilities_on(guild)
