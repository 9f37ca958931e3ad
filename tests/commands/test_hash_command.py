"""`hash` as a pupil or a parent types it: a code on standard output, words beside it, no files."""

import json
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from PIL import Image

from bot.domain.hash_code import HashCode, parse
from classifiers.code_looks import looks_of
from classifiers.hashing import look_at
from tests.commands.shell import environment, photo, upstander
from tests.unit.classifiers.films import film
from tests.unit.classifiers.pictures import Here


@pytest.fixture
def coffee(place: Path) -> Path:
    path = place / "Ana at home.jpg"
    Image.fromarray(photo("coffee")).save(path)
    return path


def test_the_code_alone_goes_to_standard_output(place: Path, coffee: Path) -> None:
    done = upstander(place, "hash", coffee.name)

    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    code = parse(line)
    data = coffee.read_bytes()
    assert code == HashCode(sha256(data).hexdigest(), looks_of(Here().look_into(data).views))
    assert "/hashhelp" in done.stderr
    assert "private" in done.stderr


def test_the_code_has_nothing_of_the_files_name(place: Path, coffee: Path) -> None:
    other = place / "other.jpg"
    other.write_bytes(coffee.read_bytes())
    one, two = (upstander(place, "hash", str(path)).stdout for path in (coffee, other))

    assert one == two


def test_json_tells_what_is_in_the_code(place: Path, coffee: Path) -> None:
    (place / "red.png").write_bytes(b"")
    done = upstander(place, "hash", "--json", coffee.name, "red.png")

    made, failed = [json.loads(line) for line in done.stdout.splitlines()]
    assert list(made) == list(failed) == ["path", "code", "sha256", "looks", "reasons"]
    code = parse(made["code"])
    assert isinstance(code, HashCode)
    assert made["sha256"] == code.sha256
    assert [tuple(look.values()) for look in made["looks"]] == [
        (look.pdq, look.dhash, look.quality) for look in code.looks
    ]
    assert (failed["code"], failed["looks"], failed["reasons"]) == (
        None,
        [],
        ["the file is empty"],
    )
    assert done.returncode == 1
    assert done.stderr == ""


def test_several_files_give_a_code_each(place: Path, coffee: Path) -> None:
    Image.fromarray(photo("chelsea")).save(place / "cat.png")
    done = upstander(place, "hash", coffee.name, "cat.png")

    codes = [parse(line) for line in done.stdout.splitlines()]
    assert [isinstance(code, HashCode) for code in codes] == [True, True]
    assert codes[0] != codes[1]
    assert "cat.png" in done.stderr


def test_standard_input_is_a_file_too(place: Path, coffee: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "hash", "-"],
        cwd=place,
        env=environment(place),
        input=coffee.read_bytes(),
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode() == upstander(place, "hash", coffee.name).stdout


def test_a_film_gives_one_code_of_its_frames(place: Path) -> None:
    shots = [Image.fromarray(photo(name)).resize((320, 240)) for name in ("coffee", "rocket")]
    (place / "film.mp4").write_bytes(film([shot for shot in shots for _ in range(30)]))
    done = upstander(place, "hash", "film.mp4")

    code = parse(done.stdout)
    assert isinstance(code, HashCode), done.stderr
    assert len(code.looks) == len(shots)
    for shot in shots:
        pdq = int(look_at(shot).pdq, 16)
        assert min((int(look.pdq, 16) ^ pdq).bit_count() for look in code.looks) <= 31


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("notes.txt", b"just words\n", "there is no picture in it"),
        ("broken.jpg", b"\xff\xd8\xff\xe0 not really", "No code for broken.jpg"),
        ("odd.bin", b"\x00\x01\x02\x03" * 9, "the file is not a picture"),
    ],
)
def test_what_holds_no_picture_gives_no_code(
    place: Path, name: str, content: bytes, said: str
) -> None:
    (place / name).write_bytes(content)
    done = upstander(place, "hash", name)

    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr
    assert "/hashhelp" not in done.stderr


def test_a_flat_picture_gives_no_code_and_says_why(place: Path) -> None:
    Image.new("RGB", (400, 300), "red").save(place / "red.png")
    done = upstander(place, "hash", "red.png")

    assert (done.returncode, done.stdout) == (1, "")
    assert "too plain" in done.stderr


def test_a_cut_file_gives_a_code_of_what_is_left_and_says_so(place: Path, coffee: Path) -> None:
    (place / "cut.jpg").write_bytes(coffee.read_bytes()[:-9_000])
    done = upstander(place, "hash", "cut.jpg")

    assert done.returncode == 0
    assert isinstance(parse(done.stdout), HashCode)
    assert "not of all that is in it: a part of the file is missing" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere.jpg"], "no file nowhere.jpg"),
        (["."], "is a folder"),
        (["Ana at home.jpg", "nowhere.jpg"], "no file nowhere.jpg"),
        ([], "files"),
    ],
)
def test_bad_usage_ends_with_2_before_anything_is_made(
    place: Path, coffee: Path, words: list[str], said: str
) -> None:
    done = upstander(place, "hash", *words)

    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_what_is_no_ordinary_file_is_told_and_the_rest_is_done(place: Path, coffee: Path) -> None:
    os.mkfifo(place / "pipe.jpg")
    done = upstander(place, "hash", "pipe.jpg", coffee.name)

    assert done.returncode == 1
    assert "pipe.jpg is no ordinary file" in done.stderr
    assert isinstance(parse(done.stdout), HashCode)


def test_it_needs_no_settings_and_leaves_no_file(place: Path, coffee: Path) -> None:
    before = sorted(place.rglob("*"))
    # A setting that stops every other command.
    done = upstander(place, "hash", coffee.name, UPSTANDER_NO_SUCH_SETTING="1")

    assert done.returncode == 0, done.stderr
    assert sorted(place.rglob("*")) == before
