"""The fake where it is easily wrong: deadlines, what is lost, raw fields and direct messages."""

from datetime import timedelta
from typing import Any

import aiohttp
import discord
import pytest

from tests.discord.client import Class7B, client_of, until
from tests.discord.fixture import judged
from tests.discord.server import FakeDiscord
from tests.fakes import MovableClock


async def ask(server: FakeDiscord, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    """Ask without a library; return status and JSON."""
    headers = {"Authorization": f"Bot {server.token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.request(method, server.api_url + path, json=body) as response,
    ):
        return response.status, await response.json() if response.status != 204 else {}


async def test_an_interaction_has_its_deadlines() -> None:
    clock = MovableClock()
    async with judged(clock) as server:
        group, world = Class7B(server), server.world
        late = world.forge(group.ana, group.general, "x")
        clock.move(timedelta(seconds=4))
        callback = {"type": 5, "data": {"flags": 64}}
        status, error = await ask(
            server, "POST", f"/interactions/{late.id}/{late.token}/callback", callback
        )
        assert (status, error["code"], late.acknowledged) == (404, 10062, None)
        timely = world.forge(group.ana, group.general, "x")
        path = f"/interactions/{timely.id}/{timely.token}/callback"
        assert (await ask(server, "POST", path, callback))[0] == 204
        assert world.said_privately(group.ana) == []
        original = f"/webhooks/{world.bot.id}/{timely.token}/messages/@original"
        said = {"content": "done", "allowed_mentions": {"parse": []}}
        assert (await ask(server, "PATCH", original, said))[0] == 200
        assert world.said_privately(group.ana) == ["done"]
        assert (await ask(server, "GET", original))[1]["content"] == "done"
        clock.move(timedelta(minutes=16))
        assert (await ask(server, "DELETE", original))[1]["code"] == 10015


async def test_an_address_dies_by_the_clock() -> None:
    clock = MovableClock()
    async with judged(clock) as server, aiohttp.ClientSession() as session:
        group = Class7B(server)
        posted = server.world.post(group.general, group.ana, files=[("a.png", b"x")])
        path = f"/channels/{posted.channel_id}/messages/{posted.id}"
        addresses = []
        for _ in range(2):
            message = (await ask(server, "GET", path))[1]
            addresses.append(message["attachments"][0]["proxy_url"])
            clock.move(timedelta(hours=13))
        clock.move(timedelta(hours=-2))
        statuses = []
        for one in addresses:
            async with session.get(one) as response:
                statuses.append(response.status)
        assert statuses == [404, 200]


async def test_extra_fields_are_in_every_json(server: FakeDiscord, group: Class7B) -> None:
    posted = server.world.post(group.general, group.ana, "x", extra={"from_the_future": 1})
    path = f"/channels/{posted.channel_id}/messages"
    assert (await ask(server, "GET", f"{path}/{posted.id}"))[1]["from_the_future"] == 1
    [listed] = (await ask(server, "GET", f"{path}?after=1"))[1]
    assert listed["from_the_future"] == 1


async def test_what_simcord_lacks_is_a_problem(server: FakeDiscord) -> None:
    assert (await ask(server, "GET", "/voice/regions"))[0] == 501
    assert len(server.problems) == 1
    server.problems.clear()


async def test_people_write_in_private(server: FakeDiscord, group: Class7B) -> None:
    nobody = discord.AllowedMentions.none()
    async with client_of(server, allowed_mentions=nobody) as client:
        server.world.post(server.world.dm(group.ana), group.ana, "help")
        [message] = await client.until("message")
        assert message.guild is None
        await message.reply("I listen.", mention_author=False)
        assert server.world.said_privately(group.ana) == ["I listen."]


async def test_a_partial_unfurl_is_delivered(server: FakeDiscord, group: Class7B) -> None:
    async with client_of(server, enable_debug_events=True) as client:
        link = server.world.post(group.general, group.ana, "https://pictures.example/x")
        server.world.unfurl(link, [{"type": "image"}], partial=True)
        await until(lambda: any('"embeds": [{' in str(one) for one in raw(client.told)))


def raw(told: dict[str, list[Any]]) -> list[Any]:
    return told.get("socket_raw_receive", [])


async def test_a_session_that_cannot_be_resumed_starts_anew(
    server: FakeDiscord, group: Class7B
) -> None:
    async with client_of(server) as client:
        await server.gateway.wait_connected()
        server.gateway.hold()
        await server.gateway.drop(resumable=False)
        server.world.post(group.general, group.ana, "lost")
        server.gateway.release()
        await server.gateway.wait_connected()
        server.world.post(group.general, group.ana, "told")
        assert [one.content for one in await client.until("message")] == ["told"]
    assert server.gateway.identifies == 2


@pytest.mark.parametrize("kind", ["voice", "news", "stage", "forum"])
async def test_kinds_of_channels(server: FakeDiscord, group: Class7B, kind: str) -> None:
    made = server.world.new_channel(group.guild, kind, kind)
    async with client_of(server) as client:
        channel = client.get_channel(made.id)
        assert isinstance(channel, discord.abc.GuildChannel)
        assert made.kind == kind
        assert str(channel.type) == ("stage_voice" if kind == "stage" else kind)
