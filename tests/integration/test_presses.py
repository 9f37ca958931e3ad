"""Presses in the whole app: admins behind a mask, and answers that need a way into private."""

from pathlib import Path

import pytest

from adapters.sandbox.errors import (
    SlowDown,
)
from adapters.sandbox.faults import Call
from adapters.sandbox.state import Member
from bot.domain.capability import Capability
from bot.domain.effect import FIRST_WAIT
from bot.domain.message import Actor, ActorKind
from bot.domain.policy import Mode
from bot.services.confirming import WAITS
from tests.fakes import MovableClock
from tests.integration.asking import (
    IN_PRIVATE,
    announced,
    forge,
    heard,
    press,
)
from tests.integration.stage import ANA, CLASS, CLEO, Stage, until, until_settled
from tests.integration.test_rulings import GUARDED

MASK = Actor(ActorKind.ANONYMOUS_ADMIN, CLASS)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def stage(tmp_path: Path, clock: MovableClock) -> Stage:
    return Stage(tmp_path / "data", clock=clock)


# --- behind a mask


async def mask(stage: Stage, text: str) -> None:
    """Give a command as the chat itself, and wait until the bot asks who it was."""
    before = stage.said_in(CLASS).count("en/confirm-admin")
    stage.world.post(CLASS, MASK, text)
    await until(lambda: stage.said_in(CLASS).count("en/confirm-admin") > before)


async def test_a_masked_admin_shows_up_by_a_press_and_is_answered_in_private(stage: Stage) -> None:
    async with stage.app() as app:
        await mask(stage, "/mode alert")
        assert (await app.policies.now(GUARDED)).mode is Mode.REMOVE
        answer = await press(stage, "confirm", by="cleo", chat=CLASS)
        assert (answer.where, answer.key) == (IN_PRIVATE, "policy-changed-later")
        assert len(announced(stage, "adults-policy-weaker")) == 1
        assert stage.said_in(CLASS) == ["en/confirm-admin"]


async def test_behind_the_mask_only_an_admin_counts_and_a_pupil_spoils_nothing(
    stage: Stage,
) -> None:
    async with stage.app():
        await mask(stage, "/mode alert")
        for pupil in ("ana", "ben", "ana"):
            answer = await press(stage, "confirm", by=pupil, chat=CLASS)
            assert (answer.where, answer.key) == (IN_PRIVATE, "press-not-allowed")
        _, token = stage.button(CLASS, "confirm")
        for no_person in (MASK, Actor(ActorKind.CHANNEL, CLASS), Actor(ActorKind.BOT, "cleo")):
            forge(stage, token, by=no_person)
        assert announced(stage, "adults-policy-weaker") == []
        answer = await press(stage, "confirm", by="cleo", chat=CLASS)
        assert answer.key == "policy-changed-later"


async def test_a_masked_command_is_carried_out_once_and_for_one_person(stage: Stage) -> None:
    stage.world.join(CLASS, Member("dora", "Dora", admin=True))
    async with stage.app() as app:
        await mask(stage, "/mode alert")
        first = await press(stage, "confirm", by="cleo", chat=CLASS)
        again = await press(stage, "confirm", by="cleo", chat=CLASS)
        assert again == first
        other = await press(stage, "confirm", by="dora", chat=CLASS)
        assert (other.where, other.key) == (IN_PRIVATE, "press-too-old")
        assert len(announced(stage, "adults-policy-weaker")) == 1
        (change,) = await app.policies.upcoming(GUARDED)
        assert change.settings.mode is Mode.ALERT


async def test_a_second_press_repeats_the_answer_and_not_the_command(stage: Stage) -> None:
    async with stage.app():
        await mask(stage, "/alerts test")
        for _ in range(3):
            answer = await press(stage, "confirm", by="cleo", chat=CLASS)
            assert answer.key == "alerts-test-sent"
        assert len(announced(stage, "adults-alerts-test")) == 1


