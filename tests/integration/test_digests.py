"""Weak signs of one model alone are told together, in time, over restarts, and none is lost."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.sandbox.errors import SlowDown, Unreachable
from adapters.sandbox.faults import Call
from bot.app import App
from bot.domain.action import ActionKind
from bot.domain.effect import Effect
from bot.domain.message import ChatRef
from bot.domain.policy import Digest, Mode, PresetName
from bot.domain.signal import Score, Screening
from config.phrasebook import Phrasebook
from config.schema import PolicySettings
from tests.fakes import FakeScreener, MovableClock
from tests.integration.asking import announced, ask, move, press
from tests.integration.panel import labels
from tests.integration.stage import CLASS, LEAD, STAFF, Stage, until, until_settled

HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
LONGEST = 4 * HOUR


@pytest.fixture
def clock() -> MovableClock:
    clock = MovableClock()
    clock.move(11 * HOUR)  # Early enough that midnight is far.
    return clock


@pytest.fixture
def stage(tmp_path: Path, clock: MovableClock) -> Stage:
    return Stage(tmp_path / "data", clock=clock)


async def unsure(stage: Stage, app: App, *numbers: int) -> None:
    """Let Ana post pictures about which one model is unsure."""
    for number in numbers:
        stage.post(f"maybe {number}".encode())
    await until_settled(app)


def cases(text: str) -> list[str]:
    """Return the cases that one message to the adults is about."""
    return [word.removeprefix("number=") for word in text.split() if word.startswith("number=")]


def told(stage: Stage) -> list[list[str]]:
    """Return the cases of each message to the adults."""
    texts = [*announced(stage, "digest-head"), *announced(stage, "alert-head")]
    return [cases(text) for text in texts]


async def test_weak_signs_are_told_together_and_each_can_be_opened(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        await unsure(stage, app, 1, 2, 3)
        assert told(stage) == []
        move(app, clock, LONGEST - SECOND)
        await until_settled(app)
        assert told(stage) == []
        move(app, clock, SECOND)
        await until(lambda: told(stage) == [["C-0001", "C-0002", "C-0003"]])
        (text,) = announced(stage, "digest-head")
        assert text.startswith("en/digest-head count=3 chat=Class 7B\nen/digest-line number=C-0001")
        assert text.endswith("en/digest-steps\nen/alert-no-copy")
        assert labels(stage, STAFF) == ["C-0001", "C-0002", "C-0003"]
        message, action = stage.button(STAFF, "case")
        stage.world.press(message.id, LEAD, action)
        await until(lambda: len(announced(stage, "alert-head")) == 1)
        assert cases(announced(stage, "alert-head")[0]) == ["C-0001"]
        assert (await press(stage, "ack")).text == "en/ack-done number=C-0001"
        await until_settled(app)
        assert stage.look("SELECT DISTINCT kind, state FROM effect") == [("alert_digest", "done")]


async def test_a_list_of_one_is_the_alert_that_it_would_have_been(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        await unsure(stage, app, 1)
        move(app, clock, LONGEST)
        await until(lambda: len(announced(stage, "alert-head")) == 1)
        assert "en/alert-steps" in announced(stage, "alert-head")[0]
        assert announced(stage, "digest-head") == []
        assert stage.button(STAFF, "more")


async def test_with_ten_nobody_waits(stage: Stage) -> None:
    async with stage.app() as app:
        await unsure(stage, app, *range(9))
        assert told(stage) == []
        await unsure(stage, app, 9)
        await until(lambda: [len(one) for one in told(stage)] == [10])


class Agreeing(FakeScreener):
    """Has a second model that speaks up a little about what says `both`."""

    def screen(
        self, data: bytes, *, thorough: bool = False, chat: ChatRef | None = None
    ) -> Screening:
        found = super().screen(data, thorough=thorough, chat=chat)
        if not data.startswith(b"both"):
            return found
        second = Score("nudenet", "FEMALE_BREAST_EXPOSED", 0.45)
        first = Score("open_nsfw", "nsfw", 0.18)
        return Screening((first, second), found.fingerprint, found.facts)


async def test_where_a_second_model_agrees_the_adults_are_told_at_once(
    tmp_path: Path, clock: MovableClock
) -> None:
    stage = Stage(tmp_path / "data", clock=clock, screener=Agreeing())
    async with stage.app() as app:
        await unsure(stage, app, 1)
        stage.post(b"both")
        await until(lambda: told(stage) == [["C-0002"]])
        await until_settled(app)
        assert told(stage) == [["C-0002"]]


async def test_where_a_pupil_reports_the_adults_are_told_at_once(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        message = stage.post(b"maybe 1")
        await unsure(stage, app, 2)
        assert told(stage) == []
        await ask(stage, "/report", by="ben", to=message)
        # Two alerts of two cases, each by itself: either may arrive first.
        await until(lambda: sorted(told(stage)) == [["C-0001"], ["C-0003"]])
        move(app, clock, LONGEST)
        await until(lambda: told(stage)[2:] == [["C-0002"]])


async def test_two_unsure_pictures_of_one_message_are_told_at_once(stage: Stage) -> None:
    async with stage.app() as app:
        stage.post([b"maybe 1", b"maybe 2"])
        await until(lambda: sorted(told(stage)) == [["C-0001"], ["C-0002"]])
        await until_settled(app)


async def test_what_is_removed_or_cannot_be_checked_never_waits(stage: Stage) -> None:
    async with stage.app() as app:
        stage.post(b"bad")
        stage.post(b"a text")
        await until(lambda: len(told(stage)) == 2)
        await until_settled(app)
        assert stage.look("SELECT 1 FROM effect WHERE kind = 'alert_digest'") == []


@pytest.mark.parametrize(
    ("policy", "waits"),
    [
        (PolicySettings(), True),
        (PolicySettings(mode=Mode.ALERT), True),
        (PolicySettings(preset=PresetName.LENIENT), True),
        (PolicySettings(digest=Digest.OFF), False),
        (PolicySettings(mode=Mode.ALERT, preset=PresetName.STRICT), False),
    ],
)
async def test_weak_signs_wait_only_where_the_policy_lets_them(
    tmp_path: Path, clock: MovableClock, policy: PolicySettings, waits: bool
) -> None:
    stage = Stage(tmp_path / "data", clock=clock, policy=policy)
    async with stage.app() as app:
        await unsure(stage, app, 1)
        await until(lambda: bool(stage.look("SELECT 1 FROM cases")))
        await until_settled(app)
        assert told(stage) == ([] if waits else [["C-0001"]])


async def test_letting_alerts_wait_is_a_weakening(tmp_path: Path, clock: MovableClock) -> None:
    stage = Stage(tmp_path / "data", clock=clock, policy=PolicySettings(digest=Digest.OFF))
    async with stage.app() as app:
        answer = await ask(stage, "/policy digest on")
        assert answer.key == "policy-changed-later"
        assert "en/what-digest value=on" in announced(stage, "adults-policy-weaker")[0]
        assert "digest=off" in (await ask(stage, "/policy")).text
        await unsure(stage, app, 1)
        assert told(stage) == [["C-0001"]]
        clock.move(DAY)
        assert "digest=on" in (await ask(stage, "/policy")).text
        await unsure(stage, app, 2)
        assert told(stage) == [["C-0001"]]
        assert (await ask(stage, "/policy digest off")).key == "policy-changed-now"
        await unsure(stage, app, 3)
        assert told(stage) == [["C-0001"], ["C-0003"]]


# --- nothing is lost


async def test_what_waits_survives_a_restart(stage: Stage, clock: MovableClock) -> None:
    async with stage.app() as app:
        await unsure(stage, app, 1, 2)
    clock.move(LONGEST)
    async with stage.app():
        await until(lambda: told(stage) == [["C-0001", "C-0002"]])


class Killed(BaseException):
    """The process is gone."""


@pytest.mark.parametrize("after", [False, True], ids=["before it is said", "after it was said"])
async def test_a_death_while_they_are_told_loses_none(
    stage: Stage, clock: MovableClock, after: bool
) -> None:
    async with stage.app() as app:
        await unsure(stage, app, 1, 2)
    clock.move(LONGEST)
    died = []

    def plant(app: App) -> None:
        adapter: Any = app._parts.platforms[0].adapter
        say = adapter.say

        async def dying(*args: Any) -> Any:
            answer = await say(*args) if after else None
            died.append(answer)
            raise Killed

        adapter.say = dying

    async with stage.app(before_start=plant):
        await until(lambda: bool(died))
    async with stage.app() as app:
        await until(lambda: told(stage) == [["C-0001", "C-0002"]] * (1 + after))
        await until_settled(app)
        assert stage.look("SELECT DISTINCT state FROM effect") == [("done",)]


async def test_a_death_between_two_of_them_tells_the_rest_again(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        await unsure(stage, app, 1, 2, 3)
    clock.move(LONGEST)
    settled: list[int | None] = []

    def plant(app: App) -> None:
        settle = app.books.outbox.settle

        async def dying(worker: str, effect: Effect, *rest: Any) -> bool:
            if effect.kind is ActionKind.ALERT_DIGEST and settled:
                raise Killed
            settled.append(effect.case)
            return await settle(worker, effect, *rest)

        app.books.outbox.settle = dying  # type: ignore[assignment, method-assign]

    async with stage.app(before_start=plant):
        done = "SELECT count(*) FROM effect WHERE state = 'done'"
        await until(lambda: stage.look(done) == [(1,)])
    async with stage.app() as app:
        await until(lambda: told(stage)[1:] == [["C-0002", "C-0003"]])
        await until_settled(app)


@pytest.mark.parametrize("trouble", [SlowDown(SECOND), Unreachable()], ids=["later", "lost"])
async def test_a_list_that_does_not_arrive_is_tried_until_it_does(
    stage: Stage, clock: MovableClock, trouble: SlowDown | Unreachable
) -> None:
    async with stage.app() as app:
        await unsure(stage, app, 1, 2)
        stage.world.faults.fail(Call.SAY, trouble)
        move(app, clock, LONGEST)
        await until(lambda: stage.look("SELECT DISTINCT attempts FROM effect") == [(1,)])
        await until(lambda: stage.look("SELECT DISTINCT state FROM effect") == [("pending",)])
        assert told(stage) == []
        await unsure(stage, app, 3)
        move(app, clock, 2 * SECOND)
        await until(lambda: told(stage) == [["C-0001", "C-0002", "C-0003"]])


async def test_a_list_that_nobody_can_be_told_is_a_problem_like_any_alert(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        await unsure(stage, app, 1, 2)
        stage.world.set_rights(STAFF, present=False)
        for wait in (LONGEST, 7 * DAY):
            move(app, clock, wait)
            await until(lambda: stage.look("SELECT 1 FROM effect WHERE state = 'sending'") == [])
            await until_settled_or_dead(app, stage)
        await until(lambda: stage.look("SELECT DISTINCT state FROM effect") == [("dead",)])
        assert "alerts" in [one.name for one in await app.checks() if not one.ok]


async def until_settled_or_dead(app: App, stage: Stage) -> None:
    """Wait until what was due has been tried once."""
    tried = "SELECT 1 FROM effect WHERE attempts = 0"
    await until(lambda: stage.look(tried) == [])


async def test_the_words_fit_their_languages(tmp_path: Path, clock: MovableClock) -> None:
    stage = Stage(tmp_path / "data", clock=clock, texts=Phrasebook("UTC", strict=True))
    async with stage.app() as app:
        await unsure(stage, app, 1, 2)
        move(app, clock, LONGEST)
        await until(lambda: any("2 items in Class 7B" in text for text in stage.said_in(STAFF)))
        said = stage.said_in(STAFF)[-1]
        assert "/case C-0002" in said
        assert CLASS not in said
