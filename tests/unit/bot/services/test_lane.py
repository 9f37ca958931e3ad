"""A lane works while there is work, sleeps until it is rung, and ends when it is cancelled."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from bot.services import lane as module
from bot.services.lane import Lane
from tests.integration.stage import until


class Shelf:
    """Work to take, and what was done with it."""

    def __init__(self, *work: str) -> None:
        self.work = list(work)
        self.done: list[str] = []
        self.under_way = self.most = self.looks = 0
        self.trouble = 0
        self.hold = asyncio.Event()
        self.hold.set()

    async def claim(self) -> str | None:
        self.looks += 1
        if self.trouble:
            self.trouble -= 1
            raise OSError
        return self.work.pop(0) if self.work else None

    async def carry_out(self, work: str) -> None:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            await self.hold.wait()
            if work == "poison":
                raise ValueError
            self.done.append(work)
        finally:
            self.under_way -= 1


@asynccontextmanager
async def running(shelf: Shelf, width: int = 2) -> AsyncIterator[Lane[str]]:
    lane = Lane("test", shelf.claim, shelf.carry_out, width)
    task = asyncio.create_task(lane.run())
    try:
        yield lane
    finally:
        task.cancel()
        # A lane that does not end would hold up every stop of the bot.
        await asyncio.wait((task,), timeout=5)
        assert task.cancelled()


async def done(shelf: Shelf, *work: str) -> None:
    await until(lambda: sorted(shelf.done) == sorted(work))


async def test_everything_is_carried_out() -> None:
    shelf = Shelf("a", "b", "c")
    async with running(shelf):
        await done(shelf, "a", "b", "c")


async def test_no_more_is_under_way_than_the_lane_is_wide() -> None:
    shelf = Shelf(*"abcdef")
    shelf.hold.clear()
    async with running(shelf, width=2):
        await until(lambda: shelf.under_way == 2)
        # What cannot be started is not claimed either: its lease would run out in our hands.
        assert len(shelf.work) == 4
        shelf.hold.set()
        await done(shelf, *"abcdef")
    assert shelf.most == 2


async def test_a_ring_wakes_it_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LOOK_EVERY", 60)
    shelf = Shelf()
    async with running(shelf) as lane:
        await until(lambda: shelf.looks == 1)
        shelf.work.append("a")
        lane.ring()
        await done(shelf, "a")


async def test_a_ring_during_a_look_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LOOK_EVERY", 60)
    shelf = Shelf()
    rung: list[Callable[[], None]] = []

    async def claim() -> str | None:
        if not shelf.looks:
            # The look found nothing; the work comes before the lane lies down.
            shelf.looks += 1
            shelf.work.append("a")
            rung[0]()
            return None
        return await shelf.claim()

    lane = Lane("test", claim, shelf.carry_out, 1)
    rung.append(lane.ring)
    task = asyncio.create_task(lane.run())
    await done(shelf, "a")
    task.cancel()
    await asyncio.wait((task,))


async def test_without_a_ring_it_looks_from_time_to_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LOOK_EVERY", 0.01)
    shelf = Shelf()
    async with running(shelf):
        shelf.work.append("a")
        await done(shelf, "a")


async def test_a_poison_piece_of_work_stops_neither_the_others_nor_the_lane(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_AFTER_TROUBLE", 0.01)
    shelf = Shelf("poison", "a", "poison", "poison", "b")
    async with running(shelf, width=1):
        await done(shelf, "a", "b")


async def test_what_failed_is_not_tried_again_in_a_tight_loop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_AFTER_TROUBLE", 60)
    shelf = Shelf("poison", "poison", "a")
    async with running(shelf, width=2):
        await asyncio.sleep(0.05)
        assert shelf.done == []
        assert shelf.work == ["a"]


async def test_trouble_with_the_database_is_outlived(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_AFTER_TROUBLE", 0.01)
    shelf = Shelf("a")
    shelf.trouble = 3
    async with running(shelf):
        await done(shelf, "a")


async def test_a_ring_at_the_moment_of_the_stop_does_not_keep_it_alive() -> None:
    shelf = Shelf()
    lane = Lane("test", shelf.claim, shelf.carry_out, 1)
    task = asyncio.create_task(lane.run())
    await until(lambda: shelf.looks == 1)
    await asyncio.sleep(0)
    lane.ring()
    task.cancel()
    await asyncio.wait((task,), timeout=5)
    assert task.cancelled()


async def test_a_stop_cancels_what_is_under_way() -> None:
    shelf = Shelf("a")
    shelf.hold.clear()
    async with running(shelf):
        await until(lambda: shelf.under_way == 1)
    assert (shelf.under_way, shelf.done) == (0, [])
