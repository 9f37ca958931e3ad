"""Nothing counts before it is stored: not the cursor, not an interaction, not what was heard."""

import asyncio

from adapters.discord.adapter import DiscordAdapter
from adapters.discord.buffer import BATCH
from adapters.discord.ids import moment_of
from bot.domain.action import ActionOutcome
from bot.domain.event import CommandGiven
from bot.domain.speech import Speech
from bot.services.system_clock import SystemClock
from tests.contract.discord_rig import MENUS, connection_to
from tests.discord.client import Class7B, pointed_at, until
from tests.discord.server import FakeDiscord
from tests.unit.adapters.discord.live import HastyClock, Store, receiving


def posts(server: FakeDiscord, group: Class7B, count: int) -> list[str]:
    return [
        str(server.world.post(group.general, group.ana, f"{number}").id) for number in range(count)
    ]


async def failed(running: "asyncio.Task[None]") -> BaseException | None:
    """Wait until a run has ended; return with what."""
    await asyncio.wait([running], timeout=5)
    assert running.done()
    return running.exception()


# --- storing


async def test_the_first_cursor_says_that_discord_answered_though_nothing_happened(
    server: FakeDiscord, group: Class7B
) -> None:
    store = Store()
    async with receiving(server, store):
        await until(lambda: bool(store.cursors))
        assert store.posts == []
        await until(lambda: store.caught_up)


async def test_a_bot_on_no_server_says_that_discord_answered_too(server: FakeDiscord) -> None:
    store = Store()
    async with receiving(server, store):
        await until(lambda: bool(store.cursors))
    assert store.updates == []


async def test_what_comes_fast_is_stored_in_batches_and_in_order(
    server: FakeDiscord, group: Class7B
) -> None:
    store, sizes = Store(), list[int]()

    async def receive(updates: object, cursor: str | None) -> None:
        assert isinstance(updates, list)
        sizes.append(len(updates))
        await store.receive(updates, cursor)

    with pointed_at(server):
        async with DiscordAdapter(connection_to(server), HastyClock()) as adapter:
            running = asyncio.create_task(adapter.run(receive, None))
            await until(lambda: store.caught_up)
            store.open.clear()
            expected = posts(server, group, BATCH + 60)
            await until(lambda: len(adapter._receiving._buffer) > BATCH + 50)
            store.open.set()
            await until(lambda: len(store.posts) == BATCH + 60)
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
    assert store.posts == expected
    assert max(sizes) <= BATCH


async def test_the_cursor_moves_only_with_what_was_stored(
    server: FakeDiscord, group: Class7B
) -> None:
    store = Store()
    async with receiving(server, store) as adapter:
        await until(lambda: store.caught_up)
        (first,) = posts(server, group, 1)
        await until(lambda: store.posts == [first])
        assert store.progress.seen == moment_of(first)
        store.open.clear()
        (second,) = posts(server, group, 1)
        await until(lambda: len(adapter._receiving._buffer) == 1)
        assert adapter._receiving._notebook.progress.seen == moment_of(first)
        store.open.set()
        await until(lambda: store.posts == [first, second])
        assert store.progress.seen == moment_of(second)


async def test_what_could_not_be_stored_waits_in_order_and_the_session_with_it(
    server: FakeDiscord, group: Class7B
) -> None:
    store = Store()
    with pointed_at(server):
        async with DiscordAdapter(connection_to(server), HastyClock()) as adapter:
            running = asyncio.create_task(adapter.run(store.receive, None))
            await until(lambda: store.caught_up)
            store.fails = 2
            expected = posts(server, group, 5)
            assert isinstance(await failed(running), OSError)
            expected += posts(server, group, 5)
            again = asyncio.create_task(adapter.run(store.receive, store.cursors[-1]))
            assert isinstance(await failed(again), OSError)
            assert store.posts == []
            third = asyncio.create_task(adapter.run(store.receive, store.cursors[-1]))
            await until(lambda: len(store.posts) == 10)
            third.cancel()
            await asyncio.gather(third, return_exceptions=True)
    assert store.posts == expected
    assert (server.gateway.identifies, server.gateway.resumes) == (1, 0)


