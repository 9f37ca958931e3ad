"""The contract of `Inbox` and `Retention`: nothing is lost, nothing is stored twice or too long."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.work import NewItem, Received
from bot.storage.books import Books
from bot.storage.vault import Vault
from tests.contract.books_rig import (
    CLASS,
    KEY,
    OTHER_CLASS,
    PLATFORM,
    SECOND,
    BooksRig,
    claimed,
    new_item,
    post,
    received,
    update,
)

COMMAND = Received(update("c1", body='{"text":"/help"}'), (), handle_later=True)

VAULT = Vault(KEY)


def opened(key: str, state: str, body: str) -> tuple[str, str, str]:
    """Open what lies sealed in a row."""
    return VAULT.open_person(key), state, VAULT.open_words(body)


async def test_an_update_that_comes_twice_is_stored_once(books: Books) -> None:
    await post(books, "m")
    await post(books, "m")
    await books.inbox.take_in(PLATFORM, [received("m"), received("m")], None)
    assert (await books.queue.backlog()).undecided == 1


async def test_two_platforms_may_use_the_same_keys(database: BooksRig, books: Books) -> None:
    one = received("m")
    other = replace(one, update=replace(one.update, platform="other"))
    await books.inbox.take_in(PLATFORM, [one, other], None)
    assert await database.rows("SELECT count(*) FROM raw_update") == [(2,)]


async def test_the_cursor_is_stored_with_the_updates_and_survives(database: BooksRig) -> None:
    async with database.open() as books:
        assert await books.inbox.last_cursor(PLATFORM) is None
        await books.inbox.take_in(PLATFORM, [received("m")], "41")
        await books.inbox.take_in(PLATFORM, [], "42")
        await books.inbox.take_in("other", [], "7")
        await books.inbox.take_in(PLATFORM, [received("n")], None)
    async with database.open() as books:
        assert await books.inbox.last_cursor(PLATFORM) == "42"
        assert await books.inbox.last_cursor("other") == "7"


async def test_an_item_that_cannot_be_stored_takes_the_cursor_and_its_batch_back(
    database: BooksRig, books: Books
) -> None:
    await books.inbox.take_in(PLATFORM, [], "1")
    without_zone = replace(new_item("bad"), posted_at=database.clock.now().replace(tzinfo=None))
    with pytest.raises(Exception, match="zone"):
        await books.inbox.take_in(
            PLATFORM, [received("good"), received("bad", CLASS, without_zone)], "2"
        )
    assert await books.inbox.last_cursor(PLATFORM) == "1"
    assert await database.rows("SELECT count(*) FROM raw_update") == [(0,)]
    await books.inbox.take_in(PLATFORM, [received("good")], "2")
    assert (await claimed(books)).ref.message == "good"


@pytest.mark.parametrize(
    ("again", "items"),
    [
        (new_item("m", revision="1"), 1),
        (new_item("m", revision="1", key="other picture"), 2),
        (new_item("m", slot="photo.2"), 2),
    ],
    ids=["same picture", "swapped picture", "another slot"],
)
async def test_an_edit_is_a_new_item_if_it_swaps_the_picture(
    books: Books, again: NewItem, items: int
) -> None:
    await post(books, "m")
    await books.inbox.take_in(PLATFORM, [Received(update("edit"), (again,))], None)
    assert (await books.queue.backlog()).undecided == items


async def test_the_body_is_blank_as_soon_as_it_is_not_needed(
    database: BooksRig, books: Books
) -> None:
    words = '{"text":"what pupils wrote"}'
    plain = Received(update("plain", body=words), ())
    later = Received(update("later", body=words), (), handle_later=True)
    parked = Received(update("parked", body=words), (), parked="could not be read")
    await books.inbox.take_in(PLATFORM, [plain, later, parked], None)
    query = "SELECT update_key, state, body FROM raw_update ORDER BY id"
    assert [opened(*row) for row in await database.rows(query)] == [
        ("plain", "handled", ""),
        ("later", "received", words),
        ("parked", "parked", words),
    ]
    found = await books.inbox.next_update(())
    assert found is not None
    assert found[1].body == words
    assert await books.inbox.close_update(found[0], None)
    assert ("later", "handled", "") in [opened(*row) for row in await database.rows(query)]
    assert (await books.queue.backlog()).parked == 1


async def test_a_parked_update_keeps_its_body_and_the_reason(
    database: BooksRig, books: Books
) -> None:
    await books.inbox.take_in(PLATFORM, [COMMAND], None)
    found = await books.inbox.next_update(())
    assert found is not None
    assert await books.inbox.close_update(found[0], "could not be handled: KeyError")
    ((state, body, reason),) = await database.rows("SELECT state, body, reason FROM raw_update")
    assert (state, VAULT.open_words(body), reason) == (
        "parked",
        COMMAND.update.body,
        "could not be handled: KeyError",
    )
    assert await books.inbox.next_update(()) is None


async def test_an_update_is_closed_once(books: Books) -> None:
    await books.inbox.take_in(PLATFORM, [COMMAND], None)
    found = await books.inbox.next_update(())
    assert found is not None
    assert await books.inbox.close_update(found[0], None)
    assert not await books.inbox.close_update(found[0], None)
    assert not await books.inbox.close_update(found[0], "too late")
    assert (await books.queue.backlog()).parked == 0


async def test_updates_come_in_order_and_a_busy_chat_is_passed_over(books: Books) -> None:
    commands = [
        Received(update("1", CLASS), (), handle_later=True),
        Received(update("2", CLASS), (), handle_later=True),
        Received(update("3", OTHER_CLASS), (), handle_later=True),
    ]
    await books.inbox.take_in(PLATFORM, commands, None)
    first = await books.inbox.next_update(())
    other = await books.inbox.next_update((CLASS,))
    assert first is not None
    assert other is not None
    assert (first[1].key, other[1].key) == ("1", "3")
    assert await books.inbox.next_update((CLASS, OTHER_CLASS)) is None
    behind = await books.inbox.next_update((), [first[0]])
    assert behind is not None
    assert behind[1].key == "2"
    assert await books.inbox.next_update((OTHER_CLASS,), [first[0], behind[0]]) is None
    await books.inbox.close_update(first[0], None)
    second = await books.inbox.next_update(())
    assert second is not None
    assert second[1].key == "2"


async def test_what_waits_for_an_answer_is_never_forgotten(
    database: BooksRig, books: Books
) -> None:
    parked = Received(update("parked"), (), parked="why")
    await books.inbox.take_in(PLATFORM, [received("m"), COMMAND, parked], None)
    written = database.clock.now()
    assert await books.retention.forget_updates(written) == 0
    assert await books.retention.forget_updates(written + SECOND) == 2
    assert await database.rows("SELECT update_key FROM raw_update") == [(VAULT.seal_person("c1"),)]


async def test_forgetting_looks_at_the_age(database: BooksRig, books: Books) -> None:
    await post(books, "old")
    database.clock.move(timedelta(hours=3))
    await post(books, "new")
    assert await books.retention.forget_updates(database.clock.now() - timedelta(hours=2)) == 1
    assert await database.rows("SELECT update_key FROM raw_update") == [
        (VAULT.seal_person("class:new"),)
    ]
