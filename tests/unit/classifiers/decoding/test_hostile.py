"""Files that were made to bring a program down: the bot lives, and none of them passes silently.

The kinds are those that took other programs down when they were measured: canvases of gigapixels in
a few bytes, thousands of frames, texts that unpack to hundreds of megabytes.
"""

import base64
import gzip
import json
import struct
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from io import BytesIO

import av
import numpy as np
import pytest
from PIL import Image

from classifiers.decoding.decoders import Decoders
from classifiers.decoding.seen import MAY_SHOW_NOTHING
from classifiers.decoding.sniff import Limits
from tests.unit.classifiers.pictures import drawing, encode

# Each took under 4 s on a quiet machine (docs/figures.md); this is for a busy one.
MOST_SECONDS = 20.0
MOST_MEMORY = 512 * 1024 * 1024


@pytest.fixture(scope="module")
def decoders() -> Iterator[Decoders]:
    with closing(Decoders(1, Limits(most_bytes=50_000_000))) as opened:
        opened.held_by()
        yield opened


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *chunks: bytes, depth: int = 8, colour: int = 2) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + chunk(b"IEND", b"")


def plain_png(side: int) -> bytes:
    """A picture of one colour in a fraction of its size."""
    packing = zlib.compressobj(9)
    row = bytes(1 + (side + 7) // 8)
    data = b"".join(packing.compress(row) for _ in range(side)) + packing.flush()
    return png(side, side, chunk(b"IDAT", data), depth=1, colour=0)


def webp_canvas() -> bytes:
    size = (16_383 - 1).to_bytes(3, "little")
    body = b"WEBPVP8X\x0a\0\0\0\x10\0\0\0" + size + size
    return b"RIFF" + struct.pack("<I", len(body)) + body


def gif_frame_beyond() -> bytes:
    screen = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0, 0, 0)
    return screen + b"," + struct.pack("<HHHHB", 60_000, 60_000, 5_000, 5_000, 0) + b"\2\1\x44\0;"


def gif_of_many_frames() -> bytes:
    """A canvas of 64 megapixels would be drawn anew 9,000 times; each frame is one pixel."""
    screen = b"GIF89a" + struct.pack("<HHBBB", 6_000, 6_000, 0x80, 0, 0) + bytes(6)
    frame = b"," + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\2\2\x44\1\0"
    return screen + frame * 9_000 + b";"


def bmp_header() -> bytes:
    head = struct.pack("<IiiHHIIiiII", 40, 40_000, 40_000, 1, 24, 0, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54, 0, 0, 54) + head


def stating(form: str, box: bytes, at: int, width: int, height: int) -> bytes:
    """A small file whose header states another size."""
    data = bytearray(encode(drawing(1, 64, 64), form))
    place = data.index(box) + at
    data[place : place + 8] = struct.pack(">II", width, height)
    return bytes(data)


def heif_that_lies_the_other_way() -> bytes:
    """The boxes say little, and the stream in them is large."""
    data = bytearray(encode(Image.new("RGB", (4_000, 4_000), "red"), "HEIF", quality=1))
    at = 0
    while (at := data.find(b"ispe", at + 1)) > 0:
        data[at + 8 : at + 16] = struct.pack(">II", 64, 64)
    return bytes(data)


def avif_that_lies() -> bytes:
    data = bytearray(encode(Image.new("RGB", (6_600, 6_600), "red"), "AVIF", quality=1, speed=10))
    place = data.index(b"ispe") + 8
    data[place : place + 8] = struct.pack(">II", 64, 64)
    return bytes(data)


