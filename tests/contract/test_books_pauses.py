"""The contract of pauses: one a chat, remembered before anything is changed."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.domain.pause import (
    EVERYTHING,
    LEASE,
    Kinds,
    Locking,
    MediaKind,
    Pause,
    PauseCause,
    PauseState,
    PauseWish,
)
from bot.storage.books import Books
from tests.contract.banks_rig import told
from tests.contract.books_rig import CLASS, LEAD, OTHER_CLASS, SECOND, BooksRig, chain_is_whole

HALF_HOUR = timedelta(minutes=30)
PHOTOS = frozenset({MediaKind.PHOTOS})
LOCKING = Locking({"a": "open"}, {"a": ("closed",)}, {"a": "closed"})


@pytest.fixture
async def kept(books: Books) -> AsyncIterator[Books]:
    yield books
    assert await chain_is_whole(books)


async def ask(
    books: Books,
    kinds: Kinds = EVERYTHING,
    lasts: timedelta = HALF_HOUR,
    cause: PauseCause = PauseCause.ADULT,
) -> Pause:
    return await books.pauses.ask(PauseWish(CLASS, kinds, lasts, cause), LEAD)


async def claimed(books: Books, worker: str = "w") -> Pause:
    pause = await books.pauses.claim(worker)
    assert pause is not None
    return pause


async def on(books: Books, kinds: Kinds = EVERYTHING) -> Pause:
    """Return a pause that is in force."""
    await ask(books, kinds)
    pause = await claimed(books)
    assert await books.pauses.remember("w", pause, LOCKING)
    assert await books.pauses.settle("w", pause, PauseState.ON, pause.ends_at)
    found = await books.pauses.current(CLASS)
    assert found is not None
    return found


async def test_a_pause_is_due_at_once_and_again_when_it_ends(
    database: BooksRig, kept: Books
) -> None:
    pause = await on(kept)
    assert (pause.announced, pause.before, pause.ours) == (True, {"a": "open"}, {"a": ("closed",)})
    assert await kept.pauses.claim("w") is None
    database.clock.move(HALF_HOUR)
    due = await claimed(kept)
    assert due.state is PauseState.ON
    assert await kept.pauses.settle("w", due, PauseState.OVER)
    assert await kept.pauses.current(CLASS) is None
    assert await kept.pauses.claim("w") is None


async def test_it_ends_by_its_clock_after_a_restart_too(database: BooksRig) -> None:
    async with database.open() as books:
        await on(books)
    database.clock.move(HALF_HOUR)
    async with database.open() as books:
        due = await claimed(books, "another")
        assert (due.state, due.before) == (PauseState.ON, {"a": "open"})


async def test_what_died_at_its_step_is_taken_up_when_its_lease_is_over(
    database: BooksRig, kept: Books
) -> None:
    await ask(kept)
    dead = await claimed(kept, "dead")
    assert await kept.pauses.remember("dead", dead, LOCKING)
    assert await kept.pauses.claim("w") is None
    database.clock.move(LEASE)
    again = await claimed(kept)
    assert (again.before, again.ours) == ({"a": "open"}, {"a": ("closed",)})
    assert not await kept.pauses.remember("dead", dead, Locking({}, {}, {}))
    assert not await kept.pauses.settle("dead", dead, PauseState.ON, dead.ends_at)
    assert await kept.pauses.settle("w", again, PauseState.ON, again.ends_at)


async def test_a_second_wish_makes_it_longer_and_wider_and_never_shorter(
    database: BooksRig, kept: Books
) -> None:
    first = await on(kept, PHOTOS)
    wider = await ask(kept, frozenset({MediaKind.LINKS}), timedelta(minutes=5))
    assert wider.id == first.id
    assert wider.kinds == {MediaKind.PHOTOS, MediaKind.LINKS}
    assert wider.ends_at == first.ends_at
    assert wider.state is PauseState.LOCKING
    # What was there first is still known.
    assert wider.before == {"a": "open"}
    longer = await ask(kept, PHOTOS, timedelta(hours=2))
    assert longer.ends_at == database.clock.now() + timedelta(hours=2)
    assert len(await database.rows("SELECT id FROM media_pause")) == 1


async def test_a_wish_is_not_overwritten_by_who_was_at_the_step_before(kept: Books) -> None:
    await ask(kept, PHOTOS)
    working = await claimed(kept)
    await ask(kept, EVERYTHING)
    assert not await kept.pauses.settle("w", working, PauseState.ON, working.ends_at)
    again = await claimed(kept)
    assert again.kinds == EVERYTHING


async def test_the_stronger_cause_stays(kept: Books) -> None:
    await ask(kept, cause=PauseCause.ADULT)
    assert (await ask(kept, cause=PauseCause.ADMIN)).cause is PauseCause.ADULT


async def test_whoever_ends_it_ends_it_once(kept: Books) -> None:
    await on(kept)
    assert not await kept.pauses.end(OTHER_CLASS, LEAD)
    assert await kept.pauses.end(CLASS, LEAD)
    due = await claimed(kept)
    assert due.state is PauseState.LIFTING
    assert await kept.pauses.settle("w", due, PauseState.OVER)
    assert not await kept.pauses.end(CLASS, LEAD)


async def test_what_was_being_locked_when_somebody_ended_it_is_lifted(kept: Books) -> None:
    await ask(kept)
    working = await claimed(kept)
    assert await kept.pauses.remember("w", working, LOCKING)
    assert await kept.pauses.end(CLASS, LEAD)
    assert not await kept.pauses.settle("w", working, PauseState.ON, working.ends_at)
    due = await claimed(kept)
    assert (due.state, due.before) == (PauseState.LIFTING, {"a": "open"})


async def test_a_step_that_did_not_go_is_tried_again(database: BooksRig, kept: Books) -> None:
    await ask(kept)
    first = await claimed(kept)
    later = database.clock.now() + SECOND
    assert await kept.pauses.settle("w", first, PauseState.LOCKING, later, told=True)
    assert await kept.pauses.claim("w") is None
    database.clock.move(SECOND)
    again = await claimed(kept)
    assert (again.attempts, again.told) == (2, True)


async def test_a_pause_that_is_over_makes_room_for_the_next(kept: Books) -> None:
    first = await on(kept)
    await kept.pauses.end(CLASS, LEAD)
    assert await kept.pauses.settle("w", await claimed(kept), PauseState.FAILED)
    second = await ask(kept)
    assert second.id != first.id
    assert (second.before, second.announced) == ({}, False)


async def test_every_step_and_who_wanted_it_is_in_the_chain(kept: Books) -> None:
    await on(kept)
    await kept.pauses.end(CLASS, LEAD)
    said = await told(kept)
    assert sum('"pause"' in one and "lead" in one for one in said) >= 2
    assert any("pause_ended" in one and "lead" in one for one in said)
    assert any("pause_step" in one and '"on"' in one for one in said)
