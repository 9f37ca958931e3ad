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

Levels = NDArray[np.int16]


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

    def within(self, other: "Box") -> "Box":
        """Return what of it lies in another one."""
        return Box(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def cut(self, picture: Image.Image) -> Image.Image:
        """Return what it shows of a picture."""
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


def layout_of(picture: Image.Image) -> Layout:
    """Return how an RGB picture is built."""
    factor = max(1, round(max(picture.size) / _WORKING_SIDE))
    levels = np.asarray(picture.reduce(factor) if factor > 1 else picture).astype(np.int16)
    content = _content(levels)
    inside = levels[content.top : content.bottom, content.left : content.right]
    busy = _busy(inside)
    found = [*_busy_boxes(busy), *_between_seams(inside, busy)]
    whole = Box(0, 0, inside.shape[1], inside.shape[0])
    kept: list[Box] = []
    for box in sorted(found, key=lambda one: -one.area):
        small = box.area < _LARGE * whole.area
        if small and all(box.overlap(one) < _SAME for one in kept):
            kept.append(box)
    size = Box(0, 0, *picture.size)
    return Layout(
        content.scaled(factor).within(size),
        tuple(
            box.moved(content.left, content.top).scaled(factor).within(size)
            for box in kept[:MOST_PARTS]
        ),
    )


# --- a border of plain colour --------------------------------------------------------------------

# A line belongs to the border if all but so many of its pixels are near the colour of that side.
_ODD_SHARE = 0.06
_NEAR = 18
# What is left has to be a picture still.
_LEAST_LEFT = 0.15


def _content(levels: Levels) -> Box:
    height, width = levels.shape[:2]
    top, bottom = _border(levels), _border(levels[::-1])
    turned = levels.transpose(1, 0, 2)
    left, right = _border(turned), _border(turned[::-1])
    box = Box(left, top, width - right, height - bottom)
    large = box.right - box.left >= _LEAST_LEFT * width
    high = box.bottom - box.top >= _LEAST_LEFT * height
    return box if large and high else Box(0, 0, width, height)


def _border(levels: Levels) -> int:
    """Return how many lines at the beginning are of one colour."""
    # Every fourth pixel of a line tells enough.
    lines = levels[:, ::4]
    colour = np.median(lines[0], axis=0).astype(np.int16)
    # Most pictures have no border at all, which two lines tell.
    if _odd(lines[:2], colour).any():
        return 0
    odd = _odd(lines, colour)
    return int(np.argmax(odd)) if odd.any() else 0


def _odd(lines: Levels, colour: Levels) -> NDArray[np.bool_]:
    """Tell for each line whether it is not of one colour."""
    return np.asarray((np.abs(lines - colour) > _NEAR).any(axis=2).mean(axis=1) > _ODD_SHARE)


# --- busy areas on plain ground ------------------------------------------------------------------


def _busy(levels: Levels) -> NDArray[np.bool_]:
    """Tell for each cell whether no colour covers most of it."""
    rows, columns = levels.shape[0] // _CELL, levels.shape[1] // _CELL
    # Sixteen levels a colour: what compression does to a plain area stays within one.
    coarse = (levels[: rows * _CELL, : columns * _CELL] + 8) >> 4
    codes = coarse @ np.array([1024, 32, 1], dtype=np.int16)
    cells = (
        codes.reshape(rows, _CELL, columns, _CELL)
        .swapaxes(1, 2)
        .reshape(rows, columns, _CELL * _CELL)
    )
    # A colour that covers more than half of a cell is the one in the middle of all, in order.
    middle = np.partition(cells, _CELL * _CELL // 2, axis=2)[..., _CELL * _CELL // 2]
    return np.asarray((cells == middle[..., None]).mean(axis=2) < _PLAIN_SHARE)


def _busy_boxes(busy: NDArray[np.bool_]) -> Iterator[Box]:
    """Yield the areas that are not plain, where most of the rest is."""
    for top, left, bottom, right in _bounds(_connected(busy)):
        small = min(bottom - top, right - left) < _LEAST_CELLS
        if small or busy[top:bottom, left:right].mean() < _LEAST_FILLED:
            continue
        yield Box(*(int(edge) * _CELL for edge in (left, top, right, bottom)))


def _bounds(labels: NDArray[np.int32]) -> NDArray[np.intp]:
    """Return top, left, bottom and right of each area."""
    down, across = np.nonzero(labels)
    _, area = np.unique(labels[down, across], return_inverse=True)
    count = int(area.max(initial=-1)) + 1
    least = np.full((count, 2), max(labels.shape))
    most = np.zeros((count, 2), dtype=np.intp)
    for axis, places in enumerate((down, across)):
        np.minimum.at(least[:, axis], area, places)
        np.maximum.at(most[:, axis], area, places + 1)
    return np.hstack((least, most))


def _connected(busy: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Give every connected area a number of its own; 0 is what is not busy."""
    labels = np.where(busy, np.arange(1, busy.size + 1, dtype=np.int32).reshape(busy.shape), 0)
    while True:
        before = labels
        labels = labels.copy()
        for axis in (0, 1):
            for step in (-1, 1):
                np.maximum(labels, _shifted(labels, axis, step), out=labels, where=busy)
        # A number is also a place: taking over what stands there doubles each step.
        labels = np.concatenate(([0], labels.ravel()))[labels].astype(np.int32)
        if np.array_equal(labels, before):
            return labels


def _shifted(labels: NDArray[np.int32], axis: int, step: int) -> NDArray[np.int32]:
    moved = np.roll(labels, step, axis=axis)
    edge = [slice(None), slice(None)]
    edge[axis] = slice(0, 1) if step == 1 else slice(-1, None)
    moved[tuple(edge)] = 0
    return moved


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
    grey = (levels @ np.array([77, 150, 29], dtype=np.int32)) >> 8
    across, down = _seams(grey), _seams(grey.T)
    if not across and not down:
        return
    rows = [0, *across, grey.shape[0]]
    columns = [0, *down, grey.shape[1]]
    for top, bottom in pairwise(rows):
        for left, right in pairwise(columns):
            cells = busy[top // _CELL : bottom // _CELL, left // _CELL : right // _CELL]
            if cells.size and cells.mean() >= _LEAST_BUSY:
                yield Box(left, top, right, bottom)


def _seams(grey: NDArray[np.int32]) -> list[int]:
    """Return before which lines another picture begins."""
    if grey.shape[0] < 8 * _AROUND:
        return []
    share = (np.abs(np.diff(grey, axis=0)) > _JUMP).mean(axis=1)
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
