"""A record of a case made by hand, for tests and benchmarks that tamper with it."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.proof import Line, canonical, file_text, make_document, next_line
from bot.storage.signing import Signer

START = datetime(2026, 3, 3, 21, 4, tzinfo=UTC)
SIGNER, OTHER = Signer(b"k" * 32), Signer(b"o" * 32)
ABOUT = ("What this is.", "Qué es esto: «un registro».")
EVENTS = ("record", "decided", "effect", "effect", "case", "read", "exported")


def facts(case: int, event: str, number: int) -> dict[str, Any]:
    """Return what one line says, with values of every kind."""
    salt = hashlib.sha256(f"{case} {event} {number}".encode()).hexdigest()[:32]
    told: dict[str, Any] = {"case": case, "event": event, "salt": salt, "number": number}
    if event == "record":
        told |= {"began_with": "decided", "sender": {"id": "ñ-1", "kind": "user"}, "quality": 90}
    if event == "exported":
        told |= {"record": {"share": 0.5, "none": None, "yes": True, "list": [1, "2", []]}}
    return told


def lines_of(
    case: int = 42, signer: Signer = SIGNER, events: tuple[str, ...] = EVENTS
) -> list[Line]:
    """Return the lines of a case, signed."""
    lines: list[Line] = []
    for number, event in enumerate(events):
        what, at = canonical(facts(case, event, number)), START + timedelta(seconds=number)
        lines.append(next_line(lines[-1] if lines else None, case, at, what, signer.sign))
    return lines


def document_of(
    case: int = 42, signer: Signer = SIGNER, lines: list[Line] | None = None
) -> dict[str, Any]:
    """Return the file of a case, signed."""
    found = lines_of(case, signer) if lines is None else lines
    return make_document(case, signer.public, found, ABOUT, signer.sign)


def written(document: Mapping[str, Any]) -> bytes:
    """Return the bytes of a file."""
    return file_text(document).encode()
