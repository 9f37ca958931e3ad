"""A hold keeps the clock from deleting anything of a case, in whatever state the case is."""

from datetime import timedelta

import pytest

from bot.domain.bank import BankEntry, Standing
from bot.domain.bank_records import Registration
from bot.domain.casework import CaseRuling
from bot.domain.verdict import Outcome
from bot.storage.books import Books
from tests.contract.banks_rig import PLAIN, hit, loaded, match
from tests.contract.books_rig import LEAD, BooksRig
from tests.contract.seen import ALERT, saw
from tests.contract.test_books_cases_rulings import put_below, rule
from tests.looks import look

YEAR = timedelta(days=365)


async def forget(database: BooksRig, books: Books) -> None:
    """Let everything be forgotten that the clock forgets, a year later."""
    database.clock.move(YEAR)
    now = database.clock.now()
    await books.retention.forget_seen(now)
    await books.retention.forget_removed(now)
    await books.retention.forget_banks(now)
    await books.retention.forget_hits(now, now)


async def left(database: BooksRig) -> dict[str, int]:
    found = {}
    for table in ("bank_entry", "seen", "bank_hit"):
        ((count,),) = await database.rows(f"SELECT count(*) FROM {table}")  # noqa: S608 - our own
        found[table] = int(count)
    kept = await database.rows("SELECT 1 FROM case_ruling WHERE kept IS NOT NULL")
    return found | {"kept": len(kept)}


async def registered(books: Books, name: str, bank: str, case: int | None = None) -> None:
    one = BankEntry(bank, name, pdq=PLAIN, quality=90, standing=Standing.UNSURE)
    ends = (await books.audit.entries())[0].at + timedelta(days=1)
    how = Registration(case_id=case, expires_at=ends)
    assert await books.banks.register(bank, "people", one, how, "lead")


async def full(books: Books) -> int:
    """Return a case of which there is something in every table that is cleared by the clock."""
    case = await saw(books, "m", look(1), outcome=Outcome.REVIEW, plan=ALERT)
    await registered(books, "mine", "removed", case)
    await registered(books, "ours", "reported", case)
    return case


@pytest.mark.parametrize("ended", [None, CaseRuling.CLOSE])
async def test_nothing_of_a_held_case_is_deleted_by_the_clock_until_it_is_released(
    database: BooksRig, books: Books, ended: CaseRuling | None
) -> None:
    case = await full(books)
    await rule(books, case, CaseRuling.HOLD)
    if ended is not None:
        await rule(books, case, ended)
    before = await left(database)
    assert before["bank_entry"] == 2
    assert before["seen"] == 1
    await forget(database, books)
    assert await left(database) == before
    # What is kept for the proof recognises nothing any more.
    assert [name for name in await loaded(books) if name == "reported/ours"] == []
    assert await rule(books, case, CaseRuling.RELEASE)
    await forget(database, books)
    after = await left(database)
    assert (after["bank_entry"], after["seen"], after["kept"]) == (0, 0, 0)


async def test_a_hold_keeps_nothing_of_other_cases(database: BooksRig, books: Books) -> None:
    case = await full(books)
    other = await hit(books)
    await rule(books, other, CaseRuling.HOLD)
    await forget(database, books)
    assert (await left(database))["bank_entry"] == 0
    assert [row[0] for row in await database.rows("SELECT item_id FROM seen")] == [other]
    assert case != other


async def test_the_hold_of_a_case_holds_those_below_it(database: BooksRig, books: Books) -> None:
    case = await full(books)
    parent = await hit(books)
    await put_below(database, case, parent)
    await rule(books, parent, CaseRuling.HOLD)
    before = await left(database)
    await forget(database, books)
    assert await left(database) == before
    assert before["bank_entry"] == 2


async def test_what_matched_stays_with_a_held_case(database: BooksRig, books: Books) -> None:
    await books.banks.add("known", "a list", [BankEntry("known", "1", pdq=PLAIN)])
    held, other = [await hit(books, match("1")) for _ in range(2)]
    await rule(books, held, CaseRuling.HOLD, LEAD)
    assert (await left(database))["bank_hit"] == 2
    await forget(database, books)
    assert list(await database.rows("SELECT case_id FROM bank_hit")) == [(held,)]
    assert held != other
