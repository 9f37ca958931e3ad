"""The contract of `PeopleBook`: an office goes to one person, once, and leaves no trace of them."""

from datetime import timedelta

from bot.domain.message import Actor, ActorKind, ChatRef
from bot.domain.people import Office, Person
from bot.storage.books import Books
from tests.contract.books_rig import LEAD, PLATFORM, SECOND, BooksRig, chain_is_whole

CODE, OTHER = "c" * 64, "d" * 64
PRIVATE = ChatRef(PLATFORM, "private:lead")
STRANGER, ELSEWHERE = Actor(ActorKind.USER, "stranger"), ChatRef(PLATFORM, "private:stranger")


async def added(database: BooksRig, books: Books, office: Office = Office.LEAD) -> int:
    return await books.people.add(office, CODE, database.clock.now() + timedelta(days=1))


async def test_whoever_brings_the_code_first_is_in_office(database: BooksRig, books: Books) -> None:
    number = await added(database, books)
    assert await books.people.in_office(PLATFORM) == []
    assert await books.people.bind(OTHER, STRANGER, ELSEWHERE) is None
    bound = await books.people.bind(CODE, LEAD, PRIVATE)
    assert bound == Person(number, Office.LEAD, database.clock.now(), None, LEAD, PRIVATE)
    assert await books.people.bind(CODE, STRANGER, ELSEWHERE) is None
    assert await books.people.in_office(PLATFORM) == [bound]
    assert await books.people.in_office("elsewhere") == []
    await chain_is_whole(books)


async def test_a_code_works_until_its_time_is_over(database: BooksRig, books: Books) -> None:
    await added(database, books)
    database.clock.move(timedelta(days=1))
    assert await books.people.bind(CODE, LEAD, PRIVATE) is None
    assert await books.people.in_office(PLATFORM) == []


async def test_a_code_that_others_saw_never_works(database: BooksRig, books: Books) -> None:
    await added(database, books, Office.ON_DUTY)
    assert await books.people.spoil(CODE)
    assert not await books.people.spoil(CODE)
    assert await books.people.bind(CODE, LEAD, PRIVATE) is None
    assert await books.people.all() == []


async def test_whose_office_has_ended_is_nobody_at_once(database: BooksRig, books: Books) -> None:
    number = await added(database, books)
    await books.people.bind(CODE, LEAD, PRIVATE)
    database.clock.move(SECOND)
    assert await books.people.remove(number)
    assert not await books.people.remove(number)
    assert await books.people.in_office(PLATFORM) == []
    # Nor does anything tell who it was.
    (row,) = await database.rows("SELECT who, code FROM person")
    assert tuple(row) == (None, None)


async def test_an_office_that_nobody_took_can_be_ended(database: BooksRig, books: Books) -> None:
    number = await added(database, books)
    assert [one.id for one in await books.people.all()] == [number]
    assert await books.people.remove(number)
    assert await books.people.bind(CODE, LEAD, PRIVATE) is None


async def test_who_is_in_office_stands_nowhere_in_clear(database: BooksRig, books: Books) -> None:
    await added(database, books)
    await books.people.bind(CODE, Actor(ActorKind.USER, "canary-lead"), PRIVATE)
    for table in ("person", "audit"):
        stored = repr(await database.rows(f"SELECT * FROM {table}"))  # noqa: S608 - ours
        assert "canary-lead" not in stored
        assert PRIVATE.chat not in stored
