"""An outbreak, from the second chat to the line that says that pictures are allowed again."""

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.sandbox.errors import NotAllowed, NotSupported, Unreachable
from adapters.sandbox.faults import Call
from adapters.sandbox.state import Chat, ChatKind, Member
from bot.app import App
from bot.domain.bank import BankEntry, Standing
from bot.domain.bank_records import Registration
from bot.domain.capability import Capability
from bot.domain.pause import EVERYTHING, MediaKind
from config.schema import PolicySettings
from tests.fakes import FakeScreener, MovableClock
from tests.integration.asking import announced, ask, move, press
from tests.integration.stage import CLASS, STAFF, Stage, until, until_settled

OTHER = "class-8a"
BAD = b"known picture"
HALF_HOUR = timedelta(minutes=30)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    people = {name: Member(name, name.title(), admin=name == "cleo") for name in PEOPLE}
    classes = [Chat(name, name.title(), ChatKind.CLASS, dict(people)) for name in (CLASS, OTHER)]
    adults = {"lead": Member("lead", "Lead", admin=True)}
    chats = [*classes, Chat(STAFF, "Adults", ChatKind.ADULTS, adults)]
    policy = PolicySettings(breaker_per_hour=10_000)
    return Stage(
        tmp_path / "data", clock=MovableClock(), chats=chats, policy=policy, timeout_seconds=30
    )


PEOPLE = ("ana", "ben", "dora", "cleo", "lead")


async def listed(stage: Stage, app: App, data: bytes = BAD) -> None:
    """Put a picture on a list that everybody trusts."""
    entry = BankEntry("list", "k", sha256=hashlib.sha256(data).hexdigest())
    await app.books.banks.add("list", "a list", [entry])
    screener = stage.screener
    assert isinstance(screener, FakeScreener)
    await until(lambda: ("list", "k") in screener.entries)


def barred(stage: Stage, chat: str = CLASS) -> bool:
    return stage.world.store.chats[chat].barred == EVERYTHING


def lines(stage: Stage, key: str, chat: str = CLASS) -> int:
    return len(announced(stage, key, chat))


async def spread(stage: Stage, app: App) -> None:
    """Let it come up in both classes."""
    await listed(stage, app)
    first = stage.post(BAD, by="ana")
    await until(lambda: not stage.stands(first))
    second = stage.post(BAD, by="ben", chat=OTHER)
    await until(lambda: not stage.stands(second))
    await until(lambda: barred(stage) and barred(stage, OTHER))
    await until_settled(app)


async def test_a_picture_in_two_classes_pauses_both_and_the_clock_frees_them(stage: Stage) -> None:
    clock = stage.clock
    assert isinstance(clock, MovableClock)
    async with stage.app() as app:
        await spread(stage, app)
        with pytest.raises(NotAllowed):
            stage.post(b"clean", by="dora")
        stage.post(text="words", by="dora")
        await until(lambda: lines(stage, "adults-outbreak", STAFF) == 2)
        await until(lambda: lines(stage, "group-outbreak") == 1)
        assert all("adults-outbreak" in one for one in announced(stage, "adults-outbreak"))
        move(app, clock, HALF_HOUR)
        await until(lambda: not barred(stage) and not barred(stage, OTHER))
        await until(lambda: lines(stage, "group-media-allowed") == 1)
        clean = stage.post(b"clean", by="dora")
        await until_settled(app)
        assert stage.stands(clean)
    assert lines(stage, "group-outbreak") == lines(stage, "group-outbreak", OTHER) == 1


async def test_three_senders_in_one_class_are_one_case_for_its_adults(stage: Stage) -> None:
    async with stage.app() as app:
        await listed(stage, app)
        for by in ("ana", "ben", "dora"):
            message = stage.post(BAD, by=by)
            await until(lambda one=message: not stage.stands(one))  # type: ignore[misc]  # bound now
        await until(lambda: barred(stage))
        await until_settled(app)
        await until(lambda: lines(stage, "adults-outbreak", STAFF) == 1)
        # The third has its proof and its removal, and no alert of its own.
        assert lines(stage, "alert-head", STAFF) == 2
        third = await app.books.cases.get(3)
        assert third is not None
        assert third.parent == 1
        assert third.fingerprint is not None
        assert not barred(stage, OTHER)


