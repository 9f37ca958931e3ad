"""However a file stores a picture, it has the hash of the picture: others miss five ways."""

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageOps

from classifiers.hashing import Look, look_at
from tests.unit.classifiers.pictures import Here, encode, photo

# What threatexchange's hasher makes of the same: 216 for palettes, 256 for CMYK, 122 for a turned
# camera, 138 for sixteen bits (docs/hashing.md).
MOST = 10
PICTURE = photo("astronaut")
GREY = PICTURE.convert("L")

File = Callable[[], bytes]


def turned_by_note() -> bytes:
    """Store the picture lying, with the note that says so."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return encode(PICTURE.transpose(Image.Transpose.ROTATE_90), "JPEG", quality=92, exif=exif)


def sixteen_bits() -> bytes:
    levels = np.asarray(GREY).astype("<u2") * 257
    return encode(Image.frombytes("I;16", GREY.size, levels.tobytes()), "PNG")


FILES: dict[str, tuple[File, Image.Image]] = {
    "GIF with a palette": (lambda: encode(PICTURE.quantize(256), "GIF"), PICTURE),
    "PNG with a palette": (lambda: encode(PICTURE.quantize(256), "PNG"), PICTURE),
    "CMYK JPEG": (lambda: encode(PICTURE.convert("CMYK"), "JPEG", quality=92), PICTURE),
    "turned by a note": (turned_by_note, PICTURE),
    "16-bit grey": (sixteen_bits, GREY),
    "8-bit grey": (lambda: encode(GREY, "PNG"), GREY),
    "LA": (lambda: encode(GREY.convert("LA"), "PNG"), GREY),
    "RGBA": (lambda: encode(PICTURE.convert("RGBA"), "PNG"), PICTURE),
    "1-bit": (lambda: encode(PICTURE.convert("1"), "PNG"), PICTURE),
}


def seen(data: bytes) -> Look:
    view, *_ = Here().look_into(data).views
    return look_at(view.image)


@pytest.mark.parametrize("name", FILES)
def test_a_file_has_the_hash_of_its_picture(name: str) -> None:
    file, picture = FILES[name]
    look, expected = seen(file()), look_at(picture.convert("RGB"))

    assert int(np.bitwise_count(look.turns[0] ^ expected.turns[0]).sum()) <= MOST
    assert expected.quality >= 50
    assert abs(look.quality - expected.quality) <= 10


def test_the_measure_would_notice_another_picture() -> None:
    inverted = encode(ImageOps.invert(PICTURE), "PNG")

    assert int(np.bitwise_count(seen(inverted).turns[0] ^ look_at(PICTURE).turns[0]).sum()) > 200
