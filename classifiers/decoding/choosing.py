"""Chooses which frames of something that moves are looked at: every shot, and what differs most.

A picture can be hidden in one frame among thousands. Such a frame is a shot of its own, since it
differs from the frame before it, and every shot is looked at, however short. Within a shot, frames
are taken where they differ most from all that were taken, so that what comes and goes slowly is
found as well.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

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

Levels = NDArray[np.int16]


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """A frame that may be looked at."""

    at: float
    thumb: Levels
    image: Image.Image
    begins_shot: bool


class Chooser:
    """Is offered every frame once, in order.

    Attributes:
        has_too_many_shots: There are more shots than are looked at, so some were not.
    """

    def __init__(self) -> None:
        self._kept: list[Kept] = []
        self._thumbs = np.empty((0, THUMB_SIDE, THUMB_SIDE, 3), np.int16)
        self._apart = _SAME
        self._before: Levels | None = None
        self.has_too_many_shots = False

    def offer(
        self, thumb: NDArray[np.uint8], at: float, picture: Callable[[], Image.Image]
    ) -> None:
        """Look at one frame's thumb, and keep the frame if it shows something else.

        Args:
            thumb: RGB, `THUMB_SIDE` on each side.
            at: Seconds from the beginning.
            picture: Makes the small picture of it; only called for what is kept.
        """
        levels = thumb.astype(np.int16)
        cut = self._before is None or _differences(levels, self._before[None])[0] > _CUT
        self._before = levels
        nearest = _differences(levels, self._thumbs).min(initial=np.inf)
        if nearest <= (_SAME if cut else self._apart):
            return
        if cut and sum(one.begins_shot for one in self._kept) == MOST_SHOTS:
            self.has_too_many_shots = True
            return
        self._keep([*self._kept, Kept(at, levels, picture(), cut)])
        while sum(not one.begins_shot for one in self._kept) > _MOST_KEPT:
            self._thin_out()

    def chosen(self) -> list[Kept]:
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
        left: list[Kept] = []
        for one in self._kept:
            others = np.array([other.thumb for other in left]).reshape(-1, *one.thumb.shape)
            far = _differences(one.thumb, others).min(initial=np.inf) > self._apart
            if one.begins_shot or far:
                left.append(one)
        self._keep(left)

    def _keep(self, kept: list[Kept]) -> None:
        self._kept = kept
        self._thumbs = np.stack([one.thumb for one in kept])


def _differences(one: Levels, others: Levels) -> NDArray[np.float64]:
    """Return how far a thumb is from each of others: in the block that differs most, on average."""
    blocks = THUMB_SIDE // _BLOCK
    levels = np.abs(others - one).reshape(-1, blocks, _BLOCK, blocks, _BLOCK, 3)
    return np.asarray(levels.mean(axis=(2, 4, 5)).max(axis=(1, 2), initial=0))
