"""The whole app tells the adults each Monday what was done, what is missing, and that it lives."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.sandbox.errors import SlowDown
from adapters.sandbox.faults import Call
from bot.domain.capability import Capability
from bot.domain.policy import Mode
from config.schema import PolicySettings
from tests.fakes import MovableClock
from tests.integration.asking import announced, move
from tests.integration.stage import CLASS, Stage, until, until_settled

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SUNDAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def clock() -> MovableClock:
    clock = MovableClock()
    clock.move(SUNDAY - clock.now())
    return clock


@pytest.fixture
def stage(tmp_path: Path, clock: MovableClock) -> Stage:
    return Stage(tmp_path / "data", clock=clock, policy=PolicySettings(mode=Mode.SHADOW))


def words(stage: Stage) -> Sequence[str]:
    return announced(stage, "adults-weekly-head")


async def a_moment() -> None:
    """Give the bot time to do what must not be done."""
    await asyncio.sleep(0.7)


NOTED = "SELECT day FROM told WHERE what = 'weekly'"


async def seen(stage: Stage) -> None:
    """Wait until the bot knows the chat of the adults."""
    await until(lambda: stage.look("SELECT 1 FROM told WHERE what = 'weekly'") != [])


async def test_the_word_comes_on_monday_once_over_restarts_and_says_what_would_have_been(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        await seen(stage)
        stage.post(b"bad")
        await until_settled(app)
        move(app, clock, 19 * HOUR)
        await a_moment()
        assert words(stage) == []
        before = stage.look(NOTED)
        move(app, clock, HOUR)
        await until(lambda: len(words(stage)) == 1)
        # A death before this would tell it once more.
        await until(lambda: stage.look(NOTED) != before)
    async with stage.app() as app:
        move(app, clock, DAY)
        await a_moment()
        assert len(words(stage)) == 1
    (text,) = words(stage)
    assert "dryreport-looked" in text
    assert "dryreport-week-shadow listed=0 judged=1 asked=0 unchecked=0" in text
    assert "adults-weekly-alive" in text
    assert "rights" not in text
    assert "adults-weekly-check-unknown" in text


async def test_a_missed_monday_is_made_up_for_on_the_next_day(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app():
        await seen(stage)
    clock.move(2 * DAY)
    async with stage.app():
        await until(lambda: len(words(stage)) == 1)


async def test_the_word_names_missing_rights_and_how_to_put_them_right(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        await seen(stage)
        stage.world.store.chats[CLASS].capabilities -= {Capability.DELETE}
        move(app, clock, DAY)
        await until(lambda: len(words(stage)) == 1)
    (text,) = words(stage)
    after = text.partition("adults-weekly-rights-missing")[2]
    assert "check-delete" in after
    assert "fix" in after


async def test_a_word_that_did_not_arrive_is_told_again(stage: Stage, clock: MovableClock) -> None:
    async with stage.app() as app:
        await seen(stage)
        stage.world.faults.fail(Call.SAY, SlowDown(timedelta(seconds=5)))
        move(app, clock, DAY)
        await a_moment()
        assert stage.look("SELECT day FROM told WHERE what = 'weekly'") == [("2026-11-16",)]
        move(app, clock, HOUR)
        await until(lambda: len(words(stage)) == 1)
