"""Read the canvas out of the formats that consist of boxes: HEIF, AVIF and JPEG 2000.

The same rules as in `headers.py`: integers only, forward only, a bounded number of steps.
"""

from collections.abc import Iterator
from typing import NamedTuple

from classifiers.decoding.headers import MOST_STEPS, CutShort, Header, Malformed, field, header

_MOST_DEPTH = 4
# What holds other boxes, and how many bytes of its own come first.
_NESTED = {b"meta": 4, b"iprp": 0, b"ipco": 0, b"jp2h": 0}


class _Box(NamedTuple):
    """A box: its kind and where its content lies."""

    kind: bytes
    start: int
    end: int


def _boxes(data: bytes, start: int, end: int, depth: int = 0) -> Iterator[_Box]:
    """Yield every box, those in others too; what claims to reach over its surroundings is cut."""
    at = start
    for _ in range(MOST_STEPS):
        if at + 8 > end:
            return
        size, kind = field(">I", data, at), data[at + 4 : at + 8]
        head = 8
        if size == 1:  # the size has 64 bits and comes after the kind
            size, head = field(">Q", data, at + 8), 16
        elif size == 0:  # to the end
            size = end - at
        if size < head:
            raise Malformed("boxes")
        stop = min(end, at + size)
        yield _Box(kind, at + head, stop)
        if kind in _NESTED and depth < _MOST_DEPTH:
            yield from _boxes(data, at + head + _NESTED[kind], stop, depth + 1)
        at += size
    raise Malformed("boxes")


def _largest(sizes: list[tuple[int, int]]) -> tuple[int, int]:
    return max(sizes, key=lambda size: size[0] * size[1], default=(0, 0))


def read_heif(data: bytes) -> Header:
    """Take the largest size that any picture in the file states."""
    return _read_pictures("heif", data)


def read_avif(data: bytes) -> Header:
    """Take the largest size that any picture in the file states, or its AV1 stream does.

    The decoder believes the stream: a file of 1,841 bytes of 12,000 x 12,000 pixels took 4,584 MB
    whatever its boxes said.
    """
    return _read_pictures("avif", data)


def _read_pictures(name: str, data: bytes) -> Header:
    sizes = []
    for box in _boxes(data, 0, len(data)):
        if box.kind == b"ispe":
            sizes.append((field(">I", data, box.start + 4), field(">I", data, box.start + 8)))
        elif box.kind == b"mdat" and name == "avif":
            sizes += _av1_sizes(data[box.start : min(box.end, box.start + _LOOKED_AT)])
    if not sizes:
        raise CutShort(len(data))
    return header(name, _largest(sizes))


# --- JPEG 2000 -----------------------------------------------------------------------------------

_SIZ = b"\xff\x4f\xff\x51"


def read_jpeg2000(data: bytes) -> Header:
    """Read the codestream's size, which the decoder believes, and the size in the boxes."""
    sizes, at = [], 0
    if not data.startswith(_SIZ):
        for box in _boxes(data, 0, len(data)):
            if box.kind == b"ihdr":
                sizes.append((field(">I", data, box.start + 4), field(">I", data, box.start)))
            elif box.kind == b"jp2c":
                at = box.start
                break
        else:
            raise CutShort(len(data))
    if data[at : at + 4] != _SIZ:
        raise Malformed("jpeg2000")
    # Marker, length, capabilities; then the reference grid and where the picture begins in it.
    right, down = field(">I", data, at + 8), field(">I", data, at + 12)
    left, top = field(">I", data, at + 16), field(">I", data, at + 20)
    sizes.append((max(0, right - left), max(0, down - top)))
    return header("jpeg2000", _largest(sizes))


# --- AV1 -----------------------------------------------------------------------------------------

_LOOKED_AT = 64 * 1024
_MOST_OBUS = 64
_SEQUENCE_HEADER = 1


def _av1_sizes(stream: bytes) -> list[tuple[int, int]]:
    """Return the size that each sequence header at the beginning of a stream states.

    Source: AV1 specification, 5.3 to 5.5 (https://aomediacodec.github.io/av1-spec/).
    """
    sizes, at = [], 0
    for _ in range(_MOST_OBUS):
        if at + 2 > len(stream):
            break
        head = stream[at]
        kind, extended, sized = head >> 3 & 15, head >> 2 & 1, head >> 1 & 1
        at += 1 + extended
        size, at = _leb128(stream, at) if sized else (len(stream) - at, at)
        if kind == _SEQUENCE_HEADER:
            sizes.append(_sequence_size(stream[at : at + size]))
        at += size
    return sizes


def _leb128(stream: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(8):
        if at >= len(stream):
            raise CutShort(at)
        byte = stream[at]
        at += 1
        value |= (byte & 0x7F) << 7 * place
        if not byte & 0x80:
            break
    return value, at


class _Bits:
    """Reads numbers of so many bits."""

    def __init__(self, data: bytes) -> None:
        self._value = int.from_bytes(data, "big")
        self._left = len(data) * 8

    def take(self, count: int) -> int:
        """Return the next bits as a number."""
        self._left -= count
        if self._left < 0:
            raise CutShort(count)
        return self._value >> self._left & (1 << count) - 1


def _sequence_size(payload: bytes) -> tuple[int, int]:
    bits = _Bits(payload[:64])
    bits.take(3 + 1)  # profile, still_picture
    if bits.take(1):  # reduced_still_picture_header
        bits.take(5)
    else:
        _skip_operating_points(bits)
    wide, high = bits.take(4) + 1, bits.take(4) + 1
    return bits.take(wide) + 1, bits.take(high) + 1


def _skip_operating_points(bits: _Bits) -> None:
    model, delay = 0, 0
    if bits.take(1):  # timing_info_present_flag
        bits.take(32 + 32)
        if bits.take(1):  # equal_picture_interval
            _skip_uvlc(bits)
        model = bits.take(1)
        if model:
            delay = bits.take(5) + 1
            bits.take(32 + 5 + 5)
    display = bits.take(1)
    for _ in range(bits.take(5) + 1):
        bits.take(12)
        if bits.take(5) > 7:
            bits.take(1)
        if model and bits.take(1):
            bits.take(2 * delay + 1)
        if display and bits.take(1):
            bits.take(4)


def _skip_uvlc(bits: _Bits) -> None:
    zeros = 0
    while not bits.take(1):
        zeros += 1
    bits.take(min(zeros, 32))
