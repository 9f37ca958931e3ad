"""Describe a picture for a bank of one's own: the whole and 150 windows of it, so cuts are known.

A list of known pictures that others made holds one hash a picture, and a picture that lost a tenth
of its width is another one for it. Of a picture that is registered here every likely cut is hashed
beforehand: once, in a twentieth of a second, and 10 KB are kept. Hashes only, never the picture.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from bot.domain.bank import LEAST_QUALITY
from classifiers.hashing import Look, look_at
from classifiers.patches import Patches, cut_patch, describe
from classifiers.views import content_of

WINDOW_BYTES = 64
"""Of one window in `Windows.packed`: 32 of PDQ, then 32 of the difference hash."""
FEWEST_BITS, MOST_BITS = 64, 192
"""Bits set in a hash that says something: PDQ is cut at the median, so a real one has 128."""

# Under this many pixels on a side there is no picture.
_LEAST_SIDE = 16
# Windows are cut from a copy of this longer side: eight times the patch that becomes of each.
_SIDE = 512
_ROTATED_SIDE = 256

_Box = tuple[float, float, float, float]


class Refusal(StrEnum):
    """Why a picture cannot be registered: its hash would match what has nothing to do with it."""

    EMPTY = "empty"
    FLAT = "flat"
    FEATURELESS = "featureless"


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """What is kept of a registered picture.

    Attributes:
        whole: How all of it looks.
        packed: `WINDOW_BYTES` for each window, the whole first.
    """

    whole: Look
    packed: bytes

    def __len__(self) -> int:
        return len(self.packed) // WINDOW_BYTES


@dataclass(frozen=True, slots=True, eq=False)
class WindowHashes:
    """The hashes of windows, ready to be searched.

    Attributes:
        pdq: Shape (n, 4), 64-bit words.
        dhash: Shape (n, 4), 64-bit words.
    """

    pdq: NDArray[np.uint64]
    dhash: NDArray[np.uint64]


def windows_of(picture: Image.Image) -> Windows | Refusal:
    """Describe an RGB picture, or say why it must not be registered."""
    if min(picture.size) < _LEAST_SIDE:
        return Refusal.EMPTY
    whole = look_at(picture)
    if whole.quality == 0 or not has_substance(whole.turns[0]):
        return Refusal.FLAT
    if whole.quality < LEAST_QUALITY:
        return Refusal.FEATURELESS
    described = describe(np.stack(list(_patches(picture))))
    kept = (described.qualities >= LEAST_QUALITY) & substantial(described.turns[:, 0])
    pdq = np.concatenate((whole.turns[:1], described.turns[kept, 0]))
    dhash = np.concatenate((whole.dhashes[:1], described.dhashes[kept, 0]))
    return Windows(whole, np.hstack((pdq, dhash)).tobytes())


def read_windows(packed: bytes) -> WindowHashes:
    """Return what `Windows.packed` holds.

    Raises:
        ValueError: It is damaged.
    """
    if len(packed) % WINDOW_BYTES:
        raise ValueError(
            f"The windows of a picture take a multiple of {WINDOW_BYTES} bytes, not {len(packed)}: "
            "the entry is damaged, register the picture again."
        )
    table = np.frombuffer(packed, dtype=np.uint64).reshape(-1, WINDOW_BYTES // 8)
    return WindowHashes(table[:, :4], table[:, 4:])


def has_substance(pdq: NDArray[np.uint64]) -> bool:
    """Whether a hash, of four words, has neither nearly all bits set nor nearly none."""
    return bool(substantial(pdq[None])[0])


def substantial(pdqs: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Tell of hashes, shape (n, 4), which have neither nearly all bits set nor nearly none."""
    counts = np.bitwise_count(pdqs).sum(axis=1)
    return np.asarray((counts >= FEWEST_BITS) & (counts <= MOST_BITS))


def _patches(picture: Image.Image) -> Iterator[Patches]:
    grey = _reduced(picture.convert("L"), _SIDE)
    for box in (*_boxes(), *_shapes(grey.width / grey.height)):
        yield cut_patch(grey, _scaled(box, grey.size))
    # Whoever cuts a picture out of a screenshot cuts its own plain border off, too.
    content = content_of(picture)
    if content.area < picture.width * picture.height:
        shown = content.cut(picture).convert("L")
        yield cut_patch(shown, (0, 0, *shown.size))
    small = _reduced(grey, _ROTATED_SIDE)
    for angle in (-6.0, -3.0, 3.0, 6.0):
        turned = small.rotate(angle, Image.Resampling.BILINEAR)
        inner = _inner(turned.size, angle)
        for share in (1.0, 0.92):
            yield cut_patch(turned, _scaled(_centred(inner * share, inner * share), turned.size))
        yield cut_patch(turned, (0, 0, *turned.size))


def _boxes() -> Iterator[_Box]:
    """Yield the windows as shares of the sides."""
    for side, steps in ((0.94, 3), (0.88, 4), (0.81, 5), (0.73, 6)):
        yield from _grid(side, side, steps, steps)
    for side in (0.94, 0.88, 0.82, 0.75, 0.67):
        yield from _grid(1.0, side, 1, 3 if side > 0.7 else 5)
        yield from _grid(side, 1.0, 3 if side > 0.7 else 5, 1)


def _shapes(shape: float) -> Iterator[_Box]:
    """Yield the middle, and both ends, in the shapes to which programs cut pictures."""
    for wanted in (1.0, 4 / 5, 5 / 4, 3 / 4, 4 / 3, 9 / 16, 16 / 9):
        width, height = min(1.0, wanted / shape), min(1.0, shape / wanted)
        if 0.4 < width * height < 0.97:
            yield _centred(width, height)
            if wanted == 1:
                yield 0.0, 0.0, width, height
                yield 1 - width, 1 - height, 1.0, 1.0


def _grid(width: float, height: float, across: int, down: int) -> Iterator[_Box]:
    for left in np.linspace(0, 1 - width, across) if across > 1 else [(1 - width) / 2]:
        for top in np.linspace(0, 1 - height, down) if down > 1 else [(1 - height) / 2]:
            yield float(left), float(top), float(left) + width, float(top) + height


def _centred(width: float, height: float) -> _Box:
    return (1 - width) / 2, (1 - height) / 2, (1 + width) / 2, (1 + height) / 2


def _scaled(box: _Box, size: tuple[int, int]) -> _Box:
    width, height = size
    left, top, right, bottom = box
    return left * width, top * height, min(right, 1.0) * width, min(bottom, 1.0) * height


def _inner(size: tuple[int, int], angle: float) -> float:
    """Return how much of the sides is left where no corner shows after turning by degrees."""
    longer = max(size) / min(size)
    radians = math.radians(abs(angle))
    return 1 / (math.cos(radians) + longer * math.sin(radians))


def _reduced(grey: Image.Image, side: int) -> Image.Image:
    scale = side / max(grey.size)
    if scale >= 1:
        return grey
    size = max(1, round(grey.width * scale)), max(1, round(grey.height * scale))
    return grey.resize(size, Image.Resampling.BOX)
