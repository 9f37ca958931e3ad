"""What is lost between hearing and storing is read again, whatever happens in between."""

import asyncio
from datetime import timedelta

import discord
import pytest

from adapters.discord import buffer as buffer_module
from adapters.discord import catching_up as module
from adapters.discord.backfill import Backfill
from tests.discord.client import Class7B, until
from tests.discord.faults import Kind
from tests.discord.server import FakeDiscord
from tests.unit.adapters.discord.live import HISTORY, Store, receiving


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let discord.py begin a new session at once; it waits five seconds."""

    async def at_once(*_: object, **__: object) -> None:
        return

    monkeypatch.setattr(discord.Client, "before_identify_hook", at_once)


def small(monkeypatch: pytest.MonkeyPatch, most: int = 6, crowded: int = 3) -> None:
    """Let little fit into the memory."""
    monkeypatch.setattr(buffer_module, "MOST_WAITING", most)
    monkeypatch.setattr(buffer_module, "CROWDED", crowded)


def posts(server: FakeDiscord, group: Class7B, count: int) -> list[str]:
    return [
        str(server.world.post(group.general, group.ana, f"{number}").id) for number in range(count)
    ]


async def test_what_does_not_fit_is_read_again_and_nothing_is_lost(
    server: FakeDiscord,
    group: Class7B,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    small(monkeypatch)
    store = Store()
    async with receiving(server, store) as adapter:
        await until(lambda: store.caught_up)
        store.open.clear()
        expected = posts(server, group, 20)
        buffer = adapter._receiving._buffer
        await until(lambda: buffer.full and "waits to be stored" in caplog.text)
        store.open.set()
        await until(lambda: len(store.posts) == 20)
        await until(lambda: store.caught_up)
        # And the bot goes on as before.
        expected += posts(server, group, 1)
        await until(lambda: len(store.posts) == 21)
    assert sorted(store.posts) == expected
    assert caplog.text.count("waits to be stored") == 1


async def test_an_edit_that_does_not_fit_is_a_gap_that_is_told(
    server: FakeDiscord, group: Class7B, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No history says what a message showed before it was edited once more."""
    small(monkeypatch)
    store = Store()
    async with receiving(server, store) as adapter:
        await until(lambda: store.caught_up)
        old = server.world.post(group.general, group.ana, "old")
        await until(lambda: len(store.posts) == 1)
        store.open.clear()
        posts(server, group, 7)
        await until(lambda: adapter._receiving._buffer.full)
        server.world.edit(old, "new")
        await asyncio.sleep(0.05)
        store.open.set()
        await until(lambda: bool(store.of("gap")))
        await until(lambda: store.caught_up)
    (gap,) = store.of("gap")
    assert gap["guild_id"] == str(group.guild.id)


