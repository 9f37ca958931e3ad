"""The panel of settings and the languages: who may press, and that a button weakens nothing."""

from pathlib import Path

import pytest

from adapters.sandbox.state import Chat, ChatKind, Member
from bot.domain.capability import Capability
from bot.domain.message import ChatRef
from bot.domain.policy import Mode, OpaqueHandling, PresetName
from tests.fakes import MovableClock
from tests.integration.asking import IN_PRIVATE, announced, ask
from tests.integration.panel import labels, press_label
from tests.integration.stage import CLASS, STAFF, Stage

CLASS_REF = ChatRef("sandbox", CLASS)
PRIVATE = "private:cleo"


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def stage(tmp_path: Path, clock: MovableClock) -> Stage:
    return Stage(tmp_path / "data", clock=clock)


async def test_the_panel_shows_what_is_in_force_and_offers_everything_else(stage: Stage) -> None:
    async with stage.app():
        panel = await ask(stage, "/settings")
        title = stage.world.store.chats[CLASS].title
        assert (panel.where, panel.key) == (IN_PRIVATE, "policy-show")
        assert f"chat={title} mode=remove preset=school opaque=alert" in panel.text
        assert panel.text.endswith("en/settings-how")
        assert labels(stage, PRIVATE) == [
            "mode: shadow",
            "mode: alert",
            "preset: lenient",
            "preset: strict",
            "opaque: count",
            "opaque: remove",
            "links: alert",
            "links: remove",
            "digest: off",
            "language: es",
        ]


async def test_a_button_that_strengthens_counts_at_once(stage: Stage) -> None:
    async with stage.app() as app:
        await ask(stage, "/settings")
        answer = await press_label(stage, "opaque: remove", by="cleo", chat=PRIVATE)
        assert answer.text == "en/policy-changed-now what=en/what-opaque value=remove"
        assert (await app.policies.now(CLASS_REF)).opaque is OpaqueHandling.REMOVE
        assert len(announced(stage, "adults-policy-stronger")) == 1


async def test_a_button_that_weakens_only_announces(stage: Stage) -> None:
    async with stage.app() as app:
        await ask(stage, "/settings")
        for label in ("mode: shadow", "preset: lenient", "opaque: count"):
            answer = await press_label(stage, label, by="cleo", chat=PRIVATE)
            assert answer.key == "policy-changed-later", label
        policy = await app.policies.now(CLASS_REF)
        assert (policy.mode, policy.preset.name) == (Mode.REMOVE, PresetName.SCHOOL)
        assert len(announced(stage, "adults-policy-weaker")) == 3


async def test_the_right_is_asked_for_at_the_press_and_not_at_the_panel(stage: Stage) -> None:
    async with stage.app() as app:
        await ask(stage, "/settings")
        stage.world.join(CLASS, Member("cleo", "Cleo", admin=False))
        for label in ("mode: alert", "links: alert"):
            answer = await press_label(stage, label, by="cleo", chat=PRIVATE)
            assert answer.key == "press-not-allowed"
        assert await app.books.policies.upcoming(CLASS_REF, stage.clock.now()) == []
        assert (await app.policies.now(CLASS_REF)).links is OpaqueHandling.COUNT


async def test_buttons_for_adults_are_never_shown_to_a_class(stage: Stage) -> None:
    async with stage.app():
        stage.world.store.chats[CLASS].capabilities -= {Capability.EPHEMERAL}
        stage.post(by="cleo", text="/settings")
        assert (await ask(stage, "/status")).where == CLASS
        assert [text.split()[0] for text in stage.said_in(CLASS)] == ["en/status-head"]


async def test_adults_open_the_panel_in_their_own_chat_and_all_read_the_answers(
    stage: Stage,
) -> None:
    async with stage.app():
        assert (await ask(stage, "/settings", by="lead", chat=STAFF)).where == STAFF
        answer = await press_label(stage, "links: alert", by="lead", chat=STAFF)
        assert (answer.where, answer.key) == (STAFF, "policy-changed-now")


async def test_the_languages_are_named_in_themselves_and_changed_by_a_button(
    stage: Stage,
) -> None:
    async with stage.app() as app:
        answer = await ask(stage, "/language")
        assert answer.text == (
            "en/language-show value=en what=en/language-name (en), es/language-name (es)"
        )
        assert labels(stage, PRIVATE) == ["es/language-name"]
        await press_label(stage, "es/language-name", by="cleo", chat=PRIVATE)
        assert (await app.policies.now(CLASS_REF)).language == "es"


async def test_a_language_is_changed_by_its_code(stage: Stage) -> None:
    async with stage.app() as app:
        assert (await ask(stage, "/language es")).key == "policy-changed-now"
        assert (await app.policies.now(CLASS_REF)).language == "es"


async def test_the_new_adults_are_named_by_the_title_of_their_chat(stage: Stage) -> None:
    stage.world.add_chat(
        Chat("office", "The office", ChatKind.ADULTS, {"lead": Member("lead", "Lead", admin=True)})
    )
    async with stage.app():
        code = (await ask(stage, "/alerts")).text.split("code=")[1].split()[0]
        await ask(stage, f"/alerts {code}", by="lead", chat="office")
        what = "what=en/what-alerts value=The office"
        assert what in announced(stage, "adults-policy-weaker")[0]
        assert f"en/policy-upcoming {what}" in (await ask(stage, "/policy")).text
