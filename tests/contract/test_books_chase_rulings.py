"""The contract between the escalation clock and what adults rule: it ends, runs on, begins anew."""

from datetime import timedelta

import pytest

from bot.domain.casework import CaseRuling, UndoOutcome
from bot.storage.books import Books
from tests.contract.books_rig import LEAD, BooksRig, decided

HOUR = timedelta(hours=1)


async def is_called_for(books: Books, case: int) -> bool:
    due = await books.chases.due()
    return due is not None and due.case == case


@pytest.mark.parametrize("ruling", [CaseRuling.ACKNOWLEDGE, CaseRuling.CLOSE])
async def test_whoever_takes_it_back_is_followed_by_the_clock_again(
    books: Books, database: BooksRig, ruling: CaseRuling
) -> None:
    case = await decided(books, "m")
    database.clock.move(HOUR)
    await books.rulings.rule(case, ruling, LEAD)
    assert not await is_called_for(books, case)

    undone = await books.rulings.undo(case, LEAD)

    assert undone.outcome is UndoOutcome.DONE
    database.clock.move(HOUR)
    assert await is_called_for(books, case)


async def test_a_case_that_is_only_held_is_still_chased(books: Books, database: BooksRig) -> None:
    case = await decided(books, "m")
    database.clock.move(HOUR)

    await books.rulings.rule(case, CaseRuling.HOLD, LEAD)

    assert await is_called_for(books, case)


async def test_to_let_go_of_a_hold_does_not_set_the_clock_back(
    books: Books, database: BooksRig
) -> None:
    case = await decided(books, "m")
    database.clock.move(HOUR)
    await books.rulings.rule(case, CaseRuling.HOLD, LEAD)
    before = await books.chases.due()

    await books.rulings.undo(case, LEAD)

    assert before is not None
    assert await books.chases.due() == before


async def test_a_false_alarm_that_was_none_is_chased_again(
    books: Books, database: BooksRig
) -> None:
    case = await decided(books, "m")
    await books.rulings.rule(case, CaseRuling.FALSE_ALARM, LEAD)

    await books.rulings.undo(case, LEAD)

    database.clock.move(HOUR)

    assert await is_called_for(books, case)
