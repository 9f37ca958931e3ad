"""The contract of `SweepBook`: what changed is swept once, whole, and again for what came late."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.bank import KNOWN_DISTANCE, Bank, BankEntry, BankKind, Standing
from bot.domain.bank_records import BankChange, Registration
from bot.domain.message import ChatRef
from bot.domain.standing import Ruling
from bot.domain.sweep import LATE, Sweep, Wanted
from bot.domain.verdict import Outcome
from bot.storage import sweeps as module
from bot.storage.books import Books
from tests.contract.books_rig import CLASS, OTHER_CLASS, PLATFORM, BooksRig
from tests.contract.seen import ALERT, ref, saw
from tests.looks import digest, known, look

OWN = Bank("own", BankKind.OWN)


async def due(books: Books) -> Sweep:
    sweep = await books.sweeps.next()
    assert sweep is not None
    return sweep


async def wanted(books: Books, sweep: Sweep) -> Wanted:
    return await books.sweeps.wanted(sweep, 20)


async def names(books: Books) -> list[str]:
    """Return what the next sweep is about, and end it."""
    sweep = await due(books)
    found: list[str] = []
    while True:
        piece = await wanted(books, sweep)
        found += [one.entry.entry for one in piece.sought]
        await books.sweeps.advance(sweep, piece.last)
        if piece.last is None:
            return found
        sweep = await due(books)


async def seen(books: Books, sweep: Sweep) -> list[int]:
    found: list[int] = []
    while page := await books.sweeps.seen(sweep, found[-1] if found else 0):
        found += [one.number for one in page]
    return found


async def put(books: Books, *entries: BankEntry, bank: Bank = OWN) -> None:
    await books.bank_settings.open(bank)
    await books.banks.add(bank.name, "", entries)


async def test_nothing_has_changed(books: Books) -> None:
    assert await books.sweeps.next() is None
    await saw(books, "m", look(1))
    assert await books.sweeps.next() is None


async def test_whoever_writes_an_entry_need_not_know_of_sweeps(books: Books) -> None:
    await put(books, known("one", look(1)))
    assert await names(books) == ["one"]
    assert await books.sweeps.next() is None
    await put(books, known("two", look(2)))
    assert await names(books) == ["two"]
    # A bank that was switched on again may have slept while things were posted.
    await books.bank_settings.change("own", BankChange(enabled=False))
    assert await names(books) == []
    await books.bank_settings.change("own", BankChange(enabled=True))
    assert await names(books) == ["one", "two"]


async def test_what_is_ruled_about_is_looked_for_again(books: Books) -> None:
    entries = [known(name, look(n), standing=Standing.UNSURE) for n, name in enumerate("ab")]
    await put(books, *entries)
    await names(books)
    await books.bank_entries.rule("own", "b", Ruling.CONFIRM)
    sweep = await due(books)
    (one,) = (await wanted(books, sweep)).sought
    assert (one.entry.entry, one.entry.standing) == ("b", Standing.CONFIRMED)


async def test_a_sweep_is_repeated_once_for_what_came_late(
    database: BooksRig, books: Books
) -> None:
    for message in "mn":
        await saw(books, message, look(1))
    await put(books, known("one", look(1)))
    first = await due(books)
    # Screened before the entry was loaded, decided while the first pass was under way.
    await saw(books, "o", look(1))
    assert await seen(books, first) == [1, 2]
    await books.sweeps.advance(first, None)
    assert await books.sweeps.next() is None
    await saw(books, "p", look(1))
    database.clock.move(LATE - timedelta(seconds=1))
    assert await books.sweeps.next() is None
    database.clock.move(timedelta(seconds=1))
    second = await due(books)
    assert second.late
    assert await seen(books, second) == [3, 4]
    assert [one.entry.entry for one in (await wanted(books, second)).sought] == ["one"]
    await books.sweeps.advance(second, None)
    database.clock.move(LATE)
    assert await books.sweeps.next() is None


async def test_a_long_list_is_swept_in_pieces_and_goes_on_after_a_crash(
    database: BooksRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_OWN_AT_ONCE", 2)
    monkeypatch.setattr(module, "_SEEN_AT_ONCE", 2)
    async with database.open() as books:
        for message in "mnopq":
            await saw(books, message, look(1))
        await put(books, *(known(str(n), look(n)) for n in range(5)))
        sweep = await due(books)
        assert await seen(books, sweep) == [1, 2, 3, 4, 5]
        piece = await wanted(books, sweep)
        assert [one.entry.entry for one in piece.sought] == ["0", "1"]
        await books.sweeps.advance(sweep, piece.last)
        # Dies before the second piece is done.
        assert [one.entry.entry for one in (await wanted(books, await due(books))).sought] == [
            "2",
            "3",
        ]
    async with database.open() as books:
        assert await names(books) == ["2", "3", "4"]


async def test_a_change_during_a_sweep_is_not_passed_over(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_OWN_AT_ONCE", 1)
    await put(books, known("a", look(1)), known("b", look(2)))
    sweep = await due(books)
    await books.sweeps.advance(sweep, (await wanted(books, sweep)).last)
    await books.bank_entries.rule("own", "a", Ruling.DISABLE)
    await books.bank_entries.rule("own", "a", Ruling.ENABLE)
    assert await names(books) == ["b"]
    assert await names(books) == ["a"]


async def test_changes_that_were_forgotten_concern_the_whole_bank(
    database: BooksRig, books: Books
) -> None:
    await put(books, known("a", look(1)))
    await names(books)
    await put(books, known("b", look(2)))
    await database.spoil("DELETE FROM bank_change")
    assert await names(books) == ["a", "b"]


async def test_many_changes_are_no_condition_that_is_too_long(books: Books) -> None:
    await put(books, *(known(f"{n:03}", look(n)) for n in range(300)))
    await names(books)
    for n in range(0, 300, 2):
        await books.bank_entries.rule("own", f"{n:03}", Ruling.DISABLE)
    assert await names(books) == [f"{n:03}" for n in range(1, 299, 2)]


@pytest.mark.parametrize(
    ("bank", "standing"),
    [
        (Bank("own", BankKind.ALLOW), Standing.ALLOWED),
        (Bank("own", BankKind.GUARD), Standing.LISTED),
        (Bank("own", BankKind.OWN, enabled=False), Standing.CONFIRMED),
    ],
)
async def test_what_cannot_act_is_not_looked_for(
    books: Books, bank: Bank, standing: Standing
) -> None:
    await put(books, known("one", look(1), standing=standing), bank=bank)
    assert await names(books) == []


async def test_what_is_disabled_or_over_is_not_looked_for(database: BooksRig, books: Books) -> None:
    await put(books, *(known(name, look(n)) for n, name in enumerate("abc")))
    await books.bank_entries.rule("own", "a", Ruling.DISABLE)
    await database.spoil("UPDATE bank_entry SET expires_at = '2026-01-01' WHERE entry = 'b'")
    assert await names(books) == ["c"]


async def test_an_entry_in_quarantine_is_looked_for_with_what_is_left_of_its_standing(
    database: BooksRig, books: Books
) -> None:
    listed = replace(known("one", sha256="a" * 64), bank="known", standing=Standing.LISTED)
    await books.banks.add("known", "a list", [listed])
    await database.spoil("UPDATE bank_entry SET quarantined_at = '2026-01-01'")
    (one,) = (await wanted(books, await due(books))).sought
    assert one.entry.standing is Standing.UNSURE


async def test_lists_have_a_limit_of_their_own_and_what_they_say_is_told_together(
    books: Books,
) -> None:
    listed = [BankEntry("known", name, pdq=look(1)[:32].hex()) for name in "ab"]
    await books.banks.add("known", "a list", listed)
    first, second = (await wanted(books, await due(books))).sought
    assert (first.known, first.source) == (20, second.source)
    await put(books, known("one", look(1)), known("two", look(2)))
    await books.sweeps.advance(await due(books), None)
    one, two = (await wanted(books, await due(books))).sought
    assert one.known == KNOWN_DISTANCE
    assert one.source != two.source


async def test_what_a_case_put_in_is_told_together_and_not_about_its_own_message(
    books: Books,
) -> None:
    case = await saw(books, "m", look(1), plan=ALERT, outcome=Outcome.REVIEW)
    for name in "ab":
        how = Registration(case_id=case)
        entry = known(name, look(ord(name)), bank="reported", scope=CLASS)
        await books.banks.register("reported", "", entry, how, "test")
    first, second = (await wanted(books, await due(books))).sought
    assert first.source == second.source
    assert first.message == second.message == ref("m")
    assert first.chats == frozenset({CLASS})


async def test_the_chat_of_an_entry_is_known_by_all_ids_it_ever_had(books: Books) -> None:
    await put(books, known("one", look(1), scope=CLASS))
    new = ChatRef(PLATFORM, "class-2")
    await books.chats.move(CLASS, new)
    (one,) = (await wanted(books, await due(books))).sought
    assert one.chats == frozenset({CLASS, new})


async def test_what_is_allowed_comes_with_what_is_sought(books: Books) -> None:
    await put(books, known("one", look(1)))
    assert (await wanted(books, await due(books))).allowed == ()
    allowed = replace(known("fine", look(2), scope=CLASS), bank="allowed")
    await books.banks.add("allowed", "", [allowed])
    (one,) = (await wanted(books, await due(books))).allowed
    assert one.entry.standing is Standing.ALLOWED
    assert one.chats == frozenset({CLASS})


async def test_a_bank_that_is_gone_is_swept_no_more(books: Books) -> None:
    await put(books, known("one", look(1)))
    sweep = await due(books)
    await books.bank_settings.remove("own")
    assert await wanted(books, sweep) == Wanted()
    await books.sweeps.advance(sweep, None)
    assert await books.sweeps.next() is None


async def test_old_sweeps_leave_one_row_a_bank(database: BooksRig, books: Books) -> None:
    for n in range(4):
        await put(books, known(str(n), look(n)))
        await names(books)
        database.clock.move(LATE)
        await names(books)
    assert [tuple(row) for row in await database.rows("SELECT count(*) FROM sweep")] == [(1,)]


async def test_what_was_seen_is_read_with_its_chat(books: Books) -> None:
    await saw(books, "m", look(1), chat=OTHER_CLASS)
    await put(books, known("one", look(1)))
    (one,) = await books.sweeps.seen(await due(books), 0)
    assert (one.chat, one.sha256, one.looks) == (OTHER_CLASS, digest("m"), look(1))
