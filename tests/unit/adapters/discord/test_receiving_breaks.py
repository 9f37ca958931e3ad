"""Breaks, ends and beginnings: told when they last, and the session goes on where it can."""

import asyncio
import json
from datetime import timedelta

import pytest

from adapters.discord import receiving as module
from adapters.discord.adapter import DiscordAdapter
from bot.domain.errors import ConnectionLost
from tests.contract.discord_rig import MENUS, connection_to
from tests.discord.client import Class7B, pointed_at, until
from tests.discord.faults import Kind
from tests.discord.server import FakeDiscord
from tests.unit.adapters.discord.live import HastyClock, Store, receiving
from tests.unit.adapters.discord.test_receiving import failed, posts


async def test_a_break_that_lasts_is_told_and_the_session_goes_on_when_it_is_over(
    server: FakeDiscord, group: Class7B, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PATIENCE_SECONDS", 0.2)
    monkeypatch.setattr(module, "_LOOK_EVERY_SECONDS", 0.02)
    store = Store()
    with pointed_at(server):
        async with DiscordAdapter(connection_to(server), HastyClock()) as adapter:
            running = asyncio.create_task(adapter.run(store.receive, None))
            await until(lambda: store.caught_up)
            server.gateway.hold()
            await server.gateway.drop()
            error = await failed(running)
            assert isinstance(error, ConnectionLost)
            assert "no connection" in str(error)
            (post,) = posts(server, group, 1)
            # Each try that fails is told; which of them are news is not for us to say.
            again = asyncio.create_task(adapter.run(store.receive, store.cursors[-1]))
            assert isinstance(await failed(again), ConnectionLost)
            server.gateway.release()
            third = asyncio.create_task(adapter.run(store.receive, store.cursors[-1]))
            await until(lambda: store.posts == [post])
            third.cancel()
            await asyncio.gather(third, return_exceptions=True)
    assert server.gateway.identifies == 1


async def test_a_short_break_is_no_news(
    server: FakeDiscord, group: Class7B, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PATIENCE_SECONDS", 2)
    monkeypatch.setattr(module, "_LOOK_EVERY_SECONDS", 0.02)
    store = Store()
    with pointed_at(server):
        async with DiscordAdapter(connection_to(server), HastyClock()) as adapter:
            running = asyncio.create_task(adapter.run(store.receive, None))
            await until(lambda: store.caught_up)
            # Far apart: each break is counted from its own beginning.
            for pause in (2.0, 0.05):
                server.gateway.hold()
                await server.gateway.drop()
                await until(lambda: not adapter._api.connected)
                await asyncio.sleep(0.05)
                server.gateway.release()
                await until(lambda: adapter._api.connected)
                await asyncio.sleep(pause)
            assert not running.done()
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


def test_how_long_a_break_may_last_is_what_one_try_to_connect_takes() -> None:
    assert module._PATIENCE_SECONDS == 20
    assert module._LOOK_EVERY_SECONDS == 1


async def test_while_there_is_no_connection_no_cursor_says_that_there_is(
    server: FakeDiscord, group: Class7B, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_LOOK_EVERY_SECONDS", 0.02)
    store = Store()
    server.gateway.hold()
    async with receiving(server, store):
        await asyncio.sleep(0.2)
        assert store.cursors == []
        server.gateway.release()
        await until(lambda: bool(store.cursors))


async def test_who_the_bot_is_is_known_as_soon_as_discord_has_said_it(
    server: FakeDiscord, group: Class7B
) -> None:
    with pointed_at(server):
        async with DiscordAdapter(connection_to(server), HastyClock()) as adapter:
            link = asyncio.create_task(adapter.invite_link())
            await asyncio.sleep(0.05)
            assert not link.done()
            running = asyncio.create_task(adapter.run(Store().receive, None))
            async with asyncio.timeout(5):
                assert f"client_id={server.world.bot.id}" in await link
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


@pytest.mark.parametrize("kind", [Kind.REFUSE, Kind.RESET, Kind.HANG])
async def test_commands_that_discord_does_not_take_keep_nobody_unguarded(
    server: FakeDiscord, group: Class7B, kind: Kind
) -> None:
    server.faults.fail("PUT", "/applications/*", kind, every=True, status=403)
    store = Store()
    with pointed_at(server):
        async with DiscordAdapter(connection_to(server), HastyClock(), MENUS) as adapter:
            running = asyncio.create_task(adapter.run(store.receive, None))
            await until(lambda: store.caught_up)
            expected = posts(server, group, 1)
            await until(lambda: store.posts == expected)
            assert not running.done()
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
    server.faults.heal()


async def test_leaving_lets_go_of_everything(server: FakeDiscord, group: Class7B) -> None:
    store = Store()
    async with receiving(server, store) as adapter:
        await until(lambda: store.caught_up)
    await server.gateway.wait_gone()
    assert adapter._api.client is None
    assert adapter._receiving._session is None
    left = [one for one in asyncio.all_tasks() if "discord" in repr(one.get_coro())]
    left = [one for one in left if "adapters" in repr(one.get_coro())]
    assert left == []


async def test_a_stored_cursor_that_cannot_be_read_looks_a_day_back(
    server: FakeDiscord, group: Class7B
) -> None:
    expected = posts(server, group, 2)
    store = Store()
    async with receiving(server, store, "no cursor"):
        await until(lambda: store.caught_up)
    assert sorted(store.posts) == expected
    seen = json.loads(store.cursors[0])["seen"]
    assert seen
    now = server.world.clock.now()
    assert now - store.progress.seen < timedelta(minutes=1)
