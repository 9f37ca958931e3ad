"""Whoever gets an innocent photo into a bank has it removed from nobody, however it is posted.

The pipeline, the database, the loader and the platform are the real ones; the fake screener knows
exact files only, which is what a griefer would register first.
"""

import asyncio
import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from adapters.sandbox.state import Chat, ChatKind, Member, Message
from bot.app import App
from bot.domain.action import ActionKind
from bot.domain.bank import FIRST_HITS, Bank, BankEntry, BankKind, Standing
from bot.domain.bank_records import Registration
from bot.domain.capability import Capability
from bot.domain.effect import Effect
from bot.domain.standing import FLOOD_HITS, Ruling
from config.schema import PolicySettings
from tests.fakes import FakeScreener
from tests.integration.asking import announced, press
from tests.integration.stage import STAFF, Stage, until, until_settled

CLASSES = ["class-1", "class-2", "class-3"]
PUPILS = [f"pupil-{number}" for number in range(8)]
INNOCENT, SUSPECT = b"clean holiday photo", b"maybe holiday photo"
ENDED = "SELECT verdict, reason, count(*) FROM item GROUP BY 1, 2 ORDER BY 3 DESC"


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@dataclass
class School:
    """Three classes, whose pupils all have the photo."""

    stage: Stage
    app: App
    posted: int = 0

    @property
    def screener(self) -> FakeScreener:
        assert isinstance(self.stage.screener, FakeScreener)
        return self.stage.screener

    async def register(self, data: bytes, standing: Standing, bank: str = "reported") -> None:
        """Get a photo into a bank as people can, whatever they claim about it."""
        entry = BankEntry(bank, f"r-{digest(data)[:8]}", sha256=digest(data), standing=standing)
        banks = self.app.books.banks
        assert await banks.register(bank, "people", entry, Registration(), "griefer")
        await self.knows(bank)

    async def knows(self, bank: str, standing: Standing | None = None) -> None:
        """Wait until the running bot has an entry of a bank."""

        def there() -> bool:
            found = [one for one in self.screener.entries.values() if one.bank == bank]
            return any(standing in (None, one.standing) for one in found)

        await until(there, 2, f"{bank} {standing}")

    async def post(self, data: bytes, times: int = 1) -> list[Message]:
        """Let the pupils post it, in all classes."""
        messages = []
        for _ in range(times):
            self.posted += 1
            by, chat = PUPILS[self.posted % len(PUPILS)], CLASSES[self.posted % len(CLASSES)]
            messages.append(self.stage.post(data, by=by, chat=chat))
        await until_settled(self.app)
        return messages

    def ended(self) -> list[tuple[str, str, int]]:
        return [(str(a), str(b), int(c)) for a, b, c in self.stage.look(ENDED)]


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    members = {one: Member(one, one.title()) for one in PUPILS}
    chats = [Chat(name, name.title(), ChatKind.CLASS, members) for name in CLASSES]
    for one in chats:
        # A pause would keep out what these tests have to post.
        one.capabilities -= {Capability.PAUSE_MEDIA}
    lead = {"lead": Member("lead", "Lead", admin=True)}
    adults = Chat(STAFF, "Adults", ChatKind.ADULTS, lead)
    policy = PolicySettings(breaker_per_hour=10_000)
    return Stage(tmp_path / "data", chats=[*chats, adults], policy=policy, timeout_seconds=30)


