"""The whole app asks for its rights every few hours and tells once what is newly missing."""

from datetime import timedelta
from pathlib import Path

import pytest

from adapters.sandbox.errors import SlowDown
from adapters.sandbox.faults import Call
from bot.app import App
from bot.domain.capability import Capability
from tests.fakes import MovableClock
from tests.integration.asking import announced, move
from tests.integration.stage import CLASS, Stage, until
from tests.integration.test_weekly import a_moment

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def stage(tmp_path: Path, clock: MovableClock) -> Stage:
    return Stage(tmp_path / "data", clock=clock)


def alarms(stage: Stage) -> list[str]:
    return announced(stage, "adults-rights-missing")


def take(stage: Stage) -> None:
    stage.world.store.chats[CLASS].capabilities -= {Capability.DELETE}


def give(stage: Stage) -> None:
    stage.world.store.chats[CLASS].capabilities |= {Capability.DELETE}


async def later(app: App, clock: MovableClock, passed: timedelta) -> None:
    """Let a time pass, and give the bot a moment to look and to tell."""
    await a_moment()
    move(app, clock, passed)
    await a_moment()


async def test_what_is_missing_is_told_once_until_it_was_right_in_between(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        take(stage)
        await later(app, clock, MINUTE)
        assert alarms(stage) == []
        await later(app, clock, 5 * MINUTE)
        (text,) = alarms(stage)
        assert "check-delete" in text
        await later(app, clock, 6 * HOUR)
    async with stage.app() as app:
        await later(app, clock, 6 * MINUTE)
        assert len(alarms(stage)) == 1
        give(stage)
        await later(app, clock, 6 * HOUR)
        take(stage)
        await later(app, clock, 6 * HOUR)
        assert len(alarms(stage)) == 2
    assert stage.said_in(CLASS) == []


async def test_what_did_not_arrive_is_told_soon(stage: Stage, clock: MovableClock) -> None:
    async with stage.app() as app:
        take(stage)
        await a_moment()
        stage.world.faults.fail(Call.SAY, SlowDown(timedelta(seconds=5)))
        await later(app, clock, 6 * MINUTE)
        assert stage.look("SELECT 1 FROM told WHERE what LIKE 'right:%'") == []
        move(app, clock, 10 * MINUTE)
        await until(lambda: stage.look("SELECT 1 FROM told WHERE what LIKE 'right:%'") != [])


async def test_a_platform_that_does_not_answer_is_no_missing_right_and_none_that_is_there(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        take(stage)
        await later(app, clock, 6 * MINUTE)
        assert len(alarms(stage)) == 1
        stage.world.faults.fail_always(Call.RIGHTS, SlowDown(timedelta(seconds=5)))
        await later(app, clock, 6 * HOUR)
        stage.world.faults.heal()
        await later(app, clock, 6 * HOUR)
        assert len(alarms(stage)) == 1