async def test_the_command_waits_five_minutes_and_no_restart(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        await mask(stage, "/mode alert")
        clock.move(2 * WAITS)
        assert (await press(stage, "confirm", by="cleo", chat=CLASS)).key == "press-too-old"
        await mask(stage, "/mode alert")
        await until_settled(app)
    async with stage.app() as app:
        assert (await press(stage, "confirm", by="cleo", chat=CLASS)).key == "press-too-old"
        assert await app.policies.upcoming(GUARDED) == []


async def test_a_masked_command_is_carried_out_when_its_announcement_finally_arrives(
    stage: Stage,
) -> None:
    async with stage.app():
        await mask(stage, "/mode alert")
        stage.world.faults.fail(Call.SAY, SlowDown(FIRST_WAIT), times=2)
        answer = await press(stage, "confirm", by="cleo", chat=CLASS)
        assert answer.key == "policy-changed-later"
        assert len(announced(stage, "adults-policy-weaker")) == 1


async def test_what_anyone_may_ask_needs_no_face(stage: Stage) -> None:
    async with stage.app():
        stage.world.post(CLASS, MASK, "/help")
        await until(lambda: stage.said_in(CLASS) == ["en/help-page reporting=answer"])


async def test_without_buttons_a_masked_admin_is_refused(stage: Stage) -> None:
    stage.world.store.chats[CLASS].capabilities -= {Capability.BUTTONS}
    async with stage.app() as app:
        stage.world.post(CLASS, MASK, "/mode alert")
        await until(lambda: stage.said_in(CLASS) == ["en/command-not-allowed"])
        assert await app.policies.upcoming(GUARDED) == []


@pytest.mark.parametrize("kind", [ActorKind.CHANNEL, ActorKind.BOT, ActorKind.WEBHOOK])
async def test_a_channel_or_a_bot_is_never_asked_who_it_is(stage: Stage, kind: ActorKind) -> None:
    async with stage.app():
        stage.world.post(CLASS, Actor(kind, CLASS), "/mode alert")
        await until(lambda: stage.said_in(CLASS) == ["en/command-not-allowed"])


# --- an answer without a way


async def test_an_admin_whom_the_bot_cannot_write_to_is_led_into_private(stage: Stage) -> None:
    stage.world.store.chats[CLASS].capabilities -= {Capability.EPHEMERAL}
    stage.world.store.chats[CLASS].capabilities |= {Capability.DM_IF_STARTED}
    async with stage.app():
        stage.post(by="cleo", text="/alerts")
        await until(lambda: stage.said_in(CLASS) == ["en/answer-in-private"])
        message, token = stage.button(CLASS, "again")
        assert message.buttons[0].private
        # The way into private: the person writes to the bot, and the press comes from there.
        start = len(stage.world.log)
        for person in (CLEO, ANA):
            stage.world.post(f"private:{person.id}", person, "hello")
            menu = await heard(stage, person.id, f"private:{person.id}", start, "hello")
            assert menu.key == "help-menu"
        stage.world.store.chat("private:cleo").capabilities |= {Capability.EPHEMERAL}
        start = len(stage.world.log)
        for thief in ("ana", "cleo"):
            forge(stage, token, by=Actor(ActorKind.USER, thief), chat=f"private:{thief}")
        told = await heard(stage, "cleo", "private:cleo", start, "again")
        stolen = await heard(stage, "ana", "private:ana", start, "again")
        assert (told.key, stolen.key) == ("alerts-show", "press-too-old")


async def test_what_nobody_can_be_led_to_is_said_openly_unless_it_is_secret(stage: Stage) -> None:
    stage.world.store.chats[CLASS].capabilities -= {Capability.EPHEMERAL}
    async with stage.app():
        for text in ("/alerts", "/settings", "/policy"):
            stage.post(by="cleo", text=text)
        await until(lambda: stage.said_in(CLASS) != [])
        assert [line.split()[0] for line in stage.said_in(CLASS)] == ["en/policy-show"]


async def test_a_reporter_is_never_led_anywhere_in_front_of_the_class(stage: Stage) -> None:
    stage.world.store.chats[CLASS].capabilities -= {Capability.EPHEMERAL}
    stage.world.store.chats[CLASS].capabilities |= {Capability.DM_IF_STARTED}
    async with stage.app():
        stage.post(by="ben", text="/report")
        stage.post(by="ben", text="/help")
        await until(lambda: stage.said_in(CLASS) != [])
        assert stage.said_in(CLASS) == ["en/help-page reporting=answer"]
