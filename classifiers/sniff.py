"""Tell what a file truly is, and how large its canvas is, before anything is allocated.

Names, endings and stated types are never asked: only the bytes. The canvas is read here because a
decoder is too late: Pillow allocates a WebP's canvas while opening it (34 bytes took 4,121 MB),
and a 54-byte BMP header took 5,214 MB.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.signal import OpaqueReason
from classifiers import headers
from classifiers.headers import CutShort, Header, Malformed


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be.

    Attributes:
        most_bytes: Of the file.
        most_pixels: Of a canvas that has to be decoded whole. A phone's largest usual photo has
            12 to 50 megapixels; 40 are 160 MB as RGB in Pillow.
        most_streamed_pixels: Of a picture that is decoded in strips at an eighth of its size. A
            genuine 200-megapixel phone photo took 26 MB and 0.14 s that way.
    """

    most_bytes: int
    most_pixels: int = 40_000_000
    most_streamed_pixels: int = 250_000_000


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that is not decoded, with the reason and as much as its header says."""

    format: str
    reason: OpaqueReason
    width: int = 0
    height: int = 0


def sniff(data: bytes, limits: Limits) -> Header | Refusal:
    """Return the header of a picture that may be decoded, or why it may not."""
    if not data:
        return Refusal("empty", OpaqueReason.EMPTY)
    name, read = _recognise(data)
    if len(data) > limits.most_bytes:
        return Refusal(name, OpaqueReason.TOO_BIG)
    if read is None:
        unknown = name == _UNKNOWN
        return Refusal(name, OpaqueReason.NOT_A_PICTURE if unknown else OpaqueReason.UNSUPPORTED)
    try:
        header = read(data)
    except CutShort:
        return Refusal(name, OpaqueReason.TRUNCATED)
    except Malformed:
        return Refusal(name, OpaqueReason.UNDECODABLE)
    most = limits.most_streamed_pixels if header.streamed else limits.most_pixels
    if header.pixels > most:
        return Refusal(name, OpaqueReason.TOO_MANY_PIXELS, header.width, header.height)
    return header


_UNKNOWN = "unknown"
_Reader = Callable[[bytes], Header]

_READ: tuple[tuple[bytes, str, _Reader], ...] = (
    (b"\xff\xd8\xff", "jpeg", headers.read_jpeg),
    (b"\x89PNG\r\n\x1a\n", "png", headers.read_png),
    (b"GIF87a", "gif", headers.read_gif),
    (b"GIF89a", "gif", headers.read_gif),
    (b"BM", "bmp", headers.read_bmp),
    (b"II*\0", "tiff", headers.read_tiff),
    (b"MM\0*", "tiff", headers.read_tiff),
)

# Recognised, so that an alert can say what it was, but not looked into by this version.
_NOT_READ: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),  # also Telegram's animated .tgs stickers
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"\x1aE\xdf\xa3", "matroska"),  # also WebM
    (b"OggS", "ogg"),
    (b"FLV\x01", "flv"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "asf"),
    (b"\0\0\x01\xba", "mpeg"),
    (b"\0\0\x01\xb3", "mpeg"),
    (b"\0\0\0\x0cjP  \r\n", "jpeg2000"),
    (b"\xff\x4f\xff\x51", "jpeg2000"),
    (b"\0\0\0\x0cJXL \r\n", "jpeg-xl"),
    (b"\xff\x0a", "jpeg-xl"),
    (b"II+\0", "bigtiff"),
    (b"MM\0+", "bigtiff"),
    (b"\0\0\x01\0", "ico"),
    (b"8BPS", "psd"),
    (b"%!PS", "postscript"),
    (b"qoif", "qoi"),
    (b"DDS ", "dds"),
    (b"\x76\x2f\x31\x01", "openexr"),
    (b"icns", "icns"),
)

# AVIF could be decoded, but its real canvas is known only to the AV1 decoder: a 1,841-byte file
# of 12,000 x 12,000 pixels took 4,584 MB and 25 s. Until it can be bounded it stays opaque.
_STILL_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_AVIF_BRANDS = {b"avif", b"avis"}
_QUICKTIME_ATOMS = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}


def _recognise(data: bytes) -> tuple[str, _Reader | None]:
    for magic, name, read in _READ:
        if data.startswith(magic):
            return name, read
    if data.startswith(b"RIFF"):
        return _riff(data)
    for magic, name in _NOT_READ:
        if data.startswith(magic):
            return name, None
    return _by_structure(data), None


def _riff(data: bytes) -> tuple[str, _Reader | None]:
    form = data[8:12]
    if form == b"WEBP":
        return "webp", headers.read_webp
    if len(form) < 4:
        return "riff", headers.cut_short
    return "avi" if form == b"AVI " else "riff", None


def _by_structure(data: bytes) -> str:
    """Recognise what has no fixed bytes at its start."""
    kind, brand = data[4:8], data[8:12]
    if kind == b"ftyp":
        if brand in _AVIF_BRANDS:
            return "avif"
        return "heif" if brand in _STILL_BRANDS else "mp4"
    if kind in _QUICKTIME_ATOMS:
        return "quicktime"
    # Transport streams repeat their sync byte every 188 bytes.
    if len(data) > 376 and data[0] == data[188] == data[376] == 0x47:
        return "mpeg-ts"
    head = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith((b"<svg", b"<?xml", b"<!doctype svg")) and b"<svg" in head:
        return "svg"
    # Readers accept a PDF with up to 1,024 bytes before its mark.
    return "pdf" if b"%pdf-" in head else _UNKNOWN
