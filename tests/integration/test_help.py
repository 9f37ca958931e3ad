"""The help in the whole app: what is left of it anywhere, and what a flood gets."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.sandbox.state import Member, Upload
from adapters.sandbox.world import user
from bot.app import App
from bot.domain.helping import Step
from bot.services import helping
from tests.fakes import MovableClock
from tests.integration.asking import IN_PRIVATE, answers, ask, forge, heard, press, sealed
from tests.integration.stage import CLASS, Stage, until, until_settled

# An id that no other word holds, so that it can be looked for in every byte.
PUPIL = "q7x9pupil"
PRIVATE = f"private:{PUPIL}"


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def stage(tmp_path: Path, clock: MovableClock) -> Stage:
    stage = Stage(tmp_path / "data", clock=clock)
    stage.world.join(CLASS, Member(PUPIL, "Q"))
    return stage


async def through_everything(stage: Stage) -> None:
    """Press every button of the help once."""
    await ask(stage, "help", by=PUPIL, chat=PRIVATE)
    for step in Step:
        before = len(stage.world.log)
        forge(stage, sealed(stage, f"help:{step}"), by=user(PUPIL), chat=PRIVATE)
        await heard(stage, PUPIL, PRIVATE, before, step)


def heard_keys(stage: Stage) -> list[str]:
    return [one.key for one in answers(stage, PUPIL, PRIVATE)]


def left_of_it(stage: Stage) -> bytes:
    return b"".join(one.read_bytes() for one in stage.folder.glob("upstander.db*"))


async def closed(app: App, stage: Stage) -> None:
    await until_settled(app)
    await until(lambda: stage.look("SELECT 1 FROM raw_update WHERE state = 'received'") == [])


async def test_who_asked_for_help_and_with_what_is_neither_stored_nor_logged(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    # As `config.logs` does: at DEBUG this library logs what every statement holds.
    caplog.set_level(logging.WARNING, "sqlalchemy")
    with caplog.at_level(logging.DEBUG):
        async with stage.app() as app:
            await through_everything(stage)
            stage.post(b"bad", by=PUPIL, chat=PRIVATE)
            await until(lambda: "help-showed" in heard_keys(stage))
            # Also what is refused: a button that is too old.
            forge(stage, "help:victim-1.zzzz.forged", by=user(PUPIL), chat=PRIVATE)
            await until(
                lambda: any(one.key == "press-too-old" for one in answers(stage, PUPIL, ""))
            )
            await closed(app, stage)
            for table in ("raw_update", "audit", "cases", "item", "effect"):
                assert PUPIL not in repr(stage.look(f"SELECT * FROM {table}"))  # noqa: S608 - ours
    kept, logged = left_of_it(stage), "\n".join(one.getMessage() for one in caplog.records)
    assert kept
    for trace in (PUPIL, "help:", *(step for step in Step if "-" in step)):
        assert trace.encode() not in kept, trace
        assert trace not in logged, trace


async def test_a_picture_in_private_is_asked_of_nobody(stage: Stage) -> None:
    async with stage.app() as app:
        stage.post([b"bad", b"bad @cat"], by=PUPIL, chat=PRIVATE, text="/status")
        await until(lambda: answers(stage, PUPIL, PRIVATE) != [])
        await closed(app, stage)
        assert stage.look("SELECT 1 FROM item") == []
    said = answers(stage, PUPIL, PRIVATE)
    assert [one.key for one in said] == ["help-showed"]
    assert "en/help-menu" in said[0].text


async def test_an_edit_that_puts_a_picture_in_later_is_not_looked_at_either(stage: Stage) -> None:
    async with stage.app() as app:
        message = stage.post(by=PUPIL, chat=PRIVATE, text="hello")
        await until(lambda: answers(stage, PUPIL, PRIVATE) != [])
        stage.world.edit(message.id, user(PUPIL), files=[Upload(b"bad")])
        await closed(app, stage)
        assert stage.look("SELECT 1 FROM item") == []
    assert len(answers(stage, PUPIL, PRIVATE)) == 1


async def test_an_album_gets_one_answer(stage: Stage, clock: MovableClock) -> None:
    async with stage.app() as app:
        for _ in range(5):
            stage.post(b"bad", by=PUPIL, chat=PRIVATE)
        await closed(app, stage)
        assert [one.key for one in answers(stage, PUPIL, PRIVATE)] == ["help-showed"]
        clock.move(timedelta(seconds=11))
        stage.post(b"bad", by=PUPIL, chat=PRIVATE)
        await until(lambda: len(answers(stage, PUPIL, PRIVATE)) == 2)


async def test_a_flood_of_one_person_is_told_once_and_then_costs_nothing(
    stage: Stage, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(helping, "_MOST", 3)
    async with stage.app() as app:
        for _ in range(20):
            stage.post(by=PUPIL, chat=PRIVATE, text="hello")
        await closed(app, stage)
        said = [one.key for one in answers(stage, PUPIL, PRIVATE)]
        assert said == ["help-menu"] * 3 + ["help-slow"]
        # Nobody else waits for it, and it ends by itself.
        assert (await ask(stage, "hello", by="ben", chat="private:ben")).key == "help-menu"
        clock.move(timedelta(minutes=11))
        assert (await ask(stage, "hello", by=PUPIL, chat=PRIVATE)).key == "help-menu"


async def test_a_press_too_many_ends_in_silence(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(helping, "_MOST", 2)
    async with stage.app() as app:
        await ask(stage, "hello", by=PUPIL, chat=PRIVATE)
        message, action = stage.button(PRIVATE, "help")
        for _ in range(6):
            stage.world.press(message.id, user(PUPIL), action)
        await closed(app, stage)
    said = [one.key for one in answers(stage, PUPIL, PRIVATE)]
    assert said == ["help-menu", "help-victim-1", "help-slow"]


async def test_in_the_class_help_stays_a_page_with_a_way_into_private(stage: Stage) -> None:
    async with stage.app():
        answer = await ask(stage, "/help", by="ana")
        assert (answer.where, answer.key) == (IN_PRIVATE, "help-page")
        assert stage.said_in(CLASS) == []
        opened = await press(stage, "help", by="ana", chat="private:ana")
        assert (opened.where, opened.key) == (IN_PRIVATE, "help-menu")


async def test_the_helplines_of_here_and_of_another_country(stage: Stage) -> None:
    async with stage.app():
        here = (await ask(stage, "/helpline", by=PUPIL, chat=PRIVATE)).text
        assert "en/helplines-of country=ES" in here
        assert "en/helpline-emergency phone=0808 112" in here
        assert "helpline=Listeners phone=0808 157 0001" in here
        # What nobody has checked is not said, whatever else is known of it.
        assert "Nobody knows" not in here
        assert "0808 157 0666" not in here
        there = (await ask(stage, "/helpline fr", by=PUPIL, chat=PRIVATE)).text
        assert "en/helplines-of country=FR" in there
        assert "en/helpline-no-emergency" in there
        assert "en/helplines-none" in there
        assert "phone=" not in there
        wrong = await ask(stage, "/helpline france", by=PUPIL, chat=PRIVATE)
        assert wrong.text == "en/command-misspelt usage=/helpline | /helpline ES"


async def test_a_step_that_is_none_leads_nowhere(stage: Stage) -> None:
    async with stage.app():
        await ask(stage, "hello", by=PUPIL, chat=PRIVATE)
        forge(stage, sealed(stage, "help:victim-9"), by=user(PUPIL), chat=PRIVATE)
        await until(lambda: "press-too-old" in heard_keys(stage))
