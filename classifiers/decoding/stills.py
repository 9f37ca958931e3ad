"""Turn the bytes of a picture into small RGB views, everything a person could be shown by it.

A view is at most 2,047 pixels on its longer side: more than any hash or model reads, and little
memory. Every page and sub-image becomes a view, and so does every frame of a short animation; of a
long one `choosing.py` picks the frames. Where transparency hides something, both the visible
picture and the hidden one do.
"""

import warnings
from collections.abc import Iterator
from functools import partial
from io import BytesIO

import numpy as np
import pillow_heif
from numpy.typing import NDArray
from PIL import ExifTags, Image

from bot.domain.signal import OpaqueReason
from classifiers.decoding.choosing import THUMB_SIDE, Chooser
from classifiers.decoding.headers import Header
from classifiers.decoding.look import Look
from classifiers.decoding.pixels import LEAST_SIDE, to_views
from classifiers.decoding.seen import Of
from classifiers.decoding.sniff import Limits

# Frames of an animation that are all looked at, as pictures of their own.
MOST_FRAMES = 8

# Our own limits are checked on the header before Pillow sees the file. This one is what is left
# of Pillow's: an error at twice the number, for a canvas that grows while decoding.
Image.MAX_IMAGE_PIXELS = 250_000_000
# Pillow reports damaged metadata and large pictures as warnings; both are handled here.
warnings.filterwarnings("ignore", module=r"PIL\.")
pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)

# A list of formats keeps Pillow's other forty parsers away from strangers' bytes.
_PARSERS = {
    "jpeg": ("JPEG", "MPO"),
    "png": ("PNG",),
    "gif": ("GIF",),
    "webp": ("WEBP",),
    "bmp": ("BMP",),
    "tiff": ("TIFF",),
    "heif": ("HEIF",),
    "avif": ("AVIF",),
    "jpeg2000": ("JPEG2000",),
}
_ANIMATED = {"png", "gif", "webp", "avif"}


def look_at_still(data: bytes, header: Header, look: Look) -> None:
    """Add the views of a picture whose header was accepted. Never raises because of the bytes.

    A failure does not take back the views that were found before it: a cut file must not hide
    what its first half shows.
    """
    try:
        with Image.open(BytesIO(data), formats=_PARSERS[header.format]) as image:
            count = header.frames or getattr(image, "n_frames", 1)
            frames = _frames(image, count, header, look.limits)
            if header.format in _ANIMATED and count > MOST_FRAMES:
                _choose(frames, look)
            else:
                _take_all(frames, count, look)
    # Pillow raised twelve unrelated exception types on 5,547 malformed files (from OSError over
    # IndexError to MemoryError). A file that breaks the decoder is opaque; it stops nothing else.
    except Exception as error:  # noqa: BLE001
        look.fail(reason_of(error))


class TooManyPixels(Exception):
    """A frame is larger than its file's header allows, or all frames together are."""


_Frame = tuple[Image.Image, OpaqueReason | None]


def _frames(image: Image.Image, count: int, header: Header, limits: Limits) -> Iterator[_Frame]:
    """Go to each frame and decode it; with why only a part of it could be decoded."""
    for index in range(count):
        if index:
            image.seek(index)
        # Pages and sub-images have sizes of their own, which are known only now. Whether a
        # sub-image could be streamed is not known at all, so it gets the smaller limit.
        streamed = header.streamed and not index
        most = limits.most_streamed_pixels if streamed else limits.most_pixels
        if image.width * image.height > most:
            raise TooManyPixels
        if image.format in {"JPEG", "MPO"}:
            _draft(image)
        yield image, _load(image)


def _take_all(frames: Iterator[_Frame], count: int, look: Look) -> None:
    for frame, reason in frames:
        # Going to the next frame changes the picture, so what is kept must be a copy.
        _add(frame.copy() if count > 1 else frame, _orientation(frame), look)
        if reason is not None:
            look.fail(reason)
            return
        if count > 1 and (look.is_over or look.is_full):
            look.fail(OpaqueReason.TOO_MUCH)
            return


