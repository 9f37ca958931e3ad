"""A link to a tool that makes fake nudes, through the whole app: removed, explained, no hurry."""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL.PngImagePlugin import PngInfo

from bot.cli.assemble import screener_open
from bot.domain.message import ChatRef
from bot.domain.policy import OpaqueHandling
from bot.domain.signal import LinkMatch, Mark, Screening
from bot.domain.verdict import Outcome
from config.schema import PolicySettings, Settings
from tests.fakes import FakeScreener
from tests.integration.stage import ANA, CLASS, STAFF, Stage, until, until_settled
from tests.unit.classifiers.pictures import code, drawing, encode

LISTED = "https://www.clothoff.io/app?ref=ana"
WORDS = [
    f"look {LISTED}",
    "try clothoff.io",
    "ask @ClothOff_bot",
    "https://t.me/clothoffbot",
    "https://search.example/url?q=https%3A%2F%2Fclothoff.test%2F",
]


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path / "data")


@pytest.mark.parametrize("text", WORDS)
async def test_a_listed_link_is_removed_and_its_sender_is_told_why(stage: Stage, text: str) -> None:
    async with stage.app() as app:
        message, other = stage.post(text=text), stage.post(text="hello @ben, see example.org")
        await until(lambda: not stage.stands(message))
        await until(lambda: bool(stage.said_in(STAFF)))
        await until_settled(app)
        case = await app.books.cases.get(1)
        assert await app.books.cases.get(2) is None
    assert case is not None
    assert (case.verdict.outcome, case.verdict.reason) == (Outcome.REMOVE, "link:nudify")
    assert LinkMatch("nudify", "clothoff") in case.verdict.signals
    assert stage.stands(other)
    assert stage.said_in(CLASS) == ["en/group-removed-message"]
    (told,) = stage.said_in("private:ana")
    assert told.splitlines()[0] == "en/sender-notice-link number=C-0001"
    (alert,) = stage.said_in(STAFF)
    assert "en/alert-why-link" in alert
    assert "en/alert-steps-link" in alert
    assert "clothoff" not in alert.lower()


@pytest.mark.parametrize("links", OpaqueHandling)
async def test_a_listed_link_is_caught_whatever_the_policy_says_of_links(
    tmp_path: Path, links: OpaqueHandling
) -> None:
    stage = Stage(tmp_path / "data", policy=PolicySettings(links=links))
    async with stage.app() as app:
        message = stage.post(text=LISTED)
        await until(lambda: not stage.stands(message))
        await until_settled(app)


async def test_a_listed_link_in_the_caption_takes_the_picture_along(stage: Stage) -> None:
    async with stage.app() as app:
        message = stage.post(b"clean", text=LISTED)
        await until(lambda: not stage.stands(message))
        await until_settled(app)
    assert len(stage.said_in("private:ana")) == 1


async def test_an_edit_that_puts_a_listed_link_in_is_removed(stage: Stage) -> None:
    async with stage.app() as app:
        message = stage.post(text="hello")
        await until_settled(app)
        assert stage.stands(message)
        stage.world.edit(message.id, ANA, text=LISTED)
        await until(lambda: not stage.stands(message))
        await until_settled(app)


async def test_a_flood_of_listed_links_does_not_switch_the_models_off(tmp_path: Path) -> None:
    stage = Stage(tmp_path / "data", policy=PolicySettings(breaker_per_hour=2))
    async with stage.app() as app:
        flood = [stage.post(text=f"{LISTED}{number}") for number in range(4)]
        await until(lambda: not any(stage.stands(one) for one in flood))
        await until_settled(app)
        bad = stage.post(b"bad")
        await until(lambda: not stage.stands(bad))
        await until_settled(app)


def contents(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


async def test_the_address_of_a_listed_link_is_stored_nowhere(stage: Stage, tmp_path: Path) -> None:
    async with stage.app() as app:
        message = stage.post(text="https://clothoff.io/ref-of-ana")
        await until(lambda: not stage.stands(message))
        await until_settled(app)
        files = contents(tmp_path)
    assert any(b"link:nudify" in data for data in files)
    assert not any(b"ref-of-ana" in data for data in files)


async def test_a_code_with_a_listed_link_is_removed_and_another_code_stays(
    tmp_path: Path,
) -> None:
    async with screener_open(Settings()) as screener:
        stage = Stage(tmp_path / "data", screener=screener)
        async with stage.app() as app:
            bad = stage.post(encode(code(LISTED), "PNG"))
            good = stage.post(encode(code("https://example.org"), "PNG"))
            await until(lambda: not stage.stands(bad))
            await until_settled(app)
            assert stage.stands(good)
            case = await app.books.cases.get(1)
    assert case is not None
    assert case.verdict.reason == "link:nudify"
    (told,) = stage.said_in("private:ana")
    assert told.splitlines()[0] == "en/sender-notice-link number=C-0001"


class MarkedScreener(FakeScreener):
    """Says of everything that a program made it."""

    def screen(
        self, data: bytes, *, thorough: bool = False, chat: ChatRef | None = None
    ) -> Screening:
        return replace(super().screen(data, thorough=thorough, chat=chat), marks=tuple(Mark))


async def told(stage: Stage, lines: list[str]) -> None:
    await until(lambda: stage.said_in(CLASS) == lines)


DATA = [b"bad", b"maybe", b"known", b"clean", b"a text file"]


@pytest.mark.parametrize("data", DATA)
async def test_marks_never_change_a_verdict(tmp_path: Path, data: bytes) -> None:
    found = []
    for name, screener in (("plain", FakeScreener()), ("marked", MarkedScreener())):
        stage = Stage(tmp_path / name, screener=screener)
        async with stage.app() as app:
            message = stage.post(data)
            await until_settled(app)
            await told(stage, [] if stage.stands(message) else ["en/group-removed"])
            case = await app.books.cases.get(1)
            found.append((case and case.verdict, stage.stands(message)))
            assert case is None or case.marks == (tuple(Mark) if name == "marked" else ())
    assert found[0] == found[1]


async def test_a_mark_is_told_to_the_adults_in_one_calm_line_and_to_nobody_else(
    tmp_path: Path,
) -> None:
    text = PngInfo()
    text.add_text("parameters", "a red boat\nSteps: 20, Sampler: Euler a, CFG scale: 7")
    text.add_text("workflow", '{"3": {}}')
    text.add_text("padding", "x" * 100)
    data = encode(drawing(1), "PNG", pnginfo=text)
    async with screener_open(Settings()) as screener:
        stage = Stage(tmp_path / "data", screener=screener)
        async with stage.app() as app:
            # Cut in the middle, so that there is a case at all: a drawing is nothing bad.
            stage.post(data[: len(data) // 2])
            await until(lambda: bool(stage.said_in(STAFF)))
            await until_settled(app)
            case = await app.books.cases.get(1)
    assert case is not None
    assert case.marks == (Mark.STABLE_DIFFUSION, Mark.COMFYUI)
    assert case.verdict.outcome is Outcome.OPAQUE
    (alert,) = stage.said_in(STAFF)
    assert alert.count("alert-marks-made") == 1
    assert "boat" not in alert
    assert stage.said_in("private:ana") == stage.said_in(CLASS) == []
