"""What the bot may do and what is to be put right: told truly, or not at all."""

from collections.abc import Callable

import pytest

from adapters.discord.ids import private, room, server
from bot.domain.capability import Capability
from bot.domain.errors import TryLater
from bot.domain.message import ChatRef
from tests.discord.client import BOT_PERMISSIONS, Class7B, until
from tests.discord.rules import CONTENT_LIMITED, MEMBERS_LIMITED
from tests.discord.server import FakeDiscord
from tests.unit.adapters.discord.live import Live, connected

CONFIDENTIAL = Capability.CONFIDENTIAL
ALL_CHECKS = {
    "check-discord-present",
    "check-delete",
    "check-discord-content",
    "check-discord-channels",
    "check-discord-private",
    "check-discord-members",
    "check-discord-restrain",
    "check-discord-pause",
    "check-discord-role",
    "check-discord-filter",
    "check-discord-apps",
    "check-discord-administrator",
}
NEEDED = {
    "check-discord-present",
    "check-delete",
    "check-discord-content",
    "check-discord-channels",
}


async def wrong(live: Live) -> dict[str, str]:
    """Return what is not as it should be, each with its fix."""
    checks = await live.adapter.checks(live.chat)
    assert {one.text for one in checks} == ALL_CHECKS
    assert {one.text for one in checks if one.needed} == NEEDED
    assert all(bool(one.fix) is not one.ok for one in checks)
    return {one.text: one.fix for one in checks if not one.ok}


@pytest.fixture
async def good(live: Live) -> Live:
    """A server on which everything is as it should be."""
    live.world.set_filter_level(live.group.guild, 2)
    live.world.forbid(live.group.guild, "use_external_apps")
    await live.told()
    return live


# --- the check-list, each line both ways


def _no_right(*rights: str) -> Callable[[Live], None]:
    left = [one for one in BOT_PERMISSIONS if one not in rights]
    return lambda live: live.world.set_bot_permissions(live.group.guild, left)


def _hide_an_open_channel(live: Live) -> None:
    live.world.hide_from_bot(live.group.general)


def _hide_a_closed_channel(live: Live) -> None:
    closed = live.world.new_channel(live.group.guild, "ours", readers=[live.group.cleo])
    live.world.hide_from_bot(closed)


def _no_history(live: Live) -> None:
    live.world.deny_bot(live.group.general, "read_message_history")


def _new_role_above(live: Live) -> None:
    live.world.new_role(live.group.guild, "council", [], above_bot=True)


def _filter_for_some(live: Live) -> None:
    live.world.set_filter_level(live.group.guild, 1)


def _all_rights(live: Live) -> None:
    live.world.set_bot_permissions(live.group.guild, [*BOT_PERMISSIONS, "administrator"])


def _apps_for_all(live: Live) -> None:
    everyone = live.world.guild(live.group.guild).roles[live.group.guild.id]
    both = everyone.permissions | 1 << 50
    live.world.backend.edit_role(live.group.guild.id, live.group.guild.id, {"permissions": both})


WRONG: dict[str, tuple[Callable[[Live], None], str, str]] = {
    "no right to delete": (
        _no_right("manage_messages"),
        "check-delete",
        "fix-discord-delete",
    ),
    "an open channel is hidden": (
        _hide_an_open_channel,
        "check-discord-channels",
        "fix-discord-channels",
    ),
    "a history is hidden": (_no_history, "check-discord-channels", "fix-discord-channels"),
    "a closed channel is hidden": (
        _hide_a_closed_channel,
        "check-discord-private",
        "fix-discord-private",
    ),
    "no mutes": (_no_right("moderate_members"), "check-discord-restrain", "fix-discord-restrain"),
    "no kicks": (_no_right("kick_members"), "check-discord-restrain", "fix-discord-restrain"),
    "no bans": (_no_right("ban_members"), "check-discord-restrain", "fix-discord-restrain"),
    "no pauses": (_no_right("manage_roles"), "check-discord-pause", "fix-discord-pause"),
    "a role above": (_new_role_above, "check-discord-role", "fix-discord-role"),
    "filter for some": (_filter_for_some, "check-discord-filter", "fix-discord-filter"),
    "apps for all": (_apps_for_all, "check-discord-apps", "fix-discord-apps"),
    "all rights": (_all_rights, "check-discord-administrator", "fix-discord-administrator"),
}


async def test_where_all_is_right_nothing_is_to_be_done(good: Live) -> None:
    assert await wrong(good) == {}


