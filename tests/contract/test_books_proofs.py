"""The contract of records: each case has a signed one of its own, and every tampering shows."""

import asyncio
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.action import ActionKind, ActionOutcome, ActionResult
from bot.domain.audit import Head, ToldHead
from bot.domain.case import CaseState
from bot.domain.message import ChatRef, MessageRef
from bot.domain.proof import Line
from bot.domain.proof_chain import bad_records, noted
from bot.domain.proof_check import Examined, examine
from bot.storage.books import Books
from bot.storage.database import Database
from bot.storage.evidence import all_records
from bot.storage.signing import Signer, holds
from bot.storage.vault import Vault
from tests.contract.books_rig import (
    CLASS,
    KEY,
    LEAD,
    PLATFORM,
    SECOND,
    BooksRig,
    chain_is_whole,
    claimed,
    decided,
    decision,
    ended,
    new_item,
    received,
)

PUBLIC = Signer(KEY).public
STAFF = ChatRef(PLATFORM, "staff")
ABOUT = ("What this is.",)


async def exported(books: Books, case: int) -> tuple[Examined, list[dict[str, Any]]]:
    """Export a case; return what a stranger finds out about the file, and what its lines say."""
    file = await books.proofs.export(case, "operator", ABOUT)
    assert file is not None
    told = [line["what"] for line in json.loads(file.text)["lines"]]
    return examine(file.text.encode(), holds, PUBLIC), told


async def found_bad(database: BooksRig, books: Books) -> list[str]:
    """Hold all records against the chain, as `doctor` does."""
    other = Database(database.url, Vault(KEY))  # type: ignore[attr-defined]  # of the rig of SQLite
    async with other.read() as connection:
        records: dict[int, Sequence[Line]] = dict(await all_records(connection))
    await other.close()
    return bad_records(PUBLIC, records, noted(await books.audit.entries()), holds)


async def life(database: BooksRig, books: Books) -> int:
    """Let a case live through all that happens to one."""
    case = await decided(books)
    database.clock.move(2 * SECOND)
    await ended(books, ActionKind.TAKEDOWN, result=ActionResult(ActionOutcome.OK, verified=True))
    await ended(books, ActionKind.ALERT)
    await books.cases.set_state(case, CaseState.ACKNOWLEDGED, LEAD)
    return case


async def test_what_happens_to_a_case_is_a_line_of_its_record(
    database: BooksRig, books: Books
) -> None:
    case = await life(database, books)
    seen, told = await exported(books, case)
    assert (seen.problems, seen.begun_late) == ((), False)
    assert [line["event"] for line in told] == [
        *("record", "decided", "effect", "effect", "case", "exported"),
    ]
    assert await chain_is_whole(books)
    assert await found_bad(database, books) == []


async def test_the_record_begins_and_ends_with_all_that_is_known(
    database: BooksRig, books: Books
) -> None:
    case = await life(database, books)
    _, told = await exported(books, case)
    first, last = told[0], told[-1]["record"]
    assert first["visible"] == {
        "milliseconds": None,
        "until": "not_removed",
        "looked_for_after": False,
    }
    assert last["visible"] == {
        "milliseconds": 2000,
        "until": "removed",
        "looked_for_after": True,
    }
    assert last["sender"] == {"kind": "user", "id": "ana"}
    assert last["message"]["message"] == "m"
    assert last["media"]["sha256"] == "a" * 64
    assert last["media"]["platform_id"] == "key-m-photo"
    assert last["times"]["received"] == last["times"]["posted"]
    assert last["decision"]["signals"][0]["value"] == "0.99"
    # Of a revision that is not there nothing is made up.
    assert last["policy"] == {"revision": 7, "settings": None, "sha256": None}
    assert [one["kind"] for one in last["effects"]] == [
        *("takedown", "alert", "notice", "group_line"),
    ]
    assert last["software"]["version"].startswith("upstander ")
    assert last["state"] == "acknowledged"


