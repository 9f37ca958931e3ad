"""The contract of the books about what models removed: put in, taken back and forgotten, whole."""

import contextlib
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.domain.bank import BankEntry, MatchRule, Standing
from bot.domain.case import CaseState
from bot.domain.memory import Memory
from bot.domain.signal import BankMatch, Fingerprint, ViewHash
from bot.domain.verdict import ALBUM, Outcome, Verdict
from bot.domain.work import Decision
from bot.storage.books import Books
from bot.storage.database import Session
from tests.contract.books_rig import (
    CLASS,
    LEAD,
    REMOVAL,
    SECOND,
    BooksRig,
    chain_is_whole,
    claimed,
    decided,
    decision,
    post,
    revision,
)

PLAIN = "0f" * 32
OTHER = "3c" * 32
HALF_YEAR = timedelta(days=180)


def near(pdq: str, bits: int) -> str:
    """Return a hash that differs in so many bits."""
    return f"{int(pdq, 16) ^ ((1 << bits) - 1):064x}"


def memory(*looks: str, sha256: str | None = "e" * 64) -> Memory:
    return Memory(sha256, tuple(ViewHash(look, 90) for look in looks))


async def removed(
    books: Books,
    message: str,
    found: Memory,
    *matched: str,
    shown: str = "b" * 64,
    reason: str = "model:open_nsfw",
) -> int:
    """Decide that models have a message removed; return its case."""
    signals = tuple(
        BankMatch("removed", one, 3, MatchRule.KNOWN, standing=Standing.UNSURE) for one in matched
    )
    base = decision()
    screening = replace(
        base.screening, signals=signals, fingerprint=Fingerprint(message[0] * 64, shown, 90)
    )
    wanted = Decision(screening, Verdict(Outcome.REMOVE, reason, signals), REMOVAL, 7, memory=found)
    await post(books, message)
    case = await books.queue.decide("w", await claimed(books), wanted)
    assert case
    return case


async def looks(books: Books) -> list[str]:
    """Return the looks and files in the bank, in their order."""
    return [one.pdq or one.sha256 or "" for one in await books.banks.entries("removed")]


@pytest.fixture
async def full(books: Books) -> AsyncIterator[Books]:
    """A book that has more banks than one."""
    entries = [BankEntry("known", "1", sha256="e" * 64), BankEntry("known", "2", pdq=PLAIN)]
    await books.banks.add("known", "a list", entries)
    yield books
    assert await books.banks.entries("known") == entries, "a list of the operator's was touched"


async def test_what_was_removed_becomes_entries_that_no_person_vouches_for(books: Books) -> None:
    before = await revision(books)
    case = await removed(books, "m", memory(PLAIN, OTHER))
    assert await books.banks.entries("removed") == [
        BankEntry("removed", "C-0001-1", sha256="e" * 64, standing=Standing.UNSURE),
        BankEntry("removed", "C-0001-2", pdq=PLAIN, quality=90, standing=Standing.UNSURE),
        BankEntry("removed", "C-0001-3", pdq=OTHER, quality=90, standing=Standing.UNSURE),
    ]
    assert case == 1
    assert await revision(books) > before
    (summary,) = await books.banks.summaries()
    assert (summary.name, summary.entries) == ("removed", 3)
    entry = (await books.audit.entries())[-1]
    assert '"remembered":3' in entry.what
    assert PLAIN not in entry.what
    assert await chain_is_whole(books)


async def test_a_decision_that_remembers_nothing_leaves_the_banks_alone(books: Books) -> None:
    await decided(books, "m")
    assert await books.banks.summaries() == []
    assert await revision(books) == 0


