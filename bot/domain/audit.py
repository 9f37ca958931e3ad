"""The audit chain: each entry is sealed together with the seal of the entry before it."""

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

GENESIS = "0" * 64
AuditFacts = dict[str, str | int | float | bool | None]


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One sealed line: what happened, in ids and numbers, never in names or texts."""

    seq: int
    at: datetime
    what: str
    prev: str
    seal: str


def describe(event: str, facts: AuditFacts) -> str:
    """Write an event in the one canonical form that is sealed."""
    return json.dumps(facts | {"event": event}, sort_keys=True, separators=(",", ":"))


def seal(key: bytes, prev: str, seq: int, at: datetime, what: str) -> str:
    """Return the HMAC-SHA256 over the entry and the seal of the entry before it."""
    line = f"{prev}\n{seq}\n{at.isoformat()}\n{what}".encode()
    return hmac.new(key, line, hashlib.sha256).hexdigest()


def first_break(key: bytes, entries: Iterable[AuditEntry]) -> int | None:
    """Return the number of the first entry that was altered, moved or follows a hole.

    A cut tail leaves an unbroken chain; only a head that was noted elsewhere shows it.
    """
    prev, expected = GENESIS, 1
    for entry in entries:
        whole = entry.seq == expected and entry.prev == prev
        true_seal = seal(key, entry.prev, entry.seq, entry.at, entry.what)
        if not whole or not hmac.compare_digest(entry.seal, true_seal):
            return expected
        prev, expected = entry.seal, entry.seq + 1
    return None
