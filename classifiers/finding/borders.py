"""Cut plain borders off: around a whole picture, and what is left of one around a found part."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from classifiers.finding.planes import Mask, Planes, apart
from classifiers.layout import Box

# A line belongs to a border if all but so many of its pixels are near one colour: near as a drawn
# border is after compression, or near as a plain wall is.
_ODD_SHARE = 0.06
_EXACTLY, _NEAR = 5, 18
# What is left has to be a picture still.
_LEAST_LEFT = 0.1
# An edge is off by less, and where two pictures meet the line between is a mixture of both.
_BLENDED = 4
# So many pixels of a line tell enough.
_FEW = 64


def contents(planes: Planes) -> Iterator[Box]:
    """Yield the box without a border that is drawn, and without one that is only plain."""
    for by in (_EXACTLY, _NEAR):
        yield _content(planes, by)


def refined(picture: Image.Image, box: Box, off: int, gap: int) -> Box:
    """Move the sides of a box past lines of one colour, each of its own.

    What is found in a small copy is off by a pixel of it, chats draw a thin line around pictures,
    and between those of a collage there may be a gap.

    Args:
        picture: RGB, at full size.
        box: In it.
        off: By how many pixels it may be off.
        gap: How many pixels inwards may be drawn in exactly one colour.
    """
    width, height = picture.size
    reach = max(gap, off + _BLENDED)
    outer = Box(box.left - off, box.top - off, box.right + off, box.bottom + off)
    strips = (
        Box(outer.left, box.top, box.left + reach, box.bottom),
        Box(box.left, outer.top, box.right, box.top + reach),
        Box(box.right - reach, box.top, outer.right, box.bottom),
        Box(box.left, box.bottom - reach, box.right, outer.bottom),
    )
    size = Box(0, 0, width, height)
    left, top, right, bottom = (strip.within(size).cut(picture) for strip in strips)
    return Box(
        box.left + _passed(left, min(off, box.left), across=False, back=False),
        box.top + _passed(top, min(off, box.top), across=True, back=False),
        box.right - _passed(right, min(off, width - box.right), across=False, back=True),
        box.bottom - _passed(bottom, min(off, height - box.bottom), across=True, back=True),
    )


def _content(planes: Planes, by: int) -> Box:
    height, width = planes.shape[1:]
    top, bottom = _border(planes, by), _border(planes[:, ::-1], by)
    sides = planes[:, top : height - bottom].swapaxes(1, 2)
    left, right = _border(sides, by), _border(sides[:, ::-1], by)
    large = width - left - right >= _LEAST_LEFT * width
    high = height - top - bottom >= _LEAST_LEFT * height
    whole = Box(0, 0, width, height)
    return Box(left, top, width - right, height - bottom) if large and high else whole


def _border(lines: Planes, by: int) -> int:
    """Return how many lines at the beginning are of one colour."""
    if not lines.size:
        return 0
    colour = _middle(lines[:, :1])
    passed, ahead = 0, 2
    # Most pictures have no border at all, which two lines tell.
    while passed < lines.shape[1]:
        odd = _odd(lines[:, passed : passed + ahead], colour, by)
        if odd.any():
            return passed + int(np.argmax(odd))
        passed, ahead = passed + ahead, 2 * ahead
    return 0


def _middle(lines: Planes) -> Planes:
    """Return the median colour of each line."""
    half = lines.shape[2] // 2
    return np.partition(lines, half, axis=2)[:, :, half : half + 1]


def _odd(lines: Planes, colours: Planes, by: int | NDArray[np.intp]) -> Mask:
    """Tell for each line whether it is not of one colour."""
    odd = np.count_nonzero(apart(lines, colours) > by, axis=1)
    return np.asarray(odd > _ODD_SHARE * lines.shape[2])


def _passed(strip: Image.Image, out: int, *, across: bool, back: bool) -> int:
    """Return how far to move an edge inwards; 0 where nothing is plain.

    Args:
        strip: What lies along the edge.
        out: How many lines of it are outside.
        across: Whether the lines are rows.
        back: Whether the last line is the outermost.
    """
    # At the picture's own edge there is nothing outside.
    if not out:
        return 0
    pixels = np.asarray(strip) if across else np.asarray(strip).swapaxes(0, 1)
    # Round corners are not a part of the side.
    corner = pixels.shape[1] // 8
    step = max(1, pixels.shape[1] // _FEW)
    few = pixels[:: -1 if back else 1, corner : pixels.shape[1] - corner : step]
    if not few.size:
        return 0
    lines = np.ascontiguousarray(few.transpose(2, 0, 1))
    # Plain lines further in than just behind the edge belong to the picture.
    begin = lines[:, : out + _BLENDED]
    plain = ~_odd(begin, _middle(begin), _NEAR)
    if not plain.any():
        return 0
    first = int(np.argmax(plain))
    rest = lines[:, first:]
    # Further in only what was drawn is a border: a wall or the sky is plain, too.
    by = np.where(np.arange(rest.shape[1]) < out + _BLENDED - first, _NEAR, _EXACTLY)
    odd = _odd(rest, _middle(rest), by[:, None])
    return first + int(np.argmax(odd)) - out if odd.any() else 0
