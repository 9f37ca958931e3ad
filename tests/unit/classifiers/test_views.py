"""The pictures in a posted picture are found to the pixel; a plain photo is one picture."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from benchmarks.edits import EDITS
from bot.domain.signal import ViewKind
from classifiers.hashing import look_at
from classifiers.layout import Box
from classifiers.views import MOST_VIEWS, looks_of, views_of
from tests.unit.classifiers.pictures import drawing, photo

OTHERS = [photo(name) for name in ("rocket", "camera", "coins")]
FRAMED = (
    "caption bar bottom15%",
    "caption bar top15%",
    "white border 5%",
    "letterbox black",
    "letterbox white",
    "blurred-bg story",
    "phone shot black UI",
    "phone shot white UI",
    "chat shot light",
    "chat shot dark",
    "collage 2x2 stretch",
    "collage 2x2 gap",
    "side by side",
    "stacked",
)


def edited(name: str, picture: Image.Image) -> Image.Image:
    return EDITS[name](picture, np.random.default_rng(7), OTHERS)


def nearest(picture: Image.Image, known: Image.Image) -> int:
    """Return the distance of the nearest view of a picture from a known one."""
    pdq = look_at(known).turns[0]
    return min(
        int(np.bitwise_count(one.look.turns ^ pdq).sum(axis=1).min()) for one in looks_of(picture)
    )


@pytest.mark.parametrize("edit", FRAMED)
@pytest.mark.parametrize("name", ["astronaut", "coffee"])
def test_a_known_picture_is_found_in_what_it_is_shown_in(name: str, edit: str) -> None:
    picture = photo(name)
    shown = edited(edit, picture)

    assert (
        int(np.bitwise_count(look_at(shown).turns ^ look_at(picture).turns[0]).sum(axis=1).min())
        > 31
    )
    # A list's hash tolerates 31, and a story that melts into its own blur is cut a little wrong.
    assert nearest(shown, picture) <= (63 if "story" in edit else 31)


@pytest.mark.parametrize("edit", ["letterbox black", "chat shot dark", "collage 2x2 gap"])
def test_it_is_found_mirrored_too(edit: str) -> None:
    picture = photo("coffee")

    assert nearest(edited(edit, ImageOps.mirror(picture)), picture) <= 31


def test_the_whole_comes_first_and_is_hashed_exactly() -> None:
    picture = edited("letterbox white", photo("coffee"))
    first, *_ = looks_of(picture)

    assert first.view.kind is ViewKind.WHOLE
    assert first.view.box == Box(0, 0, *picture.size)
    assert (first.look.turns == look_at(picture).turns).all()


def test_a_border_is_cut_off_to_the_pixel() -> None:
    framed = ImageOps.expand(photo("coffee"), 37, "white")
    (trimmed,) = [one.box for one in views_of(framed) if one.kind is ViewKind.TRIM]

    assert trimmed.overlap(Box(37, 37, 637, 437)) > 0.99


def test_a_clean_photo_has_few_views() -> None:
    counts = [
        len(views_of(photo(name))) for name in ("astronaut", "coffee", "chelsea", "rocket", "cat")
    ]

    assert sum(counts) / len(counts) <= 2.5


def test_there_are_never_more_than_the_limit() -> None:
    grid = Image.new("RGB", (1200, 1200), "white")
    for place in range(36):
        grid.paste(drawing(place, 180, 180), (place % 6 * 200 + 10, place // 6 * 200 + 10))

    assert 8 <= len(views_of(grid)) <= MOST_VIEWS


def test_no_two_views_are_the_same() -> None:
    views = views_of(edited("chat shot light", photo("coffee")))

    assert len(views) > 1
    for one in views:
        assert all(one is other or one.box.overlap(other.box) < 0.985 for other in views)


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (900, 3), (16, 16), (50, 50), (2047, 2047)])
def test_any_size_has_views_within_it(size: tuple[int, int]) -> None:
    whole = Box(0, 0, *size)
    for picture in (Image.new("RGB", size, "red"), Image.effect_noise(size, 90).convert("RGB")):
        looks = looks_of(picture)
        assert looks
        assert all(one.view.box.within(whole) == one.view.box for one in looks)


@pytest.mark.parametrize("top", [12, 17, 22])
def test_a_ribbon_that_is_all_border_is_no_view(top: int) -> None:
    ribboned = photo("astronaut").resize((56, 56))
    ribboned.paste((255, 255, 255), (0, top, 56, top + 6))

    assert all(one.view.box.area >= 32 for one in looks_of(ribboned))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32))
def test_any_picture_of_rectangles_has_views_that_can_be_cut(seed: int) -> None:
    chance = np.random.default_rng(seed)
    width, height = (int(side) for side in chance.integers(33, 700, 2))
    picture = Image.new("RGB", (width, height), tuple(int(v) for v in chance.integers(0, 256, 3)))
    for _ in range(int(chance.integers(1, 8))):
        part = drawing(int(chance.integers(1000)), *(int(v) for v in chance.integers(1, 400, 2)))
        if chance.integers(2):
            part = Image.new("RGB", part.size, tuple(int(v) for v in chance.integers(0, 256, 3)))
        picture.paste(part, (int(chance.integers(-50, width)), int(chance.integers(-50, height))))
    looks = looks_of(picture)

    assert 1 <= len(looks) <= MOST_VIEWS
    assert all(one.view.box.area >= 32 for one in looks)
