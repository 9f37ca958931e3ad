"""The contract of the books about albums: a hit takes every message along, in whatever order."""

from dataclasses import replace

import pytest

from bot.domain.action import Action, ActionKind, ActionPlan, only_removal
from bot.domain.case import Case, CaseOrigin, CaseState, Removal
from bot.domain.effect import LEASE
from bot.domain.message import ChatRef
from bot.domain.verdict import ALBUM, Outcome, Verdict
from bot.domain.work import Decision, Received, WorkItem
from bot.storage.books import Books
from tests.contract.books_rig import (
    CLASS,
    DEAD,
    FORBIDDEN,
    LEAD,
    OTHER_CLASS,
    PLATFORM,
    REMOVAL,
    SECOND,
    BooksRig,
    chain_is_whole,
    claimed,
    decision,
    ended,
    new_item,
    received,
    sending,
    states,
)

CLEAN = replace(decision(plan=()), verdict=Verdict(Outcome.ALLOW, "clean", ()))
MAYBE = replace(
    decision(plan=(Action(ActionKind.ALERT),)), verdict=Verdict(Outcome.REVIEW, "model:x", ())
)
ESCALATE: ActionPlan = (Action(ActionKind.ESCALATION), Action(ActionKind.ALERT))
ONLY_TAKEDOWN = {"takedown": "pending"}


async def post_album(
    books: Books, *messages: str, album: str = "a1", chat: ChatRef = CLASS, revision: str = "0"
) -> None:
    """Take in messages with one photo each, which stand in one album."""
    found = [
        received(
            f"{one}.{revision}",
            chat,
            new_item(one, chat, album=album, revision=revision, key=f"{one}.{revision}"),
        )
        for one in messages
    ]
    await books.inbox.take_in(PLATFORM, found, None)


async def decide(books: Books, made: Decision) -> int | None:
    """Decide the next item."""
    return await books.queue.decide("w", await claimed(books), made)


def below(item: WorkItem, made: Decision | None = None) -> Decision:
    """Return the decision about a message whose album was hit before."""
    made = made or replace(decision(), verdict=Verdict(Outcome.REMOVE, ALBUM, ()))
    return replace(made, plan=only_removal(made.plan), parent=item.album_case)


async def cases(books: Books) -> list[Case]:
    found: list[Case] = []
    while (case := await books.cases.get(len(found) + 1)) is not None:
        found.append(case)
    return found


async def test_a_hit_takes_along_what_was_decided_before(database: BooksRig, books: Books) -> None:
    await post_album(books, "1", "2", "3")
    await decide(books, CLEAN)
    await decide(books, MAYBE)
    database.clock.move(SECOND)
    hit = await decide(books, decision())
    asked, parent, first, second = await cases(books)
    assert parent.id == hit
    assert (asked.parent, asked.ref.message) == (None, "2")
    assert [(one.ref.message, one.parent) for one in (first, second)] == [("1", hit), ("2", hit)]
    for case in (first, second):
        assert (case.origin, case.verdict) == (
            CaseOrigin.ALBUM,
            Verdict(Outcome.REMOVE, ALBUM, ()),
        )
        assert (case.actor, case.policy_revision) == (parent.actor, parent.policy_revision)
        assert (case.posted_at, case.decided_at) == (parent.posted_at, database.clock.now())
        assert case.removal is Removal.TRYING
        assert await states(database, case.id) == ONLY_TAKEDOWN
    assert set(await states(database, parent.id)) == {"takedown", "alert", "notice", "group_line"}
    (entry,) = [one.what for one in await books.audit.entries() if '"swept"' in one.what]
    assert f'"swept":"{first.id},{second.id}"' in entry
    assert await chain_is_whole(books)


