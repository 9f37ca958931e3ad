"""The contract of `BankFeed`: who follows the changes knows what who loads everything knows."""

import random
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

import pytest

from bot.domain.bank import Bank, BankEntry, BankKind, Standing
from bot.domain.bank_records import BankChange
from bot.domain.standing import KEEP_CHANGES, Ruling
from bot.storage.books import Books
from tests.contract.banks_rig import entry, loaded, own_bank
from tests.contract.books_rig import CLASS, SECOND, BooksRig
from tests.fakes import START


class Follower:
    """Keeps what matches, as a loader does."""

    def __init__(self, books: Books) -> None:
        self._feed = books.bank_feed
        self.entries: dict[str, BankEntry] = {}
        self.numbers: Mapping[int, int] = {}
        self._names: Mapping[int, str] = {}

    async def follow(self) -> bool:
        """Follow the changes; False where that is not possible any more."""
        banks = await self._feed.banks()
        known = {one.id: self.numbers.get(one.id, 0) for one in banks}
        delta = await self._feed.changes_since(known)
        if delta is None:
            return False
        # The entries of a bank that is gone, whatever has its name now.
        over = {name for number, name in self._names.items() if number not in known}
        self.entries = {key: one for key, one in self.entries.items() if one.bank not in over}
        self._names = {one.id: one.bank.name for one in banks}
        here, off = await self._feed.changed(delta.ranges)
        for bank, name in (*delta.gone, *off):
            self.entries.pop(f"{bank}/{name}", None)
        self.entries |= {f"{one.bank}/{one.entry}": one for one in here}
        self.numbers = {one.id: one.number for one in banks}
        return True


async def test_an_empty_feed(books: Books) -> None:
    assert await books.bank_feed.numbers() == {}
    assert await books.bank_feed.banks() == []
    assert await books.bank_feed.entries([], 0, 10) == ([], 0)
    assert await books.bank_feed.list_hashes() == 0
    assert await Follower(books).follow()


