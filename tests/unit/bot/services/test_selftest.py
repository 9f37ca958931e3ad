"""Self-tests side by side, and the report of every way in which a link of the chain can end."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from adapters.sandbox.faults import Call
from bot.domain.action import ActionKind, ActionOutcome
from bot.domain.capability import ChatCheck
from bot.domain.case import Case, Removal
from bot.domain.effect import EffectRecord, EffectState
from bot.domain.message import ChatRef
from bot.domain.policy import Mode, Policy
from bot.services.answers import Answers
from bot.services.evidence import Evidence
from bot.services.rights import Rights
from bot.services.selftest import SelfTests
from bot.services.selftest_report import Chain, ReportWriter
from tests.fakes import START, KeyTexts
from tests.unit.bot.services.bench import CLASS, LEAD, STAFF, Bench
from tests.unit.bot.services.test_words import case, removed


class Broken(Evidence):
    """Cannot read the cases of one chat."""

    async def card_since(self, chat: ChatRef, since: datetime) -> int | None:
        if chat == CLASS:
            raise KeyError("a bug")
        return await super().card_since(chat, since)


async def test_one_test_that_cannot_be_reported_does_not_end_the_others(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    writer = ReportWriter(bench.answers)
    evidence = Broken(bench.platforms, bench.books.cases, bench.books.outbox, writer)
    rights = Rights(bench.platforms, bench.policies, bench.books.people)
    tests = SelfTests(evidence, bench.policies, rights, bench.speaker, bench.answers, bench.clock)
    for chat in (CLASS, STAFF):
        await tests.start(chat, LEAD, chat)
    bench.clock.move(timedelta(minutes=10))
    watching = asyncio.create_task(tests.watch())
    for _ in range(1000):
        await asyncio.sleep(0.001)
        if bench.said(Call.TELL):
            break
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    assert bench.said(Call.TELL) == ["en/selftest-nothing-seen"]
    assert caplog.text.count("the self-test cannot be reported") == 1


# --- the report

GOOD = ChatCheck("check-delete", ok=True)
BAD = ChatCheck("check-delete", ok=False, fix="fix-sandbox-delete")
ADVICE = ChatCheck("check-delete", ok=False, fix="fix-unknown", needed=False)
DONE, DEAD = EffectState.DONE, EffectState.DEAD


def effects(**states: EffectState) -> dict[ActionKind, EffectRecord]:
    done_at = START + timedelta(seconds=2)
    return {
        ActionKind(kind): EffectRecord(ActionKind(kind), state, ActionOutcome.OK, START, done_at)
        for kind, state in states.items()
    }


async def chain(bench: Bench) -> Chain:
    """Return a chain in which every link worked."""
    policy: Policy = await bench.policies.now(CLASS)
    every = effects(takedown=DONE, alert=DONE, notice=DONE, group_line=DONE)
    about = removed(Removal.REMOVED, verified=True)
    return Chain(about, "7B", every, replace(policy, mode=Mode.REMOVE), (GOOD,))


def written(about: Chain) -> list[str]:
    return ReportWriter(Answers(KeyTexts())).report(about).splitlines()


async def test_a_chain_that_works_says_how_long_each_link_took(bench: Bench) -> None:
    about = await chain(bench)
    late = replace(about, case=replace(about.case, decided_at=START + timedelta(seconds=0.44)))
    assert written(late) == [
        "en/selftest-passed chat=7B",
        "✓ en/selftest-seen seconds=0.4",
        "✓ en/selftest-removed seconds=1.3",
        "✓ en/alert-verified",
        "✓ en/selftest-alerted seconds=2.0",
        "✓ en/selftest-told",
        "✓ en/selftest-line",
    ]


async def test_a_clock_that_runs_behind_makes_no_negative_time(bench: Bench) -> None:
    about = await chain(bench)
    early = replace(about.case, decided_at=START - timedelta(seconds=3))
    assert "✓ en/selftest-seen seconds=0.0" in written(replace(about, case=early))


@pytest.mark.parametrize(
    ("removal", "line", "works"),
    [
        (removed(Removal.REMOVED), "• en/alert-not-verified", True),
        (removed(Removal.GONE), "• en/selftest-gone", True),
        (removed(Removal.TRYING), "✗ en/selftest-not-removed", False),
        (removed(Removal.FAILED), "✗ en/selftest-not-removed", False),
        (case(), "✗ en/selftest-not-removed", False),
    ],
)
async def test_every_end_of_a_removal_has_its_line(
    bench: Bench, removal: Case, line: str, works: bool
) -> None:
    lines = written(replace(await chain(bench), case=removal))
    assert line in lines
    assert lines[0].startswith("en/selftest-passed") is works


@pytest.mark.parametrize(
    ("checks", "fix", "fixes"),
    [
        ((GOOD, BAD), None, ["en/fix-sandbox-delete"]),
        ((GOOD, ADVICE), "fix-sandbox-delete", ["en/fix-sandbox-delete"]),
        ((), None, ["en/fix-unknown"]),
    ],
)
async def test_a_failed_removal_names_the_fix(
    bench: Bench, checks: tuple[ChatCheck, ...], fix: str | None, fixes: list[str]
) -> None:
    failed = replace(removed(Removal.FAILED), fix=fix)
    lines = written(replace(await chain(bench), case=failed, checks=checks))
    place = lines.index("✗ en/selftest-not-removed")
    assert lines[place + 1 : place + 2] == fixes


@pytest.mark.parametrize("mode", [Mode.ALERT, Mode.SHADOW])
async def test_what_the_mode_does_not_do_is_no_failure(bench: Bench, mode: Mode) -> None:
    about = await chain(bench)
    left = replace(about, case=case(), policy=replace(about.policy, mode=mode), effects={})
    assert written(left)[2:] == [f"• en/status-mode mode={mode}"]
    assert written(left)[0].startswith("en/selftest-passed")


@pytest.mark.parametrize(
    ("state", "line"),
    [(state, "✗ en/selftest-not-alerted") for state in EffectState if state is not DONE],
)
async def test_an_alert_that_is_not_known_to_have_arrived_is_a_failure(
    bench: Bench, state: EffectState, line: str
) -> None:
    lines = written(replace(await chain(bench), effects=effects(alert=state)))
    assert line in lines
    assert lines[0].startswith("en/selftest-failed")


async def test_an_alert_without_adults_is_a_failure(bench: Bench) -> None:
    about = await chain(bench)
    nobody = replace(about, policy=replace(about.policy, alerts_chat=None))
    assert "✗ en/status-no-alerts" in written(nobody)
    assert written(nobody)[0].startswith("en/selftest-failed")


@pytest.mark.parametrize(
    ("kind", "state", "line", "works"),
    [
        ("notice", DEAD, "• en/selftest-not-told", True),
        ("notice", EffectState.UNKNOWN, "• en/selftest-not-told", True),
        ("group_line", DEAD, "✗ en/selftest-no-line", False),
        ("group_line", EffectState.UNKNOWN, "✗ en/selftest-no-line", False),
    ],
)
async def test_words_that_did_not_arrive_have_their_lines(
    bench: Bench, kind: str, state: EffectState, line: str, works: bool
) -> None:
    lines = written(replace(await chain(bench), effects=effects(**{kind: state})))
    assert line in lines
    assert lines[0].startswith("en/selftest-passed") is works


async def test_words_that_were_not_due_have_no_lines(bench: Bench) -> None:
    cancelled = EffectState.CANCELLED
    words = effects(notice=cancelled, group_line=cancelled)
    lines = written(replace(await chain(bench), effects=words))
    assert not [line for line in lines if "told" in line or "line" in line]