async def test_what_is_claimed_after_a_hit_knows_the_case(database: BooksRig, books: Books) -> None:
    await post_album(books, "1", "2", "3")
    first = await claimed(books)
    assert first.album_case is None
    hit = await books.queue.decide("w", first, decision())
    late = await claimed(books)
    assert (late.ref.message, late.album, late.album_case) == ("2", "a1", hit)
    child = await books.cases.get(await books.queue.decide("w", late, below(late)) or 0)
    assert child is not None
    assert (child.parent, child.origin, child.state) == (hit, CaseOrigin.ALBUM, CaseState.OPEN)
    assert child.fingerprint is not None  # it was looked at, and the proof outlives the picture
    assert await states(database, child.id) == ONLY_TAKEDOWN
    assert (await claimed(books)).album_case == hit  # the first case, not the latest
    assert '"parent":' in (await books.audit.entries())[-1].what


async def test_a_sibling_that_is_bad_itself_keeps_its_reason_below_the_first_case(
    database: BooksRig, books: Books
) -> None:
    await post_album(books, "1", "2", "3")
    await decide(books, CLEAN)
    hit = await decide(books, decision())
    item = await claimed(books)
    number = await books.queue.decide("w", item, below(item, decision()))
    case = await books.cases.get(number or 0)
    assert case is not None
    assert (case.parent, case.origin) == (hit, CaseOrigin.SCREENING)
    assert case.verdict.reason == "model:open_nsfw"
    assert await states(database, case.id) == ONLY_TAKEDOWN
    assert len(await cases(books)) == 3  # the first message is not taken along a second time


async def test_every_message_of_an_album_is_removed_once(database: BooksRig, books: Books) -> None:
    await post_album(books, "1", "2", "3", "4")
    await decide(books, CLEAN)
    await decide(books, decision())
    for _ in range(2):
        item = await claimed(books)
        await books.queue.decide("w", item, below(item))
    query = (
        "SELECT message, count(*) FROM effect JOIN cases ON cases.id = effect.case_id"
        " WHERE kind = 'takedown' GROUP BY message ORDER BY message"
    )
    assert [tuple(row) for row in await database.rows(query)] == [
        ("1", 1),
        ("2", 1),
        ("3", 1),
        ("4", 1),
    ]


@pytest.mark.parametrize(
    ("album", "chat"), [("a2", CLASS), ("", CLASS), ("a1", OTHER_CLASS)], ids=str
)
async def test_another_album_or_the_same_name_elsewhere_is_left_alone(
    books: Books, album: str, chat: ChatRef
) -> None:
    await post_album(books, "1", album=album, chat=chat)
    await decide(books, CLEAN)
    await post_album(books, "2")
    hit = await decide(books, decision())
    assert [case.id for case in await cases(books)] == [hit]
    await post_album(books, "3", album=album, chat=chat)
    assert (await claimed(books)).album_case is None


async def test_single_messages_are_no_album(books: Books) -> None:
    await post_album(books, "1", "2", "3", album="")
    await decide(books, CLEAN)
    await decide(books, decision())
    assert (await claimed(books)).album_case is None
    assert len(await cases(books)) == 1


@pytest.mark.parametrize("plan", [(), (Action(ActionKind.ALERT),)])
async def test_without_a_removal_nothing_is_taken_along(books: Books, plan: ActionPlan) -> None:
    await post_album(books, "1", "2", "3")
    await decide(books, CLEAN)
    await decide(books, decision(plan=plan))
    assert len(await cases(books)) == 1
    assert (await claimed(books)).album_case is None


async def test_several_pictures_of_the_message_that_hits_stand_for_themselves(
    database: BooksRig, books: Books
) -> None:
    both = [new_item("1", slot=slot, album="a1") for slot in ("photo", "link.1")]
    await books.inbox.take_in(PLATFORM, [received("1", CLASS, *both)], None)
    await decide(books, decision())
    assert (await claimed(books)).album_case is None


