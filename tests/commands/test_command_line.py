"""The commands as a user types them: real processes, real exit codes, no traceback ever."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.commands.shell import SQLITE, environment, photo, upstander
from tests.unit.classifiers.decoding.signed import CAPTURED, SIGNER, made_by, sign
from tests.unit.classifiers.pictures import drawing, encode


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
    info = PngInfo()
    info.add_text("parameters", "a cat\nSteps: 20, Sampler: Euler a, CFG scale: 7")
    Image.fromarray(photo("chelsea")).save(folder / "sub" / "cat.png", pnginfo=info)
    (folder / "notes.jpg").write_bytes(b"no picture\xff")
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
    assert {tuple(line["marks"]) for line in lines} == {(), ("stable_diffusion",)}
    assert all(
        list(line) == ["path", "verdict", "reason", "signals", "marks", "sha256", "pdq", "ms"]
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


def test_scan_says_whether_a_note_of_origin_matches_and_judges_as_without_it(place: Path) -> None:
    plain = encode(drawing(1), "JPEG")
    matching = sign(plain, "jpeg", made_by(CAPTURED))
    files = {"plain": plain, "matching": matching, "changed": matching[:-3] + b"x\xff\xd9"}
    for name, data in files.items():
        (place / f"{name}.jpg").write_bytes(data)
    done = upstander(place, "scan", "--json", ".")
    lines = {Path(line["path"]).stem: line for line in map(json.loads, done.stdout.splitlines())}
    assert {name: line["marks"] for name, line in lines.items()} == {
        "plain": [],
        "matching": ["c2pa", "c2pa_valid"],
        "changed": ["c2pa", "c2pa_changed"],
    }
    assert {line["verdict"] for line in lines.values()} == {"allow"}
    assert SIGNER not in done.stdout + done.stderr


def test_scan_writes_csv_and_a_table(place: Path) -> None:
    (place / "=cmd.jpg").write_bytes(b"\xff")
    write_pictures(place)
    done = upstander(place, "scan", "--csv", "=cmd.jpg", "sub/cat.png")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["verdict"] for row in rows] == ["opaque", "allow"]
    assert [row["marks"] for row in rows] == ["", "stable_diffusion"]
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


def test_a_folder_that_is_not_looked_into_is_told_of(place: Path) -> None:
    (place / "in").mkdir()
    (place / "elsewhere").mkdir()
    (place / "elsewhere" / "a.jpg").write_text("x")
    (place / "in" / "linked").symlink_to(place / "elsewhere")
    done = upstander(place, "scan", "--json", "in")
    (line,) = [json.loads(each) for each in done.stdout.splitlines()]
    assert done.returncode == 0
    assert (line["path"], line["verdict"], line["reason"]) == (
        "in/linked",
        "opaque",
        "unfetchable",
    )


def test_looking_makes_no_file(place: Path) -> None:
    (place / "notes.jpg").write_text("x")
    (place / "there").mkdir()
    for url in ("", f"{SQLITE}{place}/there/ours.db"):
        assert upstander(place, "scan", "notes.jpg", UPSTANDER_DATABASE_URL=url).returncode == 0
        done = upstander(place, "doctor", "--json", UPSTANDER_DATABASE_URL=url)
        assert done.returncode == 0
        findings = {finding["name"]: finding for finding in json.loads(done.stdout)}
        assert "none yet" in findings["database"]["detail"]
        assert "audit chain" not in findings
    assert not (place / "data").exists()
    assert list((place / "there").iterdir()) == []


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


def test_what_a_list_calls_back_leaves_the_bank_and_what_is_left_out_is_told(place: Path) -> None:
    record = {"signalType": "ImagePDQ", "hashValue": "0f" * 32, "hashStatus": "Active"}
    other = {**record, "hashValue": "1e" * 32, "CSPFeedbacks": [{"feedbackValue": "Blocked"}]}
    video = {"signalType": "VideoMD5", "hashValue": "0f" * 16, "hashStatus": "Active"}
    (place / "list.json").write_text(json.dumps({"hashRecords": [record, other, video]}))
    done = upstander(place, "bank", "import", "list.json", "--name", "ours")
    assert "2 new hashes" in done.stdout
    assert "1 left out: MD5" in done.stdout
    exported = upstander(place, "bank", "export", "ours", "--format", "hma")
    assert exported.stdout == json.dumps({"pdq": "1e" * 32}) + "\n"
    assert "1 of 2 entries are left out" in exported.stderr
    (place / "list.json").write_text(json.dumps([{**record, "hashStatus": "Withdrawn"}]))
    done = upstander(place, "bank", "import", "list.json", "--name", "ours")
    assert "1 left the bank" in done.stdout
    exported = upstander(place, "bank", "export", "ours", "--format", "csv")
    assert exported.stdout == f"hash,type,quality,verified\n{'1e' * 32},pdq,100,yes\n"
    assert upstander(place, "bank", "export", "ours", "--format", "xls").returncode == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"pdq 12", "Line 1 is not a hash"),
        (b"", "holds no hash"),
        (b"\xff\xfe\x00", "not a text file"),
        (b"pdq " + b"0" * 64, "no hash that can be used"),
        (b"pdq " + b"0f" * 32 + b",12", "no hash that can be used"),
        (b'[{"pdq": "12"}]', "Record 1 is not a hash"),
    ],
)
def test_a_bad_hash_list_is_refused_whole(place: Path, text: bytes, said: str) -> None:
    (place / "list.txt").write_bytes(text)
    done = upstander(place, "bank", "import", "list.txt", "--name", "ours")
    assert done.returncode == 1
    assert said in done.stderr
    assert "ours" not in upstander(place, "bank", "list").stdout


def test_the_card_is_not_written_over_another_file_unless_told(place: Path) -> None:
    (place / "card.png").write_bytes(b"a drawing of ours")
    done = upstander(place, "card", "card.png")
    assert done.returncode == 1
    assert "--force" in done.stderr
    assert (place / "card.png").read_bytes() == b"a drawing of ours"
    assert upstander(place, "card", "card.png", "--force").returncode == 0
    assert (place / "card.png").read_bytes() != b"a drawing of ours"


def test_the_name_of_the_built_in_bank_is_refused(place: Path) -> None:
    (place / "list.txt").write_text("pdq " + "0f" * 32)
    done = upstander(place, "bank", "import", "list.txt", "--name", "test-card")
    assert done.returncode == 1
    assert "built-in" in done.stderr
    done = upstander(place, "bank", "import", "list.txt", "--name", "removed")
    assert done.returncode == 1
    assert "the bot itself fills" in done.stderr


def test_the_card_needs_a_known_ending(place: Path) -> None:
    done = upstander(place, "card", "card.bmp")
    assert done.returncode == 1
    assert ".png" in done.stderr


def test_a_database_that_cannot_be_opened_is_one_clear_line(place: Path) -> None:
    url = f"{SQLITE}{place}/nowhere/ours.db"
    for words in (["bank", "list"], ["db", "upgrade"], ["run"]):
        done = upstander(place, *words, UPSTANDER_DATABASE_URL=url)
        assert done.returncode == 1
        assert len(done.stderr.splitlines()) == 1
        assert "backup" not in done.stderr
        assert "UPSTANDER_DATABASE_URL" in done.stderr
    done = upstander(place, "doctor", UPSTANDER_DATABASE_URL=url)
    assert done.returncode == 1
    assert "its folder does not exist" in done.stdout


def test_help_answers_for_every_command(place: Path) -> None:
    done = upstander(place, "--help")
    assert done.returncode == 0
    for command in ("demo", "scan", "run", "doctor", "card", "db", "bank", "test"):
        assert command in done.stdout


def test_calibrate_wants_enough_pictures_and_changes_nothing_without_them(place: Path) -> None:
    folder = place / "pictures"
    folder.mkdir()
    write_pictures(folder)
    done = upstander(place, "calibrate", str(folder), "--write")
    assert done.returncode == 1
    assert "at least 100 are needed" in done.stderr
    assert not list(place.rglob("calibration.toml"))
    assert upstander(place, "calibrate", str(folder), "--target", "0").returncode == 2
    assert upstander(place, "calibrate", "nowhere").returncode == 2
