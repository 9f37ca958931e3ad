"""Reads what adults write about a case: rulings, notes and lists."""

import re
from collections.abc import Callable, Sequence
from functools import partial

from bot.domain.case import parse_case_number
from bot.domain.casework import NOTE_CHARS, Agency, CaseList, CaseRuling
from bot.domain.command import Command, ListCases, RuleCase, ShowNotes, UndoRuling, WriteNote

CASE_USAGE = {
    "cases": f"/cases | /cases {'|'.join(CaseList)} | /cases all 2",
    "ack": "/ack C-0001",
    "close": f"/close C-0001 | /close C-0001 WORDS (up to {NOTE_CHARS} characters)",
    "reopen": "/reopen C-0001",
    "hold": "/hold C-0001",
    "release": "/release C-0001",
    "refer": f"/refer C-0001 {'|'.join(Agency)}",
    "note": f"/note C-0001 | /note C-0001 WORDS (up to {NOTE_CHARS} characters)",
    "undo": "/undo C-0001",
}
_BY_NUMBER: dict[str, Callable[[int], Command]] = {
    "ack": partial(RuleCase, ruling=CaseRuling.ACKNOWLEDGE),
    "reopen": partial(RuleCase, ruling=CaseRuling.REOPEN),
    "hold": partial(RuleCase, ruling=CaseRuling.HOLD),
    "release": partial(RuleCase, ruling=CaseRuling.RELEASE),
    "undo": UndoRuling,
}
# As alerts write it.
_NUMBER = re.compile(r"\bC-\d{4,12}\b")
# Not a bare number: "/note 7 pupils know of it".
_NUMBER_TYPED = re.compile(r"[cC]-?\d{1,11}")
_ABOUT_ONE = (CASE_USAGE.keys() - {"cases"}) | {"case", "falsealarm", "allowhash", "blockhash"}
# With 20 cases a page that is more than anybody has.
_PAGE_DIGITS = 5


def read_case_words(word: str, arguments: Sequence[str]) -> Command | None:
    """Read a command of `CASE_USAGE`; None where what follows the word is not what it takes.

    What people say in words of their own is kept as they wrote it.
    """
    if word == "cases":
        return _list([argument.lower() for argument in arguments])
    case = parse_case_number(arguments[0]) if arguments else None
    rest = arguments[1:]
    if case is None:
        return None
    if word in _BY_NUMBER:
        return None if rest else _BY_NUMBER[word](case)
    return _refer(case, rest) if word == "refer" else _with_words(word, case, " ".join(rest))


def about_answered(line: str, answered: str) -> str:
    """Return a command about the case that it answers: ``/ack`` under the alert of one case.

    Args:
        line: The command as it was typed.
        answered: The words of a message of the bot's own.
    """
    numbers = set(_NUMBER.findall(answered))
    command, *arguments = line.split()
    named = bool(arguments) and _NUMBER_TYPED.fullmatch(arguments[0]) is not None
    word = command[1:].partition("@")[0].lower()
    if word not in _ABOUT_ONE or named or len(numbers) != 1:
        return line
    return " ".join([command, *numbers, *arguments])


def _refer(case: int, rest: Sequence[str]) -> Command | None:
    agency = rest[0].lower() if len(rest) == 1 else ""
    known = agency in frozenset(Agency)
    return RuleCase(case, CaseRuling.REFER, Agency(agency)) if known else None


def _with_words(word: str, case: int, words: str) -> Command | None:
    """Read ``/note C-0042 The class teacher knows.`` and the like."""
    if len(words) > NOTE_CHARS:
        return None
    if word == "close":
        return RuleCase(case, CaseRuling.CLOSE, words=words)
    return WriteNote(case, words) if words else ShowNotes(case)


def _list(arguments: Sequence[str]) -> Command | None:
    """Read ``all 2``, ``held`` or ``2``."""
    which = CaseList.OPEN
    if arguments and arguments[0] in frozenset(CaseList):
        which, arguments = CaseList(arguments[0]), arguments[1:]
    page = _page(arguments[0]) if arguments else 1
    return ListCases(which, page) if page and len(arguments) < 2 else None


def _page(text: str) -> int:
    """Read the number of a page; 0 for anything else."""
    fits = text.isascii() and text.isdigit() and len(text) <= _PAGE_DIGITS
    return int(text) if fits else 0
