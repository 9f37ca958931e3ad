"""What models removed comes back in another form: it is known, by two keys, until an adult objects.

The pictures are drawn, so the models are scripted: they go by the colour, while hashes go by light
and dark. A picture that has lost its colour is one that the models miss and the bank does not.
Hashing, decoding, the banks and everything behind them are the real ones.
"""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from adapters.sandbox.state import Message
from bot.app import App
from bot.cli.bank_files import export_bank
from bot.cli.banks import list_banks
from bot.cli.scan import load_banks
from bot.domain.bank import KEEP_REMOVED, Standing
from bot.domain.case import Case
from bot.domain.policy import Mode
from bot.domain.signal import Score
from bot.domain.verdict import Outcome
from classifiers.cascade import Cascade
from classifiers.cascade import Stage as Asked
from classifiers.screener import MediaScreener
from config.schema import PolicySettings, Settings
from tests.fakes import FakeScreener, MovableClock
from tests.integration.asking import announced, ask, press
from tests.integration.stage import CLASS, STAFF, Stage, until, until_settled
from tests.unit.classifiers.films import film
from tests.unit.classifiers.pictures import Here, drawing

SIDE = 512  # What PDQ stretches pictures to: smaller drawings lose more bits of it.
HARMLESS, ALSO_HARMLESS, BAD, ALSO_BAD = 1, 4, 3, 2


@dataclass
class Colour:
    """Says how colourful a picture is: below 1 what it only suspects."""

    id: str
    label: str

    def judge(self, picture: Image.Image) -> tuple[Score, ...]:
        red, green, _ = np.asarray(picture.resize((1, 1), Image.Resampling.BOX))[0, 0].astype(int)
        value = 0.95 if red - green > 70 else 0.3 if red - green > 30 else 0.0
        return (Score(self.id, self.label, value if self.label == "nsfw" else 0.0),)


def grey(seed: int) -> Image.Image:
    """Draw what models take for harmless, whatever it shows."""
    return ImageOps.grayscale(drawing(seed, SIDE, SIDE)).convert("RGB")


