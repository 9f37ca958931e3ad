"""Look into zip files, and into office files, which are zip files of another name."""

import zipfile
from io import BytesIO

from bot.domain.signal import OpaqueReason
from classifiers.decoding.look import Look

MOST_FILES = 64
# What all files in one archive may come to, and how much larger than packed one may be. Text packs
# to a twentieth; a bomb to a thousandth.
MOST_BYTES = 64 * 1024 * 1024
_MOST_RATIO = 200
_FREE_BYTES = 1024 * 1024

# Parts of office files that show no picture themselves: text, styles, and who refers to what.
_OFFICE = ("[Content_Types].xml", "mimetype")
_SILENT = (".xml", ".rels", ".vml", ".rdf", ".bin", ".txt", "mimetype")
_ENCRYPTED = 0x1


def look_at_archive(data: bytes, look: Look) -> None:
    """Open every file in it. Never raises because of the bytes."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _open_all(archive, look)
    # The module raised BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError,
    # zlib.error and struct.error on damaged files.
    except MemoryError:
        look.fail(OpaqueReason.TOO_MUCH)
    except Exception:  # noqa: BLE001
        look.fail(OpaqueReason.UNDECODABLE)


def _open_all(archive: zipfile.ZipFile, look: Look) -> None:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    is_office = any(entry.filename in _OFFICE for entry in entries)
    if is_office:
        entries = [entry for entry in entries if not entry.filename.lower().endswith(_SILENT)]
    left = MOST_BYTES
    for entry in entries[:MOST_FILES]:
        if entry.flag_bits & _ENCRYPTED:
            look.fail(OpaqueReason.ENCRYPTED)
            continue
        # What the entry says of its size may be a lie, so no more than that is read.
        fits = entry.file_size <= min(left, _FREE_BYTES + _MOST_RATIO * entry.compress_size)
        if not fits or look.is_over:
            look.fail(OpaqueReason.TOO_MUCH)
            continue
        with archive.open(entry) as file:
            content = file.read(entry.file_size + 1)
        left -= len(content)
        look.open(content)
    if len(entries) > MOST_FILES:
        look.fail(OpaqueReason.TOO_MUCH)
