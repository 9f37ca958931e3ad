"""The loader keeps the screener's banks as they are stored, and reads no more than has changed."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from bot.domain.bank import KNOWN_DISTANCE, Bank, BankEntry, BankKind, Standing
from bot.domain.bank_records import BankChange
from bot.domain.standing import Ruling
from bot.services import bank_loader
from bot.services.bank_loader import BankLoader
from bot.storage.books import Books
from tests.contract.banks_rig import entry, loaded, register
from tests.contract.books_rig import SqliteRig
from tests.fakes import FakeScreener

BUDGET = 0.0005


class Watched(FakeScreener):
    """Says how it was loaded."""

    def __init__(self) -> None:
        super().__init__()
        self.full = 0
        self.changed: list[int] = []
        self.threads: set[int] = set()
        self.wait = threading.Event()
        self.wait.set()
        self.pages: list[int] = []

    def load_banks(
        self,
        banks: Sequence[Bank],
        entries: Iterable[Sequence[BankEntry]],
        *,
        list_limit: int = KNOWN_DISTANCE,
    ) -> None:
        self.threads.add(threading.get_ident())

        def waiting() -> Iterable[Sequence[BankEntry]]:
            for page in entries:
                self.pages.append(len(page))
                self.wait.wait(5)
                yield page

        super().load_banks(banks, waiting(), list_limit=list_limit)
        self.full += 1

    def change_banks(
        self,
        banks: Sequence[Bank],
        changed: Sequence[BankEntry],
        gone: Collection[tuple[str, str]],
        *,
        list_limit: int = KNOWN_DISTANCE,
    ) -> None:
        self.threads.add(threading.get_ident())
        super().change_banks(banks, changed, gone, list_limit=list_limit)
        self.changed.append(len(changed) + len(gone))


@pytest.fixture
def rig(tmp_path: Path) -> SqliteRig:
    return SqliteRig(tmp_path)


@pytest.fixture
async def books(rig: SqliteRig) -> AsyncIterator[Books]:
    async with rig.open() as opened:
        yield opened


@pytest.fixture
def screener() -> Watched:
    return Watched()


@pytest.fixture
def loader(books: Books, screener: Watched) -> BankLoader:
    return BankLoader(books.bank_feed, screener, BUDGET)


async def until(true: Callable[[], bool], seconds: float) -> None:
    for _ in range(int(seconds * 200)):
        if true():
            return
        await asyncio.sleep(0.005)
    raise AssertionError(f"not within {seconds} s")


def several(count: int, bank: str = "known") -> list[BankEntry]:
    return [entry(str(number), bank) for number in range(count)]


def names(screener: FakeScreener) -> list[str]:
    return [f"{bank}/{name}" for bank, name in screener.entries]


async def test_at_the_start_everything_is_loaded_even_nothing(
    books: Books, screener: Watched, loader: BankLoader
) -> None:
    await loader.refresh()
    assert (screener.full, screener.banks) == (1, [])
    await books.banks.add("known", "a list", several(5))
    fresh = Watched()
    await BankLoader(books.bank_feed, fresh, BUDGET).refresh()
    assert names(fresh) == names(screener) + [f"known/{number}" for number in range(5)]
    assert [bank.name for bank in fresh.banks] == ["known"]


async def test_pages_are_small(
    books: Books, screener: Watched, loader: BankLoader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bank_loader, "PAGE", 2)
    await books.banks.add("known", "a list", several(5))
    await loader.refresh()
    assert screener.pages == [2, 2, 1]


async def test_what_has_not_changed_is_not_loaded_again(
    books: Books, screener: Watched, loader: BankLoader
) -> None:
    await books.banks.add("known", "a list", several(5))
    for _ in range(3):
        await loader.refresh()
    assert (screener.full, screener.changed) == (1, [])


async def test_a_change_brings_only_itself(
    books: Books, screener: Watched, loader: BankLoader
) -> None:
    await books.banks.add("known", "a list", several(50))
    await loader.refresh()
    steps: tuple[tuple[Callable[[], Any], int], ...] = (
        (lambda: books.bank_entries.rule("known", "7", Ruling.DISABLE), 1),
        (lambda: books.bank_entries.rule("known", "8", Ruling.CONFIRM), 1),
        (lambda: books.banks.withdraw("known", ["9", "11"]), 2),
        (lambda: books.bank_settings.change("known", BankChange(share=5)), 0),
        (lambda: books.banks.add("other", "a list", several(3, "other")), 3),
        (lambda: books.bank_settings.remove("other"), 0),
    )
    for number, (step, size) in enumerate(steps, start=1):
        await step()
        await loader.refresh()
        assert (len(screener.changed), screener.changed[-1]) == (number, size), number
        assert {f"{a}/{b}": one for (a, b), one in screener.entries.items()} == await loaded(books)
    assert screener.full == 1
    assert screener.banks == [Bank("known", source="a list", share=5)]
    assert screener.entries["known", "8"].standing is Standing.CONFIRMED


async def test_many_changes_are_handed_over_by_and_by(
    books: Books, screener: Watched, loader: BankLoader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bank_loader, "PAGE", 3)
    monkeypatch.setattr(bank_loader, "_AT_ONCE", 4)
    await loader.refresh()
    await books.banks.add("known", "a list", several(10))
    await books.banks.add("other", "a list", several(2, "other"))
    await loader.refresh()
    assert screener.full == 1
    assert screener.changed == [6, 6]
    assert len(screener.entries) == 12


async def test_very_many_are_loaded_page_by_page(
    books: Books, screener: Watched, loader: BankLoader, monkeypatch: pytest.MonkeyPatch
) -> None:
    await loader.refresh()
    monkeypatch.setattr(bank_loader, "_MOST_CHANGED", 9)
    await books.banks.add("known", "a list", several(10))
    await loader.refresh()
    assert (screener.full, screener.changed) == (2, [])
    assert len(screener.entries) == 10


async def test_a_disabled_bank_takes_no_memory_and_comes_back_whole(
    books: Books, screener: Watched, loader: BankLoader
) -> None:
    await books.banks.add("known", "a list", several(3))
    await loader.refresh()
    await books.bank_settings.change("known", BankChange(enabled=False))
    await loader.refresh()
    assert (screener.banks, screener.entries, screener.full) == ([], {}, 1)
    # What happens to it meanwhile is nobody's business.
    await books.banks.withdraw("known", ["1"])
    await books.banks.add("known", "a list", [entry("9")])
    await loader.refresh()
    assert screener.entries == {}
    await books.bank_settings.change("known", BankChange(enabled=True))
    await loader.refresh()
    assert names(screener) == ["known/0", "known/2", "known/9"]
    assert screener.full == 2


async def test_a_bank_of_the_same_name_is_another_one(
    books: Books, screener: Watched, loader: BankLoader
) -> None:
    await books.banks.add("known", "a list", several(3))
    await loader.refresh()
    await books.bank_settings.remove("known")
    await books.banks.add("known", "a list", [entry("7")])
    await books.banks.add("known", "a list", [entry("8")])
    await books.banks.add("known", "a list", [entry("9")])
    await loader.refresh()
    assert {f"{a}/{b}" for a, b in screener.entries} == {"known/7", "known/8", "known/9"}


async def test_who_slept_too_long_loads_everything(
    rig: SqliteRig, books: Books, screener: Watched, loader: BankLoader
) -> None:
    await books.banks.add("known", "a list", several(3))
    await loader.refresh()
    await books.banks.withdraw("known", ["1"])
    await rig.spoil("DELETE FROM bank_change")
    await loader.refresh()
    assert screener.full == 2
    assert names(screener) == ["known/0", "known/2"]


async def test_the_limit_of_lists_follows_their_length(
    books: Books, screener: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Five hashes with this budget are like millions with the usual one.
    loader = BankLoader(books.bank_feed, screener, 1e-9)
    await loader.refresh()
    assert screener.list_limit == loader.list_limit == 29
    await books.banks.add("known", "a list", several(5))
    await loader.refresh()
    assert screener.list_limit == loader.list_limit == 20
    await books.bank_settings.open(Bank("school", BankKind.OWN))
    await books.banks.add("school", "people", several(5, "school"))
    await loader.refresh()
    assert screener.list_limit == 20
    await books.bank_settings.change("known", BankChange(enabled=False))
    await loader.refresh()
    assert screener.list_limit == 29


async def test_nothing_that_takes_time_runs_on_the_loop(
    books: Books, screener: Watched, loader: BankLoader
) -> None:
    await books.banks.add("known", "a list", several(3))
    await loader.refresh()
    await books.banks.withdraw("known", ["1"])
    await loader.refresh()
    assert threading.get_ident() not in screener.threads
    assert screener.threads


async def test_what_changes_while_everything_is_loaded_is_not_lost(
    books: Books, screener: Watched, loader: BankLoader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bank_loader, "PAGE", 1)
    await books.banks.add("known", "a list", several(4))
    screener.wait.clear()
    loading = asyncio.create_task(loader.refresh())
    await until(lambda: bool(screener.pages), 5)
    await books.banks.withdraw("known", ["0"])
    await books.bank_entries.rule("known", "1", Ruling.DISABLE)
    await books.banks.add("known", "a list", [entry("9")])
    screener.wait.set()
    await loading
    await loader.refresh()
    assert {f"{a}/{b}" for a, b in screener.entries} == {"known/2", "known/3", "known/9"}


async def test_a_stop_while_everything_is_loaded_waits_for_the_thread(
    books: Books, screener: Watched, loader: BankLoader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bank_loader, "PAGE", 1)
    await books.banks.add("known", "a list", several(30))
    screener.wait.clear()
    loading = asyncio.create_task(loader.refresh())
    await until(lambda: bool(screener.pages), 5)
    loading.cancel()
    await asyncio.sleep(0.01)
    screener.wait.set()
    with suppress(asyncio.CancelledError):
        await loading
    read = len(screener.pages)
    assert read < 5
    assert screener.full == 0
    # As if nothing had been: the next one starts again.
    await loader.refresh()
    assert len(screener.entries) == 30


# --- following


@asynccontextmanager
async def following(loader: BankLoader) -> AsyncIterator[None]:
    task = asyncio.create_task(loader.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_whoever_changes_a_bank_here_is_heard_within_a_second(
    books: Books, screener: Watched, loader: BankLoader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bank_loader, "POLL_SECONDS", 60)
    books.when_banks_change(loader.ring)
    await loader.refresh()
    async with following(loader):
        await register(books, entry("1", "reported"))
        await until(lambda: ("reported", "1") in screener.entries, 1)
        await books.bank_entries.rule("reported", "1", Ruling.DISABLE)
        await until(lambda: not screener.entries, 1)


async def test_what_another_process_changes_is_found_by_asking(
    rig: SqliteRig, books: Books, screener: Watched, loader: BankLoader
) -> None:
    assert bank_loader.POLL_SECONDS <= 5
    await loader.refresh()
    async with following(loader), rig.open(alone=False) as other:
        await other.banks.add("known", "a list", several(2))
        await until(lambda: len(screener.entries) == 2, 8)
        await other.bank_entries.rule("known", "1", Ruling.DISABLE)
        await until(lambda: len(screener.entries) == 1, 8)


async def test_a_database_that_is_away_for_a_moment_ends_nothing(
    books: Books, screener: Watched, loader: BankLoader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bank_loader, "POLL_SECONDS", 0.01)
    await loader.refresh()
    failed: list[int] = []

    async def away() -> dict[int, int]:
        failed.append(1)
        raise OSError

    async with following(loader):
        with monkeypatch.context() as broken:
            broken.setattr(type(books.bank_feed), "numbers", lambda _: away())
            await until(lambda: len(failed) > 2, 5)
        await books.banks.add("known", "a list", several(1))
        await until(lambda: len(screener.entries) == 1, 5)


async def test_a_failed_load_is_made_again(
    books: Books, screener: Watched, loader: BankLoader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise MemoryError

    await books.banks.add("known", "a list", several(2))
    with monkeypatch.context() as failing:
        failing.setattr(screener, "load_banks", broken)
        with pytest.raises(MemoryError):
            await loader.refresh()
    await loader.refresh()
    assert len(screener.entries) == 2
    await books.banks.withdraw("known", ["1"])
    with monkeypatch.context() as failing:
        failing.setattr(screener, "change_banks", broken)
        with pytest.raises(MemoryError):
            await loader.refresh()
    await loader.refresh()
    assert len(screener.entries) == 1


def test_ranges_are_cut_into_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bank_loader, "PAGE", 4)
    pieces = list(bank_loader._split([(1, 1, 2), (2, 5, 5), (1, 10, 16), (1, 20, 20)]))
    assert pieces == [
        [(1, 1, 2), (2, 5, 5), (1, 10, 10)],
        [(1, 11, 14)],
        [(1, 15, 16), (1, 20, 20)],
    ]
    assert list(bank_loader._split([])) == []
