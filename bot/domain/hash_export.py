"""Hash lists going out: our own lines, a table, and what threatexchange and HMA take in.

Hashes and their quality, nothing else. What no person vouches for leaves only in our own forms,
which say so: others would remove at once what a model here guessed.
"""

import json
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import assert_never

from bot.domain.bank import BankEntry
from bot.domain.bank_file import UNVERIFIED
from bot.domain.hash_list import Kind


class ListForm(StrEnum):
    """How a list is written."""

    TEXT = "text"
    CSV = "csv"
    THREATEXCHANGE = "threatexchange"
    HMA = "hma"


def write_hash_list(form: ListForm, entries: Iterable[BankEntry]) -> Iterator[str]:
    """Yield the lines of a list, without ends of lines; `read_hash_list` reads each form back.

    ``threatexchange`` is for its ``local_file`` exchange, which knows no quality and no SHA-256 of
    pictures. Each line of ``hma`` is the body of a call of ``/c/bank/<name>/signal``.
    """
    match form:
        case ListForm.TEXT:
            return write_bank(entries)
        case ListForm.CSV:
            return _table(entries)
        case ListForm.THREATEXCHANGE:
            return (f"pdq {entry.pdq}" for entry in passed_on(entries))
        case ListForm.HMA:
            return (json.dumps({"pdq": entry.pdq}) for entry in passed_on(entries))
        case other:
            assert_never(other)


def passed_on(entries: Iterable[BankEntry]) -> Iterator[BankEntry]:
    """Yield what other programs are given: looks that a person vouches for."""
    return (entry for entry in entries if entry.pdq is not None and entry.verified)


def write_bank(entries: Iterable[BankEntry]) -> Iterator[str]:
    """Yield the lines of a list in our own form."""
    for kind, digits, entry in _hashes(entries):
        mark = "" if entry.verified else f",{UNVERIFIED}"
        if kind is Kind.PDQ:
            yield f"{kind} {digits},{entry.quality}{mark}"
        else:
            yield f"{kind} {digits}{mark and ',' + mark}"


def _table(entries: Iterable[BankEntry]) -> Iterator[str]:
    yield "hash,type,quality,verified"
    for kind, digits, entry in _hashes(entries):
        quality = entry.quality if kind is Kind.PDQ else ""
        yield f"{digits},{kind},{quality},{'yes' if entry.verified else 'no'}"


def _hashes(entries: Iterable[BankEntry]) -> Iterator[tuple[Kind, str, BankEntry]]:
    for entry in entries:
        if entry.pdq is not None:
            yield Kind.PDQ, entry.pdq, entry
        if entry.sha256 is not None:
            yield Kind.SHA256, entry.sha256, entry
