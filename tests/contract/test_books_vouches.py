"""The contract of `VouchBook`: one adult's word in the chat, a second one's everywhere, undone."""

from dataclasses import replace

import pytest

from bot.domain.bank import BankEntry, MatchRule, Standing
from bot.domain.bank_records import Registration
from bot.domain.case import CaseState
from bot.domain.memory import Memory
from bot.domain.message import ChatRef
from bot.domain.signal import BankMatch, ViewHash
from bot.domain.verdict import Outcome
from bot.domain.vouching import Vouched
from bot.storage.books import Books
from tests.contract.books_rig import (
    CLASS,
    LEAD,
    PLATFORM,
    BooksRig,
    chain_is_whole,
    claimed,
    decision,
    post,
    revision,
)
from tests.contract.seen import ALERT, ref, saw
from tests.looks import digest, known, look

FIRST, SECOND = digest("an adult"), digest("another adult")


async def vouch(books: Books, case: int, adult: str = FIRST, *, alone: bool = False) -> Vouched:
    return await books.vouches.vouch(case, LEAD, adult, alone=alone)


async def words(books: Books) -> list[BankEntry]:
    """Return what adults vouch for."""
    entries = await books.banks.entries("reported")
    return [one for one in entries if one.standing is Standing.CONFIRMED]


async def asked(books: Books, message: str = "m", seed: int = 1, **how: int) -> int:
    return await saw(
        books, message, look(seed), outcome=Outcome.REVIEW, plan=ALERT, pictures=how.get("of", 1)
    )


async def test_the_first_adults_word_counts_in_the_chat_and_a_seconds_everywhere(
    database: BooksRig, books: Books
) -> None:
    case = await asked(books)
    assert await vouch(books, case) is Vouched.HERE
    (one,) = await words(books)
    assert (one.sha256, one.windows, one.scope) == (digest("m"), look(1), CLASS)
    assert one.pdq == look(1)[:32].hex()
    before = await revision(books)
    assert await vouch(books, case) is Vouched.AGAIN
    assert await revision(books) == before
    assert await words(books) == [one]
    assert await vouch(books, case, SECOND) is Vouched.EVERYWHERE
    assert await words(books) == [replace(one, scope=None)]
    assert await revision(books) > before
    assert await vouch(books, case) is Vouched.BEFORE
    # Which adult it was is not kept once it does not matter any more.
    found = await database.rows("SELECT vouched, expires_at FROM bank_entry")
    assert [tuple(row) for row in found] == [(None, None)]
    told = [one.what for one in await books.audit.entries() if "blocked" in one.what]
    assert len(told) == 2
    assert await chain_is_whole(books)


async def test_one_adult_may_be_enough(books: Books) -> None:
    assert await vouch(books, await asked(books), alone=True) is Vouched.EVERYWHERE
    (one,) = await words(books)
    assert one.scope is None


async def test_what_models_remembered_is_vouched_for_and_stays_what_it_was_elsewhere(
    books: Books,
) -> None:
    await post(books, "m")
    windows = look(1) + look(2)
    memory = Memory(digest("m"), (ViewHash(look(1)[:32].hex(), 90, windows=windows),))
    case = await books.queue.decide("w", await claimed(books), replace(decision(), memory=memory))
    assert case
    assert await vouch(books, case) is Vouched.HERE
    found = {one.pdq: one for one in await words(books)}
    one = found.pop(look(1)[:32].hex())
    assert (one.quality, one.windows) == (90, windows)
    # And the exact files, of which nothing else is known.
    assert set(found) == {None}
    assert {other.standing for other in await books.banks.entries("removed")} == {Standing.UNSURE}


@pytest.mark.parametrize(
    ("rule", "code", "taken"),
    [
        (MatchRule.NEAR, False, True),
        # A picture that may be another one, and a code that somebody may withdraw.
        (MatchRule.POSSIBLE, False, False),
        (MatchRule.FILE, True, False),
    ],
)
async def test_what_a_case_surely_matched_is_vouched_for(
    books: Books, rule: MatchRule, code: bool, taken: bool
) -> None:
    how = Registration(reference=digest("a reference") if code else None)
    entry = known("theirs", look(5), bank="reported", standing=Standing.NEW)
    await books.banks.register("reported", "", entry, how, "test")
    match = BankMatch("reported", "theirs", 40, rule, standing=Standing.NEW)
    case = await saw(books, "m", look(1), outcome=Outcome.REVIEW, plan=ALERT, signals=(match,))
    assert await vouch(books, case) is Vouched.HERE
    found = {one.windows for one in await words(books)}
    assert found == ({look(1), look(5)} if taken else {look(1)})


async def test_of_a_film_only_the_exact_file_is_vouched_for(books: Books) -> None:
    # Its first frame may be the classroom.
    case = await asked(books, of=40)
    assert await vouch(books, case) is Vouched.HERE
    (one,) = await words(books)
    assert (one.sha256, one.pdq, one.windows) == (digest("m"), None, b"")


async def test_a_report_is_about_all_that_its_message_shows(books: Books) -> None:
    await saw(books, "m", look(1))
    case = await books.cases.open_report(ref("m"), 7)
    assert await vouch(books, case) is Vouched.HERE
    assert [one.windows for one in await words(books)] == [look(1)]


async def test_about_a_message_of_which_nothing_is_known_nothing_can_be_said(
    books: Books,
) -> None:
    case = await books.cases.open_report(ref("never seen"), 7)
    assert await vouch(books, case) is Vouched.NOTHING
    assert await words(books) == []


async def test_a_mistake_is_not_vouched_for(books: Books) -> None:
    case = await asked(books)
    await books.cases.set_state(case, CaseState.FALSE_ALARM, LEAD)
    assert await vouch(books, case) is Vouched.MISTAKE
    assert await words(books) == []


@pytest.mark.parametrize("everywhere", [True, False])
async def test_a_false_alarm_takes_the_words_back_and_no_others(
    books: Books, everywhere: bool
) -> None:
    case, other = await asked(books), await asked(books, "n", 2)
    for one in (case, other):
        await vouch(books, one, alone=everywhere)
    assert await books.cases.set_state(case, CaseState.FALSE_ALARM, LEAD)
    assert [one.windows for one in await words(books)] == [look(2)]
    assert '"unblocked":1' in (await books.audit.entries())[-1].what


async def test_the_words_count_in_the_chat_by_the_id_that_it_has_now(books: Books) -> None:
    case = await asked(books)
    new = ChatRef(PLATFORM, "class-2")
    await books.chats.move(CLASS, new)
    await vouch(books, case)
    assert [one.scope for one in await words(books)] == [new]


async def test_what_was_found_later_speaks_for_the_messages_below_it(
    database: BooksRig, books: Books
) -> None:
    case, child = await asked(books), await asked(books, "n", 2)
    await database.spoil(f"UPDATE cases SET parent = {case} WHERE id = {child}")  # noqa: S608 - numbers
    await vouch(books, case)
    assert {one.windows for one in await words(books)} == {look(1), look(2)}
