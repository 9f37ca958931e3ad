"""The update log: nothing is lost before a reader says that it is safe."""

import asyncio

from adapters.sandbox.updates import UpdateLog


async def test_updates_are_read_again_until_a_higher_cursor_confirms_them() -> None:
    log = UpdateLog()
    for kind in ("one", "two", "three"):
        log.append(kind, {})
    first = await log.read(0)
    again = await log.read(0)
    assert [raw["type"] for _, raw in first] == ["one", "two", "three"]
    assert again == first
    assert [number for number, _ in await log.read(2)] == [3]
    assert log.pending == 1


async def test_a_reader_waits_for_the_next_update() -> None:
    log = UpdateLog()
    waiting = asyncio.create_task(log.read(0))
    await asyncio.sleep(0)
    assert not waiting.done()
    log.append("late", {})
    assert [raw["type"] for _, raw in await waiting] == ["late"]


async def test_a_cancelled_reader_loses_nothing() -> None:
    log = UpdateLog()
    waiting = asyncio.create_task(log.read(0))
    await asyncio.sleep(0)
    log.append("kept", {})
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert [raw["type"] for _, raw in await log.read(0)] == ["kept"]


async def test_a_cursor_from_the_future_confirms_only_what_exists() -> None:
    log = UpdateLog()
    log.append("old", {})
    waiting = asyncio.create_task(log.read(999))
    await asyncio.sleep(0)
    log.append("new", {})
    assert [raw["type"] for _, raw in await waiting] == ["new"]


async def test_a_batch_has_a_bound() -> None:
    log = UpdateLog()
    for _ in range(5):
        log.append("any", {})
    assert len(await log.read(0, most=2)) == 2


async def test_it_knows_that_a_position_was_already_dropped() -> None:
    log = UpdateLog()
    log.append("one", {})
    log.append("two", {})
    await log.read(1)
    assert log.lost_after(0)
    assert not log.lost_after(1)