async def test_verdict_case_effects_and_entries_come_together_or_not_at_all(
    database: BooksRig, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        # The last step of the transaction, after everything else was written.
        dying.setattr(books.audit, "append", killed)
        with pytest.raises(KeyboardInterrupt):
            await removed(books, "m", memory(PLAIN))
    for table in ("bank", "bank_entry", "cases", "effect"):
        assert await database.rows(f"SELECT * FROM {table}") == [], table  # noqa: S608 - our own
    assert await revision(books) == 0
    database.clock.move(timedelta(minutes=5))
    await books.outbox.recover("w")
    wanted = replace(decision(), memory=memory(PLAIN))
    assert await books.queue.decide("w", await claimed(books), wanted)
    assert await looks(books) == ["e" * 64, PLAIN]


async def test_once_a_removal_is_stored_its_hashes_are(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, begun = books.queue._database.write, 0

    def dying_later() -> AbstractAsyncContextManager[Session]:
        nonlocal begun
        begun += 1
        if begun > 1:
            raise KeyboardInterrupt
        return real()

    await post(books, "m")
    item = await claimed(books)
    with monkeypatch.context() as dying:
        # Dies as soon as anything is written after the first transaction.
        dying.setattr(books.queue._database, "write", dying_later)
        with contextlib.suppress(KeyboardInterrupt):
            await books.queue.decide("w", item, replace(decision(), memory=memory(PLAIN)))
    assert await books.cases.get(1) is not None
    assert await looks(books) == ["e" * 64, PLAIN]


async def test_a_worker_that_lost_its_lease_puts_nothing_in(books: Books) -> None:
    await post(books, "m")
    late = replace(await claimed(books), attempts=0)
    wanted = replace(decision(), memory=memory(PLAIN))
    assert await books.queue.decide("w", late, wanted) is None
    assert await books.banks.summaries() == []


@pytest.mark.parametrize("state", [CaseState.ACKNOWLEDGED, CaseState.CLOSED])
async def test_no_other_ruling_takes_anything_back(books: Books, state: CaseState) -> None:
    case = await removed(books, "m", memory(PLAIN))
    before = await revision(books)
    assert await books.cases.set_state(case, state, LEAD)
    assert await looks(books) == ["e" * 64, PLAIN]
    assert await revision(books) == before


async def test_a_false_alarm_takes_its_own_back_and_nothing_else(full: Books) -> None:
    wrong = await removed(full, "m", memory(PLAIN))
    await removed(full, "n", memory(OTHER, sha256="d" * 64))
    before = await revision(full)
    assert await full.cases.set_state(wrong, CaseState.FALSE_ALARM, LEAD)
    assert await looks(full) == ["d" * 64, OTHER]
    assert await revision(full) > before
    assert '"taken_back":2' in (await full.audit.entries())[-1].what
    assert await chain_is_whole(full)


async def test_a_false_alarm_takes_back_what_its_case_matched(full: Books) -> None:
    await removed(full, "m", memory(PLAIN, OTHER))
    again = await removed(full, "n", memory(sha256=None), "C-0001-2", reason="like:removed")
    assert await full.cases.set_state(again, CaseState.FALSE_ALARM, LEAD)
    # The other frame was not what the adult ruled about.
    assert await looks(full) == ["e" * 64, OTHER]


@pytest.mark.parametrize(("bits", "left"), [(0, False), (31, False), (32, True)])
async def test_a_false_alarm_takes_back_the_same_picture_of_another_case(
    full: Books, bits: int, left: bool
) -> None:
    # Posted in two chats at once: the second was removed before the first was known.
    first = await removed(full, "m", memory(PLAIN))
    await removed(full, "n", memory(near(PLAIN, bits), sha256="d" * 64))
    assert await full.cases.set_state(first, CaseState.FALSE_ALARM, LEAD)
    assert await looks(full) == ["d" * 64, *([near(PLAIN, bits)] if left else [])]


async def test_a_false_alarm_takes_back_what_looks_like_the_item_itself(full: Books) -> None:
    await removed(full, "m", memory(PLAIN, sha256="n" * 64))
    # It put nothing in, say because its chat only alerts.
    case = await removed(full, "n", memory(sha256=None), shown=near(PLAIN, 9))
    assert await full.cases.set_state(case, CaseState.FALSE_ALARM, LEAD)
    assert await looks(full) == []


async def test_a_false_alarm_holds_for_what_an_album_took_along(
    database: BooksRig, full: Books
) -> None:
    await removed(full, "m", memory(PLAIN, sha256=None))
    parent = await removed(full, "n", memory(OTHER, sha256=None))
    child = await removed(full, "o", memory(sha256=None), "C-0001-1", reason=ALBUM)
    await database.spoil(f"UPDATE cases SET parent = {parent} WHERE id = {child}")  # noqa: S608 - numbers
    assert await full.cases.set_state(parent, CaseState.FALSE_ALARM, LEAD)
    assert await looks(full) == []


async def test_a_false_alarm_counts_once_and_one_about_nothing_known_takes_nothing_back(
    books: Books,
) -> None:
    case = await removed(books, "m", memory(PLAIN))
    assert await books.cases.set_state(case, CaseState.FALSE_ALARM, LEAD)
    before = await revision(books)
    assert not await books.cases.set_state(case, CaseState.FALSE_ALARM, LEAD)
    assert await revision(books) == before
    other = await decided(books, "n")
    assert await books.cases.set_state(other, CaseState.FALSE_ALARM, LEAD)
    assert '"taken_back":0' in (await books.audit.entries())[-1].what


async def test_what_was_removed_is_forgotten_by_the_clock(database: BooksRig, full: Books) -> None:
    clock = database.clock
    await removed(full, "m", memory(PLAIN))
    clock.move(SECOND)
    await removed(full, "n", memory(OTHER, sha256=None))
    before = await revision(full)
    clock.move(HALF_YEAR - SECOND)
    assert await full.retention.forget_removed(clock.now() - HALF_YEAR) == 0
    assert await revision(full) == before
    clock.move(timedelta(milliseconds=1))
    assert await full.retention.forget_removed(clock.now() - HALF_YEAR) == 2
    assert await looks(full) == [OTHER]
    assert await revision(full) > before
    assert '"forgotten":2' in (await full.audit.entries())[-1].what
    assert await chain_is_whole(full)


async def test_more_than_one_statement_holds_are_forgotten(
    database: BooksRig, full: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.bank_rows.PIECE", 2)
    await removed(full, "m", memory(*(near(PLAIN, bits) for bits in range(40, 45))))
    database.clock.move(HALF_YEAR + SECOND)
    assert await full.retention.forget_removed(database.clock.now() - HALF_YEAR) == 6
    assert await looks(full) == []


async def test_whoever_erases_a_case_erases_its_hashes(database: BooksRig, books: Books) -> None:
    case = await removed(books, "m", memory(PLAIN))
    assert await database.rows("SELECT DISTINCT case_id FROM bank_entry") == [(case,)]
    # Through the book's own connection, for the rig's knows no foreign keys.
    async with books.queue._database.write() as connection:
        await connection.execute(text("DELETE FROM effect"))
        await connection.execute(text("DELETE FROM cases"))
    assert await looks(books) == []


async def test_the_breaker_counts_what_rests_on_a_likeness(books: Books) -> None:
    since = books.queue._clock.now()
    for number, reason in enumerate(("like:removed", "bank:known", "model:one", "link:x", ALBUM)):
        await removed(books, f"m{number}", memory(sha256=None), reason=reason)
    assert await books.queue.removals_since(CLASS, since) == 2
