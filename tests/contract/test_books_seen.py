"""The contract of the ring: hashes of what stays, and of nothing else, for as long as it should."""

import contextlib
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.domain.action import Action, ActionKind
from bot.domain.verdict import Outcome
from bot.storage.books import Books, Habits, open_books
from bot.storage.vault import Vault
from tests.contract.books_rig import (
    DEFAULTS,
    KEY,
    REMOVAL,
    BooksRig,
    SqliteRig,
    claimed,
    decision,
    post,
)
from tests.contract.seen import ALERT, ref, saw
from tests.fakes import START
from tests.looks import digest, look

DAY = timedelta(days=1)


async def ring(database: BooksRig) -> list[tuple[str, bytes]]:
    return [
        (one, Vault(KEY).open(two))
        for one, two in await database.rows("SELECT sha256, looks FROM seen")
    ]


@pytest.mark.parametrize(
    ("outcome", "plan", "stays"),
    [
        (Outcome.ALLOW, (), True),
        (Outcome.REVIEW, ALERT, True),
        (Outcome.OPAQUE, ALERT, True),
        # A chat that only watches, or only alerts.
        (Outcome.REMOVE, (), True),
        (Outcome.REMOVE, ALERT, True),
        (Outcome.REMOVE, REMOVAL, False),
        (Outcome.OPAQUE, REMOVAL, False),
        (Outcome.REMOVE, (Action(ActionKind.ESCALATION), *ALERT), False),
    ],
)
async def test_what_stays_is_seen_and_what_goes_is_not(
    database: BooksRig,
    books: Books,
    outcome: Outcome,
    plan: tuple[Action, ...],
    stays: bool,
) -> None:
    await saw(books, "m", look(1), outcome=outcome, plan=plan)
    assert await ring(database) == ([(digest("m"), look(1))] if stays else [])


async def test_what_could_not_be_looked_at_is_seen_by_its_file_alone(
    database: BooksRig, books: Books
) -> None:
    await saw(books, "m", outcome=Outcome.OPAQUE, plan=ALERT)
    assert await ring(database) == [(digest("m"), b"")]


async def test_it_is_written_with_the_decision_or_not_at_all(
    database: BooksRig, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(books.audit, "append", killed)  # the last step of the transaction
        with contextlib.suppress(KeyboardInterrupt):
            await saw(books, "m", look(1))
    assert await ring(database) == []


async def test_a_worker_that_lost_its_lease_leaves_nothing(
    database: BooksRig, books: Books
) -> None:
    await post(books, "m")
    item = await claimed(books)
    assert await books.queue.decide("late", item, decision(Outcome.ALLOW, ())) is None
    assert await ring(database) == []


async def test_it_is_forgotten_by_the_clock(database: BooksRig, books: Books) -> None:
    await saw(books, "m", look(1))
    database.clock.move(DAY)
    await saw(books, "n", look(2))
    assert await books.retention.forget_seen(START) == 0
    assert await books.retention.forget_seen(START + DAY) == 1
    assert await ring(database) == [(digest("n"), look(2))]


async def test_it_goes_with_its_item(database: BooksRig, books: Books) -> None:
    await saw(books, "m", look(1))
    async with books.queue._database.write() as connection:
        await connection.execute(text("DELETE FROM item"))
    assert await ring(database) == []


async def test_nobody_has_to_keep_it(tmp_path_factory: pytest.TempPathFactory) -> None:
    rig = SqliteRig(tmp_path_factory.mktemp("books"))
    habits = Habits(keep_seen=False)
    async with open_books(rig.url, rig.clock, KEY, DEFAULTS, alone=True, habits=habits) as books:
        await saw(books, "m", look(1))
    assert await ring(rig) == []


async def test_it_holds_hashes_and_times_only(database: BooksRig, books: Books) -> None:
    await saw(books, "m", look(1))
    columns = [row[1] for row in await database.rows("PRAGMA table_info(seen)")]
    assert columns == ["id", "item_id", "sha256", "looks", "still", "at"]


async def test_a_number_of_the_ring_is_never_given_twice(database: BooksRig, books: Books) -> None:
    for message in ("m", "n"):
        await saw(books, message)
    await books.retention.forget_seen(START + DAY)
    await saw(books, "o")
    assert [int(row[0]) for row in await database.rows("SELECT id FROM seen")] == [3]


async def test_what_a_message_showed_is_found_by_it(books: Books) -> None:
    await saw(books, "m", look(1), pictures=3)
    await saw(books, "n", look(2))
    (found,) = await books.reports.seen_in(ref("m"))
    assert (found.sha256, found.looks, found.still) == (digest("m"), look(1), False)
    assert await books.reports.seen_in(ref("o")) == []
