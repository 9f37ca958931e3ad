"""`export-case`, `verify` and `key show` as people type them, on a database that was filled."""

import asyncio
import json
import re
import sqlite3
import stat
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.cli.doctor_data import data_findings
from bot.cli.finding import Finding
from bot.domain.action import ActionKind
from bot.domain.errors import UpstanderError
from bot.domain.proof import file_text, signed_of_file
from bot.storage.books import open_books
from bot.storage.instance import audit_key
from bot.storage.signing import Signer
from config.schema import Settings
from tests.commands import shell
from tests.commands.shell import SQLITE
from tests.contract.books_rig import DEFAULTS, decided, ended
from tests.fakes import MovableClock

# What must stand in no file: the handle by which the item was fetched.
HANDLE = "handle-m"


@dataclass(frozen=True)
class Done:
    """How a command ended, as the shell sees it."""

    returncode: int
    stdout: str
    stderr: str


def upstander(place: Path, *words: str) -> Done:
    """Run a command in this process, which saves starting another; `main` does the same."""
    result = CliRunner().invoke(app, words, env={"UPSTANDER_DATA_DIR": str(place / "data")})
    if isinstance(result.exception, UpstanderError):
        return Done(1, result.stdout, str(result.exception))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return Done(result.exit_code, result.stdout, result.stderr)


@pytest.fixture(autouse=True)
def _here(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)


async def fill(folder: Path) -> None:
    """Let a bot remove one item and tell the adults."""
    url, key = f"{SQLITE}{folder / 'upstander.db'}", audit_key(folder)
    async with open_books(url, MovableClock(), key, DEFAULTS, alone=True) as books:
        await decided(books)
        await ended(books, ActionKind.TAKEDOWN)
        await ended(books, ActionKind.ALERT)


@pytest.fixture
def filled(place: Path) -> Path:
    (place / "data").mkdir(mode=0o700)
    asyncio.run(fill(place / "data"))
    return place


def spoil(place: Path, statement: str) -> None:
    connection = sqlite3.connect(place / "data" / "upstander.db")
    with connection:
        connection.execute(statement)
    connection.close()


def head(place: Path) -> str:
    connection = sqlite3.connect(place / "data" / "upstander.db")
    row = connection.execute("SELECT seq, seal FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    connection.close()
    return f"{row[0]}-{row[1][:32]}"


def exported(place: Path, *words: str) -> Path:
    done = upstander(place, "export-case", "C-0001", *words)
    assert done.returncode == 0, done.stderr
    return max(place.rglob("C-0001-*.json"))


def alter(file: Path, key: bytes | None = None) -> None:
    """Change who posted it; with a key, sign the file anew."""
    document: dict[str, Any] = json.loads(file.read_text())
    document["lines"][0]["what"]["sender"]["id"] = "ben"
    if key is not None:
        document["signature"] = Signer(key).sign(signed_of_file(document))
    file.write_text(file_text(document))


def test_a_record_is_exported_and_found_whole(filled: Path) -> None:
    file = exported(filled)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.with_suffix(".html").stat().st_mode) == 0o600
    key = upstander(filled, "key", "show")
    assert (key.returncode, len(key.stdout.strip())) == (0, 64)

    plain = upstander(filled, "verify", file.name)
    assert plain.returncode == 0
    assert "WHOLE" in plain.stdout
    assert "not who signed" in plain.stdout
    assert key.stdout.strip() in plain.stdout

    noted = filled / "key.txt"
    noted.write_text(key.stdout)
    for known in (key.stdout.strip(), str(noted)):
        sure = upstander(filled, "verify", file.name, "--key", known)
        assert sure.returncode == 0
        assert "the key that you expected" in sure.stdout
        assert "not who signed" not in sure.stdout


