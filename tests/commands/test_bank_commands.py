"""The `bank` commands: what an operator does with banks and entries, beside a running bot too."""

import asyncio
import hashlib
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from bot.__main__ import app as commands
from bot.domain.bank import Bank, BankEntry, BankKind, Standing
from bot.domain.errors import UpstanderError
from bot.domain.standing import Ruling
from tests.commands.shell import environment
from tests.fakes import FakeScreener
from tests.integration.stage import Stage, until, until_settled
from tests.unit.classifiers.pictures import drawing

FILES = ("flat.png", "small.png", "film.gif", "words.txt", "none.png")
LIST = "pdq " + "0f" * 32 + ",90\nsha256 " + "ab" * 32 + "\n"


class Operator:
    """Types commands in a place of its own."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
        monkeypatch.chdir(place)
        monkeypatch.setenv("UPSTANDER_DATA_DIR", str(place / "data"))
        monkeypatch.setenv("COLUMNS", "240")
        (place / "list.txt").write_text(LIST)

    def types(self, *words: str, answer: str = "") -> str:
        """Give a command that must succeed; return what it says."""
        result = CliRunner().invoke(commands, ["bank", *words], input=answer)
        if result.exception is not None:
            raise result.exception
        return result.output

    def fails(self, *words: str) -> str:
        """Give a command that must be refused; return why."""
        with pytest.raises((UpstanderError, SystemExit)) as refused:
            self.types(*words)
        return str(refused.value)


@pytest.fixture
def operator(monkeypatch: pytest.MonkeyPatch, place: Path) -> Operator:
    return Operator(monkeypatch, place)


def save(place: Path, name: str, picture: Image.Image) -> None:
    picture.save(place / name)


def line(text: str, bank: str) -> list[str]:
    """Return the cells of a bank's line in the table."""
    found = next(each for each in text.splitlines() if f"│ {bank} " in each)
    return [cell.strip() for cell in found.split("│")[1:-1]]


def test_a_list_has_a_kind_a_share_and_an_end(operator: Operator) -> None:
    for name, *options in (
        ("known", "--share", "250", "--expires", "2027-01-31"),
        ("memes", "--kind", "guard"),
        ("fine", "--kind", "allow", "--chat", "telegram:-1"),
    ):
        operator.types("import", "list.txt", "--name", name, *options)
    said = operator.types("list")
    assert line(said, "known")[1:6] == ["list", "2", "250", "yes", "2027-01-31 00:00"]
    assert line(said, "memes")[1:] == ["guard", "2", "1000", "yes", "-", "-", "list.txt"]
    assert "Lists hold 1 hashes of looks. Of 256 bits at most 31 may differ" in said
    shown = operator.types("show", "fine")
    assert shown.count("telegram:-1") == 2
    assert shown.count("allowed") == 2
    assert "kind list, and these would be of kind guard" in operator.fails(
        "import", "list.txt", "--name", "known", "--kind", "guard"
    )
    # Once more without a word about it, it stays what it was.
    assert "0 new hashes" in operator.types("import", "list.txt", "--name", "memes")
    assert line(operator.types("list"), "memes")[1] == "guard"


