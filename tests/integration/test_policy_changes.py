"""Policy by command: stronger at once, weaker a day later, announced, and stopped by a button."""

import asyncio
from pathlib import Path

import pytest

from adapters.sandbox.errors import SlowDown, Unreachable
from adapters.sandbox.faults import Call
from bot.app import App
from bot.domain.policy import Mode, PresetName
from bot.domain.verdict import Outcome
from config.schema import PolicySettings
from tests.fakes import MovableClock
from tests.integration.asking import (
    DAY,
    GUARDED,
    SECOND,
    announced,
    answers,
    ask,
    given_back,
    mode,
    move,
    press,
    upcoming,
)
from tests.integration.stage import CLASS, STAFF, Stage, until, until_settled


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def stage(tmp_path: Path, clock: MovableClock) -> Stage:
    return Stage(tmp_path / "data", clock=clock)


async def test_a_weakening_waits_a_day_and_is_announced_to_the_adults(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        answer = await ask(stage, "/mode shadow")
        starts = clock.now() + DAY
        what = "what=en/what-mode value=shadow"
        assert answer.text == f"en/policy-changed-later {what} time={starts}"
        (told,) = announced(stage, "adults-policy-weaker")
        assert what in told
        assert f"time={starts}" in told
        assert stage.button(STAFF, "keep")[1].startswith(f"keep:{CLASS}:2.")
        assert "en/policy-upcoming" in (await ask(stage, "/policy")).text
        assert await mode(app) is Mode.REMOVE
        clock.move(DAY - SECOND)
        bad = stage.post(b"bad")
        await until(lambda: not stage.stands(bad))
        clock.move(SECOND)
        assert await mode(app) is Mode.SHADOW
        left = stage.post(b"bad too")
        await until_settled(app)
        assert stage.stands(left)


async def test_the_button_keeps_everything_as_it_is(stage: Stage, clock: MovableClock) -> None:
    async with stage.app() as app:
        await ask(stage, "/mode shadow")
        assert (await press(stage, "keep")).key == "policy-kept"
        assert await upcoming(app, stage) == []
        clock.move(2 * DAY)
        assert await mode(app) is Mode.REMOVE
        assert (await press(stage, "keep")).key == "policy-too-late"


async def test_the_button_comes_too_late_after_the_day(stage: Stage, clock: MovableClock) -> None:
    async with stage.app() as app:
        await ask(stage, "/mode alert")
        clock.move(DAY)
        assert (await press(stage, "keep")).key == "policy-too-late"
        assert await mode(app) is Mode.ALERT


async def test_a_strengthening_takes_effect_for_the_next_item(
    tmp_path: Path, clock: MovableClock
) -> None:
    stage = Stage(tmp_path / "data", clock=clock, policy=PolicySettings(mode=Mode.ALERT))
    async with stage.app() as app:
        left = stage.post(b"bad")
        await until_settled(app)
        answer = await ask(stage, "/mode remove")
        assert answer.text == "en/policy-changed-now what=en/what-mode value=remove"
        removed = stage.post(b"bad too")
        await until(lambda: not stage.stands(removed))
        assert stage.stands(left)
        assert len(announced(stage, "adults-policy-stronger")) == 1


async def test_an_item_is_judged_by_the_policy_of_the_moment_it_was_received(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        await ask(stage, "/mode shadow")
        clock.move(DAY - SECOND)
        # The platform asks to wait until after the weakening: no way to save a picture.
        stage.world.faults.fail(Call.FETCH, SlowDown(5 * SECOND))
        bad = stage.post(b"bad")
        await until(lambda: given_back(stage))
        move(app, clock, 6 * SECOND)
        assert await mode(app) is Mode.SHADOW
        await until(lambda: not stage.stands(bad))
        await until_settled(app)
        case = await app.books.cases.get(1)
        assert case is not None
        assert (case.verdict.outcome, case.policy_revision) == (Outcome.REMOVE, 1)


async def test_a_mixed_change_by_several_commands_never_weakens_at_once(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        await ask(stage, "/mode shadow")
        await ask(stage, "/policy preset strict")
        # What is decided later replaces what was only announced.
        assert await upcoming(app, stage) == []
        clock.move(2 * DAY)
        policy = await app.policies.now(GUARDED)
        assert (policy.mode, policy.preset.name) == (Mode.REMOVE, PresetName.STRICT)


async def test_the_language_changes_at_once(stage: Stage) -> None:
    async with stage.app():
        assert (await ask(stage, "/policy language es")).key == "policy-changed-now"
        assert (await ask(stage, "/policy")).text.startswith("es/policy-show")


async def test_one_reason_is_weakened_a_day_later_and_announced(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        answer = await ask(stage, "/policy opaque not_a_picture allow")
        what = "en/what-reason reason=not_a_picture why=en/reason-not-a-picture value=count"
        assert answer.text == f"en/policy-changed-later what={what} time={clock.now() + DAY}"
        (told,) = announced(stage, "adults-policy-weaker")
        assert what in told
        clock.move(DAY - SECOND)
        stage.post(b"a text")
        await until(lambda: len(announced(stage, "alert-head")) == 1)
        clock.move(SECOND)
        stage.post(b"another text")
        await until_settled(app)
        assert len(announced(stage, "alert-head")) == 1
        shown = (await ask(stage, "/policy")).text
        assert "opaque=alert" in shown
        exception = "reason=not_a_picture why=en/reason-not-a-picture value=count"
        assert f"\nen/policy-reason {exception}" in shown


async def test_one_reason_is_strengthened_at_once_and_given_back_a_day_later(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        answer = await ask(stage, "/policy opaque not-a-picture remove")
        assert answer.key == "policy-changed-now"
        message = stage.post(b"a text")
        await until(lambda: not stage.stands(message))
        await until_settled(app)
        answer = await ask(stage, "/policy opaque not_a_picture default")
        assert answer.key == "policy-changed-later"
        assert "value=default" in answer.text
        assert (await press(stage, "keep")).key == "policy-kept"
        clock.move(2 * DAY)
        again = stage.post(b"another text")
        await until(lambda: not stage.stands(again))
        await until_settled(app)


async def test_asking_for_what_is_so_changes_nothing(stage: Stage) -> None:
    async with stage.app():
        assert (await ask(stage, "/mode remove")).key == "policy-unchanged"
        assert announced(stage, "adults-policy") == []


async def test_a_command_that_comes_again_after_a_crash_makes_no_second_revision(
    stage: Stage,
) -> None:
    async with stage.app(before_start=_never_close) as app:
        await ask(stage, "/mode shadow")
        assert len(await upcoming(app, stage)) == 1
    async with stage.app() as app:
        await until(lambda: len(answers(stage, "cleo", CLASS)) == 2)
        assert [one.revision for one in await upcoming(app, stage)] == [2]
        # It was announced before the death; the adults do not hear of it a second time.
        assert len(announced(stage, "adults-policy-weaker")) == 1


async def test_a_strengthening_that_comes_again_makes_no_second_revision(
    tmp_path: Path, clock: MovableClock
) -> None:
    stage = Stage(tmp_path / "data", clock=clock, policy=PolicySettings(mode=Mode.ALERT))
    async with stage.app(before_start=_never_close):
        await ask(stage, "/mode remove")
    async with stage.app() as app:
        await until(lambda: len(answers(stage, "cleo", CLASS)) == 2)
        found = await app.books.policies.in_force(GUARDED, clock.now())
        assert found is not None
        assert found.revision == 2


def _never_close(app: App) -> None:
    """Let the process die between the work and the note that it was done."""

    async def die(update_id: int, parked: str | None) -> bool:
        await asyncio.Event().wait()
        return False

    app.books.inbox.close_update = die  # type: ignore[method-assign]


@pytest.mark.parametrize("refusal", [SlowDown(SECOND), Unreachable()], ids=["later", "lost"])
@pytest.mark.parametrize(
    ("command", "key"),
    [("/mode shadow", "adults-policy-weaker"), ("/mode remove", "adults-policy-stronger")],
)
async def test_an_announcement_is_tried_until_it_arrives(
    tmp_path: Path,
    clock: MovableClock,
    refusal: SlowDown | Unreachable,
    command: str,
    key: str,
) -> None:
    stage = Stage(tmp_path / "data", clock=clock, policy=PolicySettings(mode=Mode.ALERT))
    async with stage.app() as app:
        stage.world.faults.fail(Call.SAY, refusal, times=3)
        answer = await ask(stage, command)
        assert answer.key.startswith("policy-changed")
        assert len(announced(stage, key)) == 1
        found = await app.books.policies.in_force(GUARDED, clock.now() + DAY)
        assert found is not None
        assert found.revision == 2


async def test_without_a_delay_a_weakening_is_announced_all_the_same(
    tmp_path: Path, clock: MovableClock
) -> None:
    policy = PolicySettings(weakening_delay_hours=0)
    stage = Stage(tmp_path / "data", clock=clock, policy=policy)
    async with stage.app() as app:
        assert (await ask(stage, "/mode shadow")).key == "policy-changed-later"
        assert len(announced(stage, "adults-policy-weaker")) == 1
        assert await mode(app) is Mode.SHADOW
