"""Turn the bytes of a picture into small RGB views, everything a person could be shown by it.

A view is at most 2,047 pixels on its longer side: more than any hash or model reads, and little
memory. All frames up to `MOST_FRAMES` become views, and where transparency hides something both
the visible picture and the hidden one do. The bytes stay in memory; nothing of them, and no text
from inside the file, goes into a message or a log.
"""

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import ExifTags, Image

from bot.domain.signal import Failure, OpaqueReason
from classifiers.headers import Header
from classifiers.pixels import LEAST_SIDE, to_views
from classifiers.sniff import Limits

SOURCE = "decode"
# Frames of an animation, pages or sub-images that are looked at; each costs a model run.
MOST_FRAMES = 8
# An animation is decoded in order, so a late frame costs all frames before it. 400 megapixels
# took about 2 s here; 20,000 frames of 8,000 x 8,000 pixels fit into 460 KB and took over 30 s.
MOST_ANIMATED_PIXELS = 400_000_000

# Our own limits are checked on the header before Pillow sees the file. This one is what is left
# of Pillow's: an error at twice the number, for a canvas that grows while decoding.
Image.MAX_IMAGE_PIXELS = 250_000_000
# Pillow reports damaged metadata and large pictures as warnings; both are handled here.
warnings.filterwarnings("ignore", module=r"PIL\.")

# A list of formats keeps Pillow's other forty parsers away from strangers' bytes.
_PARSERS = {
    "jpeg": ("JPEG", "MPO"),
    "png": ("PNG",),
    "gif": ("GIF",),
    "webp": ("WEBP",),
    "bmp": ("BMP",),
    "tiff": ("TIFF",),
}


@dataclass(frozen=True, slots=True)
class Decoded:
    """What could be seen of a picture: its views, the first as it is shown, and what failed."""

    views: tuple[Image.Image, ...]
    failures: tuple[Failure, ...]


def decode(data: bytes, header: Header, limits: Limits) -> Decoded:
    """Return the views of a picture whose header was accepted. Never raises because of the bytes.

    A failure does not take back the views that were found before it: a cut file must not hide
    what its first half shows.
    """
    views: list[Image.Image] = []
    reasons: list[OpaqueReason] = []
    try:
        with Image.open(BytesIO(data), formats=_PARSERS[header.format]) as image:
            frames = header.frames or getattr(image, "n_frames", 1)
            if frames > MOST_FRAMES:
                reasons.append(OpaqueReason.UNSUPPORTED)
            for frame in _frames(image, frames, header, limits):
                reason = _load(frame)
                # Going to the next frame changes the picture, so what is kept must be a copy.
                kept = frame.copy() if frames > 1 else frame
                views.extend(to_views(kept, _orientation(frame)))
                if reason is not None:
                    reasons.append(reason)
                    break
    # Pillow raised twelve unrelated exception types on 5,547 malformed files (from OSError over
    # IndexError to MemoryError). A file that breaks the decoder is opaque; it stops nothing else.
    except Exception as error:  # noqa: BLE001
        reasons.append(_reason(error))
    return Decoded(
        tuple(views), tuple(Failure(SOURCE, reason) for reason in dict.fromkeys(reasons))
    )


class _TooManyPixels(Exception):
    """A frame is larger than its file's header allows, or all frames together are."""


def _frames(
    image: Image.Image, frames: int, header: Header, limits: Limits
) -> Iterator[Image.Image]:
    """Go to each frame that is to be looked at, the first and the last among them."""
    wanted: Sequence[int] = range(frames)
    if frames > MOST_FRAMES:
        wanted = [step * (frames - 1) // (MOST_FRAMES - 1) for step in range(MOST_FRAMES)]
    for index in wanted:
        if index:
            if (index + 1) * header.pixels > MOST_ANIMATED_PIXELS:
                raise _TooManyPixels
            image.seek(index)
        # Pages and sub-images have sizes of their own, which are known only now. Whether a
        # sub-image could be streamed is not known at all, so it gets the smaller limit.
        streamed = header.streamed and not index
        most = limits.most_streamed_pixels if streamed else limits.most_pixels
        if image.width * image.height > most:
            raise _TooManyPixels
        if image.format in {"JPEG", "MPO"}:
            _draft(image)
        yield image


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
        return _reason(error)
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


def _reason(error: Exception) -> OpaqueReason:
    """Name the failure; Pillow tells a cut file only by the words of its message."""
    if isinstance(error, (_TooManyPixels, Image.DecompressionBombError, MemoryError)):
        return OpaqueReason.TOO_MANY_PIXELS
    if isinstance(error, EOFError) or "truncated" in str(error).lower():
        return OpaqueReason.TRUNCATED
    return OpaqueReason.UNDECODABLE
