"""The commands as a user types them: real processes, real exit codes, no traceback ever."""

import csv
import io
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from skimage import data as pictures

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "place"
    folder.mkdir()
    return folder


def photo(name: str) -> Any:
    """Return one of scikit-image's photographs as pixels."""
    return getattr(pictures, name)()


def environment(place: Path, **more: str) -> dict[str, str]:
    return {
        "PATH": os.defpath,
        "PYTHONPATH": str(ROOT),
        "UPSTANDER_DATA_DIR": str(place / "data"),
        "OPENBLAS_NUM_THREADS": "1",
        "COLUMNS": "200",
        "TMPDIR": str(place),
        # So that what these processes run is counted too when coverage is measured.
        **{name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")},  # noqa: TID251
        **more,
    }


def upstander(place: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "bot", *words],
        cwd=place,
        env=environment(place, **more),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "Traceback" not in done.stdout + done.stderr
    return done


@contextmanager
def running(place: Path, **more: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run the bot until the block ends; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    bot = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        cwd=place,
        env=environment(place, UPSTANDER_WEB__PORT=str(port), **more),
        stderr=subprocess.PIPE,
        text=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{address}/readyz", timeout=2).close()  # noqa: S310
                break
            except (urllib.error.URLError, ConnectionError):
                assert bot.poll() is None, bot.stderr.read() if bot.stderr else ""
                time.sleep(0.1)
        else:
            raise AssertionError("the bot did not become ready")
        yield bot, address
    finally:
        bot.kill()
        bot.communicate()


def test_demo_once_plays_the_script_and_succeeds(place: Path) -> None:
    done = upstander(place, "demo", "--once")
    assert done.returncode == 0, done.stdout + done.stderr
    for verdict in ("allow", "remove", "opaque", "too_many_pixels", "truncated"):
        assert verdict in done.stdout
    assert not (place / "data").exists(), "the demo must leave the operator's data alone"


def test_demo_once_fails_on_a_wrong_verdict(place: Path) -> None:
    strict = place / "strict.py"
    strict.write_text(
        "import bot.cli.demo_script as s\n"
        "from bot.domain.verdict import Outcome\n"
        "s._CLEAN = s.Expected(Outcome.REMOVE, 'clean')\n"
        "from bot.__main__ import main\n"
        "main()\n"
    )
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, str(strict), "demo", "--once"],
        cwd=place,
        env=environment(place),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert "not the scripted" in done.stdout


def write_pictures(folder: Path) -> None:
    (folder / "sub").mkdir()
    Image.fromarray(photo("coffee")).save(folder / "coffee.jpg")
    Image.fromarray(photo("chelsea")).save(folder / "sub" / "cat.png")
    (folder / "notes.jpg").write_text("no picture")
    (folder / "empty.png").write_bytes(b"")


def test_scan_writes_one_json_object_a_line(place: Path) -> None:
    folder = place / "pictures"
    folder.mkdir()
    write_pictures(folder)
    card = folder / "card.webp"
    assert upstander(place, "card", str(card)).returncode == 0
    done = upstander(place, "scan", "--json", str(folder))
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines
    assert all(
        list(line) == ["path", "verdict", "reason", "signals", "sha256", "pdq", "ms"]
        for line in lines
    )
    found = {Path(line["path"]).name: (line["verdict"], line["reason"]) for line in lines}
    assert found == {
        "card.webp": ("remove", "bank:test-card"),
        "cat.png": ("allow", "clean"),
        "coffee.jpg": ("allow", "clean"),
        "empty.png": ("opaque", "empty"),
        "notes.jpg": ("opaque", "not_a_picture"),
    }


def test_scan_writes_csv_and_a_table(place: Path) -> None:
    (place / "=cmd.jpg").write_text("x")
    done = upstander(place, "scan", "--csv", "=cmd.jpg")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["verdict"] for row in rows] == ["opaque"]
    assert rows[0]["path"].startswith("'=")
    done = upstander(place, "scan", "=cmd.jpg", "--preset", "strict")
    assert "not_a_picture" in done.stdout
    assert "1 opaque" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["scan", "nowhere.png"], "no file or folder nowhere.png"),
        (["scan", ".", "--json", "--csv"], "not both"),
        (["scan", ".", "--preset", "mild"], "no preset mild"),
        (["scan"], "PATHS"),
        (["fly"], "No such command"),
    ],
)
def test_bad_usage_ends_with_2(place: Path, words: list[str], said: str) -> None:
    done = upstander(place, *words)
    assert done.returncode == 2
    assert said.lower() in (done.stdout + done.stderr).lower()


def test_a_file_that_cannot_be_read_is_opaque(place: Path) -> None:
    os.mkfifo(place / "pipe.jpg")
    (place / "gone.jpg").symlink_to("nowhere")
    done = upstander(place, "scan", "--json", ".")
    lines = [json.loads(line) for line in done.stdout.splitlines() if "jpg" in line]
    assert done.returncode == 0
    assert [(line["verdict"], line["reason"]) for line in lines] == [
        ("opaque", "unfetchable"),
        ("opaque", "unfetchable"),
    ]