async def test_a_second_bad_picture_in_the_message_that_hit_takes_nothing_along_again(
    books: Books,
) -> None:
    await post_album(books, "1")
    await decide(books, CLEAN)
    both = [new_item("2", slot=slot, album="a1") for slot in ("photo", "photo.2")]
    await books.inbox.take_in(PLATFORM, [received("2", CLASS, *both)], None)
    hit = await decide(books, decision())
    await decide(books, decision())
    assert [(case.ref.message, case.parent) for case in await cases(books)] == [
        ("2", None),
        ("1", hit),
        ("2", None),
    ]


async def test_a_later_version_of_the_message_that_hit_is_not_below_its_own_siblings(
    books: Books,
) -> None:
    await post_album(books, "1", "2")
    await decide(books, decision())
    late = await claimed(books)
    await books.queue.decide("w", late, below(late))
    await post_album(books, "1", revision="1")
    assert (await claimed(books)).album_case is None


async def test_without_the_right_to_delete_a_person_is_called_for_each_message(
    database: BooksRig, books: Books
) -> None:
    await post_album(books, "1", "2", "3")
    await decide(books, CLEAN)
    hit = await decide(books, decision(plan=ESCALATE))
    child = (await cases(books))[-1]
    assert (child.ref.message, child.removal) == ("1", Removal.FAILED)
    assert await states(database, child.id) == {"escalation": "pending"}
    late = await claimed(books)
    assert late.album_case == hit
    number = await books.queue.decide("w", late, below(late, decision(plan=ESCALATE)))
    assert await states(database, number or 0) == {"escalation": "pending"}


async def test_a_removal_of_a_sibling_that_dies_is_escalated(
    database: BooksRig, books: Books
) -> None:
    await post_album(books, "1", "2")
    await decide(books, CLEAN)
    hit = await decide(books, decision())
    await ended(books, ActionKind.TAKEDOWN)
    effect = await sending(books, ActionKind.TAKEDOWN)
    assert effect.case != hit
    assert await books.outbox.settle("w", effect, DEAD, FORBIDDEN)
    assert await states(database, effect.case) == {"takedown": "dead", "escalation": "pending"}


async def test_the_list_of_open_cases_holds_the_first_case_of_an_album_alone(books: Books) -> None:
    await post_album(books, "1", "2", "3")
    await decide(books, CLEAN)
    hit = await decide(books, decision())
    late = await claimed(books)
    await books.queue.decide("w", late, below(late))
    assert len(await cases(books)) == 3
    assert [case.id for case in await books.cases.open_cases([CLASS], 10)] == [hit]


@pytest.mark.parametrize("state", [CaseState.ACKNOWLEDGED, CaseState.FALSE_ALARM, CaseState.CLOSED])
async def test_a_ruling_holds_for_the_whole_album(
    database: BooksRig, books: Books, state: CaseState
) -> None:
    await post_album(books, "1", "2")
    await decide(books, CLEAN)
    hit = await decide(books, decision())
    assert hit
    sorry = (Action(ActionKind.APOLOGY),)
    assert await books.cases.set_state(hit, state, LEAD, sorry)
    assert {case.state for case in await cases(books)} == {state}
    told = await database.rows("SELECT case_id FROM effect WHERE kind = 'apology'")
    assert [tuple(row) for row in told] == [(hit,)]
    assert '"below":1' in (await books.audit.entries())[-1].what


async def test_a_ruling_about_another_case_leaves_an_album_alone(books: Books) -> None:
    await post_album(books, "1", "2")
    await decide(books, CLEAN)
    await decide(books, decision())
    await post_album(books, "3", album="a2")
    other = await decide(books, decision())
    assert await books.cases.set_state(other or 0, CaseState.CLOSED, LEAD)
    assert [case.state for case in await cases(books)] == [
        CaseState.OPEN,
        CaseState.OPEN,
        CaseState.CLOSED,
    ]


async def test_a_sibling_that_was_ruled_on_keeps_its_ruling(books: Books) -> None:
    await post_album(books, "1", "2")
    await decide(books, CLEAN)
    hit = await decide(books, decision())
    child = (await cases(books))[-1]
    assert await books.cases.set_state(child.id, CaseState.CLOSED, LEAD)
    assert await books.cases.set_state(hit or 0, CaseState.ACKNOWLEDGED, LEAD)
    assert [case.state for case in await cases(books)] == [CaseState.ACKNOWLEDGED, CaseState.CLOSED]


