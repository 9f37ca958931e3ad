"""The contract of outbreaks: what spreads is found where it is decided, and nothing gets lost."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.action import Action, ActionKind
from bot.domain.bank import REMOVED_BANK, Standing
from bot.domain.case import CaseState
from bot.domain.message import Actor, ActorKind, ChatRef
from bot.domain.outbreak import PAUSE_LASTS, WINDOW
from bot.domain.pause import EVERYTHING, LEASE, PauseCause, PauseState
from bot.domain.standing import FLOOD_HITS, FLOOD_SENDERS
from bot.domain.verdict import Outcome
from bot.storage.books import Books
from tests.contract.banks_rig import entry, hit, match, own_bank, stored
from tests.contract.books_rig import (
    CLASS,
    LEAD,
    OTHER_CLASS,
    PLATFORM,
    SECOND,
    BooksRig,
    chain_is_whole,
    claimed,
    decision,
    new_item,
    received,
    states,
)

LISTED = match("1", standing=Standing.LISTED)


@pytest.fixture
async def known(books: Books) -> AsyncIterator[Books]:
    """A book with a list of two pictures."""
    await books.banks.add("known", "a list", [entry("1"), entry("2")])
    yield books
    assert await chain_is_whole(books)


async def removed(books: Books, chat: ChatRef = CLASS, by: str = "ana", **more: Any) -> int:
    """Let somebody post the picture, which is removed; return the case."""
    found = more.pop("found", LISTED)
    wanted = {"outcome": Outcome.REMOVE, "reason": "bank:known"} | more
    return await hit(books, found, chat=chat, actor=by, **wanted)


async def outbreaks(database: BooksRig) -> list[tuple[Any, ...]]:
    rows = await database.rows("SELECT chat, case_id, posts FROM outbreak_chat ORDER BY chat")
    return [tuple(row) for row in rows]


async def paused(books: Books, *chats: ChatRef) -> list[bool]:
    return [await books.pauses.current(chat) is not None for chat in chats]


async def test_the_same_picture_in_two_chats_pauses_both(database: BooksRig, known: Books) -> None:
    first = await removed(known, CLASS)
    assert await paused(known, CLASS, OTHER_CLASS) == [False, False]
    second = await removed(known, OTHER_CLASS)
    assert await outbreaks(database) == [("class", first, 1), ("other-class", second, 1)]
    pause = await known.pauses.current(CLASS)
    assert pause is not None
    assert (pause.state, pause.cause, pause.kinds) == (
        PauseState.LOCKING,
        PauseCause.OUTBREAK,
        EVERYTHING,
    )
    assert pause.ends_at == database.clock.now() + PAUSE_LASTS
    assert await paused(known, OTHER_CLASS) == [True]
    # Each chat's adults have a case of their own.
    assert "alert" in await states(database, second)


async def test_three_senders_in_one_chat_are_one_case(database: BooksRig, known: Books) -> None:
    first = await removed(known, by="ana")
    second = await removed(known, by="ben")
    assert await paused(known, CLASS) == [False]
    third = await removed(known, by="cleo")
    assert await paused(known, CLASS) == [True]
    assert await outbreaks(database) == [("class", first, 3)]
    # The first one speaks for it: it has its removal and its pupils' words, and no alert.
    found = await known.cases.get(third)
    assert found is not None
    assert found.parent == first
    assert set(await states(database, third)) == {"takedown", "notice", "group_line"}
    assert await database.rows(f"SELECT id FROM chase WHERE case_id = {third}") == []  # noqa: S608 - a number
    # What was told before it was an outbreak stays as it was told.
    assert "alert" in await states(database, second)
    head = await known.cases.get(first)
    assert head is not None
    assert len(head.also) == 1


async def test_one_sender_in_one_chat_is_no_outbreak(database: BooksRig, known: Books) -> None:
    for _ in range(5):
        await removed(known)
    assert await outbreaks(database) == []
    assert await paused(known, CLASS) == [False]


async def test_another_picture_does_not_count(database: BooksRig, known: Books) -> None:
    other = match("2", standing=Standing.LISTED)
    await removed(known, CLASS)
    await removed(known, OTHER_CLASS, found=other)
    assert await outbreaks(database) == []


async def test_what_only_asks_pauses_nothing(database: BooksRig, known: Books) -> None:
    """A griefer's hash matches in every chat and has no second key."""
    await own_bank(known, "r", bank="reported")
    for chat in (CLASS, OTHER_CLASS):
        for by in ("ana", "ben", "cleo"):
            await hit(known, match("r", "reported"), chat=chat, actor=by)
    await removed(known, found=match("r", "reported"), reason="like:reported")
    assert await outbreaks(database) == []
    assert await paused(known, CLASS, OTHER_CLASS) == [False, False]


async def test_where_nothing_is_removed_nothing_is_paused(database: BooksRig, known: Books) -> None:
    """In a chat where the bot only looks, its verdict is no act."""
    for number, chat in enumerate((CLASS, OTHER_CLASS)):
        item = replace(new_item(f"s{number}", chat), actor=Actor(ActorKind.USER, f"pupil-{number}"))
        await known.inbox.take_in(PLATFORM, [received(f"s{number}", chat, item)], None)
        base = decision(plan=(Action(ActionKind.ALERT),))
        wanted = replace(base, verdict=replace(base.verdict, signals=(LISTED,)))
        assert await known.queue.decide("w", await claimed(known), wanted)
    assert await outbreaks(database) == []
    assert await paused(known, CLASS, OTHER_CLASS) == [False, False]


