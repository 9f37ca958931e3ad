"""Chooses which frames of something that moves are looked at: every shot, and what differs most.

A picture can be hidden in one frame among thousands. Such a frame is a shot of its own, since it
differs from the frame before it, and every shot is looked at, however short. Within a shot, frames
are taken where they differ most from all that were taken, so that what comes and goes slowly is
found as well.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

THUMB_SIDE = 16
_BLOCK = 4
# In levels of 255, in the block that differs most. A frame this far from the one before it begins
# a shot: compression alone moved a block by up to 6, a hand-held camera by up to 20 a frame.
_CUT = 28.0
# Two frames nearer than that show the same.
_SAME = 10.0
# How many frames are looked at: all shots, and at least so many where frames differ.
MOST_SHOTS = 24
_WANTED = 12
# Kept while the end is not known; beyond it frames have to differ more to be kept.
_MOST_KEPT = 32

Frame = TypeVar("Frame")
Levels = NDArray[np.int16]
# Of a thumb: its blocks, and in each all levels of all colours.
_SHAPE = (THUMB_SIDE // _BLOCK) ** 2, _BLOCK * _BLOCK * 3


@dataclass(frozen=True, slots=True, eq=False)
class Kept(Generic[Frame]):
    """A frame that may be looked at."""

    at: float
    thumb: Levels
    frame: Frame
    begins_shot: bool


class Chooser(Generic[Frame]):
    """Is offered every frame once, in order; what is kept of one is up to who offers it.

    Attributes:
        has_too_many_shots: There are more shots than are looked at, so some were not.
    """

    def __init__(self) -> None:
        self._kept: list[Kept[Frame]] = []
        self._thumbs = np.empty((0, *_SHAPE), np.int16)
        self._apart = _SAME
        # How far the frame before is from what was kept, at most.
        self._nearest = np.inf
        self._before: Levels | None = None
        self.has_too_many_shots = False

    def offer(self, thumb: NDArray[np.uint8], at: float, keep: Callable[[], Frame]) -> None:
        """Look at one frame's thumb, and keep the frame if it shows something else.

        Args:
            thumb: RGB, `THUMB_SIDE` on each side.
            at: Seconds from the beginning.
            keep: Returns what is kept of it; only called if it is.
        """
        levels = _in_blocks(thumb)
        step = np.inf if self._before is None else _differences(levels, self._before[None])[0]
        cut, self._before = step > _CUT, levels
        most = _SAME if cut else self._apart
        # What has hardly moved since the frame before is no farther than that from what was kept:
        # of most frames nothing else has to be computed.
        self._nearest += step
        if self._nearest <= most:
            return
        self._nearest = _differences(levels, self._thumbs).min(initial=np.inf)
        if self._nearest <= most:
            return
        if cut and sum(one.begins_shot for one in self._kept) == MOST_SHOTS:
            self.has_too_many_shots = True
            return
        self._keep([*self._kept, Kept(at, levels, keep(), cut)])
        while sum(not one.begins_shot for one in self._kept) > _MOST_KEPT:
            self._thin_out()

    def chosen(self) -> list[Kept[Frame]]:
        """Return what is to be looked at, in order of time."""
        taken = [one for one in self._kept if one.begins_shot]
        rest = [one for one in self._kept if not one.begins_shot]
        while rest and len(taken) < _WANTED:
            others = np.stack([one.thumb for one in taken])
            far = [_differences(one.thumb, others).min() for one in rest]
            taken.append(rest.pop(int(np.argmax(far))))
        return sorted(taken, key=lambda one: one.at)

    def _thin_out(self) -> None:
        """Let go of frames that are near others; from now on, frames have to differ more."""
        self._apart *= 1.5
        left: list[Kept[Frame]] = []
        for one in self._kept:
            others = np.array([other.thumb for other in left]).reshape(-1, *_SHAPE)
            far = _differences(one.thumb, others).min(initial=np.inf) > self._apart
            if one.begins_shot or far:
                left.append(one)
        self._keep(left)

    def _keep(self, kept: list[Kept[Frame]]) -> None:
        self._kept = kept
        # What was near may be gone.
        self._nearest = np.inf
        self._thumbs = np.stack([one.thumb for one in kept])


def _in_blocks(thumb: NDArray[np.uint8]) -> Levels:
    """Return the levels of each block side by side, so that they are averaged in one go."""
    blocks = THUMB_SIDE // _BLOCK
    return np.ascontiguousarray(
        thumb.reshape(blocks, _BLOCK, blocks, _BLOCK, 3).swapaxes(1, 2).reshape(_SHAPE),
        dtype=np.int16,
    )


def _differences(one: Levels, others: Levels) -> NDArray[np.float64]:
    """Return how far a thumb is from each of others: in the block that differs most, on average."""
    sums = np.abs(others - one).sum(axis=2, dtype=np.int32)
    return np.asarray(sums.max(axis=1, initial=0) / _SHAPE[1])