async def test_what_comes_after_a_ruling_gets_it_too(books: Books) -> None:
    await post_album(books, "1", "2")
    hit = await decide(books, decision())
    await books.cases.set_state(hit or 0, CaseState.ACKNOWLEDGED, LEAD)
    late = await claimed(books)
    assert late.album_case == hit
    child = await books.cases.get(await books.queue.decide("w", late, below(late)) or 0)
    assert child is not None
    assert child.state is CaseState.ACKNOWLEDGED


async def test_after_a_mistake_nothing_more_of_the_album_is_removed(books: Books) -> None:
    await post_album(books, "1", "2")
    hit = await decide(books, decision())
    await books.cases.set_state(hit or 0, CaseState.FALSE_ALARM, LEAD)
    assert (await claimed(books)).album_case is None


async def test_an_edit_puts_nothing_back_into_an_album_that_was_removed(books: Books) -> None:
    await post_album(books, "1", "2")
    await decide(books, CLEAN)
    hit = await decide(books, decision())
    await post_album(books, "1", revision="1")
    assert (await claimed(books)).album_case == hit


async def test_what_an_album_takes_along_does_not_count_for_the_breaker(
    database: BooksRig, books: Books
) -> None:
    await post_album(books, "1", "2")
    start = database.clock.now()
    await decide(books, decision())
    late = await claimed(books)
    await books.queue.decide("w", late, below(late))
    assert await books.queue.removals_since(CLASS, start) == 1


async def test_a_death_between_two_messages_of_an_album_loses_neither(database: BooksRig) -> None:
    async with database.open() as books:
        await post_album(books, "1", "2", "3")
        await decide(books, CLEAN)
        hit = await decide(books, decision())
        await sending(books, ActionKind.TAKEDOWN)
        await claimed(books, "dead process")
    async with database.open() as books:
        assert await books.outbox.recover("new process") == 2
        late = await claimed(books, "new process")
        assert (late.ref.message, late.album_case) == ("3", hit)
        assert await books.queue.decide("new process", late, below(late))
        removed = []
        for _ in range(3):
            case = await books.cases.get((await sending(books, ActionKind.TAKEDOWN)).case)
            assert case is not None
            removed.append(case.ref.message)
        assert sorted(removed) == ["1", "2", "3"]
        assert await chain_is_whole(books)


async def test_a_hit_that_is_not_stored_takes_nothing_along(
    database: BooksRig, books: Books
) -> None:
    await post_album(books, "1", "2")
    await decide(books, CLEAN)
    item = await claimed(books)
    twice = (*REMOVAL, Action(ActionKind.ALERT))  # the key of effects forbids it
    with pytest.raises(Exception, match="UNIQUE"):
        await books.queue.decide("w", item, decision(plan=twice))
    assert await cases(books) == []
    database.clock.move(LEASE)
    assert await books.queue.decide("w", item, decision())
    assert len(await cases(books)) == 2


async def test_messages_that_wait_for_another_try_are_taken_along_when_they_come(
    database: BooksRig, books: Books
) -> None:
    await post_album(books, "1", "2")
    waits = await claimed(books)
    assert await books.queue.put_back("w", waits, database.clock.now() + SECOND, counts=True)
    hit = await decide(books, decision())
    assert len(await cases(books)) == 1
    database.clock.move(SECOND)
    again = await claimed(books)
    assert (again.ref.message, again.album_case) == ("1", hit)


async def test_an_album_comes_back_from_the_inbox(books: Books) -> None:
    update = received("1", CLASS, new_item("1", album="a1"))
    await books.inbox.take_in(PLATFORM, [Received(update.update, update.items)], None)
    assert (await claimed(books)).album == "a1"
