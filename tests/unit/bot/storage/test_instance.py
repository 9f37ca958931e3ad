"""One process a database, and the key that seals its cases."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.domain.errors import StartRefused
from bot.storage.instance import audit_key, known_key, make_folder, only_instance
from bot.storage.migrate import ROOT

HOLD = """
import sys, time
from pathlib import Path
from bot.storage.instance import only_instance
with only_instance(Path(sys.argv[1]), sys.argv[2]):
    print("held", flush=True)
    sys.stdin.read()
"""


def address(file: Path) -> str:
    return f"sqlite:///{file}"


@contextmanager
def another_process(folder: Path, file: Path) -> Iterator[subprocess.Popen[str]]:
    """Let a real process hold the database."""
    with subprocess.Popen(  # noqa: S603 - our own interpreter and the script above
        [sys.executable, "-c", HOLD, str(folder), address(file)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_process_is_refused_with_the_first_ones_number_and_the_fix(
    tmp_path: Path,
) -> None:
    file = tmp_path / "upstander.db"
    with another_process(tmp_path, file) as first:
        with pytest.raises(StartRefused) as refused, only_instance(tmp_path, address(file)):
            pass
        said = str(refused.value)
    assert f"process {first.pid}" in said
    assert "Stop it first" in said
    assert "UPSTANDER_DATA_DIR" in said


@pytest.mark.parametrize("name", ["one.db", "link.db", "linked/one.db"])
def test_another_data_folder_is_no_way_around_the_lock(tmp_path: Path, name: str) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "one.db")
    (tmp_path / "linked").symlink_to(tmp_path)
    with another_process(tmp_path / "first", tmp_path / "one.db") as first:
        second = only_instance(tmp_path / "second", address(tmp_path / name))
        with pytest.raises(StartRefused, match=f"process {first.pid}"), second:
            pass


def test_the_database_is_free_after_a_kill_9(tmp_path: Path) -> None:
    file = tmp_path / "upstander.db"
    with another_process(tmp_path, file) as first:
        first.kill()
        first.wait(10)
        with only_instance(tmp_path, address(file)):
            assert (tmp_path / "upstander.db.lock").read_text() == str(os.getpid())


def test_the_database_is_free_after_an_end(tmp_path: Path) -> None:
    for _ in range(2):
        with only_instance(tmp_path, address(tmp_path / "upstander.db")):
            pass


def test_two_databases_are_two_installations(tmp_path: Path) -> None:
    one, two = (address(tmp_path / name) for name in ("one.db", "two.db"))
    with only_instance(tmp_path, one), only_instance(tmp_path, two):
        pass


def test_a_database_in_a_folder_that_is_not_there_is_explained(tmp_path: Path) -> None:
    lock = only_instance(tmp_path, address(tmp_path / "nowhere" / "one.db"))
    with pytest.raises(StartRefused, match=r"nowhere.*UPSTANDER_DATABASE_URL"), lock:
        pass


def test_a_new_folder_is_its_owners_alone(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "deep" / "data")
    assert folder.stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StartRefused, match=r"cannot be made.*UPSTANDER_DATA_DIR"):
        make_folder(tmp_path / "file" / "data")


def test_a_folder_that_may_not_be_written_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.instance.os.access", lambda *_: False)
    with pytest.raises(StartRefused, match=r"cannot be written.*Change its owner"):
        make_folder(tmp_path)


def test_looking_for_the_key_makes_none(tmp_path: Path) -> None:
    assert known_key(tmp_path / "data") is None
    assert list(tmp_path.iterdir()) == []
    made = audit_key(tmp_path)
    assert known_key(tmp_path) == made


def test_the_key_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    key = audit_key(tmp_path)
    assert len(key) == 32
    assert audit_key(tmp_path) == key
    assert (tmp_path / "audit.key").stat().st_mode & 0o777 == 0o600
    assert audit_key(tmp_path / "another") != key


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_key_that_others_may_read_is_refused_with_the_command(tmp_path: Path, mode: int) -> None:
    audit_key(tmp_path)
    (tmp_path / "audit.key").chmod(mode)
    with pytest.raises(StartRefused, match="chmod 600"):
        audit_key(tmp_path)


@pytest.mark.parametrize("content", [b"", b"zz" * 32, b"ab", b"\xff" * 64, b"ab" * 33])
def test_a_damaged_key_is_refused_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    audit_key(tmp_path)
    (tmp_path / "audit.key").write_bytes(content)
    with pytest.raises(StartRefused, match=r"damaged.*backup"):
        audit_key(tmp_path)
    assert (tmp_path / "audit.key").read_bytes() == content