def film_of_giant_frames(width: int = 7_680, height: int = 4_320, count: int = 200) -> bytes:
    """One frame, again and again: a few kilobytes that take seconds each."""
    buffer = BytesIO()
    with av.open(buffer, "w", format="matroska") as container:
        stream = container.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        frame = av.VideoFrame.from_ndarray(np.zeros((height * 3 // 2, width), np.uint8), "yuv420p")
        (packet,) = [*stream.encode(frame), *stream.encode(None)]
        for number in range(count):
            packet.pts = packet.dts = number * 40
            container.mux(packet)
    return buffer.getvalue()


def pdf(page: str, pages: int = 1) -> bytes:
    kids = " ".join(f"{number + 3} 0 R" for number in range(pages))
    objects = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {pages}>>"]
    objects += [page] * pages
    body, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    body += f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<</Size {count}/Root 1 0 R>>\n"
    return f"{body}startxref\n{body.index('xref')}\n%%EOF".encode()


def tiff_of_many_pages() -> bytes:
    """Pages that all show the same strip."""
    entries = [(256, 4, 1, 2_000), (257, 4, 1, 2_000), (258, 3, 1, 8), (259, 3, 1, 1)]
    entries += [(262, 3, 1, 1), (273, 4, 1, 8), (277, 3, 1, 1), (278, 4, 1, 2_000)]
    entries += [(279, 4, 1, 4_000_000)]
    page = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *one) for one in entries)
    start = 8 + 4_000_000
    length = len(page) + 4
    pages = b"".join(page + struct.pack("<I", start + (n + 1) * length) for n in range(60))
    return b"II*\0" + struct.pack("<I", start) + bytes(4_000_000) + pages


def lottie_of_many_frames() -> bytes:
    drawing_of = {"v": "5", "fr": 60, "ip": 0, "op": 10**9, "w": 10**6, "h": 10**6, "layers": []}
    return json.dumps(drawing_of).encode()


def deep(text: str, count: int) -> bytes:
    return ('{"fr":1,"layers":' + text * count).encode()


BOMBS: dict[str, Callable[[], bytes]] = {
    "webp canvas": webp_canvas,
    "gif frame beyond the screen": gif_frame_beyond,
    "gif of many frames": gif_of_many_frames,
    "bmp header": bmp_header,
    "png of a gigapixel": lambda: plain_png(32_000),
    "png just within": lambda: plain_png(6_300),
    "png with a packed text": lambda: png(
        8, 8, chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(200_000_000), 9))
    ),
    "png with a packed profile": lambda: png(
        8, 8, chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(200_000_000), 9))
    ),
    "heif stating too much": lambda: stating("HEIF", b"ispe", 8, 11_000, 11_000),
    "heif that lies": heif_that_lies_the_other_way,
    "avif stating too much": lambda: stating("AVIF", b"ispe", 8, 12_000, 12_000),
    "avif that lies": avif_that_lies,
    "jpeg 2000 stating too much": lambda: stating(
        "JPEG2000", b"\xff\x4f\xff\x51", 8, 15_000, 15_000
    ),
    "film of giant frames": film_of_giant_frames,
    "film beyond the limit": lambda: film_of_giant_frames(8_192, 8_192, 2),
    "pdf of a giant page": lambda: pdf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9999999 9999999]>>"),
    "pdf of many pages": lambda: pdf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>", 3_000),
    "tiff of many pages": tiff_of_many_pages,
    "lottie of many frames": lottie_of_many_frames,
    "lottie in lottie": lambda: deep('{"layers":', 200_000),
    "lists in lists": lambda: deep("[", 2_000_000),
    "gzip bomb": lambda: gzip.compress(bytes(100_000_000)),
    "gzip in gzip": lambda: gzip.compress(gzip.compress(gzip.compress(b"x"))),
    "contact of many pictures": lambda: (
        b"BEGIN:VCARD\n"
        + b"PHOTO;ENCODING=b:"
        + base64.b64encode(encode(drawing(1, 2_000, 2_000), "PNG"))
        + b"\nPHOTO:AAAA" * 5_000
    ),
    "jpeg of endless segments": lambda: b"\xff\xd8" + b"\xff\xe1\0\x02" * 5_000_000,
    "svg": lambda: b'<svg xmlns="http://www.w3.org/2000/svg" width="60000" height="60000"/>',
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_little_and_never_passes_silently(decoders: Decoders, name: str) -> None:
    data = BOMBS[name]()
    process = decoders._idle[0]
    began = time.monotonic()
    seen = decoders.look_into(data)
    assert time.monotonic() - began < MOST_SECONDS
    assert seen.is_sound
    assert seen.format not in MAY_SHOW_NOTHING or seen.reasons or seen.views
    if decoders._idle[0] is process:
        assert process._memory < MOST_MEMORY
    # The next file is decoded as if nothing had happened.
    assert decoders.look_into(encode(drawing(1), "PNG")).reasons == ()
