"""Holds the records of all cases against the chain of the installation, which notes each line."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.audit import AuditEntry
from bot.domain.case import case_number
from bot.domain.proof import Holds, Line, first_bad_line


@dataclass(frozen=True, slots=True)
class Noted:
    """What the chain says of the records of cases.

    Attributes:
        last: The hash of the last line of each case.
        erased: The cases whose lines were forgotten on schedule.
    """

    last: Mapping[int, str]
    erased: frozenset[int]


def noted(entries: Iterable[AuditEntry]) -> Noted:
    """Read what a chain that is whole says of records."""
    last: dict[int, str] = {}
    erased: set[int] = set()
    for entry in entries:
        facts = json.loads(entry.what)
        if facts.get("line"):
            last[facts["case"]] = facts["line"]
        if facts["event"] == "erased":
            erased.update(int(number) for number in facts["cases"].split(","))
    return Noted(last, frozenset(erased))


def bad_records(
    key: str, records: Mapping[int, Sequence[Line]], chain: Noted, holds: Holds
) -> list[str]:
    """Return in words which records were altered, cut off, taken out, or emptied by nobody."""
    found = []
    for case, lines in records.items():
        bad = first_bad_line(case, key, lines, holds)
        if bad is not None:
            found.append(f"{case_number(case)} at line {bad}")
        elif chain.last.get(case) != lines[-1].hash:
            found.append(f"{case_number(case)} at its end")
        elif case not in chain.erased and any(line.what is None for line in lines):
            found.append(f"{case_number(case)} has lines that somebody emptied")
    gone = sorted(chain.last.keys() - records.keys())
    return found + [f"{case_number(case)} is gone" for case in gone]