def test_verify_needs_no_settings_no_database_and_no_folder(filled: Path) -> None:
    file = exported(filled).rename(filled / "alone.json")
    elsewhere = filled / "elsewhere"
    elsewhere.mkdir()
    done = shell.upstander(
        elsewhere, "verify", str(file), UPSTANDER_DATA_DIR="/nowhere", UPSTANDER_MISSPELT="1"
    )
    assert done.returncode == 0, done.stdout
    assert list(elsewhere.iterdir()) == []


def test_an_altered_record_and_one_by_another_key_are_told_apart(filled: Path) -> None:
    file = exported(filled)
    other = Signer(b"x" * 32).public
    done = upstander(filled, "verify", file.name, "--key", other)
    assert done.returncode == 1
    assert "another key" in done.stdout
    alter(file)
    done = upstander(filled, "verify", file.name)
    assert done.returncode == 1
    assert "ALTERED" in done.stdout
    assert "Line 1" in done.stdout


def test_who_has_the_key_cannot_change_a_line_unseen(filled: Path) -> None:
    file = exported(filled)
    alter(file, audit_key(filled / "data"))
    done = upstander(filled, "verify", file.name)
    assert done.returncode == 1
    assert "Line 1" in done.stdout


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xff\xd8\xff\xe0", "no text"),
        (b"{}", "not the record"),
        (b'{"format": "upstander case record", "version": 9}', "version '9'"),
        (b'{"format": "upst', "cut off"),
        (b"[" * 100_000, "nested"),
        (b" " * (16 * 1024 * 1024 + 1), "more than 16 MB"),
    ],
)
def test_what_is_no_record_is_refused_in_words(place: Path, data: bytes, words: str) -> None:
    (place / "odd.json").write_bytes(data)
    done = upstander(place, "verify", "odd.json")
    assert done.returncode == 2
    assert "NOT READABLE" in done.stdout
    assert words in done.stdout


def test_wrong_use_is_told_from_a_wrong_record(place: Path) -> None:
    for words in (
        ("verify",),
        ("verify", "missing.json"),
        ("verify", "missing.json", "--head", "1-" + "a" * 32),
        ("verify", "missing.json", "--key", "abc"),
        ("verify", "--head", "abc"),
        ("export-case", "seven"),
    ):
        done = upstander(place, *words)
        assert done.returncode == 2, words
        assert done.stdout + done.stderr


def test_without_a_database_there_is_nothing_to_export_and_nothing_is_made(place: Path) -> None:
    for words in (("export-case", "1"), ("key", "show"), ("verify", "--head", "1-" + "a" * 32)):
        done = upstander(place, *words)
        assert done.returncode == 1, words
        assert "There is no" in done.stderr
    assert list(place.iterdir()) == []


def test_a_lost_key_is_refused_and_no_other_is_made(filled: Path) -> None:
    key = filled / "data" / "audit.key"
    kept = key.rename(filled / "kept.key")
    for words in (("export-case", "1"), ("key", "show")):
        done = upstander(filled, *words)
        assert done.returncode == 1
        assert "backup" in done.stderr
    assert not key.exists()
    kept.rename(key)
    exported(filled)


def test_a_case_that_there_is_not_and_a_folder_that_there_is_not(filled: Path) -> None:
    done = upstander(filled, "export-case", "C-0099")
    assert (done.returncode, "no case C-0099" in done.stderr) == (1, True)
    done = upstander(filled, "export-case", "C-0001", "--out", "missing")
    assert (done.returncode, "missing" in done.stderr) == (1, True)
    assert list(filled.glob("C-*")) == []


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield name
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, str):
        yield value


def test_no_file_holds_a_picture_a_handle_a_link_or_a_token(filled: Path) -> None:
    file = exported(filled)
    page = file.with_suffix(".html").read_text()
    said = list(_texts(json.loads(file.read_text())))
    assert len(said) > 100
    for text in (*said, page):
        assert HANDLE not in text
        assert not re.search(r"https?://|data:|<img|<script|<a |src=|url\(|token", text)
    # A run of base64 as long as the smallest thumbnail would be one; a signature has 128 digits.
    assert max(map(len, re.findall(r"[A-Za-z0-9+/=]{65,}", " ".join(said)))) == 128


