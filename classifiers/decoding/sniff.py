"""Tell what a file truly is, and how large its canvas is, before anything is allocated.

Names, endings and stated types are never asked: only the bytes. The canvas is read here because a
decoder is too late: Pillow allocates a WebP's canvas while opening it (34 bytes took 4,121 MB),
and a 54-byte BMP header took 5,214 MB.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from classifiers.decoding import boxes, headers
from classifiers.decoding.headers import Header


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


def recognise(data: bytes) -> str:
    """Return what a file is; `UNKNOWN` if it is nothing that this program knows."""
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return name
    return _by_structure(data)


def read_header(name: str, data: bytes) -> Header | None:
    """Return the header of a still picture; None if it is of no kind that is decoded as one.

    Raises:
        CutShort: The file ends before its header does.
        Malformed: The header contradicts its format.
    """
    read = _HEADERS.get(name)
    return read(data) if read is not None else None


_HEADERS: dict[str, Callable[[bytes], Header]] = {
    "jpeg": headers.read_jpeg,
    "png": headers.read_png,
    "gif": headers.read_gif,
    "bmp": headers.read_bmp,
    "tiff": headers.read_tiff,
    "webp": headers.read_webp,
    "heif": boxes.read_heif,
    "avif": boxes.read_avif,
    "jpeg2000": boxes.read_jpeg2000,
}

UNKNOWN = "unknown"
TEXT = "text"

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"BM", "bmp"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"\0\0\0\x0cjP  \r\n", "jpeg2000"),
    (b"\xff\x4f\xff\x51", "jpeg2000"),
    (b"%PDF", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"\x1aE\xdf\xa3", "matroska"),  # also WebM
    (b"OggS", "ogg"),
    (b"FLV\x01", "flv"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "asf"),
    (b"\0\0\x01\xba", "mpeg"),
    (b"\0\0\x01\xb3", "mpeg"),
    (b"ID3", "mp3"),
    (b"\xff\xfb", "mp3"),
    (b"\xff\xf3", "mp3"),
    (b"fLaC", "flac"),
    (b"#!AMR", "amr"),
    (b"BEGIN:VCARD", "vcard"),
    # Recognised, so that an alert can say what it was, but not looked into.
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
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
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old-office"),
)

_RIFF = {b"WEBP": "webp", b"AVI ": "avi", b"WAVE": "wave"}
_STILL_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_AVIF_BRANDS = {b"avif", b"avis"}
_QUICKTIME_ATOMS = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}


def _by_structure(data: bytes) -> str:
    """Recognise what has no fixed bytes at its start."""
    kind, brand = data[4:8], data[8:12]
    if data.startswith(b"RIFF"):
        return _RIFF.get(brand, "riff")
    if kind == b"ftyp":
        return _by_brand(data, brand)
    if kind in _QUICKTIME_ATOMS:
        return "quicktime"
    # Transport streams repeat their sync byte every 188 bytes.
    if len(data) > 376 and data[0] == data[188] == data[376] == 0x47:
        return "mpeg-ts"
    return _by_words(data)


def _by_brand(data: bytes, brand: bytes) -> str:
    """Tell pictures from films: some pictures state only what they have in common with others."""
    size = int.from_bytes(data[:4], "big")
    others = {data[at : at + 4] for at in range(16, min(size, len(data), _MOST_BRANDS), 4)}
    if brand in _AVIF_BRANDS or (brand in _STILL_BRANDS and others & _AVIF_BRANDS):
        return "avif"
    return "heif" if brand in _STILL_BRANDS else "mp4"


_MOST_BRANDS = 256
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# Control characters that no text has.
_NOT_WORDS = re.compile(r"[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MARKUP = ("<svg", "<html", "<!doctype", "<?xml", "<img", "<image", "<script", "<iframe")
_LOTTIE = ('"layers"', '"fr"')


def _by_words(data: bytes) -> str:
    """Recognise text, and what is written in it. Markup can show anything, plain words nothing."""
    head = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if b"<svg" in head:
        return "svg"
    # Readers accept a PDF with up to 1,024 bytes before its mark.
    if b"%pdf-" in head:
        return "pdf"
    try:
        words = data.decode("utf-16" if data.startswith(_UTF_16) else "utf-8")
    except UnicodeDecodeError:
        return UNKNOWN
    if _NOT_WORDS.search(words) or not words.strip():
        return UNKNOWN
    lower = words.lower()
    if any(one in lower for one in _MARKUP):
        return "html"
    if head.startswith(b"{") and all(one in lower for one in _LOTTIE):
        return "lottie"
    return TEXT
