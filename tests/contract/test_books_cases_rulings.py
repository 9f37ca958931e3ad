"""The contract of `RulingBook`: rulings by the table, who did what, and lists page by page."""

import asyncio

import pytest

from bot.domain.case import Case, CaseState
from bot.domain.casework import CASES_A_PAGE, LEADS_TO, Agency, CaseList, CaseRuling, Ruled
from bot.domain.message import Actor, ActorKind
from bot.storage.books import Books
from tests.contract.banks_rig import told
from tests.contract.books_rig import (
    CLASS,
    LEAD,
    OTHER_CLASS,
    SECOND,
    BooksRig,
    chain_is_whole,
    claimed,
    decided,
    decision,
    post,
)
from tests.fakes import START

HEAD = Actor(ActorKind.USER, "head")
# What brings an open case into a state.
WAYS = {
    CaseState.OPEN: [],
    CaseState.ACKNOWLEDGED: [CaseRuling.ACKNOWLEDGE],
    CaseState.FALSE_ALARM: [CaseRuling.FALSE_ALARM],
    CaseState.CLOSED: [CaseRuling.CLOSE],
}


async def rule(
    books: Books,
    case: int,
    ruling: CaseRuling,
    by: Actor = LEAD,
    *,
    to: str = "police",
    words: str = "",
) -> Ruled | None:
    """Rule on a case; a referral goes to the police unless it is said to whom."""
    agency = Agency(to) if ruling is CaseRuling.REFER else None
    return await books.rulings.rule(case, ruling, by, agency=agency, words=words)


async def got(books: Books, case: int) -> Case:
    found = await books.cases.get(case)
    assert found is not None
    return found


async def put_below(database: BooksRig, case: int, parent: int, state: str = "open") -> None:
    """Let a case stand below another, as if an album or a sweep had brought it."""
    values = f"parent = {parent}, state = '{state}'"
    await database.spoil(f"UPDATE cases SET {values} WHERE id = {case}")  # noqa: S608 - our own


async def brought(books: Books, state: CaseState) -> int:
    case = await decided(books)
    for ruling in WAYS[state]:
        assert await rule(books, case, ruling)
    return case


@pytest.mark.parametrize("before", list(CaseState))
@pytest.mark.parametrize("ruling", [one for one in CaseRuling if one is not CaseRuling.RELEASE])
async def test_a_ruling_follows_the_table_and_nothing_else_is_stored(
    books: Books, before: CaseState, ruling: CaseRuling
) -> None:
    case = await brought(books, before)
    known = await books.audit.entries()
    done = await rule(books, case, ruling)
    after = LEADS_TO[ruling].get(before)
    assert (done is not None) is (after is not None)
    assert (await got(books, case)).state is (after or before)
    new = (await books.audit.entries())[len(known) :]
    assert len(new) == (after is not None)
    assert len(await books.rulings.history(case)) == len(WAYS[before]) + len(new)
    assert await chain_is_whole(books)


async def test_a_case_that_is_not_there_is_ruled_on_by_nobody(books: Books) -> None:
    assert await rule(books, 1, CaseRuling.HOLD) is None
    assert await books.audit.entries() == []


async def test_who_did_what_and_when_is_known(database: BooksRig, books: Books) -> None:
    case = await decided(books)
    await rule(books, case, CaseRuling.ACKNOWLEDGE)
    database.clock.move(SECOND)
    await rule(books, case, CaseRuling.CLOSE, HEAD)
    database.clock.move(SECOND)
    await rule(books, case, CaseRuling.HOLD, HEAD)
    found = await got(books, case)
    assert (found.acknowledged_by, found.acknowledged_at) == ("lead", START)
    assert (found.closed_by, found.closed_at) == ("head", START + SECOND)
    assert (found.held_by, found.held_at) == ("head", START + 2 * SECOND)
    await rule(books, case, CaseRuling.REOPEN, HEAD)
    await rule(books, case, CaseRuling.RELEASE)
    found = await got(books, case)
    assert (found.acknowledged_by, found.acknowledged_at) == ("head", START + 2 * SECOND)
    assert (found.closed_by, found.closed_at, found.held_by, found.held_at) == (None,) * 4
    history = await books.rulings.history(case)
    assert [(one.ruling, one.by) for one in history] == [
        (CaseRuling.ACKNOWLEDGE, "lead"),
        (CaseRuling.CLOSE, "head"),
        (CaseRuling.HOLD, "head"),
        (CaseRuling.REOPEN, "head"),
        (CaseRuling.RELEASE, "lead"),
    ]


