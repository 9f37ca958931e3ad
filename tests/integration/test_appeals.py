"""An appeal from its button to its answer: once, by its sender alone, over crashes, and unseen."""

from datetime import timedelta
from pathlib import Path

import pytest

from adapters.sandbox.state import Member
from bot.app import App
from bot.domain.appeal import DECIDE_WITHIN, REMIND_EVERY, AppealState
from bot.domain.case import CaseState
from config.schema import PolicySettings
from tests.fakes import MovableClock
from tests.integration.asking import announced, answers, ask, forge, move, press, sealed
from tests.integration.stage import ANA, BEN, CLASS, LEAD, STAFF, Stage, until, until_settled

PRIVATE = "private:ana"
SORRY = "en/sender-false-alarm number=C-0001\nen/sender-post-again"
ASK_FIRST = "en/sender-false-alarm number=C-0001\nen/sender-ask-first"


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    found = Stage(tmp_path / "data", clock=MovableClock())
    found.world.join(STAFF, Member("tutor", "Tutor"))
    return found


async def removed(stage: Stage, app: App, data: bytes = b"bad") -> None:
    """Let Ana post something bad, and wait until she was told."""
    stage.post(data)
    await until_settled(app)
    await until(lambda: stage.said_in(PRIVATE) != [])


async def appealed(stage: Stage, app: App, data: bytes = b"bad") -> None:
    """Let her appeal, and wait until the adults were asked."""
    await removed(stage, app, data)
    answer = await press(stage, "appeal", by="ana", chat=PRIVATE)
    assert answer.key == "appeal-received"
    await until(lambda: announced(stage, "alert-appeal") != [])


async def state(app: App) -> tuple[CaseState, AppealState]:
    case, asked = await app.books.cases.get(1), await app.books.appeals.of_case(1)
    assert case is not None
    assert asked is not None
    return case.state, asked.state


async def test_a_mistake_is_admitted_and_the_same_picture_may_be_posted_again(
    stage: Stage,
) -> None:
    async with stage.app() as app:
        await appealed(stage, app)
        asked = announced(stage, "alert-appeal")[-1]
        assert "en/appeal-stands-weak\nen/appeal-takes-one" in asked
        assert "ana" not in asked
        assert (await press(stage, "overturn")).key == "falsealarm-done"
        await until(lambda: stage.said_in(PRIVATE)[-1] == SORRY)
        assert await state(app) == (CaseState.FALSE_ALARM, AppealState.ACCEPTED)
        again, other = stage.post(b"bad"), stage.post(b"bad of another kind")
        await until_settled(app)
        assert stage.stands(again)
        # What only comes along in its shadow does not ride on it.
        await until(lambda: not stage.stands(other))


async def test_a_picture_on_a_list_takes_two_adults_and_is_still_removed_again(
    stage: Stage,
) -> None:
    async with stage.app() as app:
        await appealed(stage, app, b"known")
        assert (
            "en/appeal-stands-listed\nen/appeal-takes-two" in announced(stage, "alert-appeal")[-1]
        )
        assert (await press(stage, "overturn")).key == "appeal-second"
        assert (await press(stage, "overturn")).key == "appeal-same"
        # Another button, or the command, is no way around it.
        assert (await press(stage, "mistake")).key == "appeal-same"
        command = await ask(stage, "/falsealarm 1", by="lead", chat=STAFF)
        assert command.key == "appeal-same"
        assert await state(app) == (CaseState.OPEN, AppealState.ASKED)
        assert (await press(stage, "overturn", by="tutor")).key == "falsealarm-done"
        await until(lambda: stage.said_in(PRIVATE)[-1] == ASK_FIRST)
        again = stage.post(b"known")
        await until(lambda: not stage.stands(again))


async def test_a_refusal_is_told_kindly_and_the_case_goes_on(stage: Stage) -> None:
    async with stage.app() as app:
        await appealed(stage, app)
        assert (await press(stage, "uphold")).key == "appeal-upheld"
        await until(lambda: stage.said_in(PRIVATE)[-1] == "en/appeal-refused number=C-0001")
        assert await state(app) == (CaseState.OPEN, AppealState.REFUSED)
        assert (await press(stage, "overturn", by="tutor")).key == "appeal-over"
        assert (await ask(stage, "/appeal 1", by="ana", chat=PRIVATE)).key == "appeal-already"


async def test_an_appeal_is_its_senders_alone_whatever_is_pressed(stage: Stage) -> None:
    async with stage.app() as app:
        await removed(stage, app)
        for number in ("1", "77"):
            answer = await ask(stage, f"/appeal {number}", by="ben", chat="private:ben")
            assert answer.key == "appeal-unknown"
        start = len(stage.world.log)
        forge(stage, sealed(stage, "appeal:1"), by=BEN)
        await until(lambda: answers(stage, "ben", CLASS, start) != [])
        assert answers(stage, "ben", CLASS, start)[0].key == "appeal-unknown"
        assert await app.books.appeals.of_case(1) is None