def red(seed: int, how: float = 1.0) -> Image.Image:
    """Draw the same with colour, which the models object to."""
    luma = ImageOps.grayscale(drawing(seed, SIDE, SIDE)).point(lambda level: 60 + level // 2)
    high, low = (luma.point(lambda level, add=add: level + add) for add in (40 * how, -40 * how))
    return Image.merge("RGB", (high, low, low))


def png(picture: Image.Image) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def clip(*shots: Image.Image) -> bytes:
    """Return a film of one second a shot."""
    return film((shot for shot in shots for _ in range(10)), rate=10)


BAD_FILM = clip(grey(HARMLESS), red(BAD), red(ALSO_BAD), grey(ALSO_HARMLESS))


@pytest.fixture
def screener() -> Iterator[MediaScreener]:
    models = (Colour("open_nsfw", "nsfw"), Colour("nudenet", "none"))
    opened = MediaScreener(
        Cascade([Asked(one, None, 0.05, frozenset(), tiles=False) for one in models]), Here()
    )
    yield opened
    opened.close()


@pytest.fixture
def stage(tmp_path: Path, screener: MediaScreener) -> Stage:
    return Stage(tmp_path / "data", screener, timeout_seconds=30)


async def posted(
    stage: Stage, app: App, data: bytes, chat: str = CLASS
) -> tuple[Message, str, str]:
    """Post something, once all is known that was removed; return how it ended."""
    await app._upkeep._banks.refresh()
    message = stage.post(data, chat=chat)
    await until_settled(app)
    ended = stage.look(
        f"SELECT verdict, reason FROM item WHERE message = '{message.id}'",  # noqa: S608 - ours
    )
    assert len(ended) == 1
    return message, *ended[0]


async def outcome(stage: Stage, app: App, data: bytes) -> tuple[str, str]:
    _, *ended = await posted(stage, app, data)
    return ended[0], ended[1]


async def case_of(app: App, number: int) -> Case:
    case = await app.books.cases.get(number)
    assert case is not None
    return case


def in_bank(stage: Stage) -> int:
    query = "SELECT count(*) FROM bank_entry JOIN bank ON bank.id = bank_id WHERE name = 'removed'"
    return int(stage.look(query)[0][0])


ASKED, BY_TWO_KEYS = (Outcome.REVIEW, "like:removed"), (Outcome.REMOVE, "like:removed")
BY_MODEL, CLEAN = (Outcome.REMOVE, "model:open_nsfw"), (Outcome.ALLOW, "clean")


async def test_a_still_of_a_removed_film_is_known(stage: Stage) -> None:
    async with stage.app() as app:
        assert await outcome(stage, app, png(grey(BAD))) == CLEAN
        assert await outcome(stage, app, BAD_FILM) == BY_MODEL
        # By itself it leads to a question, and stays until a person has answered.
        message, *ended = await posted(stage, app, png(grey(BAD).resize((400, 400))))
        assert tuple(ended) == ASKED
        assert stage.stands(message)
        # And so is the still that was posted before the film.
        await until(lambda: len(announced(stage, "alert-head")) == 3)
        alerts = announced(stage, "alert-head")
        assert len([one for one in alerts if "en/alert-why-removed-before" in one]) == 2
        assert len([one for one in alerts if "en/alert-what-left-earlier" in one]) == 1
        # Together with a model's weak sign it is removed, also mirrored.
        for seed in (BAD, ALSO_BAD):
            again = ImageOps.mirror(red(seed, how=0.5))
            message, *ended = await posted(stage, app, png(again))
            assert tuple(ended) == BY_TWO_KEYS
            assert not stage.stands(message)
        # The film's harmless frames have not become known ones.
        for seed in (HARMLESS, ALSO_HARMLESS):
            assert await outcome(stage, app, png(grey(seed))) == CLEAN


async def test_a_film_that_shows_a_removed_still_is_known(stage: Stage) -> None:
    async with stage.app() as app:
        shown = clip(grey(HARMLESS), grey(BAD), grey(ALSO_HARMLESS))
        assert await outcome(stage, app, shown) == CLEAN
        assert await outcome(stage, app, png(red(BAD))) == BY_MODEL
        # Other bytes, for the same file is not looked at twice.
        assert await outcome(stage, app, clip(grey(ALSO_HARMLESS), grey(BAD))) == ASKED
        faint = clip(grey(HARMLESS), red(BAD, how=0.5), grey(ALSO_HARMLESS))
        assert await outcome(stage, app, faint) == BY_TWO_KEYS


async def test_a_weak_sign_alone_still_only_asks(stage: Stage) -> None:
    async with stage.app() as app:
        assert await outcome(stage, app, png(red(BAD, how=0.5))) == (
            Outcome.REVIEW,
            "model:open_nsfw",
        )
        assert in_bank(stage) == 0


async def test_a_running_bot_knows_within_five_seconds_and_a_new_one_at_once(
    stage: Stage, screener: MediaScreener
) -> None:
    def known() -> bool:
        return any(match.bank == "removed" for match in screener.likes(b"", digest))

    async with stage.app() as app:
        stage.post(png(red(BAD)))
        await until_settled(app)
        digest = (await app.books.banks.entries("removed"))[0].sha256 or ""
        await until(known, seconds=6)
    screener.load_banks([], [])
    assert not known()
    async with stage.app() as app:
        await until(known, seconds=2)
        assert await outcome(stage, app, png(grey(BAD))) == ASKED


@pytest.mark.parametrize("by", ["command", "button"])
async def test_a_false_alarm_takes_the_likeness_away_from_an_innocent_picture(
    stage: Stage, by: str
) -> None:
    async with stage.app() as app:
        assert await outcome(stage, app, BAD_FILM) == BY_MODEL
        film_is_known = in_bank(stage)
        assert await outcome(stage, app, png(grey(BAD))) == ASKED
        assert in_bank(stage) == film_is_known
        # The adult rules on the film: with it everything goes that came of it.
        if by == "command":
            answer = await ask(stage, "/falsealarm C-0001", by="lead", chat=STAFF)
        else:
            await until(lambda: len(announced(stage, "alert-head")) == 2)
            answer = await press(stage, "mistake")
        assert answer.key == "falsealarm-done"
        left = await outcome(stage, app, png(grey(BAD).resize((400, 400))))
        # The button was the still's: its look is harmless here from now on, whatever models guess.
        assert left == (CLEAN if by == "command" else (Outcome.ALLOW, "allowed"))
        assert (in_bank(stage) == 0) is (by == "command")
        # What the button of the still's alert was not about is still known.
        other = await outcome(stage, app, png(grey(ALSO_BAD)))
        assert other == (CLEAN if by == "command" else ASKED)


async def test_the_sender_of_a_false_alarm_gets_an_apology_as_before(stage: Stage) -> None:
    async with stage.app() as app:
        await outcome(stage, app, png(red(BAD)))
        await ask(stage, "/falsealarm 1", by="lead", chat=STAFF)
        sorry = "en/sender-false-alarm number=C-0001\nen/sender-post-again"
        await until(lambda: sorry in stage.said_in("private:ana"))


@pytest.mark.parametrize("mode", [Mode.SHADOW, Mode.ALERT])
async def test_nothing_is_remembered_where_nothing_is_removed(
    tmp_path: Path, screener: MediaScreener, mode: Mode
) -> None:
    stage = Stage(tmp_path / "data", screener, policy=PolicySettings(mode=mode), timeout_seconds=30)
    async with stage.app() as app:
        for data in (BAD_FILM, png(red(BAD))):
            assert await outcome(stage, app, data) == BY_MODEL
        assert in_bank(stage) == 0
        assert await outcome(stage, app, png(grey(BAD))) == CLEAN


async def test_what_is_known_already_is_not_put_in_again(stage: Stage) -> None:
    async with stage.app() as app:
        assert await outcome(stage, app, BAD_FILM) == BY_MODEL
        entries = in_bank(stage)
        # The same frames in a new file: only the file is new.
        assert await outcome(stage, app, clip(red(BAD), red(ALSO_BAD))) == BY_MODEL
        assert in_bank(stage) == entries + 1
        assert await outcome(stage, app, png(red(BAD, how=0.5))) == BY_TWO_KEYS
        assert in_bank(stage) == entries + 1


async def test_the_breaker_stops_what_rests_on_a_likeness_and_counts_it(
    tmp_path: Path, screener: MediaScreener
) -> None:
    policy = PolicySettings(breaker_per_hour=3)
    stage = Stage(tmp_path / "data", screener, policy=policy, timeout_seconds=30)
    async with stage.app() as app:
        assert await outcome(stage, app, BAD_FILM) == BY_MODEL
        for size in (508, 504):
            faint = red(BAD, how=0.5).resize((size, size))
            assert await outcome(stage, app, png(faint)) == BY_TWO_KEYS
        faint = red(BAD, how=0.5).resize((500, 500))
        assert await outcome(stage, app, png(faint)) == (Outcome.REVIEW, "breaker")
        # And so are the models, by what rested on a likeness.
        assert await outcome(stage, app, png(red(9))) == (Outcome.REVIEW, "breaker")


async def test_a_death_while_a_removal_is_stored_leaves_neither_case_nor_hashes(
    stage: Stage,
) -> None:
    def plant(app: App) -> None:
        async def die(*_: object, **__: object) -> None:
            died.set()
            raise Killed

        app.books.audit.append = die  # type: ignore[method-assign]  # the last step of deciding

    died = asyncio.Event()
    message = stage.post(png(red(BAD)))
    async with stage.app(before_start=plant):
        await asyncio.wait_for(died.wait(), 10)
    for table in ("cases", "effect", "bank", "bank_entry"):
        assert stage.look(f"SELECT * FROM {table}") == []  # noqa: S608 - our own
    async with stage.app() as app:
        await until(lambda: not stage.stands(message))
        await until_settled(app)
        assert stage.look("SELECT DISTINCT case_id FROM bank_entry") == [(1,)]
        assert in_bank(stage) == 2
        assert (await case_of(app, 1)).verdict.reason == "model:open_nsfw"


class Killed(BaseException):
    """The process is gone."""


async def test_after_half_a_year_it_is_forgotten(tmp_path: Path, screener: MediaScreener) -> None:
    clock = MovableClock()
    stage = Stage(tmp_path / "data", screener, clock=clock, timeout_seconds=30)
    async with stage.app() as app:
        assert await outcome(stage, app, png(red(BAD))) == BY_MODEL
    clock.move(KEEP_REMOVED)
    async with stage.app() as app:
        assert await outcome(stage, app, png(grey(BAD))) == ASKED
    clock.move(timedelta(hours=1))
    async with stage.app() as app:
        await until(lambda: in_bank(stage) == 0)
        assert await outcome(stage, app, png(grey(BAD).resize((500, 500)))) == CLEAN


async def test_the_operator_can_list_it_and_take_it_out(
    stage: Stage, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    async with stage.app() as app:
        assert await outcome(stage, app, png(red(BAD))) == BY_MODEL
    settings = Settings(data_dir=stage.folder)
    await asyncio.to_thread(list_banks, settings)
    assert re.search(r"removed +│ own +│ 2 \(2 unsure\)", capsys.readouterr().out)
    await asyncio.to_thread(export_bank, settings, "removed")
    kinds = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert kinds == ["sha256", "pdq"]
    # `scan` judges as the chat does: what no person vouches for removes nothing there either.
    fresh = FakeScreener()
    await load_banks(settings, fresh)
    assert {entry.standing for entry in fresh.entries.values()} == {Standing.UNSURE}
