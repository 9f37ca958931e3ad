"""Hash lists as files, in the forms that are in use: recognised by what stands in them.

Lines, as we write them and as threatexchange's command line and ``local_file`` do::

    pdq f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6339c4e9c9b22,97
    sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
    f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6339c4e9c9b22            (PDQ)
    f8f8f0ce…,97,a note                                                 (PDQ, quality, note)
    pdq f8f8f0ce… 'a partner' POSITIVE_CLASS tags                       (threatexchange dataset -P)

Tables with a line of headings, parted by commas, semicolons or tabs, with columns in any order
(`hash_records.py` says which); and JSON: a list, one record a line, or one document with records in
it. A hash may stand in hex or in base64. Empty lines and lines that begin with ``#`` are passed
over.

All or nothing: one bad line or record, and nothing of the file is used.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from itertools import chain

from bot.domain.bank import (
    ALLOWED_BANK,
    REMOVED_BANK,
    REPORTED_BANK,
    TEST_BANK,
    BankEntry,
)
from bot.domain.errors import BadBankFile
from bot.domain.hash_json import UnreadableJson, json_records
from bot.domain.hash_list import (
    KINDS,
    Gathering,
    HashList,
    Kind,
    UnreadableHash,
    Unusable,
    fold,
    hash_in,
    quality_in,
)
from bot.domain.hash_records import (
    VALUE_FIELDS,
    Told,
    read_record,
    standing_of_opinion,
    take,
)

MOST_LINE = 100_000
# The word with which our own lists mark what no person vouches for.
UNVERIFIED = "unverified"
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}\Z")
# Most lines, by far: what needs no second look is read three times as fast.
_PLAIN = re.compile(r"(?:(pdq|sha256) )?([0-9a-f]{64})(?:,(100|[1-9]?[0-9]))?\Z")
# Never a heading: a line with one must not be passed over.
_SOME_HASH = re.compile(r"[0-9a-f]{32,}\Z")
# What `threatexchange dataset -P` prints behind a hash: the partner's name as Python shows it,
# and the sum of the opinions.
_OPINION = re.compile(
    r"""(?:(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\s+)?"""
    r"(NEGATIVE_CLASS|INVESTIGATION_SEED|POSITIVE_CLASS|DISPUTED)(?:\s.*)?\Z"
)
_OURS = {
    TEST_BANK: "the built-in bank: its matches are tests",
    REMOVED_BANK: "the bank that the bot itself fills with what its models removed; no match with "
    "it removes alone",
    REPORTED_BANK: "the bank that the bot itself fills with what people report; nobody vouches for "
    "it at first",
    ALLOWED_BANK: "the bank that the bot itself fills with what adults ruled to be harmless",
}


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
    """Return the entries of a list that lies in memory as lines.

    Raises:
        BadBankFile: A line cannot be read; the text names it and says what is wrong.
    """
    return read_hash_list(bank, (line.rstrip("\r\n") + "\n" for line in lines), 0.0).entries


def read_hash_list(bank: str, pieces: Iterable[str], now: float) -> HashList:
    """Return what a file holds.

    Args:
        bank: Where the entries are to go.
        pieces: The file's text, cut anywhere; its lines end with a line feed.
        now: Unix time.

    Raises:
        BadBankFile: A line or record cannot be read; the text names it and says what is wrong, but
            repeats nothing of it. Or there is nothing in the file.
    """
    to = Gathering(bank)
    start, rest = _start_of(iter(pieces))
    match start[:1]:
        case "{" | "[":
            _read_json(to, chain([start], rest), now)
        case "<":
            raise BadBankFile(
                "The file is XML or a page of the web, not a list of hashes. Nothing was imported."
            )
        case _:
            _read_text(to, chain([start], rest), now)
    found = to.result()
    if not found.entries and not found.withdrawn:
        left_out = sum(found.unusable.values())
        what = f"no hash that can be used ({left_out} that cannot)" if left_out else "no hash"
        raise BadBankFile(f"The list holds {what}. Nothing was imported.")
    return found


def _start_of(pieces: Iterator[str]) -> tuple[str, Iterator[str]]:
    """Return the text from its first sign on: the first piece that is not blank, and the rest."""
    skipped = ""
    for piece in pieces:
        text = (skipped + piece).removeprefix("\ufeff")
        if text.strip():
            # Only JSON may lose the lines before it: errors in other lists name their number.
            bare = text.lstrip()
            return (bare if bare[0] in "{[<" else text), pieces
        skipped = text[:MOST_LINE]
    return "", pieces


def _read_json(to: Gathering, pieces: Iterable[str], now: float) -> None:
    number = 1
    try:
        for record in json_records(pieces):
            read_record(to, record, now)
            number += 1
    except (UnreadableJson, UnreadableHash) as error:
        raise BadBankFile(f"Record {number} {error}. Nothing was imported.") from None


def _read_text(to: Gathering, pieces: Iterable[str], now: float) -> None:
    lines = _numbered(pieces)
    first = next(lines, None)
    if first is None:
        return
    again = chain([first], lines)
    delimiter = _delimiter_of(first[1])
    if delimiter:
        _read_table(to, again, delimiter, now)
        return
    number = 0
    try:
        for number, text in again:  # noqa: B007 - told with what is wrong
            _read_line(to, text.strip())
    except UnreadableHash as error:
        raise BadBankFile(f"Line {number} {error}. Nothing was imported.") from None


def _numbered(pieces: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines that say something, with their numbers."""
    number, held = 0, ""
    for piece in chain(pieces, ["\n"]):
        *lines, held = (held + piece).split("\n")
        for line in lines:
            number += 1
            _bound(number, line)
            if line and not line.isspace() and not line.lstrip().startswith("#"):
                yield number, line
        _bound(number + 1, held)


def _bound(number: int, line: str) -> None:
    if len(line) > MOST_LINE:
        raise BadBankFile(
            f"Line {number} is longer than {MOST_LINE} characters. Nothing was imported."
        )


def _read_line(to: Gathering, text: str) -> None:
    plain = _PLAIN.match(text)
    if plain is not None:
        to.add(Kind(plain[1] or Kind.PDQ), plain[2], int(plain[3] or 100))
        return
    word, _, rest = text.partition(" ")
    kind = KINDS.get(fold(word)) if rest else None
    if kind is None:
        rest = text
    if isinstance(kind, Unusable):
        # A text may hold anything, commas too; of a hash what follows it does not matter.
        hash_in(rest.split()[0].split(",")[0], kind)
        to.leave_out(kind)
        return
    value, standing = _opinion_in(rest.strip())
    digits, *more = (part.strip() for part in value.split(","))
    found = hash_in(digits, kind)
    if isinstance(found, Unusable):
        to.leave_out(found)
        return
    quality = quality_in(more[0]) if more and found[0] is Kind.PDQ else 100
    if more[1:2] == [UNVERIFIED]:
        standing = Told(standing.withdrawn, verified=False)
    take(to, *found, quality, standing)


def _opinion_in(text: str) -> tuple[str, Told]:
    """Return a line without the opinion behind its hash, and how the hash stands by it."""
    value, _, behind = text.partition(" ")
    opinion = _OPINION.match(behind.strip())
    if opinion is None:
        return text, Told()
    return value, standing_of_opinion(opinion[1])


def _delimiter_of(line: str) -> str:
    """Return what parts the columns if a line is a line of headings, else nothing."""
    for delimiter in ",;\t":
        names = [fold(name) for name in line.split(delimiter)]
        told = any(name in VALUE_FIELDS or name in KINDS for name in names)
        if told and not any(_SOME_HASH.match(name) for name in names):
            return delimiter
    return ""


def _read_table(
    to: Gathering, lines: Iterator[tuple[int, str]], delimiter: str, now: float
) -> None:
    number = 0

    def texts() -> Iterator[str]:
        nonlocal number
        for at, text in lines:
            number = at
            yield text + "\n"

    rows = csv.reader(texts(), delimiter=delimiter, strict=True)
    try:
        names = [fold(name) for name in next(rows)]
        for row in rows:
            # What stands behind the last heading is the rest of a note with commas.
            record = dict(zip(names, (part.strip() for part in row), strict=False))
            read_record(to, _spelt_out(record), now)
    except UnreadableHash as error:
        raise BadBankFile(f"Line {number} {error}. Nothing was imported.") from None
    except csv.Error:
        raise BadBankFile(
            f"Line {number} is not a row of a table: look at its quotation marks. "
            "Nothing was imported."
        ) from None


def _spelt_out(record: dict[str, str]) -> dict[str, str]:
    """Return a row in whose column of hashes each hash may follow the word for its kind."""
    for name, value in record.items():
        word, _, rest = value.partition(" ")
        if name in VALUE_FIELDS and rest and fold(word) in KINDS:
            return {**record, name: rest.strip(), "type": word}
    return record
