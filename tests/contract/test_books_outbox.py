"""The contract of `Outbox`: what the end of each effect means, and what a restart makes of it."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.action import Action, ActionKind, ActionOutcome, ActionResult
from bot.domain.case import Removal
from bot.domain.effect import ALERT_HOLD, LEASE, EffectRecord, EffectState, Settlement
from bot.storage.books import Books
from tests.contract.books_rig import (
    CLASS,
    DEAD,
    DONE,
    FORBIDDEN,
    OK,
    PLATFORM,
    SECOND,
    BooksRig,
    chain_is_whole,
    claimed,
    decided,
    decision,
    ended,
    new_item,
    post,
    received,
    sending,
    states,
)

EVERY = tuple(ActionKind)
WORDS = tuple(kind for kind in ActionKind if kind is not ActionKind.TAKEDOWN)
# Without what waits for others, which `test_books_digests.py` is about.
AT_ONCE = tuple(kind for kind in ActionKind if kind is not ActionKind.ALERT_DIGEST)
ALL_AT_ONCE = tuple(Action(kind) for kind in AT_ONCE)
REMOVED = ActionResult(ActionOutcome.OK, verified=True)


async def test_words_wait_until_the_removal_has_ended(books: Books) -> None:
    await decided(books)
    assert await books.outbox.claim(WORDS, "w") is None
    await ended(books, ActionKind.TAKEDOWN)
    assert [(await sending(books, kind)).kind for kind in REMOVAL_WORDS] == list(REMOVAL_WORDS)


REMOVAL_WORDS = (ActionKind.ALERT, ActionKind.NOTICE, ActionKind.GROUP_LINE)


async def test_deletes_come_before_alerts_before_lines_to_pupils(books: Books) -> None:
    await post(books, "1", "2")
    for _ in range(2):
        made = decision(plan=tuple(reversed(ALL_AT_ONCE)))
        await books.queue.decide("w", await claimed(books), made)
    order = []
    while (effect := await books.outbox.claim(EVERY, "w")) is not None:
        order.append((effect.kind, effect.case))
    # The lines about the second message are its own: it is another message.
    assert order == [(kind, case) for kind in AT_ONCE for case in (1, 2)]


async def test_an_alert_is_due_after_its_hold_though_the_removal_still_tries(
    database: BooksRig, books: Books
) -> None:
    case = await decided(books)
    removal = await sending(books, ActionKind.TAKEDOWN)
    database.clock.move(ALERT_HOLD - SECOND)
    assert await books.outbox.claim(WORDS, "w") is None
    database.clock.move(SECOND)
    assert (await sending(books, ActionKind.ALERT)).case == case
    assert await books.outbox.claim(WORDS, "w") is None  # lines to pupils wait for the removal
    database.clock.move(LEASE / 4)
    assert await books.outbox.settle("w", removal, DONE, REMOVED)
    assert await states(database, case) == {
        "takedown": "done",
        "alert": "sending",
        "notice": "pending",
        "group_line": "pending",
    }


async def test_a_removal_that_is_done_frees_the_words_and_is_noted_in_the_case(
    database: BooksRig, books: Books
) -> None:
    case_id = await decided(books)
    database.clock.move(2 * SECOND)
    await ended(books, ActionKind.TAKEDOWN, DONE, REMOVED)
    case = await books.cases.get(case_id)
    assert case is not None
    assert (case.removal, case.verified, case.visible_seconds) == (Removal.REMOVED, True, 2.0)
    assert set((await states(database, case_id)).values()) == {"done", "pending"}


async def test_a_message_that_was_gone_already_is_a_success_of_its_own_kind(books: Books) -> None:
    case_id = await decided(books)
    await ended(books, ActionKind.TAKEDOWN, DONE, ActionResult(ActionOutcome.GONE))
    case = await books.cases.get(case_id)
    assert case is not None
    assert (case.removal, case.verified) == (Removal.GONE, False)


async def test_a_removal_that_died_is_escalated_once_and_pupils_are_told_nothing(
    database: BooksRig, books: Books
) -> None:
    case_id = await decided(books)
    await ended(books, ActionKind.TAKEDOWN, DEAD, FORBIDDEN)
    assert await states(database, case_id) == {
        "takedown": "dead",
        "alert": "pending",
        "notice": "cancelled",
        "group_line": "cancelled",
        "escalation": "pending",
    }
    case = await books.cases.get(case_id)
    assert case is not None
    assert (case.removal, case.fix, case.removed_at) == (Removal.FAILED, "fix-key", None)
    order = [(await sending(books, kind)).kind for kind in (ActionKind.ESCALATION, *WORDS[1:2])]
    assert order == [ActionKind.ESCALATION, ActionKind.ALERT]
    assert await books.outbox.claim(EVERY, "w") is None


async def test_an_alert_that_is_out_already_does_not_come_again_when_the_removal_dies(
    database: BooksRig, books: Books
) -> None:
    case = await decided(books)
    removal = await sending(books, ActionKind.TAKEDOWN)
    database.clock.move(ALERT_HOLD)
    await ended(books, ActionKind.ALERT)
    assert await books.outbox.settle("w", removal, DEAD, FORBIDDEN)
    found = await states(database, case)
    assert (found["alert"], found["escalation"]) == ("done", "pending")


async def test_two_pictures_of_one_message_escalate_once_each(
    database: BooksRig, books: Books
) -> None:
    album = [new_item("m", slot=slot) for slot in ("1", "2")]
    await books.inbox.take_in(PLATFORM, [received("m", CLASS, *album)], None)
    for _ in album:
        await books.queue.decide("w", await claimed(books), decision())
    for _ in album:
        await ended(books, ActionKind.TAKEDOWN, DEAD, FORBIDDEN)
    found = await database.rows("SELECT case_id FROM effect WHERE kind = 'escalation'")
    assert sorted(row[0] for row in found) == [1, 2]


async def test_a_plan_that_escalates_already_is_not_escalated_twice(
    database: BooksRig, books: Books
) -> None:
    case = await decided(books, plan=ALL_AT_ONCE)
    await ended(books, ActionKind.TAKEDOWN, DEAD, FORBIDDEN)
    query = f"SELECT count(*) FROM effect WHERE case_id = {case} AND kind = 'escalation'"  # noqa: S608 - a number
    assert await database.rows(query) == [(1,)]


async def test_what_is_tried_again_waits_its_time_and_frees_nothing(
    database: BooksRig, books: Books
) -> None:
    case = await decided(books)
    again = Settlement(EffectState.PENDING, database.clock.now() + 3 * SECOND)
    await ended(books, ActionKind.TAKEDOWN, again, ActionResult(ActionOutcome.LATER))
    entries = len(await books.audit.entries())
    assert await books.outbox.claim(EVERY, "w") is None
    database.clock.move(3 * SECOND)
    effect = await sending(books, ActionKind.TAKEDOWN)
    assert effect.attempts == 2
    assert (await states(database, case))["notice"] == "waiting"
    assert entries == 1  # only ends are told to the chain, and the decision


async def test_every_end_is_in_the_audit_chain(books: Books) -> None:
    case = await decided(books)
    await ended(books, ActionKind.TAKEDOWN)
    await ended(books, ActionKind.ALERT, DEAD, FORBIDDEN)
    told = [entry.what for entry in await books.audit.entries()][1:]
    assert len(told) == 2
    for what, kind, state in zip(told, ("takedown", "alert"), ("done", "dead"), strict=True):
        assert f'"case":{case}' in what
        assert f'"kind":"{kind}"' in what
        assert f'"state":"{state}"' in what
    assert await chain_is_whole(books)


async def test_a_late_worker_cannot_settle(database: BooksRig, books: Books) -> None:
    case = await decided(books)
    late = await sending(books, ActionKind.TAKEDOWN, "late")
    database.clock.move(LEASE)
    assert await books.outbox.recover("late") == 1
    mine = await sending(books, ActionKind.TAKEDOWN, "mine")
    assert not await books.outbox.settle("late", late, DEAD, FORBIDDEN)
    assert (await states(database, case))["notice"] == "waiting"
    assert await books.outbox.settle("mine", mine, DONE, OK)
    assert not await books.outbox.settle("mine", mine, DONE, OK)


async def test_the_same_worker_is_fenced_by_its_attempt(database: BooksRig, books: Books) -> None:
    await decided(books)
    late = await sending(books, ActionKind.TAKEDOWN)
    database.clock.move(LEASE)
    await books.outbox.recover("w")
    mine = await sending(books, ActionKind.TAKEDOWN)
    assert not await books.outbox.settle("w", late, DEAD, FORBIDDEN)
    assert await books.outbox.settle("w", mine, DONE, OK)


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (ActionKind.TAKEDOWN, "pending"),
        (ActionKind.ESCALATION, "pending"),
        (ActionKind.ALERT, "pending"),
        (ActionKind.NOTICE, "unknown"),
        (ActionKind.GROUP_LINE, "unknown"),
    ],
)
async def test_what_was_being_sent_when_the_process_died(
    database: BooksRig, kind: ActionKind, state: str
) -> None:
    async with database.open() as books:
        case = await decided(books, plan=(Action(kind),))
        await sending(books, kind, "dead process")
    async with database.open() as books:
        assert await books.outbox.recover("new process") == 1
        assert (await states(database, case))[kind] == state
        assert await books.outbox.recover("new process") == 0
        again = await books.outbox.claim((kind,), "new process")
        assert (again is not None) == (state == "pending")
        ends = [entry for entry in await books.audit.entries() if '"unknown"' in entry.what]
        assert len(ends) == (1 if state == "unknown" else 0)
        assert await chain_is_whole(books)


async def test_words_wait_while_a_removal_is_due_and_not_behind_one_that_waits(
    database: BooksRig, books: Books
) -> None:
    await decided(books, plan=ALL_AT_ONCE)
    assert await books.outbox.claim((ActionKind.ALERT,), "w") is None
    later = Settlement(EffectState.PENDING, database.clock.now() + timedelta(minutes=1))
    await ended(books, ActionKind.TAKEDOWN, later, ActionResult(ActionOutcome.LATER))
    assert await books.outbox.claim((ActionKind.ALERT,), "w") is not None


async def test_words_do_not_wait_for_ever_behind_removals_that_nobody_gets_round_to(
    database: BooksRig, books: Books
) -> None:
    await decided(books)
    stuck = await decided(books, "stuck")
    assert (await sending(books, ActionKind.TAKEDOWN)).case != stuck
    database.clock.move(ALERT_HOLD)
    assert await books.outbox.claim((ActionKind.ALERT,), "w") is None
    database.clock.move(5 * SECOND)
    assert await books.outbox.claim((ActionKind.ALERT,), "w") is not None


async def test_a_removal_that_died_at_its_second_try_is_one_of_which_nobody_knows(
    database: BooksRig,
) -> None:
    async with database.open() as books:
        await decided(books)
        again = Settlement(EffectState.PENDING, database.clock.now())
        await ended(books, ActionKind.TAKEDOWN, again, ActionResult(ActionOutcome.LATER))
        assert not (await sending(books, ActionKind.TAKEDOWN, "dead process")).unsure
    async with database.open() as books:
        await books.outbox.recover("w")
        assert (await sending(books, ActionKind.TAKEDOWN)).unsure


async def test_being_asked_to_wait_tells_nothing_of_the_try_before(
    database: BooksRig, books: Books
) -> None:
    await decided(books)
    again = Settlement(EffectState.PENDING, database.clock.now())
    for outcome in (ActionOutcome.UNREACHABLE, ActionOutcome.LATER, ActionOutcome.LATER):
        await ended(books, ActionKind.TAKEDOWN, again, ActionResult(outcome))
        assert (await sending(books, ActionKind.TAKEDOWN)).unsure
        await books.outbox.recover("another")


async def test_not_alone_another_process_keeps_what_it_sends(database: BooksRig) -> None:
    async with database.open(alone=False) as books:
        case = await decided(books)
        held = await sending(books, ActionKind.TAKEDOWN, "neighbour")
        assert await books.outbox.recover("me") == 0
        assert (await states(database, case))["takedown"] == "sending"
        database.clock.move(LEASE)
        assert await books.outbox.recover("me") == 1
        assert not await books.outbox.settle("neighbour", held, DONE, OK)


async def test_recovering_leaves_alone_what_is_still_under_way_here(
    database: BooksRig, books: Books
) -> None:
    await decided(books)
    held = await sending(books, ActionKind.TAKEDOWN, "me")
    database.clock.move(LEASE - SECOND)
    assert await books.outbox.recover("me") == 0
    assert await books.outbox.settle("me", held, DONE, OK)


async def test_the_effects_of_a_case_are_told_as_they_stand(
    database: BooksRig, books: Books
) -> None:
    case = await decided(books)
    await decided(books, "other")
    planned = database.clock.now()
    database.clock.move(SECOND)
    await ended(books, ActionKind.TAKEDOWN, DONE, ActionResult(ActionOutcome.GONE))
    assert await books.outbox.of_case(case) == [
        EffectRecord(
            ActionKind.TAKEDOWN,
            EffectState.DONE,
            ActionOutcome.GONE,
            planned,
            database.clock.now(),
        ),
        EffectRecord(ActionKind.ALERT, EffectState.PENDING, None, planned, None),
        EffectRecord(ActionKind.NOTICE, EffectState.CANCELLED, None, planned, None),
        EffectRecord(ActionKind.GROUP_LINE, EffectState.CANCELLED, None, planned, None),
    ]
    assert await books.outbox.of_case(99) == []


async def test_many_workers_at_once_never_send_the_same_effect(books: Books) -> None:
    await decided(books, plan=ALL_AT_ONCE)
    got = await asyncio.gather(*(books.outbox.claim(EVERY, f"w{number}") for number in range(12)))
    found = [effect.id for effect in got if effect is not None]
    assert len(found) == len(set(found)) == len(ALL_AT_ONCE)
