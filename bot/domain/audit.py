"""The audit chain: each entry is sealed together with the seal of the entry before it."""

import hashlib
import hmac
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

GENESIS = "0" * 64
# How often the adults are told the head of the chain.
HEAD_EVERY = timedelta(days=1)
# 128 bits of the seal: nobody finds another chain that has the same, and it fits on a line.
_CODE_CHARS = 32
_HEAD = re.compile(rf"([1-9][0-9]{{0,14}})-([0-9a-f]{{{_CODE_CHARS}}})")
AuditFacts = dict[str, str | int | float | bool | None]


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One sealed line: what happened, in ids and numbers, never in names or texts."""

    seq: int
    at: datetime
    what: str
    prev: str
    seal: str


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of the chain: how many there are, and the seal that closes them all."""

    seq: int
    seal: str

    @property
    def code(self) -> str:
        """The head as people keep it, such as ``1234-0f3a…``, with half of the seal."""
        return f"{self.seq}-{self.seal[:_CODE_CHARS]}"


@dataclass(frozen=True, slots=True)
class ToldHead:
    """The head that one chat of adults was told last, and when."""

    head: Head
    at: datetime


def read_head(text: str) -> Head | None:
    """Read a code that the adults were told, half of its seal; None for anything else."""
    found = _HEAD.fullmatch(text.strip().lower())
    return Head(int(found[1]), found[2]) if found else None


def head_due(told: ToldHead | None, head: Head, now: datetime) -> bool:
    """Say whether a chat is to be told the head: once a day, and only where it is another one."""
    if told is None:
        return True
    return told.head != head and now - told.at >= HEAD_EVERY


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
