"""Find where the pictures of a collage meet, and what lies between."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from classifiers.finding.planes import Planes
from classifiers.layout import Box

# A line is a seam if so many of its pixels jump by so much, and far more than on lines around it.
_JUMP = 10
_JUMPING_SHARE = 0.45
_STANDS_OUT = 0.25
_AROUND = 13
_MOST_SEAMS, _MOST_PANELS = 3, 12
# Of the side: nearer to the edge, or to another seam, no picture fits.
_MARGIN = 0.06

_Grey = NDArray[np.uint8]


def panels(planes: Planes) -> Iterator[Box]:
    """Yield what lies between seams, the largest first: rows and columns, then single panels."""
    red, green, blue = planes
    grey = (red >> 2) + (green >> 1) + (blue >> 3)
    height, width = grey.shape
    across, down = _seams(grey), _seams(np.ascontiguousarray(grey.T))
    boxes = [
        Box(left, top, right, bottom)
        for top, bottom in _spans([0, *across, height])
        for left, right in _spans([0, *down, width])
    ]
    yield from sorted(boxes, key=lambda box: -box.area)[:_MOST_PANELS]


def _spans(edges: list[int]) -> list[tuple[int, int]]:
    """Return what lies between neighbours, all but the outermost together, and all together."""
    pairs = list(pairwise(edges))
    if len(edges) > 3:
        pairs.append((edges[1], edges[-2]))
    return list(dict.fromkeys([*pairs, (edges[0], edges[-1])]))


def _seams(grey: _Grey) -> list[int]:
    """Return before which lines another picture begins."""
    if grey.shape[0] < 4 * _AROUND:
        return []
    jumps = np.maximum(grey[1:], grey[:-1]) - np.minimum(grey[1:], grey[:-1]) > _JUMP
    share = jumps.mean(axis=1)
    stands = share - np.convolve(share, np.ones(_AROUND) / _AROUND, mode="same")
    margin = int(_MARGIN * grey.shape[0])
    places = np.flatnonzero((share > _JUMPING_SHARE) & (stands > _STANDS_OUT))
    places = places[(places >= margin) & (places < grey.shape[0] - margin)]
    found: list[int] = []
    for place in sorted(places, key=lambda one: -stands[one]):
        if all(abs(place + 1 - one) >= margin for one in found):
            found.append(int(place) + 1)
    return sorted(found[:_MOST_SEAMS])
