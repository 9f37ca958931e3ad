"""What a review found missing: nothing hides, is dropped in silence, or weakens unseen."""

import asyncio
import io
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from adapters.sandbox.state import Upload
from bot.domain.case import Removal
from bot.domain.message import ChatRef
from bot.domain.policy import Mode
from bot.domain.signal import BankMatch, OpaqueReason, Score
from bot.domain.verdict import Outcome, Verdict
from bot.storage.books import Books
from classifiers.canary import draw_canary
from classifiers.registry import open_cascade
from classifiers.screener import MediaScreener
from classifiers.testcard import draw_card
from tests.fakes import MovableClock
from tests.integration.asking import announced, ask
from tests.integration.stage import ANA, CLASS, STAFF, Stage, until, until_settled
from tests.unit.classifiers.pictures import Here

GUARDED = ChatRef("sandbox", CLASS)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def stage(tmp_path: Path, clock: MovableClock) -> Stage:
    return Stage(tmp_path / "data", clock=clock)


def clip(*frames: Image.Image) -> bytes:
    stream = io.BytesIO()
    first, *others = [frame.convert("RGB").resize((600, 600)) for frame in frames]
    first.save(stream, "WEBP", save_all=True, append_images=others, quality=90, duration=200)
    return stream.getvalue()


def test_the_test_card_vouches_for_nothing_beside_it() -> None:
    screener = MediaScreener(open_cascade(), Here())
    alone = screener.screen(clip(draw_card()))
    assert Verdict(Outcome.REMOVE, "bank:test-card", alone.signals).test
    # The canary is a drawing that the models take for something else.
    beside = screener.screen(clip(draw_card(), draw_canary()))
    assert any(isinstance(one, BankMatch) and one.test for one in beside.signals)
    assert any(isinstance(one, Score) and one.value > 0.6 for one in beside.signals)
    assert not Verdict(Outcome.REMOVE, "bank:test-card", beside.signals).test


async def test_a_bad_profile_picture_is_a_persons_business_and_never_told_as_removed(
    stage: Stage,
) -> None:
    async with stage.app() as app:
        stage.world.set_picture(CLASS, Upload(b"bad"), ANA)
        await until(lambda: len(stage.said_in(STAFF)) == 2)
        await until_settled(app)
        case = await app.books.cases.get(1)
        assert case is not None
        assert case.removal is Removal.FAILED
        assert not case.verified
    assert len(announced(stage, "escalation-head")) == 1
    assert stage.said_in(CLASS) == []


async def test_an_update_that_cannot_be_read_is_told_to_the_adults(stage: Stage) -> None:
    async with stage.app() as app:
        stage.world.emit("story", CLASS, files=[{"file_id": "x"}])
        await until(lambda: len(stage.said_in(STAFF)) == 1)
        assert "reason-unreadable" in stage.said_in(STAFF)[0]
        case = await app.books.cases.get(1)
        assert case is not None
        assert case.verdict.reason == OpaqueReason.UNREADABLE
        assert (await app.books.queue.backlog()).parked == 1


async def test_a_weakening_that_no_adult_hears_of_never_counts(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        stage.world.set_rights(STAFF, present=False)
        answer = await ask(stage, "/mode shadow")
        assert answer.key == "policy-not-announced"
        clock.move(timedelta(days=3))
        assert (await app.policies.now(GUARDED)).mode is Mode.REMOVE


async def test_asking_for_what_is_in_force_stops_an_announced_weakening(
    stage: Stage, clock: MovableClock
) -> None:
    async with stage.app() as app:
        assert (await ask(stage, "/mode shadow")).key == "policy-changed-later"
        assert (await ask(stage, "/policy language en")).key == "policy-unchanged"
        assert len(await app.policies.upcoming(GUARDED)) == 1
        assert (await ask(stage, "/mode remove")).key == "policy-kept"
        clock.move(timedelta(days=3))
        assert (await app.policies.now(GUARDED)).mode is Mode.REMOVE


async def test_the_adults_hear_when_the_bot_may_not_delete_any_more(stage: Stage) -> None:
    async with stage.app():
        stage.world.set_rights(CLASS, delete=False)
        await until(lambda: len(announced(stage, "adults-cannot-delete")) == 1)


async def test_a_bot_that_stopped_does_not_say_that_it_is_ready(stage: Stage) -> None:
    async with stage.app() as app:
        await until(lambda: ready(app.checks, "running"))
        for task in asyncio.all_tasks():
            if "App.run" in repr(task.get_coro()):
                task.cancel()
        await until(lambda: not_ready(app.checks, "running"))


async def ready(checks: object, name: str) -> bool:
    assert callable(checks)
    return all(one.ok for one in await checks() if one.name == name)


async def not_ready(checks: object, name: str) -> bool:
    return not await ready(checks, name)


async def test_a_file_that_is_gone_is_told_as_gone(stage: Stage) -> None:
    message = stage.post(b"bad")
    stage.world.delete(message.id, ANA)
    async with stage.app() as app:
        await until(lambda: len(stage.said_in(STAFF)) == 1)
        assert "alert-what-gone" in stage.said_in(STAFF)[0]
        case = await app.books.cases.get(1)
        assert case is not None
        assert case.verdict.reason == OpaqueReason.GONE


async def test_without_its_key_an_old_database_is_refused(stage: Stage) -> None:
    async with stage.app() as app:
        assert isinstance(app.books, Books)
    (stage.folder / "audit.key").unlink()
    with pytest.raises(Exception, match=r"audit\.key is missing"):
        async with stage.app():
            pass