def test_the_limit_of_lists_follows_the_budget(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    operator.types("import", "list.txt", "--name", "known")
    monkeypatch.setenv("UPSTANDER_BANKS__FALSE_MATCHES", "1e-9")
    said = operator.types("list")
    assert line(said, "known")[6] == "29"
    assert "at most 29 may differ" in said
    assert "1e-09 false matches" in said


def test_settings_change_one_by_one(operator: Operator) -> None:
    operator.types("import", "list.txt", "--name", "known")
    words = ("--share", "10", "--note", "a [note]", "--owner", "me", "--expires", "2027-01-31")
    assert "is changed" in operator.types("set", "known", *words, "--disabled")
    shown = operator.types("show", "known")
    for said in ("a [note]", "owner: me", "10 of 1000", "on: no", "expires: 2027-01-31"):
        assert said in shown
    assert "like that already" in operator.types("set", "known", "--share", "10")
    operator.types("set", "known", "--enabled", "--expires", "never")
    shown = operator.types("show", "known")
    assert "on: yes" in shown
    assert "expires: -" in shown
    assert "There is no bank other" in operator.fails("set", "other", "--share", "1")
    assert "is no day" in operator.fails("set", "known", "--expires", "tomorrow")


def test_entries_are_ruled_about(operator: Operator, place: Path) -> None:
    save(place, "one.png", drawing(1))
    said = operator.types("add", "one.png", "ours", "--note", "why", "--chat", "telegram:-1")
    entry = said.split()[-1]
    assert entry.startswith("file-")
    for word, after in (
        ("confirm", "confirmed"),
        ("deconfirm", "new"),
        ("disable", "disabled"),
        ("enable", "new"),
    ):
        assert entry in operator.types(word, "ours", entry)
        row = next(each for each in operator.types("show", "ours").splitlines() if entry in each)
        assert after in row
        assert "telegram:-1" in row
        assert "changes nothing" in operator.fails(word, "ours", entry)
    assert "changes nothing" in operator.fails("lift", "ours", entry)
    operator.types("disable", "ours", entry)
    assert entry in operator.types("show", "ours", "--doubted")
    operator.types("annotate", "ours", entry, "--note", "[b]other", "--expires", "2027-01-31")
    shown = operator.types("show", "ours")
    assert "[b]other" in shown
    assert "2027-01-31" in shown
    operator.types("withdraw", "ours", entry)
    for word in ("confirm", "withdraw", "annotate"):
        assert "There is no entry" in operator.fails(word, "ours", entry)
    assert "There is no bank" in operator.fails("confirm", "missing", entry)


def test_pictures_are_registered_by_hash_or_refused_with_the_reason(
    operator: Operator, place: Path
) -> None:
    save(place, "one.png", drawing(1))
    save(place, "two.png", drawing(2))
    save(place, "flat.png", Image.new("RGB", (300, 300), "red"))
    save(place, "small.png", drawing(1, 8, 8))
    frames = [drawing(3), drawing(4)]
    frames[0].save(place / "film.gif", save_all=True, append_images=frames[1:])
    (place / "words.txt").write_text("no picture")
    said = operator.types("add", "one.png", "two.png", "ours")
    assert said.count("registered as file-") == 2
    result = CliRunner().invoke(commands, ["bank", "add", *FILES, "one.png", "ours"])
    assert result.exit_code == 1
    for reason in ("it is flat", "too small", "several pictures", "cannot be looked at"):
        assert reason in result.output
    assert result.output.count("not registered") == 5
    assert "one.png: there already, in bank ours" in result.output
    assert line(operator.types("list"), "ours")[2] == "2 (2 new)"
    # The same picture, smaller and as another file, is there already too.
    drawing(1).resize((150, 150)).save(place / "again.jpg", quality=80)
    assert "there already" in operator.types("add", "again.jpg", "ours")
    # What is kept is hashes, and no file was made.
    assert sorted(one.name for one in (place / "data").iterdir()) >= ["audit.key"]
    assert not list((place / "data").rglob("*.png"))


def test_what_everybody_has_is_not_registered(operator: Operator, place: Path) -> None:
    save(place, "meme.png", drawing(1))
    operator.types("add", "meme.png", "first")
    (place / "memes.txt").write_text(operator.types("export", "first"))
    operator.types("import", "memes.txt", "--name", "memes", "--kind", "guard")
    drawing(1).resize((170, 170)).save(place / "same.jpg", quality=80)
    result = CliRunner().invoke(commands, ["bank", "add", "same.jpg", "other"])
    assert result.exit_code == 1
    assert "everybody has" in result.output
    assert "bank memes" in result.output
    assert CliRunner().invoke(commands, ["card", "card.png"]).exit_code == 0
    result = CliRunner().invoke(commands, ["bank", "add", "card.png", "other"])
    assert "everybody has" in result.output


def test_an_operator_may_vouch_at_once_but_not_in_a_list(operator: Operator, place: Path) -> None:
    save(place, "one.png", drawing(1))
    operator.types("add", "one.png", "ours", "--confirmed")
    assert line(operator.types("list"), "ours")[2] == "1 (1 confirmed)"
    operator.types("import", "list.txt", "--name", "known")
    assert "is a list" in operator.fails("add", "one.png", "known")


@pytest.mark.parametrize("name", ["test-card", "removed", "reported", "allowed"])
def test_the_bots_own_banks_are_not_the_operators(
    operator: Operator, place: Path, name: str
) -> None:
    save(place, "one.png", drawing(1))
    for words in (("import", "list.txt", "--name", name), ("add", "one.png", name)):
        assert f"{name} is the name of the b" in operator.fails(*words)
    assert "stays" in operator.fails("remove", name, "--yes")


def test_a_bank_is_removed_only_by_somebody_who_means_it(operator: Operator) -> None:
    operator.types("import", "list.txt", "--name", "known")
    with pytest.raises(SystemExit):
        operator.types("remove", "known", answer="n\n")
    assert "with 2 entries" in operator.types("remove", "known", answer="y\n")
    assert "There is no bank" in operator.fails("remove", "known", "--yes")


# --- beside a running bot


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


async def second_process(stage: Stage, *words: str) -> None:
    """Run a command as its own process, on the data of the running bot."""
    place = stage.folder.parent
    bot = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *words,
        cwd=place,
        env=environment(place, UPSTANDER_DATA_DIR=str(stage.folder)),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await bot.communicate()
    assert bot.returncode == 0, said.decode()


async def took(true: Callable[[], bool], seconds: float) -> float:
    """Return how long it took until something was true; fail after so many seconds."""
    started = time.perf_counter()
    await until(true, seconds)
    return time.perf_counter() - started


async def test_a_disabled_hash_stops_matching_within_a_second_here_and_ten_from_elsewhere(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    screener = FakeScreener()
    stage = Stage(tmp_path / "data", screener, timeout_seconds=30)
    photo_ = b"clean photo that stands on a list"
    async with stage.app() as app:
        await app.books.bank_settings.open(Bank("ours", BankKind.OWN))
        for name, standing in (("here", Standing.CONFIRMED), ("there", Standing.CONFIRMED)):
            one = BankEntry("ours", name, sha256=digest(photo_ + name.encode()), standing=standing)
            await app.books.banks.add("ours", "people", [one])
        await until(lambda: len(screener.entries) == 2, 2)
        await app.books.bank_entries.rule("ours", "here", Ruling.DISABLE)
        here = await took(lambda: ("ours", "here") not in screener.entries, 1)
        await second_process(stage, "bank", "disable", "ours", "there")
        there = await took(lambda: ("ours", "there") not in screener.entries, 10)
        record_property("seconds", f"here {here:.3f}, from another process {there:.3f}")
        for name in ("here", "there"):
            message = stage.post(photo_ + name.encode())
            await until_settled(app)
            assert stage.stands(message)
        await second_process(stage, "bank", "enable", "ours", "there")
        await until(lambda: ("ours", "there") in screener.entries, 10)
        message = stage.post(photo_ + b"there")
        await until_settled(app)
        assert not stage.stands(message)


async def test_a_bank_that_is_disabled_or_not_rolled_out_elsewhere_stops_here(
    tmp_path: Path,
) -> None:
    screener = FakeScreener()
    stage = Stage(tmp_path / "data", screener, timeout_seconds=30)
    data = b"clean photo"
    async with stage.app() as app:
        await app.books.banks.add("known", "x", [BankEntry("known", "1", sha256=digest(data))])
        await until(lambda: len(screener.entries) == 1, 2)
        await second_process(stage, "bank", "set", "known", "--share", "0")
        await until(lambda: screener.banks[0].share == 0, 10)
        message = stage.post(data)
        await until_settled(app)
        assert stage.stands(message)
        await second_process(stage, "bank", "remove", "known", "--yes")
        await until(lambda: screener.banks == [], 10)
        assert screener.entries == {}
