"""The whole app looks at its own test card at the start and each week, and tells when it fails."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.bank import TEST_BANK, MatchRule
from bot.domain.message import ChatRef
from bot.domain.signal import BankMatch, Screening
from tests.fakes import FakeScreener, MovableClock
from tests.integration.asking import announced, move
from tests.integration.stage import CLASS, Stage, until
from tests.integration.test_weekly import a_moment

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CARD = b"clean test card"


class Seeing(FakeScreener):
    """Recognises the test card for as long as it sees."""

    sees = True

    def screen(
        self, data: bytes, *, thorough: bool = False, chat: ChatRef | None = None
    ) -> Screening:
        screening = super().screen(data, thorough=thorough, chat=chat)
        if data != CARD or not self.sees:
            return screening
        match = BankMatch(TEST_BANK, "card-1", 0, MatchRule.KNOWN, test=True)
        return Screening((match,), screening.fingerprint, screening.facts)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def screener() -> Seeing:
    return Seeing()


@pytest.fixture
def stage(tmp_path: Path, clock: MovableClock, screener: Seeing) -> Stage:
    return Stage(tmp_path / "data", clock=clock, screener=screener, card=lambda: CARD)


def alarms(stage: Stage) -> list[str]:
    return announced(stage, "adults-self-check-failed")


async def test_a_bot_that_sees_is_ready_and_tells_nobody_and_looks_again_in_a_week(
    stage: Stage, clock: MovableClock, screener: Seeing
) -> None:
    async with stage.app() as app:
        await until(lambda: screener.seen == [CARD])

        async def ready() -> bool:
            return all(one.ok for one in await app.checks() if one.name == "self-check")

        await until(ready)
        move(app, clock, 6 * DAY)
        await a_moment()
        assert screener.seen == [CARD]
        screener.sees = False
        move(app, clock, DAY)
        await until(lambda: len(alarms(stage)) == 1)
        assert not await ready()
    assert stage.said_in(CLASS) == []


async def test_a_bot_that_does_not_see_tells_the_adults_once_a_day_while_that_lasts(
    stage: Stage, clock: MovableClock, screener: Seeing
) -> None:
    screener.sees = False
    async with stage.app() as app:
        await until(lambda: len(alarms(stage)) == 1)
        looks = len(screener.seen)
        move(app, clock, HOUR)
        await until(lambda: len(screener.seen) > looks)
    async with stage.app() as app:
        await until(lambda: len(screener.seen) > looks + 1)
        await a_moment()
        assert len(alarms(stage)) == 1
        move(app, clock, DAY)
        await until(lambda: len(alarms(stage)) == 2)
        screener.sees = True
        move(app, clock, DAY)
        await a_moment()
        assert len(alarms(stage)) == 2
    assert stage.said_in(CLASS) == []


async def test_a_card_that_cannot_be_drawn_is_told_too(stage: Stage) -> None:
    def broken() -> bytes:
        raise OSError("no font")

    stage.card = broken
    async with stage.app():
        await until(lambda: len(alarms(stage)) == 1)