async def test_what_models_removed_counts_by_the_entry_that_it_became(
    database: BooksRig, known: Books
) -> None:
    first = await removed(known, CLASS, found=match("9"), reason="model:open_nsfw")
    await known.banks.add(REMOVED_BANK, "models", [entry(f"C-{first:04d}-1", REMOVED_BANK)])
    await database.spoil(
        f"UPDATE bank_entry SET case_id = {first} WHERE entry = 'C-{first:04d}-1'"  # noqa: S608 - a number
    )
    again = match(f"C-{first:04d}-1", REMOVED_BANK)
    second = await removed(known, OTHER_CLASS, found=again, reason="like:removed")
    assert await outbreaks(database) == [("class", first, 1), ("other-class", second, 1)]


async def test_what_is_in_quarantine_pauses_nothing(database: BooksRig, known: Books) -> None:
    for number in range(FLOOD_HITS):
        by = f"pupil-{number % FLOOD_SENDERS}"
        await hit(known, match("1"), chat=CLASS, actor=by)
    assert (await stored(known)).quarantined_at is not None
    await removed(known, CLASS)
    await removed(known, OTHER_CLASS)
    assert await outbreaks(database) == []
    assert await paused(known, CLASS, OTHER_CLASS) == [False, False]


async def test_a_day_later_it_is_no_outbreak(database: BooksRig, known: Books) -> None:
    await removed(known, CLASS)
    database.clock.move(WINDOW + SECOND)
    await removed(known, OTHER_CLASS)
    assert await outbreaks(database) == []


async def test_what_was_a_mistake_does_not_count(database: BooksRig, known: Books) -> None:
    first = await removed(known, CLASS)
    await known.cases.set_state(first, CaseState.FALSE_ALARM, LEAD)
    await removed(known, OTHER_CLASS)
    assert await outbreaks(database) == []


async def test_a_case_that_was_closed_speaks_for_nothing_new(
    database: BooksRig, known: Books
) -> None:
    first = await removed(known, CLASS)
    await removed(known, OTHER_CLASS)
    await settle_news(known)
    await known.cases.set_state(first, CaseState.CLOSED, LEAD)
    again = await removed(known, CLASS, by="ben")
    assert "alert" in await states(database, again)
    found = await known.cases.get(again)
    assert found is not None
    assert found.parent is None
    assert (await outbreaks(database))[0] == ("class", again, 2)
    news = await known.outbreaks.claim("w")
    assert news is not None
    assert news.case == again


async def test_a_second_outbreak_makes_the_pause_longer_and_not_a_second_one(
    database: BooksRig, known: Books
) -> None:
    await removed(known, CLASS)
    await removed(known, OTHER_CLASS)
    pause = await known.pauses.claim("w")
    assert pause is not None
    assert await known.pauses.settle("w", pause, PauseState.ON, pause.ends_at)
    database.clock.move(timedelta(minutes=10))
    other = match("2", standing=Standing.LISTED)
    await removed(known, CLASS, found=other)
    await removed(known, OTHER_CLASS, found=other)
    longer = await known.pauses.current(pause.chat)
    assert longer is not None
    assert longer.id == pause.id
    # It stands: nothing is set again, only its end has moved.
    assert longer.state is PauseState.ON
    assert longer.ends_at == database.clock.now() + PAUSE_LASTS
    rows = await database.rows("SELECT count(*) FROM media_pause")
    assert tuple(rows[0]) == (2,)


async def test_what_an_adult_ended_is_not_begun_again_by_the_same_outbreak(
    database: BooksRig, known: Books
) -> None:
    await removed(known, CLASS)
    await removed(known, OTHER_CLASS)
    assert await known.pauses.end(CLASS, LEAD)
    pause = await known.pauses.claim("w")
    while pause is not None and pause.chat != CLASS:
        pause = await known.pauses.claim("w")
    assert pause is not None
    assert await known.pauses.settle("w", pause, PauseState.OVER)
    await removed(known, CLASS, by="ben")
    assert await paused(known, CLASS, OTHER_CLASS) == [False, True]
    database.clock.move(WINDOW + SECOND)
    await removed(known, CLASS, by="ben")
    await removed(known, OTHER_CLASS, by="ben")
    assert await paused(known, CLASS) == [True]


async def settle_news(books: Books) -> list[str]:
    told = []
    while (news := await books.outbreaks.claim("w")) is not None:
        told.append(f"{news.chat.chat} {news.number} {news.chats} {news.posts}")
        assert await books.outbreaks.settle("w", news, None)
    return told


async def test_the_adults_of_each_chat_are_told_once_with_the_numbers(known: Books) -> None:
    await removed(known, CLASS)
    await removed(known, OTHER_CLASS)
    assert await settle_news(known) == ["class C-0001 2 2", "other-class C-0002 2 2"]
    await removed(known, CLASS)
    assert await settle_news(known) == []


async def test_news_that_nobody_finished_comes_again(database: BooksRig, known: Books) -> None:
    await removed(known, CLASS)
    await removed(known, OTHER_CLASS)
    first = await known.outbreaks.claim("dead")
    assert first is not None
    other = await known.outbreaks.claim("w")
    assert other is not None
    assert await known.outbreaks.claim("w") is None
    database.clock.move(LEASE)
    again = await known.outbreaks.claim("w")
    assert again is not None
    assert again.id == first.id
    assert not await known.outbreaks.settle("dead", first, None)
    later = database.clock.now() + SECOND
    assert await known.outbreaks.settle("w", again, later)
    database.clock.move(SECOND)
    assert await known.outbreaks.claim("w") is not None


async def test_a_chat_that_got_another_id_is_one_chat(database: BooksRig, known: Books) -> None:
    await removed(known, CLASS)
    assert await known.chats.move(CLASS, ChatRef(PLATFORM, "class-now"))
    await removed(known, ChatRef(PLATFORM, "class-now"))
    assert await outbreaks(database) == []
