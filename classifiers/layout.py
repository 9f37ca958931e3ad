"""Finds the pictures in a picture: in a screenshot, a collage, a page, or a frame of plain colour.

A model that looks at a whole screenshot does not see the photo in it: open_nsfw found four of eight
works of art at 90 % of a screen's width and none at 15 %, and of a collage of four it saw nothing
(docs/models.md). So what looks like a picture of its own is looked at by itself. Pure arithmetic.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PIL import Image

# Squares that are judged to be plain or not; text leaves most of a square in one colour.
_CELL = 8
_PLAIN_SHARE = 0.5
# Of the picture's sides: smaller ones are icons and emojis.
_LEAST_CELLS = 6
# How much of a box has to be busy: an outline around text is not.
_LEAST_FILLED = 0.55
MOST_PARTS = 12
# Two boxes that overlap by so much are one.
_SAME = 0.85
# A part that is nearly the whole is seen with the whole.
_LARGE = 0.4
# Screens are readable at this size, and everything is found in a few milliseconds.
_WORKING_SIDE = 1_000

# Red, green and blue as planes of their own: on whole rows of bytes NumPy is twice as fast as on
# pixels of three.
Levels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels; right and bottom are outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def area(self) -> int:
        """How many pixels it has."""
        return max(0, self.right - self.left) * max(0, self.bottom - self.top)

    def overlap(self, other: "Box") -> float:
        """Return the shared part of both together, 0 to 1."""
        shared = self.within(other).area
        return shared / max(1, self.area + other.area - shared)

    def moved(self, right: int, down: int) -> "Box":
        """Return the box at another place."""
        return Box(self.left + right, self.top + down, self.right + right, self.bottom + down)

    def scaled(self, factor: int) -> "Box":
        """Return the box in a picture that is so many times as large."""
        return Box(*(edge * factor for edge in (self.left, self.top, self.right, self.bottom)))

    def shrunk(self, factor: int) -> "Box":
        """Return the box in a picture that is so many times smaller."""
        return Box(*(edge // factor for edge in (self.left, self.top, self.right, self.bottom)))

    def within(self, other: "Box") -> "Box":
        """Return what of it lies in another one."""
        return Box(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def cut(self, picture: Image.Image) -> Image.Image:
        """Return what it shows of a picture; the picture itself where that is all of it."""
        if self == Box(0, 0, *picture.size):
            return picture
        return picture.crop((self.left, self.top, self.right, self.bottom))


@dataclass(frozen=True, slots=True)
class Layout:
    """How a picture is built.

    Attributes:
        content: Without a border of plain colour; the whole picture where there is none.
        parts: Pictures in it, the largest first; empty where it is one picture.
    """

    content: Box
    parts: tuple[Box, ...]

    def scaled(self, factor: int, size: tuple[int, int]) -> "Layout":
        """Return the layout of a picture of that size, which is so many times as large."""
        whole = Box(0, 0, *size)
        content, *parts = (box.scaled(factor).within(whole) for box in (self.content, *self.parts))
        return Layout(content, tuple(parts))


def working_copy(picture: Image.Image) -> tuple[Image.Image, int]:
    """Return a picture small enough for finding its layout, and how many times smaller it is."""
    factor = max(1, round(max(picture.size) / _WORKING_SIDE))
    return (picture.reduce(factor) if factor > 1 else picture), factor


def layout_of(picture: Image.Image) -> Layout:
    """Return how an RGB picture is built."""
    small, factor = working_copy(picture)
    levels = np.stack([np.asarray(band) for band in small.split()])
    content = _content(levels)
    inside = levels[:, content.top : content.bottom, content.left : content.right]
    busy = _busy(inside)
    found = [*_busy_boxes(busy), *_between_seams(inside, busy)]
    whole = Box(0, 0, inside.shape[2], inside.shape[1])
    kept: list[Box] = []
    for box in sorted(found, key=lambda one: -one.area):
        small_enough = box.area < _LARGE * whole.area
        if small_enough and all(box.overlap(one) < _SAME for one in kept):
            kept.append(box)
    parts = tuple(box.moved(content.left, content.top) for box in kept[:MOST_PARTS])
    return Layout(content, parts).scaled(factor, picture.size)


# --- a border of plain colour --------------------------------------------------------------------

# A line belongs to the border if all but so many of its pixels are near the colour of that side.
_ODD_SHARE = 0.06
_NEAR = 18
# What is left has to be a picture still.
_LEAST_LEFT = 0.15
# Lines that are looked at together.
_STRIP = 32


def _content(levels: Levels) -> Box:
    height, width = levels.shape[1:]
    top, bottom = _border(levels), _border(levels[:, ::-1])
    turned = levels.transpose(0, 2, 1)
    left, right = _border(turned), _border(turned[:, ::-1])
    box = Box(left, top, width - right, height - bottom)
    large = box.right - box.left >= _LEAST_LEFT * width
    high = box.bottom - box.top >= _LEAST_LEFT * height
    return box if large and high else Box(0, 0, width, height)


def _border(levels: Levels) -> int:
    """Return how many lines at the beginning are of one colour."""
    # Every fourth pixel of a line tells enough.
    lines = levels[:, :, ::4]
    colour = np.median(lines[:, 0], axis=1).astype(np.int16)
    # Most pictures have no border at all, which two lines tell, and hardly one has a large one.
    if _odd(lines[:, :2], colour).any():
        return 0
    for start in range(0, lines.shape[1], _STRIP):
        odd = _odd(lines[:, start : start + _STRIP], colour)
        if odd.any():
            return start + int(np.argmax(odd))
    return 0


def _odd(lines: Levels, colour: NDArray[np.int16]) -> NDArray[np.bool_]:
    """Tell for each line whether it is not of one colour."""
    far = np.abs(lines - colour[:, None, None]) > _NEAR
    return np.asarray(far.any(axis=0).mean(axis=1) > _ODD_SHARE)


# --- busy areas on plain ground ------------------------------------------------------------------


def _busy(levels: Levels) -> NDArray[np.bool_]:
    """Tell for each cell whether no colour covers most of it."""
    rows, columns = levels.shape[1] // _CELL, levels.shape[2] // _CELL
    # Sixteen levels a colour: what compression does to a plain area stays within one.
    levels = levels[:, : rows * _CELL, : columns * _CELL]
    red, green, blue = ((levels >> 4) + (levels >> 3 & 1)).astype(np.int16)
    codes = (red << 10) + (green << 5) + blue
    split = codes.reshape(rows, _CELL, columns, _CELL).swapaxes(1, 2)
    # NumPy sorts numbers of four bytes in a third of the time that those of two take.
    cells = np.ascontiguousarray(split, dtype=np.int32).reshape(rows, columns, _CELL * _CELL)
    # A colour that covers more than half of a cell is the one in the middle of all, in order.
    middle = np.partition(cells, _CELL * _CELL // 2, axis=2)[..., _CELL * _CELL // 2]
    covered = (cells == middle[..., None]).sum(axis=2, dtype=np.uint8)
    return np.asarray(covered < _PLAIN_SHARE * _CELL * _CELL)


def _busy_boxes(busy: NDArray[np.bool_]) -> Iterator[Box]:
    """Yield the areas that are not plain, where most of the rest is."""
    boxes = _connected(busy)
    large = (boxes[:, 2:] - boxes[:, :2]).min(axis=1) >= _LEAST_CELLS
    for top, left, bottom, right in boxes[large].tolist():
        if busy[top:bottom, left:right].mean() >= _LEAST_FILLED:
            yield Box(left, top, right, bottom).scaled(_CELL)


def _connected(busy: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return top, left, bottom and right of every connected area.

    What is joined are runs of cells within a row: there are ten times fewer of them than cells.
    """
    edges = np.diff(np.pad(busy, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    row, first = np.nonzero(edges == 1)
    _, end = np.nonzero(edges == -1)
    run = np.cumsum(edges[:, :-1] == 1).reshape(busy.shape) - 1
    both = busy[1:] & busy[:-1]
    _, area = np.unique(_joined(len(row), run[:-1][both], run[1:][both]), return_inverse=True)
    count = int(area.max(initial=-1)) + 1
    least, most = np.full((2, count), max(busy.shape)), np.zeros((2, count), dtype=np.intp)
    for axis, (start, stop) in enumerate(((row, row + 1), (first, end))):
        np.minimum.at(least[axis], area, start)
        np.maximum.at(most[axis], area, stop)
    return np.concatenate((least, most)).T


def _joined(count: int, one: NDArray[np.intp], other: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return for each of so many things the least that it is joined with, through any others."""
    least = np.arange(count)
    while True:
        before = least.copy()
        joined = np.minimum(before[one], before[other])
        # The least is told to what was the least so far, and with it to all that go there.
        for side in (one, other):
            np.minimum.at(least, before[side], joined)
            np.minimum.at(least, side, joined)
        least = least[least]
        if np.array_equal(least, before):
            return least


# --- pictures side by side -----------------------------------------------------------------------

# A line is a seam if so many of its pixels jump by so much, and far more than on lines around it.
_JUMP = 10
_JUMPING_SHARE = 0.45
_STANDS_OUT = 0.25
_AROUND = 13
_MOST_SEAMS = 3
# Of the side: nearer to the edge nothing fits.
_MARGIN = 0.12
# How much of a panel has to be busy. Photos of the sky are not very; bubbles of text hardly are.
_LEAST_BUSY = 0.15


def _between_seams(levels: Levels, busy: NDArray[np.bool_]) -> Iterator[Box]:
    """Yield the panels of a collage; a panel that is mostly plain is a piece of a screen."""
    red, green, blue = (plane.astype(np.uint16) for plane in levels)
    grey = ((red * 77 + green * 150 + blue * 29) >> 8).astype(np.uint8)
    across, down = _seams(grey), _seams(np.ascontiguousarray(grey.T))
    if not across and not down:
        return
    rows = [0, *across, grey.shape[0]]
    columns = [0, *down, grey.shape[1]]
    for top, bottom in pairwise(rows):
        for left, right in pairwise(columns):
            cells = busy[top // _CELL : bottom // _CELL, left // _CELL : right // _CELL]
            if cells.size and cells.mean() >= _LEAST_BUSY:
                yield Box(left, top, right, bottom)


def _seams(grey: Levels) -> list[int]:
    """Return before which lines another picture begins."""
    if grey.shape[0] < 8 * _AROUND:
        return []
    before, after = grey[:-1], grey[1:]
    jumps = np.maximum(before, after) - np.minimum(before, after) > _JUMP
    share = jumps.mean(axis=1)
    window = np.ones(_AROUND) / _AROUND
    stands = share - np.convolve(share, window, mode="same")
    margin = int(_MARGIN * grey.shape[0])
    places = np.flatnonzero((share > _JUMPING_SHARE) & (stands > _STANDS_OUT))
    places = places[(places >= margin) & (places < grey.shape[0] - margin)]
    found: list[int] = []
    for place in sorted(places, key=lambda one: -stands[one]):
        if all(abs(place + 1 - one) >= margin for one in found):
            found.append(int(place) + 1)
    return sorted(found[:_MOST_SEAMS])
