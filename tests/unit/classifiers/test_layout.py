"""The pictures in a picture are found; a plain photo is one picture."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from benchmarks.screens import WIDTHS, screenshot
from classifiers.layout import Box, _connected, layout_of
from tests.unit.classifiers.pictures import encode, photo


def whole(picture: Image.Image) -> Box:
    return Box(0, 0, *picture.size)


@pytest.mark.parametrize("name", ["astronaut", "coffee", "rocket"])
def test_a_photo_is_one_picture_or_little_is_found_in_it(name: str) -> None:
    picture = photo(name)
    assert len(layout_of(picture).parts) <= 2


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("seed", range(4))
def test_the_photo_in_a_screenshot_is_found(width: float, seed: int) -> None:
    picture = photo("coffee")
    screen = screenshot(picture, width, seed)
    plain = screenshot(None, width, seed)
    differs = np.abs(np.asarray(screen, np.int16) - np.asarray(plain, np.int16)).max(axis=2) > 40
    assert differs.any()
    rows = np.flatnonzero(differs.mean(axis=1) > width / 3)
    where = np.flatnonzero(differs[rows[0] : rows[0] + 50].mean(axis=0) > 0.5)
    across = round(1080 * width)
    down = round(across * picture.height / picture.width)
    left = 30 if where[0] < 540 - across / 2 or width > 0.8 else 1080 - across - 30
    pasted = Box(left, int(rows[0]), left + across, int(rows[0]) + down)
    layout = layout_of(screen)
    found = max(layout.parts, key=lambda box: box.overlap(pasted))
    assert found.overlap(pasted) > 0.6


def test_pictures_side_by_side_are_found() -> None:
    collage = Image.new("RGB", (800, 600))
    names = ("astronaut", "coffee", "chelsea", "rocket")
    for number, name in enumerate(names):
        place = (number % 2 * 400, number // 2 * 300)
        collage.paste(photo(name).resize((400, 300)), place)
    parts = layout_of(collage).parts
    for left in (0, 400):
        for top in (0, 300):
            panel = Box(left, top, left + 400, top + 300)
            assert max(box.overlap(panel) for box in parts) > 0.9


@pytest.mark.parametrize("colour", ["white", "black", (40, 90, 200)])
def test_a_border_is_left_out(colour: str) -> None:
    framed = Image.new("RGB", (900, 700), colour)
    framed.paste(photo("coffee"), (120, 130))
    content = layout_of(framed).content
    assert content.overlap(Box(120, 130, 720, 530)) > 0.95


def test_nearly_nothing_within_a_border_is_looked_at_as_a_whole() -> None:
    dot = Image.new("RGB", (900, 700), "white")
    ImageDraw.Draw(dot).ellipse((440, 340, 460, 360), fill="black")
    assert layout_of(dot).content == whole(dot)


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (900, 3), (16, 16), (50, 50), (2047, 2047)])
def test_any_size_has_a_layout(size: tuple[int, int]) -> None:
    for picture in (Image.new("RGB", size, "red"), Image.effect_noise(size, 90).convert("RGB")):
        layout = layout_of(picture)
        assert layout.content.within(whole(picture)) == layout.content
        assert all(box.within(whole(picture)) == box for box in layout.parts)


def test_text_is_no_picture() -> None:
    screen = screenshot(None, 0.5, 3)
    assert len(encode(screen, "PNG")) > 5_000
    assert layout_of(screen).parts == ()


def walked(busy: NDArray[np.bool_]) -> list[list[int]]:
    """Return top, left, bottom and right of every connected area, found cell by cell."""
    left, found = {(int(row), int(column)) for row, column in np.argwhere(busy)}, []
    while left:
        edge = area = {left.pop()}
        while edge:
            around = {
                (row + down, column + across)
                for row, column in edge
                for down, across in ((1, 0), (-1, 0), (0, 1), (0, -1))
            }
            edge = around & left
            left, area = left - edge, area | edge
        cells = np.array(sorted(area))
        found.append([*map(int, cells.min(axis=0)), *map(int, cells.max(axis=0) + 1)])
    return sorted(found)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.5, 0.6, 0.7, 1.0])
def test_connected_areas_are_those_that_can_be_walked(share: float) -> None:
    for seed in range(5):
        busy = np.random.default_rng(seed).random((40, 60)) < share
        assert sorted(_connected(busy).tolist()) == walked(busy)


def test_a_path_that_winds_is_one_area() -> None:
    winding = np.ones((61, 80), dtype=bool)
    winding[1::4, :-1] = winding[3::4, 1:] = False
    for busy in (winding, winding.T):
        assert _connected(busy).tolist() == [[0, 0, *busy.shape]]