async def test_every_change_is_followed(database: BooksRig, books: Books) -> None:
    follower = Follower(books)
    await own_bank(books, "1")
    steps: tuple[Callable[[], Awaitable[object]], ...] = (
        lambda: books.banks.add("known", "a list", [entry(str(n)) for n in range(5)]),
        lambda: books.bank_entries.rule("known", "2", Ruling.CONFIRM),
        lambda: books.bank_entries.rule("known", "3", Ruling.DISABLE),
        lambda: books.bank_entries.rule("known", "3", Ruling.ENABLE),
        lambda: books.banks.withdraw("known", ["0", "4"]),
        lambda: books.banks.add("known", "a list", [entry("4", sha256="d" * 64)]),
        lambda: books.bank_settings.change("known", BankChange(share=3)),
        lambda: books.bank_settings.remove("known"),
        lambda: books.banks.add("known", "another", [entry("2")]),
    )
    for number, step in enumerate(steps):
        await step()
        assert await follower.follow()
        assert follower.entries == await loaded(books), number
    # And all at once, by one that saw nothing of it.
    late = Follower(books)
    assert await late.follow()
    assert late.entries == await loaded(books)


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_happens_who_follows_knows_the_same(books: Books, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test
    follower = Follower(books)
    names = [str(number) for number in range(8)]
    done = 0
    for _ in range(40):
        bank, name = chance.choice(("known", "other")), chance.choice(names)
        match chance.randrange(5):
            case 0 | 1:
                new = [entry(each, bank) for each in chance.sample(names, 3)]
                done += await books.banks.add(bank, "a list", new)
            case 2:
                done += await books.banks.withdraw(bank, chance.sample(names, 2))
            case 3:
                done += await books.bank_entries.rule(bank, name, chance.choice(list(Ruling)))
            case _:
                if chance.random() < 0.2:
                    done += await books.bank_settings.remove(bank) or 0
        if chance.random() < 0.4:
            assert await follower.follow()
            assert follower.entries == await loaded(books)
    assert done > 20
    assert await follower.follow()
    assert follower.entries == await loaded(books)


async def test_who_missed_changes_that_are_forgotten_is_told_so(
    database: BooksRig, books: Books
) -> None:
    follower, asleep = Follower(books), Follower(books)
    await books.banks.add("known", "a list", [entry("1"), entry("2")])
    assert await follower.follow()
    assert await asleep.follow()
    database.clock.move(timedelta(minutes=30))
    await books.banks.withdraw("known", ["1"])
    assert await follower.follow()
    database.clock.move(KEEP_CHANGES + SECOND)
    now = database.clock.now()
    await books.retention.forget_hits(now, now - KEEP_CHANGES)
    # The name of what was withdrawn, which is a hash, is gone too.
    assert await database.rows("SELECT gone FROM bank_change") == []
    assert not await asleep.follow()
    assert await follower.follow()
    assert not await Follower(books).follow()


async def test_an_entry_has_its_effective_standing(database: BooksRig, books: Books) -> None:
    await books.banks.add("known", "a list", [entry("1"), entry("2")])
    await books.bank_entries.rule("known", "2", Ruling.CONFIRM)
    await database.spoil("UPDATE bank_entry SET quarantined_at = '2026-11-20 21:04:00'")
    found = await loaded(books)
    assert found["known/1"].standing is Standing.UNSURE
    assert found["known/2"].standing is Standing.CONFIRMED


async def test_what_is_disabled_or_over_is_not_loaded(database: BooksRig, books: Books) -> None:
    await books.banks.add("known", "a list", [entry(str(number)) for number in range(1, 5)])
    await books.bank_entries.rule("known", "1", Ruling.DISABLE)
    await books.bank_entries.annotate("known", "2", expires_at=START)
    await books.bank_entries.annotate("known", "3", expires_at=START + timedelta(seconds=1))
    assert list(await loaded(books)) == ["known/3", "known/4"]
    database.clock.move(timedelta(seconds=1))
    assert list(await loaded(books)) == ["known/4"]


async def test_a_page_of_nothing_but_disabled_ones_is_not_the_last(books: Books) -> None:
    await books.banks.add("known", "a list", [entry(str(number)) for number in range(6)])
    for name in ("0", "1", "2"):
        await books.bank_entries.rule("known", name, Ruling.DISABLE)
    (bank,) = await books.bank_feed.banks()
    page, last = await books.bank_feed.entries([bank.id], 0, 3)
    assert page == []
    assert last > 0
    page, last = await books.bank_feed.entries([bank.id], last, 3)
    assert [one.entry for one in page] == ["3", "4", "5"]
    assert await books.bank_feed.entries([bank.id], last, 3) == ([], last)


async def test_an_entry_keeps_its_chat_and_its_windows(books: Books) -> None:
    one = entry("1", "school", windows=b"w" * 128, scope=CLASS)
    await books.bank_settings.open(Bank("school", BankKind.OWN))
    await books.banks.add("school", "people", [one])
    found = (await loaded(books))["school/1"]
    assert (found.windows, found.scope, found.standing) == (b"w" * 128, CLASS, Standing.NEW)


async def test_only_looks_of_lists_in_force_count_for_their_limit(
    database: BooksRig, books: Books
) -> None:
    both = [entry("1"), entry("2", sha256="a" * 64, pdq=None), entry("3")]
    for name, kind in (("known", BankKind.LIST), ("memes", BankKind.GUARD)):
        await books.bank_settings.open(Bank(name, kind))
        await books.banks.add(name, "a list", both)
    await own_bank(books, "1")
    assert await books.bank_feed.list_hashes() == 2
    await books.bank_settings.change("known", BankChange(expires_at=START + timedelta(seconds=1)))
    assert await books.bank_feed.list_hashes() == 2
    database.clock.move(timedelta(seconds=1))
    assert await books.bank_feed.list_hashes() == 0
    await books.bank_settings.change("known", BankChange(lasts=True, enabled=False))
    assert await books.bank_feed.list_hashes() == 0


async def test_who_wants_to_know_is_told_of_each_change_once_it_is_stored(books: Books) -> None:
    seen: list[int] = []
    books.when_banks_change(lambda: seen.append(1))
    await books.banks.add("known", "a list", [entry("1")])
    await books.bank_entries.rule("known", "1", Ruling.CONFIRM)
    await books.bank_settings.change("known", BankChange(share=1))
    await books.banks.withdraw("known", ["1"])
    assert len(seen) == 4
    await books.banks.add("known", "a list", [])
    await books.banks.withdraw("known", ["1"])
    await books.bank_entries.rule("known", "1", Ruling.CONFIRM)
    assert len(seen) == 4
    await books.bank_settings.remove("known")
    assert len(seen) > 4
