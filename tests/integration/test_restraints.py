"""Restraints in the whole app: only by an adult's click, told in words, and undone by another."""

import json
from pathlib import Path

import pytest

from adapters.sandbox.errors import (
    NotAllowed,
    NotInChat,
    NotSupported,
    SlowDown,
    Unreachable,
)
from adapters.sandbox.faults import Call
from adapters.sandbox.state import Chat, ChatKind, Member, Upload
from bot.app import App
from bot.domain.capability import Capability
from bot.domain.effect import FIRST_WAIT
from bot.domain.message import Actor, ActorKind
from bot.domain.policy import Digest
from bot.services.confirming import WAITS
from config.schema import PolicySettings
from tests.fakes import MovableClock
from tests.integration.asking import (
    IN_PRIVATE,
    announced,
    forge,
    heard,
    press,
    sealed,
)
from tests.integration.stage import CLASS, CLEO, LEAD, STAFF, Stage, until, until_settled

LEAD_ALONE = "private:lead"


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def stage(tmp_path: Path, clock: MovableClock) -> Stage:
    return Stage(tmp_path / "data", clock=clock, policy=PolicySettings(digest=Digest.OFF))


async def restraints(app: App) -> list[dict[str, object]]:
    """Return what the audit chain says about restraints."""
    entries = [json.loads(entry.what) for entry in await app.books.audit.entries()]
    return [entry for entry in entries if entry["event"] == "restraint"]


async def alerted(stage: Stage, app: App) -> None:
    """Let Ana post something that an adult has to look at."""
    stage.post(b"maybe")
    await until_settled(app)
    await until(lambda: len(announced(stage, "alert-head")) == 1)


async def choose(stage: Stage, verb: str, *, by: str = "lead") -> str:
    """Open what an alert offers, press one of it, and return the answer."""
    shown = await press(stage, "more", by=by)
    assert (shown.where, shown.key) == (IN_PRIVATE, "restrain-choose")
    return (await press(stage, verb, by=by, chat=f"private:{by}")).text


def labels(stage: Stage, chat: str = LEAD_ALONE) -> list[str]:
    """Return the labels under the last message of the bot in a chat."""
    last = list(stage.world.store.chat(chat).messages.values())[-1]
    return [button.label.partition("/")[2] for button in last.buttons]


async def test_what_can_be_done_is_offered_to_an_adult_in_private(stage: Stage) -> None:
    async with stage.app() as app:
        await alerted(stage, app)
        await press(stage, "more")
        assert labels(stage) == ["button-mute", "button-kick", "button-ban", "button-lock"]
        stage.world.store.chats[CLASS].capabilities -= {Capability.MUTE, Capability.BAN}
        await press(stage, "more")
        assert labels(stage) == ["button-kick", "button-lock"]
        stage.world.store.chats[CLASS].capabilities -= {Capability.KICK, Capability.LOCK_MEDIA}
        assert (await press(stage, "more")).key == "restrain-nothing"
        assert [deed for deed in stage.world.log if deed.call is Call.RESTRAIN] == []


async def test_where_nothing_can_be_done_nothing_is_offered(stage: Stage) -> None:
    powers = {Capability.MUTE, Capability.KICK, Capability.BAN, Capability.LOCK_MEDIA}
    stage.world.store.chats[CLASS].capabilities -= powers
    async with stage.app() as app:
        await alerted(stage, app)
        assert labels(stage, STAFF) == [
            "button-ack",
            "button-mistake",
            "button-advice",
            "button-block",
        ]


async def test_an_alert_does_not_wait_for_what_can_be_done(stage: Stage) -> None:
    async with stage.app() as app:
        # The first question is whether the bot may delete; the second is what to offer.
        stage.world.faults.fail_always(Call.RIGHTS, Unreachable())
        stage.post(b"maybe")
        await until_settled(app)
        await until(lambda: len(announced(stage, "alert-head")) == 1)
        rulings = ["button-ack", "button-mistake", "button-advice", "button-block"]
        offered = [*rulings, "button-more"]
        assert labels(stage, STAFF) == offered


