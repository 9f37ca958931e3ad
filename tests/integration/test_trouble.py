"""Trouble on our side: poison updates, a mad model, a hanging screener, a locked database."""

import asyncio
import logging
import sqlite3
import threading
from collections.abc import Awaitable
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.sandbox.state import Chat, ChatKind, Member
from bot.domain.message import ChatRef, MessageRef
from bot.domain.policy import Digest, Mode, OpaqueHandling
from bot.domain.signal import Screening
from bot.domain.verdict import Outcome
from bot.domain.work import MOST_ATTEMPTS, ItemVerdict
from config.schema import PolicySettings
from tests.fakes import FakeScreener, MovableClock
from tests.integration.asking import announced, ask, given_back, move
from tests.integration.stage import CLASS, STAFF, Stage, until, until_settled

POISON = [
    {"message": {"message_id": "p1", "date": "yesterday", "from": {"kind": "user", "id": "ana"}}},
    {"message": {"message_id": "p2\ud800", "files": [{"file_id": "f", "file_unique_id": "u"}]}},
    {"message": {"message_id": "p3", "files": [{"file_id": "f", "size": 2**80}]}},
    {"message": {"message_id": "p4", "files": [{"file_id": "f", "size": -1}]}},
    {"message": None},
    {},
]
DATE = "2026-11-20T21:04:00+00:00"


@pytest.mark.parametrize("poison", POISON, ids=range(len(POISON)))
async def test_one_poison_update_among_twenty_is_parked_and_the_others_are_handled(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, poison: dict[str, object]
) -> None:
    stage = Stage(tmp_path / "data")
    before = [stage.post(f"bad {number}".encode()) for number in range(10)]
    message = poison.get("message")
    whole = {"date": DATE} | message if isinstance(message, dict) else message
    fields = {"message": whole} if "message" in poison else {}
    stage.world.emit("message_of_a_new_kind", CLASS, **fields)  # type: ignore[arg-type]
    after = [stage.post(f"bad {number}".encode(), by="ben") for number in range(10, 19)]
    with caplog.at_level(logging.WARNING):
        async with stage.app() as app:
            await until(lambda: not any(stage.stands(one) for one in before + after))
            await until_settled(app)
            assert (await app.books.queue.backlog()).parked == 1
            assert [one.name for one in await app.checks() if not one.ok] == ["updates"]
    about = [record for record in caplog.records if "parked" in record.getMessage()]
    assert len(about) == 1
    assert about[0].exc_info is None  # a traceback could quote what pupils wrote
    assert len(stage.look("SELECT 1 FROM raw_update WHERE state = 'parked' AND body <> ''")) == 1


async def test_a_message_of_a_type_that_nobody_knows_is_scanned_all_the_same(
    tmp_path: Path,
) -> None:
    stage = Stage(tmp_path / "data")
    async with stage.app() as app:
        message = stage.post(b"bad")
        await until(lambda: not stage.stands(message))
        file = stage.post(b"clean", by="ben").files[0]
        stage.world.emit(
            "story_of_tomorrow",
            CLASS,
            message={
                "message_id": "new",
                "date": DATE,
                "from": {"kind": "user", "id": "ben"},
                "deep": [{"inside": {"file_id": file.id, "file_unique_id": "other"}}],
            },
        )
        ref = MessageRef("sandbox", CLASS, "new")
        await until(lambda: _judged(app.books.queue.verdicts(ref)))
        found = await app.books.queue.verdicts(ref)
        assert [one.outcome for one in found] == [Outcome.ALLOW]


async def _judged(found: Awaitable[list[ItemVerdict]]) -> bool:
    verdicts = await found
    return bool(verdicts) and all(one.outcome is not None for one in verdicts)


# --- modes


@pytest.mark.parametrize(
    ("policy", "data", "stays", "alerts"),
    [
        (PolicySettings(mode=Mode.SHADOW), b"bad", True, 0),
        (PolicySettings(mode=Mode.SHADOW), b"a text", True, 0),
        (PolicySettings(mode=Mode.ALERT), b"bad", True, 1),
        (PolicySettings(mode=Mode.ALERT), b"known", True, 1),
        (PolicySettings(mode=Mode.ALERT, opaque=OpaqueHandling.REMOVE), b"a text", True, 1),
        (PolicySettings(opaque=OpaqueHandling.REMOVE), b"a text", False, 1),
        (PolicySettings(opaque=OpaqueHandling.COUNT), b"a text", True, 0),
        (PolicySettings(), b"a text", True, 1),
        (PolicySettings(), b"maybe", True, 0),
        (PolicySettings(digest=Digest.OFF), b"maybe", True, 1),
        (PolicySettings(mode=Mode.ALERT, digest=Digest.OFF), b"maybe", True, 1),
    ],
)
async def test_what_a_policy_does_about_a_picture(
    tmp_path: Path, policy: PolicySettings, data: bytes, stays: bool, alerts: int
) -> None:
    stage = Stage(tmp_path / "data", policy=policy)
    async with stage.app() as app:
        message = stage.post(data)
        await until(lambda: bool(stage.look("SELECT 1 FROM cases")))
        await until_settled(app)
        assert stage.stands(message) is stays
        assert len(announced(stage, "alert-head")) == alerts
        if not stays:
            await until(lambda: stage.said_in("private:ana") != [])
        # Whatever the mode: nobody in the class hears of anything but a removal.
        assert bool(stage.said_in("private:ana")) is not stays


