"""The contract of `Ledger`: every decided item is counted, once, and stays counted."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.coverage import week_of
from bot.domain.message import ChatRef
from bot.domain.signal import OpaqueReason
from bot.domain.verdict import Outcome
from bot.domain.work import LEASE
from bot.storage.books import Books
from tests.contract.books_rig import (
    CLASS,
    OTHER_CLASS,
    PLATFORM,
    REMOVAL,
    BooksRig,
    claimed,
    decided,
    decision,
    new_item,
    post,
    received,
)
from tests.fakes import START

WEEK = week_of(START)
NEW, NEWER = ChatRef(PLATFORM, "new"), ChatRef(PLATFORM, "newer")


async def judged(
    books: Books, message: str, outcome: Outcome, reason: str = "", chat: ChatRef = CLASS
) -> None:
    """Post a message and decide it."""
    await post(books, message, chat=chat)
    made = decision(outcome, ())
    made = replace(made, verdict=replace(made.verdict, reason=reason or made.verdict.reason))
    assert await books.queue.decide("w", await claimed(books), made) is not None


async def test_nothing_is_counted_before_anything_is_decided(books: Books) -> None:
    await post(books, "m")
    await claimed(books)
    assert await books.ledger.counted(CLASS, WEEK) == {}


async def test_every_item_is_counted_as_what_became_of_it(books: Books) -> None:
    for outcome in (Outcome.ALLOW, Outcome.ALLOW, Outcome.REVIEW, Outcome.REMOVE):
        await judged(books, f"m{len(await books.audit.entries())}", outcome)
    for message, reason in (("a", OpaqueReason.LINK), ("b", OpaqueReason.TOO_BIG)):
        await judged(books, message, Outcome.OPAQUE, reason)
    await judged(books, "c", Outcome.OPAQUE, OpaqueReason.LINK)
    assert await books.ledger.counted(CLASS, WEEK) == {
        "allow": 2,
        "review": 1,
        "remove": 1,
        "link": 2,
        "too_big": 1,
    }


async def test_chats_and_weeks_are_counted_apart(database: BooksRig, books: Books) -> None:
    await judged(books, "m", Outcome.ALLOW)
    await judged(books, "m", Outcome.ALLOW, chat=OTHER_CLASS)
    await judged(books, "m", Outcome.ALLOW, chat=ChatRef("other", CLASS.chat))
    database.clock.move(timedelta(days=7))
    await judged(books, "n", Outcome.REVIEW)
    assert await books.ledger.counted(CLASS, WEEK) == {"allow": 1}
    assert await books.ledger.counted(CLASS, week_of(database.clock.now())) == {"review": 1}
    assert await books.ledger.counted(OTHER_CLASS, WEEK) == {"allow": 1}


async def test_an_item_whose_lease_was_lost_is_counted_once(
    database: BooksRig, books: Books
) -> None:
    await post(books, "m")
    late = await claimed(books, "late")
    database.clock.move(LEASE)
    await books.outbox.recover("next")
    ours = await claimed(books, "next")
    assert await books.queue.decide("late", late, decision(Outcome.ALLOW, ())) is None
    assert await books.ledger.counted(CLASS, WEEK) == {}
    assert await books.queue.decide("next", ours, decision(Outcome.REVIEW, ())) is not None
    assert await books.queue.decide("next", ours, decision(Outcome.REVIEW, ())) is None
    assert await books.ledger.counted(CLASS, WEEK) == {"review": 1}


async def test_a_decision_that_is_not_stored_is_not_counted(
    database: BooksRig, books: Books
) -> None:
    await post(books, "m")
    work = await claimed(books)
    await database.spoil("ALTER TABLE cases RENAME TO lost")
    with pytest.raises(Exception, match="cases"):
        await books.queue.decide("w", work, decision())
    await database.spoil("ALTER TABLE lost RENAME TO cases")
    assert await books.ledger.counted(CLASS, WEEK) == {}
    assert await books.queue.decide("w", work, decision()) is not None
    assert await books.ledger.counted(CLASS, WEEK) == {"remove": 1}


async def test_what_an_albums_removal_takes_along_was_counted_already(books: Books) -> None:
    slots = [received(one, CLASS, new_item(one, album="a")) for one in ("1", "2")]
    await books.inbox.take_in(PLATFORM, slots, None)
    await books.queue.decide("w", await claimed(books), decision(Outcome.ALLOW, ()))
    await books.queue.decide("w", await claimed(books), decision(Outcome.REMOVE, REMOVAL))
    assert await books.ledger.counted(CLASS, WEEK) == {"allow": 1, "remove": 1}


async def test_counts_outlive_the_items_and_hold_nothing_about_a_person(
    database: BooksRig, books: Books
) -> None:
    await decided(books)
    for table in ("effect", "cases", "item"):
        await database.spoil(f"DELETE FROM {table}")  # noqa: S608 - names of our own
    assert await books.ledger.counted(CLASS, WEEK) == {"remove": 1}
    rows = await database.rows("SELECT * FROM coverage")
    assert [tuple(row) for row in rows] == [(PLATFORM, CLASS.chat, WEEK, "remove", 1)]


async def test_counts_follow_a_chat_that_moves(books: Books) -> None:
    await judged(books, "m", Outcome.ALLOW)
    await books.chats.move(CLASS, NEW)
    await judged(books, "m", Outcome.ALLOW, chat=NEW)
    await books.chats.move(NEW, NEWER)
    await judged(books, "m", Outcome.REVIEW, chat=NEWER)
    for chat in (CLASS, NEW, NEWER):
        assert await books.ledger.counted(chat, WEEK) == {"allow": 2, "review": 1}
