"""Hash lists as files: read and written line by line, all or nothing.

One hash a line, in any of the forms that are in use::

    pdq f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6339c4e9c9b22,97
    sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
    f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6339c4e9c9b22            (PDQ)
    f8f8f0ce…,97,a note                                                 (PDQ, quality, note)

Empty lines, lines that begin with ``#`` and a CSV header are passed over.
"""

import base64
import re
from collections.abc import Iterable, Iterator

from bot.domain.bank import (
    ALLOWED_BANK,
    LEAST_QUALITY,
    REMOVED_BANK,
    REPORTED_BANK,
    TEST_BANK,
    BankEntry,
)
from bot.domain.errors import BadBankFile

_HASH = re.compile(r"[0-9a-f]{64}\Z")
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}\Z")
_OURS = {
    TEST_BANK: "the built-in bank: its matches are tests",
    REMOVED_BANK: "the bank that the bot itself fills with what its models removed; no match with "
    "it removes alone",
    REPORTED_BANK: "the bank that the bot itself fills with what people report; nobody vouches for "
    "it at first",
    ALLOWED_BANK: "the bank that the bot itself fills with what adults ruled to be harmless",
}
_HEADER = re.compile(r"(hash|pdq|sha256)\s*(,[^0-9]*)?\Z")


def check_bank_name(name: str) -> str:
    """Return the name if it is fit for a bank.

    Raises:
        BadBankFile: It is not.
    """
    if not _NAME.match(name):
        raise BadBankFile(
            f"{name!r} cannot be the name of a bank: use up to 64 small letters, digits, '.', "
            "'_' and '-', beginning with a letter or digit."
        )
    if name in _OURS:
        raise BadBankFile(f"{name} is the name of {_OURS[name]}. Choose another.")
    return name


def read_bank(bank: str, lines: Iterable[str]) -> list[BankEntry]:
    """Return the entries of a hash list.

    Raises:
        BadBankFile: A line cannot be read; the text names it and says what is wrong.
    """
    entries: list[BankEntry] = []
    for number, line in enumerate(lines, start=1):
        text = line.strip().lower()
        if not text or text.startswith("#") or (number == 1 and _HEADER.match(text)):
            continue
        entries.append(_entry(bank, number, text))
    if not entries:
        raise BadBankFile("The list holds no hash. Nothing was imported.")
    return entries


def write_bank(entries: Iterable[BankEntry]) -> Iterator[str]:
    """Yield the lines of a hash list; `read_bank` reads them back."""
    for entry in entries:
        if entry.pdq is not None:
            yield f"pdq {entry.pdq},{entry.quality}"
        if entry.sha256 is not None:
            yield f"sha256 {entry.sha256}"


def _entry(bank: str, number: int, text: str) -> BankEntry:
    kind, _, rest = text.partition(" ")
    if kind not in ("pdq", "sha256"):
        kind, rest = "pdq", text
    digits, *more = (part.strip() for part in rest.split(","))
    if not _HASH.match(digits):
        raise BadBankFile(f"Line {number} is not a hash of 64 hex digits. Nothing was imported.")
    if len(set(digits)) == 1:
        raise BadBankFile(
            f"Line {number} holds an empty hash, which would match every flat picture. "
            "Nothing was imported."
        )
    if kind == "sha256":
        return BankEntry(bank, _id("sha256", digits), sha256=digits)
    quality = _quality(number, more[0]) if more and more[0] else 100
    return BankEntry(bank, _id("pdq", digits), pdq=digits, quality=quality)


def _id(kind: str, digits: str) -> str:
    """Return the id of a hash: all of it, in base 32 so that it fits beside its kind."""
    return f"{kind}-{base64.b32encode(bytes.fromhex(digits)).decode().rstrip('=').lower()}"


def _quality(number: int, text: str) -> int:
    quality = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else -1
    if not 0 <= quality <= 100:
        raise BadBankFile(
            f"Line {number}: the second column is the quality, a number from 0 to 100. "
            "Nothing was imported."
        )
    if quality < LEAST_QUALITY:
        raise BadBankFile(
            f"Line {number}: quality {quality} is under {LEAST_QUALITY}; such a picture is too "
            "flat and its hash would match others. Take the line out. Nothing was imported."
        )
    return quality
