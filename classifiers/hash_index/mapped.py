"""Keeps a part in a file that processes open at once and share, instead of building it each time.

The hashes of private pictures are personal data, so only the owner may read the file. It is written
beside its place and moved there, so that nobody finds half of it; it is never changed afterwards,
only replaced. It is a copy: whoever cannot open it builds the index from the database again.

Layout: `_MAGIC`, the length of the header and its CRC-32 (four bytes each, lowest first), the
header as JSON, and the arrays it lists, each from a multiple of 4,096 bytes on. A header whose
checksum holds was written by `save`, so what it says is not doubted.
"""

import json
import mmap
import os
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.domain.errors import UpstanderError
from classifiers.hash_index.bands import Bands, Cut
from classifiers.hash_index.part import Part

# Another number whenever the layout or the meaning of an array changes.
_VERSION = 1
_MAGIC = b"upstander hashes" + _VERSION.to_bytes(4, "little")
_LENGTHS = struct.Struct("<II")
_PAGE = 4096
_OWNER_ONLY = 0o600


class UnusableIndexFile(UpstanderError):
    """A file is no index, or not whole: build the index from the database and save it again."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What a file holds.

    Attributes:
        stamp: What the caller gave when it was saved, so that it can tell whether that is still
            what the database says.
    """

    part: Part
    stamp: str


def save(part: Part, path: Path, stamp: str) -> None:
    """Write a part to a file that only its owner may read, whole or not at all.

    Raises:
        OSError: The folder cannot be written to. What was there before still is.
    """
    arrays = {name: np.ascontiguousarray(array) for name, array in part_arrays(part).items()}
    entries: dict[str, dict[str, Any]] = {}
    end = 0
    for name, array in arrays.items():
        begin = _next_page(end)
        end = begin + array.nbytes
        entries[name] = {
            "type": array.dtype.newbyteorder("<").str,
            "shape": array.shape,
            "begin": begin,
            "crc": zlib.crc32(array.data),
        }
    cut = None if part.bands is None else part.bands.cut
    header = json.dumps({"stamp": stamp, "cut": cut, "end": end, "arrays": entries}).encode()

    fresh = path.with_name(f".{path.name}.{os.getpid()}.part")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(_MAGIC + _LENGTHS.pack(len(header), zlib.crc32(header)) + header)
            start = _next_page(file.tell())
            for name, array in arrays.items():
                file.seek(start + entries[name]["begin"])
                file.write(array.data)
            file.truncate(start + end)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def open_saved(path: Path, *, check: bool = True) -> Saved:
    """Open a file that `save` wrote. Its pages are read when needed and shared by all processes.

    Args:
        path: The file.
        check: Read all of it and compare the checksums: a second for 1 GB. A process that opens
            what another one has just checked may leave it out.

    Raises:
        UnusableIndexFile: It is missing, of another kind or version, cut short or damaged.
    """
    try:
        with path.open("rb") as file:
            content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:  # ValueError: it is empty
        raise UnusableIndexFile(_advice(path, f"cannot be read ({error})")) from error
    try:
        return _read(content, check=check)
    except _Wrong as error:
        raise UnusableIndexFile(_advice(path, str(error))) from error


class _Wrong(Exception):
    """What is wrong with a file."""


def _advice(path: Path, what: str) -> str:
    return f"{path} {what}. Build the index from the database and save it again."


def _read(content: mmap.mmap, *, check: bool) -> Saved:
    begin = len(_MAGIC) + _LENGTHS.size
    if content[: len(_MAGIC)] != _MAGIC or len(content) < begin:
        raise _Wrong(f"is no index of hashes, version {_VERSION}")
    length, crc = _LENGTHS.unpack(content[len(_MAGIC) : begin])
    text = content[begin : begin + length]
    if zlib.crc32(text) != crc:
        raise _Wrong("has a damaged header")
    header = json.loads(text)
    start = _next_page(begin + length)
    if len(content) != start + header["end"]:
        raise _Wrong(f"has {len(content)} bytes instead of {start + header['end']}")
    arrays: dict[str, NDArray[Any]] = {}
    for name, entry in header["arrays"].items():
        place = start + entry["begin"]
        arrays[name] = np.ndarray(entry["shape"], entry["type"], content, place)
        if check and zlib.crc32(arrays[name].data) != entry["crc"]:
            raise _Wrong(f"is damaged: its {name} are not what was saved")
    return Saved(_part(arrays, header["cut"]), header["stamp"])


def part_arrays(part: Part) -> dict[str, NDArray[Any]]:
    """Return all that a part holds."""
    arrays: dict[str, NDArray[Any]] = {"words": part.words, "ids": part.ids}
    if part.seconds is not None:
        arrays["seconds"] = part.seconds
    if part.bands is not None:
        arrays["rows"] = part.bands.rows
        arrays["blocks"] = part.bands.blocks
        arrays["begins"] = part.bands.begins
    return arrays


def _part(arrays: dict[str, NDArray[Any]], cut: list[int] | None) -> Part:
    bands = None
    if cut is not None:
        bands = Bands(Cut(*cut), arrays["rows"], arrays["blocks"], arrays["begins"])
    return Part(arrays["words"], arrays["ids"], arrays.get("seconds"), bands)


def _next_page(place: int) -> int:
    return -(-place // _PAGE) * _PAGE