def test_the_page_explains_itself_to_everybody(filled: Path) -> None:
    (filled / "out").mkdir()
    page = exported(filled, "--language", "es", "--out", "out").with_suffix(".html").read_text()
    assert '<html lang="es">' in page
    assert page.count("<h1>") == page.count("<title>") == page.count("<main>") == 1
    for words in ("Registro del caso C-0001", "Lo que no prueba", "Cuánto tiempo se pudo ver"):
        assert words in page
    assert page.count("<table>") == page.count("<thead>") > 5
    assert "<th>" not in page, "each heading says whether it is of a row or of a column"
    assert "Escribid pronto a la plataforma" in page


def test_a_mark_of_the_record_is_found_in_the_chain_that_it_is_of(filled: Path) -> None:
    mark = head(filled)
    done = upstander(filled, "verify", "--head", mark)
    assert (done.returncode, "THERE" in done.stdout) == (0, True)
    exported(filled)
    assert upstander(filled, "verify", "--head", mark).returncode == 0


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)", "CUT OFF"),
        ("UPDATE audit SET what = '{}' WHERE seq = 2", "NOT WHOLE"),
    ],
)
def test_a_cut_tail_is_found_by_the_mark(filled: Path, statement: str, words: str) -> None:
    mark = head(filled)
    spoil(filled, statement)
    done = upstander(filled, "verify", "--head", mark)
    assert done.returncode == 1
    assert words in done.stdout


def test_a_tail_that_was_written_anew_is_found_by_the_mark(filled: Path) -> None:
    mark = head(filled)
    number, _, seal = mark.partition("-")
    done = upstander(filled, "verify", "--head", f"{number}-{seal[::-1]}")
    assert (done.returncode, "ANOTHER CHAIN" in done.stdout) == (1, True)


def test_doctor_names_the_record_that_was_altered(filled: Path) -> None:
    def found() -> Finding:
        findings = asyncio.run(data_findings(Settings(data_dir=filled / "data")))
        return next(one for one in findings if one.name == "records")

    assert found().ok
    assert "4 lines of 1 cases" in found().detail
    spoil(filled, "UPDATE evidence SET at = 'x' WHERE seq = 2")
    assert "C-0001 at line 2" in found().detail
    assert not found().ok


def test_an_altered_record_is_handed_on_with_a_warning(filled: Path) -> None:
    spoil(filled, "UPDATE evidence SET at = 'x' WHERE seq = 2")
    done = upstander(filled, "export-case", "1")
    assert done.returncode == 1
    assert "ALTERED: line 2" in done.stderr
    (file,) = filled.glob("*.json")
    assert upstander(filled, "verify", file.name).returncode == 1


def test_a_record_whose_end_is_missing_is_handed_on_with_a_warning(filled: Path) -> None:
    spoil(filled, "DELETE FROM evidence WHERE seq = 4")
    done = upstander(filled, "export-case", "1")
    assert done.returncode == 1
    assert "CUT OFF" in done.stderr


def _unpacked(pdf: bytes) -> bytes:
    """Return a PDF with what is packed in it behind it."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return pdf + b"".join(
        zlib.decompress(one) for one in packed if one.startswith((b"\x78\xda", b"\x78\x9c"))
    )


def test_with_the_extra_the_page_is_a_tagged_pdf(filled: Path) -> None:
    try:
        import weasyprint
    except (ImportError, OSError):
        pytest.skip("the extra `report`, or the system's Pango, is not installed")
    assert weasyprint
    pdf = _unpacked(exported(filled).with_suffix(".pdf").read_bytes())
    for tagged in (rb"/StructTreeRoot", rb"/Marked\s+true", rb"pdfuaid:part", rb"/S\s*/TH\b"):
        assert re.search(tagged, pdf), tagged
    assert not re.search(rb"/Subtype\s*/Image", pdf)
