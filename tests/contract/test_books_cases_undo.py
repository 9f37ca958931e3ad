"""The contract of `RulingBook.undo`: once, the last, for a day, and the banks as before."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.action import Action, ActionKind, ActionOutcome, ActionResult
from bot.domain.bank import BankEntry, Standing
from bot.domain.bank_records import Registration
from bot.domain.case import CaseState
from bot.domain.casework import LEADS_TO, UNDO_WITHIN, Apology, CaseRuling, UndoOutcome
from bot.domain.effect import EffectState, Settlement
from bot.domain.vouching import Vouched
from bot.storage.books import Books
from tests.contract.banks_rig import DHASH, PLAIN, hit, loaded, match, own_bank, stored, told
from tests.contract.books_rig import (
    DONE,
    LEAD,
    OK,
    BooksRig,
    chain_is_whole,
    decided,
    ended,
    revision,
    sending,
    states,
)
from tests.contract.test_books_cases_rulings import HEAD, brought, got, put_below, rule

SORRY = (Action(ActionKind.APOLOGY),)
CALLED_OFF = Settlement(EffectState.CANCELLED)


async def wrong(books: Books, case: int) -> None:
    assert await books.rulings.rule(case, CaseRuling.FALSE_ALARM, LEAD, then=SORRY)


# --- whose turn it is


@pytest.mark.parametrize(
    ("before", "ruling"), [(state, ruling) for ruling in CaseRuling for state in LEADS_TO[ruling]]
)
async def test_a_case_stands_as_before(
    database: BooksRig, books: Books, before: CaseState, ruling: CaseRuling
) -> None:
    case = await brought(books, before)
    if ruling is CaseRuling.RELEASE:
        await rule(books, case, CaseRuling.HOLD)
    was = await got(books, case)
    database.clock.move(timedelta(hours=1))
    assert await rule(books, case, ruling, HEAD)
    assert (await books.rulings.undo(case, LEAD)).outcome is UndoOutcome.DONE
    assert await got(books, case) == was
    last = (await told(books))[-1]
    assert '"event":"undone"' in last
    assert f'"ruling":"{ruling}"' in last
    assert (await books.rulings.history(case))[-1].undone_at is not None
    assert await chain_is_whole(books)
    # And the same may be ruled again.
    assert await rule(books, case, ruling)


async def test_of_two_adults_who_take_back_at_once_one_does_and_the_ruling_before_stays(
    books: Books,
) -> None:
    case = await decided(books)
    await rule(books, case, CaseRuling.ACKNOWLEDGE)
    await rule(books, case, CaseRuling.CLOSE)
    both = await asyncio.gather(books.rulings.undo(case, LEAD), books.rulings.undo(case, HEAD))
    assert sorted(one.outcome for one in both) == [UndoOutcome.BEFORE, UndoOutcome.DONE]
    assert (await got(books, case)).state is CaseState.ACKNOWLEDGED


async def test_a_button_takes_back_its_own_ruling_and_no_later_one(books: Books) -> None:
    case = await decided(books)
    first = await rule(books, case, CaseRuling.ACKNOWLEDGE)
    assert first is not None
    await rule(books, case, CaseRuling.CLOSE, HEAD)
    known = await told(books)
    assert (await books.rulings.undo(case, LEAD, first.id)).outcome is UndoOutcome.CHANGED
    assert (await got(books, case)).state is CaseState.CLOSED
    assert await told(books) == known


@pytest.mark.parametrize(
    ("after", "outcome"),
    [(UNDO_WITHIN, UndoOutcome.DONE), (UNDO_WITHIN + timedelta(seconds=1), UndoOutcome.TOO_LATE)],
)
async def test_a_day_later_it_is_too_late(
    database: BooksRig, books: Books, after: timedelta, outcome: UndoOutcome
) -> None:
    case = await decided(books)
    await rule(books, case, CaseRuling.CLOSE)
    database.clock.move(after)
    await books.retention.forget_banks(database.clock.now())
    assert (await books.rulings.undo(case, LEAD)).outcome is outcome
    kept = await database.rows("SELECT kept FROM case_ruling")
    # What it took to take it back is gone either way.
    assert list(kept) == [(None,)]


async def test_what_was_never_ruled_on_cannot_be_taken_back(books: Books) -> None:
    case = await decided(books)
    assert (await books.rulings.undo(case, LEAD)).outcome is UndoOutcome.NOTHING
    assert (await books.rulings.undo(case + 1, LEAD)).outcome is UndoOutcome.NOTHING


async def test_an_undo_is_stored_whole_or_not_at_all(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def killed(*_: object) -> None:
        raise KeyboardInterrupt

    await own_bank(books, "1", bank="reported")
    case = await hit(books, match("1", "reported"))
    await wrong(books, case)
    with monkeypatch.context() as dying:
        dying.setattr(books.audit, "append", killed)
        with pytest.raises(KeyboardInterrupt):
            await books.rulings.undo(case, LEAD)
    assert list(await loaded(books)) == [f"allowed/C-{case:04d}"]
    assert (await got(books, case)).state is CaseState.FALSE_ALARM
    assert (await books.rulings.undo(case, LEAD)).outcome is UndoOutcome.DONE


# --- the banks


async def test_the_permission_of_the_picture_is_withdrawn(books: Books) -> None:
    case = await hit(books)
    await wrong(books, case)
    before = await revision(books)
    assert f"allowed/C-{case:04d}" in await loaded(books)
    undone = await books.rulings.undo(case, LEAD)
    assert (undone.withdrawn, undone.restored, undone.lost) == (1, 0, 0)
    assert await loaded(books) == {}
    assert await revision(books) > before


async def test_what_was_taken_out_matches_again_as_before(books: Books) -> None:
    own = BankEntry(
        "removed",
        "C-9-1",
        sha256="c" * 64,
        pdq=PLAIN,
        quality=90,
        windows=bytes.fromhex(PLAIN + DHASH),
        standing=Standing.UNSURE,
    )
    await books.banks.add("removed", "models", [own])
    await own_bank(books, "1", bank="reported")
    case = await hit(books, match("1", "reported"))
    assert await books.vouches.vouch(case, LEAD, "d" * 64, alone=False) is Vouched.HERE
    was, listed = await loaded(books), await stored(books, "C-9-1", "removed")
    assert len(was) > 2
    await wrong(books, case)
    assert list(await loaded(books)) == [f"allowed/C-{case:04d}"]
    undone = await books.rulings.undo(case, LEAD)
    assert (undone.restored, undone.lost) == (len(was), 0)
    assert await loaded(books) == was
    back = await stored(books, "C-9-1", "removed")
    assert (back.known, back.added_at) == (listed.known, listed.added_at)
    # A second adult's word still counts everywhere.
    assert await books.vouches.vouch(case, HEAD, "e" * 64, alone=False) is Vouched.EVERYWHERE


async def test_what_cannot_come_back_is_counted(database: BooksRig, books: Books) -> None:
    ends = database.clock.now() + timedelta(hours=2)
    for name, how in (("C-8-1", Registration(expires_at=ends)), ("C-9-1", Registration())):
        one = BankEntry("removed", name, pdq=PLAIN, quality=90, standing=Standing.UNSURE)
        assert await books.banks.register("removed", "models", one, how, "lead")
    case = await hit(books)
    await wrong(books, case)
    database.clock.move(timedelta(hours=3))
    undone = await books.rulings.undo(case, LEAD)
    assert (undone.restored, undone.lost) == (1, 1)
    assert list(await loaded(books)) == ["removed/C-9-1"]
    assert '"lost":1' in (await told(books))[-1]


async def test_what_is_no_mistake_after_all_is_not_allowed_when_it_is_opened_again(
    database: BooksRig, books: Books
) -> None:
    case = await hit(books)
    await wrong(books, case)
    database.clock.move(timedelta(days=30))
    assert await rule(books, case, CaseRuling.REOPEN)
    assert await loaded(books) == {}
    assert '"withdrawn":1' in (await told(books))[-1]
    assert (await books.rulings.undo(case, LEAD)).state is CaseState.FALSE_ALARM
    assert list(await loaded(books)) == [f"allowed/C-{case:04d}"]


# --- what follows


@pytest.mark.parametrize(
    ("outcome", "settlement", "apology", "left"),
    [
        (None, None, Apology.STOPPED, "cancelled"),
        (ActionOutcome.OK, DONE, Apology.STAYS, "done"),
        (ActionOutcome.UNREACHABLE, Settlement(EffectState.UNKNOWN), Apology.STAYS, "unknown"),
        (ActionOutcome.FORBIDDEN, Settlement(EffectState.DEAD), Apology.NONE, "dead"),
    ],
)
async def test_an_apology_is_stopped_while_it_can_be_and_one_that_was_sent_stays(
    database: BooksRig,
    books: Books,
    outcome: ActionOutcome | None,
    settlement: Settlement | None,
    apology: Apology,
    left: str,
) -> None:
    case = await decided(books, plan=())
    await wrong(books, case)
    if outcome is not None and settlement is not None:
        await ended(books, ActionKind.APOLOGY, settlement, ActionResult(outcome))
    undone = await books.rulings.undo(case, LEAD)
    assert undone.apology is apology
    assert await states(database, case) == {"apology": left}
    # A second false alarm says sorry where the first one did not come to it.
    await wrong(books, case)
    again = "pending" if apology is Apology.STOPPED else left
    assert await states(database, case) == {"apology": again}


@pytest.mark.parametrize("by_reopening", [True, False])
async def test_a_removal_that_was_called_off_is_taken_up_again(
    database: BooksRig, books: Books, by_reopening: bool
) -> None:
    case = await decided(books)
    await wrong(books, case)
    off = ActionResult(ActionOutcome.UNSUPPORTED)
    await ended(books, ActionKind.TAKEDOWN, CALLED_OFF, off)
    assert (await states(database, case))["takedown"] == "cancelled"
    # So late that the patience for it would be over.
    database.clock.move(timedelta(hours=5))
    if by_reopening:
        assert await rule(books, case, CaseRuling.REOPEN)
    else:
        await books.rulings.undo(case, LEAD)
    assert (await states(database, case))["notice"] == "waiting"
    effect = await sending(books, ActionKind.TAKEDOWN)
    assert (effect.case, effect.attempts, effect.created_at) == (case, 1, database.clock.now())
    assert await books.outbox.settle("w", effect, DONE, OK)
    assert (await states(database, case))["notice"] == "pending"


async def test_the_cases_below_stand_as_before_too(database: BooksRig, books: Books) -> None:
    parent, done, other, late = [await decided(books, str(number)) for number in range(4)]
    for child in (done, other):
        await put_below(database, child, parent)
    await rule(books, done, CaseRuling.CLOSE)
    was = [await got(books, one) for one in (parent, done, other)]
    await wrong(books, parent)
    assert (await got(books, done)).state is CaseState.CLOSED
    assert (await got(books, other)).state is CaseState.FALSE_ALARM
    # It came below its parent after the ruling, with the state that the parent had then.
    await put_below(database, late, parent, state="false_alarm")
    await books.rulings.undo(parent, LEAD)
    now = [await got(books, one) for one in (parent, done, other)]
    # Since then there is one more message with the picture.
    assert [replace(one, also=was[0].also) for one in now[:1]] + now[1:] == was
    assert (await got(books, late)).state is CaseState.OPEN