async def test_what_does_not_fit_after_a_reading_that_is_not_stored_yet_is_not_lost(
    server: FakeDiscord, group: Class7B, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the end of that reading would say that all of it was read."""
    small(monkeypatch)
    store = Store()
    store.open.clear()
    async with receiving(server, store) as adapter:
        buffer = adapter._receiving._buffer
        # The reading of the start is over, and nothing of it is stored.
        await until(lambda: len(buffer) == 2)
        expected = posts(server, group, 20)
        await until(lambda: buffer.full)
        await asyncio.sleep(0.05)
        store.open.set()
        await until(lambda: len(store.posts) == 20)
        await until(lambda: store.caught_up)
    assert sorted(store.posts) == expected


async def test_an_outage_after_a_reading_that_is_not_stored_yet_loses_nothing(
    server: FakeDiscord, group: Class7B
) -> None:
    store = Store()
    store.open.clear()
    async with receiving(server, store) as adapter:
        await until(lambda: len(adapter._receiving._buffer) == 2)
        server.world.guild_outage(group.guild)
        await asyncio.sleep(0.05)
        expected = posts(server, group, 3)
        store.open.set()
        await until(lambda: bool(store.cursors) and not len(adapter._receiving._buffer))
        assert str(group.guild.id) in store.progress.unread
        server.world.guild_back(group.guild)
        await until(lambda: store.posts == expected)
        await until(lambda: store.caught_up)


async def test_a_session_that_is_forgotten_after_a_reading_that_is_not_stored_loses_nothing(
    server: FakeDiscord, group: Class7B
) -> None:
    store = Store()
    store.open.clear()
    async with receiving(server, store) as adapter:
        await until(lambda: len(adapter._receiving._buffer) == 2)
        server.world.outages.add(group.guild.id)
        server.gateway.hold()
        server.gateway.invalidate()
        await server.gateway.wait_gone()
        expected = posts(server, group, 3)
        server.gateway.release()
        await until(lambda: server.gateway.identifies == 2)
        await asyncio.sleep(0.05)
        store.open.set()
        await until(lambda: bool(store.cursors) and not len(adapter._receiving._buffer))
        assert str(group.guild.id) in store.progress.unread
        server.world.guild_back(group.guild)
        await until(lambda: store.posts == expected)


async def test_an_outage_during_a_reading_reads_again_from_the_start(
    server: FakeDiscord, group: Class7B
) -> None:
    expected = posts(server, group, 2)
    server.faults.fail("GET", HISTORY, Kind.HANG, every=True)
    store = Store()
    async with receiving(server, store):
        await until(lambda: bool(server.calls("GET", HISTORY)))
        server.world.guild_outage(group.guild)
        expected += posts(server, group, 2)
        server.faults.heal()
        await until(lambda: bool(store.cursors))
        await asyncio.sleep(0.05)
        server.world.guild_back(group.guild)
        await until(lambda: sorted(store.posts) == expected)
        await until(lambda: store.caught_up)


async def test_what_is_heard_goes_before_what_is_read_again(
    server: FakeDiscord, group: Class7B, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(monkeypatch, most=50, crowded=3)
    old = posts(server, group, 10)
    store = Store()
    store.open.clear()
    async with receiving(server, store) as adapter:
        buffer = adapter._receiving._buffer
        await until(lambda: len(buffer) >= 3)
        await asyncio.sleep(0.05)
        # No more of the history waits than that.
        assert len(buffer) == 3
        new = posts(server, group, 2)
        await until(lambda: len(buffer) == 5)
        store.open.set()
        await until(lambda: len(store.posts) == 12)
    assert store.posts.index(new[0]) < store.posts.index(old[-1])


async def test_the_cursor_keeps_what_is_unread_however_much_is_heard(
    server: FakeDiscord, group: Class7B
) -> None:
    server.faults.fail("GET", HISTORY, Kind.HANG, every=True)
    (old,) = posts(server, group, 1)
    store = Store()
    guild = str(group.guild.id)
    async with receiving(server, store):
        await until(lambda: bool(store.cursors))
        (new,) = posts(server, group, 1)
        await until(lambda: store.posts == [new])
        assert store.progress.seen > store.progress.unread[guild]
    server.faults.heal()
    async with receiving(server, store, store.cursors[-1]):
        await until(lambda: sorted(store.posts) == [old, new])
        await until(lambda: store.caught_up)
        # With the last server read, all is known up to the newest message.
        assert server.world.clock.now() - store.progress.seen < timedelta(seconds=10)


async def test_one_server_that_cannot_be_read_now_holds_up_no_other(
    server: FakeDiscord, group: Class7B
) -> None:
    server.faults.fail("GET", f"/channels/{group.general.id}/messages", Kind.HANG, every=True)
    posts(server, group, 1)
    other = server.world.new_guild("8A", members=[group.ana])
    server.world.add_bot(other, ["view_channel", "read_message_history"])
    there = str(server.world.post(other.general, group.ana, "there").id)
    store = Store()
    async with receiving(server, store):
        await until(lambda: store.posts == [there])
        await until(lambda: set(store.progress.unread) == {str(group.guild.id)})
        server.faults.heal()
        await until(lambda: len(store.posts) == 2)


async def test_the_bots_own_words_are_not_read_again(server: FakeDiscord, group: Class7B) -> None:
    me = server.world.bot.id
    server.world.backend.create_message(group.general.id, me, "mine")
    (post,) = posts(server, group, 1)
    store = Store()
    async with receiving(server, store):
        await until(lambda: store.caught_up)
    assert store.posts == [post]


# --- what cannot be read


async def forget(server: FakeDiscord, group: Class7B) -> None:
    """Let the session be forgotten; meanwhile something is posted that may not be read."""
    server.gateway.hold()
    server.gateway.invalidate()
    await server.gateway.wait_gone()
    server.world.deny_bot(group.general, "read_message_history")
    posts(server, group, 1)
    server.gateway.release()


async def test_whoever_starts_without_knowing_anything_missed_nothing(
    server: FakeDiscord, group: Class7B
) -> None:
    server.world.deny_bot(group.general, "read_message_history")
    posts(server, group, 1)
    store = Store()
    async with receiving(server, store):
        await until(lambda: store.caught_up)
    assert store.of("gap") == []


async def test_from_then_on_a_gap_is_told_also_before_the_first_restart(
    server: FakeDiscord, group: Class7B
) -> None:
    store = Store()
    async with receiving(server, store):
        await until(lambda: store.caught_up)
        began = server.world.clock.now()
        await forget(server, group)
        await until(lambda: bool(store.of("gap")))
        (gap,) = store.of("gap")
        assert gap["guild_id"] == str(group.guild.id)
        assert gap["since"] < gap["until"]
        assert gap["until"] > began.isoformat()
        await until(lambda: store.caught_up)


async def test_a_reading_that_breaks_is_a_gap_and_stays_unread(
    server: FakeDiscord,
    group: Class7B,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    store, guild = Store(), str(group.guild.id)
    async with receiving(server, store):
        await until(lambda: store.caught_up)

    async def broken(*_: object) -> bool:
        raise KeyError("a fault of ours")

    with monkeypatch.context() as patch:
        patch.setattr(Backfill, "replay", broken)
        async with receiving(server, store, store.cursors[-1]):
            await until(lambda: bool(store.of("gap")))
            assert guild in store.progress.unread
            await asyncio.sleep(0.05)
    assert caplog.text.count("history was not read") == 1
    (post,) = posts(server, group, 1)
    async with receiving(server, store, store.cursors[-1]):
        await until(lambda: store.posts == [post])
        await until(lambda: store.caught_up)


def test_what_is_on_its_way_is_looked_at_often() -> None:
    assert module._POLL_SECONDS < 1
