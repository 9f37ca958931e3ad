"""Reads the Fluent files for the tests: every text with its comment, variables and choices."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from bot.domain.capability import Restraint
from bot.domain.case import CaseState
from bot.domain.casework import Agency, CaseList, CaseRuling
from bot.domain.policy import Mode
from bot.domain.speech import Value
from bot.domain.verdict import Outcome
from config.phrasebook import TEXTS

LANGUAGES = sorted(path.name for path in TEXTS.iterdir() if path.is_dir())
FILES = tuple(sorted(path.name for path in (TEXTS / "en").glob("*.ftl")))

WHEN = datetime(2026, 3, 3, 21, 4, tzinfo=UTC)

# What a choice in a text may depend on, and all values that it can have.
CHOICES: dict[str, frozenset[str]] = {
    "band": frozenset({"high", "medium", "low"}),
    "state": frozenset(CaseState),
    "outcome": frozenset(Outcome),
    "mode": frozenset(Mode),
    "alerts": frozenset({"none", "set"}),
    "restraint": frozenset(Restraint),
    "reporting": frozenset({"menu", "answer"}),
    "by": frozenset({"you", "other"}),
    "agency": frozenset(Agency),
    "list": frozenset(CaseList),
    "ruling": frozenset(CaseRuling),
}
COUNTS: dict[str, tuple[int | float, ...]] = {
    "count": (1, 3),
    "minutes": (1, 15),
    "removals": (0, 1, 2),
    "seconds": (0.04, 1, 1.04, 2.5, 4213.0),
    "undecided": (0, 1, 1200),
    "undelivered": (0, 1, 2),
}
# The plain values. There is no name, no account, no score and no file among them.
PLAIN: dict[str, Value] = {
    "asked": 4,
    "bad": 3,
    "bank": "school-bank",
    "chat": "7B",
    "clean": 217,
    "code": "K7QF-2M",
    "digest": "on",
    "items": 229,
    "language": "en",
    "links": "count",
    "number": "C-0042",
    "opaque": "alert",
    "pictures": 200,
    "preset": "school",
    "reason": "too_big",
    "reference": "H-7K3M-9Q2X-0ABC-4TRW",
    "sha256": "0123456789abcdef",
    "since": WHEN,
    "time": WHEN,
    "unchecked": 5,
    "until": WHEN,
    "usage": "/mode shadow|alert|remove",
    "value": "alert",
    "what": "mode → alert",
    "where": "7B adults",
    "why": "the file is empty",
    "words": "the class teacher knows",
}


@dataclass(slots=True)
class Text:
    """One text of one language, as it stands in its file."""

    key: str
    file: str
    comment: str
    message: ast.Message
    variables: set[str] = field(default_factory=set)
    choices: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    @property
    def audience(self) -> str:
        """``pupils``, ``anyone`` or ``adults``, as the comment says."""
        found = re.match(r"For: (pupils|anyone|adults)\.", self.comment)
        assert found is not None, f"{self.key} does not say for whom it is"
        return found[1]


class _Finder(Visitor):
    """Collects variables and choices of one message."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802  # Fluent's
        """Note a variable."""
        self.text.variables.add(node.id.name)

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:  # noqa: N802  # Fluent's
        """Note a choice."""
        assert isinstance(node.selector, ast.VariableReference)
        keys = tuple(
            variant.key.name if isinstance(variant.key, ast.Identifier) else variant.key.value
            for variant in node.variants
        )
        self.text.choices.append((node.selector.id.name, keys))
        self.generic_visit(node)


def read(language: str, folder: Path = TEXTS) -> dict[str, Text]:
    """Return all texts of a language by key."""
    texts: dict[str, Text] = {}
    for name in FILES:
        source = (folder / language / name).read_text(encoding="utf-8")
        for item in FluentParser().parse(source).body:
            if isinstance(item, ast.Message):
                comment = item.comment.content if item.comment and item.comment.content else ""
                text = Text(item.id.name, name, comment, item)
                _Finder(text).visit(item)
                assert text.key not in texts, f"{text.key} stands twice in {language}"
                texts[text.key] = text
    return texts


def samples(text: Text) -> Iterator[dict[str, Value]]:
    """Yield values for a text, so that every choice in it is taken at least once."""
    names = sorted(text.variables)
    selectors = {name for name, _ in text.choices}
    columns: list[list[Value]] = []
    for name in names:
        if name in COUNTS:
            columns.append(list(COUNTS[name]))
        elif name in CHOICES:
            chosen = sorted(CHOICES[name])
            columns.append(list(chosen) if name in selectors else [chosen[0]])
        else:
            columns.append([PLAIN[name]])
    for row in itertools.product(*columns):
        yield dict(zip(names, row, strict=True))