async def test_a_mute_lasts_a_day_and_can_be_undone(stage: Stage, clock: MovableClock) -> None:
    async with stage.app() as app:
        await alerted(stage, app)
        said = await choose(stage, "mute")
        assert said == "en/restrain-done number=C-0001 restraint=mute"
        assert labels(stage) == ["button-undo"]
        with pytest.raises(NotAllowed, match="muted"):
            stage.post(text="hello")
        stage.post(by="ben", text="hello")
        assert stage.said_in(CLASS) == []
        undone = await press(stage, "unmute", chat=LEAD_ALONE)
        assert undone.text.endswith("restraint=unmute")
        stage.post(text="hello")
        # Anew, and until its time is over.
        await choose(stage, "mute")
        clock.move(24 * 12 * WAITS)
        stage.post(text="hello")


async def test_a_pause_of_pictures_is_told_to_the_class_and_ended_by_a_button(
    stage: Stage,
) -> None:
    async with stage.app() as app:
        await alerted(stage, app)
        assert (await choose(stage, "lock")).endswith("restraint=lock_media")
        await until(lambda: stage.said_in(CLASS) == ["en/group-media-paused"])
        for pupil in ("ana", "ben", "cleo"):
            with pytest.raises(NotAllowed, match="paused"):
                stage.post(b"clean", by=pupil)
            stage.post(by=pupil, text="words")
        # A second pause is no news, and its button still brings back what was before the first.
        assert labels(stage) == ["button-unlock"]
        forge(stage, sealed(stage, "lock:1"), by=LEAD, chat=STAFF)
        await until(lambda: labels(stage, STAFF) == ["button-unlock"])
        await press(stage, "unlock", chat=STAFF)
        await until(lambda: len(stage.said_in(CLASS)) == 2)
        assert stage.said_in(CLASS)[1] == "en/group-media-allowed"
        stage.post(b"clean", by="ben")


async def test_once_pictures_are_paused_any_adult_is_offered_the_way_back(stage: Stage) -> None:
    stage.world.join(STAFF, Member("head", "Head"))
    async with stage.app() as app:
        await alerted(stage, app)
        await choose(stage, "lock")
        await press(stage, "more", by="head")
        assert labels(stage, "private:head")[-1] == "button-unlock"
        await press(stage, "unlock", by="head", chat="private:head")
        stage.post(b"clean", by="ben")


@pytest.mark.parametrize(("verb", "comes_back"), [("kick", True), ("ban", False)])
async def test_a_sender_is_put_out_and_may_come_back_or_not(
    stage: Stage, verb: str, comes_back: bool
) -> None:
    async with stage.app() as app:
        await alerted(stage, app)
        assert (await choose(stage, verb)).endswith(f"restraint={verb}")
        assert labels(stage) == []
        with pytest.raises((NotInChat, NotAllowed)):
            stage.post(text="hello")
        if comes_back:
            stage.world.join(CLASS, Member("ana", "Ana"))
            stage.post(text="hello")
        else:
            with pytest.raises(NotAllowed):
                stage.world.join(CLASS, Member("ana", "Ana"))


async def test_nothing_that_is_said_names_the_sender_or_who_pressed(stage: Stage) -> None:
    stage.world.join(CLASS, Member("brave-pupil-x", "Brave"))
    stage.world.join(STAFF, Member("head-y", "Head"))
    async with stage.app() as app:
        stage.post(b"maybe", by="brave-pupil-x")
        await until_settled(app)
        await until(lambda: len(announced(stage, "alert-head")) == 1)
        for verb in ("mute", "lock", "kick"):
            await choose(stage, verb, by="head-y")
        said = [deed.text for deed in stage.world.log if deed.call in (Call.SAY, Call.TELL)]
        assert len(said) > 6
        assert [text for text in said if "brave" in text.lower() or "head-y" in text] == []


async def test_a_restraint_pressed_in_the_adults_chat_is_told_to_all_of_them(stage: Stage) -> None:
    async with stage.app() as app:
        await alerted(stage, app)
        start = len(stage.world.log)
        forge(stage, sealed(stage, "mute:1"), by=LEAD, chat=STAFF)
        answer = await heard(stage, "lead", STAFF, start, "mute")
        assert (answer.where, answer.key) == (STAFF, "restrain-done")
        stage.world.faults.fail(Call.RESTRAIN, NotSupported())
        start = len(stage.world.log)
        forge(stage, sealed(stage, "mute:1"), by=LEAD, chat=STAFF)
        # What was not done is nobody's news.
        assert (await heard(stage, "lead", STAFF, start, "mute")).where == IN_PRIVATE


