"""The platform refuses, stalls, lies or loses answers: what was decided is done, or adults know."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.sandbox.errors import (
    MissingRight,
    NoSuchFile,
    PrivateClosed,
    Refusal,
    SlowDown,
    Unreachable,
)
from adapters.sandbox.faults import Call
from bot.app import App
from bot.domain.action import ActionKind
from bot.domain.case import Case, Removal
from bot.domain.effect import ALERT_HOLD, REFUSED_ALERT_WAIT, TAKEDOWN_PATIENCE
from bot.domain.policy import Digest
from config.schema import PolicySettings
from tests.fakes import MovableClock
from tests.integration.asking import announced, ask, given_back, move, press
from tests.integration.stage import ANA, CLASS, STAFF, Stage, until, until_settled

SECOND = timedelta(seconds=1)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def stage(tmp_path: Path, clock: MovableClock) -> Stage:
    return Stage(tmp_path / "data", clock=clock, policy=PolicySettings(digest=Digest.OFF))


async def case(app: App, number: int = 1) -> Case:
    found = await app.books.cases.get(number)
    assert found is not None
    return found


def takedowns(stage: Stage) -> list[str]:
    return [deed.target for deed in stage.world.log if deed.call is Call.TAKE_DOWN]


def put_off(stage: Stage, kind: str, attempts: int) -> bool:
    """Say whether an effect was tried this often and waits for its next try."""
    query = f"SELECT attempts FROM effect WHERE kind = '{kind}' AND state = 'pending'"  # noqa: S608 - our own word
    return (attempts,) in stage.look(query)


# --- the removal


async def test_a_removal_waits_as_the_platform_asks_and_holds_up_no_other(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        stage.world.faults.fail(Call.TAKE_DOWN, SlowDown(5 * SECOND))
        slow = stage.post(b"bad 1")
        await until(lambda: put_off(stage, "takedown", 1))
        await ask(stage, "/help")  # nothing else is held up
        move(app, clock, 4 * SECOND)
        quick = stage.post(b"bad 2", by="ben")
        await until(lambda: not stage.stands(quick))
        assert stage.stands(slow)
        stage.world.faults.fail(Call.TAKE_DOWN, SlowDown(5 * SECOND))
        move(app, clock, SECOND)
        await until(lambda: put_off(stage, "takedown", 2))
        assert stage.stands(slow)
        move(app, clock, 5 * SECOND)
        await until(lambda: not stage.stands(slow))
        await until_settled(app)
        assert takedowns(stage) == [quick.id, slow.id]


async def test_a_lost_answer_to_a_removal_is_asked_again_and_gone_means_by_us(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        stage.world.faults.fail(Call.TAKE_DOWN, Unreachable(), done=True)
        message = stage.post(b"bad")
        await until(lambda: not stage.stands(message))
        await until(lambda: put_off(stage, "takedown", 1))
        move(app, clock, SECOND)
        await until(lambda: announced(stage, "group-removed", CLASS) != [])
        await until_settled(app)
        # Only our own answer was lost, so it is our removal and is told as one.
        assert (await case(app)).removal is Removal.REMOVED
        assert len(takedowns(stage)) == 1
        assert len(announced(stage, "group-removed", CLASS)) == 1
        assert announced(stage, "escalation-head") == []


async def test_what_an_adult_calls_a_mistake_is_not_removed_later(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        stage.world.faults.fail_always(Call.TAKE_DOWN, SlowDown(5 * SECOND))
        message = stage.post(b"bad")
        await until(lambda: put_off(stage, "takedown", 1))
        move(app, clock, ALERT_HOLD)
        await until(lambda: announced(stage, "alert-head") != [])
        assert (await press(stage, "mistake")).key == "falsealarm-done"
        stage.world.faults.heal()
        move(app, clock, timedelta(minutes=1))
        await until_settled(app)
        assert stage.stands(message)
        assert stage.said_in(CLASS) == stage.said_in("private:ana") == []
        assert announced(stage, "escalation-head") == []


async def test_a_right_lost_between_decision_and_removal_calls_a_person(stage: Stage) -> None:
    async with stage.app() as app:
        stage.world.faults.fail_always(Call.TAKE_DOWN, MissingRight())
        message = stage.post(b"bad")
        await until(lambda: announced(stage, "escalation-head") != [])
        await until_settled(app)
        assert stage.stands(message)
        (escalation,) = announced(stage, "escalation-head")
        assert "en/fix-sandbox-delete" in escalation
        (alert,) = announced(stage, "alert-head")
        assert "alert-what-failed" in alert
        # Nobody in the class hears of a removal that did not happen.
        assert stage.said_in(CLASS) == stage.said_in("private:ana") == []
        assert (await case(app)).removal is Removal.FAILED


async def test_a_message_that_still_stands_after_a_yes_is_not_removed(
    stage: Stage, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = stage.world.store.drop
    monkeypatch.setattr(stage.world.store, "drop", lambda _message: None)
    async with stage.app() as app:
        message = stage.post(b"bad")
        await until(lambda: put_off(stage, "takedown", 1))
        assert (await case(app)).removal is Removal.TRYING
        assert stage.said_in(CLASS) == []
        monkeypatch.setattr(stage.world.store, "drop", real)
        move(app, clock, SECOND)
        await until(lambda: not stage.stands(message))
        await until_settled(app)
        assert (await case(app)).verified


async def test_a_removal_that_never_works_is_alerted_soon_and_escalated_in_the_end(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        stage.world.faults.fail_always(Call.TAKE_DOWN, Unreachable())
        stage.post(b"bad")
        await until(lambda: put_off(stage, "takedown", 1))
        move(app, clock, ALERT_HOLD)
        await until(lambda: announced(stage, "alert-head") != [])
        assert "alert-what-trying" in announced(stage, "alert-head")[0]
        move(app, clock, TAKEDOWN_PATIENCE)
        await until(lambda: announced(stage, "escalation-head") != [])
        await until_settled(app)
        assert len(announced(stage, "alert-head")) == 1
        assert stage.said_in(CLASS) == []


async def test_a_platform_that_does_not_say_what_is_allowed_holds_back_no_removal(
    stage: Stage,
) -> None:
    async with stage.app() as app:
        stage.world.faults.fail(Call.RIGHTS, Unreachable(), times=1)
        message = stage.post(b"bad")
        await until(lambda: not stage.stands(message))
        await until_settled(app)
        assert announced(stage, "escalation-head") == []
        assert (await case(app)).verified


# --- the words


@pytest.mark.parametrize("done", [True, False], ids=["arrived", "did not arrive"])
async def test_a_line_to_a_pupil_whose_answer_got_lost_is_never_repeated(
    stage: Stage, clock: MovableClock, done: bool
) -> None:
    async with stage.app() as app:
        stage.world.faults.fail(Call.TELL, Unreachable(), done=done)
        stage.world.faults.fail(Call.SAY, SlowDown(SECOND))  # the alert comes first and waits
        stage.world.faults.fail(Call.SAY, Unreachable(), done=done)
        stage.post(b"bad")
        await until(lambda: _states(stage, app, {"notice": "unknown", "group_line": "unknown"}))
        for _ in range(3):
            move(app, clock, timedelta(minutes=20))
            await until_settled(app)
        told = 1 if done else 0
        assert len(stage.said_in("private:ana")) == told
        assert len(stage.said_in(CLASS)) == told
        assert len(announced(stage, "alert-head")) == 1


async def _states(stage: Stage, app: App, wanted: dict[str, str]) -> bool:
    entries = [entry.what for entry in await app.books.audit.entries()]
    return all(
        any(f'"kind":"{kind}"' in what and f'"state":"{state}"' in what for what in entries)
        for kind, state in wanted.items()
    )


async def test_a_notice_waits_while_the_platform_does_not_say_which_ways_there_are(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        # The first answer is lost to the plan, the others to the notice and to the alert, which
        # does not wait for it.
        stage.world.faults.fail(Call.RIGHTS, Unreachable(), times=3)
        stage.post(b"bad")
        await until(lambda: _states(stage, app, {"group_line": "done"}))
        await until(lambda: put_off(stage, "notice", 1))
        assert stage.said_in("private:ana") == []
        move(app, clock, 2 * SECOND)
        await until(lambda: len(stage.said_in("private:ana")) == 1)
        await until(lambda: _states(stage, app, {"notice": "done"}))


async def test_an_alert_whose_answer_got_lost_is_sent_again(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        stage.world.faults.fail(Call.SAY, Unreachable(), done=True)
        stage.post(b"maybe")
        await until(lambda: put_off(stage, "alert", 1))
        assert len(announced(stage, "alert-head")) == 1
        move(app, clock, SECOND)
        await until(lambda: len(announced(stage, "alert-head")) == 2)
        await until_settled(app)


async def test_a_closed_door_loses_the_notice_and_nothing_else(stage: Stage) -> None:
    async with stage.app() as app:
        stage.world.faults.fail_always(Call.TELL, PrivateClosed())
        stage.post(b"bad")
        await until(lambda: announced(stage, "group-removed", CLASS) != [])
        await until_settled(app)
        assert stage.said_in("private:ana") == []
        assert len(announced(stage, "alert-head")) == 1
        assert await _states(stage, app, {ActionKind.NOTICE: "dead", ActionKind.ALERT: "done"})


async def test_an_alert_waits_until_an_adult_is_named(tmp_path: Path, clock: MovableClock) -> None:
    stage = Stage(tmp_path / "data", clock=clock, bound=False)
    async with stage.app() as app:
        message = stage.post(b"bad")
        await until(lambda: not stage.stands(message))
        await until(lambda: put_off(stage, "alert", 1))
        move(app, clock, timedelta(hours=2))
        await until(lambda: put_off(stage, "alert", 2))
        code = (await ask(stage, "/alerts")).text.split("code=")[1].split()[0]
        await ask(stage, f"/alerts {code}", by="lead", chat=STAFF)
        move(app, clock, timedelta(minutes=1))
        await until(lambda: len(announced(stage, "alert-head")) == 1)
        await until_settled(app)


async def test_an_alert_waits_until_the_adults_let_the_bot_in_again(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        stage.world.set_rights(STAFF, present=False)
        stage.post(b"maybe")
        await until(lambda: put_off(stage, "alert", 1))
        assert (await app.books.queue.backlog()).alerts_pending == 1
        stage.world.set_rights(STAFF, present=True)
        move(app, clock, REFUSED_ALERT_WAIT)
        await until(lambda: len(announced(stage, "alert-head")) == 1)


async def test_a_message_that_its_sender_took_back_is_not_told_as_our_removal(
    stage: Stage,
) -> None:
    async with stage.app() as app:
        # The sender deletes it between the decision and the removal.
        take_down = app.books.outbox.claim
        message = stage.post(b"bad")

        async def late(*arguments: Any) -> Any:
            effect = await take_down(*arguments)
            if effect is not None and stage.stands(message):
                stage.world.delete(message.id, ANA)
            return effect

        app.books.outbox.claim = late  # type: ignore[method-assign, assignment]  # dies on purpose
        await until(lambda: len(announced(stage, "alert-head")) == 1)
        await until_settled(app)
        assert (await case(app)).removal is Removal.GONE
        assert "alert-what-gone" in stage.said_in(STAFF)[0]
        assert announced(stage, "group-removed", CLASS) == []
        assert stage.said_in("private:ana") == []


# --- the bytes


@pytest.mark.parametrize(
    ("refusal", "reason"),
    [(NoSuchFile(), "unfetchable"), (MissingRight(), "unfetchable")],
    ids=["gone", "refused"],
)
async def test_what_cannot_be_fetched_is_told_to_the_adults(
    stage: Stage, refusal: Refusal, reason: str
) -> None:
    async with stage.app() as app:
        stage.world.faults.fail_always(Call.FETCH, refusal)
        message = stage.post(b"bad")
        await until(lambda: len(announced(stage, "alert-head")) == 1)
        await until_settled(app)
        assert f"why=en/reason-{reason}" in announced(stage, "alert-head")[0]
        assert stage.stands(message)


async def test_a_file_that_is_too_big_is_told_to_the_adults_without_fetching_it(
    stage: Stage,
) -> None:
    async with stage.app() as app:
        stage.world.faults.fail_always(Call.FETCH, NoSuchFile())  # it must not be tried
        stage.post(b"bad " + bytes(20 * 1024 * 1024))
        await until(lambda: len(announced(stage, "alert-head")) == 1)
        await until_settled(app)
        assert "why=en/reason-too-big" in announced(stage, "alert-head")[0]


async def test_a_download_that_stalls_is_told_to_the_adults(tmp_path: Path) -> None:
    stage = Stage(tmp_path / "data", timeout_seconds=1)
    async with stage.app() as app:
        stage.world.faults.slow[Call.FETCH] = 60
        stage.post(b"bad")
        await until(lambda: len(announced(stage, "alert-head")) == 1)
        await until_settled(app)
        assert "why=en/reason-timed-out" in announced(stage, "alert-head")[0]


async def test_a_platform_that_asks_to_wait_for_ever_is_told_to_the_adults(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        stage.world.faults.fail_always(Call.FETCH, SlowDown(timedelta(minutes=6)))
        stage.post(b"bad")
        for _ in range(2):
            await until(lambda: given_back(stage))
            move(app, clock, timedelta(minutes=6))
        await until(lambda: len(announced(stage, "alert-head")) == 1)
        await until_settled(app)
        assert "why=en/reason-unfetchable" in announced(stage, "alert-head")[0]
