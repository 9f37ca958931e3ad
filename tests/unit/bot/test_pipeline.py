"""The main path of one item, where it has to decide without help: lost leases, worn-out items."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.sandbox.errors import SlowDown, Unreachable
from adapters.sandbox.faults import Call
from bot.domain.signal import OpaqueReason
from bot.domain.verdict import Outcome
from bot.domain.work import LEASE, MOST_ATTEMPTS, SCREENING_PATIENCE, ItemVerdict, WorkItem
from bot.pipeline import Pipeline
from bot.services.screening import Lookout, OffLoop
from tests.fakes import FakeScreener, NoMeters
from tests.unit.bot.services.bench import Bench, open_bench


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with open_bench(tmp_path) as opened:
        yield opened


@pytest.fixture
def screener() -> FakeScreener:
    return FakeScreener()


@pytest.fixture
def pipeline(bench: Bench, screener: FakeScreener) -> Iterator[Pipeline]:
    off_loop = OffLoop(screener, 1, 5)
    lookout = Lookout(bench.platforms, off_loop, 1000, 5)
    yield Pipeline(
        bench.books.queue, lookout, bench.policies, bench.platforms, bench.clock, NoMeters()
    )
    off_loop.close()


async def claim(bench: Bench) -> WorkItem | None:
    return await bench.books.queue.claim("w")


async def posted(bench: Bench, data: bytes = b"bad") -> WorkItem:
    bench.post(data)
    await bench.receive()
    item = await claim(bench)
    assert item is not None
    return item


async def verdict(bench: Bench, item: WorkItem) -> ItemVerdict:
    (found,) = await bench.books.queue.verdicts(item.ref)
    return found


class Bell:
    """Counts how often the takedown lane is woken."""

    def __init__(self) -> None:
        self.rung = 0

    def __call__(self) -> None:
        self.rung += 1


async def test_the_lane_of_removals_is_woken_once_the_decision_is_stored(
    bench: Bench, pipeline: Pipeline
) -> None:
    item, bell = await posted(bench), Bell()
    await pipeline.handle("w", item, bell)
    assert (await verdict(bench, item)).outcome is Outcome.REMOVE
    assert bell.rung == 1
    assert bench.world.log == []  # the pipeline itself does nothing to the chat


async def test_a_worker_that_lost_its_lease_changes_nothing(
    bench: Bench, pipeline: Pipeline
) -> None:
    item, bell = await posted(bench), Bell()
    bench.clock.move(LEASE)
    await bench.books.outbox.recover("w")
    await pipeline.handle("w", item, bell)
    assert (await verdict(bench, item)).outcome is None
    assert bell.rung == 0
    again = await claim(bench)
    assert again is not None
    await pipeline.handle("w", again, bell)
    assert bell.rung == 1


async def test_an_item_that_took_the_process_down_is_not_looked_at_again(
    bench: Bench, pipeline: Pipeline, screener: FakeScreener
) -> None:
    item = await posted(bench)
    for _ in range(MOST_ATTEMPTS):
        bench.clock.move(LEASE)
        await bench.books.outbox.recover("w")
        claimed = await claim(bench)
        assert claimed is not None
        item = claimed
    assert item.attempts == MOST_ATTEMPTS + 1
    await pipeline.handle("w", item, Bell())
    found = await verdict(bench, item)
    assert (found.outcome, found.reason) == (Outcome.OPAQUE, OpaqueReason.CRASHED)
    assert screener.seen == []


async def test_waiting_for_the_platform_is_no_attempt(bench: Bench, pipeline: Pipeline) -> None:
    item = await posted(bench)
    for _ in range(MOST_ATTEMPTS * 2):
        bench.world.faults.fail(Call.FETCH, SlowDown(timedelta(seconds=5)))
        await pipeline.handle("w", item, Bell())
        assert await claim(bench) is None
        bench.clock.move(timedelta(seconds=5))
        claimed = await claim(bench)
        assert claimed is not None
        item = claimed
        assert item.attempts == 1
    await pipeline.handle("w", item, Bell())
    assert (await verdict(bench, item)).outcome is Outcome.REMOVE


async def test_the_patience_with_a_platform_that_asks_to_wait_has_an_end(
    bench: Bench, pipeline: Pipeline
) -> None:
    item = await posted(bench)
    bench.world.faults.fail(Call.FETCH, SlowDown(SCREENING_PATIENCE + timedelta(seconds=1)))
    await pipeline.handle("w", item, Bell())
    found = await verdict(bench, item)
    assert (found.outcome, found.reason) == (Outcome.OPAQUE, OpaqueReason.UNFETCHABLE)


async def test_what_fails_again_and_again_is_tried_a_bounded_number_of_times(
    bench: Bench, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> bytes:
        raise ConnectionResetError

    monkeypatch.setattr(bench.adapter, "fetch", fail)
    item = await posted(bench)
    for attempt in range(1, MOST_ATTEMPTS):
        assert item.attempts == attempt
        await pipeline.handle("w", item, Bell())
        assert await claim(bench) is None, "no pause before the next try"
        bench.clock.move(timedelta(minutes=1))
        again = await claim(bench)
        assert again is not None
        item = again
    await pipeline.handle("w", item, Bell())
    assert item.attempts == MOST_ATTEMPTS
    found = await verdict(bench, item)
    assert (found.outcome, found.reason) == (Outcome.OPAQUE, OpaqueReason.UNFETCHABLE)


async def test_a_clean_item_asks_the_platform_nothing(bench: Bench, pipeline: Pipeline) -> None:
    item = await posted(bench, b"clean")
    bench.world.faults.fail(Call.RIGHTS, Unreachable())
    await pipeline.handle("w", item, Bell())
    assert (await verdict(bench, item)).outcome is Outcome.ALLOW
    assert bench.world.faults.take(Call.RIGHTS) is not None
