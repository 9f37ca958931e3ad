"""The fake's REST: Discord's refusals, faults and limits, seen through discord.py."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import discord
import pytest

from tests.discord.client import Class7B, Client, client_of
from tests.discord.faults import CDN, Kind
from tests.discord.server import FakeDiscord

MESSAGES = "/channels/*/messages"
NOBODY = discord.AllowedMentions.none()


@pytest.fixture
async def client(server: FakeDiscord, group: Class7B) -> AsyncIterator[Client]:
    async with client_of(server, allowed_mentions=NOBODY) as client:
        yield client


def place(client: Client, group: Class7B) -> discord.TextChannel:
    channel = client.get_channel(group.general.id)
    assert isinstance(channel, discord.TextChannel)
    return channel


async def test_a_nonce_is_sent_once(server: FakeDiscord, group: Class7B, client: Client) -> None:
    first = await place(client, group).send("hi", nonce="1")
    again = await place(client, group).send("hi", nonce="1")
    other = await place(client, group).send("hi", nonce="2")
    assert first.id == again.id != other.id
    assert server.world.said(group.general) == ["hi", "hi"]


async def test_an_answer_that_is_lost_has_taken_effect(
    server: FakeDiscord, group: Class7B, client: Client
) -> None:
    server.faults.fail("POST", MESSAGES, Kind.LOST)
    with pytest.raises(aiohttp.ClientError):
        await place(client, group).send("hi", nonce="1")
    await place(client, group).send("hi", nonce="1")
    assert server.world.said(group.general) == ["hi"]
    server.faults.fail("POST", MESSAGES, Kind.RESET)
    with pytest.raises(aiohttp.ClientError):
        await place(client, group).send("gone")
    assert server.world.said(group.general) == ["hi"]


async def test_a_flood_is_waited_out(server: FakeDiscord, group: Class7B, client: Client) -> None:
    server.faults.fail("POST", MESSAGES, Kind.FLOOD, retry_after=0.05)
    await place(client, group).send("hi")
    assert [call.status for call in server.calls("POST", MESSAGES)] == [429, 200]


async def test_a_bucket_says_when_to_stop(
    server: FakeDiscord, group: Class7B, client: Client
) -> None:
    server.faults.fail("POST", MESSAGES, Kind.BUCKET, 2, retry_after=0.2)
    begin = time.monotonic()
    for _ in range(4):
        await place(client, group).send("hi")
    assert time.monotonic() - begin > 0.19
    assert {call.status for call in server.calls("POST", MESSAGES)} == {200}


async def test_a_refusal_carries_its_code(
    server: FakeDiscord, group: Class7B, client: Client
) -> None:
    server.faults.fail("POST", MESSAGES, Kind.REFUSE, status=403, code=50013)
    with pytest.raises(discord.Forbidden) as refused:
        await place(client, group).send("hi")
    assert refused.value.code == 50013


async def test_what_hangs_ends_with_the_healing(
    server: FakeDiscord, group: Class7B, client: Client
) -> None:
    server.faults.fail("POST", MESSAGES, Kind.HANG)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(place(client, group).send("never"), 0.05)
    server.faults.heal()
    await place(client, group).send("hi")
    assert server.world.said(group.general) == ["hi"]


async def test_addresses_expire_and_come_fresh(
    server: FakeDiscord, group: Class7B, client: Client
) -> None:
    posted = server.world.post(group.general, group.ana, files=[("a.png", b"bytes")])
    [message] = await client.until("message")
    server.world.expire_urls(posted)
    with pytest.raises(discord.NotFound):
        await message.attachments[0].read()
    fresh = await place(client, group).fetch_message(posted.id)
    assert await fresh.attachments[0].read() == b"bytes"
    server.faults.fail(CDN, "/attachments/*", Kind.LOST)
    with pytest.raises(aiohttp.ClientError):
        await fresh.attachments[0].read()
    server.world.lose_files(posted)
    with pytest.raises(discord.NotFound):
        await fresh.attachments[0].read()


async def test_owner_admins_and_higher_roles_cannot_be_timed_out(
    server: FakeDiscord, group: Class7B, client: Client
) -> None:
    world, guild = server.world, group.guild
    boss = world.new_role(guild, "Boss", ["administrator"])
    high = world.new_role(guild, "High", [], above_bot=True)
    world.give_role(group.ana, boss)
    world.give_role(group.ben, high)
    for person in (guild.owner, group.ana, group.ben):
        with pytest.raises(discord.Forbidden) as refused:
            await _time_out(client, group, person.id)
        assert refused.value.code == 50013
    await _time_out(client, group, group.cleo.id)
    assert world.is_muted(guild, group.cleo)
    world.free(guild, group.cleo)
    world.move_bot_role(guild, to_bottom=True)
    with pytest.raises(discord.Forbidden):
        await _time_out(client, group, group.cleo.id)


async def _time_out(client: Client, group: Class7B, person: int) -> None:
    guild = client.get_guild(group.guild.id)
    assert guild is not None
    member = await guild.fetch_member(person)
    await member.timeout(timedelta(hours=1))


async def test_old_messages_cannot_be_deleted_in_bulk(
    server: FakeDiscord, group: Class7B, client: Client
) -> None:
    old = discord.utils.time_snowflake(discord.utils.utcnow() - timedelta(days=15))
    with pytest.raises(discord.HTTPException) as refused:
        await place(client, group).delete_messages([discord.Object(old), discord.Object(old + 1)])
    assert refused.value.code == 50034
    new = [server.world.post(group.general, group.ana, "x") for _ in range(2)]
    await place(client, group).delete_messages([discord.Object(one.id) for one in new])
    assert not any(server.world.stands(one) for one in new)


async def test_private_words_need_an_open_door(
    server: FakeDiscord, group: Class7B, client: Client
) -> None:
    ana = await client.fetch_user(group.ana.id)
    await ana.send("psst")
    server.world.close_dms(group.ana)
    with pytest.raises(discord.Forbidden) as refused:
        await ana.send("psst")
    assert refused.value.code == 50007
    assert server.world.said_privately(group.ana) == ["psst"]


async def test_members_can_be_kicked_banned_and_let_back(
    server: FakeDiscord, group: Class7B, client: Client
) -> None:
    guild = client.get_guild(group.guild.id)
    assert guild is not None
    post = server.world.post(group.general, group.ben, "x")
    await guild.kick(discord.Object(group.ana.id))
    await guild.ban(discord.Object(group.ben.id), delete_message_seconds=60)
    assert not server.world.is_member(group.guild, group.ana)
    assert server.world.is_banned(group.guild, group.ben)
    assert not server.world.stands(post)
    await guild.unban(discord.Object(group.ben.id))
    server.world.join(group.guild, group.ben)
    assert server.world.is_member(group.guild, group.ben)


async def test_the_judge_objects(server: FakeDiscord, group: Class7B, client: Client) -> None:
    channel = place(client, group)
    await channel.send("hi", allowed_mentions=discord.AllowedMentions.all())
    await channel.send("https://cdn.discordapp.com/attachments/1/2/a.png")
    await channel.send(embed=discord.Embed(title="x"))
    with pytest.raises(discord.HTTPException):
        await channel.send("x" * 2001)
    assert len(server.problems) == 5
    server.problems.clear()


async def test_application_flags_are_told(server: FakeDiscord, client: Client) -> None:
    flags = (await client.application_info()).flags
    assert flags.gateway_message_content_limited
    assert flags.gateway_guild_members_limited
    assert (await client.http.get_bot_gateway())[1].startswith("ws://127.0.0.1")
