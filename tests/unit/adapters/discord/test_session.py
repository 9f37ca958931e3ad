"""One connection: every event is kept as it came, none ends it, and its end says what to do."""

import asyncio
import logging
from typing import Any

import discord
import pytest

from adapters.discord import api as api_module
from adapters.discord import receiving as receiving_module
from adapters.discord import session as session_module
from adapters.discord.adapter import DiscordAdapter
from adapters.discord.errors import Gone, Unauthorised
from adapters.discord.intents import Account
from adapters.discord.session import connection_lost
from bot.domain.errors import ConnectionLost
from bot.services.system_clock import SystemClock
from tests.contract.discord_rig import connection_to
from tests.discord.client import Class7B, pointed_at, until
from tests.discord.faults import Kind
from tests.discord.server import FakeDiscord
from tests.unit.adapters.discord.live import Store, receiving

TOKEN_FIX = "UPSTANDER_DISCORD__TOKEN"
CONTENT_FIX = "MESSAGE CONTENT INTENT"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving_module, "_LOOK_EVERY_SECONDS", 0.02)


async def lost(server: FakeDiscord, adapter: DiscordAdapter) -> ConnectionLost:
    """Run until the connection is lost; return what is said of it."""
    with pytest.raises(ConnectionLost) as error:
        async with asyncio.timeout(5):
            await adapter.run(Store().receive, None)
    told = str(error.value)
    assert server.token not in told
    assert told
    return error.value


@pytest.fixture
def adapter(server: FakeDiscord, group: Class7B) -> DiscordAdapter:
    return DiscordAdapter(connection_to(server), SystemClock())


async def works(server: FakeDiscord, group: Class7B, adapter: DiscordAdapter) -> None:
    """Check that the same adapter receives, now that all is right again."""
    store = Store()
    running = asyncio.create_task(adapter.run(store.receive, None))
    await until(lambda: store.caught_up)
    post = server.world.post(group.general, group.ana, "look")
    await until(lambda: str(post.id) in store.posts)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


# --- how it ends, and what is said


async def test_a_token_that_is_refused_at_the_login_needs_a_person(
    server: FakeDiscord, group: Class7B, adapter: DiscordAdapter
) -> None:
    token, server.token = server.token, "another"
    with pointed_at(server):
        async with adapter:
            error = await lost(server, adapter)
            assert error.level == logging.CRITICAL
            assert TOKEN_FIX in str(error)
            assert token not in str(error)
            server.token = token
            await works(server, group, adapter)


async def test_a_token_that_is_refused_by_the_gateway_needs_a_person(
    server: FakeDiscord, group: Class7B, adapter: DiscordAdapter
) -> None:
    server.gateway._token = "another"
    with pointed_at(server):
        async with adapter:
            error = await lost(server, adapter)
            assert error.level == logging.CRITICAL
            assert TOKEN_FIX in str(error)
            server.gateway._token = server.token
            await works(server, group, adapter)


async def test_an_intent_that_is_refused_by_the_gateway_needs_a_person(
    server: FakeDiscord, group: Class7B, adapter: DiscordAdapter
) -> None:
    intents = discord.Intents.all()
    intents.message_content = False
    server.rules.approved_intents = intents
    with pointed_at(server):
        async with adapter:
            error = await lost(server, adapter)
            assert error.level == logging.CRITICAL
            assert CONTENT_FIX in str(error)
            server.rules.approved_intents = discord.Intents.all()
            await works(server, group, adapter)


async def hang_up(server: FakeDiscord, code: int) -> None:
    await server.gateway.wait_connected()
    for line in list(server.gateway._lines):
        await line.socket.close(code=code)


async def test_a_connection_that_discord_ends_for_good_is_made_anew(
    server: FakeDiscord, group: Class7B, adapter: DiscordAdapter
) -> None:
    with pointed_at(server):
        async with adapter:
            ending = asyncio.create_task(hang_up(server, 4012))
            error = await lost(server, adapter)
            await ending
            assert (error.level, "4012" in str(error)) == (logging.WARNING, True)
            await works(server, group, adapter)
    assert server.gateway.identifies == 2


