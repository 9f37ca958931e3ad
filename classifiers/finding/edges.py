"""Find pictures by their straight edges: in a story over its own blur, on a photo of a wall."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from classifiers.finding.planes import Planes, apart, lying
from classifiers.layout import Box

# A pixel is on an edge if the levels on both sides of it differ by so much, and by no less than
# further off.
_STEP = 7
# A line is worth trying if it is on an edge for most of a run of so much of the picture's side.
_LEAST_RUN, _DENSE = 0.12, 0.7
_MOST_LINES, _MOST_MIRRORED = 10, 6
# Of each side of a rectangle so much has to be on an edge, so much more than on lines beside it,
# and of all sides together so much.
_LEAST_EDGE, _LEAST_MORE, _LEAST_EDGES = 0.45, 0.25, 0.70
_LONE_EDGE = 0.80
# What stands in the middle, to so many pixels, may have weaker edges.
_MIDDLE = 4
_MIDDLE_MORE, _MIDDLE_EDGES = 0.12, 0.50
_BESIDE = 6
_LEAST_SIDE = 0.1
_MOST_BOXES = 4
_SAME = 0.9

_Places = NDArray[np.intp]
_Shares = NDArray[np.float64]


def framed(planes: Planes) -> Iterator[Box]:
    """Yield rectangles with a straight edge on each side; the picture's own sides serve, too."""
    across, down = _Edges(planes), _Edges(lying(planes))
    rows, columns = across.lines(), down.lines()
    if len(rows) + len(columns) < 5:
        return
    top, bottom = (each[:, None] for each in _pairs(rows))
    left, right = (each[None] for each in _pairs(columns))
    score = _scores(across, down, (left, top, right, bottom))
    kept: list[Box] = []
    for place in np.argsort(-score, axis=None)[:40]:
        row, column = np.unravel_index(place, score.shape)
        if not score[row, column] or len(kept) >= _MOST_BOXES:
            break
        box = Box(
            int(left[0, column]), int(top[row, 0]), int(right[0, column]), int(bottom[row, 0])
        )
        if all(box.overlap(one) < _SAME for one in kept):
            kept.append(box)
            yield box


class _Edges:
    """The lying edges of a picture: how much of a part of a line is on one."""

    def __init__(self, planes: Planes) -> None:
        height, width = planes.shape[1:]
        step = np.zeros((height, width), dtype=np.uint8)
        step[1:-1] = apart(planes[:, 2:], planes[:, :-2])
        ridge = step > _STEP
        ridge[2:] &= step[2:] >= step[:-2]
        ridge[:-2] &= step[:-2] >= step[2:]
        beside = ridge.copy()
        beside[1:] |= ridge[:-1]
        beside[:-1] |= ridge[1:]
        self._sums = np.zeros((height + 1, width + 1), dtype=np.int16)
        np.cumsum(beside, axis=1, out=self._sums[:-1, 1:])

    @property
    def side(self) -> int:
        """How many lines there are."""
        return len(self._sums) - 1

    def lines(self) -> list[int]:
        """Return the lines that are on an edge for longest, and the first and last of all."""
        window = max(8, round(_LEAST_RUN * (self._sums.shape[1] - 1)))
        dense = (self._sums[:, window:] - self._sums[:, :-window]) > _DENSE * window
        long = dense.sum(axis=1)
        found: list[int] = []
        for line in np.argsort(-long):
            if not long[line] or len(found) >= _MOST_LINES:
                break
            if 4 <= line <= self.side - 4 and all(abs(line - one) > 2 for one in found):
                found.append(int(line))
        # What is shown stands in the middle more often than not, and one of its sides melts away.
        opposite = [
            self.side - line
            for line in found[:_MOST_MIRRORED]
            if all(abs(self.side - line - one) > 2 for one in found)
        ]
        return sorted([0, *found, *opposite, self.side])

    def shares(self, line: _Places, first: _Places, last: _Places) -> tuple[_Shares, _Shares]:
        """Return how much of a part of a line is on an edge, and how much more than beside it."""
        here = self._share(line, first, last)
        beside = [self._share(line + off, first, last) for off in (-_BESIDE, _BESIDE)]
        return here, here - np.maximum(*beside)

    def _share(self, line: _Places, first: _Places, last: _Places) -> _Shares:
        line = np.clip(line, 0, self.side)
        return np.asarray((self._sums[line, last] - self._sums[line, first]) / (last - first))


def _pairs(lines: list[int]) -> NDArray[np.intp]:
    least = _LEAST_SIDE * lines[-1]
    pairs = [(one, other) for one in lines for other in lines if other - one >= least]
    return np.array(pairs, dtype=np.intp).T


def _scores(
    across: _Edges, down: _Edges, box: tuple[_Places, _Places, _Places, _Places]
) -> _Shares:
    """Judge rectangles: the more sides have an edge of their own, the better; 0 is none."""
    left, top, right, bottom = box
    sides = [
        across.shares(top, left, right),
        across.shares(bottom, left, right),
        down.shares(left, top, bottom),
        down.shares(right, top, bottom),
    ]
    shares, more = (np.stack([side[which] for side in sides]) for which in (0, 1))
    # The picture's own sides have none, and need none.
    own = np.stack(np.broadcast_arrays(top > 0, bottom < across.side, left > 0, right < down.side))
    count = own.sum(axis=0)
    mean = np.where(own, shares, 0).sum(axis=0) / np.maximum(1, count)
    # One edge alone has to be clear, and two that meet are a corner of something.
    facing = (own[0] & own[1]) | (own[2] & own[3])
    alone = (count == 1) & (mean >= _LONE_EDGE)
    worst = np.where(own, shares, 1).min(axis=0)
    least = np.where(own, more, 1).min(axis=0)
    centred = (abs(left + right - down.side) <= _MIDDLE) & (
        abs(top + bottom - across.side) <= _MIDDLE
    )
    good = (
        (facing | alone) & (mean >= _LEAST_EDGES) & (worst >= _LEAST_EDGE) & (least >= _LEAST_MORE)
    ) | (centred & facing & (mean >= _MIDDLE_EDGES) & (least >= _MIDDLE_MORE))
    area = (bottom - top) * (right - left) / (across.side * down.side)
    return np.where(good, count + 2 * mean + area, 0)