async def test_what_was_heard_and_not_stored_before_the_bot_died_is_found_again(
    server: FakeDiscord, group: Class7B
) -> None:
    store = Store()
    async with receiving(server, store) as adapter:
        await until(lambda: store.caught_up)
        (first,) = posts(server, group, 1)
        await until(lambda: store.posts == [first])
        store.open.clear()
        (second,) = posts(server, group, 1)
        await until(lambda: len(adapter._receiving._buffer) == 1)
    (third,) = posts(server, group, 1)
    store.open.set()
    assert store.posts == [first]
    async with receiving(server, store, store.cursors[-1]):
        await until(lambda: sorted(store.posts) == [first, second, third])


async def test_a_run_that_is_ended_in_the_middle_of_storing_loses_nothing(
    server: FakeDiscord, group: Class7B
) -> None:
    store = Store()
    with pointed_at(server):
        async with DiscordAdapter(connection_to(server), HastyClock()) as adapter:
            running = asyncio.create_task(adapter.run(store.receive, None))
            await until(lambda: store.caught_up)
            store.open.clear()
            expected = posts(server, group, 3)
            await until(lambda: len(adapter._receiving._buffer) == 3)
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            assert len(adapter._receiving._buffer) == 3
            store.open.set()
            again = asyncio.create_task(adapter.run(store.receive, None))
            await until(lambda: store.posts == expected)
            again.cancel()
            await asyncio.gather(again, return_exceptions=True)


# --- interactions


async def test_an_interaction_is_taken_only_when_it_is_stored(
    server: FakeDiscord, group: Class7B
) -> None:
    store = Store()
    with pointed_at(server):
        async with DiscordAdapter(connection_to(server), SystemClock(), MENUS) as adapter:
            running = asyncio.create_task(adapter.run(store.receive, None))
            await until(lambda: store.caught_up and bool(server.world.backend.commands.get(None)))
            store.fails = 1
            asked = server.world.slash(group.cleo, group.general, "help")
            assert isinstance(await failed(running), OSError)
            await asyncio.sleep(0.05)
            assert asked.acknowledged is None
            store.open.clear()
            again = asyncio.create_task(adapter.run(store.receive, None))
            await asyncio.sleep(0.05)
            assert asked.acknowledged is None
            store.open.set()
            await until(lambda: asked.acknowledged is not None)
            assert len(store.of("INTERACTION_CREATE")) == 1
            # Whoever answers is told the same as Discord was.
            stored = [one for one in store.updates if "INTERACTION_CREATE" in one.body]
            (given,) = adapter.translate(stored[0])
            assert isinstance(given, CommandGiven)
            result = await adapter.reply(given, Speech("a page"))
            assert result.outcome is ActionOutcome.OK
            assert server.world.said_privately(group.cleo) == ["a page"]
            assert len(server.calls("POST", "/interactions/*")) == 1
            again.cancel()
            await asyncio.gather(again, return_exceptions=True)


async def test_an_answer_that_is_ready_before_discord_was_told_waits_for_that(
    server: FakeDiscord, group: Class7B
) -> None:
    store, order = Store(), list[str]()
    with pointed_at(server):
        async with DiscordAdapter(connection_to(server), SystemClock(), MENUS) as adapter:
            answering: list[asyncio.Task[object]] = []

            async def receive(updates: object, cursor: str | None) -> None:
                assert isinstance(updates, list)
                for one in updates:
                    if "INTERACTION_CREATE" in one.body:
                        (given,) = adapter.translate(one)
                        assert isinstance(given, CommandGiven)
                        reply = adapter.reply(given, Speech("a page"))
                        answering.append(asyncio.create_task(reply))
                        await asyncio.sleep(0.05)
                        order.append("stored")
                await store.receive(updates, cursor)

            running = asyncio.create_task(adapter.run(receive, None))
            await until(lambda: store.caught_up and bool(server.world.backend.commands.get(None)))
            server.log.clear()
            server.world.slash(group.cleo, group.general, "help")
            await until(lambda: bool(answering) and answering[0].done())
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
    assert order == ["stored"]
    paths = [one.path.split("/")[1] for one in server.log]
    assert paths.index("interactions") < paths.index("webhooks")
    assert server.world.said_privately(group.cleo) == ["a page"]
