"""The arithmetic of PDQ, Meta's hash in which lists of known pictures are exchanged.

Blur, reduction to 64 x 64 and cosine transform are linear and work along each axis by itself.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

SIDE = 512
"""Pictures are stretched to this before hashing, as the reference does.

256 would shift the blur by half a pixel: 20 differing bits on average instead of 9.
"""
BLOCK = 64
"""What is left of each side after the blur."""
KEPT = 16
"""How many cosines are kept along each axis."""

Levels = NDArray[np.float32]
Words = NDArray[np.uint64]


@cache
def blur() -> NDArray[np.float64]:
    """Return the matrix of 64 x 512 that blurs a line by two boxes and keeps an eighth of it.

    The window is the reference's (Jarosz), which does not lie in the middle: a kept line looks at
    the seven from two before its own to four behind.
    """
    width = (SIDE + 127) // 128
    behind = width - (width + 2) // 2
    box = np.zeros((SIDE, SIDE))
    for line in range(SIDE):
        window = slice(max(0, line - behind), min(SIDE, line - behind + width))
        box[line, window] = 1 / (window.stop - window.start)
    chosen = [int((line + 0.5) * SIDE / BLOCK) for line in range(BLOCK)]
    return np.asarray((box @ box)[chosen])


@cache
def cosines() -> Levels:
    """Return the 16 x 64 matrix of the lowest cosines, without the constant one."""
    frequency, place = np.arange(1, KEPT + 1)[:, None], np.arange(BLOCK)[None, :]
    lowest = np.sqrt(2 / BLOCK) * np.cos(np.pi / (2 * BLOCK) * frequency * (2 * place + 1))
    return np.ascontiguousarray(lowest, dtype=np.float32)


def turns(upright: Levels, mirrored: Levels, flipped: Levels, turned: Levels) -> list[Levels]:
    """Return the coefficients of all eight `hashing.ORIENTATIONS`, of one picture or of several.

    Transposing gives four of them. The others differ by more than signs, because the blur does not
    lie in the middle: changing signs, as the reference does, costs up to 104 bits.
    """

    def lying(coefficients: Levels) -> Levels:
        return coefficients.swapaxes(-1, -2)

    return [
        upright,
        lying(mirrored),
        turned,
        lying(flipped),
        flipped,
        mirrored,
        lying(upright),
        lying(turned),
    ]


def bits(coefficients: Levels) -> Words:
    """Set a bit for each of 16 x 16 coefficients above the lower median; the last is printed first.

    Args:
        coefficients: Shape (n, 16, 16).

    Returns:
        Shape (n, 4).
    """
    flat = coefficients.reshape(len(coefficients), KEPT * KEPT)
    above = flat > np.partition(flat, 127, axis=1)[:, 127:128]
    return np.packbits(above[:, ::-1], axis=1).view(np.uint64)


def quality(blocks: Levels) -> NDArray[np.intp]:
    """Add up the steps between neighbours, as the reference does, so that thresholds carry over.

    Args:
        blocks: Shape (n, 64, 64).
    """
    steps = sum(
        np.abs(np.trunc(np.diff(blocks, axis=axis) * (100 / 255))).sum(axis=(1, 2), dtype=np.intp)
        for axis in (1, 2)
    )
    return np.minimum(100, np.asarray(steps, dtype=np.intp) // 90)
