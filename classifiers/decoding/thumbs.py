"""Makes the thumb of a frame by which frames of a film are told apart, in colour.

Most films are stored as a plane of brightness and two of colour. There the thumb is read from the
planes themselves, which takes a third of the time of turning a frame into pixels, 0.1 ms for 0.3.
"""

from functools import lru_cache

import numpy as np
from av.video.frame import VideoFrame
from av.video.plane import VideoPlane
from av.video.reformatter import Interpolation, VideoReformatter
from numpy.typing import NDArray

from classifiers.decoding.choosing import THUMB_SIDE

# Every so many pixels, averaged: that tells frames apart, and averaging all of them costs a third
# of the decoding.
_POINTS = 4

# How many times planes of colour are halved, across and down, in what is read here. Everything
# else (more bits, packed pixels, palettes) is turned into pixels first.
_HALVED = {
    "yuv420p": (1, 1),
    "yuvj420p": (1, 1),
    "yuv422p": (1, 0),
    "yuvj422p": (1, 0),
    "yuv444p": (0, 0),
    "yuvj444p": (0, 0),
}
_FULL_RANGE = 2  # AVCOL_RANGE_JPEG
# From brightness, blue and red to RGB by BT.601, whatever the film states: a thumb is compared with
# others of its film only, and no statement of the film may move it.
_COLOURS = np.array([[1, 0, 1.402], [1, -0.344136, -0.714136], [1, 1.772, 0]], np.float32)
_LIMITED = np.array([[255 / 219], [255 / 224], [255 / 224]], np.float32)

Thumb = NDArray[np.uint8]


class Thumbs:
    """Makes the thumbs of one stream, whose size and format may change at any frame."""

    def __init__(self) -> None:
        self._reformatter = VideoReformatter()

    def of(self, frame: VideoFrame) -> Thumb:
        """Return the thumb of a frame: RGB, `THUMB_SIDE` on each side."""
        halved = _HALVED.get(frame.format.name)
        if halved is not None:
            planes = frame.planes
            # A frame that is stored from the bottom up does not begin where its memory does.
            if all(plane.line_size > 0 for plane in planes):
                return _from_planes(frame, planes, halved)
        return self.by_pixels(frame)

    def by_pixels(self, frame: VideoFrame) -> Thumb:
        """Return the thumb of a frame of any format."""
        side = _POINTS * THUMB_SIDE
        few = self._reformatter.reformat(
            frame, side, side, "rgb24", interpolation=Interpolation.POINT
        )
        points = few.to_ndarray().reshape(THUMB_SIDE, _POINTS, THUMB_SIDE, _POINTS, 3)
        return np.asarray(points.mean(axis=(1, 3)), dtype=np.uint8)


def _from_planes(
    frame: VideoFrame, planes: tuple[VideoPlane, ...], halved: tuple[int, int]
) -> Thumb:
    width, height = frame.width, frame.height
    levels = np.empty((3, THUMB_SIDE * THUMB_SIDE), np.float32)
    for plane, level, halvings in zip(planes, levels, ((0, 0), halved, halved), strict=True):
        points = np.frombuffer(memoryview(plane), np.uint8).take(
            _places(width, height, plane.line_size, *halvings)
        )
        level[:] = points.sum(axis=0, dtype=np.uint16)
    levels /= _POINTS * _POINTS
    levels[1:] -= 128
    if frame.color_range != _FULL_RANGE and not frame.format.name.startswith("yuvj"):
        levels[0] -= 16
        levels *= _LIMITED
    # No matrix product: BLAS would spread it over all cores.
    colours = np.clip(np.einsum("ij,jk->ki", _COLOURS, levels), 0, 255)
    return np.asarray(colours.reshape(THUMB_SIDE, THUMB_SIDE, 3), dtype=np.uint8)


@lru_cache(maxsize=8)
def _places(width: int, height: int, line: int, across: int, down: int) -> NDArray[np.intp]:
    """Return where in a plane the points lie: those of each pixel of the thumb one after another.

    All planes are asked at the same places of the frame.
    """
    middles = 2 * np.arange(_POINTS * THUMB_SIDE) + 1
    rows, columns = (middles * side // (2 * len(middles)) for side in (height, width))
    places = (rows[:, None] >> down) * line + (columns[None, :] >> across)
    points = places.reshape(THUMB_SIDE, _POINTS, THUMB_SIDE, _POINTS).transpose(1, 3, 0, 2)
    return np.ascontiguousarray(points.reshape(_POINTS * _POINTS, THUMB_SIDE * THUMB_SIDE))