@pytest.mark.parametrize("ruling", list(CaseRuling))
async def test_of_two_adults_at_once_one_counts(books: Books, ruling: CaseRuling) -> None:
    case = await decided(books)
    if ruling is CaseRuling.REOPEN:
        await rule(books, case, CaseRuling.CLOSE)
    if ruling is CaseRuling.RELEASE:
        await rule(books, case, CaseRuling.HOLD)
    known = len(await told(books))
    both = await asyncio.gather(rule(books, case, ruling, LEAD), rule(books, case, ruling, HEAD))
    assert len([one for one in both if one is not None]) == 1
    assert len(await told(books)) == known + 1
    assert await chain_is_whole(books)


async def test_two_programs_at_once_rule_once(database: BooksRig) -> None:
    async with database.open() as one, database.open(alone=False) as other:
        case = await decided(one)
        both = await asyncio.gather(
            rule(one, case, CaseRuling.CLOSE), rule(other, case, CaseRuling.FALSE_ALARM, HEAD)
        )
        assert len([done for done in both if done is not None]) == 1


async def test_a_case_is_referred_to_several_but_to_each_once(books: Books) -> None:
    case = await decided(books)
    assert await rule(books, case, CaseRuling.REFER, to="police")
    assert await rule(books, case, CaseRuling.REFER, to="police") is None
    assert await rule(books, case, CaseRuling.REFER, to="platform")
    agencies = [one.agency for one in await books.rulings.history(case)]
    assert agencies == [Agency.POLICE, Agency.PLATFORM]
    assert (await got(books, case)).state is CaseState.ACKNOWLEDGED
    assert '"agency":"platform"' in (await told(books))[-1]


async def test_words_at_the_end_become_a_note_with_the_ruling_or_not_at_all(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def killed(*_: object) -> None:
        raise KeyboardInterrupt

    case = await decided(books)
    with monkeypatch.context() as dying:
        dying.setattr(books.audit, "append", killed)
        with pytest.raises(KeyboardInterrupt):
            await rule(books, case, CaseRuling.CLOSE, words="All is well.")
    assert await books.notes.of_case(case) == []
    assert (await got(books, case)).state is CaseState.OPEN
    assert await books.rulings.history(case) == []
    assert await rule(books, case, CaseRuling.CLOSE, words="All is well.")
    (note,) = await books.notes.of_case(case)
    assert (note.words, note.by) == ("All is well.", "lead")


async def cases_in(books: Books, count: int) -> None:
    for number in range(count):
        await post(books, f"c{number}", chat=CLASS)
        assert await books.queue.decide("w", await claimed(books), decision(plan=()))


async def listed(books: Books, which: CaseList, by: Actor = LEAD, page: int = 1) -> list[int]:
    found = await books.rulings.page([CLASS], which, by, page)
    return [case.id for case in found.cases]


async def test_lists_hold_what_they_say(books: Books) -> None:
    await cases_in(books, 6)
    await rule(books, 1, CaseRuling.ACKNOWLEDGE)
    await rule(books, 2, CaseRuling.ACKNOWLEDGE, HEAD)
    await rule(books, 3, CaseRuling.CLOSE)
    await rule(books, 4, CaseRuling.FALSE_ALARM)
    await rule(books, 3, CaseRuling.HOLD)
    await rule(books, 5, CaseRuling.HOLD)
    assert await listed(books, CaseList.OPEN) == [6, 5, 2, 1]
    assert await listed(books, CaseList.MINE) == [1]
    assert await listed(books, CaseList.MINE, HEAD) == [2]
    assert await listed(books, CaseList.HELD) == [5, 3]
    assert await listed(books, CaseList.ALL) == [6, 5, 4, 3, 2, 1]
    assert (await books.rulings.page([OTHER_CLASS], CaseList.ALL, LEAD, 1)).total == 0
    assert (await books.rulings.page([], CaseList.ALL, LEAD, 1)).cases == ()


async def test_a_long_list_comes_in_pages_that_hold_each_case_once(books: Books) -> None:
    count = CASES_A_PAGE + 2
    await cases_in(books, count)
    first = await books.rulings.page([CLASS], CaseList.ALL, LEAD, 1)
    second = await books.rulings.page([CLASS], CaseList.ALL, LEAD, 2)
    assert (first.total, first.more, second.more) == (count, True, False)
    ids = [case.id for case in (*first.cases, *second.cases)]
    assert ids == list(range(count, 0, -1))
    assert await listed(books, CaseList.ALL, page=3) == []
