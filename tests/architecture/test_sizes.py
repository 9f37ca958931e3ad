"""No file grows so long that nobody reads it whole; ruff bounds the functions."""

import pytest

from tests.architecture.tree import ROOT, files, text

MOST_LINES = 400
# One file on purpose: people open it on a phone, and keep or pass on the whole of it.
LARGER = {"docs/hash.html": 510}
CODE = {".py", ".sh", ".js", ".css", ".html", ".ftl"}


def test_no_source_file_is_longer_than_the_limit() -> None:
    lengths = {str(path): text(path).count("\n") for path in files() if path.suffix in CODE}

    assert len(lengths) > 50
    assert LARGER.keys() <= lengths.keys()
    assert {
        path: lines for path, lines in lengths.items() if lines > LARGER.get(path, MOST_LINES)
    } == {}


def test_launcher_is_short_enough_to_be_read_before_it_is_run() -> None:
    assert (ROOT / "upstander").read_text().count("\n") <= 60


@pytest.mark.parametrize("path", ["upstander", "scripts/check", ".ci/run"])
def test_commands_are_executable(path: str) -> None:
    assert (ROOT / path).stat().st_mode & 0o111 == 0o111
