"""The main path of one item, where it has to decide without help: lost leases, worn-out items."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.sandbox.errors import SlowDown, Unreachable
from adapters.sandbox.faults import Call
from bot.domain.action import ActionKind
from bot.domain.case import Case, CaseOrigin
from bot.domain.event import Event, Posted, RawUpdate
from bot.domain.message import MessageRef
from bot.domain.policy import Direction, Mode, OpaqueHandling, PolicyRevision, PolicySettings
from bot.domain.signal import OpaqueReason
from bot.domain.verdict import ALBUM, Outcome
from bot.domain.work import LEASE, MOST_ATTEMPTS, SCREENING_PATIENCE, ItemVerdict, WorkItem
from bot.pipeline import Pipeline
from bot.services.screening import Lookout, OffLoop
from tests.contract.books_rig import DEFAULTS, sending
from tests.fakes import FakeScreener, FakeWeb, NoMeters
from tests.unit.bot.services.bench import ANA, CLASS, LEAD, LISTS, STAFF, Bench, open_bench


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
    lookout = Lookout(bench.platforms, off_loop, LISTS, FakeWeb(), 1000, 5)
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


# --- albums ------------------------------------------------------------------------------------


@pytest.fixture
def in_albums(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everything that is posted stand in one album."""
    real = bench.adapter.translate

    def translate(update: RawUpdate) -> tuple[Event, ...]:
        return tuple(
            replace(event, album="a1") if isinstance(event, Posted) else event
            for event in real(update)
        )

    monkeypatch.setattr(bench.adapter, "translate", translate)


async def decide_all(bench: Bench, pipeline: Pipeline) -> list[Case]:
    """Decide whatever waits; return all cases."""
    await bench.receive()
    while (item := await claim(bench)) is not None:
        await pipeline.handle("w", item, Bell())
    cases: list[Case] = []
    while (case := await bench.books.cases.get(len(cases) + 1)) is not None:
        cases.append(case)
    return cases


async def effects(bench: Bench, case: Case) -> list[ActionKind]:
    return [record.kind for record in await bench.books.outbox.of_case(case.id)]


async def set_policy(bench: Bench, settings: PolicySettings) -> None:
    revision = PolicyRevision(
        CLASS, 0, replace(settings, alerts_chat=STAFF.chat), bench.clock.now()
    )
    await bench.books.policies.add(revision, Direction.STRONGER, LEAD)


@pytest.mark.usefixtures("in_albums")
@pytest.mark.parametrize("hit", [0, 1, 2, 3])
async def test_one_bad_picture_takes_its_album_along_wherever_it_stands(
    bench: Bench, pipeline: Pipeline, hit: int
) -> None:
    for number in range(4):
        bench.post(b"bad" if number == hit else f"clean {number}".encode())
    cases = await decide_all(bench, pipeline)
    assert len(cases) == 4
    (parent,) = [case for case in cases if case.parent is None]
    assert parent.verdict.reason.startswith("model:")
    children = [case for case in cases if case.parent is not None]
    for case in children:
        assert (case.parent, case.origin) == (parent.id, CaseOrigin.ALBUM)
        assert (case.verdict.outcome, case.verdict.reason) == (Outcome.REMOVE, ALBUM)
        assert await effects(bench, case) == [ActionKind.TAKEDOWN]
    assert len(await effects(bench, parent)) == 4
    for _ in cases:
        await bench.enforcement.carry_out("w", await sending(bench.books, ActionKind.TAKEDOWN))
    taken = Counter(deed.target for deed in bench.world.log if deed.call is Call.TAKE_DOWN)
    assert sorted(taken.values()) == [1, 1, 1, 1]
    assert bench.said(Call.SAY) == bench.said(Call.TELL) == []


@pytest.mark.usefixtures("in_albums")
async def test_a_known_picture_in_an_album_that_was_hit_is_a_case_of_its_own(
    bench: Bench, pipeline: Pipeline
) -> None:
    for data in (b"bad", b"known", b"maybe", b"no picture"):
        bench.post(data)
    cases = await decide_all(bench, pipeline)
    assert [case.verdict.reason for case in cases[1:]] == ["bank:bank", ALBUM, ALBUM]
    assert [case.parent for case in cases[1:]] == [None, cases[0].id, cases[0].id]
    assert await effects(bench, cases[1]) == [ActionKind.TAKEDOWN, ActionKind.ALERT]
    for case in cases[2:]:
        assert await effects(bench, case) == [ActionKind.TAKEDOWN]


@pytest.mark.usefixtures("in_albums")
async def test_the_breaker_does_not_leave_half_an_album(bench: Bench, pipeline: Pipeline) -> None:
    for number in range(25):  # the quota of this bench is 20 an hour
        bench.post(f"bad {number}".encode())
    cases = await decide_all(bench, pipeline)
    assert len(cases) == 25
    assert {case.verdict.outcome for case in cases} == {Outcome.REMOVE}
    assert [case.verdict.reason for case in cases[20:]] == [ALBUM] * 5