async def test_why_a_restraint_is_refused_is_said_with_the_way_to_fix_it(stage: Stage) -> None:
    async with stage.app() as app:
        stage.post(b"maybe", by="cleo")
        await until_settled(app)
        await until(lambda: len(announced(stage, "alert-head")) == 1)
        for verb in ("mute", "kick", "ban"):
            said = await choose(stage, verb)
            assert said.split("\n") == [
                "en/restrain-forbidden number=C-0001",
                "en/fix-sandbox-target-is-admin",
            ]
        stage.post(by="cleo", text="still here")


@pytest.mark.parametrize(
    ("refusal", "key"),
    [
        (NotSupported(), "restrain-unsupported"),
        (NotInChat(), "restrain-forbidden"),
        (Unreachable(), "restrain-unsure"),
        (SlowDown(FIRST_WAIT), "restrain-unsure"),
    ],
    ids=lambda one: one if isinstance(one, str) else one.code,
)
async def test_whatever_the_platform_says_the_adult_hears_it_in_words(
    stage: Stage, refusal: NotSupported | NotInChat | Unreachable | SlowDown, key: str
) -> None:
    async with stage.app() as app:
        await alerted(stage, app)
        stage.world.faults.fail(Call.RESTRAIN, refusal)
        assert await choose(stage, "lock") == f"en/{key} number=C-0001"
        assert stage.said_in(CLASS) == []
        stage.post(b"clean", by="ben")


async def test_a_sender_who_left_is_gone(stage: Stage) -> None:
    async with stage.app() as app:
        await alerted(stage, app)
        del stage.world.store.chats[CLASS].members["ana"]
        assert await choose(stage, "kick") == "en/restrain-gone number=C-0001"


async def test_only_adults_restrain_and_their_right_is_asked_for_each_time(stage: Stage) -> None:
    stage.world.join(STAFF, Member("head", "Head"))
    async with stage.app() as app:
        await alerted(stage, app)
        await press(stage, "more", by="head")
        # The class's admin is a pupil; a button that was passed on makes nobody an adult.
        _, more = stage.button(STAFF, "more")
        start = len(stage.world.log)
        forge(stage, more, by=CLEO)
        assert (await heard(stage, "cleo", CLASS, start, "more")).key == "press-not-allowed"
        _, token = stage.button("private:head", "mute")
        start = len(stage.world.log)
        forge(stage, token, by=CLEO)
        assert (await heard(stage, "cleo", CLASS, start, "mute")).key == "press-not-allowed"
        del stage.world.store.chats[STAFF].members["head"]
        stage.world.add_chat(Chat("b", "B", ChatKind.CLASS, {"head": Member("head", "Head")}))
        start = len(stage.world.log)
        forge(stage, token, by=Actor(ActorKind.USER, "head"), chat="b")
        assert (await heard(stage, "head", "b", start, "mute")).key == "press-not-allowed"
        stage.post(text="hello")
        assert await restraints(app) == []


async def test_every_restraint_is_noted_once_with_who_chose_it(stage: Stage) -> None:
    stage.world.join(STAFF, Member("head", "Head"))
    async with stage.app() as app:
        await alerted(stage, app)
        await choose(stage, "mute")
        await press(stage, "mute", chat=LEAD_ALONE)
        await choose(stage, "mute", by="head")
        stage.world.faults.fail(Call.RESTRAIN, Unreachable())
        await choose(stage, "lock")
        noted = [(one["what"], one["by"], one["outcome"]) for one in await restraints(app)]
        assert noted == [
            ("mute", "lead", "ok"),
            ("mute", "head", "ok"),
            ("lock_media", "lead", "unreachable"),
        ]
        assert {one["case"] for one in await restraints(app)} == {1}


async def test_a_press_that_comes_twice_does_no_harm(stage: Stage) -> None:
    async with stage.app() as app:
        await alerted(stage, app)
        await choose(stage, "ban")
        again = await press(stage, "ban", chat=LEAD_ALONE)
        assert again.text.endswith("restraint=ban")
        assert len(await restraints(app)) == 1


async def test_a_picture_during_a_pause_of_somebody_elses_is_still_looked_at(stage: Stage) -> None:
    async with stage.app() as app:
        await alerted(stage, app)
        await choose(stage, "lock")
        # Where the platform lets somebody through all the same, nothing is trusted.
        stage.world.store.chats[CLASS].media_paused = False
        message = stage.world.post(CLASS, CLEO, "", [Upload(b"bad")])
        await until(lambda: not stage.stands(message))
