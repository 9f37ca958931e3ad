"""The contract of `EntryBook`: people decide about single entries, each once, and it is seen."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.bank import Bank, BankEntry, BankKind, Standing
from bot.domain.bank_records import Registration
from bot.domain.case import CaseState
from bot.domain.message import ChatRef
from bot.domain.standing import Ruling
from bot.storage.books import Books
from tests.contract.banks_rig import (
    entry,
    hit,
    loaded,
    match,
    own_bank,
    register,
    stored,
    told,
)
from tests.contract.books_rig import CLASS, LEAD, BooksRig, chain_is_whole, revision
from tests.fakes import START

HALF_YEAR = timedelta(days=180)


@pytest.fixture
async def known(books: Books) -> Books:
    """A book with a list of three entries."""
    await books.banks.add("known", "a list", [entry(str(number)) for number in range(1, 4)])
    return books


async def test_an_entry_comes_back_with_all_that_was_said_of_it(books: Books) -> None:
    one = BankEntry(
        "reported",
        "r-1",
        sha256="a" * 64,
        pdq="0f" * 32,
        quality=77,
        windows=b"w" * 128,
        scope=CLASS,
    )
    await register(books, one, reference="ref", reporter="who", note="a note")
    found = await stored(books, "r-1", "reported")
    assert found.known == replace(one, standing=Standing.NEW)
    assert (found.note, found.added_at, found.expires_at) == ("a note", START, START + HALF_YEAR)
    assert (found.disabled, found.quarantined_at, found.hits, found.disputed) == (False, None, 0, 0)
    assert await books.bank_entries.get("reported", "r-2") is None
    assert await books.bank_entries.get("missing", "r-1") is None


async def test_a_reference_and_an_id_are_given_once(books: Books) -> None:
    await register(books, entry("1", "reported"), reference="ref")
    before = await revision(books), len(await told(books))
    how = Registration(reference="ref")
    assert not await books.banks.register("reported", "x", entry("2", "reported"), how, "x")
    plain = Registration()
    assert not await books.banks.register("reported", "x", entry("1", "reported"), plain, "x")
    assert (await revision(books), len(await told(books))) == before


async def test_pages_follow_each_other(known: Books) -> None:
    first = await known.bank_entries.page("known", most=2)
    second = await known.bank_entries.page("known", first[-1].id, most=2)
    assert [one.known.entry for one in (*first, *second)] == ["1", "2", "3"]
    assert await known.bank_entries.page("missing") == []


@pytest.mark.parametrize(
    ("ruling", "back", "matches"),
    [
        (Ruling.CONFIRM, Ruling.DECONFIRM, Standing.CONFIRMED),
        (Ruling.DISABLE, Ruling.ENABLE, None),
    ],
)
async def test_a_ruling_counts_once_and_can_be_taken_back(
    known: Books, ruling: Ruling, back: Ruling, matches: Standing | None
) -> None:
    assert not await known.bank_entries.rule("known", "2", back, "lead")
    for one, after in ((ruling, matches), (back, Standing.LISTED)):
        before = await revision(known)
        assert await known.bank_entries.rule("known", "2", one, "lead")
        found = (await loaded(known)).get("known/2")
        assert (found and found.standing) == after
        assert await revision(known) > before
        assert f'"by":"lead","entry":"2","event":"bank","ruling":"{one}"' in (await told(known))[-1]
        before = await revision(known)
        assert not await known.bank_entries.rule("known", "2", one, "lead")
        assert await revision(known) == before
    assert {one.standing for one in (await loaded(known)).values()} == {Standing.LISTED}
    assert await chain_is_whole(known)


async def test_nobody_rules_about_what_is_not_there(known: Books) -> None:
    for ruling in Ruling:
        assert not await known.bank_entries.rule("known", "9", ruling)
        assert not await known.bank_entries.rule("missing", "1", ruling)


@pytest.mark.parametrize("kind", [BankKind.ALLOW, BankKind.GUARD])
async def test_nobody_vouches_for_what_removes_nothing(books: Books, kind: BankKind) -> None:
    await books.bank_settings.open(Bank("some", kind))
    await books.banks.add("some", "a list", [entry("1", "some")])
    assert not await books.bank_entries.rule("some", "1", Ruling.CONFIRM)


async def test_two_adults_at_once_are_settled_by_the_first(database: BooksRig) -> None:
    async with database.open() as one, database.open(alone=False) as other:
        await one.banks.add("known", "a list", [entry("1")])
        both = await asyncio.gather(
            one.bank_entries.rule("known", "1", Ruling.CONFIRM, "a"),
            other.bank_entries.rule("known", "1", Ruling.CONFIRM, "b"),
        )
        assert sorted(both) == [False, True]
        assert await chain_is_whole(one)


async def test_confirmed_means_kept(books: Books) -> None:
    await own_bank(books, "1", bank="reported")
    assert await books.bank_entries.rule("reported", "1", Ruling.CONFIRM)
    assert (await stored(books, "1", "reported")).expires_at is None
    assert await books.bank_entries.rule("reported", "1", Ruling.DECONFIRM)
    found = await stored(books, "1", "reported")
    assert (found.known.standing, found.expires_at) == (Standing.NEW, START + HALF_YEAR)


async def test_what_matched_often_is_not_new_again(books: Books) -> None:
    await own_bank(books, "1")
    assert await books.bank_entries.rule("school", "1", Ruling.CONFIRM)
    for _ in range(3):
        await hit(books, match("1", "school"))
    assert await books.bank_entries.rule("school", "1", Ruling.DECONFIRM)
    assert (await stored(books, "1", "school")).known.standing is Standing.UNSURE


async def test_a_quarantine_is_lifted_or_ended_by_confirming(
    database: BooksRig, known: Books
) -> None:
    for ruling, after in ((Ruling.LIFT, Standing.LISTED), (Ruling.CONFIRM, Standing.CONFIRMED)):
        await database.spoil("UPDATE bank_entry SET quarantined_at = '2026-11-20 21:04:00'")
        assert (await stored(known)).standing is Standing.UNSURE
        assert await known.bank_entries.rule("known", "1", ruling)
        found = await stored(known)
        assert (found.quarantined_at, found.standing) == (None, after)
    assert not await known.bank_entries.rule("known", "1", Ruling.LIFT)


async def test_a_note_and_an_end_are_changed_without_loading_anything(known: Books) -> None:
    before = await revision(known)
    assert await known.bank_entries.annotate("known", "1", note="private words", by="lead")
    assert await known.bank_entries.annotate("known", "1", expires_at=START)
    found = await stored(known)
    assert (found.note, found.expires_at) == ("private words", START)
    assert await known.bank_entries.annotate("known", "1", lasts=True)
    assert (await stored(known)).expires_at is None
    assert await known.bank_entries.annotate("known", "1")
    assert not await known.bank_entries.annotate("known", "9", note="x")
    assert not await known.bank_entries.annotate("known", "9")
    assert await revision(known) == before
    assert "private" not in "".join(await told(known))
    assert len(await told(known)) == 4
    assert (await stored(known, "2")).note == ""


async def test_doubted_entries_are_found_among_many(database: BooksRig, known: Books) -> None:
    await known.banks.add("known", "a list", [entry(str(number)) for number in range(4, 40)])
    await known.bank_entries.rule("known", "7", Ruling.DISABLE)
    await database.spoil(
        "UPDATE bank_entry SET quarantined_at = '2026-11-20 21:04:00' WHERE entry = '9'"
    )
    wrong = await hit(known, match("20"))
    await hit(known, match("21"))
    assert await known.cases.set_state(wrong, CaseState.FALSE_ALARM, LEAD)
    found = await known.bank_entries.page("known", doubted=True)
    assert [one.known.entry for one in found] == ["7", "9", "20"]


async def test_rulings_that_a_match_was_wrong_are_counted_by_chat(known: Books) -> None:
    for chat in (CLASS, CLASS, ChatRef("other", "class")):
        case = await hit(known, match("1"), chat=chat)
        assert await known.cases.set_state(case, CaseState.FALSE_ALARM, LEAD)
    await hit(known, match("1"))
    found = await stored(known)
    assert (found.hits, found.disputed) == (4, 2)


async def test_entries_are_withdrawn_by_their_names(known: Books) -> None:
    before = await revision(known)
    assert await known.banks.withdraw("known", ["1", "3", "9", "1"], "lead") == 2
    assert list(await loaded(known)) == ["known/2"]
    assert await revision(known) > before
    assert (await told(known))[-1] == ('{"bank":"known","by":"lead","event":"bank","withdrawn":2}')
    before = await revision(known)
    assert await known.banks.withdraw("known", ["1"]) == 0
    assert await known.banks.withdraw("missing", ["2"]) == 0
    assert await known.banks.withdraw("known", []) == 0
    assert await revision(known) == before


async def test_many_entries_are_withdrawn_by_pieces(
    known: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.bank_rows.PIECE", 2)
    assert await known.banks.withdraw("known", ["1", "2", "3"]) == 3
    assert await loaded(known) == {}
    assert await chain_is_whole(known)


async def test_what_matched_is_forgotten_with_the_entry(database: BooksRig, known: Books) -> None:
    await hit(known, match("1"))
    await known.banks.withdraw("known", ["1"])
    assert await database.rows("SELECT * FROM bank_hit") == []


async def test_a_summary_counts_by_standing(known: Books, database: BooksRig) -> None:
    await known.bank_entries.rule("known", "1", Ruling.CONFIRM)
    await known.bank_entries.rule("known", "2", Ruling.DISABLE)
    await database.spoil(
        "UPDATE bank_entry SET quarantined_at = '2026-11-20 21:04:00' WHERE entry = '3'"
    )
    await known.bank_settings.open(Bank("empty"))
    empty, summary = await known.banks.summaries()
    assert summary.standings == {Standing.CONFIRMED: 1, Standing.LISTED: 2}
    assert (summary.entries, summary.disabled, summary.quarantined) == (3, 1, 1)
    assert (empty.name, empty.entries, empty.disabled) == ("empty", 0, 0)
