"""The contract of `NoteBook`: append only, sealed, and in the chain by a digest alone."""

import hashlib
from datetime import timedelta

import pytest

from bot.domain.casework import NOTE_CHARS
from bot.domain.message import Actor, ActorKind
from bot.storage.books import Books
from tests.contract.banks_rig import told
from tests.contract.books_rig import LEAD, BooksRig, chain_is_whole, decided
from tests.fakes import START

HEAD = Actor(ActorKind.USER, "head")
WORDS = "Ana's form teacher was told at 8.30."


async def test_notes_are_kept_in_order_with_who_and_when(books: Books) -> None:
    case, other = await decided(books, "1"), await decided(books, "2")
    await books.notes.add(case, LEAD, WORDS)
    await books.notes.add(case, HEAD, WORDS)
    await books.notes.add(other, LEAD, "ñandú ✓")
    kept = await books.notes.of_case(case)
    assert [(one.number, one.by, one.words, one.at) for one in kept] == [
        (1, "lead", WORDS, START),
        (2, "head", WORDS, START),
    ]
    assert [(one.number, one.words) for one in await books.notes.of_case(other)] == [(1, "ñandú ✓")]


async def test_the_chain_learns_of_a_note_and_none_of_its_words(
    database: BooksRig, books: Books
) -> None:
    case = await decided(books)
    note = await books.notes.add(case, LEAD, WORDS)
    last = (await told(books))[-1]
    assert f'"digest":"{note.digest}"' in last
    assert '"event":"noted"' in last
    for word in ("Ana", "teacher"):
        assert word not in last
    # Nobody guesses a few words from their digest.
    assert note.digest != hashlib.sha256(WORDS.encode()).hexdigest()
    assert (await books.notes.add(case, HEAD, WORDS)).digest != note.digest
    assert (await books.notes.of_case(case))[0].digest == note.digest
    assert await chain_is_whole(books)
    rows = await database.rows("SELECT words FROM case_note")
    assert rows
    assert not [row for row in rows if b"teacher" in bytes(row[0])]


async def test_a_note_that_is_stored_again_at_once_is_stored_once(
    database: BooksRig, books: Books
) -> None:
    case = await decided(books)
    first = await books.notes.add(case, LEAD, WORDS)
    known = len(await told(books))
    assert await books.notes.add(case, LEAD, WORDS) == first
    assert len(await told(books)) == known
    database.clock.move(timedelta(minutes=10))
    assert (await books.notes.add(case, LEAD, WORDS)).number == 2


@pytest.mark.parametrize("words", ["", "x" * (NOTE_CHARS + 1)])
async def test_what_is_no_note_is_refused(books: Books, words: str) -> None:
    case = await decided(books)
    with pytest.raises(ValueError, match="characters"):
        await books.notes.add(case, LEAD, words)
    assert await books.notes.of_case(case) == []
