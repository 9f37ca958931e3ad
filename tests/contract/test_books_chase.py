"""The contract of the escalation clock: told at least once, and ended with the case."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.action import Action, ActionKind, ActionPlan
from bot.domain.bank import MatchRule
from bot.domain.case import CaseState
from bot.domain.chase import ADULTS, LEASE, MOST_IN_ONE, NOBODY, Telling, Told
from bot.domain.message import MessageRef
from bot.domain.policy import Direction, PolicyRevision
from bot.domain.signal import BankMatch, LinkMatch, Screening, Signal
from bot.domain.verdict import Outcome, Verdict
from bot.domain.work import Decision
from bot.storage.books import Books
from tests.contract.books_rig import (
    CLASS,
    DEFAULTS,
    LEAD,
    OTHER_CLASS,
    REMOVAL,
    SECOND,
    BooksRig,
    chain_is_whole,
    claimed,
    decided,
    decision,
    post,
)

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ALERT: ActionPlan = (Action(ActionKind.ALERT),)
WAITS: ActionPlan = (Action(ActionKind.ALERT_DIGEST),)


async def advanced(books: Books, step: int, *channels: str) -> int:
    """Move the clock of the next due case to a step; return the case."""
    due = await books.chases.due()
    assert due is not None
    assert await books.chases.advance(due, step, channels)
    return due.case


async def opened(books: Books, message: str = "m") -> int:
    """Open a case whose clock stands at the first reminder."""
    case = await decided(books, message)
    assert await advanced(books, 0) == case
    return case


async def telling(books: Books, *, adults: bool = False, worker: str = "w") -> Telling:
    found = await books.chases.claim(worker, adults=adults)
    assert found is not None
    return found


async def nothing_is_told(books: Books) -> bool:
    return [await books.chases.claim("w", adults=one) for one in (True, False)] == [None, None]


async def test_the_clock_starts_with_the_case_and_moves_from_step_to_step(
    books: Books, database: BooksRig
) -> None:
    case = await decided(books)
    due = await books.chases.due()
    assert due is not None
    assert (due.case, due.chat, due.step) == (case, CLASS, 0)
    since = due.since
    for step, wait in ((0, 15 * MINUTE), (1, HOUR), (2, DAY), (3, 2 * DAY), (4, 3 * DAY)):
        await advanced(books, step)
        assert await books.chases.due() is None
        database.clock.move(since + wait - database.clock.now() - SECOND)
        assert await books.chases.due() is None
        database.clock.move(SECOND)
    due = await books.chases.due()
    assert due is not None
    assert (due.step, due.since) == (5, since)


async def test_where_the_alert_has_a_chat_to_go_to_the_clock_starts_with_the_reminder(
    books: Books, database: BooksRig
) -> None:
    settings = replace(DEFAULTS, alerts_chat="staff")
    bound = PolicyRevision(CLASS, 0, settings, database.clock.now())
    stored = await books.policies.add(bound, Direction.STRONGER, LEAD)
    assert stored.revision > 0
    case = await books.cases.open_report(MessageRef("sandbox", "class", "m"), stored.revision)
    assert await books.chases.due() is None
    database.clock.move(15 * MINUTE)
    assert await advanced(books, 1, ADULTS) == case


async def test_a_step_is_taken_once_however_many_want_to(books: Books) -> None:
    await decided(books)
    due = await books.chases.due()
    assert due is not None
    assert await books.chases.advance(due, 0, ["ntfy"])
    assert not await books.chases.advance(due, 0, ["ntfy"])
    assert (await telling(books)).channel == "ntfy"
    assert await nothing_is_told(books)


@pytest.mark.parametrize("state", [CaseState.ACKNOWLEDGED, CaseState.FALSE_ALARM, CaseState.CLOSED])
async def test_whoever_takes_a_case_up_ends_the_chase_at_once(
    books: Books, database: BooksRig, state: CaseState
) -> None:
    case = await opened(books)
    database.clock.move(15 * MINUTE)
    due = await books.chases.due()
    assert due is not None
    await advanced(books, 1, ADULTS, "ntfy")
    sending = await telling(books, adults=True)
    assert await books.cases.set_state(case, state, LEAD)
    assert await nothing_is_told(books)
    assert not await books.chases.advance(due, 1, ["mail-1"])
    # What was on its way then arrives, and leads to nothing more.
    assert not await books.chases.settle("w", sending, Told.REFUSED, None, ["mail-1"])
    database.clock.move(9 * DAY)
    assert await books.chases.due() is None
    assert await nothing_is_told(books)
    rows = await database.rows("SELECT DISTINCT state FROM chase")
    assert [tuple(row) for row in rows] == [("ended",)]


async def test_whatever_else_closes_a_case_nobody_is_called_for_it(
    books: Books, database: BooksRig
) -> None:
    await opened(books)
    database.clock.move(15 * MINUTE)
    due = await books.chases.due()
    assert due is not None
    await advanced(books, 1, ADULTS, "ntfy")
    await database.spoil("UPDATE cases SET state = 'closed'")
    assert await nothing_is_told(books)
    database.clock.move(DAY)
    assert await books.chases.due() is None
    assert not await books.chases.advance(replace(due, step=2), 3, ["ntfy"])


async def test_the_end_of_a_chase_is_in_the_transaction_of_the_ruling(
    books: Books, database: BooksRig
) -> None:
    case = await opened(books)
    await database.spoil(
        "CREATE TRIGGER dies BEFORE UPDATE ON chase BEGIN SELECT RAISE(ABORT, 'dies'); END"
    )
    with pytest.raises(Exception, match="dies"):
        await books.cases.set_state(case, CaseState.ACKNOWLEDGED, LEAD)
    await database.spoil("DROP TRIGGER dies")
    known = await books.cases.get(case)
    assert known is not None
    assert known.state is CaseState.OPEN


async def test_the_clock_starts_in_the_transaction_that_opens_the_case(
    books: Books, database: BooksRig
) -> None:
    await database.spoil(
        "CREATE TRIGGER dies BEFORE INSERT ON chase BEGIN SELECT RAISE(ABORT, 'dies'); END"
    )
    with pytest.raises(Exception, match="dies"):
        await decided(books)
    with pytest.raises(Exception, match="dies"):
        await books.cases.open_report(MessageRef("sandbox", "class", "other"), 1)
    assert await database.rows("SELECT 1 FROM cases") == []


async def test_a_report_is_chased_too(books: Books) -> None:
    case = await books.cases.open_report(MessageRef("sandbox", "class", "m"), 1)
    assert await advanced(books, 0) == case


async def test_a_weak_sign_is_chased_from_the_next_day(books: Books, database: BooksRig) -> None:
    case = await decided(books, plan=WAITS)
    database.clock.move(DAY - SECOND)
    assert await books.chases.due() is None
    database.clock.move(SECOND)
    due = await books.chases.due()
    assert due is not None
    assert (due.case, due.step) == (case, 3)


CARD = BankMatch("test card", "card", 0, MatchRule.FILE, test=True)
LINK = LinkMatch("nudify", "tool")


@pytest.mark.parametrize(
    ("signal", "reason"), [(CARD, "bank:test card"), (LINK, "link:nudify")], ids=["card", "link"]
)
async def test_a_test_card_and_a_listed_link_call_nobody(
    books: Books, signal: Signal, reason: str
) -> None:
    verdict = Verdict(Outcome.REMOVE, reason, (signal,))
    await post(books, "m")
    assert await books.queue.decide(
        "w", await claimed(books), Decision(Screening((signal,), None, None), verdict, REMOVAL, 1)
    )
    assert await books.chases.due() is None


async def test_what_no_adult_was_told_of_is_not_chased(books: Books) -> None:
    await decided(books, plan=())
    assert await books.chases.due() is None


async def test_what_is_told_is_noted_with_its_entry_in_the_chain(
    books: Books, database: BooksRig
) -> None:
    case = await opened(books)
    database.clock.move(HOUR)
    await advanced(books, 2, ADULTS, "mail-1")
    reminder = await telling(books, adults=True)
    assert (reminder.cases, reminder.step, reminder.tried) == ((case,), 2, ())
    assert await books.chases.settle("w", reminder, Told.TOLD, None)
    page = await telling(books)
    assert (page.channel, page.tried, page.attempts) == ("mail-1", (ADULTS,), 1)
    assert await books.chases.settle("w", page, Told.TOLD, None)
    assert await nothing_is_told(books)
    last = (await books.audit.entries())[-1]
    assert '"channel":"mail-1"' in last.what.replace(" ", "")
    assert await chain_is_whole(books)


async def test_what_did_not_arrive_is_told_again_with_the_same_key(
    books: Books, database: BooksRig
) -> None:
    await opened(books)
    database.clock.move(HOUR)
    await advanced(books, 2, "mail-1")
    first = await telling(books)
    again = database.clock.now() + MINUTE
    assert await books.chases.settle("w", first, Told.UNREACHABLE, again)
    assert await nothing_is_told(books)
    database.clock.move(MINUTE)
    second = await telling(books)
    assert (second.key, second.attempts) == (first.key, 2)


async def test_what_died_while_it_was_told_is_told_again_and_the_dead_one_changes_nothing(
    database: BooksRig,
) -> None:
    async with database.open() as books:
        await opened(books)
        database.clock.move(HOUR)
        await advanced(books, 2, "mail-1")
        dead = await telling(books, worker="dead")
    async with database.open() as books:
        assert await nothing_is_told(books)
        database.clock.move(LEASE)
        second = await telling(books, worker="dead")
        assert (second.key, second.attempts) == (dead.key, 2)
        # By the lease it is the same worker: only the number of the try tells the two apart.
        assert not await books.chases.settle("dead", dead, Told.TOLD, None)
        assert not await books.chases.settle("another", second, Told.TOLD, None)
        assert await books.chases.settle("dead", second, Told.TOLD, None)


async def test_a_restart_between_two_steps_loses_neither(database: BooksRig) -> None:
    async with database.open() as books:
        await opened(books)
        database.clock.move(HOUR)
        await advanced(books, 2, "mail-1")
    async with database.open() as books:
        assert (await telling(books)).channel == "mail-1"
        database.clock.move(DAY)
        due = await books.chases.due()
        assert due is not None
        assert due.step == 3


async def test_several_cases_of_a_chat_are_told_together_and_stay_together(
    books: Books, database: BooksRig
) -> None:
    *cases, late = [await opened(books, f"m{number}") for number in range(4)]
    await post(books, "elsewhere", chat=OTHER_CLASS)
    elsewhere = await books.queue.decide("w", await claimed(books), decision())
    assert elsewhere
    await advanced(books, 0)
    database.clock.move(HOUR)
    for _ in range(3):
        await advanced(books, 2, "mail-1")
    together = await telling(books)
    assert together.cases == tuple(cases)
    assert await books.chases.settle("w", together, Told.UNREACHABLE, database.clock.now())
    # Two more have become due meanwhile: they are told by themselves, or the key would come to mean
    # something else than it did.
    for _ in range(2):
        await advanced(books, 2, "mail-1")
    assert await books.cases.set_state(cases[0], CaseState.ACKNOWLEDGED, LEAD)
    again = await telling(books)
    assert (again.cases, again.key) == (tuple(cases[1:]), together.key)
    others = [await telling(books) for _ in range(2)]
    assert [(one.cases, one.chat) for one in others] == [
        ((late,), CLASS),
        ((elsewhere,), OTHER_CLASS),
    ]
    assert len({together.key, *(one.key for one in others)}) == 3


async def test_one_message_is_never_about_more_than_people_read(
    books: Books, database: BooksRig
) -> None:
    for number in range(MOST_IN_ONE + 1):
        await opened(books, f"m{number}")
    database.clock.move(HOUR)
    for _ in range(MOST_IN_ONE + 1):
        await advanced(books, 2, "mail-1")
    assert [len((await telling(books)).cases) for _ in range(2)] == [MOST_IN_ONE, 1]


async def test_a_later_step_takes_the_place_of_what_has_not_arrived(
    books: Books, database: BooksRig
) -> None:
    await opened(books)
    database.clock.move(HOUR)
    await advanced(books, 2, "mail-1")
    late = await telling(books)
    assert await books.chases.settle(
        "w", late, Told.UNREACHABLE, database.clock.now() + timedelta(minutes=5)
    )
    database.clock.move(DAY)
    await advanced(books, 3, "mail-1")
    assert (await telling(books)).step == 3
    assert await nothing_is_told(books)


async def test_what_died_days_ago_is_told_by_the_step_that_is_due_now_alone(
    database: BooksRig,
) -> None:
    async with database.open() as books:
        await opened(books)
        database.clock.move(HOUR)
        await advanced(books, 2, "mail-1")
        await telling(books)
    database.clock.move(9 * DAY)
    async with database.open() as books:
        # However the lanes take turns: nothing is told before the clock has moved on.
        assert await nothing_is_told(books)
        await advanced(books, 11, ADULTS, "mail-1")
        assert (await telling(books)).step == 11
        assert await books.chases.claim("w", adults=False) is None


async def test_who_is_told_instead_is_told_once_and_at_once(
    books: Books, database: BooksRig
) -> None:
    await opened(books)
    database.clock.move(15 * MINUTE)
    await advanced(books, 1, ADULTS)
    for _ in range(2):
        refused = await telling(books, adults=True)
        again = database.clock.now()
        assert await books.chases.settle("w", refused, Told.REFUSED, again, ["mail-1"])
    assert (await telling(books)).channel == "mail-1"
    assert await books.chases.claim("w", adults=False) is None


async def test_a_case_that_reached_nobody_is_counted_until_somebody_is_reached(
    books: Books, database: BooksRig
) -> None:
    await opened(books)
    assert await books.chases.unreached() == 0
    database.clock.move(HOUR)
    await advanced(books, 2, ADULTS, "mail-1")
    assert await books.chases.unreached() == 0
    again = database.clock.now() + MINUTE
    assert await books.chases.settle("w", await telling(books, adults=True), Told.REFUSED, again)
    assert await books.chases.unreached() == 1
    assert await books.chases.settle("w", await telling(books), Told.TOLD, None)
    assert await books.chases.unreached() == 0
    database.clock.move(DAY)
    await advanced(books, 3, "mail-1")
    assert await books.chases.settle("w", await telling(books), Told.REFUSED, again)
    assert await books.chases.unreached() == 1


async def test_where_there_is_nobody_to_tell_that_is_counted(books: Books) -> None:
    case = await decided(books)
    await advanced(books, 0, NOBODY)
    assert await nothing_is_told(books)
    assert await books.chases.unreached() == 1
    assert await books.cases.set_state(case, CaseState.ACKNOWLEDGED, LEAD)
    assert await books.chases.unreached() == 0


async def test_a_review_is_chased_like_a_removal(books: Books) -> None:
    await post(books, "m")
    case = await books.queue.decide("w", await claimed(books), decision(Outcome.REVIEW, ALERT))
    assert await advanced(books, 0) == case
