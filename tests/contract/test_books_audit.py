"""The contract of `AuditLog`: one chain through everything, and every tampering shows."""

import asyncio

import pytest

from bot.domain.audit import GENESIS, first_break
from bot.domain.message import MessageRef
from bot.storage.books import Books
from tests.contract.books_rig import CLASS, KEY, PLATFORM, BooksRig, chain_is_whole, decided

LENGTH = 5


async def chain_of(books: Books, length: int = LENGTH) -> None:
    for number in range(length):
        await books.audit.note("noted", {"number": number})


async def test_the_first_entry_follows_nothing(database: BooksRig, books: Books) -> None:
    await books.audit.note("noted", {"number": 1, "ok": True, "none": None, "share": 0.5})
    (entry,) = await books.audit.entries()
    assert (entry.seq, entry.prev, entry.at) == (1, GENESIS, database.clock.now())
    assert entry.what == '{"event":"noted","none":null,"number":1,"ok":true,"share":0.5}'


async def test_all_books_append_to_one_chain_at_once(books: Books) -> None:
    async def report(number: int) -> None:
        await books.cases.open_report(MessageRef(PLATFORM, CLASS.chat, f"r{number}"), 0)

    await asyncio.gather(chain_of(books), decided(books), *(report(number) for number in range(5)))
    entries = await books.audit.entries()
    assert [entry.seq for entry in entries] == list(range(1, LENGTH + 1 + 5 + 1))
    assert await chain_is_whole(books)


async def test_the_chain_goes_on_after_a_restart(database: BooksRig) -> None:
    for _ in range(2):
        async with database.open() as books:
            await chain_of(books)
    async with database.open() as books:
        assert len(await books.audit.entries()) == 2 * LENGTH
        assert await chain_is_whole(books)


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE audit SET what = 'AAAA' || substr(what, 5) WHERE seq = 3", 3),
        ("UPDATE audit SET at = '2020-01-01 00:00:00.000000' WHERE seq = 2", 2),
        ("UPDATE audit SET seal = prev WHERE seq = 5", 5),
        ("DELETE FROM audit WHERE seq = 1", 1),
        ("DELETE FROM audit WHERE seq = 4", 4),
        ("UPDATE audit SET seq = 99 WHERE seq = 2", 2),
        ("UPDATE audit SET seq = CASE seq WHEN 3 THEN 104 ELSE 103 END WHERE seq IN (3, 4)", 3),
    ],
    ids=["words", "time", "seal", "first deleted", "one deleted", "moved", "reordered"],
)
async def test_tampering_is_found_where_it_was_done(
    database: BooksRig, statement: str, broken: int
) -> None:
    async with database.open() as books:
        await chain_of(books)
        assert await chain_is_whole(books)
    await database.spoil(statement)
    await database.spoil("UPDATE audit SET seq = seq - 100 WHERE seq > 100")
    async with database.open() as books:
        assert first_break(KEY, await books.audit.entries()) == broken


async def test_the_chain_cannot_fork(database: BooksRig, books: Books) -> None:
    await chain_of(books)
    with pytest.raises(Exception, match="UNIQUE"):
        await database.spoil(
            "INSERT INTO audit (seq, at, what, prev, seal) SELECT 6, at, what, prev, 'x' "
            "FROM audit WHERE seq = 5"
        )


async def test_with_another_key_nothing_is_true(books: Books) -> None:
    await chain_of(books)
    assert first_break(b"x" * 32, await books.audit.entries()) == 1
