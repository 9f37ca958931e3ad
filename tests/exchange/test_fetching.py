"""Fetching into a bank: what was withdrawn leaves it, and a fetch that broke off is made again."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.exchange.ncmec import Ncmec
from adapters.exchange.stopncii import StopNcii
from bot.domain import hash_list
from bot.domain.bank import BankEntry
from bot.domain.errors import ExchangeFailed
from bot.domain.exchange import HashDelta
from bot.domain.hash_list import Unusable
from bot.services import exchanging
from bot.services.exchanging import Exchanging
from bot.storage.books import Books
from tests.contract.books_rig import SqliteRig, chain_is_whole
from tests.exchange.server import Fault, Loopback
from tests.exchange.worlds import NcmecEntry, NcmecWorld, StopNciiWorld
from tests.fakes import START, MovableClock

ONE, TWO, THREE = (digit * 32 for digit in ("0f", "1e", "2d"))
NOW = int(START.timestamp())
DAY = 24 * 3600


@pytest.fixture
async def books(tmp_path: Path) -> AsyncIterator[Books]:
    async with SqliteRig(tmp_path).open() as opened:
        yield opened


@pytest.fixture
def fetching(books: Books) -> Exchanging:
    return Exchanging(books.banks, books.inbox)


async def looks(books: Books, bank: str) -> list[str]:
    return sorted(entry.pdq or "" for entry in await books.banks.entries(bank))


async def test_new_hashes_come_in_and_withdrawn_ones_go_out(
    fetching: Exchanging, books: Books, stopncii: StopNcii, ncii_world: StopNciiWorld
) -> None:
    ncii_world.put(ONE, NOW - 100, "Active", "Blocked")
    ncii_world.put(TWO, NOW - 100)
    done = await fetching.fetch(stopncii)
    assert (done.added, done.withdrawn) == (2, 0)
    assert await looks(books, "stopncii") == [ONE, TWO]
    ncii_world.put(ONE, NOW - 50, "Withdrawn")
    ncii_world.put(THREE, NOW - 50)
    done = await fetching.fetch(stopncii)
    assert (done.added, done.withdrawn) == (1, 1)
    assert await looks(books, "stopncii") == [TWO, THREE]
    assert await chain_is_whole(books)


async def test_fetching_again_changes_nothing(
    fetching: Exchanging, books: Books, stopncii: StopNcii, ncii_world: StopNciiWorld
) -> None:
    ncii_world.put(ONE, NOW - 100)
    await fetching.fetch(stopncii)
    revision = await books.bank_feed.numbers()
    assert (await fetching.fetch(stopncii)).added == 0
    assert await books.bank_feed.numbers() == revision


async def test_what_a_service_confirmed_later_is_vouched_for_from_then_on(
    fetching: Exchanging, books: Books, stopncii: StopNcii, ncii_world: StopNciiWorld
) -> None:
    ncii_world.put(ONE, NOW - 100)
    await fetching.fetch(stopncii)
    ncii_world.put(ONE, NOW - 50, "Active", "Blocked")
    await fetching.fetch(stopncii)
    (entry,) = await books.banks.entries("stopncii")
    assert entry.verified


async def test_what_is_no_longer_in_a_whole_list_goes_out(
    fetching: Exchanging,
    books: Books,
    stopncii: StopNcii,
    ncii_world: StopNciiWorld,
    clock: MovableClock,
) -> None:
    ncii_world.put(ONE, NOW - 100)
    ncii_world.put(TWO, NOW - 100)
    await fetching.fetch(stopncii)
    del ncii_world.records[ONE]
    assert (await fetching.fetch(stopncii)).withdrawn == 0
    clock.move(timedelta(days=31))
    assert (await fetching.fetch(stopncii)).withdrawn == 1
    assert await looks(books, "stopncii") == [TWO]


async def test_a_list_that_is_empty_all_at_once_is_not_believed(
    fetching: Exchanging,
    books: Books,
    stopncii: StopNcii,
    ncii_world: StopNciiWorld,
    clock: MovableClock,
) -> None:
    ncii_world.put(ONE, NOW - 100)
    await fetching.fetch(stopncii)
    ncii_world.records.clear()
    clock.move(timedelta(days=31))
    with pytest.raises(ExchangeFailed, match="whole list is empty"):
        await fetching.fetch(stopncii)
    assert await looks(books, "stopncii") == [ONE]


async def test_a_fetch_that_breaks_off_changes_nothing_and_is_made_again(
    fetching: Exchanging,
    books: Books,
    stopncii: StopNcii,
    ncii_world: StopNciiWorld,
    ncii_server: Loopback,
) -> None:
    ncii_world.page = 1
    ncii_world.put(ONE, NOW - 100)
    ncii_world.put(TWO, NOW - 99)
    ncii_server.faults = [Fault(), Fault(status=401)]
    with pytest.raises(ExchangeFailed):
        await fetching.fetch(stopncii)
    assert await books.banks.entries() == []
    assert await fetching.checkpoint("stopncii") is None
    assert (await fetching.fetch(stopncii)).added == 2


async def test_ranges_that_were_completed_stay_and_are_not_asked_for_again(
    fetching: Exchanging,
    books: Books,
    ncmec: Ncmec,
    ncmec_world: NcmecWorld,
    ncmec_server: Loopback,
) -> None:
    await books.inbox.take_in("exchange:ncmec", [], json.dumps({"to": NOW - 50 * DAY}))
    ncmec_world.put(
        NcmecEntry("old", NOW - 40 * DAY, {"pdq": ONE}), NcmecEntry("new", NOW - DAY, {"pdq": TWO})
    )
    ncmec_server.faults = [Fault(), Fault(status=401)]
    with pytest.raises(ExchangeFailed):
        await fetching.fetch(ncmec)
    assert await looks(books, "ncmec") == [ONE]
    assert await fetching.checkpoint("ncmec") == json.dumps({"to": NOW - 20 * DAY})
    assert (await fetching.fetch(ncmec)).added == 1
    assert len(ncmec_server.seen) == 3


async def test_an_entry_that_was_deleted_or_changed_follows(
    fetching: Exchanging, books: Books, ncmec: Ncmec, ncmec_world: NcmecWorld, clock: MovableClock
) -> None:
    await books.inbox.take_in("exchange:ncmec", [], json.dumps({"to": NOW - 10 * DAY}))
    ncmec_world.put(
        NcmecEntry("a", NOW - 60, {"pdq": ONE}),
        NcmecEntry("b", NOW - 60, {"pdq": TWO}),
        NcmecEntry("c", NOW - 60, {"md5": "d35bc6e9c9e7b2cf0b5e9b7c3a8f9f10"}),
    )
    done = await fetching.fetch(ncmec)
    assert (done.added, done.withdrawn) == (2, 0)
    assert done.unusable == {Unusable.MD5: 1}
    clock.move(timedelta(hours=1))
    ncmec_world.put(
        NcmecEntry("a", NOW + 60, kind="deletedImage"), NcmecEntry("b", NOW + 60, {"pdq": THREE})
    )
    done = await fetching.fetch(ncmec)
    assert (done.added, done.withdrawn) == (1, 2)
    assert await looks(books, "ncmec") == [THREE]


class Pieces:
    """An exchange that says what a test tells it to."""

    name = "pieces"

    def __init__(self, *pieces: HashDelta) -> None:
        self.pieces = pieces

    async def greet(self) -> None:
        return None

    async def fetch(self, checkpoint: str | None) -> AsyncIterator[HashDelta]:
        for piece in self.pieces:
            yield piece


ENTRY = BankEntry("pieces", "1", pdq=ONE)


async def test_a_later_page_replaces_what_an_earlier_one_said(
    fetching: Exchanging, books: Books
) -> None:
    first = HashDelta((ENTRY, replace(ENTRY, entry="2")), frozenset(), {}, 1)
    last = HashDelta((), frozenset({"1"}), {}, 2, "here")
    done = await fetching.fetch(Pieces(first, last))
    assert [entry.entry for entry in await books.banks.entries("pieces")] == ["2"]
    assert done.unread == 3


async def test_nothing_is_stored_of_what_has_no_end(fetching: Exchanging, books: Books) -> None:
    await fetching.fetch(Pieces(HashDelta((ENTRY,), frozenset(), {})))
    assert await books.banks.entries() == []
    assert await fetching.checkpoint("pieces") is None


async def test_a_list_that_is_too_long_is_refused(
    fetching: Exchanging, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchanging, "MOST_ENTRIES", 1)
    entries = tuple(replace(ENTRY, entry=str(number)) for number in range(3))
    with pytest.raises(ExchangeFailed, match="more than 1 hashes"):
        await fetching.fetch(Pieces(HashDelta(entries, frozenset(), {}, checkpoint="here")))
    assert await books.banks.entries() == []
    assert hash_list.MOST_ENTRIES == 2_000_000
