"""Who gets the alerts: bound by a code, moved a day later, and never to pupils."""

from datetime import timedelta
from pathlib import Path

import pytest

from adapters.sandbox.errors import PrivateClosed, SlowDown
from adapters.sandbox.faults import Call
from adapters.sandbox.state import Chat, ChatKind, Member
from bot.domain.message import Actor, ActorKind, ChatRef
from tests.fakes import MovableClock
from tests.integration.asking import (
    DAY,
    GUARDED,
    IN_PRIVATE,
    SECOND,
    announced,
    ask,
    press,
    upcoming,
)
from tests.integration.stage import BEN, CLASS, CLEO, STAFF, Stage, until, until_settled


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def stage(tmp_path: Path, clock: MovableClock) -> Stage:
    return Stage(tmp_path / "data", clock=clock)


async def code_of(stage: Stage) -> str:
    answer = await ask(stage, "/alerts")
    assert answer.where == IN_PRIVATE
    return answer.text.split("code=")[1].split()[0]


def teachers(stage: Stage) -> str:
    """Found a second chat of adults."""
    tutor = Member("tutor", "Tutor", admin=True)
    stage.world.add_chat(Chat("teachers", "Teachers", ChatKind.ADULTS, {"tutor": tutor}))
    return "teachers"


async def test_the_first_adults_are_bound_at_once(tmp_path: Path, clock: MovableClock) -> None:
    stage = Stage(tmp_path / "data", clock=clock, bound=False)
    async with stage.app() as app:
        code = await code_of(stage)
        answer = await ask(stage, f"/alerts {code}", by="lead", chat=STAFF)
        assert (answer.where, answer.key) == (IN_PRIVATE, "policy-changed-now")
        assert (await app.policies.now(GUARDED)).alerts_chat == STAFF
        stage.post(b"bad")
        await until(lambda: announced(stage, "alert-head") != [])


