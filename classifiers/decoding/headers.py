"""Read the canvas size and the number of frames out of picture headers, without a decoder.

Every reader allocates nothing beyond a few integers, walks forward only, and takes a bounded number
of steps: a file of millions of empty segments must not keep a worker busy.
"""

import re
import struct
from dataclasses import dataclass

# Segments, chunks, frames. Real files stay far below; nobody looks at more frames than eight.
MOST_STEPS = 10_000
# Pages and their fields cost more to read, and real files have fewer.
MOST_PAGES, MOST_FIELDS = 64, 4_096


class Malformed(Exception):
    """The header contradicts its format."""


class CutShort(Exception):
    """The file ends before its header does."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a picture's header says.

    Attributes:
        width: Of the largest canvas that decoding any frame would need.
        streamed: It can be decoded in strips at a fraction of its size (one-scan baseline JPEG).
        frames: Of a GIF or TIFF, whose decoder would walk the whole file to count them; 0 where
            the decoder knows at once.
    """

    format: str
    width: int
    height: int
    streamed: bool = False
    frames: int = 0

    @property
    def pixels(self) -> int:
        """The size of the canvas."""
        return self.width * self.height


def field(layout: str, data: bytes, at: int) -> int:
    """Read one number. `layout` is of `struct`, with its byte order."""
    try:
        value: int = struct.unpack_from(layout, data, at)[0]
    except struct.error as error:
        raise CutShort(at) from error
    return value


def header(name: str, size: tuple[int, int], *, streamed: bool = False, frames: int = 0) -> Header:
    """Return a header, or refuse one without a canvas."""
    if min(size) < 1:
        raise Malformed(name)
    return Header(name, *size, streamed=streamed, frames=frames)


# --- JPEG ----------------------------------------------------------------------------------------

_SOS, _EOI = 0xDA, 0xD9
_STANDALONE = {0x00, 0x01, *range(0xD0, 0xD9)}
# Start-of-frame markers; C4, C8 and CC in between mean other things.
_SOF = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_BASELINE = {0xC0, 0xC1}


def read_jpeg(data: bytes) -> Header:
    """Walk the segments up to the first scan.

    A baseline picture whose first scan does not hold all components comes in several scans: the
    decoder then keeps the whole picture's coefficients, as for a progressive one.
    """
    size, components, baseline = (0, 0), 0, False
    at = 2
    for _ in range(MOST_STEPS):
        at = data.find(b"\xff", at)
        if at < 0:
            raise CutShort(len(data))
        marker = field(">B", data, at + 1)
        if marker == 0xFF:  # any number of fill bytes may stand before a marker
            at += 1
        elif marker in _STANDALONE:
            at += 2
        elif marker == _EOI:
            raise Malformed("jpeg")
        elif marker == _SOS:
            whole = field(">B", data, at + 4) == components
            return header("jpeg", size, streamed=baseline and whole)
        else:
            if marker in _SOF:
                size = (field(">H", data, at + 7), field(">H", data, at + 5))
                components, baseline = field(">B", data, at + 9), marker in _BASELINE
            at += 2 + field(">H", data, at + 2)
    raise Malformed("jpeg")


# --- PNG, BMP ------------------------------------------------------------------------------------


def read_png(data: bytes) -> Header:
    """Read IHDR, which must come first."""
    if len(data) >= 16 and data[12:16] != b"IHDR":
        raise Malformed("png")
    return header("png", (field(">I", data, 16), field(">I", data, 20)))


def read_bmp(data: bytes) -> Header:
    """Read the size; a height below zero means that the rows run from the top."""
    if field("<I", data, 14) == 12:  # the OS/2 header has 16-bit sizes
        return header("bmp", (field("<H", data, 18), field("<H", data, 20)))
    return header("bmp", (field("<i", data, 18), abs(field("<i", data, 22))))


# --- GIF -----------------------------------------------------------------------------------------


def read_gif(data: bytes) -> Header:
    """Walk the blocks: count the frames and find the canvas.

    A frame may reach over the screen stated in the header, and the decoder then enlarges it: a
    44-byte file took 4,270 MB that way.
    """
    width, height = field("<H", data, 6), field("<H", data, 8)
    at = 13 + _colour_table(field("<B", data, 10))
    frames = 0
    # The decoder, too, looks for the next block after rubbish.
    while frames < MOST_STEPS and (found := _GIF_BLOCK.search(data, at)):
        block, at = found.group(), found.end()
        if block == _GIF_END or (block == _GIF_FRAME and at + 9 > len(data)):
            break
        if block == _GIF_FRAME:
            left, top, across, down, flags = struct.unpack_from("<4HB", data, at)
            width, height = max(width, left + across), max(height, top + down)
            frames += 1
            at = _skip_blocks(data, at + 10 + _colour_table(flags))
        else:
            at = _skip_blocks(data, at + 1)
    if frames == 0:
        raise CutShort(len(data))
    return header("gif", (width, height), frames=frames)


_GIF_BLOCK = re.compile(rb"[,!;]")
_GIF_FRAME, _GIF_END = b",", b";"


def _colour_table(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _skip_blocks(data: bytes, at: int) -> int:
    while at < len(data) and data[at]:
        at += 1 + data[at]
    return at + 1


# --- WebP ----------------------------------------------------------------------------------------


def read_webp(data: bytes) -> Header:
    """Read the canvas of the three kinds of WebP."""
    match data[12:16]:
        case b"VP8 ":
            if len(data) >= 26 and data[23:26] != b"\x9d\x01\x2a":
                raise Malformed("webp")
            width, height = field("<H", data, 26) & 0x3FFF, field("<H", data, 28) & 0x3FFF
        case b"VP8L":
            if field("<B", data, 20) != 0x2F:
                raise Malformed("webp")
            bits = field("<I", data, 21)
            width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8X":
            sizes = field("<Q", data, 22) >> 16
            width, height = (sizes & 0xFFFFFF) + 1, (sizes >> 24) + 1
        case kind:
            raise CutShort(len(data)) if len(kind) < 4 else Malformed("webp")
    return header("webp", (width, height))


# --- TIFF ----------------------------------------------------------------------------------------

_TIFF_WIDTH, _TIFF_HEIGHT = 256, 257
_TIFF_SHORT = 3


def read_tiff(data: bytes) -> Header:
    """Walk the pages and keep the largest, since each has a size of its own."""
    order = "<" if data.startswith(b"II") else ">"
    at, seen = field(order + "I", data, 4), set[int]()
    largest, frames = (0, 0), 0
    # A page may point back to an earlier one: each is read once.
    while at and at not in seen and frames < MOST_PAGES:
        seen.add(at)
        size, following = _tiff_page(data, at, order)
        largest = max(largest, size, key=lambda each: each[0] * each[1])
        frames += 1
        at = following
    return header("tiff", largest, frames=max(1, frames))


def _tiff_page(data: bytes, at: int, order: str) -> tuple[tuple[int, int], int]:
    count = field(order + "H", data, at)
    if count > MOST_FIELDS:
        raise Malformed("tiff")
    values = {_TIFF_WIDTH: 0, _TIFF_HEIGHT: 0}
    for entry in range(at + 2, at + 2 + 12 * count, 12):
        tag = field(order + "H", data, entry)
        if tag in values:
            short = field(order + "H", data, entry + 2) == _TIFF_SHORT
            values[tag] = field(order + ("H" if short else "I"), data, entry + 8)
    end = at + 2 + 12 * count
    following = field(order + "I", data, end) if end + 4 <= len(data) else 0
    return (values[_TIFF_WIDTH], values[_TIFF_HEIGHT]), following