def test_a_hash_list_goes_in_is_recognised_and_comes_out(place: Path) -> None:
    Image.fromarray(photo("coffee")).save(place / "coffee.png")
    seen = json.loads(upstander(place, "scan", "--json", "coffee.png").stdout)
    assert seen["verdict"] == "allow"
    (place / "list.txt").write_text(f"# ours\npdq {seen['pdq']},99\n")
    done = upstander(place, "bank", "import", "list.txt", "--name", "ours")
    assert "1 new hashes" in done.stdout
    again = upstander(place, "bank", "import", "list.txt", "--name", "ours")
    assert "0 new hashes" in again.stdout
    assert upstander(place, "bank", "export", "ours").stdout == f"pdq {seen['pdq']},99\n"
    assert "ours" in upstander(place, "bank", "list").stdout
    # Another file of the same picture: smaller and as a JPEG.
    Image.fromarray(photo("coffee")).resize((300, 200)).save(place / "small.jpg", quality=60)
    seen = json.loads(upstander(place, "scan", "--json", "small.jpg").stdout)
    assert (seen["verdict"], seen["reason"]) == ("remove", "bank:ours")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"pdq 12", "Line 1 is not a hash"),
        (b"", "holds no hash"),
        (b"\xff\xfe\x00", "not a text file"),
        (b"pdq " + b"0" * 64, "empty hash"),
        (b"pdq " + b"0f" * 32 + b",12", "quality 12"),
    ],
)
def test_a_bad_hash_list_is_refused_whole(place: Path, text: bytes, said: str) -> None:
    (place / "list.txt").write_bytes(text)
    done = upstander(place, "bank", "import", "list.txt", "--name", "ours")
    assert done.returncode == 1
    assert said in done.stderr
    assert "ours" not in upstander(place, "bank", "list").stdout


def test_the_card_needs_a_known_ending(place: Path) -> None:
    done = upstander(place, "card", "card.bmp")
    assert done.returncode == 1
    assert ".png" in done.stderr


def test_doctor_finds_nothing_wrong_and_says_so_in_json(place: Path) -> None:
    done = upstander(place, "doctor", "--json")
    assert done.returncode == 0, done.stdout
    findings = {finding["name"]: finding for finding in json.loads(done.stdout)}
    assert {"python", "settings", "data folder", "database", "disk", "clock", "codecs"} <= set(
        findings
    )
    assert findings["model nudenet"]["ok"]


def test_doctor_counts_failures_and_names_the_fix(place: Path) -> None:
    (place / "data").mkdir(mode=0o700)
    (place / "data" / "upstander.db").write_bytes(b"this is no database, but long enough" * 100)
    done = upstander(place, "doctor", UPSTANDER_SANDBOX__ENABLED="false")
    assert done.returncode == 2
    assert "backup" in done.stdout
    assert "UPSTANDER_SANDBOX__ENABLED" in done.stdout


def test_an_unknown_setting_stops_the_start_and_names_the_nearest(place: Path) -> None:
    done = upstander(place, "run", UPSTANDER_POLICY__MOOD="remove")
    assert done.returncode == 1
    assert "UPSTANDER_POLICY__MODE" in done.stderr


def test_a_broken_database_stops_the_start_and_is_left_as_it_was(place: Path) -> None:
    (place / "data").mkdir(mode=0o700)
    broken = place / "data" / "upstander.db"
    broken.write_bytes(b"this is no database, but long enough" * 100)
    done = upstander(place, "run")
    assert done.returncode == 1
    assert "backup" in done.stderr
    assert broken.read_bytes() == b"this is no database, but long enough" * 100


def test_a_database_of_another_version_is_refused_with_the_command(place: Path) -> None:
    assert upstander(place, "db", "upgrade").returncode == 0
    with sqlite3.connect(place / "data" / "upstander.db") as database:
        database.execute("UPDATE alembic_version SET version_num='9999'")
    database.close()
    done = upstander(place, "run")
    assert done.returncode == 1
    assert "newer" in done.stderr


def test_the_bot_runs_refuses_a_second_one_and_stops_when_told(place: Path) -> None:
    with running(place) as (bot, address):
        with urllib.request.urlopen(f"{address}/readyz", timeout=5) as answer:  # noqa: S310
            assert json.load(answer)["ready"]
        with urllib.request.urlopen(f"{address}/metrics", timeout=5) as answer:  # noqa: S310
            assert b"upstander_backlog" in answer.read()
        second = upstander(place, "run", UPSTANDER_WEB__PORT="1")
        assert second.returncode == 1
        assert f"process {bot.pid}" in second.stderr
        port = address.rpartition(":")[2]
        busy = upstander(
            place, "run", UPSTANDER_WEB__PORT=port, UPSTANDER_DATA_DIR=str(place / "other")
        )
        assert busy.returncode == 1
        assert f"port {port}" in busy.stderr
        bot.send_signal(signal.SIGTERM)
        assert bot.wait(timeout=20) == 0


def test_help_answers_for_every_command(place: Path) -> None:
    done = upstander(place, "--help")
    assert done.returncode == 0
    for command in ("demo", "scan", "run", "doctor", "card", "db", "bank", "test"):
        assert command in done.stdout