async def test_a_griefers_hash_pauses_no_class(stage: Stage) -> None:
    """An innocent photo that somebody registered matches everywhere, and only asks."""
    innocent = b"clean holiday photo"
    async with stage.app() as app:
        digest = hashlib.sha256(innocent).hexdigest()
        entry = BankEntry("reported", "r-1", sha256=digest, standing=Standing.UNSURE)
        assert await app.books.banks.register("reported", "people", entry, Registration(), "x")
        screener = stage.screener
        assert isinstance(screener, FakeScreener)
        await until(lambda: ("reported", "r-1") in screener.entries)
        for _ in range(3):
            for by in ("ana", "ben", "dora"):
                for chat in (CLASS, OTHER):
                    stage.post(innocent, by=by, chat=chat)
            await until_settled(app)
        assert stage.look("SELECT count(*) FROM media_pause") == [(0,)]
        assert stage.look("SELECT count(*) FROM outbreak") == [(0,)]


async def test_an_admin_pauses_and_cannot_end_what_an_adult_wanted(stage: Stage) -> None:
    async with stage.app() as app:
        begun = await ask(stage, "/lock all 1h", by="cleo")
        assert begun.key == "pause-begins"
        await until(lambda: barred(stage))
        await until(lambda: lines(stage, "group-outbreak") == 1)
        assert (await ask(stage, "/unlock", by="cleo")).key == "unlock-done"
        await until(lambda: not barred(stage))
        assert (await ask(stage, "/panic", by="cleo")).key == "command-not-allowed"
        assert (await ask(stage, "/panic 2h", by="lead")).key == "pause-begins"
        await until(lambda: barred(stage))
        assert (await ask(stage, "/locks", by="cleo")).key == "locks-show"
        assert (await ask(stage, "/unlock", by="cleo")).key == "unlock-adults-only"
        assert barred(stage)
        assert (await ask(stage, "/unlock", by="lead")).key == "unlock-done"
        await until(lambda: not barred(stage))
        await until(
            lambda: stage.look("SELECT count(*) FROM media_pause WHERE state = 'over'") == [(2,)]
        )
        entries = [entry.what for entry in await app.books.audit.entries()]
        assert any("pause_ended" in one and "lead" in one for one in entries)


async def test_an_admin_cannot_end_an_outbreaks_pause(stage: Stage) -> None:
    async with stage.app() as app:
        await spread(stage, app)
        assert (await ask(stage, "/unlock", by="cleo")).key == "unlock-adults-only"
        assert barred(stage)


async def test_a_pupil_pauses_nothing(stage: Stage) -> None:
    async with stage.app():
        assert (await ask(stage, "/lock all", by="ana")).key == "command-not-allowed"
        assert not barred(stage)


async def test_one_kind_is_paused_by_itself_and_another_one_joins_it(stage: Stage) -> None:
    async with stage.app():
        await ask(stage, "/lock links 5m", by="cleo")
        chat = stage.world.store.chats[CLASS]
        await until(lambda: chat.barred == {MediaKind.LINKS})
        await until(lambda: lines(stage, "group-paused") == 1)
        await ask(stage, "/lock photos", by="cleo")
        await until(lambda: chat.barred == {MediaKind.LINKS, MediaKind.PHOTOS})
        await ask(stage, "/unlock", by="cleo")
        await until(lambda: not chat.barred)


async def test_what_the_chat_cannot_pause_is_refused_in_words(stage: Stage) -> None:
    async with stage.app():
        chat = stage.world.store.chats[CLASS]
        chat.capabilities -= {Capability.PAUSE_KINDS}
        assert (await ask(stage, "/lock photos", by="cleo")).key == "pause-kinds-cannot"
        chat.capabilities -= {Capability.PAUSE_MEDIA}
        assert (await ask(stage, "/panic", by="lead")).key == "pause-cannot"
        assert stage.look("SELECT count(*) FROM media_pause") == [(0,)]