async def test_the_breaker_stops_a_mad_model_and_never_a_known_picture(tmp_path: Path) -> None:
    clock = MovableClock()
    stage = Stage(tmp_path / "data", clock=clock, policy=PolicySettings(breaker_per_hour=20))
    async with stage.app() as app:
        first = [stage.post(f"bad {number}".encode()) for number in range(20)]
        await until(lambda: not any(stage.stands(one) for one in first))
        await until_settled(app)
        spared, known = stage.post(b"bad 20"), stage.post(b"known 1", by="ben")
        await until(lambda: not stage.stands(known))
        await until_settled(app)
        assert stage.stands(spared)
        case = await app.books.cases.get(21)
        assert case is not None
        assert (case.verdict.outcome, case.verdict.reason) == (Outcome.REVIEW, "breaker")
        assert any("alert-why-breaker" in text for text in announced(stage, "alert-head"))
        clock.move(timedelta(hours=1, seconds=1))
        later = stage.post(b"bad 21")
        await until(lambda: not stage.stands(later))
        await until_settled(app)


# --- the screener


class Hanging(FakeScreener):
    """Never comes back from a file that says so, until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()

    def screen(
        self, data: bytes, *, thorough: bool = False, chat: ChatRef | None = None
    ) -> Screening:
        if data.startswith(b"hang"):
            self.go.wait(30)
        return super().screen(data, thorough=thorough, chat=chat)


async def test_a_file_that_hangs_the_screener_is_opaque_and_holds_up_no_other(
    tmp_path: Path,
) -> None:
    screener = Hanging()
    stage = Stage(tmp_path / "data", screener=screener, timeout_seconds=1)
    try:
        async with stage.app() as app:
            # More of them than threads.
            for number in range(3):
                stage.post(f"hang {number}".encode(), by="ben")
            await until(lambda: len(announced(stage, "alert-head")) == 3)
            assert all("reason-timed-out" in text for text in announced(stage, "alert-head"))
            bad = stage.post(b"bad")
            await until(lambda: not stage.stands(bad))
            await until_settled(app)
    finally:
        screener.go.set()


class Raising(FakeScreener):
    """Breaks its promise never to raise."""

    def screen(
        self, data: bytes, *, thorough: bool = False, chat: ChatRef | None = None
    ) -> Screening:
        if data.startswith(b"raise"):
            raise RuntimeError
        return super().screen(data, thorough=thorough, chat=chat)


async def test_a_screener_that_raises_ends_as_opaque_after_a_few_tries(tmp_path: Path) -> None:
    clock = MovableClock()
    stage = Stage(tmp_path / "data", screener=Raising(), clock=clock)
    async with stage.app() as app:
        stage.post(b"raise", by="ben")
        for _ in range(MOST_ATTEMPTS - 1):
            await until(lambda: given_back(stage))
            move(app, clock, timedelta(minutes=1))
        await until(lambda: len(announced(stage, "alert-head")) == 1)
        await until_settled(app)
        assert stage.look("SELECT attempts, verdict FROM item") == [(MOST_ATTEMPTS, "opaque")]


# --- the database and the load


async def test_a_database_that_another_program_locks_for_two_seconds_loses_nothing(
    tmp_path: Path,
) -> None:
    stage = Stage(tmp_path / "data")
    async with stage.app() as app:
        first = stage.post(b"bad 0")
        await until(lambda: not stage.stands(first))
        other = sqlite3.connect(
            stage.folder / "upstander.db", isolation_level=None, check_same_thread=False
        )
        # In a thread: the bot may be writing, and its end needs the loop.
        await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
        messages = [stage.post(f"bad {number}".encode()) for number in range(1, 6)]
        await asyncio.sleep(2)
        assert all(stage.stands(one) for one in messages)
        # What is not on disk was not confirmed to the platform either.
        assert stage.world.updates.pending >= len(messages)
        other.execute("COMMIT")
        other.close()
        await until(lambda: not any(stage.stands(one) for one in messages))
        await until_settled(app)
        assert (await ask(stage, "/help")).key == "help-page"


async def test_a_burst_in_six_chats_is_decided_and_done_to_the_last(tmp_path: Path) -> None:
    pupil = {"ana": Member("ana", "Ana")}
    chats = [Chat(f"class-{number}", f"{number}", ChatKind.CLASS, pupil) for number in range(6)]
    lead = {"lead": Member("lead", "Lead", admin=True)}
    stage = Stage(tmp_path / "data", chats=[*chats, Chat(STAFF, "Adults", ChatKind.ADULTS, lead)])
    async with stage.app() as app:
        posted = {
            (number, chat.id): stage.post(
                f"{'bad' if number % 2 else 'clean'} {number} {chat.id}".encode(), chat=chat.id
            )
            for number in range(10)
            for chat in chats
        }
        bad = [message for (number, _), message in posted.items() if number % 2]
        await until(lambda: not any(stage.stands(one) for one in bad), 30)
        await until_settled(app)
        verdicts = stage.look("SELECT verdict, count(*) FROM item GROUP BY verdict ORDER BY 1")
        assert verdicts == [("allow", 30), ("remove", 30)]
        assert all(stage.stands(one) for (number, _), one in posted.items() if not number % 2)
        assert len(announced(stage, "alert-head")) == 30
        now = stage.clock.now()
        for chat in chats:
            removals = await app.books.queue.removals_since(
                ChatRef("sandbox", chat.id), now - timedelta(hours=1)
            )
            assert removals == 5
