"""What is registered is found again when it is cut, and what says nothing is refused."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from benchmarks.edits import EDITS
from classifiers.hashing import Look
from classifiers.views import looks_of
from classifiers.windows import WINDOW_BYTES, Refusal, Windows, read_windows, windows_of
from tests.unit.classifiers.pictures import photo

PHOTOS = ("astronaut", "coffee", "chelsea", "rocket")
NEAR = (63, 50)


def registered(picture: Image.Image) -> Windows:
    windows = windows_of(picture)
    assert isinstance(windows, Windows)
    return windows


def is_near(picture: Image.Image, windows: Windows) -> bool:
    mine = read_windows(windows.packed)
    return any(
        bool(
            (
                (np.bitwise_count(mine.pdq ^ pdq).sum(axis=1) <= NEAR[0])
                & (np.bitwise_count(mine.dhash ^ dhash).sum(axis=1) <= NEAR[1])
            ).any()
        )
        for one in looks_of(picture)
        for pdq, dhash in zip(one.look.turns, one.look.dhashes, strict=True)
    )


@pytest.mark.parametrize("edit", ["crop5%", "crop10%", "crop square centre", "rot5 inner crop"])
@pytest.mark.parametrize("name", PHOTOS)
def test_a_cut_of_a_registered_picture_is_near_it(name: str, edit: str) -> None:
    picture = photo(name)
    cut = EDITS[edit](picture, np.random.default_rng(5), [])

    assert is_near(cut, registered(picture))


def test_an_unrelated_picture_is_not_near() -> None:
    windows = registered(photo("coffee"))

    assert not any(is_near(photo(name), windows) for name in ("astronaut", "chelsea", "rocket"))


def test_windows_are_packed_with_the_whole_first() -> None:
    windows = registered(photo("coffee"))
    read = read_windows(windows.packed)

    assert 100 <= len(windows) <= 160
    assert len(windows.packed) == len(windows) * WINDOW_BYTES
    assert (read.pdq[0] == windows.whole.turns[0]).all()
    assert (read.dhash[0] == windows.whole.dhashes[0]).all()
    assert windows.packed[:32].hex() == windows.whole.pdq
    assert windows.packed[32:64].hex() == windows.whole.dhash


def test_every_window_says_something() -> None:
    flat_half = photo("coffee").resize((800, 600))
    ImageDraw.Draw(flat_half).rectangle((0, 0, 800, 450), fill="white")
    windows = registered(flat_half)
    counts = np.bitwise_count(read_windows(windows.packed).pdq).sum(axis=1)

    assert 1 < len(windows) < len(registered(photo("coffee")))
    assert ((counts >= 64) & (counts <= 192)).all()


def test_damaged_windows_are_not_read() -> None:
    with pytest.raises(ValueError, match="register the picture again"):
        read_windows(registered(photo("coffee")).packed[:-1])


@pytest.mark.parametrize(
    ("picture", "reason"),
    [
        (Image.new("RGB", (1, 1)), Refusal.EMPTY),
        (Image.new("RGB", (900, 4), "red"), Refusal.EMPTY),
        (Image.new("RGB", (400, 300), "black"), Refusal.FLAT),
        (Image.new("RGB", (400, 300), (120, 80, 40)), Refusal.FLAT),
        (Image.linear_gradient("L").convert("RGB"), Refusal.FEATURELESS),
        (photo("clock"), Refusal.FEATURELESS),
    ],
)
def test_a_picture_that_says_nothing_is_refused_with_the_reason(
    picture: Image.Image, reason: Refusal
) -> None:
    assert windows_of(picture) is reason


def test_a_registered_picture_is_kept_as_hashes_only() -> None:
    windows = registered(photo("coffee"))

    assert isinstance(windows.whole, Look)
    assert len(windows.packed) < 10_500
