"""Pictures for the tests: drawn here, or samples that scikit-image carries in its package."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import numpy as np
import skimage.data
import zxingcpp
from PIL import Image

from bot.domain.signal import OpaqueReason
from classifiers.decoding.looking import look_into
from classifiers.decoding.seen import Seen
from classifiers.decoding.sniff import Limits

LIMITS = Limits(most_bytes=50_000_000)


class Here:
    """A decoder without a process of its own: the same code, and a debugger can look in."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = limits

    def look_into(self, data: bytes) -> Seen:
        """Return everything that a file shows."""
        if len(data) > self._limits.most_bytes:
            return Seen("unknown", reasons=(OpaqueReason.TOO_BIG,))
        return look_into(data, self._limits, 10.0)

    def close(self) -> None:
        """Nothing is held."""


def photo(name: str) -> Image.Image:
    """Return one of scikit-image's bundled pictures as RGB."""
    pixels = getattr(skimage.data, name)()
    if pixels.dtype == bool:
        pixels = pixels.astype(np.uint8) * 255
    return Image.fromarray(pixels).convert("RGB")


def drawing(seed: int, width: int = 320, height: int = 240) -> Image.Image:
    """Draw soft blots of colour, others for every seed, with plenty to recognise."""
    coarse = np.random.default_rng(seed).integers(0, 256, (7, 9, 3), dtype=np.uint8)
    return Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC)


def code(
    text: str, kind: zxingcpp.BarcodeFormat = zxingcpp.BarcodeFormat.QRCode, scale: int = 6
) -> Image.Image:
    """Draw a QR code, or one of its kin."""
    drawn = zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, kind), scale=scale)
    return Image.fromarray(np.array(drawn)).convert("RGB")


def encode(picture: Image.Image, form: str, **options: Any) -> bytes:
    """Return a picture as a file."""
    buffer = BytesIO()
    picture.save(buffer, form, **options)
    return buffer.getvalue()


def animation(frames: Sequence[Image.Image], form: str, **options: Any) -> bytes:
    """Return frames as an animated file, or as pages."""
    return encode(frames[0], form, save_all=True, append_images=list(frames[1:]), **options)


def difference(left: Image.Image, right: Image.Image) -> float:
    """Return how far two pictures are apart, in levels of 255 on average."""
    if left.size != right.size:
        return 255.0
    one, other = (np.asarray(each.convert("RGB"), dtype=np.int16) for each in (left, right))
    return float(np.abs(one - other).mean())