@pytest.mark.parametrize(("change", "text", "fix"), WRONG.values(), ids=WRONG)
async def test_what_is_wrong_is_named_alone_and_with_its_fix(
    good: Live, change: Callable[[Live], None], text: str, fix: str
) -> None:
    change(good)
    await good.told()
    assert await wrong(good) == {text: fix}


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        (CONTENT_LIMITED, {"check-discord-members": "fix-discord-members"}),
        (CONTENT_LIMITED | MEMBERS_LIMITED, {}),
    ],
)
async def test_whether_members_are_seen_stands_on_the_list(
    server: FakeDiscord, group: Class7B, flags: int, expected: dict[str, str]
) -> None:
    server.rules.flags = flags
    server.world.set_filter_level(group.guild, 2)
    server.world.forbid(group.guild, "use_external_apps")
    async with connected(server, group) as live:
        assert await wrong(live) == expected
        # Nobody knows who we are: then nobody knows what we see.
        live.adapter._rights.account = None
        assert set(await wrong(live)) == {"check-discord-content", "check-discord-members"}


async def test_an_administrators_role_above_the_bot_is_no_news(good: Live) -> None:
    """Every server has one; it is never to stand below a bot."""
    good.world.new_role(good.group.guild, "boss", ["administrator"], above_bot=True)
    await good.told()
    assert await wrong(good) == {}


async def test_elsewhere_there_is_only_one_thing_to_do(live: Live) -> None:
    for chat in (server(5), private(live.group.ana.id)):
        (check,) = await live.adapter.checks(chat)
        assert (check.text, check.ok, check.fix) == (
            "check-discord-present",
            False,
            "fix-discord-not-here",
        )


# --- what is confidential


async def test_a_room_is_confidential_while_not_everybody_reads_it(live: Live) -> None:
    closed = live.world.new_channel(live.group.guild, "adults", readers=[live.group.cleo])
    await live.told()
    assert CONFIDENTIAL in await live.adapter.capabilities(live.room(closed))
    assert CONFIDENTIAL not in await live.adapter.capabilities(live.room(live.group.general))
    assert CONFIDENTIAL not in await live.adapter.capabilities(live.chat)
    live.world.open_to_all(closed)
    await live.told()
    assert CONFIDENTIAL not in await live.adapter.capabilities(live.room(closed))


async def test_a_room_that_is_gone_or_a_thread_is_not_confidential(live: Live) -> None:
    closed = live.world.new_channel(live.group.guild, "adults", readers=[live.group.cleo])
    thread = live.world.new_thread(closed, live.group.cleo, "about one")
    await live.told()
    assert CONFIDENTIAL not in await live.adapter.capabilities(live.room(thread))
    live.world.delete_channel(closed)
    await live.told()
    assert CONFIDENTIAL not in await live.adapter.capabilities(live.room(closed))


async def test_a_private_chat_is_confidential_and_guards_nothing(live: Live) -> None:
    found = await live.adapter.capabilities(private(live.group.ana.id))
    assert CONFIDENTIAL in found
    assert found.isdisjoint({Capability.DELETE, Capability.MUTE, Capability.KICK, Capability.BAN})


async def test_where_the_bot_is_not_it_may_do_nothing(live: Live) -> None:
    for chat in (server(5), room(5, 6), ChatRef("discord", ""), ChatRef("discord", "x/y")):
        assert await live.adapter.capabilities(chat) == frozenset()


# --- what nobody knows just now


async def test_while_there_is_no_connection_nobody_says_what_is_allowed(live: Live) -> None:
    closed = live.world.new_channel(live.group.guild, "adults", readers=[live.group.cleo])
    await live.told()
    await live.cut()
    for chat in (live.chat, live.room(closed)):
        with pytest.raises(TryLater):
            await live.adapter.capabilities(chat)
        with pytest.raises(TryLater):
            await live.adapter.checks(chat)
        assert await live.adapter.title(chat) == chat.chat
        with pytest.raises(TryLater):
            await live.adapter.role(chat, live.group.cleo.actor)
    # What needs no picture of any server holds all the same.
    assert await live.adapter.capabilities(private(1))


async def test_a_server_in_an_outage_of_discords_says_nothing_either(live: Live) -> None:
    live.world.guild_outage(live.group.guild)
    client = live.adapter._api.client
    assert client is not None
    await until(lambda: any(one.unavailable for one in client.guilds))
    with pytest.raises(TryLater):
        await live.adapter.capabilities(live.chat)
    assert await live.adapter.title(live.chat) == live.chat.chat
