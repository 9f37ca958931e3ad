"""The contract of `Retention` about banks: what has an end ends, and what a person keeps stays."""

from datetime import timedelta

import pytest

from bot.domain.bank import Bank, BankKind
from bot.domain.bank_records import BankChange
from bot.domain.standing import KEEP_EXPIRED, KEEP_REPORTED, Ruling
from bot.storage.books import Books
from tests.contract.banks_rig import entry, own_bank, stored, told
from tests.contract.books_rig import SECOND, BooksRig, chain_is_whole, revision
from tests.fakes import START


async def test_entries_end_on_their_day_confirmed_ones_too(
    database: BooksRig, books: Books
) -> None:
    await books.banks.add("known", "a list", [entry(str(number)) for number in range(4)])
    end = START + timedelta(days=1)
    for name in ("0", "1"):
        await books.bank_entries.rule("known", name, Ruling.CONFIRM)
    for name in ("0", "2"):
        await books.bank_entries.annotate("known", name, expires_at=end)
    assert await books.retention.forget_banks(end - SECOND) == 0
    before = await revision(books)
    assert await books.retention.forget_banks(end) == 2
    assert [one.entry for one in await books.banks.entries("known")] == ["1", "3"]
    assert await revision(books) > before
    assert '"expired":2' in (await told(books))[-1]
    assert await chain_is_whole(books)


async def test_a_report_ends_after_half_a_year_unless_a_person_vouches_for_it(
    database: BooksRig, books: Books
) -> None:
    await own_bank(books, "1", "2", bank="reported")
    await own_bank(books, "1")
    await books.bank_entries.rule("reported", "2", Ruling.CONFIRM)
    assert await books.retention.forget_banks(START + KEEP_REPORTED - SECOND) == 0
    assert await books.retention.forget_banks(START + KEEP_REPORTED) == 1
    await stored(books, "2", "reported")
    await stored(books, "1", "school")


async def test_what_models_removed_stays_once_a_person_vouches_for_it(
    database: BooksRig, books: Books
) -> None:
    await books.banks.add("removed", "models", [entry("1", "removed"), entry("2", "removed")])
    await books.bank_entries.rule("removed", "2", Ruling.CONFIRM)
    database.clock.move(timedelta(days=181))
    assert await books.retention.forget_removed(START + SECOND) == 1
    await stored(books, "2", "removed")


async def test_an_expired_bank_is_deleted_after_a_while(database: BooksRig, books: Books) -> None:
    await books.bank_settings.open(Bank("known", expires_at=START))
    await books.banks.add("known", "a list", [entry("1"), entry("2")])
    assert await books.retention.forget_banks(START + KEEP_EXPIRED - SECOND) == 0
    assert await books.retention.forget_banks(START + KEEP_EXPIRED) == 2
    assert await books.bank_settings.get("known") is None
    assert '"by":"clock"' in (await told(books))[-1]


@pytest.mark.parametrize("name", ["reported", "removed", "allowed"])
async def test_a_bank_of_the_bots_own_stays_even_if_it_has_expired(books: Books, name: str) -> None:
    await books.banks.add(name, "the bot", [entry("1", name)])
    await books.bank_settings.change(name, BankChange(expires_at=START))
    assert await books.retention.forget_banks(START + KEEP_EXPIRED) == 0
    found = await books.bank_settings.get(name)
    assert found is not None
    assert found.kind is (BankKind.ALLOW if name == "allowed" else BankKind.OWN)
