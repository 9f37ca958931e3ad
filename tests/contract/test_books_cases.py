"""The contract of `CaseBook`: states that move one way, and reports without a reporter."""

import asyncio

import pytest

from bot.domain.action import ActionKind
from bot.domain.case import CaseOrigin, CaseState, Removal
from bot.domain.message import Actor, ActorKind, ChatRef, MessageRef
from bot.domain.verdict import Outcome
from bot.storage.books import Books
from tests.contract.books_rig import (
    ANA,
    CLASS,
    LEAD,
    OTHER_CLASS,
    PLATFORM,
    BooksRig,
    chain_is_whole,
    claimed,
    decided,
    decision,
    post,
    sending,
    states,
)

OTHER_ADULT = Actor(ActorKind.USER, "other-adult")
REF = MessageRef(PLATFORM, CLASS.chat, "m")
PATHS: dict[CaseState, set[CaseState]] = {
    CaseState.OPEN: {CaseState.ACKNOWLEDGED, CaseState.FALSE_ALARM, CaseState.CLOSED},
    CaseState.ACKNOWLEDGED: {CaseState.FALSE_ALARM, CaseState.CLOSED},
    CaseState.FALSE_ALARM: set(),
    CaseState.CLOSED: set(),
}


async def state_of(books: Books, case_id: int) -> CaseState:
    case = await books.cases.get(case_id)
    assert case is not None
    return case.state


async def test_a_case_that_does_not_exist_is_none(books: Books) -> None:
    assert await books.cases.get(1) is None
    assert not await books.cases.set_state(1, CaseState.CLOSED, LEAD)
    assert await books.audit.entries() == []


@pytest.mark.parametrize("before", list(CaseState))
@pytest.mark.parametrize("after", list(CaseState))
async def test_a_case_moves_one_way_only(books: Books, before: CaseState, after: CaseState) -> None:
    case = await decided(books)
    if before is not CaseState.OPEN:
        assert await books.cases.set_state(case, before, LEAD)
    assert await books.cases.set_state(case, after, LEAD) is (after in PATHS[before])
    assert await state_of(books, case) is (after if after in PATHS[before] else before)


async def test_of_two_adults_at_once_one_wins(books: Books) -> None:
    case = await decided(books)
    won = await asyncio.gather(
        books.cases.set_state(case, CaseState.FALSE_ALARM, LEAD),
        books.cases.set_state(case, CaseState.FALSE_ALARM, OTHER_ADULT),
    )
    assert sorted(won) == [False, True]
    rulings = [entry for entry in await books.audit.entries() if '"event":"case"' in entry.what]
    assert len(rulings) == 1
    winner = LEAD if won[0] else OTHER_ADULT
    assert f'"by":"{winner.id}"' in rulings[0].what
    assert await chain_is_whole(books)


async def test_open_cases_of_the_asked_chats_come_untaken_and_newest_first(
    books: Books,
) -> None:
    for message, chat in (("1", CLASS), ("2", OTHER_CLASS), ("3", CLASS), ("4", CLASS)):
        await post(books, message, chat=chat)
        await books.queue.decide("w", await claimed(books), decision())
    await books.cases.set_state(3, CaseState.FALSE_ALARM, LEAD)
    await books.cases.set_state(1, CaseState.ACKNOWLEDGED, LEAD)
    assert [case.id for case in await books.cases.open_cases([CLASS], 10)] == [4, 1]
    assert [case.id for case in await books.cases.open_cases([CLASS, OTHER_CLASS], 2)] == [4, 2]
    await books.cases.set_state(4, CaseState.ACKNOWLEDGED, LEAD)
    both = await books.cases.open_cases([CLASS, OTHER_CLASS], 10)
    assert [case.id for case in both] == [2, 4, 1]
    assert await books.cases.open_cases([], 10) == []
    assert await books.cases.open_cases([ChatRef("other", CLASS.chat)], 10) == []


async def test_a_report_opens_a_case_with_an_alert_at_once(
    database: BooksRig, books: Books
) -> None:
    await post(books, "m")
    number = await books.cases.open_report(REF, 5)
    case = await books.cases.get(number)
    assert case is not None
    assert (case.origin, case.verdict.outcome) == (CaseOrigin.REPORT, Outcome.REVIEW)
    assert (case.actor, case.slot, case.policy_revision) == (ANA, "photo", 5)
    assert case.removal is Removal.NOT_PLANNED
    assert await states(database, number) == {"alert": "pending"}
    assert (await sending(books, ActionKind.ALERT)).case == number
    assert await chain_is_whole(books)


async def test_a_report_of_words_alone_says_that_the_sender_is_unknown(books: Books) -> None:
    case = await books.cases.get(await books.cases.open_report(REF, 0))
    assert case is not None
    assert (case.actor.id, case.slot) == ("unknown", "message")


async def test_one_message_has_one_open_report(database: BooksRig, books: Books) -> None:
    first = await books.cases.open_report(REF, 0)
    assert await books.cases.open_report(REF, 0) == first
    await books.cases.set_state(first, CaseState.ACKNOWLEDGED, LEAD)
    assert await books.cases.open_report(REF, 0) == first
    assert await database.rows("SELECT count(*) FROM effect") == [(1,)]
    await books.cases.set_state(first, CaseState.CLOSED, LEAD)
    assert await books.cases.open_report(REF, 0) != first


async def test_reports_at_once_open_one_case(books: Books) -> None:
    numbers = await asyncio.gather(*(books.cases.open_report(REF, 0) for _ in range(5)))
    assert len(set(numbers)) == 1


async def test_a_report_is_a_case_of_its_own_beside_the_screenings(books: Books) -> None:
    screened = await decided(books)
    assert await books.cases.open_report(REF, 0) != screened
    other = MessageRef(PLATFORM, OTHER_CLASS.chat, "m")
    assert await books.cases.open_report(REF, 0) != await books.cases.open_report(other, 0)
