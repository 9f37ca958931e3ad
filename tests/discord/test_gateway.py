"""The real discord.py client on the fake's gateway: what it is told, and what it misses."""

import asyncio
from datetime import timedelta

import discord
import pytest

from tests.discord.client import Class7B, Client, client_of, pointed_at
from tests.discord.server import FakeDiscord
from tests.discord.state import CannotDo

PICTURE = b"\x89PNG not really"


async def test_a_posted_file_reaches_the_bot_and_can_be_fetched(
    server: FakeDiscord, group: Class7B
) -> None:
    async with client_of(server) as client:
        posted = server.world.post(group.general, group.ana, "look", files=[("a b.png", PICTURE)])
        [message] = await client.until("message")
        assert (message.id, message.content) == (posted.id, "look")
        [file] = message.attachments
        assert file.filename == "a_b.png"
        assert await file.read() == PICTURE
        assert await file.read(use_cached=True) == PICTURE
        await message.delete()
        assert not server.world.stands(posted)
        await client.until("raw_message_delete")
    assert len(server.calls("CDN", "*/attachments/*")) == 2
    assert len(server.calls("DELETE", "/channels/*/messages/*")) == 1


async def test_without_the_content_intent_messages_are_empty(
    server: FakeDiscord, group: Class7B
) -> None:
    intents = discord.Intents.all()
    intents.message_content = False
    async with client_of(server, intents=intents) as client:
        server.world.post(group.general, group.ana, "look", files=[("a.png", PICTURE)])
        [message] = await client.until("message")
        assert (message.content, message.attachments) == ("", [])


async def test_members_are_told_when_asked_for(server: FakeDiscord, group: Class7B) -> None:
    async with client_of(server) as client:
        guild = client.get_guild(group.guild.id)
        assert guild is not None
        assert guild.get_member(group.ana.id) is not None
        assert [one.name for one in await guild.query_members("be")] == ["Ben"]
        late = server.world.new_user("Dora")
        server.world.join(group.guild, late)
        await client.until("member_join")
        assert guild.get_member(late.id) is not None


async def test_a_wrong_token_is_refused(server: FakeDiscord) -> None:
    with pointed_at(server):
        client = Client(intents=discord.Intents.none())
        with pytest.raises(discord.LoginFailure):
            await client.start("a.b.c")
        await client.close()
    assert [call.status for call in server.log] == [401]


async def test_intents_that_the_portal_does_not_allow_are_refused(server: FakeDiscord) -> None:
    server.rules.approved_intents = discord.Intents.default()
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with client_of(server):
            pass


async def test_a_cut_connection_resumes_and_nothing_is_missed(
    server: FakeDiscord, group: Class7B
) -> None:
    async with client_of(server) as client:
        await server.gateway.wait_connected()
        server.gateway.hold()
        await server.gateway.drop()
        assert server.gateway.connected == 0
        server.world.post(group.general, group.ana, "meanwhile")
        server.gateway.release()
        await client.until("resumed")
        assert [one.content for one in await client.until("message")] == ["meanwhile"]
    assert (server.gateway.identifies, server.gateway.resumes) == (1, 1)


async def test_a_forgotten_session_misses_what_happened_but_history_knows_it(
    server: FakeDiscord, group: Class7B
) -> None:
    first = server.world.post(group.general, group.ana, "before")
    async with client_of(server) as client:
        await server.gateway.wait_connected()
        server.gateway.hold()
        server.gateway.invalidate()
        missed = [server.world.post(group.general, group.ana, str(number)) for number in range(120)]
        server.gateway.release()
        await server.gateway.wait_connected()
        last = server.world.post(group.general, group.ana, "after")
        assert [one.id for one in await client.until("message")] == [last.id]
        channel = client.get_channel(group.general.id)
        assert isinstance(channel, discord.TextChannel)
        found = [
            one.id async for one in channel.history(after=discord.Object(first.id), limit=None)
        ]
        assert found == [*(one.id for one in missed), last.id]
    assert (server.gateway.identifies, server.gateway.resumes) == (2, 0)


async def test_op_7_and_a_stall_are_survived(server: FakeDiscord, group: Class7B) -> None:
    async with client_of(server) as client:
        await server.gateway.wait_connected()
        server.gateway.stall()
        server.world.post(group.general, group.ana, "stuck")
        await asyncio.sleep(0.05)
        assert client.messages == []
        server.gateway.reconnect()
        assert [one.content for one in await client.until("message")] == ["stuck"]
    assert server.gateway.resumes == 1


async def test_a_channel_that_the_bot_cannot_see_is_silent(
    server: FakeDiscord, group: Class7B
) -> None:
    async with client_of(server) as client:
        server.world.hide_from_bot(group.general)
        server.world.post(group.general, group.ana, "unseen")
        server.world.show_to_bot(group.general)
        server.world.post(group.general, group.ana, "seen")
        assert [one.content for one in await client.until("message")] == ["seen"]


async def test_the_bot_comes_goes_and_guilds_have_outages(
    server: FakeDiscord, group: Class7B
) -> None:
    async with client_of(server) as client:
        other = server.world.new_guild("Class 7C", members=[group.ana])
        server.world.post(other.general, group.ana, "before")
        server.world.add_bot(other, ["view_channel"])
        await client.until("guild_join")
        server.world.guild_outage(other)
        server.world.post(other.general, group.ana, "during")
        await client.until("guild_unavailable")
        server.world.guild_back(other)
        await client.until("guild_available", 2)
        server.world.kick_bot(other)
        await client.until("guild_remove")
        with pytest.raises(discord.NotFound):
            await client.fetch_guild(other.id)
        assert client.messages == []


async def test_poison_is_delivered_as_it_is(server: FakeDiscord, group: Class7B) -> None:
    async with client_of(server) as client:
        server.gateway.emit("SOMETHING_NEW", {"answer": 42})
        assert "SOMETHING_NEW" in await client.until("socket_event_type", 3)


async def test_who_is_timed_out_cannot_post(server: FakeDiscord, group: Class7B) -> None:
    async with client_of(server) as client:
        guild = client.get_guild(group.guild.id)
        assert guild is not None
        member = await guild.fetch_member(group.ana.id)
        await member.timeout(timedelta(hours=1))
        assert server.world.is_muted(group.guild, group.ana)
        with pytest.raises(CannotDo):
            server.world.post(group.general, group.ana, "hi")
