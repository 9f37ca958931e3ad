"""The contract of `BankBook`: hashes are added once, and every change shows in the revision."""

from dataclasses import replace

import pytest

from bot.domain.bank import Bank, BankEntry, Standing
from bot.domain.bank_records import BankSummary
from bot.storage.books import Books
from tests.contract.books_rig import BooksRig, chain_is_whole, revision

ONE = BankEntry("known", "1", sha256="a" * 64)
TWO = BankEntry("known", "2", pdq="b" * 64, quality=80)

LONG = [BankEntry("known", str(number), sha256=str(number) * 64) for number in range(1, 6)]
LATER = [BankEntry("known", str(number), sha256=str(number) * 64) for number in (6, 7)]


async def test_an_empty_book(books: Books) -> None:
    assert await books.banks.entries() == []
    assert await books.banks.summaries() == []
    assert await revision(books) == 0


async def test_entries_come_back_as_they_were_added(database: BooksRig) -> None:
    async with database.open() as books:
        assert await books.banks.add("known", "a list", [ONE, TWO]) == 2
        assert await books.banks.add("other", "another", [replace(ONE, bank="other")]) == 1
    async with database.open() as books:
        assert await books.banks.entries("known") == [ONE, TWO]
        assert len(await books.banks.entries()) == 3
        assert await books.banks.entries("missing") == []
        assert await books.banks.summaries() == [
            BankSummary(Bank("known", source="a list"), {Standing.LISTED: 2}),
            BankSummary(Bank("other", source="another"), {Standing.LISTED: 1}),
        ]


async def test_adding_twice_adds_nothing_and_changes_nothing(books: Books) -> None:
    await books.banks.add("known", "a list", [ONE])
    before, told = await revision(books), len(await books.audit.entries())
    assert await books.banks.add("known", "a list", [ONE, ONE]) == 0
    assert await revision(books) == before
    assert len(await books.audit.entries()) == told
    assert await books.banks.add("known", "a list", [ONE, TWO]) == 1


async def test_the_revision_grows_with_every_change_of_any_bank(books: Books) -> None:
    seen = [await revision(books)]
    for bank, entry in (("known", ONE), ("other", ONE), ("known", TWO)):
        await books.banks.add(bank, "a list", [replace(entry, bank=bank)])
        seen.append(await revision(books))
    assert seen == sorted(set(seen))


async def test_an_entry_without_any_hash_takes_its_whole_list_back(books: Books) -> None:
    with pytest.raises(Exception, match="has_a_hash"):
        await books.banks.add("known", "a list", [ONE, BankEntry("known", "3")])
    assert await books.banks.summaries() == []
    assert await revision(books) == 0


async def test_a_long_list_goes_in_by_pieces_that_count_from_then_on(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.banks._PIECE", 2)
    assert await books.banks.add("known", "a list", iter(LONG)) == 5
    assert await books.banks.entries("known") == LONG
    assert await revision(books) == 3
    begun, ended = await books.audit.entries()
    assert '"adding":2' in begun.what
    assert '"added":5' in ended.what


@pytest.mark.parametrize("cut_after", [1, 2])
async def test_an_addition_that_broke_off_is_completed_by_making_it_again(
    database: BooksRig, books: Books, monkeypatch: pytest.MonkeyPatch, cut_after: int
) -> None:
    monkeypatch.setattr("bot.storage.banks._PIECE", 2)
    pauses: list[float] = []

    async def cut(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == cut_after:
            raise ConnectionAbortedError

    # What the first list ends with is known already: it must not be its last piece.
    await books.banks.add("known", "a list", LONG[4:])
    with monkeypatch.context() as cutting:
        cutting.setattr(database.clock, "sleep", cut)
        with pytest.raises(ConnectionAbortedError):
            await books.banks.add("known", "a list", [*LONG, *LATER])
    assert len(await books.banks.entries("known")) == 1 + 2 * cut_after
    before = await revision(books)
    assert await books.banks.add("known", "a list", [*LONG, *LATER]) == 6 - 2 * cut_after
    assert await revision(books) > before
    assert sorted(one.entry for one in await books.banks.entries()) == list("1234567")
    assert await chain_is_whole(books)


async def test_another_writer_gets_in_between_two_pieces(
    database: BooksRig, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.banks._PIECE", 2)
    seen: list[int] = []

    async def meanwhile(_: float) -> None:
        await database.spoil("DELETE FROM cursor")
        seen.append(len(await books.banks.entries()))

    monkeypatch.setattr(database.clock, "sleep", meanwhile)
    await books.banks.add("known", "a list", LONG)
    assert seen == [2, 4]


async def test_a_change_is_told_to_the_audit_chain_without_its_hashes(books: Books) -> None:
    await books.banks.add("known", "a list", [ONE, TWO])
    (entry,) = await books.audit.entries()
    assert entry.what == '{"added":2,"bank":"known","event":"bank"}'
    assert await chain_is_whole(books)


async def test_what_is_withdrawn_is_gone_for_good_and_nothing_else(books: Books) -> None:
    await books.banks.add("known", "a list", LONG)
    await books.banks.add("other", "a list", [replace(one, bank="other") for one in LONG])
    before = await books.bank_feed.numbers()
    assert await books.banks.withdraw("known", {"2", "4", "never there"}) == 2
    assert [one.entry for one in await books.banks.entries("known")] == ["1", "3", "5"]
    assert len(await books.banks.entries("other")) == 5
    assert await books.bank_feed.numbers() != before
    assert (await books.audit.entries())[
        -1
    ].what == '{"bank":"known","by":"operator","event":"bank","withdrawn":2}'
    assert await chain_is_whole(books)


@pytest.mark.parametrize(("bank", "entries"), [("known", {"9"}), ("missing", {"1"}), ("known", ())])
async def test_withdrawing_what_is_not_there_changes_nothing(
    books: Books, bank: str, entries: set[str]
) -> None:
    await books.banks.add("known", "a list", [ONE])
    revision, told = await books.bank_feed.numbers(), len(await books.audit.entries())
    assert await books.banks.withdraw(bank, entries) == 0
    assert await books.bank_feed.numbers() == revision
    assert len(await books.audit.entries()) == told


async def test_more_is_withdrawn_than_one_statement_can_name(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.bank_rows.PIECE", 2)
    await books.banks.add("known", "a list", LONG)
    assert await books.banks.withdraw("known", [one.entry for one in LONG]) == 5
    assert await books.banks.entries("known") == []
    assert await books.banks.withdraw("known", ["1"]) == 0
