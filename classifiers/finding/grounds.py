"""Find pictures on the plain ground of a screen or a page."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifiers.finding.planes import Mask, Planes, apart, near, opened
from classifiers.layout import Box

# A colour is a ground if it covers so much, and so much of it goes on unchanged to the right.
_LEAST_SHARE, _FLAT = 0.02, 0.75
_MOST_COLOURS = 6
_NEAR = 10
# Of what is found so much has to be picture, and of each of its outermost lines.
_LEAST_FILLED, _LEAST_LINE = 0.55, 0.3
# Of the picture: what is smaller is a bubble of text, or an icon.
_LEAST_AREA = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class Grounds:
    """The plain colours of a picture.

    Attributes:
        colours: Those that cover most come first.
        share: Of how much of the picture they are the ground.
    """

    colours: list[NDArray[np.uint8]]
    share: float


def grounds(planes: Planes) -> Grounds:
    """Return the colours that cover much of a picture and vary little."""
    red, green, blue = planes >> 3
    codes = (red.astype(np.uint16) << 10 | green.astype(np.uint16) << 5 | blue)[:, :-1].ravel()
    flat = (apart(planes[:, :, 1:], planes[:, :, :-1]) <= 1).ravel()
    counts = np.bincount(codes, minlength=1 << 15)
    common = np.flatnonzero(counts >= _LEAST_SHARE * codes.size)
    if not common.size:
        return Grounds([], 0.0)
    even = codes[flat]
    flats = np.bincount(even, minlength=1 << 15)
    chosen = common[flats[common] >= _FLAT * counts[common]]
    chosen = chosen[np.argsort(-counts[chosen])][:_MOST_COLOURS]
    sums = [
        np.bincount(even, plane[:, :-1].ravel()[flat], minlength=1 << 15)[chosen]
        for plane in planes
    ]
    colours = np.round(np.stack(sums, axis=1) / np.maximum(1, flats[chosen])[:, None])
    return Grounds(list(colours.astype(np.uint8)), float(counts[chosen].sum()) / codes.size)


def grounded(planes: Planes, found: Grounds) -> Iterator[Box]:
    """Yield what does not have one of the few colours that cover a screen."""
    each = [near(planes, colour, _NEAR) for colour in found.colours]
    # A picture may have a colour of its own that covers much; the ground behind it covers more.
    for ground in (np.logical_or.reduce(each), each[0]) if len(each) > 1 else each:
        shown = ~ground
        gap, thick = max(2, min(shown.shape) // 60), max(3, min(shown.shape) // 14)
        closed = ~opened(ground, gap)
        for box in _islands(opened(closed, thick)):
            tight = _tightened(shown, box) if box.area >= _LEAST_AREA * shown.size else None
            if tight is not None:
                yield tight


def plain_share(planes: Planes, found: Grounds, box: Box) -> float:
    """Return how much of a box has the colour that covers most of the picture."""
    part = planes[:, box.top : box.bottom, box.left : box.right]
    return float(near(part, found.colours[0], _NEAR).mean()) if found.colours and part.size else 0.0


def _islands(mask: Mask) -> Iterator[Box]:
    """Yield the boxes of what is separated by empty lines or columns."""
    waiting = [Box(0, 0, mask.shape[1], mask.shape[0])]
    while waiting:
        box = waiting.pop()
        part = mask[box.top : box.bottom, box.left : box.right]
        parts = [
            Box(left, top, right, bottom).moved(box.left, box.top)
            for top, bottom in _runs(np.asarray(part.any(axis=1)))
            for left, right in _runs(np.asarray(part[top:bottom].any(axis=0)))
        ]
        if parts == [box]:
            yield box
        else:
            waiting.extend(parts)


def _runs(line: Mask) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], line, [False])).astype(np.int8)))
    return [(int(first), int(last)) for first, last in zip(edges[::2], edges[1::2], strict=True)]


def _tightened(shown: Mask, box: Box) -> Box | None:
    part = shown[box.top : box.bottom, box.left : box.right]
    rows = np.flatnonzero(part.mean(axis=1) > _LEAST_LINE)
    columns = np.flatnonzero(part.mean(axis=0) > _LEAST_LINE)
    if part.mean() < _LEAST_FILLED or not rows.size or not columns.size:
        return None
    tight = Box(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
    return tight.moved(box.left, box.top)
