"""The contract of `WorkQueue`: fair turns, one owner at a time, decisions whole or not at all."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.action import Action, ActionKind, ActionPlan
from bot.domain.bank import TEST_BANK, MatchRule, Standing
from bot.domain.case import CaseOrigin, CaseState, Removal
from bot.domain.message import ChatRef, MessageRef
from bot.domain.signal import (
    BankMatch,
    Failure,
    LinkMatch,
    Mark,
    OpaqueReason,
    Score,
    Screening,
)
from bot.domain.verdict import Outcome, Verdict
from bot.domain.work import LEASE, Decision, Received
from bot.storage.books import Books
from tests.contract.books_rig import (
    ANA,
    CLASS,
    FORBIDDEN,
    OTHER_CLASS,
    PLATFORM,
    REMOVAL,
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
    states,
    update,
)
from tests.contract.books_rig import DEAD as GIVEN_UP

CLEAN = Decision(
    Screening((Score("open_nsfw", "nsfw", 0.0),)), Verdict(Outcome.ALLOW, "clean", ()), (), 0
)


async def test_an_empty_queue_gives_nothing(books: Books) -> None:
    assert await books.queue.claim("w") is None


async def test_a_claimed_item_is_what_was_taken_in(database: BooksRig, books: Books) -> None:
    hidden = replace(new_item("m", revision="3"), opaque=OpaqueReason.UNFETCHABLE)
    await books.inbox.take_in(PLATFORM, [received("m", CLASS, hidden)], None)
    item = await claimed(books)
    assert (item.ref, item.actor, item.media) == (hidden.ref, ANA, hidden.media)
    assert (item.revision, item.opaque, item.attempts) == ("3", OpaqueReason.UNFETCHABLE, 1)
    assert item.posted_at == hidden.posted_at
    assert item.received_at == database.clock.now()


async def test_a_flooded_chat_does_not_delay_the_first_item_of_another(books: Books) -> None:
    await post(books, *(str(number) for number in range(1000)))
    await post(books, "quiet", chat=OTHER_CLASS)
    first, second = await claimed(books), await claimed(books)
    assert {first.ref.chat, second.ref.chat} == {CLASS.chat, OTHER_CLASS.chat}


async def test_chats_take_turns(database: BooksRig, books: Books) -> None:
    chats = [ChatRef(PLATFORM, name) for name in ("a", "b", "c")]
    for chat in chats:
        await post(books, "1", "2", "3", chat=chat)
    order = []
    for _ in range(9):
        database.clock.move(SECOND)
        item = await claimed(books)
        order.append(item.ref.chat)
        assert await books.queue.decide("w", item, CLEAN) == 0
    assert order == ["a", "b", "c"] * 3


async def test_order_is_kept_within_a_chat_and_only_one_is_under_way(books: Books) -> None:
    await post(books, "1", "2", "3")
    seen = []
    for _ in range(3):
        item = await claimed(books)
        assert await books.queue.claim("other") is None
        seen.append(item.ref.message)
        await books.queue.decide("w", item, CLEAN)
    assert seen == ["1", "2", "3"]


async def test_the_same_chat_id_on_two_platforms_is_two_chats(books: Books) -> None:
    await post(books, "1")
    twin = ChatRef("other", CLASS.chat)
    await books.inbox.take_in("other", [received("2", twin)], None)
    assert {(await claimed(books)).ref.platform, (await claimed(books)).ref.platform} == {
        PLATFORM,
        "other",
    }


async def test_many_workers_at_once_never_get_the_same_item(books: Books) -> None:
    for number in range(6):
        await post(books, "m", chat=ChatRef(PLATFORM, f"chat-{number}"))
    got = await asyncio.gather(*(books.queue.claim(f"w{number}") for number in range(10)))
    found = [item.id for item in got if item is not None]
    assert len(found) == 6
    assert len(set(found)) == 6


async def test_a_decision_is_stored_whole(database: BooksRig, books: Books) -> None:
    await post(books, "m")
    item = await claimed(books)
    database.clock.move(SECOND)
    case_id = await books.queue.decide("w", item, decision())
    assert case_id
    case = await books.cases.get(case_id)
    made = decision()
    assert case is not None
    assert (case.verdict, case.fingerprint) == (made.verdict, made.screening.fingerprint)
    assert (case.facts, case.policy_revision) == (made.screening.facts, made.policy_revision)
    assert (case.ref, case.actor, case.slot) == (item.ref, ANA, "photo")
    assert (case.origin, case.state) == (CaseOrigin.SCREENING, CaseState.OPEN)
    assert (case.posted_at, case.decided_at) == (item.posted_at, database.clock.now())
    assert case.removal is Removal.TRYING
    assert await states(database, case_id) == {
        "takedown": "pending",
        "alert": "waiting",
        "notice": "waiting",
        "group_line": "waiting",
    }
    entries = await books.audit.entries()
    assert '"event":"decided"' in entries[-1].what
    assert f'"case":{case_id}' in entries[-1].what
    assert await chain_is_whole(books)


async def test_every_kind_of_signal_comes_back_as_it_was(books: Books) -> None:
    signals = (
        BankMatch(TEST_BANK, "e", 3, MatchRule.KNOWN, 5, test=True),
        BankMatch("removed", "C-0001-1", 3, MatchRule.KNOWN, standing=Standing.UNSURE),
        LinkMatch("nudify", "tool"),
        Score("nudenet", "belly", 0.25),
        Failure("decode", OpaqueReason.TRUNCATED),
    )
    await post(books, "m")
    verdict = Verdict(Outcome.REMOVE, f"bank:{TEST_BANK}", signals)
    marks = (Mark.STABLE_DIFFUSION, Mark.C2PA)
    made = Decision(Screening(signals, marks=marks), verdict, (), 0)
    case = await books.cases.get(await books.queue.decide("w", await claimed(books), made) or 0)
    assert case is not None
    assert case.verdict == verdict
    assert (case.fingerprint, case.facts, case.marks) == (None, None, marks)


async def test_where_a_link_stands_on_a_list_is_told_to_whoever_decides(books: Books) -> None:
    match = LinkMatch("nudify", "tool")
    listed = replace(new_item("m", slot="link.1"), opaque=OpaqueReason.LINK, listed=match)
    await books.inbox.take_in(PLATFORM, [received("m", CLASS, listed, new_item("m"))], None)
    first = await claimed(books)
    assert (first.opaque, first.listed) == (OpaqueReason.LINK, match)
    await books.queue.decide("w", first, CLEAN)
    assert (await claimed(books)).listed is None


async def test_a_decision_that_fails_half_way_leaves_nothing(
    database: BooksRig, books: Books
) -> None:
    await post(books, "m")
    item = await claimed(books)
    twice = (Action(ActionKind.ALERT), Action(ActionKind.ALERT))  # the key of effects forbids it
    with pytest.raises(Exception, match="UNIQUE"):
        await books.queue.decide("w", item, decision(plan=twice))
    assert await database.rows("SELECT count(*) FROM cases") == [(0,)]
    assert await database.rows("SELECT count(*) FROM effect") == [(0,)]
    assert await books.audit.entries() == []
    assert await books.queue.decide("w", item, decision())


async def test_a_clean_item_has_no_case_but_an_audit_entry(
    database: BooksRig, books: Books
) -> None:
    await post(books, "m")
    assert await books.queue.decide("w", await claimed(books), CLEAN) == 0
    assert await database.rows("SELECT count(*) FROM cases") == [(0,)]
    (entry,) = await books.audit.entries()
    assert '"outcome":"allow"' in entry.what
    assert "sha256" not in entry.what  # of a picture that nobody has anything against


@pytest.mark.parametrize(("plan", "opened"), [((), 0), ((Action(ActionKind.ALERT),), 1)])
async def test_a_link_that_is_only_counted_has_a_verdict_and_no_case(
    database: BooksRig, books: Books, plan: ActionPlan, opened: int
) -> None:
    await post(books, "m")
    link = Screening((Failure("platform", OpaqueReason.LINK),))
    verdict = Verdict(Outcome.OPAQUE, OpaqueReason.LINK, link.signals)
    made = Decision(link, verdict, plan, 1)
    assert await books.queue.decide("w", await claimed(books), made) == opened
    assert await database.rows("SELECT count(*) FROM cases") == [(opened,)]
    assert await database.rows("SELECT verdict, reason FROM item") == [("opaque", "link")]
    (entry,) = await books.audit.entries()
    assert '"reason":"link"' in entry.what


async def test_the_file_handle_is_blank_once_an_item_is_decided(
    database: BooksRig, books: Books
) -> None:
    await decided(books)
    assert await database.rows("SELECT handle FROM item") == [("",)]


async def test_no_row_may_be_decided_without_a_verdict(database: BooksRig, books: Books) -> None:
    await post(books, "m")
    with pytest.raises(Exception, match="decided_has_verdict"):
        await database.spoil("UPDATE item SET state = 'decided'")
    await database.spoil("UPDATE item SET state = 'decided', verdict = 'allow'")


async def test_a_late_worker_can_neither_decide_nor_give_back(
    database: BooksRig, books: Books
) -> None:
    await post(books, "m")
    late = await claimed(books, "late")
    database.clock.move(LEASE)
    assert await books.outbox.recover("late") == 1
    mine = await claimed(books, "mine")
    assert mine.attempts == 2
    assert await books.queue.decide("late", late, decision()) is None
    assert not await books.queue.put_back("late", late, database.clock.now(), counts=True)
    assert await database.rows("SELECT count(*) FROM cases") == [(0,)]
    assert await books.queue.decide("mine", mine, decision())


async def test_the_same_worker_is_fenced_by_its_attempt(database: BooksRig, books: Books) -> None:
    await post(books, "m")
    late = await claimed(books)
    database.clock.move(LEASE)
    await books.outbox.recover("w")
    mine = await claimed(books)
    assert await books.queue.decide("w", late, CLEAN) is None
    assert not await books.queue.put_back("w", late, database.clock.now(), counts=False)
    assert await books.queue.decide("w", mine, decision())


async def test_an_item_is_decided_once(books: Books) -> None:
    await post(books, "m")
    item = await claimed(books)
    assert await books.queue.decide("w", item, decision())
    assert await books.queue.decide("w", item, decision()) is None
    assert await books.queue.claim("w") is None


@pytest.mark.parametrize(("counts", "attempt"), [(True, 2), (False, 1)])
async def test_an_item_given_back_waits_its_time_and_counts_or_not(
    database: BooksRig, books: Books, counts: bool, attempt: int
) -> None:
    await post(books, "m")
    item = await claimed(books)
    back = database.clock.now() + 5 * SECOND
    assert await books.queue.put_back("w", item, back, counts=counts)
    assert not await books.queue.put_back("w", item, back, counts=counts)
    assert await books.queue.claim("w") is None
    database.clock.move(5 * SECOND)
    assert (await claimed(books)).attempts == attempt


async def test_an_item_that_waits_does_not_hold_up_its_chat(
    database: BooksRig, books: Books
) -> None:
    await post(books, "1", "2")
    item = await claimed(books)
    await books.queue.put_back("w", item, database.clock.now() + SECOND, counts=True)
    assert (await claimed(books)).ref.message == "2"


async def test_one_message_gets_its_lines_to_pupils_once(database: BooksRig, books: Books) -> None:
    album = [new_item("m", slot=slot) for slot in ("1", "2", "3")]
    await books.inbox.take_in(PLATFORM, [received("m", CLASS, *album)], None)
    cases = [await books.queue.decide("w", await claimed(books), decision()) for _ in album]
    kinds = [set(await states(database, case or 0)) for case in cases]
    assert kinds == [
        {"takedown", "alert", "notice", "group_line"},
        {"takedown", "alert"},
        {"takedown", "alert"},
    ]


async def test_lines_that_were_cancelled_may_be_said_about_a_later_version(
    database: BooksRig, books: Books
) -> None:
    first = await decided(books)
    await ended(books, ActionKind.TAKEDOWN, GIVEN_UP, FORBIDDEN)
    assert (await states(database, first))["notice"] == "cancelled"
    edit = Received(update("edit"), (new_item("m", revision="1", key="swapped"),))
    await books.inbox.take_in(PLATFORM, [edit], None)
    second = await books.queue.decide("w", await claimed(books), decision())
    assert "notice" in await states(database, second or 0)


async def test_verdicts_of_a_message_come_in_order(books: Books) -> None:
    album = [new_item("m", slot=slot) for slot in ("1", "2")]
    await books.inbox.take_in(PLATFORM, [received("m", CLASS, *album)], None)
    await books.queue.decide("w", await claimed(books), decision())
    ref = MessageRef(PLATFORM, CLASS.chat, "m")
    found = await books.queue.verdicts(ref)
    assert [(one.slot, one.outcome) for one in found] == [("1", Outcome.REMOVE), ("2", None)]
    assert (found[0].decided_at is not None, found[1].decided_at) == (True, None)
    assert await books.queue.verdicts(replace(ref, message="other")) == []


async def test_only_the_classifiers_own_removals_count_for_the_breaker(
    database: BooksRig, books: Books
) -> None:
    start = database.clock.now()
    verdicts = [
        Verdict(Outcome.REMOVE, "model:open_nsfw", ()),
        Verdict(Outcome.REMOVE, "bank:known", ()),
        Verdict(Outcome.REVIEW, "breaker", ()),
        Verdict(Outcome.REMOVE, "models agree", ()),
        # Whoever floods a chat with listed links must not switch the models off.
        Verdict(Outcome.REMOVE, "link:nudify", ()),
    ]
    await post(books, *(str(number) for number in range(len(verdicts))))
    await post(books, "elsewhere", chat=OTHER_CLASS)
    while (item := await books.queue.claim("w")) is not None:
        verdict = verdicts[int(item.ref.message)] if item.ref.chat == CLASS.chat else verdicts[0]
        made = replace(decision(plan=()), verdict=verdict)
        await books.queue.decide("w", item, made)
    assert await books.queue.removals_since(CLASS, start) == 2
    assert await books.queue.removals_since(OTHER_CLASS, start) == 1
    assert await books.queue.removals_since(CLASS, start + SECOND) == 0


async def test_the_backlog_counts_what_is_on_its_way(books: Books) -> None:
    await post(books, "waits", "waits too")
    case = await books.queue.decide("w", await claimed(books), decision())
    backlog = await books.queue.backlog()
    assert case
    assert (backlog.undecided, backlog.removals_pending, backlog.alerts_pending) == (1, 1, 1)
    assert backlog.alerts_undelivered == 0
    await ended(books, ActionKind.TAKEDOWN)
    await ended(books, ActionKind.ALERT, GIVEN_UP, FORBIDDEN)
    backlog = await books.queue.backlog()
    assert (backlog.removals_pending, backlog.alerts_pending) == (0, 0)
    assert backlog.alerts_undelivered == 1


async def test_leases_end_only_when_their_time_is_over(database: BooksRig, books: Books) -> None:
    await post(books, "m")
    await claimed(books, "w")
    database.clock.move(LEASE - timedelta(microseconds=1))
    assert await books.outbox.recover("w") == 0
    database.clock.move(timedelta(microseconds=1))
    assert await books.outbox.recover("w") == 1
    assert (await claimed(books)).attempts == 2


async def test_alone_everything_that_another_process_held_is_taken_over(books: Books) -> None:
    await post(books, "m")
    await claimed(books, "dead process")
    assert await books.outbox.recover("new process") == 1
    assert (await claimed(books, "new process")).attempts == 2


async def test_not_alone_another_process_keeps_what_it_holds(database: BooksRig) -> None:
    async with database.open(alone=False) as books:
        await post(books, "m")
        held = await claimed(books, "neighbour")
        assert await books.outbox.recover("me") == 0
        assert await books.queue.claim("me") is None
        assert await books.queue.decide("neighbour", held, decision(plan=REMOVAL))
