"""What the escalation clock does when a channel breaks, is closed, or is not there any more."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from bot.chase_ports import Page, PageResult
from bot.domain.case import CaseState
from bot.domain.chase import SummaryTimes, Told
from bot.services import chasing as under_test
from bot.services.chase_words import ChaseWriter
from bot.services.chasing import Chasing, Criers, PagerLine
from bot.services.summaries import Summaries, SummaryWords
from tests.contract.books_rig import claimed, decision, post
from tests.fakes import KeyTexts
from tests.pagers import FakePager
from tests.unit.bot.services.bench import CLASS, LEAD, STAFF, Bench, open_bench

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WRITER = ChaseWriter(KeyTexts())


class Counts:
    def __init__(self) -> None:
        self.pages: list[tuple[str, Told]] = []

    def paged(self, channel: str, told: Told) -> None:
        self.pages.append((channel, told))


class Broken(FakePager):
    async def page(self, page: Page) -> PageResult:
        self.tries += 1
        raise RuntimeError("a bug")


class Asleep(FakePager):
    async def page(self, page: Page) -> PageResult:
        await asyncio.sleep(60)
        return PageResult(Told.TOLD)


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with open_bench(tmp_path) as opened:
        yield opened


def chasing(bench: Bench, *pagers: FakePager, counts: Counts | None = None) -> Chasing:
    lines = [PagerLine(one, 2) for one in pagers]
    criers = Criers(bench.policies, bench.books.chats, bench.speaker, WRITER, pagers, bench.clock)
    return Chasing("w", bench.books.chases, criers, lines, bench.clock, counts or Counts())


async def opened(bench: Bench, message: str = "m") -> int:
    await post(bench.books, message, chat=CLASS)
    case = await bench.books.queue.decide("w", await claimed(bench.books), decision())
    assert case
    return case


async def work(one: Chasing) -> None:
    """Do all that is due now."""
    while due := await one.due():
        await one.advance(due)
    for claim in (one.due_to_adults, one.due_to_pagers):
        while telling := await claim():
            await one.tell(telling)


async def states(bench: Bench) -> Sequence[tuple[str, str]]:
    async with bench.books.chases._database.read() as connection:
        rows = await connection.execute(
            text("SELECT channel, state FROM chase WHERE channel <> 'clock' ORDER BY id")
        )
        return [(row.channel, row.state) for row in rows]


async def test_a_pager_with_a_bug_keeps_no_other_from_being_told(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    broken, whole, counts = Broken("webhook"), FakePager("ntfy"), Counts()
    one = chasing(bench, broken, whole, counts=counts)
    await opened(bench)
    bench.clock.move(HOUR)
    await work(one)
    assert len(whole.pages) == 1
    assert ("webhook", Told.UNREACHABLE) in counts.pages
    assert "a bug" in caplog.text
    bench.clock.move(MINUTE)
    await work(one)
    assert (broken.tries, whole.tries) == (2, 1)


async def test_a_pager_that_never_answers_is_left(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(under_test, "PAGE_SECONDS", 0.05)
    counts = Counts()
    await opened(bench)
    bench.clock.move(HOUR)
    await work(chasing(bench, Asleep("ntfy"), counts=counts))
    assert ("ntfy", Told.UNREACHABLE) in counts.pages


async def test_a_channel_that_left_the_settings_is_given_up(bench: Bench) -> None:
    gone = FakePager("mail-1")
    gone.answer = PageResult(Told.UNREACHABLE, "no answer")
    await opened(bench)
    bench.clock.move(HOUR)
    await work(chasing(bench, gone))
    bench.clock.move(MINUTE)
    await work(chasing(bench))
    assert await states(bench) == [("adults", "told"), ("mail-1", "failed")]


async def test_an_answer_that_comes_too_late_is_told_as_such(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    case = await opened(bench)
    bench.clock.move(HOUR)
    one = chasing(bench, FakePager())
    while due := await one.due():
        await one.advance(due)
    telling = await one.due_to_pagers()
    assert telling is not None
    assert await bench.books.cases.set_state(case, CaseState.ACKNOWLEDGED, LEAD)
    with caplog.at_level(logging.INFO):
        await one.tell(telling)
    assert "taken up meanwhile" in caplog.text


def summaries(bench: Bench) -> Summaries:
    times = SummaryTimes(8, ZoneInfo("UTC"))
    words = SummaryWords(bench.speaker, WRITER)
    books = bench.books
    return Summaries(books.summaries, bench.policies, books.chats, words, bench.clock, times)


def said(bench: Bench) -> int:
    return sum("adults-summary-head" in deed.text for deed in bench.world.log)


async def summed_up(one: Summaries) -> None:
    while summary := await one.due():
        await one.tell(summary)


async def test_a_summary_that_did_not_arrive_is_due_again_in_a_minute(bench: Bench) -> None:
    await opened(bench)
    bench.clock.move(DAY)
    one = summaries(bench)
    bench.world.set_rights(STAFF.chat, present=False)
    await summed_up(one)
    bench.world.set_rights(STAFF.chat, present=True)
    await summed_up(one)
    assert said(bench) == 0
    bench.clock.move(MINUTE)
    await summed_up(one)
    assert said(bench) == 1
    bench.clock.move(MINUTE)
    await summed_up(one)
    assert said(bench) == 1


async def test_before_its_hour_and_of_cases_of_this_day_nothing_is_summed_up(bench: Bench) -> None:
    # It is four minutes past nine in the evening.
    await opened(bench)
    await summed_up(summaries(bench))
    bench.clock.move(6 * HOUR)
    await summed_up(summaries(bench))
    assert said(bench) == 0
    bench.clock.move(5 * HOUR)
    await summed_up(summaries(bench))
    assert said(bench) == 1


async def test_a_long_summary_says_how_many_more_there_are(bench: Bench) -> None:
    for number in range(22):
        await opened(bench, f"m{number}")
    bench.clock.move(DAY)
    await summed_up(summaries(bench))
    (text,) = [deed.text for deed in bench.world.log if "adults-summary" in deed.text]
    assert text.count("adults-summary-open") == 20
    assert "adults-summary-more count=2" in text


async def test_several_cases_are_opened_by_their_numbers(bench: Bench) -> None:
    for number in range(2):
        await opened(bench, f"m{number}")
    bench.clock.move(15 * MINUTE)
    await work(chasing(bench, FakePager()))
    (message,) = [
        one for one in bench.world.store.chats[STAFF.chat].messages.values() if "chase" in one.text
    ]
    assert [button.label for button in message.buttons] == ["C-0001", "C-0002"]
    assert "adults-chase-do-each" in message.text
    assert "adults-chase-others" in message.text
