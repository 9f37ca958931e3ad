"""Find the pictures in a posted picture, each of which is looked up in the banks by itself.

A known picture comes back in a frame, in a screenshot of a chat, in a collage, over a blurred copy
of itself. A hash of the whole says nothing of it then; a hash of the right part does, and needs
nothing from whoever made the list. `layout.py` does similar work for models, which forgive a box
that is an eighth too large; a hash forgives a fiftieth, so here edges are found to the pixel.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from bot.domain.signal import ViewKind
from classifiers.finding.borders import contents, refined
from classifiers.finding.edges import framed
from classifiers.finding.grounds import grounded, grounds, plain_share
from classifiers.finding.planes import Planes, planes_of
from classifiers.finding.seams import panels
from classifiers.hashing import Look, look_at
from classifiers.layout import Box
from classifiers.patches import cut_patch, describe

MOST_VIEWS = 16
# Two boxes that overlap by so much are one.
_SAME = 0.985
# Of a picture's sides and area: what is smaller is an icon, or a shred.
_LEAST_SIDE, _LEAST_AREA = 0.1, 0.02
# In less there is no room for another picture.
_LEAST_PIXELS = 32
# Where plain colours cover so much it is a screen, and its lines of text are no seams.
_SCREEN = 0.3
# On a screen a rectangle of which so much is ground is a bubble of text, or several.
_MOST_PLAIN = 0.35
# Between two pictures of a collage, of the longer side.
_GAP = 0.03
# Boxes are found in a copy of about this size, and patches are cut from one of twice the size.
_SIDE = 640


@dataclass(frozen=True, slots=True)
class SeenView:
    """A part of a picture that may be a picture of its own."""

    kind: ViewKind
    box: Box


@dataclass(frozen=True, slots=True, eq=False)
class SeenLook:
    """A part of a picture, and how it looks."""

    view: SeenView
    look: Look


def views_of(picture: Image.Image) -> tuple[SeenView, ...]:
    """Return the whole of an RGB picture, and the pictures in it: at most `MOST_VIEWS`."""
    size = Box(0, 0, *picture.size)
    whole = SeenView(ViewKind.WHOLE, size)
    if min(picture.size) < _LEAST_PIXELS:
        return (whole,)
    factor = max(1, math.ceil(max(picture.size) / _SIDE))
    planes = planes_of(picture.reduce(factor) if factor > 1 else picture)
    kept = [whole]
    tried = [size]
    for kind, found in _found(planes):
        box = found.scaled(factor).within(size)
        if not _large_enough(box, size) or _is_one_of(box, tried):
            continue
        tried.append(box)
        if kind is not ViewKind.TRIM:
            box = refined(picture, box, 2 * factor + 2, round(_GAP * max(picture.size)))
        if _large_enough(box, size) and not _is_one_of(box, [one.box for one in kept]):
            kept.append(SeenView(kind, box))
        if len(kept) == MOST_VIEWS:
            break
    return tuple(kept)


def _is_one_of(box: Box, others: Sequence[Box]) -> bool:
    # Two boxes of which one is so much further to the left or higher are not the same.
    wide, high = (1 - _SAME) * (box.right - box.left) + 1, (1 - _SAME) * (box.bottom - box.top) + 1
    return any(
        abs(box.left - one.left) <= wide
        and abs(box.top - one.top) <= high
        and box.overlap(one) >= _SAME
        for one in others
    )


def whole_of(picture: Image.Image) -> SeenLook:
    """Return how all of an RGB picture looks."""
    return SeenLook(SeenView(ViewKind.WHOLE, Box(0, 0, *picture.size)), look_at(picture))


def looks_of(picture: Image.Image) -> tuple[SeenLook, ...]:
    """Return how each of `views_of` an RGB picture looks, the whole first."""
    whole, *parts = views_of(picture)
    first = SeenLook(whole, look_at(picture))
    if not parts:
        return (first,)
    factor = max(1, max(picture.size) // _SIDE)
    grey = (picture.reduce(factor) if factor > 1 else picture).convert("L")
    patches = [
        cut_patch(
            grey,
            (
                part.box.left / factor,
                part.box.top / factor,
                min(grey.width, part.box.right / factor),
                min(grey.height, part.box.bottom / factor),
            ),
        )
        for part in parts
    ]
    said = describe(np.stack(patches))
    others = [
        SeenLook(part, Look(turns, int(quality), bytes(dhashes[0]).hex(), dhashes))
        for part, turns, quality, dhashes in zip(
            parts, said.turns, said.qualities, said.dhashes, strict=True
        )
    ]
    return (first, *others)


def content_of(picture: Image.Image) -> Box:
    """Return an RGB picture without its plain border; all of it where there is none."""
    return next(
        (one.box for one in views_of(picture) if one.kind is ViewKind.TRIM),
        Box(0, 0, *picture.size),
    )


def _found(planes: Planes) -> Iterator[tuple[ViewKind, Box]]:
    trimmed = list(contents(planes))
    for box in trimmed:
        yield ViewKind.TRIM, box
    whole = Box(0, 0, planes.shape[2], planes.shape[1])
    half = np.ascontiguousarray(planes[:, ::2, ::2])
    found = grounds(half)
    screen = found.share >= _SCREEN
    islands = [
        box
        for box in (small.scaled(2) for small in grounded(half, found))
        if _large_enough(box, whole)
    ]
    for box in islands:
        yield ViewKind.RECT, box
    for box in framed(planes):
        if not screen or plain_share(planes, found, box) < _MOST_PLAIN:
            yield ViewKind.RECT, box
    for outer in islands if screen else trimmed[:1]:
        inside = planes[:, outer.top : outer.bottom, outer.left : outer.right]
        for box in panels(inside):
            yield ViewKind.SEAM, box.moved(outer.left, outer.top)


def _large_enough(box: Box, whole: Box) -> bool:
    wide = box.right - box.left >= _LEAST_SIDE * whole.right
    high = box.bottom - box.top >= _LEAST_SIDE * whole.bottom
    return wide and high and box.area >= max(_LEAST_PIXELS, _LEAST_AREA * whole.area)