async def test_no_handle_gets_into_a_record(database: BooksRig, books: Books) -> None:
    await books.inbox.take_in(PLATFORM, [received("m", CLASS)], None)
    case = await books.queue.decide("w", await claimed(books), decision())
    assert case
    file = await books.proofs.export(case, "operator", ABOUT)
    assert file is not None
    assert "key-m-photo" in file.text
    assert "handle-m" not in file.text


async def test_what_somebody_else_removed_is_visible_until_it_was_noticed(
    database: BooksRig, books: Books
) -> None:
    case = await decided(books)
    database.clock.move(5 * SECOND)
    await ended(books, ActionKind.TAKEDOWN, result=ActionResult(ActionOutcome.GONE))
    _, told = await exported(books, case)
    assert told[-1]["record"]["visible"]["until"] == "noticed_gone"
    assert told[-1]["record"]["visible"]["milliseconds"] == 5000


async def test_every_case_that_is_opened_has_visible_seconds_and_a_record(
    database: BooksRig, books: Books
) -> None:
    """Also those that an album takes along, and those that a person reports."""
    items = [received(one, CLASS, new_item(one, album="a")) for one in ("m1", "m2")]
    await books.inbox.take_in(PLATFORM, items, None)
    kept = decision(plan=())
    assert await books.queue.decide("w", await claimed(books), kept)
    parent = await books.queue.decide("w", await claimed(books), decision())
    reported = await books.cases.open_report(MessageRef(PLATFORM, CLASS.chat, "m9"), 0)
    numbers = [row[0] for row in await database.rows("SELECT id FROM cases ORDER BY id")]
    assert len(numbers) == 4
    assert {parent, reported} < set(numbers)
    for number in numbers:
        seen, told = await exported(books, number)
        assert (seen.problems, seen.begun_late) == ((), False), number
        assert set(told[-1]["record"]["visible"]) == {
            *("milliseconds", "until", "looked_for_after"),
        }
    assert await found_bad(database, books) == []


async def test_every_export_is_a_line_and_names_the_file_before(
    database: BooksRig, books: Books
) -> None:
    case = await decided(books)
    first = await books.proofs.export(case, "operator", ABOUT)
    assert first is not None
    _, told = await exported(books, case)
    assert [line["event"] for line in told][2:] == ["exported", "export_file", "exported"]
    assert told[3]["sha256"] == first.sha256
    assert told[4]["by"] == "operator"
    assert await chain_is_whole(books)


async def test_there_is_no_record_of_a_case_that_there_is_not(books: Books) -> None:
    assert await books.proofs.export(99, "operator", ABOUT) is None
    await books.audit.note("noted", {"case": 99})
    await books.audit.note("noted", {"case": True})
    assert await books.proofs.export(99, "operator", ABOUT) is None


async def test_a_case_of_before_says_that_it_was_begun_late(
    database: BooksRig, books: Books
) -> None:
    case = await decided(books)
    await database.spoil("DELETE FROM evidence")
    await ended(books, ActionKind.TAKEDOWN)
    seen, told = await exported(books, case)
    assert seen.begun_late
    assert [line["event"] for line in told] == ["record", "effect", "exported"]


async def test_a_case_of_before_that_is_exported_first_says_so_too(
    database: BooksRig, books: Books
) -> None:
    case = await decided(books)
    await database.spoil("DELETE FROM evidence")
    await database.spoil("DELETE FROM audit")
    seen, told = await exported(books, case)
    assert (seen.problems, seen.begun_late) == ((), True)
    assert [line["event"] for line in told] == ["record", "exported"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE evidence SET signature = replace(signature, 'a', 'b') WHERE seq = 2",
        "UPDATE evidence SET at = '2020-01-01T00:00:00+00:00' WHERE seq = 3",
        "UPDATE evidence SET hash = prev WHERE seq = 4",
        "DELETE FROM evidence WHERE seq = 1",
        "DELETE FROM evidence WHERE seq = 3",
        "DELETE FROM evidence WHERE seq >= 4",
        "DELETE FROM evidence",
        "UPDATE evidence SET what = (SELECT what FROM evidence WHERE seq = 2) WHERE seq = 3",
        "UPDATE evidence SET what = NULL WHERE seq = 3",
    ],
)
async def test_tampering_with_a_record_is_found(
    database: BooksRig, books: Books, statement: str
) -> None:
    await life(database, books)
    assert await found_bad(database, books) == []
    await database.spoil(statement)
    assert await found_bad(database, books) != []


