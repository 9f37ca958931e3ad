"""Finds what a file says of its own origin: that a program made it, or that a signed note is there.

A mark is told to the adults and decides nothing: anyone can write one or take it out. Only the
names of marks leave this module, never a word of the file. It walks forward only, in a bounded
number of steps, and looks for values where their formats put them; no XML or JSON is parsed.
"""

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.domain.signal import Mark
from classifiers.decoding.headers import MOST_STEPS

# What is read or unpacked of one text, of how many texts, and how often a word is looked for. Real
# files stay far below; 20 MB hold ten thousand texts that unpack to a megabyte each.
_MOST_BYTES = 1024 * 1024
_MOST_TEXTS = 32
_MOST_FINDS = 32

# Stable Diffusion WebUI writes "…, Steps: 20, Sampler: Euler a, …", in EXIF as UTF-16.
# https://github.com/AUTOMATIC1111/stable-diffusion-webui/blob/master/modules/infotext_utils.py
_SETTINGS = re.compile(rb"\bSteps: \d{1,5}, Sampler: ")
# ComfyUI keeps its graph as JSON: in PNG by keyword, in EXIF as "prompt:{" and "workflow:{".
_GRAPH = re.compile(rb"\b(?:prompt|workflow):\s?\{\"", re.IGNORECASE)
_NOVELAI = re.compile(rb"\bNovelAI\b")
# https://cv.iptc.org/newscodes/digitalsourcetype/. XMP holds the address or its last part; C2PA
# writes the same addresses into its note.
_SOURCE_TYPES = (b"DigitalSourceType", b"digitalSourceType", b"digitalsourcetype")
_MADE = re.compile(rb"(?:compositeWithTrained|trained|\b)AlgorithmicMedia\b", re.IGNORECASE)
_NEAR = 256
_C2PA_BOX = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")


@dataclass(frozen=True, slots=True)
class _Note:
    """A note of C2PA, or a part of one, and how many bytes it has."""

    size: int


_Found = Iterator[Mark | _Note]


def marks_in(kind: str, data: bytes) -> set[Mark]:
    """Return the marks of one file. Never raises because of the bytes."""
    read = _READERS.get(kind)
    if read is None:
        return set()
    found = {Mark.C2PA if isinstance(one, _Note) else one for one in read(data)}
    return {*found, *_source_type(data)}


def note_size(kind: str, data: bytes) -> int:
    """Return how many bytes of one file are notes of C2PA; not of the files in it."""
    read = _READERS.get(kind, _nothing)
    return sum(one.size for one in read(data) if isinstance(one, _Note))


def _source_type(data: bytes) -> Iterator[Mark]:
    """Look for the IPTC's word, as a scanner for XMP packets does: in all of the file."""
    for word in _SOURCE_TYPES:
        at = data.find(word)
        for _ in range(_MOST_FINDS):
            if at < 0:
                break
            if _MADE.search(data, at, at + _NEAR):
                yield Mark.IPTC_AI
                return
            at = data.find(word, at + len(word))


def _exif(data: bytes) -> Iterator[Mark]:
    """Look through EXIF, whose comments are ASCII or UTF-16."""
    words = data[:_MOST_BYTES].replace(b"\0", b"")
    if _SETTINGS.search(words):
        yield Mark.STABLE_DIFFUSION
    if _GRAPH.search(words):
        yield Mark.COMFYUI
    if _NOVELAI.search(words):
        yield Mark.NOVELAI


# --- PNG -----------------------------------------------------------------------------------------

_TEXTS = {b"tEXt", b"zTXt", b"iTXt"}
# Keywords by which a program is known, and how its value begins or what is in it.
_KEYWORDS: dict[bytes, tuple[Mark, "re.Pattern[bytes]"]] = {
    b"parameters": (Mark.STABLE_DIFFUSION, _SETTINGS),
    b"prompt": (Mark.COMFYUI, re.compile(rb"\A\s*\{")),
    b"workflow": (Mark.COMFYUI, re.compile(rb"\A\s*\{")),
    b"invokeai_metadata": (Mark.INVOKEAI, re.compile(rb"\A\s*\{")),
    b"sd-metadata": (Mark.INVOKEAI, re.compile(rb"\A\s*\{")),
    b"Dream": (Mark.INVOKEAI, re.compile(rb"")),
    b"Software": (Mark.NOVELAI, _NOVELAI),
}


