"""Each way to find a picture in a picture finds its own kind, and little else."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from benchmarks.drawing import DARK, LIGHT, chat, story
from classifiers.finding.borders import contents, refined
from classifiers.finding.edges import framed
from classifiers.finding.grounds import grounded, grounds
from classifiers.finding.planes import apart, near, opened, planes_of
from classifiers.finding.seams import panels
from classifiers.layout import Box
from tests.unit.classifiers.pictures import photo

PHOTO = photo("coffee")


def best(boxes: list[Box], wanted: Box) -> float:
    return max((box.overlap(wanted) for box in boxes), default=0.0)


def eroded(mask: np.ndarray, width: int) -> np.ndarray:
    """Tell for each square of `width` whether it is full, one by one."""
    rows, columns = (side - width + 1 for side in mask.shape)
    return np.array(
        [
            [
                bool(mask[row : row + width, column : column + width].all())
                for column in range(columns)
            ]
            for row in range(rows)
        ]
    ).reshape(max(0, rows), max(0, columns))


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.integers(1, 6))
def test_opening_keeps_exactly_what_lies_in_a_full_square(seed: int, width: int) -> None:
    chance = np.random.default_rng(seed)
    mask = chance.random((11, 13)) < 0.8
    kept = np.zeros_like(mask)
    for row, column in np.argwhere(eroded(mask, width)):
        kept[row : row + width, column : column + width] = True

    assert (opened(mask, width) == kept).all()


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.integers(0, 30))
def test_nearness_to_a_colour_does_not_wrap_round(seed: int, by: int) -> None:
    chance = np.random.default_rng(seed)
    planes = chance.integers(0, 256, (3, 9, 8), dtype=np.uint8)
    colour = chance.choice(np.array([0, 3, 128, 250, 255], dtype=np.uint8), 3)
    planes[:, 0] = colour[:, None]
    differences = np.abs(planes.astype(int) - colour[:, None, None].astype(int))

    assert (near(planes, colour, by) == (differences <= by).all(axis=0)).all()
    assert (
        apart(planes, np.full_like(planes, 7)) == np.abs(planes.astype(int) - 7).max(axis=0)
    ).all()


@pytest.mark.parametrize("colour", ["white", "black", (40, 90, 200)])
def test_a_drawn_border_is_cut_off_to_the_pixel(colour: str) -> None:
    bordered = ImageOps.expand(PHOTO, (40, 11, 0, 25), colour)

    assert Box(40, 11, 640, 411) in list(contents(planes_of(bordered)))


def test_a_photo_without_a_border_stays_whole() -> None:
    for box in contents(planes_of(photo("astronaut"))):
        assert box == Box(0, 0, 512, 512)


def test_an_edge_that_is_off_is_moved_to_where_the_picture_begins() -> None:
    bordered = ImageOps.expand(ImageOps.expand(PHOTO, 5, (220, 248, 198)), 60, (236, 229, 221))
    exact = Box(65, 65, 665, 465)

    for off in range(6):
        found = Box(65 - off, 65 - off, 665 + off, 465 + off)
        assert refined(bordered, found, 6, 20) == exact


def test_an_edge_within_the_picture_stays() -> None:
    inside = Box(100, 90, 400, 300)

    assert refined(PHOTO, inside, 6, 20).overlap(inside) > 0.97


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
@pytest.mark.parametrize("seed", range(3))
def test_the_picture_in_a_chat_stands_on_the_ground_of_the_screen(
    seed: int, scheme: tuple[tuple[int, int, int], ...]
) -> None:
    ground, theirs, ours, ink = scheme
    screens = [
        chat(picture, np.random.default_rng(seed), (ground, theirs, ours, ink))
        for picture in (PHOTO, ImageOps.invert(PHOTO))
    ]
    first, other = (planes_of(screen.reduce(4)) for screen in screens)
    differs = apart(first, other) > 8
    rows, columns = (np.flatnonzero(differs.mean(axis=axis) > 0.02) for axis in (1, 0))
    wanted = Box(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
    found = grounds(first)

    assert found.share > 0.3
    assert best(list(grounded(first, found)), wanted) > 0.9


def test_a_photo_has_no_ground() -> None:
    assert grounds(planes_of(photo("astronaut"))).share < 0.3
    assert list(grounded(planes_of(PHOTO), grounds(planes_of(PHOTO)))) == []


def test_a_picture_over_its_own_blur_is_found_by_its_edges() -> None:
    shown = planes_of(story(PHOTO, 0.9).reduce(2))
    wanted = Box(27, 318, 513, 642)

    assert best(list(framed(shown)), wanted) > 0.97


@pytest.mark.parametrize("name", ["astronaut", "coffee", "chelsea", "rocket"])
def test_a_photo_has_few_rectangles(name: str) -> None:
    assert len(list(framed(planes_of(photo(name))))) <= 2


def test_panels_of_a_collage_lie_between_its_seams() -> None:
    collage = Image.new("RGB", (800, 600))
    for number, name in enumerate(("astronaut", "coffee", "chelsea", "rocket")):
        collage.paste(photo(name).resize((400, 300)), (number % 2 * 400, number // 2 * 300))
    found = list(panels(planes_of(collage)))

    for left in (0, 400):
        for top in (0, 300):
            assert Box(left, top, left + 400, top + 300) in found


def test_one_picture_has_no_seams() -> None:
    assert list(panels(planes_of(photo("astronaut")))) == [Box(0, 0, 512, 512)]