async def test_a_frame_that_is_no_json_costs_the_connection_and_not_the_bot(
    server: FakeDiscord, group: Class7B, adapter: DiscordAdapter
) -> None:
    async def send_noise() -> None:
        await server.gateway.wait_connected()
        for line in server.gateway._lines:
            line._frames.put_nowait('{"t": "words of a pupil')

    with pointed_at(server):
        async with adapter:
            sending = asyncio.create_task(send_noise())
            error = await lost(server, adapter)
            await sending
            assert error.level == logging.WARNING
            assert "words" not in str(error)
            await works(server, group, adapter)


async def test_without_a_network_it_is_said_without_a_traceback(
    server: FakeDiscord, group: Class7B
) -> None:
    async with FakeDiscord() as other:
        connection, url = connection_to(other), other.api_url
    other.api_url = url
    with pointed_at(other):
        async with DiscordAdapter(connection, SystemClock()) as adapter:
            error = await lost(other, adapter)
    assert error.level == logging.WARNING
    assert error.__suppress_context__
    assert "not_sent" in str(error)


@pytest.mark.parametrize("path", ["/users/@me", "/oauth2/applications/@me"])
async def test_a_login_that_breaks_off_leaves_no_connection_open(
    server: FakeDiscord,
    group: Class7B,
    adapter: DiscordAdapter,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
) -> None:
    take, met, made = server.faults.take, list[str](), list[discord.Client]()
    new_client = session_module._new_client

    def noting(account: Account) -> discord.Client:
        made.append(new_client(account))
        return made[-1]

    def at_the_second_login(method: str, asked: str) -> Any:
        met.append(asked)
        if asked == path and met.count(path) == 2:
            server.faults.fail("GET", path, Kind.REFUSE, status=403)
        return take(method, asked)

    with pointed_at(server), monkeypatch.context() as patch:
        patch.setattr(server.faults, "take", at_the_second_login)
        patch.setattr(session_module, "_new_client", noting)
        async with adapter:
            error = await lost(server, adapter)
            assert "forbidden" in str(error)
            assert adapter._api.client is None
            assert [one.is_closed() for one in made] == [True]
            await works(server, group, adapter)


async def test_a_login_that_is_not_answered_is_tried_again(
    server: FakeDiscord,
    group: Class7B,
    adapter: DiscordAdapter,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pointed_at(server):
        async with adapter:
            with monkeypatch.context() as patch:
                patch.setattr(api_module, "_DEADLINE_SECONDS", 0.1)
                server.faults.fail("GET", "*", Kind.HANG, every=True)
                assert (await lost(server, adapter)).level == logging.WARNING
            server.faults.heal()
            await works(server, group, adapter)


async def test_nobody_is_told_that_a_living_connection_has_ended(
    server: FakeDiscord, group: Class7B
) -> None:
    store = Store()
    async with receiving(server, store) as adapter:
        await until(lambda: store.caught_up)
        session = adapter._receiving._session
        assert session is not None
        session.check()
        await server.gateway.drop()
        session.check()
        await session.close()
        with pytest.raises(ConnectionLost, match="ended"):
            session.check()
        assert not adapter._api.connected


def test_what_is_said_leads_to_what_can_be_done() -> None:
    token = connection_lost(Unauthorised())
    assert token.level == logging.CRITICAL
    assert "https://discord.com/developers/applications" in str(token)
    other = connection_lost(Gone())
    assert (other.level, "gone" in str(other)) == (logging.WARNING, True)


def test_the_client_tries_to_connect_again_within_half_a_minute() -> None:
    pauses = discord.client.ExponentialBackoff()  # type: ignore[attr-defined]
    assert max(pauses.delay() for _ in range(200)) <= 30