@pytest.mark.usefixtures("in_albums")
async def test_an_album_without_the_right_to_delete_calls_a_person_for_each_message(
    bench: Bench, pipeline: Pipeline
) -> None:
    bench.world.set_rights(CLASS.chat, delete=False)
    for data in (b"clean", b"bad", b"clean too"):
        bench.post(data)
    cases = await decide_all(bench, pipeline)
    kinds = {case.ref.message: await effects(bench, case) for case in cases}
    assert sorted(kinds.values(), key=len) == [
        [ActionKind.ESCALATION],
        [ActionKind.ESCALATION],
        [ActionKind.ESCALATION, ActionKind.ALERT],
    ]


@pytest.mark.usefixtures("in_albums")
async def test_where_nothing_is_removed_an_album_is_judged_picture_by_picture(
    bench: Bench, pipeline: Pipeline
) -> None:
    await set_policy(bench, replace(DEFAULTS, mode=Mode.ALERT))
    for data in (b"clean", b"bad", b"clean too", b"known"):
        bench.post(data)
    cases = await decide_all(bench, pipeline)
    assert [(case.parent, case.verdict.by_bank) for case in cases] == [(None, False), (None, True)]
    assert [await effects(bench, case) for case in cases] == [[ActionKind.ALERT]] * 2


@pytest.mark.usefixtures("in_albums")
async def test_once_nothing_is_removed_any_more_a_late_picture_stands_for_itself(
    bench: Bench, pipeline: Pipeline
) -> None:
    bench.post(b"bad")
    await decide_all(bench, pipeline)
    bench.clock.move(timedelta(hours=1))
    await set_policy(bench, replace(DEFAULTS, mode=Mode.ALERT))
    bench.post(b"clean")
    bench.post(b"known")
    cases = await decide_all(bench, pipeline)
    assert [case.parent for case in cases] == [None, None]
    assert await effects(bench, cases[1]) == [ActionKind.ALERT]


class Killed(BaseException):
    """The process is gone."""


@pytest.mark.usefixtures("in_albums")
@pytest.mark.parametrize("method", ["claim", "decide"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("turn", [1, 2, 3, 4])
async def test_a_death_at_any_picture_of_an_album_leaves_none_of_them_standing(
    bench: Bench,
    pipeline: Pipeline,
    monkeypatch: pytest.MonkeyPatch,
    method: str,
    after: bool,
    turn: int,
) -> None:
    for data in (b"clean", b"maybe", b"bad", b"clean too"):
        bench.post(data)
    real, calls = getattr(bench.books.queue, method), 0

    async def dying(*arguments: object) -> object:
        nonlocal calls
        calls += 1
        if calls == turn and not after:
            raise Killed
        answer = await real(*arguments)
        if calls == turn:
            raise Killed
        return answer

    monkeypatch.setattr(bench.books.queue, method, dying)
    with pytest.raises(Killed):
        await decide_all(bench, pipeline)
    bench.clock.move(LEASE)
    await bench.books.outbox.recover("w")
    cases = await decide_all(bench, pipeline)
    removed = [case for case in cases if ActionKind.TAKEDOWN in await effects(bench, case)]
    assert len({case.ref.message for case in removed}) == len(removed) == 4
    assert {case.parent is None for case in removed} == {True, False}


# --- links -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("links", "kinds"),
    [
        (OpaqueHandling.COUNT, []),
        (OpaqueHandling.ALERT, [ActionKind.ALERT]),
        (
            OpaqueHandling.REMOVE,
            [ActionKind.TAKEDOWN, ActionKind.ALERT, ActionKind.NOTICE, ActionKind.GROUP_LINE],
        ),
    ],
)
async def test_a_link_is_handled_as_the_policy_says_and_never_fetched(
    bench: Bench,
    pipeline: Pipeline,
    monkeypatch: pytest.MonkeyPatch,
    links: OpaqueHandling,
    kinds: list[ActionKind],
) -> None:
    async def never(*_: object) -> bytes:
        raise AssertionError("a link was fetched")

    monkeypatch.setattr(bench.adapter, "fetch", never)
    await set_policy(bench, replace(DEFAULTS, opaque=OpaqueHandling.ALERT, links=links))
    message = bench.world.post(CLASS.chat, ANA, "see https://example.org/clip")
    cases = await decide_all(bench, pipeline)
    ref = MessageRef(CLASS.platform, CLASS.chat, message.id)
    (found,) = await bench.books.queue.verdicts(ref)
    assert (found.slot, found.outcome, found.reason) == ("link.1", Outcome.OPAQUE, "link")
    assert [await effects(bench, case) for case in cases] == ([kinds] if kinds else [])
