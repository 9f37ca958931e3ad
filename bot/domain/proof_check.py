"""Reads the file of a case as a stranger's, and says what is wrong with it.

Nothing in it is believed: it may be cut off, of another version, or made to hurt whoever reads it.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, NoReturn

from bot.domain.case import case_number
from bot.domain.errors import UnreadableRecord
from bot.domain.proof import (
    FORMAT,
    OPENING,
    VERSION,
    Holds,
    Line,
    canonical,
    file_text,
    first_bad_line,
    key_id,
    signed_of_file,
)

MOST_BYTES = 16 * 1024 * 1024
_MOST_LEVELS = 12
_HEX = {
    name: re.compile(rf"[0-9a-f]{{{size}}}")
    for name, size in {"key": 64, "hash": 64, "prev": 64, "signature": 128}.items()
}
_DOCUMENT: Mapping[str, type] = {
    "about": list,
    "case": int,
    "format": str,
    "installation": str,
    "key": str,
    "lines": list,
    "number": str,
    "signature": str,
    "version": int,
}
_LINE: Mapping[str, type] = {
    "at": str,
    "hash": str,
    "prev": str,
    "seq": int,
    "signature": str,
}


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found out about a file that could be read.

    Attributes:
        problems: What is wrong, in words; none if nothing was altered since it was signed.
        key: The public key that the file names, hex.
        forgotten: How many lines were forgotten on schedule.
        begun_late: The case was opened before its lines were signed; what is told of the time
            before rests on the database alone.
        last: The facts of the last line, which is the export itself.
    """

    number: str
    key: str
    lines: int
    problems: tuple[str, ...]
    forgotten: int
    begun_late: bool
    last: Mapping[str, Any]

    @property
    def installation(self) -> str:
        """The short name of the key."""
        return key_id(self.key)


def read_document(data: bytes) -> dict[str, Any]:
    """Read a file whose shape is right; whether it is true is another matter.

    Raises:
        UnreadableRecord: It is none, of another version, cut off, or too large.
    """
    if len(data) > MOST_BYTES:
        _refuse(f"It holds more than {MOST_BYTES // 1024 // 1024} MB: no record is that large.")
    try:
        found = json.loads(
            data.decode("utf-8"), parse_constant=_refuse_constant, parse_float=_number
        )
    except UnicodeDecodeError:
        _refuse("It is no text.")
    except RecursionError:
        _refuse("It is nested too deep: no record is like that.")
    except json.JSONDecodeError as error:
        at_end = error.pos >= len(error.doc.rstrip()) or "Unterminated" in error.msg
        _refuse("It is cut off at its end." if at_end else f"It is no JSON ({error}).")
    except ValueError as error:
        _refuse(f"It is no JSON ({error}).")
    _refuse_deep(found)
    return _shaped(found)


def examine(data: bytes, holds: Holds, expected: str | None = None) -> Examined:
    """Check every byte of a file.

    Args:
        data: The file.
        holds: Checks one signature.
        expected: The public key that the reader got elsewhere, hex.

    Raises:
        UnreadableRecord: It cannot be read as a record at all.
    """
    document = read_document(data)
    key, case = document["key"], document["case"]
    lines = [_line(case, one) for one in document["lines"]]
    problems = []
    if expected is not None and key != expected:
        problems.append(
            "It was signed with another key than the one you expected: another installation made "
            "it, or somebody signed it anew after altering it."
        )
    if file_text(document).encode() != data:
        problems.append("It is not spelled as it was written: bytes were changed, added or lost.")
    if not holds(key, signed_of_file(document), document["signature"]):
        problems.append("The signature of the whole file is not right: something was altered.")
    if (document["installation"], document["number"]) != (key_id(key), case_number(case)):
        problems.append("The name of the installation or of the case is not the right one.")
    bad = first_bad_line(case, key, lines, holds)
    if bad is not None:
        problems.append(f"Line {bad} was altered, moved, or follows one that was taken out.")
    facts = [line["what"] for line in document["lines"]]
    last = facts[-1] or {}
    if last.get("event") != "exported":
        problems.append("The last line is not the export: lines were cut off at the end.")
    return Examined(
        number=case_number(case),
        key=key,
        lines=len(lines),
        problems=tuple(problems),
        forgotten=sum(one is None for one in facts),
        begun_late=(facts[0] or {}).get("began_with") not in OPENING,
        last=last,
    )


def _shaped(found: Any) -> dict[str, Any]:
    """Return what was read if it has the shape of a file of a case."""
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        _refuse("It is not the record of a case that Upstander wrote.")
    if found.get("version") != VERSION:
        _refuse(
            f"It is of version {str(found.get('version'))[:20]!r}, and this program reads version "
            f"{VERSION}. Check it with the Upstander that wrote it, or with a newer one."
        )
    _refuse_shape(found, _DOCUMENT, "the file")
    if not found["lines"]:
        _refuse("There is no line in it.")
    if not all(isinstance(one, str) for one in found["about"]):
        _refuse("Its words for the reader are no words.")
    for number, line in enumerate(found["lines"], start=1):
        if not isinstance(line, dict):
            _refuse(f"Line {number} is none.")
        _refuse_shape(
            {name: line[name] for name in line if name != "what"}, _LINE, f"line {number}"
        )
        if "what" not in line or not isinstance(line["what"], dict | None):
            _refuse(f"Line {number} says nothing.")
    return dict(found)


def _refuse_shape(found: Mapping[str, Any], wanted: Mapping[str, type], where: str) -> None:
    """Refuse what has other parts than it should, or parts of another kind.

    `type` and not `isinstance`: to Python a truth value is a whole number too.
    """
    if found.keys() != wanted.keys():
        odd = sorted(found.keys() ^ wanted.keys())[0]
        _refuse(f"In {where} the part {odd[:40]!r} is missing, or should not be there.")
    for name, kind in wanted.items():
        value = found[name]
        fits = type(value) is kind
        if not fits or (name in _HEX and not _HEX[name].fullmatch(value)):
            _refuse(f"In {where} the part {name!r} is not what it should be.")


def _line(case: int, told: Mapping[str, Any]) -> Line:
    what = None if told["what"] is None else canonical(told["what"])
    return Line(case, told["seq"], told["at"], what, told["prev"], told["hash"], told["signature"])


def _refuse_deep(found: Any) -> None:
    """Refuse what is nested so deep that writing it again would fail."""
    level = [found]
    for _ in range(_MOST_LEVELS):
        level = [
            part
            for one in level
            if isinstance(one, dict | list)
            for part in (one.values() if isinstance(one, dict) else one)
        ]
    if level:
        _refuse("It is nested too deep: no record is like that.")


def _number(text: str) -> float:
    found = float(text)
    if not isfinite(found):
        _refuse_constant(text[:20])
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _refuse(why: str) -> NoReturn:
    raise UnreadableRecord(why)
