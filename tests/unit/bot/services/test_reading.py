"""Whoever reads a case is noted before the answer goes out, and a flood is noted once a minute."""

import json
from typing import Any

import pytest

from bot.domain.case import Case
from bot.domain.command import Who
from bot.domain.event import Press
from bot.services.finding import CaseFinder, Found
from bot.services.reading import SAME_READING, CaseReading
from bot.services.rights import Rights
from tests.contract.books_rig import claimed, decided, decision, post
from tests.unit.bot.services.bench import ANA, CLASS, LEAD, STAFF, Bench


@pytest.fixture
def reading(bench: Bench) -> CaseReading:
    return CaseReading(bench.books.cases, bench.books.audit, bench.clock)


async def reads(bench: Bench) -> list[dict[str, Any]]:
    told = [json.loads(entry.what) for entry in await bench.books.audit.entries()]
    return [facts for facts in told if facts["event"] == "read"]


async def some(bench: Bench, count: int) -> list[Case]:
    found = [await bench.books.cases.get(await decided(bench.books, f"m{n}")) for n in range(count)]
    return [case for case in found if case is not None]


async def test_one_case_that_is_read_is_in_its_record(bench: Bench, reading: CaseReading) -> None:
    (case,) = await some(bench, 1)
    await reading.note([case], LEAD)
    (read,) = await reads(bench)
    assert (read["case"], read["by"]) == (case.id, LEAD.id)
    assert read["line"]


async def test_a_list_is_one_entry(bench: Bench, reading: CaseReading) -> None:
    cases = await some(bench, 3)
    await reading.note(cases, LEAD)
    (read,) = await reads(bench)
    assert read["cases"] == ",".join(str(case.id) for case in cases)
    assert "case" not in read


async def test_nothing_that_was_read_is_no_entry(bench: Bench, reading: CaseReading) -> None:
    await reading.note([], LEAD)
    assert await reads(bench) == []


async def test_a_flood_of_reads_is_noted_once_a_minute_for_each_person_and_case(
    bench: Bench, reading: CaseReading
) -> None:
    one, two = await some(bench, 2)
    for _ in range(100):
        await reading.note([one], LEAD)
    await reading.note([two], LEAD)
    await reading.note([one], ANA)
    assert len(await reads(bench)) == 3
    bench.clock.move(SAME_READING)
    await reading.note([one], LEAD)
    assert len(await reads(bench)) == 4
    assert len(reading._lately) == 1


async def in_class(bench: Bench) -> Case:
    await post(bench.books, "m", chat=CLASS)
    number = await bench.books.queue.decide("w", await claimed(bench.books), decision())
    case = await bench.books.cases.get(number or 0)
    assert case is not None
    return case


@pytest.mark.parametrize(("who", "noted"), [(Who.ADULT, 1), (Who.ANYONE, 0)])
async def test_an_adult_who_opens_a_case_by_a_button_is_noted(
    bench: Bench, reading: CaseReading, who: Who, noted: int
) -> None:
    """Not whoever presses "Why?": the sender reads their own notice, and others read nothing."""
    case = await in_class(bench)
    rights = Rights(bench.platforms, bench.policies, bench.books.people)
    finder = CaseFinder(reading, bench.books.chats, bench.policies, rights, bench.answers)
    press = Press(STAFF, LEAD, bench.clock.now(), "case:1")
    assert isinstance(await finder.find(press, str(case.id), who), Found)
    assert len(await reads(bench)) == noted


async def test_who_has_no_right_reads_nothing_and_is_not_noted(
    bench: Bench, reading: CaseReading
) -> None:
    case = await in_class(bench)
    rights = Rights(bench.platforms, bench.policies, bench.books.people)
    finder = CaseFinder(reading, bench.books.chats, bench.policies, rights, bench.answers)
    press = Press(CLASS, ANA, bench.clock.now(), "case:1")
    assert not isinstance(await finder.find(press, str(case.id), Who.ADULT), Found)
    assert await reads(bench) == []
