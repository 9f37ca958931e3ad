"""An alert that nobody answers reaches the last adult, over restarts, until somebody answers."""

import asyncio
import logging
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import App
from bot.chase_ports import PageResult
from bot.domain.chase import Told
from bot.services.chasing import PagerLine
from config.phrasebook import Phrasebook
from tests.fakes import MovableClock
from tests.integration.asking import announced, ask, move, press
from tests.integration.stage import CLASS, STAFF, Stage, until, until_settled
from tests.pagers import FakePager

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# The steps after which something new is told, and how many pages have come by then.
LADDER = ((15 * MINUTE, 0), (HOUR, 1), (DAY, 2), (2 * DAY, 3))


@pytest.fixture
def clock() -> MovableClock:
    clock = MovableClock()
    # Ten in the morning, so that a day later the summary of the day is due too.
    clock.move(13 * HOUR)
    return clock


@pytest.fixture
def mail() -> FakePager:
    return FakePager("mail-1")


@pytest.fixture
def stage(tmp_path: Path, clock: MovableClock, mail: FakePager) -> Stage:
    return Stage(tmp_path / "data", clock=clock, pagers=[PagerLine(mail, 2)])


def reminders(stage: Stage) -> list[str]:
    """Return what the adults' chat was reminded of."""
    return announced(stage, "adults-chase-")


async def until_told(stage: Stage, mail: FakePager, chat: int, pages: int) -> None:
    """Wait until there are so many reminders and so many pages."""
    await until(lambda: (len(reminders(stage)), len(mail.pages)) == (chat, pages))


async def later(app: App, clock: MovableClock, passed: timedelta) -> None:
    """Let a time pass, and give the bot a moment to do what must not be done."""
    move(app, clock, passed)
    await asyncio.sleep(0.7)


async def alerted(stage: Stage, app: App) -> None:
    """Let Ana post something bad, and wait for the alert."""
    stage.post(b"bad")
    await until(lambda: len(announced(stage, "alert-head")) == 1)
    await until_settled(app)


async def test_an_alert_that_nobody_answers_reaches_the_last_step_and_then_each_day(
    stage: Stage, clock: MovableClock, mail: FakePager
) -> None:
    async with stage.app() as app:
        await alerted(stage, app)
        passed = timedelta(0)
        for number, (wait, pages) in enumerate(LADDER, start=1):
            await later(app, clock, wait - passed - timedelta(seconds=1))
            assert len(reminders(stage)) == number - 1
            move(app, clock, timedelta(seconds=1))
            await until_told(stage, mail, number, pages)
            passed = wait
        for day in range(3, 10):
            move(app, clock, DAY)
            await until_told(stage, mail, day + 2, day + 1)
            assert f"adults-chase-days number=C-0001 count={day}" in reminders(stage)[-1]
    assert "adults-chase-minutes number=C-0001 count=15" in reminders(stage)[0]
    assert "adults-chase-hours number=C-0001 count=24" in mail.pages[1].text
    assert "en/adults-chase-told where=en/chase-by-adults" in mail.pages[0].text
    last = "en/adults-chase-told where=en/chase-by-adults, en/chase-by-mail"
    assert last in reminders(stage)[-1]


@pytest.mark.parametrize("step", range(len(LADDER)))
@pytest.mark.parametrize("way", ["press", "command"])
async def test_the_first_answer_ends_it_at_every_step(
    stage: Stage, clock: MovableClock, mail: FakePager, step: int, way: str
) -> None:
    async with stage.app() as app:
        await alerted(stage, app)
        passed = timedelta(0)
        for number, (wait, pages) in enumerate(LADDER[:step], start=1):
            move(app, clock, wait - passed)
            await until_told(stage, mail, number, pages)
            passed = wait
        if way == "press":
            assert (await press(stage, "ack")).text == "en/ack-done number=C-0001"
        else:
            await ask(stage, "/falsealarm C-0001", by="lead", chat=STAFF)
        told = (len(reminders(stage)), mail.tries)
        await later(app, clock, 9 * DAY)
        assert (len(reminders(stage)), mail.tries) == told


async def test_a_restart_at_any_step_loses_nothing_and_a_long_rest_is_told_once(
    stage: Stage, clock: MovableClock, mail: FakePager
) -> None:
    async with stage.app() as app:
        await alerted(stage, app)
    clock.move(HOUR)
    async with stage.app():
        await until(lambda: len(mail.pages) == 1)
        await until(lambda: len(reminders(stage)) == 1)
    clock.move(49 * DAY)
    async with stage.app() as app:
        await until(lambda: len(mail.pages) == 2)
        await until(lambda: len(reminders(stage)) == 2)
        await later(app, clock, MINUTE)
    assert "count=49" in mail.pages[1].text
    assert len(mail.pages) == len(reminders(stage)) == 2