async def test_moving_the_alerts_is_a_weakening_that_the_adults_can_stop(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        where, code = teachers(stage), await code_of(stage)
        answer = await ask(stage, f"/alerts {code.lower()}", by="tutor", chat=where)
        assert answer.key == "policy-changed-later"
        assert len(announced(stage, "adults-policy-weaker")) == 1
        assert (await app.policies.now(GUARDED)).alerts_chat == STAFF
        again = await ask(stage, f"/alerts {code}", by="tutor", chat=where)
        assert again.key == "alerts-bad-code"
        assert (await press(stage, "keep")).key == "policy-kept"
        clock.move(2 * DAY)
        assert (await app.policies.now(GUARDED)).alerts_chat == STAFF


async def test_that_nobody_gets_the_alerts_is_a_weakening_that_the_adults_can_stop(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        for answer in ("stopped", "waited for"):
            assert (await ask(stage, "/alerts off")).key == "policy-changed-later"
            assert "what-alerts-off" in announced(stage, "adults-policy-weaker")[-1]
            if answer == "stopped":
                assert (await press(stage, "keep")).key == "policy-kept"
            clock.move(DAY - SECOND)
            assert (await app.policies.now(GUARDED)).alerts_chat == STAFF
            clock.move(SECOND)
            kept = STAFF if answer == "stopped" else None
            assert (await app.policies.now(GUARDED)).alerts_chat == kept


async def test_alerts_do_not_end_where_their_adults_cannot_be_told(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        stage.world.set_rights(STAFF, present=False)
        assert (await ask(stage, "/alerts off")).key == "policy-not-announced"
        clock.move(2 * DAY)
        assert (await app.policies.now(GUARDED)).alerts_chat == STAFF


async def test_the_alerts_move_after_the_day(stage: Stage, clock: MovableClock) -> None:
    async with stage.app():
        where, code = teachers(stage), await code_of(stage)
        await ask(stage, f"/alerts {code}", by="tutor", chat=where)
        clock.move(DAY)
        stage.post(b"bad")
        await until(lambda: announced(stage, "alert-head", where) != [])
        assert announced(stage, "alert-head") == []
        # Nobody of the old chat has a say any more, whatever button is left there.
        assert (await press(stage, "keep")).key == "press-not-allowed"


async def test_moving_the_alerts_is_announced_though_the_first_try_failed(stage: Stage) -> None:
    async with stage.app() as app:
        where, code = teachers(stage), await code_of(stage)
        stage.world.faults.fail(Call.SAY, SlowDown(SECOND), times=2)
        answer = await ask(stage, f"/alerts {code}", by="tutor", chat=where)
        assert answer.key == "policy-changed-later"
        assert len(announced(stage, "adults-policy-weaker")) == 1
        assert [one.revision for one in await upcoming(app, stage)] == [2]


async def test_codes_that_do_not_work(stage: Stage, clock: MovableClock) -> None:
    async with stage.app() as app:
        where, code = teachers(stage), await code_of(stage)
        wrong = await ask(stage, "/alerts 00000000", by="tutor", chat=where)
        assert wrong.key == "alerts-bad-code"
        clock.move(timedelta(minutes=15))
        expired = await ask(stage, f"/alerts {code}", by="tutor", chat=where)
        assert expired.key == "alerts-bad-code"
        # Typed into the class chat, where every pupil reads it, a code is burnt.
        code = await code_of(stage)
        assert (await ask(stage, f"/alerts {code}", by="ben")).key == "alerts-bad-code"
        burnt = await ask(stage, f"/alerts {code}", by="tutor", chat=where)
        assert burnt.key == "alerts-bad-code"
        assert await upcoming(app, stage) == []


def own_chat(stage: Stage) -> str:
    """Found a chat of a pupil's own, in which the pupil is an admin."""
    ben = Member(BEN.id, "Ben", admin=True)
    stage.world.add_chat(Chat("own", "Anything, a name say", ChatKind.CLASS, {BEN.id: ben}))
    return "own"


@pytest.mark.parametrize("bound", [True, False], ids=["with adults", "without adults"])
async def test_a_class_is_never_made_the_adults_of_a_pupils_own_chat(
    tmp_path: Path, clock: MovableClock, bound: bool
) -> None:
    stage = Stage(tmp_path / "data", clock=clock, bound=bound)
    async with stage.app() as app:
        told = await ask(stage, "/alerts", by="ben", chat=own_chat(stage))
        code = told.text.split("code=")[1].split()[0]
        answer = await ask(stage, f"/alerts {code}", by="ben")
        assert (answer.where, answer.key) == (IN_PRIVATE, "alerts-not-here")
        assert stage.said_in(CLASS) == []
        own = ChatRef(GUARDED.platform, "own")
        assert (await app.policies.now(own)).alerts_chat is None
        # The code is burnt: everybody in the class has read it.
        again = await ask(stage, f"/alerts {code}", by="tutor", chat=teachers(stage))
        assert again.key == "alerts-bad-code"


async def test_not_even_an_admin_lets_alerts_come_into_a_class_that_has_adults(
    stage: Stage,
) -> None:
    async with stage.app():
        cleo = Member(CLEO.id, "Cleo", admin=True)
        stage.world.add_chat(Chat("own", "Own", ChatKind.CLASS, {CLEO.id: cleo}))
        told = await ask(stage, "/alerts", chat="own")
        code = told.text.split("code=")[1].split()[0]
        assert (await ask(stage, f"/alerts {code}")).key == "alerts-not-here"


async def test_an_admin_behind_a_mask_names_their_own_chat(
    tmp_path: Path, clock: MovableClock
) -> None:
    stage = Stage(tmp_path / "data", clock=clock, bound=False)
    async with stage.app() as app:
        code = await code_of(stage)
        stage.world.post(STAFF, Actor(ActorKind.ANONYMOUS_ADMIN, STAFF), f"/alerts {code}")
        await until(lambda: "en/policy-changed-now" in " ".join(stage.said_in(STAFF)))
        assert (await app.policies.now(GUARDED)).alerts_chat == STAFF


async def test_a_code_is_never_shown_to_the_class(stage: Stage) -> None:
    async with stage.app():
        stage.world.faults.fail_always(Call.TELL, PrivateClosed())
        stage.post(by="cleo", text="/alerts")
        stage.post(by="cleo", text="/help")
        await until(lambda: stage.said_in(CLASS) != [])
        assert stage.said_in(CLASS) == ["en/help-page reporting=answer"]


async def test_in_a_chat_of_adults_of_two_classes_a_change_has_to_name_one(
    tmp_path: Path, clock: MovableClock
) -> None:
    chats = [
        Chat("class-a", "A", ChatKind.CLASS, {"ben": Member(BEN.id, "Ben")}),
        Chat("class-b", "B", ChatKind.CLASS, {"ben": Member(BEN.id, "Ben")}),
        Chat(STAFF, "Adults", ChatKind.ADULTS, {"lead": Member("lead", "Lead", admin=True)}),
    ]
    stage = Stage(tmp_path / "data", clock=clock, chats=chats)
    async with stage.app() as app:
        for command in ("/mode shadow", "/status", "/policy", "/alerts"):
            answer = await ask(stage, command, by="lead", chat=STAFF)
            assert answer.key == "command-where", command
        stage.post(b"bad", by="ben", chat="class-b")
        await until_settled(app)
        assert (await ask(stage, "/case", by="lead", chat=STAFF)).key == "cases-head"
        assert "chat=B" in (await ask(stage, "/case C-0001", by="lead", chat=STAFF)).text
