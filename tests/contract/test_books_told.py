"""The contract of `ToldBook`: on which day a chat was told what, over restarts."""

from datetime import date, timedelta

from bot.domain.message import ChatRef
from bot.storage.books import Books
from tests.contract.books_rig import CLASS, OTHER_CLASS, BooksRig

DAY = date(2026, 11, 23)


async def test_the_last_day_is_known_by_chat_and_by_what_was_told(database: BooksRig) -> None:
    async with database.open() as books:
        assert await books.told.last(CLASS, "weekly") is None
        await books.told.note(CLASS, "weekly", DAY)
        await books.told.note(CLASS, "weekly", DAY + timedelta(days=7))
    async with database.open() as books:
        assert await books.told.last(CLASS, "weekly") == DAY + timedelta(days=7)
        assert await books.told.last(CLASS, "selfcheck") is None
        for other in (OTHER_CLASS, ChatRef("other", CLASS.chat)):
            assert await books.told.last(other, "weekly") is None


async def test_what_is_forgotten_can_be_told_again_and_nothing_else_is(books: Books) -> None:
    for what in ("a", "b"):
        await books.told.note(CLASS, what, DAY)
    await books.told.forget(CLASS, "a")
    await books.told.forget(CLASS, "a")
    assert await books.told.last(CLASS, "a") is None
    assert await books.told.last(CLASS, "b") == DAY