async def test_a_record_that_was_altered_is_handed_on_and_shows_it(
    database: BooksRig, books: Books
) -> None:
    case = await life(database, books)
    await database.spoil("UPDATE evidence SET at = '2020-01-01' WHERE seq = 3")
    file = await books.proofs.export(case, "operator", ABOUT)
    assert file is not None
    assert (file.bad_line, file.cut) == (3, False)
    assert "Line 3" in " ".join(examine(file.text.encode(), holds, PUBLIC).problems)


@pytest.mark.parametrize("kept", [0, 1, 3])
async def test_a_record_whose_end_was_cut_off_is_noticed_at_its_export(
    database: BooksRig, books: Books, kept: int
) -> None:
    case = await life(database, books)
    await database.spoil(f"DELETE FROM evidence WHERE seq > {kept}")  # noqa: S608 - a number
    file = await books.proofs.export(case, "operator", ABOUT)
    assert file is not None
    assert file.cut


async def test_the_words_of_a_record_cannot_be_read_without_the_key(
    database: BooksRig, books: Books
) -> None:
    await life(database, books)
    rows = await database.rows("SELECT what FROM evidence")
    assert len(rows) == 5
    assert not any(b"ana" in row[0] or b"sandbox" in row[0] for row in rows)


async def test_what_is_forgotten_leaves_lines_that_can_be_checked(
    database: BooksRig, books: Books
) -> None:
    case = await life(database, books)
    other = await decided(books, "m2")
    assert await books.proofs.forget([case]) == 5
    assert await books.proofs.forget([case]) == 0
    assert await found_bad(database, books) == []
    seen, told = await exported(books, case)
    assert (seen.problems, seen.forgotten) == ((), 5)
    assert told[:5] == [None] * 5
    seen, _ = await exported(books, other)
    assert seen.forgotten == 0
    assert await chain_is_whole(books)


async def test_two_lines_of_one_case_at_once_are_both_written(
    database: BooksRig, books: Books
) -> None:
    case = await decided(books)
    async with database.open(alone=False) as others:
        await asyncio.gather(
            *(book.audit.note("read", {"case": case}) for book in (books, others) for _ in range(5))
        )
    seen, told = await exported(books, case)
    assert (seen.problems, len(told)) == ((), 2 + 10 + 1)


# --- heads ----------------------------------------------------------------------------------------


async def test_there_is_no_head_before_the_first_entry(books: Books) -> None:
    assert await books.proofs.head() is None


async def test_the_head_is_the_last_entry(books: Books) -> None:
    await decided(books)
    last = (await books.audit.entries())[-1]
    assert await books.proofs.head() == Head(last.seq, last.seal)


async def test_what_was_told_is_noted_for_each_chat_and_outlives_a_restart(
    database: BooksRig,
) -> None:
    one, two = Head(1, "a" * 64), Head(2, "b" * 64)
    async with database.open() as books:
        assert await books.proofs.told(STAFF) is None
        await books.proofs.note_told(STAFF, one)
        database.clock.move(timedelta(days=1))
        await books.proofs.note_told(STAFF, two)
        await books.proofs.note_told(CLASS, one)
    async with database.open() as books:
        assert await books.proofs.told(STAFF) == ToldHead(two, database.clock.now())
        assert await books.proofs.told(CLASS) == ToldHead(one, database.clock.now())
