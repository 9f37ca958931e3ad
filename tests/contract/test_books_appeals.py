"""Appeals: once a case, two adults at once settled here, and nobody is left without an answer."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.action import ActionKind
from bot.domain.appeal import DECIDE_WITHIN, REMIND_EVERY, AppealState, Footing, Heard, Voice
from bot.domain.audit import first_break
from bot.domain.case import CaseState
from bot.domain.casework import CaseRuling, UndoOutcome
from bot.domain.effect import EffectState
from bot.domain.message import Actor, ActorKind
from bot.storage.books import Books
from tests.contract.books_rig import ANA, KEY, LEAD, BooksRig, decided, ended

TUTOR = Actor(ActorKind.USER, "tutor")
WORDS = (ActionKind.APPEAL, ActionKind.APPEAL_REFUSED, ActionKind.APPEAL_LATE, ActionKind.APOLOGY)


async def appealed(books: Books, footing: Footing = Footing.WEAK) -> int:
    case = await decided(books)
    await ended(books, ActionKind.TAKEDOWN)
    assert await books.appeals.file(case, footing) is not None
    return case


async def words(books: Books, case: int) -> dict[ActionKind, EffectState]:
    found = await books.outbox.of_case(case)
    return {one.kind: one.state for one in found if one.kind in WORDS}


async def state(books: Books, case: int) -> tuple[CaseState, AppealState]:
    found, asked = await books.cases.get(case), await books.appeals.of_case(case)
    assert found is not None
    assert asked is not None
    return found.state, asked.state


async def audited(books: Books) -> list[str]:
    entries = await books.audit.entries()
    assert first_break(KEY, entries) is None
    return [entry.what for entry in entries if '"event":"appeal"' in entry.what]


async def test_an_appeal_is_filed_once_with_its_alert_and_its_entry(database: BooksRig) -> None:
    async with database.open() as books:
        case = await appealed(books)
        asked = await books.appeals.of_case(case)
        assert asked is not None
        assert asked.due_at == database.clock.now() + DECIDE_WITHIN
        assert await books.appeals.file(case, Footing.LISTED) is None
        assert await words(books, case) == {ActionKind.APPEAL: EffectState.PENDING}
        assert len(await audited(books)) == 1
    async with database.open() as books:
        again = await books.appeals.of_case(case)
        assert again == asked


async def test_two_presses_at_once_file_one_appeal(database: BooksRig) -> None:
    async with database.open() as books:
        case = await decided(books)
        filed = await asyncio.gather(*(books.appeals.file(case, Footing.WEAK) for _ in range(5)))
        assert sum(one is not None for one in filed) == 1


async def test_what_does_not_exist_or_was_a_mistake_has_no_appeal(database: BooksRig) -> None:
    async with database.open() as books:
        case = await decided(books)
        assert await books.appeals.file(99, Footing.WEAK) is None
        assert await books.appeals.decide(99, Voice.MISTAKE, LEAD) == (Heard.OVER, 0)
        assert await books.appeals.decide(case, Voice.MISTAKE, LEAD) == (Heard.OVER, 0)
        await books.rulings.rule(case, CaseRuling.FALSE_ALARM, LEAD)
        assert await books.appeals.file(case, Footing.WEAK) is None
        assert await books.appeals.of_case(case) is None


@pytest.mark.parametrize("before", [None, CaseRuling.ACKNOWLEDGE, CaseRuling.CLOSE])
async def test_an_accepted_appeal_is_a_false_alarm_with_an_apology(
    database: BooksRig, before: CaseRuling | None
) -> None:
    async with database.open() as books:
        case = await appealed(books)
        if before is not None:
            await books.rulings.rule(case, before, TUTOR)
        heard, ruling = await books.appeals.decide(case, Voice.MISTAKE, LEAD)
        assert heard is Heard.ACCEPTED
        last = (await books.rulings.history(case))[-1]
        assert (last.id, last.ruling) == (ruling, CaseRuling.FALSE_ALARM)
        assert await state(books, case) == (CaseState.FALSE_ALARM, AppealState.ACCEPTED)
        assert await words(books, case) == {
            ActionKind.APPEAL: EffectState.CANCELLED,
            ActionKind.APOLOGY: EffectState.PENDING,
        }
        assert await database.rows("SELECT 1 FROM bank_entry WHERE standing = 'allowed'") != []
        assert len(await audited(books)) == 2


async def test_a_listed_case_takes_two_different_adults(database: BooksRig) -> None:
    async with database.open() as books:
        case = await appealed(books, Footing.LISTED)
        assert await books.appeals.decide(case, Voice.MISTAKE, LEAD) == (Heard.SECOND, 0)
        assert await state(books, case) == (CaseState.OPEN, AppealState.ASKED)
    async with database.open() as books:
        assert await books.appeals.decide(case, Voice.MISTAKE, LEAD) == (Heard.SAME, 0)
        assert (await books.appeals.decide(case, Voice.MISTAKE, TUTOR))[0] is Heard.ACCEPTED
        assert await state(books, case) == (CaseState.FALSE_ALARM, AppealState.ACCEPTED)


@pytest.mark.parametrize("footing", Footing)
async def test_two_adults_at_once_are_settled(database: BooksRig, footing: Footing) -> None:
    async with database.open() as books:
        case = await appealed(books, footing)
        done = await asyncio.gather(
            books.appeals.decide(case, Voice.MISTAKE, LEAD),
            books.appeals.decide(case, Voice.MISTAKE, TUTOR),
        )
        heard = {one for one, _ in done}
        first = Heard.SECOND if footing is Footing.LISTED else Heard.OVER
        assert heard == {Heard.ACCEPTED, first}
        assert len(await books.rulings.history(case)) == 1


async def test_yes_and_no_at_once_come_to_one_answer(database: BooksRig) -> None:
    async with database.open() as books:
        case = await appealed(books)
        done = await asyncio.gather(
            books.appeals.decide(case, Voice.MISTAKE, LEAD),
            books.appeals.decide(case, Voice.STANDS, TUTOR),
        )
        assert Heard.OVER in {one for one, _ in done}
        told = set(await words(books, case)) & {ActionKind.APOLOGY, ActionKind.APPEAL_REFUSED}
        assert len(told) == 1


async def test_a_refusal_is_told_and_changes_nothing_else(database: BooksRig) -> None:
    async with database.open() as books:
        case = await appealed(books)
        assert await books.appeals.decide(case, Voice.STANDS, LEAD) == (Heard.REFUSED, 0)
        assert await state(books, case) == (CaseState.OPEN, AppealState.REFUSED)
        assert await words(books, case) == {
            ActionKind.APPEAL: EffectState.CANCELLED,
            ActionKind.APPEAL_REFUSED: EffectState.PENDING,
        }
        assert await books.appeals.decide(case, Voice.MISTAKE, TUTOR) == (Heard.OVER, 0)
        # Adults may see it otherwise later, as in every case.
        assert await books.rulings.rule(case, CaseRuling.FALSE_ALARM, TUTOR) is not None


@pytest.mark.parametrize("voice", Voice)
async def test_the_sender_is_not_heard(database: BooksRig, voice: Voice) -> None:
    async with database.open() as books:
        case = await appealed(books)
        assert await books.appeals.decide(case, voice, ANA) == (Heard.OWN, 0)
        assert await state(books, case) == (CaseState.OPEN, AppealState.ASKED)


async def test_no_other_way_makes_a_mistake_of_an_appealed_case(database: BooksRig) -> None:
    async with database.open() as books:
        case = await appealed(books, Footing.LISTED)
        assert await books.rulings.rule(case, CaseRuling.FALSE_ALARM, LEAD) is None
        assert await books.rulings.rule(case, CaseRuling.ACKNOWLEDGE, LEAD) is not None
        assert await state(books, case) == (CaseState.ACKNOWLEDGED, AppealState.ASKED)


async def test_an_acceptance_that_is_taken_back_asks_again(database: BooksRig) -> None:
    async with database.open() as books:
        case = await appealed(books)
        _, ruling = await books.appeals.decide(case, Voice.MISTAKE, LEAD)
        undone = await books.rulings.undo(case, LEAD, ruling)
        assert undone.outcome is UndoOutcome.DONE
        assert await state(books, case) == (CaseState.OPEN, AppealState.ASKED)
        assert await books.appeals.move_on() == case
        assert await words(books, case) == {
            ActionKind.APPEAL: EffectState.PENDING,
            ActionKind.APOLOGY: EffectState.CANCELLED,
        }
        assert (await books.appeals.decide(case, Voice.MISTAKE, TUTOR))[0] is Heard.ACCEPTED
        assert (await words(books, case))[ActionKind.APOLOGY] is EffectState.PENDING


async def test_adults_are_reminded_each_day_and_the_sender_hears_once_that_it_is_late(
    database: BooksRig,
) -> None:
    async with database.open() as books:
        case = await appealed(books)
        assert await books.appeals.move_on() is None
        for day in range(1, 6):
            await ended(books, ActionKind.APPEAL)
            database.clock.move(REMIND_EVERY)
            assert await books.appeals.move_on() == case
            assert await books.appeals.move_on() is None
            told = await words(books, case)
            assert told[ActionKind.APPEAL] is EffectState.PENDING
            late = timedelta(days=day) >= DECIDE_WITHIN
            assert (ActionKind.APPEAL_LATE in told) is late
        assert len(await audited(books)) == 2
        assert await books.appeals.decide(case, Voice.STANDS, LEAD) == (Heard.REFUSED, 0)
        assert (await words(books, case))[ActionKind.APPEAL_LATE] is EffectState.CANCELLED
        database.clock.move(REMIND_EVERY)
        assert await books.appeals.move_on() is None
