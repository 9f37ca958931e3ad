"""The contract of `Erasure`: who is forgotten when, what stays, and that the proof still holds."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.domain.case import CaseState
from bot.domain.casework import CaseRuling
from bot.domain.erasure import CASES_A_TURN, FORGOTTEN, Forgetting
from bot.domain.verdict import Outcome
from bot.storage.books import Books
from bot.storage.vault import Vault
from tests.contract.books_rig import (
    KEY,
    LEAD,
    PLATFORM,
    SECOND,
    BooksRig,
    chain_is_whole,
    claimed,
    decided,
    decision,
    post,
)
from tests.contract.test_books_proofs import exported, found_bad

DAY = timedelta(days=1)
VAULT = Vault(KEY)
GONE, ANA = VAULT.seal_person(FORGOTTEN), VAULT.seal_person("ana")


async def ruled(books: Books, case: int, *rulings: CaseRuling) -> None:
    for ruling in rulings:
        await books.rulings.rule(case, ruling, LEAD)


async def ended(books: Books, message: str = "m", *more: CaseRuling) -> int:
    """Let a case begin and end."""
    case = await decided(books, message)
    await books.notes.add(case, LEAD, "Ana's parents know.")
    await ruled(books, case, CaseRuling.CLOSE, *more)
    return case


async def senders(database: BooksRig) -> list[tuple[str, str]]:
    query = "SELECT cases.actor, item.actor FROM cases JOIN item ON item.id = item_id ORDER BY 1"
    return [(str(one), str(two)) for one, two in await database.rows(query)]


async def all_right(database: BooksRig, books: Books) -> bool:
    return await chain_is_whole(books) and await found_bad(database, books) == []


async def test_the_sender_goes_by_the_clock_and_the_record_keeps_the_proof(
    database: BooksRig, books: Books
) -> None:
    case = await ended(books)
    assert await books.erasure.pseudonymise(database.clock.now()) == []
    assert await books.erasure.pseudonymise(database.clock.now() + SECOND) == [case]
    assert await senders(database) == [(GONE, GONE)]
    # Once is enough, also after a crash.
    assert await books.erasure.pseudonymise(database.clock.now() + SECOND) == []
    seen, told = await exported(books, case)
    assert seen.problems == ()
    assert told[0]["sender"]["id"] == "ana"
    assert await all_right(database, books)


@pytest.mark.parametrize("step", ["pseudonymise", "erase"])
async def test_open_and_held_cases_are_never_due(
    database: BooksRig, books: Books, step: str
) -> None:
    await decided(books, "open")
    await ended(books, "held", CaseRuling.HOLD)
    taken = await decided(books, "taken")
    await ruled(books, taken, CaseRuling.ACKNOWLEDGE)
    due = getattr(books.erasure, step)
    assert await due(database.clock.now() + 4000 * DAY) == []
    assert await senders(database) == [(ANA, ANA)] * 3
    await ruled(books, 2, CaseRuling.RELEASE)
    assert await due(database.clock.now() + DAY) == [2]


@pytest.mark.parametrize("step", ["pseudonymise", "erase"])
@pytest.mark.parametrize("why", ["state = 'open'", "held_at = '2026-11-20 00:00:00.000000'"])
async def test_what_is_below_an_open_or_held_case_stays(
    database: BooksRig, books: Books, step: str, why: str
) -> None:
    above, below = await ended(books, "above"), await ended(books, "below")
    await database.spoil(f"UPDATE cases SET parent = {above} WHERE id = {below}")  # noqa: S608 - numbers
    await database.spoil(f"UPDATE cases SET {why} WHERE id = {above}")  # noqa: S608 - our own
    assert await getattr(books.erasure, step)(database.clock.now() + DAY) == []


async def test_a_turn_takes_a_few_cases(database: BooksRig, books: Books) -> None:
    for number in range(CASES_A_TURN + 1):
        await ended(books, str(number))
    later = database.clock.now() + DAY
    assert len(await books.erasure.pseudonymise(later)) == CASES_A_TURN
    assert len(await books.erasure.pseudonymise(later)) == 1
    assert len(await books.erasure.erase(later)) == CASES_A_TURN
    assert len(await books.erasure.erase(later)) == 1
    assert await all_right(database, books)


async def test_nobody_is_left_in_an_erased_case_and_the_chain_knows(
    database: BooksRig, books: Books
) -> None:
    case = await ended(books, "m", CaseRuling.HOLD, CaseRuling.RELEASE, CaseRuling.REOPEN)
    await ruled(books, case, CaseRuling.CLOSE)
    assert await books.erasure.erase(database.clock.now() + SECOND) == [case]
    people: Sequence[Sequence[str | None]] = await database.rows(
        "SELECT actor FROM cases UNION ALL SELECT acknowledged_by FROM cases"
        " UNION ALL SELECT closed_by FROM cases UNION ALL SELECT held_by FROM cases"
        " UNION ALL SELECT actor FROM case_ruling UNION ALL SELECT undone_by FROM case_ruling"
        " UNION ALL SELECT actor FROM item"
    )
    assert len(people) > 10
    assert {row[0] for row in people} == {GONE, None}
    assert await database.rows("SELECT 1 FROM case_note") == []
    assert await database.rows("SELECT 1 FROM evidence WHERE what IS NOT NULL") == []
    assert await all_right(database, books)
    last = (await books.audit.entries())[-1].what
    assert '"event":"erased"' in last
    assert f'"cases":"{case}"' in last
    assert "ana" not in last


async def test_who_posted_what_is_in_no_case_is_forgotten_too(
    database: BooksRig, books: Books
) -> None:
    await decided(books, "bad")
    await post(books, "fine", "waits")
    await books.queue.decide("w", await claimed(books), decision(Outcome.ALLOW, plan=()))
    now = database.clock.now()
    assert await books.erasure.forget_senders_of_items(now) == 0
    assert await books.erasure.forget_senders_of_items(now + SECOND) == 1
    assert await books.erasure.forget_senders_of_items(now + SECOND) == 0
    found = await database.rows("SELECT message, actor FROM item ORDER BY message")
    assert [tuple(row) for row in found] == [("bad", ANA), ("fine", GONE), ("waits", ANA)]


async def test_a_wish_is_refused_for_what_must_stay(database: BooksRig, books: Books) -> None:
    opened = await decided(books, "open")
    held = await ended(books, "held", CaseRuling.HOLD)
    done = await ended(books, "done")
    assert await books.erasure.cases_of(PLATFORM, "ana") == [opened, held, done]
    assert await books.erasure.cases_of("other", "ana") == []
    outcomes = [await books.erasure.forget(one, "operator") for one in (opened, held, done, 99)]
    assert outcomes == [Forgetting.OPEN, Forgetting.HELD, Forgetting.DONE, Forgetting.UNKNOWN]
    assert await books.erasure.cases_of(PLATFORM, "ana") == [opened, held]
    case = await books.cases.get(done)
    assert case is not None
    assert case.state is CaseState.CLOSED
    assert await all_right(database, books)


async def test_what_a_person_posted_without_a_case_is_theirs_to_have_forgotten(
    database: BooksRig, books: Books
) -> None:
    await post(books, "fine")
    await books.queue.decide("w", await claimed(books), decision(Outcome.ALLOW, plan=()))
    assert await books.erasure.forget_items_of(PLATFORM, "ben") == 0
    assert await books.erasure.forget_items_of(PLATFORM, "ana") == 1
    assert [tuple(row) for row in await database.rows("SELECT actor FROM item")] == [(GONE,)]
