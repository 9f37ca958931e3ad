"""Arithmetic on small pictures whose three colours lie apart: ten times as fast in NumPy."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Planes = NDArray[np.uint8]
"""Shape (3, height, width)."""
Mask = NDArray[np.bool_]
"""Shape (height, width)."""


def planes_of(picture: Image.Image) -> Planes:
    """Return the colours of an RGB picture, each by itself."""
    return np.stack([np.asarray(band) for band in picture.split()])


def lying(planes: Planes) -> Planes:
    """Return the picture with rows and columns exchanged."""
    return np.ascontiguousarray(planes.swapaxes(1, 2))


def apart(one: Planes, other: Planes) -> NDArray[np.uint8]:
    """Return by how much two pictures differ, in the colour in which they differ most."""
    differences = np.maximum(one, other) - np.minimum(one, other)
    return np.asarray(np.maximum(np.maximum(differences[0], differences[1]), differences[2]))


def near(planes: Planes, colour: NDArray[np.uint8], by: int) -> Mask:
    """Tell for each pixel whether all its levels are within `by` of a colour."""
    lowest = np.maximum(colour.astype(np.int16) - by, 0).astype(np.uint8)
    width = np.minimum(colour.astype(np.int16) + by, 255).astype(np.uint8) - lowest
    # What is lower wraps round to something high.
    close = (planes - lowest[:, None, None]) <= width[:, None, None]
    return np.asarray(close[0] & close[1] & close[2])


def opened(mask: Mask, width: int) -> Mask:
    """Keep what is part of a full square of so many pixels."""
    if min(mask.shape) < width:
        return np.zeros_like(mask)
    return ~_all(~np.pad(_all(mask, width), width - 1), width)


def _all(mask: Mask, width: int) -> Mask:
    """Tell for each place whether the square of which it is the first pixel is full."""
    for axis in (0, 1):
        done = 1
        while done < width:
            step = min(done, width - done)
            behind, ahead = [slice(None)] * 2, [slice(None)] * 2
            behind[axis], ahead[axis] = slice(None, -step), slice(step, None)
            mask = mask[tuple(behind)] & mask[tuple(ahead)]
            done += step
    return mask