@pytest.mark.parametrize(
    ("claimed", "times"),
    [(Standing.UNSURE, 210), (Standing.LISTED, 30), (Standing.ALLOWED, 30)],
)
async def test_an_innocent_photo_that_somebody_reported_is_never_removed(
    stage: Stage, claimed: Standing, times: int
) -> None:
    async with stage.app() as app:
        school = School(stage, app)
        await school.register(INNOCENT, claimed)
        messages: list[Message] = []
        for _ in range(3):
            messages += await school.post(INNOCENT, times // 3)
        assert len(messages) == times
        assert all(stage.stands(one) for one in messages)
        # Each asks an adult, and nothing passes as clean either.
        assert school.ended() == [("review", "like:reported", times)]
        assert stage.look("SELECT count(*) FROM effect WHERE kind = 'takedown'") == [(0,)]


@pytest.mark.parametrize("bank", ["reported", "school"])
async def test_at_first_it_only_asks_even_if_a_model_sees_something(
    stage: Stage, bank: str
) -> None:
    async with stage.app() as app:
        school = School(stage, app)
        if bank == "school":
            await app.books.bank_settings.open(Bank(bank, BankKind.OWN))
        await school.register(SUSPECT, Standing.UNSURE, bank)
        for _ in range(FIRST_HITS):
            (message,) = await school.post(SUSPECT)
            assert stage.stands(message)
        assert {verdict for verdict, _, _ in school.ended()} == {"review"}
        await school.knows(bank, Standing.UNSURE)
        # From now on it is the first of two keys.
        (message,) = await school.post(SUSPECT)
        assert not stage.stands(message)
        assert ("remove", f"like:{bank}", 1) in school.ended()
        # A photo in which models see nothing stands all the same.
        (message,) = await school.post(INNOCENT)
        assert stage.stands(message)


async def test_one_press_of_an_adult_ends_it_in_all_chats(stage: Stage) -> None:
    async with stage.app() as app:
        school = School(stage, app)
        await school.register(INNOCENT, Standing.UNSURE)
        await school.post(INNOCENT, 3)
        await until(lambda: len(announced(stage, "alert-head")) == 3)
        answer = await press(stage, "mistake")
        assert answer.key == "falsealarm-done"
        name = "reported", f"r-{digest(INNOCENT)[:8]}"
        await until(lambda: name not in school.screener.entries)
        await school.knows("allowed")
        messages = await school.post(INNOCENT, 30)
        assert all(stage.stands(one) for one in messages)
        assert {(verdict, reason) for verdict, reason, _ in school.ended()} == {
            ("review", "like:reported"),
            ("allow", "clean"),
            ("allow", "allowed"),
        }


async def test_what_adults_of_one_class_allow_is_allowed_in_no_other(stage: Stage) -> None:
    async with stage.app() as app:
        school = School(stage, app)
        shown = b"bad drawing of the art class"
        message = stage.post(shown, by=PUPILS[0], chat=CLASSES[0])
        await until_settled(app)
        assert not stage.stands(message)
        await until(lambda: len(announced(stage, "alert-head")) == 1)
        await press(stage, "mistake")
        await school.knows("allowed")
        here, there = (stage.post(shown, by=PUPILS[1], chat=chat) for chat in CLASSES[:2])
        await until_settled(app)
        assert stage.stands(here)
        assert not stage.stands(there)


async def test_a_picture_that_everybody_has_stops_being_removed_and_never_passes(
    stage: Stage,
) -> None:
    async with stage.app() as app:
        school = School(stage, app)
        meme = BankEntry("list", "m", sha256=digest(INNOCENT))
        await app.books.banks.add("list", "a list with a mistake", [meme])
        await school.knows("list", Standing.LISTED)
        removed = await school.post(INNOCENT, FLOOD_HITS)
        assert not any(stage.stands(one) for one in removed)
        await school.knows("list", Standing.UNSURE)
        messages = await school.post(INNOCENT, 12)
        assert all(stage.stands(one) for one in messages)
        assert school.ended() == [("remove", "bank:list", FLOOD_HITS), ("review", "like:list", 12)]
        # The adults hear of it once for each class, and of each further post by its alert.
        await until(lambda: len(announced(stage, "alert-flood")) == 3)
        # With a second key it is removed, and once a person has confirmed it, alone.
        other = BankEntry("list", "s", sha256=digest(SUSPECT))
        await app.books.banks.add("list", "a list", [other])
        await app.books.bank_entries.rule("list", "m", Ruling.CONFIRM)
        await school.knows("list", Standing.CONFIRMED)
        again = await school.post(INNOCENT, 5)
        assert not any(stage.stands(one) for one in again)
        assert len(announced(stage, "alert-flood")) == 3


async def test_in_quarantine_a_models_sign_is_the_second_key(stage: Stage) -> None:
    async with stage.app() as app:
        school = School(stage, app)
        known = BankEntry("list", "s", sha256=digest(SUSPECT))
        await app.books.banks.add("list", "a list", [known])
        await school.knows("list")
        await school.post(SUSPECT, FLOOD_HITS)
        await school.knows("list", Standing.UNSURE)
        messages = await school.post(SUSPECT, 5)
        assert not any(stage.stands(one) for one in messages)
        assert ("remove", "like:list", 5) in school.ended()


async def test_one_pupil_alone_disarms_no_hash(stage: Stage) -> None:
    async with stage.app() as app:
        school = School(stage, app)
        known = BankEntry("list", "k", sha256=digest(INNOCENT))
        await app.books.banks.add("list", "a list", [known])
        await school.knows("list")
        for number in range(FLOOD_HITS + 2):
            stage.post(INNOCENT, by=PUPILS[0], chat=CLASSES[number % 3])
        await until_settled(app)
        assert school.ended() == [("remove", "bank:list", FLOOD_HITS + 2)]
        assert announced(stage, "alert-flood") == []


async def test_the_bot_that_dies_at_a_flood_tells_of_it_after_its_restart(stage: Stage) -> None:
    def plant(app: App) -> None:
        carry_out = app._enforcement.carry_out

        async def die(worker: str, effect: Effect) -> None:
            if effect.kind is ActionKind.FLOOD:
                died.set()
                raise Killed
            await carry_out(worker, effect)

        # Before anybody is told of the flood, after all is stored.
        app._enforcement.carry_out = die  # type: ignore[method-assign]

    died = asyncio.Event()
    async with stage.app(before_start=plant) as app:
        school = School(stage, app)
        entry = BankEntry("list", "k", sha256=digest(INNOCENT))
        await app.books.banks.add("list", "a list", [replace(entry, standing=Standing.LISTED)])
        await school.knows("list")
        for number in range(FLOOD_HITS):
            stage.post(INNOCENT, by=PUPILS[number % 8], chat=CLASSES[number % 3])
        await asyncio.wait_for(died.wait(), 30)
    assert announced(stage, "alert-flood") == []
    async with stage.app() as app:
        await until_settled(app)
        await until(lambda: len(announced(stage, "alert-flood")) == 3)
    async with stage.app() as app:
        await until_settled(app)
    assert len(announced(stage, "alert-flood")) == 3


class Killed(BaseException):
    """The process is gone."""
