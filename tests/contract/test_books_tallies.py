"""The contract of `TallyBook`: every decided item of some days, by what was done about it."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.action import Action, ActionKind, ActionPlan
from bot.domain.dry_report import Tally
from bot.domain.effect import TO_ADULTS
from bot.domain.message import ChatRef
from bot.domain.verdict import Outcome
from bot.storage.books import Books
from tests.contract.books_rig import (
    CLASS,
    DONE,
    OK,
    OTHER_CLASS,
    PLATFORM,
    REMOVAL,
    BooksRig,
    claimed,
    decision,
    post,
)
from tests.fakes import START

ALERT: ActionPlan = (Action(ActionKind.ALERT),)


async def judged(
    books: Books,
    message: str,
    outcome: Outcome,
    plan: ActionPlan = (),
    reason: str = "model:a",
    chat: ChatRef = CLASS,
) -> None:
    """Post a message and decide it."""
    await post(books, message, chat=chat)
    made = decision(outcome, plan)
    made = replace(made, verdict=replace(made.verdict, reason=reason))
    assert await books.queue.decide("w", await claimed(books), made) is not None


async def tallied(books: Books, chat: ChatRef = CLASS) -> set[Tally]:
    found = await books.tallies.since(chat, START)
    assert len(set(found)) == len(found)
    return set(found)


async def test_items_are_told_apart_by_what_was_done_about_them(books: Books) -> None:
    for name in ("a", "b"):
        await judged(books, name, Outcome.ALLOW, reason="clean")
    await judged(books, "shadow", Outcome.REMOVE)
    await judged(books, "alert", Outcome.REMOVE, ALERT)
    await judged(books, "asked", Outcome.REVIEW, ALERT)
    await judged(books, "not asked", Outcome.REVIEW)
    await judged(books, "stands", Outcome.REMOVE, REMOVAL)
    assert await tallied(books) == {
        Tally(Outcome.ALLOW, "clean", False, False, False, 2),
        Tally(Outcome.REMOVE, "model:a", False, False, False, 1),
        Tally(Outcome.REMOVE, "model:a", False, False, True, 1),
        Tally(Outcome.REVIEW, "model:a", False, False, True, 1),
        Tally(Outcome.REVIEW, "model:a", False, False, False, 1),
        Tally(Outcome.REMOVE, "model:a", True, False, True, 1),
    }


async def test_what_is_not_decided_yet_is_not_counted(books: Books) -> None:
    await post(books, "undecided")
    await claimed(books)
    assert await tallied(books) == set()


async def test_what_is_gone_counts_as_removed(books: Books) -> None:
    await judged(books, "gone", Outcome.REMOVE, REMOVAL)
    takedown = await books.outbox.claim((ActionKind.TAKEDOWN,), "w")
    assert takedown is not None
    assert await books.outbox.settle("w", takedown, DONE, OK)
    assert await tallied(books) == {Tally(Outcome.REMOVE, "model:a", True, True, True, 1)}
    assert await books.outbox.claim(TO_ADULTS, "w") is not None


async def test_other_chats_and_earlier_days_are_not_counted(
    database: BooksRig, books: Books
) -> None:
    await judged(books, "m", Outcome.ALLOW)
    await judged(books, "m", Outcome.ALLOW, chat=OTHER_CLASS)
    database.clock.move(timedelta(days=1))
    await judged(books, "n", Outcome.REVIEW)
    (later,) = await books.tallies.since(CLASS, START + timedelta(seconds=1))
    assert (later.outcome, later.items) == (Outcome.REVIEW, 1)


async def test_tallies_follow_a_chat_that_moves(books: Books) -> None:
    new = ChatRef(PLATFORM, "new")
    await judged(books, "m", Outcome.ALLOW)
    await books.chats.move(CLASS, new)
    await judged(books, "m", Outcome.ALLOW, chat=new)
    for chat in (CLASS, new):
        (one,) = await books.tallies.since(chat, START)
        assert one.items == 2