def _png(data: bytes) -> _Found:
    at, texts = 8, 0
    for _ in range(MOST_STEPS):
        if at + 8 > len(data) or texts > _MOST_TEXTS:
            return
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        texts += kind in _TEXTS
        if kind in _TEXTS:
            yield from _png_text(kind, data[at + 8 : at + 8 + min(size, _MOST_BYTES)])
        elif kind == b"eXIf":
            yield from _exif(data[at + 8 : at + 8 + min(size, _MOST_BYTES)])
        elif kind == b"caBX":
            yield _Note(min(size, len(data) - at))
        at += 12 + size


def _png_text(kind: bytes, chunk: bytes) -> Iterator[Mark]:
    keyword, _, rest = chunk.partition(b"\0")
    if kind == b"zTXt":
        value = _unpacked(rest[1:])
    elif kind == b"iTXt":
        # Whether it is packed, and how; then the language and the translated keyword.
        packed, text = rest[:1] == b"\1", rest[2:].split(b"\0", 2)[-1]
        value = _unpacked(text) if packed else text
    else:
        value = rest
    mark, written = _KEYWORDS.get(keyword, (None, _NOVELAI))
    if mark is not None and written.search(value):
        yield mark
    yield from _source_type(value)


def _unpacked(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, _MOST_BYTES)
    except zlib.error:
        return b""


# --- JPEG, WebP, and what consists of boxes ------------------------------------------------------

_STANDALONE = {0x01, *range(0xD0, 0xD9)}
_APP1, _APP11, _SOS, _EOI = 0xE1, 0xEB, 0xDA, 0xD9


def _jpeg(data: bytes) -> _Found:
    at, in_note = 2, False
    for _ in range(MOST_STEPS):
        at = data.find(b"\xff", at)
        if at < 0 or at + 4 > len(data):
            return
        marker = data[at + 1]
        if marker in (_SOS, _EOI):
            return
        if marker == 0xFF or marker in _STANDALONE:
            at += 1 if marker == 0xFF else 2
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        segment = data[at + 4 : end]
        if marker == _APP1 and segment.startswith(b"Exif\0"):
            yield from _exif(segment)
        elif marker == _APP11 and segment.startswith(b"JP"):
            # A segment has 64 kB at most; a longer note goes on in the next ones.
            in_note = in_note or b"c2pa" in segment
            if in_note:
                yield _Note(len(segment))
        at = end


def _webp(data: bytes) -> _Found:
    at = 12
    for _ in range(MOST_STEPS):
        if at + 8 > len(data):
            return
        kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if kind == b"EXIF":
            yield from _exif(data[at + 8 : at + 8 + min(size, _MOST_BYTES)])
        elif kind == b"C2PA":
            yield _Note(min(size, len(data) - at))
        at += 8 + size + size % 2


def _boxes(data: bytes) -> _Found:
    at = 0
    for _ in range(MOST_STEPS):
        if at + 8 > len(data):
            return
        size, head = int.from_bytes(data[at : at + 4], "big"), 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        if data[at + 4 : at + 8] == b"uuid" and data[at + head : at + head + 16] == _C2PA_BOX:
            # A box without a size goes on to the end.
            yield _Note(min(size or len(data), len(data) - at))
        if size < head:
            return
        at += size


def _nothing(_data: bytes) -> _Found:
    return iter(())


_READERS: dict[str, Callable[[bytes], _Found]] = {
    "png": _png,
    "jpeg": _jpeg,
    "webp": _webp,
    "heif": _boxes,
    "avif": _boxes,
    "mp4": _boxes,
    "quicktime": _boxes,
    # In these only the IPTC's word is looked for.
    "gif": _nothing,
    "tiff": _nothing,
    "jpeg2000": _nothing,
}
