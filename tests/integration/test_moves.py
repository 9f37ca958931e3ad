"""A chat that got a new id, as its adults meet it: old cases, one policy, buttons that work."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import App
from bot.domain.case import CaseState
from bot.domain.message import ChatRef
from bot.domain.policy import Mode, OpaqueHandling
from tests.integration.asking import ask, press
from tests.integration.stage import CLASS, STAFF, Stage, until, until_settled

OLD, NEW = ChatRef("sandbox", CLASS), ChatRef("sandbox", "class-7b-new")


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path / "data")


async def moved_after_a_case(stage: Stage, app: App) -> None:
    """Remove a picture, then let the platform give the class a new id."""
    message = stage.post(b"bad")
    await until(lambda: not stage.stands(message))
    await until_settled(app)
    chats = stage.world.store.chats
    chats[NEW.chat] = replace(chats[CLASS], id=NEW.chat, title="7B, moved", messages={})
    assert await app.books.chats.move(OLD, NEW)


async def test_adults_go_on_with_the_old_cases(stage: Stage) -> None:
    async with stage.app() as app:
        await moved_after_a_case(stage, app)
        listed = await ask(stage, "/case", by="lead", chat=STAFF)
        assert "case-list-line number=C-0001 chat=7B, moved" in listed.text
        shown = await ask(stage, "/case c1", by="lead", chat=STAFF)
        assert "case-show number=C-0001 chat=7B, moved" in shown.text
        assert (await press(stage, "mistake")).key == "falsealarm-done"
        case = await app.books.cases.get(1)
        assert case is not None
        assert (case.state, case.ref.chat_ref) == (CaseState.FALSE_ALARM, OLD)


async def test_a_class_that_moved_is_still_one_class_to_its_adults(stage: Stage) -> None:
    async with stage.app() as app:
        await moved_after_a_case(stage, app)
        status = await ask(stage, "/status", by="lead", chat=STAFF)
        assert "en/status-head chat=7B, moved" in status.text
        answer = await ask(stage, "/policy links alert", by="lead", chat=STAFF)
        assert answer.key == "policy-changed-now"
        assert (await app.policies.now(NEW)).links is OpaqueHandling.ALERT


async def test_what_is_posted_after_the_move_is_removed_and_told(stage: Stage) -> None:
    async with stage.app() as app:
        await moved_after_a_case(stage, app)
        message = stage.post(b"bad again", chat=NEW.chat)
        await until(lambda: not stage.stands(message))
        await until_settled(app)
        assert (await app.policies.now(NEW)).mode is Mode.REMOVE
    assert "chat=7B, moved" in stage.said_in(STAFF)[-1]
