"""Reports teach, within bounds; adults block, two of them for all chats; nobody is found out."""

from datetime import timedelta

import pytest

from bot.domain.bank import Bank, BankEntry, BankKind, Standing
from bot.domain.case import CaseState
from bot.domain.event import CommandGiven
from bot.domain.message import Actor, MessageRef
from bot.domain.reports import MOST_POSTERS, REPORTS_A_DAY
from bot.domain.standing import KEEP_REPORTED
from bot.domain.verdict import Outcome
from tests.contract.books_rig import CLASS as ELSEWHERE
from tests.contract.seen import ALERT, person, saw
from tests.fakes import START
from tests.looks import digest, look
from tests.unit.bot.services.bench import ANA, CLASS, LEAD, Bench
from tests.unit.bot.services.test_hash_help import Desk

BEN = person("ben")


@pytest.fixture
def desk(bench: Bench) -> Desk:
    return Desk(bench)


async def report(desk: Desk, message: str, by: Actor = BEN) -> int:
    """Report a message of the class; return the case."""
    about = MessageRef(CLASS.platform, CLASS.chat, message)
    ref = MessageRef(CLASS.platform, CLASS.chat, "report")
    event = CommandGiven(ref, by, desk.bench.clock.now(), "/report", about)
    return await desk.hashes.reporting.open(event, about, 7)


async def test_what_was_reported_is_known_in_its_chat_and_only_asks(desk: Desk) -> None:
    await saw(desk.bench.books, "m", look(1), chat=CLASS)
    case = await report(desk, "m")
    (entry,) = await desk.entries()
    assert (entry.entry, entry.standing, entry.scope) == (f"C-{case:04}-1", Standing.NEW, CLASS)
    assert (entry.sha256, entry.windows) == (digest("m"), look(1))
    (stored,) = await desk.bench.books.bank_entries.page("reported")
    assert stored.case_id == case
    assert stored.expires_at == START + KEEP_REPORTED


async def test_who_reported_is_stored_nowhere(desk: Desk) -> None:
    await saw(desk.bench.books, "m", look(1), chat=CLASS)
    await report(desk, "m", person("reporter-0815"))
    stored = await desk.stored()
    assert "reporter-0815" not in stored
    # A digest stands there for a day, so that nobody registers without end.
    assert desk.mask.reporter("sandbox", person("reporter-0815"), START) in stored


async def test_a_report_that_comes_again_registers_nothing_new(desk: Desk) -> None:
    await saw(desk.bench.books, "m", look(1), chat=CLASS)
    assert await report(desk, "m") == await report(desk, "m") == await report(desk, "m", ANA)
    assert len(await desk.entries()) == 1


async def test_of_one_person_so_many_reports_teach_in_a_day(desk: Desk) -> None:
    for number in range(REPORTS_A_DAY + 2):
        await saw(desk.bench.books, f"m{number}", look(number), chat=CLASS)
    cases = [await report(desk, f"m{number}") for number in range(REPORTS_A_DAY + 1)]
    # An adult is alerted all the same.
    assert len(set(cases)) == REPORTS_A_DAY + 1
    assert len(await desk.entries()) == REPORTS_A_DAY
    await report(desk, f"m{REPORTS_A_DAY + 1}", ANA)
    assert len(await desk.entries()) == REPORTS_A_DAY + 1
    desk.bench.clock.move(timedelta(days=1))
    await report(desk, f"m{REPORTS_A_DAY}")
    assert len(await desk.entries()) == REPORTS_A_DAY + 2


@pytest.mark.parametrize("looks", [b"", b"\xff" * 64])
async def test_what_says_nothing_is_not_registered(desk: Desk, looks: bytes) -> None:
    await saw(desk.bench.books, "m", looks, chat=CLASS)
    assert await report(desk, "m")
    assert await desk.entries() == []


async def test_a_meme_is_not_registered_and_what_is_one_by_its_spread_neither(
    desk: Desk,
) -> None:
    books = desk.bench.books
    await books.bank_settings.open(Bank("memes", BankKind.GUARD))
    meme = BankEntry("memes", "cat", pdq=look(1)[:32].hex(), windows=look(1))
    await books.banks.add("memes", "", [meme])
    await desk.loader.refresh()
    await saw(books, "m", look(1), chat=CLASS)
    await report(desk, "m")
    assert await desk.entries() == []
    for number in range(MOST_POSTERS + 1):
        await saw(books, f"n{number}", look(2), chat=ELSEWHERE, by=person(str(number)))
    await saw(books, "o", look(2), chat=CLASS)
    await report(desk, "o")
    assert await desk.entries() == []


async def test_a_message_that_was_never_seen_is_reported_all_the_same(desk: Desk) -> None:
    assert await report(desk, "unknown") == 1
    assert await desk.entries() == []


# --- adults


async def block(desk: Desk, case_id: int, by: Actor = LEAD) -> str:
    case = await desk.bench.books.cases.get(case_id)
    assert case is not None
    return await desk.hashes.blocking.block(case, by)


async def test_two_adults_block_for_all_chats_and_the_first_takes_the_case_on(
    desk: Desk,
) -> None:
    books = desk.bench.books
    case = await saw(books, "m", look(1), chat=CLASS, outcome=Outcome.REVIEW, plan=ALERT)
    number = f"number=C-{case:04}"
    assert await block(desk, case) == f"en/block-here {number}"
    after = await books.cases.get(case)
    assert after is not None
    assert after.state is CaseState.ACKNOWLEDGED
    assert await block(desk, case) == f"en/block-again {number}"
    assert await block(desk, case, person("second")) == f"en/block-everywhere {number}"
    assert await block(desk, case) == f"en/block-before {number}"
    assert [one.scope for one in await desk.entries()] == [None]


async def test_one_adult_is_enough_where_the_operator_says_so(bench: Bench) -> None:
    desk = Desk(bench, second_adult=False)
    case = await saw(bench.books, "m", look(1), chat=CLASS, outcome=Outcome.REVIEW, plan=ALERT)
    assert (await block(desk, case)).startswith("en/block-everywhere")


async def test_what_cannot_be_blocked_is_told(desk: Desk) -> None:
    case = await report(desk, "unknown")
    assert (await block(desk, case)).startswith("en/block-nothing")
    after = await desk.bench.books.cases.get(case)
    assert after is not None
    assert after.state is CaseState.OPEN
    assert await desk.bench.books.cases.set_state(case, CaseState.FALSE_ALARM, LEAD)
    assert (await block(desk, case)).startswith("en/block-mistake")