async def test_a_bot_that_is_killed_while_it_pages_pages_again_with_the_same_key(
    stage: Stage, clock: MovableClock, mail: FakePager
) -> None:
    class Slow(FakePager):
        async def page(self, page: object) -> PageResult:
            self.pages.append(page)  # type: ignore[arg-type] # what the port hands over
            await asyncio.sleep(60)
            return PageResult(Told.TOLD)

    slow = Slow("mail-1")
    stage.pagers = [PagerLine(slow, 2)]
    async with stage.app() as app:
        await alerted(stage, app)
        move(app, clock, HOUR)
        await until(lambda: len(slow.pages) == 1)
    stage.pagers = [PagerLine(mail, 2)]
    clock.move(5 * MINUTE)
    async with stage.app():
        await until(lambda: len(mail.pages) == 1)
    assert mail.pages[0].key == slow.pages[0].key


async def test_without_a_chat_of_adults_everybody_else_is_called_at_once(
    stage: Stage, clock: MovableClock, mail: FakePager
) -> None:
    stage.bound = False
    async with stage.app() as app:
        stage.post(b"bad")
        await until(lambda: len(mail.pages) == 1)
        assert "en/page-nobody" in mail.pages[0].text
        assert await checks(app) == []
        move(app, clock, 15 * MINUTE)
        await until(lambda: len(mail.pages) == 2)


async def test_where_nobody_at_all_can_be_told_the_operator_is(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.bound, stage.pagers = False, []
    with caplog.at_level(logging.ERROR):
        async with stage.app() as app:
            stage.post(b"bad")
            await until(lambda: "nobody can be told of it" in caplog.text)
            await until(lambda: reached(app, ["escalation"]))


async def test_where_the_chat_of_adults_is_closed_to_the_bot_the_others_are_called_now(
    stage: Stage, clock: MovableClock, mail: FakePager
) -> None:
    async with stage.app() as app:
        await alerted(stage, app)
        stage.world.set_rights(STAFF, present=False)
        move(app, clock, 15 * MINUTE)
        await until(lambda: len(mail.pages) == 1)


async def test_where_every_channel_fails_that_is_told_and_tried_until_it_works(
    stage: Stage, clock: MovableClock, mail: FakePager, caplog: pytest.LogCaptureFixture
) -> None:
    stage.bound = False
    mail.answer = PageResult(Told.UNREACHABLE, "no answer")
    async with stage.app() as app:
        stage.post(b"bad")
        await until(lambda: mail.tries == 1)
        await until(lambda: reached(app, ["escalation"]))
        assert "mail-1: unreachable (no answer)" in caplog.text
        mail.answer = PageResult(Told.TOLD)
        move(app, clock, MINUTE)
        await until(lambda: len(mail.pages) == 1)
        await until(lambda: reached(app, []))


async def test_each_morning_the_adults_read_what_is_open_once_and_nothing_when_nothing_is(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        await alerted(stage, app)
        assert announced(stage, "adults-summary-head") == []
        move(app, clock, DAY)
        await until(lambda: len(announced(stage, "adults-summary-head")) == 1)
        (text,) = announced(stage, "adults-summary-head")
        assert "adults-summary-open number=C-0001 count=1" in text
        await later(app, clock, HOUR)
    async with stage.app() as app:
        await later(app, clock, HOUR)
        assert len(announced(stage, "adults-summary-head")) == 1
        await press(stage, "ack")
        move(app, clock, DAY)
        await until(lambda: len(announced(stage, "adults-summary-head")) == 2)
        assert "adults-summary-taken" in announced(stage, "adults-summary-head")[-1]
        await ask(stage, "/falsealarm C-0001", by="lead", chat=STAFF)
        await later(app, clock, DAY)
        assert len(announced(stage, "adults-summary-head")) == 2


@pytest.mark.parametrize("language", ["en", "es"])
async def test_what_leaves_the_chats_holds_no_chat_no_person_and_no_id(
    stage: Stage, clock: MovableClock, mail: FakePager, language: str
) -> None:
    stage.texts = Phrasebook("UTC", strict=True)
    stage.policy = stage.policy.model_copy(update={"language": language})
    async with stage.app() as app:
        stage.post(b"bad")
        await until_settled(app)
        move(app, clock, HOUR)
        await until(lambda: len(mail.pages) == 1)
    (page,) = mail.pages
    said = f"{page.title}\n{page.text}".lower()
    assert "c-0001" in said
    for secret in ("7b", CLASS, STAFF, "ana", "lead", "sandbox", "http", "sha"):
        assert secret not in said.split(), secret
    assert page.cases == ("C-0001",)


async def checks(app: App) -> list[str]:
    """Return the names of the checks that fail for this part."""
    return [one.name for one in await app.checks() if not one.ok and one.name == "escalation"]


async def reached(app: App, failing: list[str]) -> bool:
    return await checks(app) == failing