async def test_only_adults_decide_and_never_the_sender(stage: Stage) -> None:
    async with stage.app() as app:
        await appealed(stage, app)
        start = len(stage.world.log)
        for verb in ("overturn", "uphold"):
            forge(stage, sealed(stage, f"{verb}:1"), by=ANA)
        await until(lambda: len(answers(stage, "ana", CLASS, start)) == 2)
        assert {one.key for one in answers(stage, "ana", CLASS, start)} == {"press-not-allowed"}
        stage.world.join(STAFF, Member("ana", "Ana"))
        assert (await press(stage, "overturn", by="ana")).key == "appeal-own"
        assert await state(app) == (CaseState.OPEN, AppealState.ASKED)


async def test_a_forged_button_does_nothing(stage: Stage) -> None:
    async with stage.app() as app:
        await removed(stage, app)
        start = len(stage.world.log)
        forge(stage, "appeal:1", by=ANA)
        await until(lambda: answers(stage, "ana", CLASS, start) != [])
        assert answers(stage, "ana", CLASS, start)[0].key == "press-too-old"
        assert await app.books.appeals.of_case(1) is None


async def test_the_time_for_it_is_a_setting_and_ends(stage: Stage) -> None:
    stage.policy = PolicySettings(appeal_days=2)
    async with stage.app() as app:
        await removed(stage, app)
        assert isinstance(stage.clock, MovableClock)
        move(app, stage.clock, timedelta(days=2, seconds=1))
        answer = await ask(stage, "/appeal C-0001", by="ana", chat=PRIVATE)
        assert answer.key == "appeal-too-late"


async def test_nobody_decides_so_adults_are_reminded_and_the_sender_is_told_over_a_death(
    stage: Stage,
) -> None:
    assert isinstance(stage.clock, MovableClock)
    async with stage.app() as app:
        await appealed(stage, app)
    stage.clock.move(REMIND_EVERY)
    async with stage.app() as app:
        await until(lambda: len(announced(stage, "alert-appeal ")) == 2)
    stage.clock.move(DECIDE_WITHIN)
    async with stage.app() as app:
        await until(lambda: stage.said_in(PRIVATE)[-1] == "en/appeal-late number=C-0001")
        await until(lambda: len(announced(stage, "alert-appeal-late ")) == 1)
        assert (await press(stage, "uphold")).key == "appeal-upheld"
        await until(lambda: stage.said_in(PRIVATE)[-1] == "en/appeal-refused number=C-0001")


@pytest.mark.parametrize("verb", ["overturn", "uphold"])
async def test_a_death_at_any_moment_loses_no_appeal_and_no_answer(stage: Stage, verb: str) -> None:
    async with stage.app() as app:
        await removed(stage, app)
        message, action = stage.button(PRIVATE, "appeal")
        stage.world.press(message.id, ANA, action)
        await until(lambda: stage.look("SELECT 1 FROM appeal") != [])
    async with stage.app() as app:
        await until(lambda: announced(stage, "alert-appeal") != [])
        message, action = stage.button(STAFF, verb)
        stage.world.press(message.id, LEAD, action)
        await until(lambda: stage.look("SELECT 1 FROM appeal WHERE state <> 'asked'") != [])
    told = SORRY if verb == "overturn" else "en/appeal-refused number=C-0001"
    async with stage.app() as app:
        # An apology that died on its way may have arrived, and is not said twice.
        unsure = "SELECT 1 FROM effect WHERE kind = 'apology' AND state = 'unknown'"
        await until(lambda: told in stage.said_in(PRIVATE) or stage.look(unsure) != [])
        await until_settled(app)


async def test_an_appeal_and_a_false_alarm_at_once_come_to_one_ruling(stage: Stage) -> None:
    async with stage.app() as app:
        await removed(stage, app)
        message, action = stage.button(PRIVATE, "appeal")
        alert, mistake = stage.button(STAFF, "mistake")
        stage.world.press(message.id, ANA, action)
        stage.world.press(alert.id, LEAD, mistake)
        await until(lambda: stage.look("SELECT 1 FROM cases WHERE state = 'false_alarm'") != [])
        await until(lambda: SORRY in stage.said_in(PRIVATE))
        await until_settled(app)
        assert stage.look("SELECT count(*) FROM case_ruling") == [(1,)]
        assert stage.look("SELECT 1 FROM appeal WHERE state = 'asked'") == []
