"""The contract of `ReportBook` and `CodeBook`: digests in, no name out, and withdrawn is gone."""

from datetime import timedelta

from bot.domain.bank import MatchRule
from bot.domain.bank_records import Registration
from bot.domain.reports import CodeStatus
from bot.domain.signal import BankMatch
from bot.domain.standing import KEEP_REPORTED, Ruling
from bot.domain.verdict import Outcome
from bot.storage.books import Books
from tests.contract.books_rig import BooksRig, chain_is_whole, revision
from tests.contract.seen import ALERT, person, saw
from tests.fakes import START
from tests.looks import digest, known, look

REFERENCE, OTHER = digest("a reference"), digest("another")
REPORTER, SOMEBODY = digest("a reporter"), digest("somebody")
MIDNIGHT = START.replace(hour=0, minute=0, second=0)


async def send(
    books: Books, name: str = "one", reference: str = REFERENCE, reporter: str = REPORTER
) -> None:
    entry = known(name, look(1), bank="reported", sha256=digest(name))
    how = Registration(reference=reference, reporter=reporter)
    assert await books.banks.register("reported", "", entry, how, "code")


async def names(books: Books) -> list[str]:
    return [one.entry for one in await books.banks.entries("reported")]


async def matched(books: Books, name: str, message: str = "m") -> None:
    """Let an entry match something."""
    (entry,) = [one for one in await books.banks.entries("reported") if one.entry == name]
    match = BankMatch("reported", name, 0, MatchRule.FILE, standing=entry.standing)
    await saw(books, message, outcome=Outcome.REVIEW, plan=ALERT, signals=(match,))


async def test_a_code_is_known_by_its_reference_alone(books: Books) -> None:
    await send(books)
    assert await books.reports.status(REFERENCE) == CodeStatus(
        START + KEEP_REPORTED, seen=False, active=True
    )
    assert await books.reports.status(OTHER) is None


async def test_that_it_was_seen_is_told_and_nothing_more(books: Books) -> None:
    await send(books)
    await send(books, "two", OTHER)
    await matched(books, "one")
    found = await books.reports.status(REFERENCE)
    assert found is not None
    assert found.seen
    # One field more would tell whoever asks where, when or how often.
    assert set(CodeStatus.__slots__) == {"until", "seen", "active"}
    other = await books.reports.status(OTHER)
    assert other is not None
    assert not other.seen


async def test_what_a_sweep_found_counts_as_seen(database: BooksRig, books: Books) -> None:
    await send(books)
    await saw(books, "m", look(1))
    await database.spoil("INSERT INTO swept (entry_id, item_id) VALUES (1, 1)")
    found = await books.reports.status(REFERENCE)
    assert found is not None
    assert found.seen


async def test_a_code_that_adults_ruled_about_is_not_used_any_more(books: Books) -> None:
    await send(books)
    await books.bank_entries.rule("reported", "one", Ruling.DISABLE)
    found = await books.reports.status(REFERENCE)
    assert found is not None
    assert not found.active


async def test_what_is_over_is_unknown(database: BooksRig, books: Books) -> None:
    await send(books)
    database.clock.move(KEEP_REPORTED)
    assert await books.reports.status(REFERENCE) is None


async def test_what_is_withdrawn_is_gone_at_once_and_once(database: BooksRig, books: Books) -> None:
    rung: list[int] = []
    books.when_banks_change(lambda: rung.append(1))
    await send(books)
    await send(books, "two", OTHER)
    before = await revision(books)
    assert await books.reports.withdraw(REFERENCE)
    assert await names(books) == ["two"]
    assert await books.reports.status(REFERENCE) is None
    # Whoever has it in memory hears of it.
    assert await revision(books) > before
    assert len(rung) == 3
    assert not await books.reports.withdraw(REFERENCE)
    assert await chain_is_whole(books)


async def test_only_a_code_can_be_withdrawn(books: Books) -> None:
    entry = known("one", look(1), bank="known")
    await books.banks.register("known", "", entry, Registration(reference=REFERENCE), "test")
    assert not await books.reports.withdraw(REFERENCE)


async def test_the_same_code_again_takes_the_place_of_the_first(books: Books) -> None:
    await send(books)
    assert not await books.reports.withdraw_same(SOMEBODY, digest("one"))
    assert not await books.reports.withdraw_same(REPORTER, digest("two"))
    assert await names(books) == ["one"]
    assert await books.reports.withdraw_same(REPORTER, digest("one"))
    assert await names(books) == []


async def test_codes_are_counted_by_person_and_in_all(database: BooksRig, books: Books) -> None:
    await send(books)
    await send(books, "two", OTHER, SOMEBODY)
    assert await books.reports.codes(REPORTER, MIDNIGHT) == 1
    assert await books.reports.codes(None, MIDNIGHT) == 2
    assert await books.reports.codes(None, START + timedelta(seconds=1)) == 0
    assert await books.reports.reports_of(REPORTER) == 0


async def test_reports_are_counted_by_case(books: Books) -> None:
    for message in "mn":
        case = await saw(books, message, outcome=Outcome.REVIEW, plan=ALERT)
        for number in (1, 2):
            entry = known(f"{message}{number}", look(1), bank="reported")
            how = Registration(case_id=case, reporter=REPORTER)
            await books.banks.register("reported", "", entry, how, "report")
    assert await books.reports.reports_of(REPORTER) == 2
    assert await books.reports.reports_of(SOMEBODY) == 0
    assert await books.reports.codes(None, MIDNIGHT) == 0


async def test_who_reported_is_forgotten_when_the_day_is_over(
    database: BooksRig, books: Books
) -> None:
    await send(books)
    assert await books.retention.forget_reporters(MIDNIGHT) == 0
    database.clock.move(timedelta(hours=3))
    await send(books, "two", OTHER)
    assert await books.retention.forget_reporters(MIDNIGHT + timedelta(days=1)) == 1
    assert [tuple(row) for row in await database.rows("SELECT reporter FROM bank_entry")] == [
        (None,),
        (REPORTER,),
    ]


async def test_posters_are_counted_once_each(books: Books) -> None:
    for number, name in enumerate(("ana", "ben", "ana")):
        await saw(books, f"m{number}", by=person(name))
    assert await books.reports.posters([1, 2, 3]) == 2
    assert await books.reports.posters([1, 3]) == 1
    assert await books.reports.posters([]) == 0
