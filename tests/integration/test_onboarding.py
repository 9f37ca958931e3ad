"""A chat that the bot was added to: one greeting, what is missing there, and when all is right."""

from datetime import timedelta
from pathlib import Path

import pytest

from adapters.sandbox.errors import PrivateClosed, SlowDown
from adapters.sandbox.faults import Call
from adapters.sandbox.state import DEFAULT_CAPABILITIES, Chat, ChatKind, Member
from bot.domain.capability import Capability
from config.schema import PolicySettings
from tests.fakes import MovableClock
from tests.integration.asking import ask
from tests.integration.panel import labels, press_label
from tests.integration.stage import CLASS, STAFF, Stage, until

NEW = "class-8a"
HELLO = "en/onboarding-hello"


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def stage(tmp_path: Path, clock: MovableClock) -> Stage:
    return Stage(tmp_path / "data", clock=clock)


def found(stage: Stage, *, may_delete: bool = True) -> None:
    """Found a class chat with the bot in it."""
    rights = DEFAULT_CAPABILITIES if may_delete else DEFAULT_CAPABILITIES - {Capability.DELETE}
    people = {one.id: one for one in (Member("ana", "Ana"), Member("cleo", "Cleo", admin=True))}
    stage.world.add_chat(Chat(NEW, "Class 8A", ChatKind.CLASS, members=people, capabilities=rights))


async def greeted(stage: Stage, chat: str = NEW) -> list[str]:
    """Return what was said in a chat, after everything that happened was handled."""
    await ask(stage, "/help", by="ana", chat=CLASS)
    await until(lambda: bool(stage.said_in(chat)), what="a greeting")
    return stage.said_in(chat)


async def test_a_new_chat_is_greeted_once_with_what_is_right_and_two_buttons(
    stage: Stage,
) -> None:
    async with stage.app():
        found(stage)
        (text,) = await greeted(stage)
        assert text.splitlines() == [
            HELLO,
            "en/onboarding-checks",
            "✓ en/check-delete",
            "en/onboarding-next",
        ]
        assert labels(stage, NEW) == ["en/button-test", "en/button-settings"]


async def test_what_is_missing_is_said_with_its_fix_and_once_more_when_it_is_there(
    stage: Stage,
) -> None:
    async with stage.app():
        found(stage, may_delete=False)
        (text,) = await greeted(stage)
        assert "✗ en/check-delete\nen/fix-sandbox-delete\n" in text
        stage.world.set_rights(NEW, delete=False)
        stage.world.set_rights(NEW, delete=True)
        await until(lambda: len(stage.said_in(NEW)) > 1)
        stage.world.set_rights(NEW, delete=True)
        stage.world.set_rights(NEW, delete=False)
        stage.world.set_rights(NEW, delete=True)
        await ask(stage, "/help", by="ana", chat=NEW)
        assert stage.said_in(NEW) == [text, "en/onboarding-all-set"]


async def test_whoever_was_never_wrong_is_not_thanked(stage: Stage) -> None:
    async with stage.app():
        found(stage)
        stage.world.set_rights(NEW, delete=True)
        await ask(stage, "/help", by="ana", chat=NEW)
        assert len(stage.said_in(NEW)) == 1


async def test_a_second_arrival_within_minutes_is_not_greeted_again(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app():
        found(stage)
        for minutes, greetings in ((0, 1), (9, 1), (2, 2)):
            clock.move(timedelta(minutes=minutes))
            stage.world.set_rights(NEW, present=False)
            stage.world.set_rights(NEW, present=True)
            await ask(stage, "/help", by="ana", chat=NEW)
            assert len(stage.said_in(NEW)) == greetings, minutes


async def test_the_chat_of_the_adults_is_never_greeted(stage: Stage) -> None:
    async with stage.app():
        stage.world.set_rights(STAFF, present=False)
        stage.world.set_rights(STAFF, present=True, delete=False)
        stage.world.set_rights(STAFF, present=True, delete=True)
        await ask(stage, "/help", by="lead", chat=STAFF)
        assert stage.said_in(STAFF) == ["en/help-page reporting=answer"]


async def test_a_chat_whose_adults_are_named_is_not_asked_to_name_them(stage: Stage) -> None:
    async with stage.app():
        stage.world.set_rights(CLASS, present=False)
        stage.world.set_rights(CLASS, present=True)
        text = (await greeted(stage, CLASS))[0]
        assert text.endswith("en/onboarding-next-test")


async def test_the_chats_own_language_is_spoken(tmp_path: Path) -> None:
    stage = Stage(tmp_path / "data", policy=PolicySettings(language="es"), bound=False)
    async with stage.app():
        found(stage)
        await until(lambda: bool(stage.said_in(NEW)))
        (text,) = stage.said_in(NEW)
        assert "es/onboarding-hello" in text
        assert "en/" not in text


async def test_nobody_is_told_of_rights_that_the_platform_does_not_tell(stage: Stage) -> None:
    async with stage.app():
        stage.world.faults.fail(Call.RIGHTS, SlowDown(timedelta(seconds=1)))
        found(stage)
        await until(lambda: bool(stage.said_in(NEW)))
        assert "en/onboarding-no-checks" in stage.said_in(NEW)[0]
        assert "✓" not in stage.said_in(NEW)[0]
        stage.world.set_rights(NEW, delete=True)
        await until(lambda: len(stage.said_in(NEW)) > 1)
        assert stage.said_in(NEW)[1] == "en/onboarding-all-set"


async def test_a_greeting_that_was_refused_is_said_at_the_next_arrival(stage: Stage) -> None:
    async with stage.app():
        stage.world.faults.fail(Call.SAY, PrivateClosed())
        found(stage)
        await ask(stage, "/help", by="ana", chat=NEW)
        assert stage.said_in(NEW) == []
        stage.world.set_rights(NEW, present=False)
        stage.world.set_rights(NEW, present=True)
        assert HELLO in (await greeted(stage))[0]


async def test_the_buttons_of_the_greeting_are_for_admins_and_adults(stage: Stage) -> None:
    async with stage.app():
        found(stage)
        await greeted(stage)
        for label, key in (
            ("en/button-test", "selftest-how"),
            ("en/button-settings", "policy-show"),
        ):
            refused = await press_label(stage, label, by="ana", chat=NEW)
            assert refused.key == "press-not-allowed"
            assert (await press_label(stage, label, by="cleo", chat=NEW)).key == key
