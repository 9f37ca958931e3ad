"""The contract of alerts that wait for others: told together, in time, and none is ever lost."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.domain.action import Action, ActionKind, ActionOutcome, ActionPlan, ActionResult
from bot.domain.case import CaseState
from bot.domain.digest import MOST_IN_ONE
from bot.domain.effect import LEASE, Effect, EffectState, Settlement
from bot.domain.message import ChatRef, MessageRef
from bot.domain.verdict import Outcome
from bot.storage.books import Books
from tests.contract.books_rig import (
    CLASS,
    DEAD,
    DONE,
    LEAD,
    OK,
    OTHER_CLASS,
    PLATFORM,
    REMOVAL,
    SECOND,
    BooksRig,
    claimed,
    decision,
    new_item,
    post,
    received,
    states,
)

DIGEST = (ActionKind.ALERT_DIGEST,)
TO_ADULTS = (ActionKind.ESCALATION, ActionKind.ALERT, ActionKind.ALERT_DIGEST)
WAITS: ActionPlan = (Action(ActionKind.ALERT_DIGEST),)
HOUR = timedelta(hours=1)
LONGEST, MOST = 4 * HOUR, 10
LATER = ActionResult(ActionOutcome.LATER, retry_after=HOUR)


@pytest.fixture(autouse=True)
def morning(database: BooksRig) -> None:
    """Begin early enough that midnight is far."""
    database.clock.move(11 * HOUR)


async def asked(books: Books, message: str, chat: ChatRef = CLASS, plan: ActionPlan = WAITS) -> int:
    """Let one model be unsure about a message; return the case."""
    await post(books, message, chat=chat)
    case = await books.queue.decide("w", await claimed(books), decision(Outcome.REVIEW, plan))
    assert case
    return case


async def told(books: Books, worker: str = "w") -> list[int]:
    """Claim what is due to the adults and settle it; return the cases told in one message."""
    effect = await books.outbox.claim(TO_ADULTS, worker)
    if effect is None:
        return []
    for one in together(effect):
        assert await books.outbox.settle(worker, one, DONE, OK)
    return [one.case for one in together(effect)]


def together(effect: Effect) -> Sequence[Effect]:
    return (effect, *effect.also)


async def test_a_case_waits_for_hours_and_no_longer(database: BooksRig, books: Books) -> None:
    case = await asked(books, "1")
    assert await told(books) == []
    database.clock.move(LONGEST - SECOND)
    assert await told(books) == []
    database.clock.move(SECOND)
    assert await told(books) == [case]
    assert await states(database, case) == {"alert_digest": "done"}
    assert await told(books) == []


async def test_what_waits_in_a_chat_is_told_together(database: BooksRig, books: Books) -> None:
    first, other = await asked(books, "1"), await asked(books, "1", OTHER_CLASS)
    database.clock.move(LONGEST - SECOND)
    # The later one waits no longer than the first.
    second = await asked(books, "2")
    database.clock.move(SECOND)
    assert await told(books) == [first, second]
    assert await told(books) == [other]
    third = await asked(books, "3")
    database.clock.move(LONGEST - SECOND)
    assert await told(books) == []
    database.clock.move(SECOND)
    assert await told(books) == [third]


async def test_nothing_waits_into_the_next_day(database: BooksRig, books: Books) -> None:
    database.clock.move(13 * HOUR)  # 21:04
    case = await asked(books, "1")
    database.clock.move(timedelta(hours=2, minutes=55, seconds=59))
    assert await told(books) == []
    database.clock.move(SECOND)
    assert await told(books) == [case]


async def test_with_enough_of_them_none_waits_any_more(books: Books) -> None:
    cases = [await asked(books, str(number)) for number in range(MOST - 1)]
    await asked(books, "1", OTHER_CLASS)
    assert await told(books) == []
    cases.append(await asked(books, "last"))
    assert await told(books) == cases
    assert await told(books) == []


async def test_a_message_holds_a_list_that_can_be_read_and_the_rest_follows(
    database: BooksRig, books: Books
) -> None:
    cases = [await asked(books, str(number)) for number in range(MOST_IN_ONE + 3)]
    assert await told(books) == cases[:MOST_IN_ONE]
    assert await told(books) == cases[MOST_IN_ONE:]


async def test_a_report_lets_what_waited_about_that_message_be_told_at_once(
    database: BooksRig, books: Books
) -> None:
    first, second = await asked(books, "1"), await asked(books, "2")
    report = await books.cases.open_report(MessageRef(PLATFORM, CLASS.chat, "1"), 1)
    assert await states(database, first) == {"alert": "pending"}
    assert await states(database, second) == {"alert_digest": "pending"}
    assert [await told(books), await told(books), await told(books)] == [[first], [report], []]
    database.clock.move(LONGEST)
    assert await told(books) == [second]


async def test_after_a_report_nothing_about_that_message_waits(books: Books) -> None:
    report = await books.cases.open_report(MessageRef(PLATFORM, CLASS.chat, "1"), 1)
    case = await asked(books, "1")
    assert [await told(books), await told(books)] == [[report], [case]]


async def test_the_report_of_another_chats_message_hastens_nothing(books: Books) -> None:
    await asked(books, "1")
    report = await books.cases.open_report(MessageRef(PLATFORM, OTHER_CLASS.chat, "1"), 1)
    assert [await told(books), await told(books)] == [[report], []]


@pytest.mark.parametrize(
    "plan",
    [WAITS, (Action(ActionKind.ALERT),), REMOVAL, ()],
    ids=["waits too", "alert", "removal", "only counted"],
)
async def test_a_second_case_of_the_same_message_lets_nothing_wait(
    database: BooksRig, books: Books, plan: ActionPlan
) -> None:
    slots = [new_item("1", slot=slot) for slot in ("a", "b")]
    await books.inbox.take_in(PLATFORM, [received("1", CLASS, *slots)], None)
    cases = [
        await books.queue.decide("w", await claimed(books), decision(Outcome.REVIEW, one))
        for one in (WAITS, plan)
    ]
    assert await states(database, cases[0] or 0) == {"alert": "pending"}
    assert "alert_digest" not in await states(database, cases[1] or 0)


async def test_what_an_albums_removal_takes_along_waits_no_more(
    database: BooksRig, books: Books
) -> None:
    album = [received(one, CLASS, new_item(one, album="a")) for one in ("1", "2")]
    await books.inbox.take_in(PLATFORM, album, None)
    first = await books.queue.decide("w", await claimed(books), decision(Outcome.REVIEW, WAITS))
    await books.queue.decide("w", await claimed(books), decision(Outcome.REMOVE, REMOVAL))
    assert await states(database, first or 0) == {"alert": "pending"}


async def test_of_two_workers_one_tells_all(database: BooksRig, books: Books) -> None:
    cases = [await asked(books, str(number)) for number in range(3)]
    database.clock.move(LONGEST)
    got = await asyncio.gather(*(books.outbox.claim(TO_ADULTS, f"w{n}") for n in range(4)))
    (effect,) = [one for one in got if one is not None]
    assert [one.case for one in together(effect)] == cases


async def test_what_comes_while_the_others_are_told_is_told_later(
    database: BooksRig, books: Books
) -> None:
    cases = [await asked(books, "1"), await asked(books, "2")]
    database.clock.move(LONGEST)
    effect = await books.outbox.claim(DIGEST, "w")
    assert effect is not None
    late = await asked(books, "3")
    for one in together(effect):
        assert await books.outbox.settle("w", one, DONE, OK)
    assert [one.case for one in together(effect)] == cases
    assert await states(database, late) == {"alert_digest": "pending"}
    database.clock.move(LONGEST)
    assert await told(books) == [late]


@pytest.mark.parametrize("settled", [0, 1, 2])
async def test_after_a_death_what_was_not_settled_is_told_again(
    database: BooksRig, books: Books, settled: int
) -> None:
    cases = [await asked(books, str(number)) for number in range(3)]
    database.clock.move(LONGEST)
    effect = await books.outbox.claim(DIGEST, "dead")
    assert effect is not None
    for one in together(effect)[:settled]:
        await books.outbox.settle("dead", one, DONE, OK)
    database.clock.move(LEASE)
    assert await books.outbox.recover("w") == 3 - settled
    assert await told(books) == cases[settled:]
    # The worker that was taken for dead has no say any more.
    assert not await books.outbox.settle("dead", together(effect)[2], DEAD, OK)


async def test_a_list_that_did_not_arrive_is_tried_again_with_what_came_since(
    database: BooksRig, books: Books
) -> None:
    first = await asked(books, "1")
    database.clock.move(LONGEST)
    effect = await books.outbox.claim(DIGEST, "w")
    assert effect is not None
    again = Settlement(EffectState.PENDING, database.clock.now() + HOUR)
    assert await books.outbox.settle("w", effect, again, LATER)
    second = await asked(books, "2")
    database.clock.move(HOUR)
    assert await told(books) == [first, second]


async def test_what_never_arrived_counts_as_an_undelivered_alert(
    database: BooksRig, books: Books
) -> None:
    await asked(books, "1")
    waiting = await books.queue.backlog()
    assert (waiting.alerts_pending, waiting.alerts_undelivered) == (0, 0)
    database.clock.move(LONGEST)
    assert (await books.queue.backlog()).alerts_pending == 1
    effect = await books.outbox.claim(DIGEST, "w")
    assert effect is not None
    assert (await books.queue.backlog()).alerts_pending == 1
    await books.outbox.settle("w", effect, DEAD, LATER)
    ended = await books.queue.backlog()
    assert (ended.alerts_pending, ended.alerts_undelivered) == (0, 1)


async def test_a_case_that_an_adult_found_before_is_told_all_the_same(
    database: BooksRig, books: Books
) -> None:
    case = await asked(books, "1")
    await books.cases.set_state(case, CaseState.ACKNOWLEDGED, LEAD)
    database.clock.move(LONGEST)
    assert await told(books) == [case]
