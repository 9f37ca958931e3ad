"""The signed record of one case: its lines, and the file in which it is handed on.

Each line holds the hash of the line before it and is signed by itself, so the record of one case
can be checked without the lines of any other. The file around them is signed once more, and is
written in one spelling only: not one byte of it can be another without being found.

What was forgotten on schedule leaves a line without words. Its hash and signature stay, so the
lines before and after it can still be checked. Each line holds a random number: nobody can find
out by guessing what a forgotten line said.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from bot.domain.case import case_number
from bot.domain.policy import Preset

GENESIS = "0" * 64
# Signed before what it says, so that no signature of one kind of thing is one of another.
LINE_PURPOSE = b"upstander line of a case 1\n"
FILE_PURPOSE = b"upstander record of a case 1\n"
FORMAT, VERSION = "upstander case record", 1
SOFTWARE = "upstander 0.1.0"
# What opens a case. A record that begins with anything else was begun later than its case.
OPENING = frozenset({"decided", "swept", "reported", "below"})
_KEY_ID_CHARS = 16
_KEY_CHARS = 40

Signs = Callable[[bytes], str]
Holds = Callable[[str, bytes, str], bool]
"""Says whether a public key (hex) signed these bytes with this signature (hex)."""


@dataclass(frozen=True, slots=True)
class Installation:
    """What decides here, as it goes into every record.

    Attributes:
        models: SHA-256 of each model's file, by the model's id.
        presets: SHA-256 over the thresholds of each preset, by its name.
    """

    software: str = SOFTWARE
    models: Mapping[str, str] = field(default_factory=dict)
    presets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One signed line of the record of a case.

    Attributes:
        at: When it was written, UTC, as ISO 8601.
        what: The facts as canonical JSON, or None where they were forgotten.
    """

    case: int
    seq: int
    at: str
    what: str | None
    prev: str
    hash: str
    signature: str


def canonical(facts: Mapping[str, Any]) -> str:
    """Write facts in the one spelling that is hashed and signed.

    Raises:
        ValueError: There is a number in it that JSON cannot write.
    """
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(facts: Mapping[str, Any]) -> str:
    """Return the SHA-256 over the canonical spelling."""
    return hashlib.sha256(canonical(facts).encode()).hexdigest()


def thresholds(preset: Preset) -> str:
    """Return the SHA-256 over the thresholds of a preset, as they are in force here."""
    rules = [asdict(rule) | {"labels": sorted(rule.labels)} for rule in preset.rules]
    return digest({"name": preset.name, "rules": rules, "thorough": preset.thorough})


def key_id(public: str) -> str:
    """Return the short name of a public key, which is also the name of the installation."""
    return hashlib.sha256(bytes.fromhex(public)).hexdigest()[:_KEY_ID_CHARS]


def line_hash(case: int, seq: int, at: str, what: str, prev: str) -> str:
    """Return the SHA-256 over a line and the hash of the line before it."""
    return hashlib.sha256(f"{prev}\n{case}\n{seq}\n{at}\n{what}".encode()).hexdigest()


def next_line(before: Line | None, case: int, at: datetime, what: str, signs: Signs) -> Line:
    """Return the line that follows another, or begins a record, signed."""
    seq, prev = (before.seq + 1, before.hash) if before else (1, GENESIS)
    when = at.isoformat()
    found = line_hash(case, seq, when, what, prev)
    return Line(case, seq, when, what, prev, found, signs(signed_of_line(case, seq, found)))


def signed_of_line(case: int, seq: int, found: str) -> bytes:
    """Return the bytes that the signature of a line is about."""
    return LINE_PURPOSE + f"{case}\n{seq}\n{found}".encode()


def first_bad_line(case: int, key: str, lines: Iterable[Line], holds: Holds) -> int | None:
    """Return the number of the first line that was altered, moved, or follows a hole.

    A cut tail leaves a record that is whole in itself; what the chain of the whole installation
    notes of each line shows it, and so does the signature of the file.
    """
    prev, expected = GENESIS, 1
    for line in lines:
        whole = (line.case, line.seq, line.prev) == (case, expected, prev)
        if line.what is not None:
            whole = whole and line.hash == line_hash(
                line.case, line.seq, line.at, line.what, line.prev
            )
        if not whole or not holds(key, signed_of_line(case, expected, line.hash), line.signature):
            return expected
        prev, expected = line.hash, expected + 1
    return None


def media_id(slot: str, key: str) -> dict[str, str]:
    """Return what names a file on its platform, without anything by which it could be fetched.

    Ids such as Telegram's `file_unique_id` and Discord's snowflake open nothing, so they stand
    here. What is longer, or no id at all, may be a handle or a part of an address: of that only a
    digest is told.
    """
    plain = key.removeprefix("attachment:")
    is_id = plain.isascii() and plain.replace("-", "").replace("_", "").isalnum()
    told = {"slot": slot}
    if is_id and len(plain) <= _KEY_CHARS and not slot.startswith(("link.", "name.")):
        return told | {"platform_id": key}
    return told | {"platform_id_sha256": hashlib.sha256(key.encode()).hexdigest()}


def file_text(document: Mapping[str, Any]) -> str:
    """Write the whole file in the one spelling that it may have."""
    return json.dumps(document, sort_keys=True, indent=1, allow_nan=False) + "\n"


def signed_of_file(document: Mapping[str, Any]) -> bytes:
    """Return the bytes that the signature of the file is about: all of it but the signature."""
    return FILE_PURPOSE + file_text(_without(document, "signature")).encode()


def make_document(
    case: int, key: str, lines: Iterable[Line], about: Iterable[str], signs: Signs
) -> dict[str, Any]:
    """Return the file of a case, signed.

    Args:
        case: The number of the case.
        key: The public key, hex.
        lines: All of them, the entry about this very export last.
        about: What the reader has to know, in words, one paragraph each.
        signs: Signs with the private key.
    """
    document: dict[str, Any] = {
        "about": list(about),
        "case": case,
        "format": FORMAT,
        "installation": key_id(key),
        "key": key,
        "lines": [_told(line) for line in lines],
        "number": case_number(case),
        "version": VERSION,
    }
    return document | {"signature": signs(signed_of_file(document))}


def _told(line: Line) -> dict[str, Any]:
    return {
        "at": line.at,
        "hash": line.hash,
        "prev": line.prev,
        "seq": line.seq,
        "signature": line.signature,
        "what": None if line.what is None else json.loads(line.what),
    }


def _without(document: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key != name}
