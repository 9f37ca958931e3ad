"""Describe parts of pictures, many at once: PDQ and difference hash in all eight turns, quality.

What is cut out of a picture, to look it up or to register it, is averaged down to 128 x 128. PDQ of
that differs from PDQ of 512 x 512 by 7 bits on average (of 64 x 64 by 14, and a list's hash
tolerates 31 in all), and a sixteenth of the pixels makes 150 windows of a picture affordable. At
that size both hashes are a few small matrix products, which BLAS does not split over the cores, to
let them spin: it does so beyond 262,144 multiplications, and the largest here takes just those.
"""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from classifiers import pdq

SIDE = 128
"""Pixels on each side of a patch."""

# The difference hash compares 17 levels with their neighbours in each of 16 rows.
_ROWS, _COLUMNS = 16, 17
# Pillow weighs with whole numbers of 1 / 2^22 (Resample.c, PRECISION_BITS).
_ONE = 1 << 22
# Of Pillow's Lanczos filter, in output pixels.
_REACH = 3.0

Patches = NDArray[np.uint8]
Words = NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class Descriptions:
    """What `n` patches look like.

    Attributes:
        turns: PDQ, shape (n, 8, 4): the eight turns in the order of `hashing.ORIENTATIONS`, in four
            64-bit words each.
        dhashes: The 16 x 16 difference hashes, of the same shape and order.
        qualities: PDQ's quality, shape (n,), 0 to 100.
    """

    turns: Words
    dhashes: Words
    qualities: NDArray[np.intp]


def cut_patch(grey: Image.Image, box: tuple[float, float, float, float]) -> Patches:
    """Return a part of a grey picture, stretched and averaged to `SIDE` x `SIDE`."""
    return np.asarray(grey.resize((SIDE, SIDE), Image.Resampling.BOX, box=box))


def describe(patches: Patches) -> Descriptions:
    """Return the hashes of patches of shape (n, 128, 128)."""
    levels = patches.astype(np.float32)
    ahead, back = _blurred_cosines()
    rows = [np.matmul(each, levels) for each in (ahead, back)]
    (upright, mirrored), (flipped, turned) = (
        [np.matmul(half, each.T) for each in (ahead, back)] for half in rows
    )
    small = _halved(patches)
    return Descriptions(
        np.stack(
            [pdq.bits(turn) for turn in pdq.turns(upright, mirrored, flipped, turned)], axis=1
        ),
        difference_hashes(small),
        pdq.quality(small.astype(np.float32)),
    )


@cache
def _blurred_cosines() -> tuple[pdq.Levels, pdq.Levels]:
    """Return what takes 128 levels to 16 coefficients, and what does so from the other end.

    A pixel of a patch stands for four of PDQ's 512.
    """
    blur = pdq.blur().reshape(pdq.BLOCK, SIDE, pdq.SIDE // SIDE).sum(axis=2)
    ahead = np.asarray(pdq.cosines() @ blur, dtype=np.float32)
    return ahead, np.ascontiguousarray(ahead[:, ::-1])


def _halved(patches: Patches) -> Patches:
    """Average squares of four pixels, rounded as Pillow's `reduce` does."""
    pairs = patches[:, :, ::2].astype(np.uint16) + patches[:, :, 1::2]
    return np.asarray((pairs[:, ::2] + pairs[:, 1::2] + 2) >> 2, dtype=np.uint8)


def difference_hashes(patches: Patches) -> Words:
    """Return what `imagehash.dhash(turned, hash_size=16)` says of each turn of each patch.

    Bit for bit, and 20 times as fast as the package, which would be asked eight times for each of
    150 patches. Two reductions do for eight turns: the filter is the same from both sides.

    Args:
        patches: Shape (n, 64, 64).

    Returns:
        Shape (n, 8, 4).
    """
    upright = _reduced(patches)
    lying = _reduced(patches.swapaxes(1, 2))
    turned = (
        upright,
        lying[:, ::-1],
        upright[:, ::-1, ::-1],
        lying[:, :, ::-1],
        upright[:, ::-1],
        upright[:, :, ::-1],
        lying,
        lying[:, ::-1, ::-1],
    )
    return np.stack([_steps(turn) for turn in turned], axis=1)


def _steps(levels: NDArray[np.float64]) -> Words:
    brighter = levels[:, :, 1:] > levels[:, :, :-1]
    return np.packbits(brighter.reshape(len(levels), -1), axis=1).view(np.uint64)


def _reduced(patches: Patches) -> NDArray[np.float64]:
    """Reduce to 16 rows of 17 levels as Pillow does: across, rounded, then down, rounded."""
    across, down = _lanczos(_COLUMNS), _lanczos(_ROWS)
    wide = _rounded(np.matmul(patches.astype(np.float64), across.T))
    return _rounded(np.matmul(down, wide))


def _rounded(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    # Whole numbers under 2^53, so nothing is lost in doubles.
    return np.asarray(np.clip(np.floor((sums + _ONE / 2) / _ONE), 0, 255))


@cache
def _lanczos(outputs: int) -> NDArray[np.float64]:
    """Return Pillow's Lanczos weights from 64 pixels to fewer, as whole numbers."""
    scale = pdq.BLOCK / outputs
    weights = np.zeros((outputs, pdq.BLOCK))
    for output in range(outputs):
        centre = (output + 0.5) * scale
        first = max(0, int(centre - _REACH * scale + 0.5))
        behind = min(pdq.BLOCK, int(centre + _REACH * scale + 0.5))
        raw = [_windowed_sinc((place - centre + 0.5) / scale) for place in range(first, behind)]
        weights[output, first:behind] = np.array(raw) / sum(raw)
    return np.trunc(weights * _ONE + np.copysign(0.5, weights))


def _windowed_sinc(at: float) -> float:
    return _sinc(at) * _sinc(at / _REACH) if -_REACH <= at < _REACH else 0.0


def _sinc(at: float) -> float:
    return 1.0 if at == 0 else math.sin(at * math.pi) / (at * math.pi)
