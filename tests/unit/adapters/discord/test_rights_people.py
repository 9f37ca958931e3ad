"""Names, people, and where a server is spoken to."""

import pytest

from adapters.discord.ids import private, server
from bot.domain.capability import Role
from bot.domain.errors import TryLater
from bot.domain.message import Actor, ActorKind
from tests.discord.faults import Kind
from tests.discord.state import Channel
from tests.unit.adapters.discord.live import Live


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("plain", "plain"),
        ("**loud**", r"\*\*loud\*\*"),
        ("[a](https://b.example)", r"\[a](https://b.example)"),
        ("@everyone", "@\u200beveryone"),
        ("<@1180000000000000501>", "<@\u200b1180000000000000501>"),
        ("`code`", r"\`code\`"),
    ],
)
async def test_nothing_in_a_name_is_more_than_letters(live: Live, name: str, shown: str) -> None:
    live.world.backend.edit_guild(live.group.guild.id, {"name": name})
    await live.told()
    assert await live.adapter.title(live.chat) == shown


async def test_a_room_is_called_by_its_channel_and_server(live: Live) -> None:
    assert await live.adapter.title(live.room(live.group.general)) == r"\#general (Class 7B)"
    gone = Channel(5, live.group.guild.id)
    assert await live.adapter.title(live.room(gone)) == "Class 7B"
    for chat in (server(5), private(1)):
        assert await live.adapter.title(chat) == chat.chat


async def test_who_manages_the_server_is_its_admin(live: Live) -> None:
    group, world = live.group, live.world
    assert await live.adapter.role(live.chat, group.guild.owner.actor) is Role.ADMIN
    assert await live.adapter.role(live.chat, group.ben.actor) is Role.MEMBER
    for right in ("manage_guild", "administrator"):
        role = world.new_role(group.guild, right, [right])
        world.give_role(group.ben, role)
        await live.told()
        assert await live.adapter.role(live.chat, group.ben.actor) is Role.ADMIN
        world.take_role(group.ben, role)
    others = world.new_role(group.guild, "helper", ["manage_messages", "kick_members"])
    world.give_role(group.ben, others)
    await live.told()
    assert await live.adapter.role(live.chat, group.ben.actor) is Role.MEMBER


async def test_in_a_room_only_its_readers_are_anything(live: Live) -> None:
    group = live.group
    closed = live.world.new_channel(group.guild, "adults", readers=[group.ben])
    await live.told()
    chat = live.room(closed)
    assert await live.adapter.role(chat, group.ben.actor) is Role.MEMBER
    assert await live.adapter.role(chat, group.ana.actor) is Role.OUTSIDER
    assert await live.adapter.role(chat, group.guild.owner.actor) is Role.ADMIN
    live.world.delete_channel(closed)
    await live.told()
    assert await live.adapter.role(chat, group.ben.actor) is Role.OUTSIDER


async def test_nobody_else_is_anything_in_a_private_chat(live: Live) -> None:
    ana, ben = live.group.ana, live.group.ben
    assert await live.adapter.role(live.alone(ana), ana.actor) is Role.MEMBER
    assert await live.adapter.role(live.alone(ana), ben.actor) is Role.OUTSIDER
    assert live.fake.log == []


@pytest.mark.parametrize("kind", [ActorKind.WEBHOOK, ActorKind.CHANNEL, ActorKind.ANONYMOUS_ADMIN])
async def test_who_is_nobody_is_asked_about_nowhere(live: Live, kind: ActorKind) -> None:
    actor = Actor(kind, str(live.group.guild.owner.id))
    assert await live.adapter.role(live.chat, actor) is Role.OUTSIDER
    assert live.fake.log == []


async def test_people_are_asked_about_each_time_and_who_is_refused_is_an_outsider(
    live: Live,
) -> None:
    cleo = live.group.cleo
    assert await live.adapter.role(live.chat, cleo.actor) is Role.ADMIN
    live.fake.faults.fail("GET", "/guilds/*/members/*", Kind.REFUSE, status=403)
    assert await live.adapter.role(live.chat, cleo.actor) is Role.OUTSIDER
    # One answer that was refused says nothing about the next person, or the next time.
    assert await live.adapter.role(live.chat, cleo.actor) is Role.ADMIN
    live.world.leave(live.group.guild, cleo)
    assert await live.adapter.role(live.chat, cleo.actor) is Role.OUTSIDER
    assert len(live.fake.calls("GET", "/guilds/*/members/*")) == 4


@pytest.mark.parametrize("kind", [Kind.RESET, Kind.FLOOD])
async def test_a_lost_answer_makes_nobody_an_outsider(live: Live, kind: Kind) -> None:
    # aiohttp asks once more by itself where a connection was cut.
    live.fake.faults.fail("GET", "/guilds/*/members/*", kind, times=2, retry_after=5)
    with pytest.raises(TryLater):
        await live.adapter.role(live.chat, live.group.cleo.actor)
    live.fake.faults.heal()


# --- where a server is spoken to


async def stage_of(live: Live) -> str | None:
    await live.told()
    found = live.adapter._rights.stage(live.chat)
    return found.name if found is not None else None


async def test_a_server_is_spoken_to_where_its_news_go_or_in_the_first_open_channel(
    live: Live,
) -> None:
    world, guild = live.world, live.group.guild
    assert await stage_of(live) == "system"
    world.deny_bot(guild.system, "send_messages")
    assert await stage_of(live) == "general"
    # Never where only some members read it.
    world.new_channel(guild, "adults", readers=[live.group.cleo])
    world.hide_from_bot(live.group.general)
    assert await stage_of(live) is None
    world.new_channel(guild, "talk", "voice")
    assert await stage_of(live) is None
    world.new_channel(guild, "lounge")
    assert await stage_of(live) == "lounge"


async def test_without_a_channel_for_news_the_first_one_is_taken(live: Live) -> None:
    made = live.world.guild(live.group.guild)
    made.system_channel_id = None
    live.world.backend.edit_guild(made.id, {})
    assert await stage_of(live) == "general"
    assert live.adapter._rights.stage(server(5)) is None
