"""`forget` as people type it: it says what goes, and refuses what must stay."""

import asyncio
from pathlib import Path

import pytest

from bot.domain.casework import CaseRuling
from bot.domain.message import Actor, ActorKind
from bot.storage.books import open_books
from bot.storage.instance import audit_key
from tests.commands.shell import SQLITE
from tests.commands.test_export_case import exported, upstander
from tests.contract.books_rig import DEFAULTS, decided
from tests.fakes import MovableClock

LEAD = Actor(ActorKind.USER, "lead")


async def fill(folder: Path) -> None:
    url, key = f"{SQLITE}{folder / 'upstander.db'}", audit_key(folder)
    async with open_books(url, MovableClock(), key, DEFAULTS, alone=True) as books:
        for message in ("closed", "held", "open"):
            await decided(books, message)
        for case in (1, 2):
            await books.rulings.rule(case, CaseRuling.CLOSE, LEAD)
        await books.rulings.rule(2, CaseRuling.HOLD, LEAD)


@pytest.fixture
def filled(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(place)
    (place / "data").mkdir(mode=0o700)
    asyncio.run(fill(place / "data"))
    return place


def test_without_yes_nothing_is_done_and_it_is_said_what_would_be(filled: Path) -> None:
    done = upstander(filled, "forget", "C-0001")
    assert done.returncode == 2
    for words in ("ids of sender and adults", "What stays", "Nothing was done", "--yes"):
        assert words in done.stderr
    assert '"ana"' in exported(filled).read_text()


def test_a_forgotten_case_names_nobody_and_its_record_can_be_checked(filled: Path) -> None:
    done = upstander(filled, "forget", "C-0001", "--yes")
    assert done.returncode == 0, done.stderr
    assert "C-0001 is forgotten" in done.stdout
    file = exported(filled)
    assert '"ana"' not in file.read_text()
    assert upstander(filled, "verify", str(file)).returncode == 0


@pytest.mark.parametrize(
    ("case", "why"), [("C-0002", "/release"), ("C-0003", "/close"), ("C-0099", "no such case")]
)
def test_what_must_stay_is_refused_with_the_reason(filled: Path, case: str, why: str) -> None:
    done = upstander(filled, "forget", case, "--yes")
    assert done.returncode == 1
    assert f"{case} is NOT forgotten" in done.stdout
    assert why in done.stdout


def test_a_sender_is_forgotten_in_all_cases_that_may_go(filled: Path) -> None:
    done = upstander(filled, "forget", "--person", "sandbox:ana", "--yes")
    assert done.returncode == 1
    assert "C-0001 is forgotten" in done.stdout
    for case in ("C-0002", "C-0003"):
        assert f"{case} is NOT forgotten" in done.stdout
    assert "who posted them" in done.stdout


@pytest.mark.parametrize(
    "words",
    [(), ("C-0001", "--person", "sandbox:ana"), ("nonsense",), ("--person", "ana")],
)
def test_what_names_nothing_is_refused(filled: Path, words: tuple[str, ...]) -> None:
    assert upstander(filled, "forget", *words, "--yes").returncode == 2
