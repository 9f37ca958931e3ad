"""Describe small squares of grey, many at once: PDQ and difference hash in all eight turns.

What is cut out of a picture, to look it up or to register it, is averaged down to 64 x 64. That is
the size at which PDQ itself goes on after its blur, and enough: 8 differing bits on average from
the hash of the full-size picture, as many as a picture of 512 has (docs/hashing.md). At that size
both hashes are a few small matrix products. None is large enough for BLAS to split it over the
cores, which it would let spin: it does so from 262,144 multiplications on; here one takes 70,000.
"""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

SIDE = 64
"""Pixels on each side of a patch."""

_KEPT = 16
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
    """Return the hashes of patches of shape (n, 64, 64)."""
    levels = patches.astype(np.float32)
    cosines = lowest_cosines()
    coefficients = np.matmul(np.matmul(cosines, levels), cosines.T)
    return Descriptions(
        np.stack([pdq_bits(turn) for turn in _turned(coefficients)], axis=1),
        difference_hashes(patches),
        quality(levels),
    )


@cache
def lowest_cosines() -> NDArray[np.float32]:
    """Return the 16 x 64 matrix of the lowest cosines, without the constant one."""
    frequency, place = np.arange(1, _KEPT + 1)[:, None], np.arange(SIDE)[None, :]
    cosines = np.sqrt(2 / SIDE) * np.cos(np.pi / (2 * SIDE) * frequency * (2 * place + 1))
    return np.ascontiguousarray(cosines, dtype=np.float32)


def pdq_bits(coefficients: NDArray[np.float32]) -> Words:
    """Set a bit for each of 16 x 16 coefficients above the lower median; the last is printed first.

    Args:
        coefficients: Shape (n, 16, 16).

    Returns:
        Shape (n, 4).
    """
    flat = coefficients.reshape(len(coefficients), _KEPT * _KEPT)
    above = flat > np.partition(flat, 127, axis=1)[:, 127:128]
    return np.packbits(above[:, ::-1], axis=1).view(np.uint64)


def quality(blocks: NDArray[np.float32]) -> NDArray[np.intp]:
    """Add up the steps between neighbours, as PDQ's reference does, so that thresholds carry over.

    Args:
        blocks: Shape (n, 64, 64).
    """
    steps = sum(
        np.abs(np.trunc(np.diff(blocks, axis=axis) * (100 / 255))).sum(axis=(1, 2), dtype=np.intp)
        for axis in (1, 2)
    )
    return np.minimum(100, np.asarray(steps, dtype=np.intp) // 90)


def difference_hashes(patches: Patches) -> Words:
    """Return what `imagehash.dhash(turned, hash_size=16)` says of each turn of each patch.

    Bit for bit, and 20 times as fast as the package, which would be asked eight times for each of
    150 patches. Two reductions do for eight turns: the filter is the same from both sides.

    Returns:
        Shape (n, 8, 4).
    """
    upright = _reduced(patches)
    lying = _reduced(patches.swapaxes(1, 2))
    return np.stack(
        [
            _steps(turn)
            for turn in (
                upright,
                lying[:, ::-1],
                upright[:, ::-1, ::-1],
                lying[:, :, ::-1],
                upright[:, ::-1],
                upright[:, :, ::-1],
                lying,
                lying[:, ::-1, ::-1],
            )
        ],
        axis=1,
    )


def _turned(upright: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    """Return the coefficients of the eight turns: mirroring changes the sign of odd cosines.

    That is exact for a patch, whose picture was averaged evenly; it is not after the off-centre
    blur of the reference (`hashing.look_at`).
    """
    signs = np.where(np.arange(_KEPT) % 2 == 0, -1, 1).astype(np.float32)
    mirrored, flipped = upright * signs, upright * signs[:, None]
    turned = mirrored * signs[:, None]
    lying = [each.swapaxes(1, 2) for each in (mirrored, flipped, upright, turned)]
    return [upright, lying[0], turned, lying[1], flipped, mirrored, lying[2], lying[3]]


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
    scale = SIDE / outputs
    weights = np.zeros((outputs, SIDE))
    for output in range(outputs):
        centre = (output + 0.5) * scale
        first = max(0, int(centre - _REACH * scale + 0.5))
        behind = min(SIDE, int(centre + _REACH * scale + 0.5))
        raw = [_windowed_sinc((place - centre + 0.5) / scale) for place in range(first, behind)]
        weights[output, first:behind] = np.array(raw) / sum(raw)
    return np.trunc(weights * _ONE + np.copysign(0.5, weights))


def _windowed_sinc(at: float) -> float:
    return _sinc(at) * _sinc(at / _REACH) if -_REACH <= at < _REACH else 0.0


def _sinc(at: float) -> float:
    return 1.0 if at == 0 else math.sin(at * math.pi) / (at * math.pi)
