"""What was found and is not certain asks adults: once, not too often, and never the second key."""

from dataclasses import replace

import pytest

from bot.domain.bank import Bank, BankKind, Standing
from bot.domain.bank_records import Registration
from bot.domain.policy import Direction, OpaqueHandling, PolicyRevision
from bot.domain.standing import Ruling
from bot.domain.sweep import LATE, MOST_ASKED
from bot.domain.verdict import Outcome
from bot.services.sweeping import Sweeping
from tests.contract.books_rig import DEFAULTS, LEAD
from tests.contract.seen import saw
from tests.looks import known, look, near
from tests.unit.bot.services.bench import CLASS, STAFF, Bench
from tests.unit.bot.services.swept import OTHER, WHOLE, effects, put, rows, swept

# --- what is not certain


@pytest.mark.parametrize(
    ("standing", "distance"),
    [
        (Standing.UNSURE, (0, 0)),
        (Standing.NEW, (0, 0)),
        (Standing.CONFIRMED, (75, 60)),
    ],
)
@pytest.mark.parametrize("opaque", [OpaqueHandling.ALERT, OpaqueHandling.REMOVE])
async def test_what_needs_a_second_key_only_asks_whatever_the_models_said(
    bench: Bench,
    sweeping: Sweeping,
    standing: Standing,
    distance: tuple[int, int],
    opaque: OpaqueHandling,
) -> None:
    settings = replace(DEFAULTS, opaque=opaque, alerts_chat=STAFF.chat)
    revision = PolicyRevision(CLASS, 0, settings, bench.clock.now())
    await bench.books.policies.add(revision, Direction.STRONGER, LEAD)
    await saw(bench.books, "m", near(look(1), *distance), chat=CLASS)
    bank = Bank("removed", BankKind.OWN)
    entry = known("one", look(1), bank="removed", standing=standing)
    await put(bench, entry, bank=bank)
    (case,) = await swept(bench, sweeping)
    assert (case.verdict.outcome, case.verdict.reason) == (Outcome.REVIEW, "like:removed")
    assert await effects(bench, case) == {"alert": "pending"}


async def test_adults_are_asked_once_about_a_picture_in_a_chat(
    bench: Bench, sweeping: Sweeping
) -> None:
    for number in range(MOST_ASKED + 5):
        await saw(bench.books, f"m{number}", look(1), chat=CLASS)
    for number in range(2):
        await saw(bench.books, f"n{number}", look(1), chat=OTHER)
    await put(bench, known("one", look(1), standing=Standing.UNSURE))
    cases = await swept(bench, sweeping)
    told = [case for case in cases if "alert" in await effects(bench, case)]
    assert [case.ref.chat for case in told] == [CLASS.chat, OTHER.chat]
    assert [case.parent for case in told] == [None, None]
    assert [len(case.also) for case in told] == [MOST_ASKED - 1, 1]
    assert len(cases) == MOST_ASKED + 2
    # Not about the rest of them either, when it is looked for again.
    bench.clock.move(LATE)
    await bench.books.bank_entries.rule("own", "one", Ruling.DISABLE)
    await bench.books.bank_entries.rule("own", "one", Ruling.ENABLE)
    assert await swept(bench, sweeping) == []


async def test_of_many_pictures_adults_are_asked_no_more_than_the_breaker_lets(
    bench: Bench, sweeping: Sweeping
) -> None:
    quota = 20
    for number in range(quota + 3):
        await saw(bench.books, f"m{number}", look(number), chat=CLASS)
    entries = [known(f"e{n:02}", look(n), standing=Standing.UNSURE) for n in range(quota + 3)]
    await put(bench, *entries)
    cases = await swept(bench, sweeping)
    assert len(cases) == quota + 3
    told = [case for case in cases if "alert" in await effects(bench, case)]
    assert len(told) == quota
    # And the breaker stops nothing that is certain.
    await bench.books.bank_entries.rule("own", "e00", Ruling.CONFIRM)
    (case,) = await swept(bench, sweeping)
    assert await effects(bench, case) == WHOLE


async def test_what_was_asked_about_is_removed_once_a_person_vouches_for_it(
    bench: Bench, sweeping: Sweeping
) -> None:
    await saw(bench.books, "m", look(1), chat=CLASS)
    await put(bench, known("one", look(1), standing=Standing.UNSURE))
    (asked,) = await swept(bench, sweeping)
    await bench.books.bank_entries.rule("own", "one", Ruling.CONFIRM)
    (removed,) = await swept(bench, sweeping)
    assert (asked.verdict.outcome, removed.verdict.outcome) == (Outcome.REVIEW, Outcome.REMOVE)
    assert await effects(bench, removed) == WHOLE
    # Then it stands no more, whatever else becomes known.
    assert await rows(bench, "SELECT count(*) FROM seen") == [(0,)]
    await put(bench, known("two", look(1)))
    assert await swept(bench, sweeping) == []


async def test_a_new_entry_does_not_age_by_what_was_found_at_once(
    bench: Bench, sweeping: Sweeping
) -> None:
    for number in range(5):
        await saw(bench.books, f"m{number}", look(1), chat=CLASS)
    entry = known("one", look(1), bank="reported", standing=Standing.NEW)
    await bench.books.banks.register("reported", "", entry, Registration(), "test")
    assert len(await swept(bench, sweeping)) == 5
    (stored,) = await bench.books.banks.entries("reported")
    assert stored.standing is Standing.NEW
