"""The contract of `ChatBook`: what holds for a chat holds for its next id, and nothing weakens."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.message import ChatRef
from bot.domain.policy import (
    Direction,
    Mode,
    OpaqueHandling,
    PolicyRevision,
    PolicySettings,
    PresetName,
)
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
    claimed,
    decision,
    post,
)
from tests.fakes import START

DAY = timedelta(days=1)
NEW, NEWER = ChatRef(PLATFORM, "class-new"), ChatRef(PLATFORM, "class-newer")
STAFF, NEW_STAFF = ChatRef(PLATFORM, "staff"), ChatRef(PLATFORM, "staff-new")
ALERTING = replace(DEFAULTS, alerts_chat="staff")
SHADOW = replace(ALERTING, mode=Mode.SHADOW)


async def add(
    books: Books, chat: ChatRef, settings: PolicySettings, after: timedelta = timedelta(0)
) -> PolicyRevision:
    revision = PolicyRevision(chat, 0, settings, START + after)
    way = Direction.WEAKER if after else Direction.STRONGER
    return await books.policies.add(revision, way, LEAD)


async def in_force(books: Books, chat: ChatRef, after: timedelta = SECOND) -> PolicySettings | None:
    found = await books.policies.in_force(chat, START + after)
    return found.settings if found else None


async def test_a_chat_that_never_moved_is_where_it_is(books: Books) -> None:
    assert await books.chats.followed(CLASS) == CLASS
    assert await books.audit.entries() == []


async def test_a_move_takes_the_policies_along(database: BooksRig, books: Books) -> None:
    await add(books, CLASS, ALERTING)
    await add(books, CLASS, SHADOW, DAY)
    assert await books.chats.move(CLASS, NEW)
    assert await books.chats.followed(CLASS) == NEW
    for chat in (CLASS, NEW):
        assert await in_force(books, chat) == ALERTING
        assert await in_force(books, chat, DAY) == SHADOW
        assert [one.revision for one in await books.policies.upcoming(chat, START)] == [2]
    rows = await database.rows("SELECT chat, revision FROM policy_revision ORDER BY revision")
    assert [tuple(row) for row in rows] == [(NEW.chat, 1), (NEW.chat, 2)]
    entry = (await books.audit.entries())[-1].what
    for fact in ('"event":"moved"', '"old":"class"', '"new":"class-new"', '"revisions":2'):
        assert fact in entry
    assert await chain_is_whole(books)


async def test_a_move_is_done_once(books: Books) -> None:
    await add(books, CLASS, ALERTING)
    assert await books.chats.move(CLASS, NEW)
    entries = len(await books.audit.entries())
    assert not await books.chats.move(CLASS, NEW)
    assert not await books.chats.move(NEW, NEW)
    assert len(await books.audit.entries()) == entries


async def test_of_the_two_times_that_a_move_is_told_one_counts(books: Books) -> None:
    await add(books, CLASS, ALERTING)
    done = await asyncio.gather(*(books.chats.move(CLASS, NEW) for _ in range(4)))
    assert sorted(done) == [False, False, False, True]
    assert await in_force(books, NEW) == ALERTING


@pytest.mark.parametrize(
    "moves",
    [
        [(CLASS, NEW), (NEW, NEWER)],
        [(NEW, NEWER), (CLASS, NEW)],
        [(CLASS, NEW), (NEW, NEWER), (CLASS, NEW)],
        [(CLASS, NEW), (CLASS, NEWER)],
    ],
    ids=["in order", "the other way round", "told late again", "told of the last alone"],
)
async def test_a_chain_of_moves_is_followed_to_its_end_in_whatever_order_it_was_told(
    books: Books, moves: list[tuple[ChatRef, ChatRef]]
) -> None:
    await add(books, CLASS, ALERTING)
    for old, new in moves:
        await books.chats.move(old, new)
    for chat in (CLASS, NEW, NEWER):
        assert await books.chats.followed(chat) == NEWER
        assert await in_force(books, chat) == ALERTING
    assert set(await books.policies.chats_alerting(STAFF, START)) == {CLASS, NEW, NEWER}


async def test_a_move_back_leads_to_one_place_and_never_round(books: Books) -> None:
    await add(books, CLASS, ALERTING)
    assert await books.chats.move(CLASS, NEW)
    assert not await books.chats.move(NEW, CLASS)
    assert await books.chats.followed(CLASS) == await books.chats.followed(NEW)
    assert await in_force(books, CLASS) == await in_force(books, NEW) == ALERTING


async def test_even_a_ring_that_no_code_writes_is_followed_to_an_end(
    database: BooksRig, books: Books
) -> None:
    await add(books, CLASS, ALERTING)
    for old, new in ((CLASS, NEW), (NEW, CLASS)):
        await database.spoil(
            f"INSERT INTO chat_move VALUES ('{PLATFORM}', '{old.chat}', '{new.chat}', '2026-11-20')"  # noqa: S608 - names of our own
        )
    async with asyncio.timeout(5):
        assert await books.chats.followed(CLASS) in (CLASS, NEW)
        assert set(await books.policies.chats_alerting(STAFF, START)) == {CLASS, NEW}


async def test_the_same_id_on_another_platform_stays_where_it_is(books: Books) -> None:
    twin = ChatRef("other", CLASS.chat)
    await add(books, twin, ALERTING)
    await add(books, CLASS, ALERTING)
    await books.chats.move(CLASS, NEW)
    assert await books.chats.followed(twin) == twin
    assert await in_force(books, twin) == ALERTING
    assert await in_force(books, ChatRef("other", NEW.chat)) is None


async def test_a_chat_without_a_policy_moves_without_one(books: Books) -> None:
    assert await books.chats.move(CLASS, NEW)
    assert await in_force(books, NEW) is None
    await add(books, CLASS, ALERTING)
    assert await in_force(books, NEW) == ALERTING


# --- under a former id ----------------------------------------------------------------------------


async def test_a_change_under_the_former_id_is_one_of_the_present_chat(books: Books) -> None:
    await add(books, CLASS, ALERTING)
    await books.chats.move(CLASS, NEW)
    stored = await add(books, CLASS, SHADOW, DAY)
    assert (stored.chat, stored.revision) == (NEW, 2)
    assert await books.policies.cancel(CLASS, 2, LEAD, START)
    assert await in_force(books, NEW, DAY) == ALERTING
    await books.policies.confirm(CLASS, 2, START + DAY)
    assert await in_force(books, NEW, DAY) == SHADOW


async def test_adults_see_the_old_cases_by_the_former_id(books: Books) -> None:
    await add(books, CLASS, ALERTING)
    await add(books, OTHER_CLASS, ALERTING)
    await post(books, "m")
    case = await books.queue.decide("w", await claimed(books), decision())
    await books.chats.move(CLASS, NEW)
    guarded = await books.policies.chats_alerting(STAFF, START)
    assert guarded == [NEW, CLASS, OTHER_CLASS]
    assert [one.id for one in await books.cases.open_cases(guarded, 10)] == [case]
    (found,) = await books.cases.open_cases(guarded, 10)
    assert found.ref.chat_ref == CLASS  # evidence stays as it was


async def test_the_chat_of_the_adults_may_move_too(books: Books) -> None:
    await add(books, CLASS, ALERTING)
    await books.chats.move(STAFF, NEW_STAFF)
    assert await in_force(books, CLASS) == replace(ALERTING, alerts_chat=NEW_STAFF.chat)
    for adults in (STAFF, NEW_STAFF):
        assert await books.policies.chats_alerting(adults, START) == [CLASS]
    assert await books.chats.adults(PLATFORM, START) == [NEW_STAFF]


async def test_alerts_of_another_platform_stay_where_they_are(books: Books) -> None:
    twin = ChatRef("other", "class")
    await add(books, twin, ALERTING)
    await books.chats.move(STAFF, NEW_STAFF)
    assert await books.chats.adults("other", START) == [ChatRef("other", STAFF.chat)]


# --- where the new id has revisions of its own ----------------------------------------------------


async def test_revisions_of_both_ids_are_kept_the_old_ones_first(
    database: BooksRig, books: Books
) -> None:
    await add(books, CLASS, SHADOW)
    await add(books, CLASS, ALERTING)
    for language in ("en", "es", "de"):
        await add(books, NEW, replace(DEFAULTS, language=language))
    await books.chats.move(CLASS, NEW)
    rows = await database.rows("SELECT chat, revision, mode, language FROM policy_revision")
    assert sorted(tuple(row) for row in rows) == [
        (NEW.chat, 1, "shadow", "en"),
        (NEW.chat, 2, "remove", "en"),
        (NEW.chat, 3, "remove", "en"),
        (NEW.chat, 4, "remove", "es"),
        (NEW.chat, 5, "remove", "de"),
        (NEW.chat, 6, "remove", "en"),
    ]
    assert '"renumbered":3' in (await books.audit.entries())[-1].what
    assert await chain_is_whole(books)


WEAK = PolicySettings(
    Mode.SHADOW, PresetName.LENIENT, OpaqueHandling.COUNT, "es", "strangers", OpaqueHandling.COUNT
)
STRONG = PolicySettings(
    Mode.REMOVE, PresetName.STRICT, OpaqueHandling.REMOVE, "en", "staff", OpaqueHandling.ALERT
)


@pytest.mark.parametrize(
    ("old", "new", "merged"),
    [
        (STRONG, WEAK, STRONG),
        (WEAK, STRONG, replace(STRONG, language="es", alerts_chat="strangers")),
        (
            replace(STRONG, mode=Mode.ALERT, alerts_chat=None),
            replace(WEAK, mode=Mode.REMOVE),
            replace(STRONG, alerts_chat="strangers"),
        ),
    ],
    ids=["weaker at the new id", "stronger at the new id", "mixed, and no adults before"],
)
async def test_after_a_merge_the_strictest_of_both_is_in_force(
    database: BooksRig,
    books: Books,
    old: PolicySettings,
    new: PolicySettings,
    merged: PolicySettings,
) -> None:
    await add(books, CLASS, old)
    await add(books, NEW, new)
    database.clock.move(SECOND)
    await books.chats.move(CLASS, NEW)
    assert await in_force(books, NEW) == await in_force(books, CLASS) == merged


async def test_what_was_only_announced_is_cancelled_by_a_merge(books: Books) -> None:
    await add(books, CLASS, ALERTING)
    old = await add(books, CLASS, SHADOW, DAY)
    await add(books, NEW, DEFAULTS)
    await add(books, NEW, SHADOW, DAY)
    await books.chats.move(CLASS, NEW)
    assert await books.policies.upcoming(NEW, START) == []
    assert await in_force(books, NEW, 2 * DAY) == ALERTING
    # The button under an old announcement finds that there is nothing to stop any more.
    assert not await books.policies.cancel(CLASS, old.revision, LEAD, START)


async def test_an_announcement_that_was_under_way_never_weakens_a_merged_chat(
    books: Books,
) -> None:
    await add(books, CLASS, ALERTING)
    waiting = PolicyRevision(NEW, 0, SHADOW, START + DAY, cancelled=True)
    await add(books, NEW, DEFAULTS)
    stored = await books.policies.add(waiting, Direction.WEAKER, LEAD)
    await books.chats.move(CLASS, NEW)
    await books.policies.confirm(NEW, stored.revision, START + DAY)
    assert await in_force(books, NEW, 2 * DAY) == ALERTING


async def test_one_side_with_nothing_in_force_leaves_the_other_in_force(books: Books) -> None:
    await add(books, CLASS, SHADOW, DAY)
    await add(books, NEW, ALERTING)
    await books.chats.move(CLASS, NEW)
    assert await in_force(books, NEW, 2 * DAY) == ALERTING


async def test_two_sides_with_nothing_in_force_leave_the_defaults(books: Books) -> None:
    await add(books, CLASS, SHADOW, DAY)
    await add(books, NEW, SHADOW, DAY)
    await books.chats.move(CLASS, NEW)
    assert await in_force(books, NEW, 2 * DAY) is None


async def test_cases_still_name_the_revision_that_they_were_decided_under(
    database: BooksRig, books: Books
) -> None:
    await add(books, CLASS, SHADOW)
    await add(books, CLASS, ALERTING)
    await add(books, NEW, replace(DEFAULTS, language="es"))
    for chat, revision in ((CLASS, 2), (NEW, 1), (OTHER_CLASS, 1), (NEW, 0)):
        await post(books, f"{chat.chat}-{revision}", chat=chat)
        made = replace(decision(), policy_revision=revision)
        await books.queue.decide("w", await claimed(books), made)
    await books.chats.move(CLASS, NEW)
    rows = await database.rows("SELECT chat, policy_revision FROM cases ORDER BY id")
    assert [tuple(row) for row in rows] == [
        (CLASS.chat, 2),
        (NEW.chat, 3),
        (OTHER_CLASS.chat, 1),
        (NEW.chat, 0),  # of the defaults, which have no number
    ]


# --- the adults of a platform ---------------------------------------------------------------------


async def test_the_adults_of_a_platform_are_listed_once_each(books: Books) -> None:
    await add(books, CLASS, ALERTING)
    await add(books, OTHER_CLASS, ALERTING)
    await add(books, NEW, replace(DEFAULTS, alerts_chat="other-staff"))
    await add(books, NEWER, DEFAULTS)
    await add(books, ChatRef("other", "class"), replace(DEFAULTS, alerts_chat="far-staff"))
    assert await books.chats.adults(PLATFORM, START) == [ChatRef(PLATFORM, "other-staff"), STAFF]
    assert await books.chats.adults("nowhere", START) == []


async def test_only_adults_who_get_alerts_now_are_listed(books: Books) -> None:
    await add(books, CLASS, ALERTING)
    await add(books, CLASS, replace(ALERTING, alerts_chat="later"), DAY)
    assert await books.chats.adults(PLATFORM, START) == [STAFF]
    assert await books.chats.adults(PLATFORM, START + DAY) == [ChatRef(PLATFORM, "later")]