def _add(image: Image.Image, orientation: int, look: Look, at: float | None = None) -> None:
    shown, *hidden = to_views(image, orientation)
    look.add(shown, Of.PICTURE if at is None else Of.FRAME, at)
    for view in hidden:
        look.add(view, Of.HIDDEN, at)


def _choose(frames: Iterator[_Frame], look: Look) -> None:
    """Look at every frame's thumb, and at those frames in full that show something else."""
    chooser, at = Chooser[Image.Image](), 0.0
    try:
        for frame, reason in frames:
            if reason is not None:
                look.fail(reason)
                break
            chooser.offer(_thumb(frame), at, partial(_working_copy, frame))
            at += float(frame.info.get("duration", 0) or 0) / 1000
            if look.is_over:
                look.fail(OpaqueReason.TOO_MUCH)
                break
    finally:
        # Also of what was seen before a frame that breaks the decoder.
        for kept in chooser.chosen():
            _add(kept.frame, 1, look, kept.at)
        if chooser.has_too_many_shots:
            look.fail(OpaqueReason.TOO_MUCH)


def _thumb(frame: Image.Image) -> NDArray[np.uint8]:
    # Every so many pixels are enough to tell frames apart, and cost nothing on a large canvas.
    side = 8 * THUMB_SIDE
    few = frame.resize((side, side), Image.Resampling.NEAREST).convert("RGBA")
    small = few.resize((THUMB_SIDE, THUMB_SIDE), Image.Resampling.BOX)
    white = Image.new("RGBA", small.size, "white")
    return np.asarray(Image.alpha_composite(white, small).convert("RGB"))


def _working_copy(frame: Image.Image) -> Image.Image:
    copy = frame.copy()
    copy.thumbnail((LEAST_SIDE, LEAST_SIDE))
    return copy


def _draft(image: Image.Image) -> None:
    """Let the JPEG decoder scale down by 2, 4 or 8 while the longer side stays large enough.

    This decodes a 12-megapixel photo in half the time, and a 200-megapixel one in 26 MB.
    """
    longer = max(image.size)
    image.draft(None, (_scaled(image.width, longer), _scaled(image.height, longer)))


def _scaled(side: int, longer: int) -> int:
    return max(1, side * LEAST_SIDE // longer)


def _load(image: Image.Image) -> OpaqueReason | None:
    """Decode the current frame; return why only a part of it could be, or raise if none could."""
    try:
        image.load()
    # The same twelve types as above.
    except Exception as error:
        # A later frame is drawn over the one before it, and half of that is no picture.
        if image.tell() or not getattr(image, "tile", None) or getattr(image, "_im", None) is None:
            raise
        # The decoder has filled the canvas up to the damage. Without tiles Pillow takes it as
        # loaded. (Its LOAD_TRUNCATED_IMAGES is process-wide and would hide that there was damage.)
        image.tile = []  # type: ignore[attr-defined]  # of ImageFile
        return reason_of(error)
    return None


def _orientation(image: Image.Image) -> int:
    """Return how a viewer turns the picture, 1 to 8; 1 where the note is missing or damaged."""
    try:
        value = image.getexif().get(ExifTags.Base.Orientation, 1)
    # A damaged note raises anything, as above; the eight orientations of the hash and an unturned
    # look of the models remain.
    except Exception:  # noqa: BLE001
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def reason_of(error: Exception) -> OpaqueReason:
    """Name the failure; Pillow tells a cut file only by the words of its message."""
    if isinstance(error, TooManyPixels | Image.DecompressionBombError | MemoryError):
        return OpaqueReason.TOO_MANY_PIXELS
    if isinstance(error, EOFError) or "truncated" in str(error).lower():
        return OpaqueReason.TRUNCATED
    return OpaqueReason.UNDECODABLE
