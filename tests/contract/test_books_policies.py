"""The contract of `PolicyBook`: which revision is in force when, and which never came to be."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.message import ChatRef
from bot.domain.policy import Direction, Mode, OpaqueHandling, PolicyRevision, PolicySettings
from bot.domain.signal import OpaqueReason
from bot.storage.books import Books
from tests.contract.books_rig import (
    CLASS,
    DEFAULTS,
    LEAD,
    OTHER_CLASS,
    PLATFORM,
    SECOND,
    BooksRig,
    chain_is_whole,
)
from tests.fakes import START

DAY = timedelta(days=1)
STAFF = ChatRef(PLATFORM, "staff")
SHADOW, ALERT = replace(DEFAULTS, mode=Mode.SHADOW), replace(DEFAULTS, mode=Mode.ALERT)
ALERTING = replace(DEFAULTS, alerts_chat="staff")


async def add(
    books: Books,
    settings: PolicySettings,
    after: timedelta = timedelta(0),
    chat: ChatRef = CLASS,
) -> PolicyRevision:
    revision = PolicyRevision(chat, 0, settings, START + after)
    way = Direction.WEAKER if after else Direction.STRONGER
    return await books.policies.add(revision, way, LEAD)


async def mode_at(books: Books, after: timedelta) -> Mode | None:
    found = await books.policies.in_force(CLASS, START + after)
    return found.settings.mode if found else None


async def test_a_chat_without_a_stored_policy_has_the_defaults(books: Books) -> None:
    assert await books.policies.in_force(CLASS, START) is None
    assert await books.policies.upcoming(CLASS, START) == []
    assert books.policies.defaults() == DEFAULTS


async def test_a_revision_comes_back_as_it_was_stored(database: BooksRig) -> None:
    async with database.open() as books:
        stored = await add(books, ALERTING)
        assert stored.revision == 1
    async with database.open() as books:
        assert await books.policies.in_force(CLASS, START) == stored


async def test_each_chat_counts_its_own_revisions(books: Books) -> None:
    numbers = [
        (await add(books, DEFAULTS)).revision,
        (await add(books, ALERTING)).revision,
        (await add(books, DEFAULTS, chat=OTHER_CLASS)).revision,
        (await add(books, DEFAULTS, chat=ChatRef("other", CLASS.chat))).revision,
    ]
    assert numbers == [1, 2, 1, 1]


async def test_changes_at_once_get_numbers_of_their_own(books: Books) -> None:
    stored = await asyncio.gather(*(add(books, DEFAULTS) for _ in range(6)))
    assert sorted(one.revision for one in stored) == [1, 2, 3, 4, 5, 6]
    assert await chain_is_whole(books)


async def test_a_change_is_in_force_from_its_time_on_and_not_before(books: Books) -> None:
    await add(books, DEFAULTS)
    await add(books, SHADOW, DAY)
    assert await mode_at(books, -SECOND) is None
    assert await mode_at(books, DAY - timedelta(microseconds=1)) is Mode.REMOVE
    assert await mode_at(books, DAY) is Mode.SHADOW
    # The past stays what it was: an item is judged by the policy of the moment it was received.
    assert await mode_at(books, SECOND) is Mode.REMOVE


async def test_a_cancelled_change_never_comes_into_force(books: Books) -> None:
    await add(books, DEFAULTS)
    weaker = await add(books, SHADOW, DAY)
    assert await books.policies.cancel(CLASS, weaker.revision, LEAD, START)
    assert await books.policies.upcoming(CLASS, START) == []
    assert await mode_at(books, 2 * DAY) is Mode.REMOVE
    assert not await books.policies.cancel(CLASS, weaker.revision, LEAD, START)
    assert '"event":"policy_cancelled"' in (await books.audit.entries())[-1].what


async def test_what_is_in_force_cannot_be_cancelled(books: Books) -> None:
    first = await add(books, DEFAULTS)
    weaker = await add(books, SHADOW, DAY)
    assert not await books.policies.cancel(CLASS, first.revision, LEAD, START)
    assert not await books.policies.cancel(CLASS, weaker.revision, LEAD, START + DAY)
    assert await mode_at(books, DAY) is Mode.SHADOW


async def test_only_the_named_chats_change_is_cancelled(books: Books) -> None:
    await add(books, SHADOW, DAY)
    await add(books, SHADOW, DAY, OTHER_CLASS)
    assert not await books.policies.cancel(ChatRef("other", CLASS.chat), 1, LEAD, START)
    assert await books.policies.cancel(CLASS, 1, LEAD, START)
    assert len(await books.policies.upcoming(OTHER_CLASS, START)) == 1


async def test_of_two_adults_at_once_one_cancels(books: Books) -> None:
    await add(books, SHADOW, DAY)
    won = await asyncio.gather(*(books.policies.cancel(CLASS, 1, LEAD, START) for _ in range(3)))
    assert sorted(won) == [False, False, True]


async def test_a_later_change_replaces_what_was_only_announced(books: Books) -> None:
    await add(books, SHADOW, DAY)
    assert [one.revision for one in await books.policies.upcoming(CLASS, START)] == [1]
    await add(books, DEFAULTS)
    assert await books.policies.upcoming(CLASS, START) == []
    assert await mode_at(books, 2 * DAY) is Mode.REMOVE


async def test_announced_changes_are_listed_in_order(books: Books) -> None:
    await add(books, ALERT, DAY)
    await add(books, SHADOW, 2 * DAY)
    assert [one.revision for one in await books.policies.upcoming(CLASS, START)] == [1, 2]
    assert [one.revision for one in await books.policies.upcoming(CLASS, START + DAY)] == [2]


async def test_chats_alerting_here_are_those_whose_policy_in_force_says_so(books: Books) -> None:
    await add(books, ALERTING)
    await add(books, ALERTING, chat=OTHER_CLASS)
    await add(books, ALERTING, chat=ChatRef("other", "class"))
    assert await books.policies.chats_alerting(STAFF, START) == [CLASS, OTHER_CLASS]
    await add(books, replace(DEFAULTS, alerts_chat="new-staff"), DAY)
    assert await books.policies.chats_alerting(STAFF, START) == [CLASS, OTHER_CLASS]
    assert await books.policies.chats_alerting(STAFF, START + DAY) == [OTHER_CLASS]
    moved = await books.policies.chats_alerting(ChatRef(PLATFORM, "new-staff"), START + DAY)
    assert moved == [CLASS]


async def test_a_cancelled_move_of_the_alerts_leaves_them_where_they_are(books: Books) -> None:
    await add(books, ALERTING)
    move = await add(books, replace(DEFAULTS, alerts_chat="pupils"), DAY)
    await books.policies.cancel(CLASS, move.revision, LEAD, START)
    assert await books.policies.chats_alerting(STAFF, START + 2 * DAY) == [CLASS]


async def test_how_links_are_handled_is_stored_with_the_rest(books: Books) -> None:
    stored = await add(books, replace(DEFAULTS, links=OpaqueHandling.REMOVE))
    assert await books.policies.in_force(CLASS, START) == stored
    assert stored.settings.links is OpaqueHandling.REMOVE
    assert '"links":"remove"' in (await books.audit.entries())[-1].what


async def test_what_happens_for_single_reasons_is_stored_with_the_rest(
    database: BooksRig, books: Books
) -> None:
    every = dict.fromkeys(OpaqueReason, OpaqueHandling.REMOVE)
    for chosen in ({}, {OpaqueReason.TOO_BIG: OpaqueHandling.COUNT}, every):
        stored = await add(books, replace(DEFAULTS, by_reason=tuple(sorted(chosen.items()))))
        assert await books.policies.in_force(CLASS, START) == stored
    assert "too_big=remove" in (await books.audit.entries())[-1].what
    # A policy of which a part cannot be read is not applied without it.
    await database.spoil("UPDATE policy_revision SET by_reason = 'of_tomorrow=remove'")
    with pytest.raises(ValueError, match="of_tomorrow"):
        await books.policies.in_force(CLASS, START)


async def test_every_change_is_told_to_the_audit_chain(books: Books) -> None:
    await add(books, SHADOW, DAY)
    (entry,) = await books.audit.entries()
    for fact in ('"event":"policy"', '"way":"WEAKER"', '"by":"lead"', '"mode":"shadow"'):
        assert fact in entry.what
    assert await chain_is_whole(books)
