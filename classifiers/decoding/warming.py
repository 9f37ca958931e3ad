"""Makes one small file of each kind, so that all that a file could make load is loaded already.

Python and the libraries load parts of themselves when they are first needed: encodings, plugins,
kinds of streams. A process that may not open files any more could not.
"""

import gzip
import json
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from io import BytesIO
from zipfile import ZipFile

import av
import numpy as np
import zxingcpp
from PIL import Image

from classifiers.decoding.looking import look_into
from classifiers.decoding.sniff import Limits

_PICTURES = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF", "JPEG2000", "PDF")
_DRAWING = {"v": "5.5.2", "fr": 30, "ip": 0, "op": 1, "w": 8, "h": 8, "layers": []}
_CONTACT = b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:x\r\nEND:VCARD\r\n"
_LIMITS = Limits(most_bytes=1_000_000)


def warm_up() -> None:
    """Load everything, while the process may still open files."""
    for module in pkgutil.walk_packages(av.__path__, "av."):
        # What starts a program when it is loaded.
        if not module.name.endswith("__main__"):
            import_module(module.name)
    for sample in samples():
        look_into(sample, _LIMITS, 1.0)


def samples() -> Iterator[bytes]:
    """Yield a small file of each kind."""
    drawing = json.dumps(_DRAWING).encode()
    yield from (_picture(name) for name in _PICTURES)
    yield from (_film(name) for name in ("mp4", "matroska"))
    yield _code()
    yield from (drawing, gzip.compress(drawing), _CONTACT, _archive(), b"\xff" * 8)


def _picture(name: str) -> bytes:
    with BytesIO() as buffer:
        Image.new("RGB", (8, 8), "white").save(buffer, name)
        return buffer.getvalue()


def _code() -> bytes:
    """Draw a QR code with an address."""
    code = zxingcpp.create_barcode("https://example.org", zxingcpp.BarcodeFormat.QRCode)
    with BytesIO() as buffer:
        Image.fromarray(np.array(zxingcpp.write_barcode_to_image(code, scale=4))).save(
            buffer, "PNG"
        )
        return buffer.getvalue()


def _film(name: str) -> bytes:
    with BytesIO() as buffer:
        with av.open(buffer, "w", format=name) as container:
            stream = container.add_stream("mpeg4", rate=1)
            stream.width = stream.height = 16
            stream.pix_fmt = "yuv420p"
            frame = av.VideoFrame.from_ndarray(np.zeros((16, 16, 3), np.uint8), format="rgb24")
            for each in (frame, None):
                container.mux(stream.encode(each))
        return buffer.getvalue()


def _archive() -> bytes:
    with BytesIO() as buffer:
        with ZipFile(buffer, "w") as archive:
            archive.writestr("a", b"words")
        return buffer.getvalue()
