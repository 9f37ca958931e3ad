"""What became known is looked for among what was seen: what follows, where, and how often."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.action import ActionKind
from bot.domain.bank import Bank, BankEntry, BankKind, Standing
from bot.domain.case import CaseOrigin, CaseState
from bot.domain.policy import Mode
from bot.domain.standing import FLOOD_HITS, Ruling
from bot.domain.sweep import LATE, Finding
from bot.domain.verdict import Outcome
from bot.services.sweeping import Sweeping
from tests.contract.books_rig import LEAD, REMOVAL, chain_is_whole
from tests.contract.seen import ALERT, person, saw
from tests.looks import digest, known, look, near
from tests.unit.bot.services.bench import CLASS, Bench
from tests.unit.bot.services.swept import (
    OTHER,
    WHOLE,
    effects,
    number_of_cases,
    put,
    rows,
    settle_for,
    swept,
)

# --- what is certain


async def test_yesterdays_copy_is_removed_in_every_chat(bench: Bench, sweeping: Sweeping) -> None:
    await saw(bench.books, "m", look(1), chat=CLASS)
    await saw(bench.books, "n", near(look(1), 50, 40), chat=OTHER)
    await saw(bench.books, "o", look(2), chat=OTHER)
    bench.clock.move(timedelta(days=1))
    await put(bench, known("one", look(1)))
    cases = await swept(bench, sweeping)
    assert {(case.ref.chat, case.ref.message) for case in cases} == {
        (CLASS.chat, "m"),
        (OTHER.chat, "n"),
    }
    for case in cases:
        assert (case.origin, case.state, case.parent) == (CaseOrigin.SWEEP, CaseState.OPEN, None)
        assert (case.verdict.outcome, case.verdict.reason) == (Outcome.REMOVE, "bank:own")
        assert await effects(bench, case) == WHOLE
        assert case.fingerprint is not None
        assert case.fingerprint.sha256 == digest(case.ref.message)
        assert case.decided_at == bench.clock.now()
        assert case.posted_at < case.decided_at
    assert await chain_is_whole(bench.books)


async def test_the_exact_file_is_found_where_nothing_could_be_seen(
    bench: Bench, sweeping: Sweeping
) -> None:
    await saw(bench.books, "m", outcome=Outcome.OPAQUE, plan=ALERT, chat=CLASS)
    await put(bench, known("one", sha256=digest("m")))
    (case,) = await swept(bench, sweeping)
    assert case.verdict.reason == "bank:own"
    # The item has a case of its own already, and keeps it.
    assert await rows(bench, "SELECT id, item_id FROM cases ORDER BY id") == [(1, 1), (2, None)]


async def test_several_copies_in_a_chat_are_one_alert_and_each_sender_is_told(
    bench: Bench, sweeping: Sweeping
) -> None:
    for message, who in (("m", "ana"), ("n", "ben"), ("o", "ana")):
        await saw(bench.books, message, look(1), chat=CLASS, by=person(who))
    await put(bench, known("one", look(1)))
    first, *others = await swept(bench, sweeping)
    assert await effects(bench, first) == WHOLE
    assert len(first.also) == 2
    for case in others:
        assert case.parent == first.id
        assert await effects(bench, case) == {"takedown": "pending", "notice": "waiting"}


async def test_a_ruling_about_the_first_holds_for_the_others_and_calls_their_removal_off(
    bench: Bench, sweeping: Sweeping
) -> None:
    for message in "mn":
        await saw(bench.books, message, look(1), chat=CLASS)
    await put(bench, known("one", look(1)))
    first, second = await swept(bench, sweeping)
    assert await bench.books.cases.set_state(first.id, CaseState.FALSE_ALARM, LEAD)
    while (effect := await bench.books.outbox.claim((ActionKind.TAKEDOWN,), "w")) is not None:
        await bench.enforcement.carry_out("w", effect)
    for case in (first, second):
        assert (await effects(bench, case))["takedown"] == "cancelled"


async def test_an_album_goes_as_a_whole(bench: Bench, sweeping: Sweeping) -> None:
    await saw(bench.books, "m", look(1), chat=CLASS, album="a")
    await saw(bench.books, "n", look(2), chat=CLASS, album="a")
    await put(bench, known("one", look(1)))
    first, along = await swept(bench, sweeping)
    assert (along.ref.message, along.parent, along.origin) == ("n", first.id, CaseOrigin.ALBUM)
    assert await effects(bench, along) == {"takedown": "pending"}


@pytest.mark.parametrize(
    ("mode", "planned"), [(Mode.ALERT, {"alert": "pending"}), (Mode.SHADOW, {})]
)
async def test_a_chat_that_only_alerts_or_watches_does_so_here_too(
    bench: Bench, sweeping: Sweeping, mode: Mode, planned: dict[str, str]
) -> None:
    await settle_for(bench, mode)
    await saw(bench.books, "m", look(1), chat=CLASS)
    await put(bench, known("one", look(1)))
    (case,) = await swept(bench, sweeping)
    assert case.verdict.outcome is Outcome.REMOVE
    assert await effects(bench, case) == planned
    # Nobody is told of it again, and it is removed once the chat lets the bot remove.
    bench.clock.move(LATE)
    await bench.books.bank_entries.rule("own", "one", Ruling.DISABLE)
    await bench.books.bank_entries.rule("own", "one", Ruling.ENABLE)
    assert await swept(bench, sweeping) == []
    await settle_for(bench, Mode.REMOVE)
    await bench.books.bank_entries.rule("own", "one", Ruling.DISABLE)
    await bench.books.bank_entries.rule("own", "one", Ruling.ENABLE)
    (case,) = await swept(bench, sweeping)
    assert "takedown" in await effects(bench, case)


async def test_the_policy_of_now_holds(bench: Bench, sweeping: Sweeping) -> None:
    await settle_for(bench, Mode.SHADOW)
    await saw(bench.books, "m", look(1), chat=CLASS)
    await settle_for(bench, Mode.REMOVE)
    await put(bench, known("one", look(1)))
    (case,) = await swept(bench, sweeping)
    assert await effects(bench, case) == WHOLE


# --- where, when, and what not


async def test_an_entry_of_one_chat_is_looked_for_there_only(
    bench: Bench, sweeping: Sweeping
) -> None:
    for chat in (CLASS, OTHER):
        await saw(bench.books, "m", look(1), chat=chat)
    await put(bench, known("one", look(1), scope=OTHER))
    (case,) = await swept(bench, sweeping)
    assert case.ref.chat_ref == OTHER


async def test_what_came_late_is_found_by_the_second_pass_and_nothing_twice(
    bench: Bench, sweeping: Sweeping
) -> None:
    await saw(bench.books, "m", look(1), chat=CLASS)
    await put(bench, known("one", look(1), standing=Standing.UNSURE))
    assert len(await swept(bench, sweeping)) == 1
    await saw(bench.books, "n", look(1), chat=CLASS)
    assert await swept(bench, sweeping) == []
    bench.clock.move(LATE)
    (case,) = await swept(bench, sweeping)
    assert case.ref.message == "n"
    bench.clock.move(LATE)
    assert await swept(bench, sweeping) == []


@pytest.mark.parametrize("standing", [Standing.CONFIRMED, Standing.UNSURE])
async def test_a_death_in_the_middle_repeats_nothing(
    bench: Bench, sweeping: Sweeping, monkeypatch: pytest.MonkeyPatch, standing: Standing
) -> None:
    async def killed(*_: object) -> None:
        raise KeyboardInterrupt

    for chat in (CLASS, OTHER):
        await saw(bench.books, "m", look(1), chat=chat)
    await put(bench, known("one", look(1), standing=standing))
    with monkeypatch.context() as dying:
        dying.setattr(bench.books.sweeps, "advance", killed)
        with pytest.raises(KeyboardInterrupt):
            await swept(bench, sweeping)
    assert await number_of_cases(bench) == 2
    assert await swept(bench, sweeping) == []


async def test_what_is_being_removed_already_is_left_alone(
    bench: Bench, sweeping: Sweeping
) -> None:
    await saw(bench.books, "m", look(1), chat=CLASS, album="a")
    # It goes with its album, whose other message is bad.
    await saw(
        bench.books, "n", look(2), chat=CLASS, album="a", outcome=Outcome.REMOVE, plan=REMOVAL
    )
    await put(bench, known("one", look(1)))
    assert await swept(bench, sweeping) == []


async def test_an_item_that_matches_two_entries_is_one_case(
    bench: Bench, sweeping: Sweeping
) -> None:
    await saw(bench.books, "m", look(1), chat=CLASS)
    await put(bench, known("one", look(1)), known("two", look(1)))
    (case,) = await swept(bench, sweeping)
    assert len(case.verdict.signals) == 2


async def test_what_adults_ruled_harmless_is_asked_about_by_nobody(
    bench: Bench, sweeping: Sweeping
) -> None:
    await saw(bench.books, "m", look(1), chat=CLASS)
    fine = replace(known("fine", look(1), scope=CLASS), bank="allowed")
    await bench.books.banks.add("allowed", "", [fine])
    await put(bench, known("one", near(look(1), 20), standing=Standing.UNSURE))
    assert await swept(bench, sweeping) == []
    # What is certain removes, as it would if it were posted now.
    await bench.books.bank_entries.rule("own", "one", Ruling.CONFIRM)
    (case,) = await swept(bench, sweeping)
    assert case.verdict.outcome is Outcome.REMOVE


async def test_where_an_adult_ruled_about_the_very_message_a_removal_becomes_a_question(
    bench: Bench, sweeping: Sweeping
) -> None:
    asked = await saw(bench.books, "m", look(1), chat=CLASS, outcome=Outcome.REVIEW, plan=ALERT)
    assert await bench.books.cases.set_state(asked, CaseState.FALSE_ALARM, LEAD)
    await put(bench, known("one", look(1), standing=Standing.UNSURE))
    assert await swept(bench, sweeping) == []
    await bench.books.bank_entries.rule("own", "one", Ruling.CONFIRM)
    (case,) = await swept(bench, sweeping)
    assert (case.verdict.outcome, case.verdict.reason) == (Outcome.REVIEW, "bank:own")
    assert await effects(bench, case) == {"alert": "pending"}


async def test_a_share_of_a_list_counts_for_the_same_files_as_elsewhere(
    bench: Bench, sweeping: Sweeping
) -> None:
    messages = [f"m{number}" for number in range(12)]
    for message in messages:
        await saw(bench.books, message, look(1), chat=CLASS)
    half = Bank("own", BankKind.OWN, share=500)
    await put(bench, known("one", look(1)), bank=half)
    counted = {one for one in messages if half.counts_for(digest(one), bench.clock.now())}
    assert 0 < len(counted) < 12
    assert {case.ref.message for case in await swept(bench, sweeping)} == counted


async def test_a_picture_without_a_message_calls_a_person(bench: Bench, sweeping: Sweeping) -> None:
    await saw(bench.books, "@profile:ana", look(1), chat=CLASS)
    await put(bench, known("one", look(1)))
    (case,) = await swept(bench, sweeping)
    assert await effects(bench, case) == {"escalation": "pending", "alert": "pending"}


async def test_a_list_that_matches_everything_stops_removing_in_the_middle(
    bench: Bench, sweeping: Sweeping
) -> None:
    for number in range(FLOOD_HITS + 10):
        await saw(bench.books, f"m{number}", look(1), chat=CLASS, by=person(f"p{number % 7}"))
    meme = BankEntry("known", "meme", pdq=look(1)[:32].hex(), standing=Standing.LISTED)
    await bench.books.banks.add("known", "a list", [meme])
    cases = await swept(bench, sweeping)
    removed = [case for case in cases if case.verdict.outcome is Outcome.REMOVE]
    asked = [case for case in cases if case.verdict.outcome is Outcome.REVIEW]
    assert len(removed) == FLOOD_HITS
    # The rest stands, and adults are asked once: the entry needs a second key now.
    assert len(asked) == 10
    assert len([case for case in asked if "alert" in await effects(bench, case)]) == 1
    planned = [await effects(bench, case) for case in removed]
    assert len([one for one in planned if "flood" in one]) == 1


async def test_what_was_gone_already_is_told_to_the_adults_alone(
    bench: Bench, sweeping: Sweeping
) -> None:
    await saw(bench.books, "m", look(1), chat=CLASS)
    await put(bench, known("one", look(1)))
    (case,) = await swept(bench, sweeping)
    # The sandbox has no such message: it is gone, which the adults hear.
    effect = await bench.books.outbox.claim((ActionKind.TAKEDOWN,), "w")
    assert effect is not None
    await bench.enforcement.carry_out("w", effect)
    assert (await effects(bench, case))["takedown"] == "done"
    assert (await effects(bench, case))["notice"] == "cancelled"


async def test_something_else_that_was_faster_is_not_done_again(
    bench: Bench, sweeping: Sweeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    await saw(bench.books, "m", look(1), chat=CLASS, album="a")
    await put(bench, known("one", look(1)))
    real = bench.books.sweeps.act

    async def late(findings: Sequence[Finding], most_alerts: int) -> list[int]:
        # Between the look at what stands and the deed another message of the album was bad.
        await saw(
            bench.books, "n", look(2), chat=CLASS, album="a", outcome=Outcome.REMOVE, plan=REMOVAL
        )
        return await real(findings, most_alerts)

    with monkeypatch.context() as race:
        race.setattr(bench.books.sweeps, "act", late)
        cases = await swept(bench, sweeping)
    assert [case.origin for case in cases] == [CaseOrigin.SCREENING, CaseOrigin.ALBUM]
