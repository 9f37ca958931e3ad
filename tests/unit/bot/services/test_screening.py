"""The one door off the loop: every way in which bytes cannot be had or judged is a signal."""

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.sandbox.adapter import DOWNLOAD_BYTES
from adapters.sandbox.errors import NoSuchFile, Refusal, SlowDown, Unreachable
from adapters.sandbox.faults import Call
from bot.domain.errors import TryLater
from bot.domain.message import ChatRef, MediaItem
from bot.domain.signal import (
    BankMatch,
    Failure,
    LinkMatch,
    NothingShown,
    OpaqueReason,
    Score,
    Screening,
)
from bot.domain.work import WorkItem
from bot.services.screening import Lookout, OffLoop
from tests.fakes import FakeScreener, FakeWeb
from tests.unit.bot.services.bench import LISTS, Bench


class SlowScreener(FakeScreener):
    """Waits for a sign at files that say so."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()

    def screen(
        self, data: bytes, *, thorough: bool = False, chat: ChatRef | None = None
    ) -> Screening:
        if data == b"slow":
            self.go.wait(30)
        return super().screen(data, thorough=thorough, chat=chat)


@pytest.fixture
def screener() -> Iterator[SlowScreener]:
    slow = SlowScreener()
    yield slow
    slow.go.set()


@pytest.fixture
def off_loop(screener: SlowScreener) -> Iterator[OffLoop]:
    door = OffLoop(screener, workers=1, timeout=0.2)
    yield door
    screener.go.set()
    door.close()


@pytest.fixture
def web() -> FakeWeb:
    return FakeWeb()


@pytest.fixture
def lookout(bench: Bench, off_loop: OffLoop, web: FakeWeb) -> Lookout:
    return Lookout(bench.platforms, off_loop, LISTS, web, max_bytes=100, fetch_timeout=0.1)


async def item_of(bench: Bench, data: bytes) -> WorkItem:
    bench.post(data)
    await bench.receive()
    item = await bench.books.queue.claim("w")
    assert item is not None
    return item


def never_fetch(bench: Bench) -> None:
    bench.world.faults.fail_always(Call.FETCH, SlowDown(timedelta(seconds=1)))


def why(screening: Screening) -> OpaqueReason:
    (signal,) = screening.signals
    assert isinstance(signal, Failure)
    return signal.reason


async def test_bytes_go_to_the_screener_and_signals_come_back(
    bench: Bench, lookout: Lookout, screener: SlowScreener
) -> None:
    found = await lookout.look_at(await item_of(bench, b"bad picture"))
    assert Score("open_nsfw", "nsfw", 0.99) in found.signals
    assert screener.seen == [b"bad picture"]


async def test_a_listed_link_is_evidence_and_is_not_fetched(bench: Bench, lookout: Lookout) -> None:
    item = await item_of(bench, b"bad")
    never_fetch(bench)
    match = LinkMatch("nudify", "tool")
    listed = replace(item, opaque=OpaqueReason.LINK, listed=match)
    found = await lookout.look_at(listed)
    assert found.signals == (match, Failure("platform", OpaqueReason.LINK))


async def test_an_address_in_a_code_is_compared_with_the_lists_and_forgotten(
    bench: Bench, lookout: Lookout, screener: SlowScreener, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = Screening((Score("open_nsfw", "nsfw", 0.0),), links=("https://tool.example/x",))
    monkeypatch.setattr(screener, "screen", lambda _, **__: shown)
    found = await lookout.look_at(await item_of(bench, b"clean"))
    assert found.signals == (LinkMatch("nudify", "tool"), *shown.signals)
    assert found.links == ()


async def test_what_states_that_it_is_too_big_is_not_fetched(
    bench: Bench, lookout: Lookout, off_loop: OffLoop
) -> None:
    item = await item_of(bench, b"bad")
    never_fetch(bench)
    huge = replace(item, media=replace(item.media, size=101))
    assert why(await lookout.look_at(huge)) is OpaqueReason.TOO_BIG
    # The platform's own bound counts where it is the smaller one.
    patient = Lookout(bench.platforms, off_loop, LISTS, FakeWeb(), DOWNLOAD_BYTES * 2, 1)
    huge = replace(item, media=replace(item.media, size=DOWNLOAD_BYTES + 1))
    assert why(await patient.look_at(huge)) is OpaqueReason.TOO_BIG


async def test_a_lie_about_the_size_is_found_out(bench: Bench, lookout: Lookout) -> None:
    item = await item_of(bench, b"bad " + bytes(100))
    for size in (5, None):
        lying = replace(item, media=replace(item.media, size=size))
        assert why(await lookout.look_at(lying)) is OpaqueReason.TOO_BIG


async def test_what_the_platform_hides_is_not_fetched(bench: Bench, lookout: Lookout) -> None:
    item = await item_of(bench, b"bad")
    never_fetch(bench)
    hidden = replace(item, opaque=OpaqueReason.UNSUPPORTED)
    assert why(await lookout.look_at(hidden)) is OpaqueReason.UNSUPPORTED


async def test_a_file_that_is_gone_is_a_signal(bench: Bench, lookout: Lookout) -> None:
    item = await item_of(bench, b"bad")
    bench.world.faults.fail(Call.FETCH, NoSuchFile())
    assert why(await lookout.look_at(item)) is OpaqueReason.UNFETCHABLE


@pytest.mark.parametrize("refusal", [SlowDown(timedelta(seconds=9)), Unreachable()])
async def test_what_is_worth_another_try_is_raised(
    bench: Bench, lookout: Lookout, refusal: Refusal
) -> None:
    item = await item_of(bench, b"bad")
    bench.world.faults.fail(Call.FETCH, refusal)
    with pytest.raises(TryLater):
        await lookout.look_at(item)


async def test_a_fetch_that_stalls_has_a_deadline(
    bench: Bench, lookout: Lookout, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = await item_of(bench, b"bad")
    monkeypatch.setattr(bench.clock, "sleep", asyncio.sleep)
    bench.world.faults.slow[Call.FETCH] = 60
    assert why(await lookout.look_at(item)) is OpaqueReason.TIMED_OUT


async def test_a_file_without_an_end_does_not_take_the_only_thread(off_loop: OffLoop) -> None:
    assert why(await off_loop.screen(b"slow")) is OpaqueReason.TIMED_OUT
    assert (await off_loop.screen(b"clean")).signals


async def test_the_loop_goes_on_while_a_file_is_looked_at(
    off_loop: OffLoop, screener: SlowScreener
) -> None:
    looking = asyncio.create_task(off_loop.screen(b"slow"))
    for _ in range(5):
        await asyncio.sleep(0.001)
    assert not looking.done()
    screener.go.set()
    assert why(await looking) is OpaqueReason.NOT_A_PICTURE


# --- what lies at an address

PLACE = "https://i.example/a.jpg"


async def linked(bench: Bench) -> WorkItem:
    item = await item_of(bench, b"bad")
    never_fetch(bench)
    return replace(item, media=MediaItem("link.1", "key", PLACE))


@pytest.mark.parametrize("score", [0.99, 0.001])
async def test_a_linked_picture_is_judged_like_a_posted_one(
    bench: Bench, lookout: Lookout, web: FakeWeb, score: float
) -> None:
    web.pages[PLACE] = b"bad" if score > 0.5 else b"clean"
    found = await lookout.look_at(await linked(bench))
    assert Score("open_nsfw", "nsfw", score) in found.signals
    assert web.asked == [PLACE]


async def test_a_linked_picture_that_is_known_is_found(
    bench: Bench, lookout: Lookout, web: FakeWeb
) -> None:
    web.pages[PLACE] = b"known"
    (match,) = (await lookout.look_at(await linked(bench))).signals
    assert isinstance(match, BankMatch)


NO_PICTURES = {
    "nothing there": None,
    "too much": b"bad" + bytes(100),
    "a page": b"<html>",
    "words": b"nothing",
}


@pytest.mark.parametrize("data", NO_PICTURES.values(), ids=list(NO_PICTURES))
async def test_an_address_of_no_picture_stays_an_address_that_nobody_looked_at(
    bench: Bench,
    lookout: Lookout,
    web: FakeWeb,
    screener: SlowScreener,
    monkeypatch: pytest.MonkeyPatch,
    data: bytes | None,
) -> None:
    if data is not None:
        web.pages[PLACE] = data
    if data == b"nothing":
        shown = Screening((NothingShown("decode"),))
        monkeypatch.setattr(screener, "screen", lambda _, **__: shown)
    assert why(await lookout.look_at(await linked(bench))) is OpaqueReason.LINK


async def test_an_address_that_never_answers_stays_one(
    bench: Bench, lookout: Lookout, web: FakeWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(_address: str, _most: int) -> bytes:
        await asyncio.sleep(30)
        return b""

    monkeypatch.setattr(web, "fetch", hang)
    assert why(await lookout.look_at(await linked(bench))) is OpaqueReason.LINK


async def test_a_picture_that_was_not_looked_at_whole_is_not_clean(
    bench: Bench,
    lookout: Lookout,
    web: FakeWeb,
    screener: SlowScreener,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    web.pages[PLACE] = b"clean"
    half = (Score("open_nsfw", "nsfw", 0.0), Failure("decode", OpaqueReason.TRUNCATED))
    monkeypatch.setattr(screener, "screen", lambda _, **__: Screening(half))
    assert (await lookout.look_at(await linked(bench))).signals == half
