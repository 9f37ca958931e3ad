"""The contract of the daily summary: what is still open, and on which day it was told where."""

from datetime import date, timedelta

from bot.domain.case import CaseState
from bot.domain.message import ChatRef
from bot.storage.books import Books
from tests.contract.books_rig import CLASS, LEAD, SECOND, BooksRig, decided

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def test_the_summary_names_what_adults_were_called_for_and_have_not_closed(
    books: Books, database: BooksRig
) -> None:
    open_one, taken, wrong = [await decided(books, name) for name in ("m1", "m2", "m3")]
    await decided(books, "counted", plan=())
    assert await books.cases.set_state(taken, CaseState.ACKNOWLEDGED, LEAD)
    assert await books.cases.set_state(wrong, CaseState.FALSE_ALARM, LEAD)
    start = database.clock.now()
    database.clock.move(HOUR)
    await decided(books, "later")
    found = await books.summaries.unfinished(start + SECOND)
    assert [(one.id, one.taken, one.chat) for one in found] == [
        (open_one, False, CLASS),
        (taken, True, CLASS),
    ]


async def test_a_summary_is_noted_for_its_day_and_chat(books: Books) -> None:
    staff, other, day = ChatRef("sandbox", "staff"), ChatRef("sandbox", "o"), date(2026, 11, 21)
    assert not await books.summaries.told(staff, day)
    await books.summaries.note(staff, day)
    await books.summaries.note(staff, day)
    assert await books.summaries.told(staff, day)
    assert not await books.summaries.told(other, day)
    assert not await books.summaries.told(staff, day + DAY)
    await books.summaries.note(staff, day + DAY)
    assert not await books.summaries.told(staff, day)