async def test_adults_are_told_that_an_outbreak_could_not_be_paused(stage: Stage) -> None:
    stage.world.faults.fail_always(Call.PAUSE, NotSupported())
    async with stage.app() as app:
        await listed(stage, app)
        for chat in (CLASS, OTHER):
            stage.post(BAD, chat=chat)
            await until_settled(app)
        await until(lambda: lines(stage, "adults-pause-failed", STAFF) == 2)
        await until(lambda: stage.look("SELECT DISTINCT state FROM media_pause") == [("over",)])
        assert lines(stage, "group-outbreak") == 0
    assert lines(stage, "adults-pause-failed", STAFF) == 2


async def test_adults_are_told_once_that_a_pause_does_not_end_and_it_is_tried_on(
    stage: Stage,
) -> None:
    clock = stage.clock
    assert isinstance(clock, MovableClock)
    async with stage.app() as app:
        await ask(stage, "/panic", by="lead")
        await until(lambda: barred(stage) and lines(stage, "group-outbreak") == 1)
        stage.world.faults.fail_always(Call.PAUSE, NotSupported())
        move(app, clock, HALF_HOUR)
        await until(lambda: lines(stage, "adults-pause-stuck", STAFF) == 1)
        for _ in range(3):
            move(app, clock, timedelta(minutes=6))
            await until(lambda: stage.look(DUE) == [(0,)])
        assert lines(stage, "adults-pause-stuck", STAFF) == 1
        assert barred(stage)
        stage.world.faults.heal()
        move(app, clock, timedelta(minutes=6))
        await until(lambda: not barred(stage))


DUE = "SELECT count(*) FROM media_pause WHERE lease_until IS NOT NULL"


async def test_a_chat_that_somebody_opened_by_hand_is_left_as_it_is(stage: Stage) -> None:
    clock = stage.clock
    assert isinstance(clock, MovableClock)
    async with stage.app() as app:
        await spread(stage, app)
        chat = stage.world.store.chats[CLASS]
        chat.barred = frozenset({MediaKind.STICKERS})
    async with stage.app() as app:
        # A restart sets nothing again, and the end gives back nothing that is not ours.
        assert chat.barred == {MediaKind.STICKERS}
        move(app, clock, HALF_HOUR)
        await until(lambda: not barred(stage, OTHER))
        await until(lambda: stage.look("SELECT DISTINCT state FROM media_pause") == [("over",)])
        assert chat.barred == {MediaKind.STICKERS}
        assert lines(stage, "group-media-allowed") == 0


async def test_the_adults_button_does_not_meddle_with_a_pause(stage: Stage) -> None:
    """The end of the pause would undo the press, and the press what the pause remembers."""
    async with stage.app() as app:
        stage.post(b"bad", by="dora")
        await until_settled(app)
        await ask(stage, "/panic", by="lead")
        await until(lambda: barred(stage))
        assert (await press(stage, "more")).key == "restrain-choose"
        assert (await press(stage, "lock", chat="private:lead")).key == "restrain-paused"
        assert not stage.world.store.chats[CLASS].media_paused
        await ask(stage, "/unlock", by="lead")
        await until(lambda: stage.look("SELECT state FROM media_pause") == [("over",)])
        await press(stage, "lock", chat="private:lead")
        assert stage.world.store.chats[CLASS].media_paused


async def test_an_answer_that_got_lost_pauses_once_and_frees_once(stage: Stage) -> None:
    clock = stage.clock
    assert isinstance(clock, MovableClock)
    async with stage.app() as app:
        stage.world.faults.fail(Call.PAUSE, Unreachable(), done=True)
        await ask(stage, "/panic", by="lead")
        await until(lambda: barred(stage))
        move(app, clock, timedelta(seconds=30))
        await until(lambda: lines(stage, "group-outbreak") == 1)
        stage.world.faults.fail(Call.PAUSE, Unreachable(), done=True)
        move(app, clock, HALF_HOUR)
        await until(lambda: not barred(stage))
        move(app, clock, timedelta(minutes=6))
        await until(lambda: stage.look("SELECT state FROM media_pause") == [("over",)])
        assert not barred(stage)
