"""A picture as a code: what a pupil sends to the bot in private, so that the picture stays at home.

A code is ``UPS1`` and one long word in Crockford's base 32, made by `./upstander hash` or by
``docs/hash.html``. It holds the SHA-256 of the file and the hashes of up to `MOST_LOOKS` looks: the
whole picture and parts that a crop would leave, or frames of a film (docs/hashing.md).

Chat apps eat characters, break lines and change case; none of it does harm. A cut or mistyped code
is refused with its reason, because half of a fingerprint would block nothing, or something else.
"""

import re
import zlib
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from bot.domain.bank import LEAST_QUALITY

# With this many, which a film may have, a code has 1,936 characters: a message on Discord may have
# 2,000, and the name of a command stands before it. Of one picture three are written: many parts
# together would give the picture away (`classifiers/code_looks.py`).
MOST_LOOKS = 18

_MARK, _VERSION = "UPS", "1"
_HASH_BYTES = 32
_LOOK_BYTES = 1 + 2 * _HASH_BYTES
# The number of looks and the SHA-256 stand before the looks, the checksum after them.
_HEAD_BYTES = 1 + _HASH_BYTES
_CHECK_BYTES = 4

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BITS = 5
# Python reads base 32 with other letters. I, L and O are read as the digits that they look like, as
# Crockford does; U is none, and Z is none of Python's.
_TO_PYTHONS = str.maketrans(_ALPHABET + "ILOU", "0123456789ABCDEFGHIJKLMNOPQRSTUV110Z")
_LETTERS_OF_COUNT = 2

_NOISE = re.compile("[^0-9A-Za-z]+")
# No code has a U in it, so this stands only where one begins.
_BEGINNING = re.compile(_MARK + "([0-9])")

# A real PDQ hash has half of its 256 bits set; with nearly all or none it is a flat picture's.
# The same limits as in `classifiers/bank_index.py`.
_FEWEST_BITS, _MOST_BITS = 64, 192
_BEST_QUALITY = 100
_EMPTY_FILE = sha256(b"").hexdigest()


class Refusal(StrEnum):
    """Why a text was not taken as a code."""

    NOT_A_CODE = "not_a_code"
    OTHER_VERSION = "other_version"
    SEVERAL = "several"
    CUT_SHORT = "cut_short"
    MISTYPED = "mistyped"
    # One of its hashes is that of a flat picture and would match every other flat one.
    FLAT = "flat"
    # Intact, and nothing that our own programs write.
    MALFORMED = "malformed"


@dataclass(frozen=True, slots=True)
class CodeLook:
    """The hashes of one look: the whole picture, a part of it, or a frame of a film.

    Attributes:
        pdq: 64 hex digits, as in `BankEntry`.
        dhash: 64 hex digits of the 16 x 16 difference hash.
        quality: PDQ quality, `LEAST_QUALITY` to 100.
    """

    pdq: str
    dhash: str
    quality: int


@dataclass(frozen=True, slots=True)
class HashCode:
    """What a code says of a picture or a film.

    Attributes:
        sha256: Hex digest of the exact file.
        looks: 1 to `MOST_LOOKS`, the whole picture first, no two with the same PDQ hash.
    """

    sha256: str
    looks: tuple[CodeLook, ...]


def write(code: HashCode) -> str:
    """Return the text of a code; `parse` reads it back.

    Raises:
        ValueError: It is one that `parse` would refuse.
    """
    fault = _fault(code)
    if fault is not None:
        raise ValueError(f"such a code is refused: {fault}")
    parts = [bytes([len(code.looks)]), bytes.fromhex(code.sha256)]
    for look in code.looks:
        parts += [bytes([look.quality]), bytes.fromhex(look.pdq), bytes.fromhex(look.dhash)]
    data = b"".join(parts)
    return _MARK + _VERSION + _to_letters(data + _checksum(data))


def parse(text: str) -> HashCode | Refusal:
    """Return the code in a message, with words around it or without, or why there is none."""
    letters = _NOISE.sub("", text).upper()
    beginnings = list(_BEGINNING.finditer(letters))
    if not beginnings:
        return Refusal.NOT_A_CODE
    if len(beginnings) > 1:
        return Refusal.SEVERAL
    (beginning,) = beginnings
    if beginning[1] != _VERSION:
        return Refusal.OTHER_VERSION
    data = _to_bytes(letters[beginning.end() :])
    return data if isinstance(data, Refusal) else _read(data)


def _to_letters(data: bytes) -> str:
    length = _letters_for(len(data))
    number = int.from_bytes(data) << (_BITS * length - 8 * len(data))
    places = range(_BITS * (length - 1), -1, -_BITS)
    return "".join(_ALPHABET[number >> place & (1 << _BITS) - 1] for place in places)


def _to_bytes(letters: str) -> bytes | Refusal:
    """Return what the letters say, without the checksum; the first byte says how long that is."""
    if len(letters) < _LETTERS_OF_COUNT:
        return Refusal.CUT_SHORT
    try:
        count = _number(letters[:_LETTERS_OF_COUNT]) >> (_LETTERS_OF_COUNT * _BITS - 8)
        size = _HEAD_BYTES + count * _LOOK_BYTES + _CHECK_BYTES
        # What follows the last letter is another word.
        length = _letters_for(size)
        number = _number(letters[:length])
    except ValueError:
        return Refusal.MISTYPED
    if len(letters) < length:
        return Refusal.CUT_SHORT
    # The last letter has bits to spare, which are not set.
    number, spare = divmod(number, 1 << (_BITS * length - 8 * size))
    data = number.to_bytes(size)
    said, checksum = data[:-_CHECK_BYTES], data[-_CHECK_BYTES:]
    return Refusal.MISTYPED if spare or checksum != _checksum(said) else said


def _number(letters: str) -> int:
    return int(letters.translate(_TO_PYTHONS), 1 << _BITS)


def _letters_for(size: int) -> int:
    return -(-size * 8 // _BITS)


def _checksum(data: bytes) -> bytes:
    """Return the CRC-32: it finds every wrong letter and every two that changed places."""
    return zlib.crc32(data).to_bytes(_CHECK_BYTES)


def _read(data: bytes) -> HashCode | Refusal:
    looks = [
        data[start : start + _LOOK_BYTES] for start in range(_HEAD_BYTES, len(data), _LOOK_BYTES)
    ]
    code = HashCode(
        data[1:_HEAD_BYTES].hex(),
        tuple(
            CodeLook(look[1 : 1 + _HASH_BYTES].hex(), look[1 + _HASH_BYTES :].hex(), look[0])
            for look in looks
        ),
    )
    return _fault(code) or code


def _fault(code: HashCode) -> Refusal | None:
    """Return what is wrong with what a code says."""
    kinds = {look.pdq for look in code.looks}
    if not 1 <= len(code.looks) <= MOST_LOOKS or len(kinds) < len(code.looks):
        return Refusal.MALFORMED
    if code.sha256 == _EMPTY_FILE or any(look.quality > _BEST_QUALITY for look in code.looks):
        return Refusal.MALFORMED
    return None if all(says_something(look) for look in code.looks) else Refusal.FLAT


def says_something(look: CodeLook) -> bool:
    """Whether a look can be recognised; a flat one would match every other flat picture."""
    bits = int(look.pdq, 16).bit_count()
    return look.quality >= LEAST_QUALITY and _FEWEST_BITS <= bits <= _MOST_BITS
