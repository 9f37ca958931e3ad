"""Find where the pictures of a collage meet, and what lies between."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from classifiers.layout import Box

# A line is a seam if so many of its pixels jump by so much, and far more than on lines around it.
_JUMP = 10
_JUMPING_SHARE = 0.45
_STANDS_OUT = 0.25
_AROUND = 13
_MOST_SEAMS = 3
# Of the side: nearer to the edge, or to another seam, no picture fits.
_MARGIN = 0.06

Levels = NDArray[np.uint8]


def panels(levels: Levels) -> Iterator[Box]:
    """Yield what lies between seams: full rows and columns of panels, then single ones."""
    grey = (levels.astype(np.int32) @ np.array([77, 150, 29], dtype=np.int32)) >> 8
    height, width = grey.shape
    rows, columns = [0, *_seams(grey), height], [0, *_seams(grey.T), width]
    downs = _spans(rows)
    acrosses = _spans(columns)
    boxes = [Box(left, top, right, bottom) for top, bottom in downs for left, right in acrosses]
    yield from sorted(boxes, key=lambda box: -box.area)


def _spans(edges: list[int]) -> list[tuple[int, int]]:
    """Return what lies between neighbours, and all together, and all but the outermost."""
    pairs = list(pairwise(edges))
    if len(edges) > 3:
        pairs.append((edges[1], edges[-2]))
    return list(dict.fromkeys([*pairs, (edges[0], edges[-1])]))


def _seams(grey: NDArray[np.int32]) -> list[int]:
    """Return before which lines another picture begins."""
    if grey.shape[0] < 4 * _AROUND:
        return []
    share = (np.abs(np.diff(grey, axis=0)) > _JUMP).mean(axis=1)
    stands = share - np.convolve(share, np.ones(_AROUND) / _AROUND, mode="same")
    margin = int(_MARGIN * grey.shape[0])
    places = np.flatnonzero((share > _JUMPING_SHARE) & (stands > _STANDS_OUT))
    places = places[(places >= margin) & (places < grey.shape[0] - margin)]
    found: list[int] = []
    for place in sorted(places, key=lambda one: -stands[one]):
        if all(abs(place + 1 - one) >= margin for one in found):
            found.append(int(place) + 1)
    return sorted(found[:_MOST_SEAMS])
