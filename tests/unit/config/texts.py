"""Reads the Fluent files for the tests: every text with its comment, variables and choices."""

import itertools
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from babel import Locale
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from bot.domain.capability import Restraint
from bot.domain.case import CaseState
from bot.domain.casework import Agency, CaseList, CaseRuling
from bot.domain.helpline import Days
from bot.domain.policy import Mode
from bot.domain.speech import Value
from bot.domain.verdict import Outcome
from config.phrasebook import TEXTS, Phrasebook

LANGUAGES = sorted(path.name for path in TEXTS.iterdir() if path.is_dir())
FILES = tuple(sorted(path.name for path in (TEXTS / "en").glob("*.ftl")))

WHEN = datetime(2026, 3, 3, 21, 4, tzinfo=UTC)
# That day as each language writes it. Digits are the same in all, so that numbers can be copied.
DAYS = {
    "ar": "3 مارس 2026",
    "ca": "3 de març del 2026",
    "de": "3. März 2026",
    "en": "3 March 2026",
    "es": "3 de marzo de 2026",
    "fr": "3 mars 2026",
    "it": "3 marzo 2026",
    "pt": "3 de março de 2026",
}

# Sentences to try the checks on; a file, because a line of code would be too short for them.
SENTENCES = tomllib.loads((Path(__file__).parent / "sentences.toml").read_text(encoding="utf-8"))

# What a choice in a text may depend on, and all values that it can have.
CHOICES: dict[str, frozenset[str]] = {
    "band": frozenset({"high", "medium", "low"}),
    "state": frozenset(CaseState),
    "outcome": frozenset(Outcome),
    "mode": frozenset(Mode),
    "alerts": frozenset({"none", "set"}),
    "restraint": frozenset(Restraint),
    "reporting": frozenset({"menu", "answer"}),
    "days": frozenset(Days),
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
    "age": "49",
    "asked": 4,
    "bad": 3,
    "bank": "school-bank",
    "chat": "7B",
    "chats": 2,
    "clean": 217,
    "closes": "20:35",
    "code": "K7QF-2M",
    "country": "ES",
    "digest": "on",
    "helpline": "Listeners",
    "items": 229,
    "language": "en",
    "judged": 3,
    "links": "count",
    "listed": 2,
    "number": "C-0042",
    "oldest": "48",
    "opaque": "alert",
    "opens": "08:35",
    "phone": "0808 157 0001",
    "pictures": 200,
    "posts": 5,
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
    "youngest": "47",
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


@cache
def phrasebook(time_zone: str = "UTC") -> Phrasebook:
    """Return a strict phrasebook; reading all texts takes a second."""
    return Phrasebook(time_zone, strict=True)


@cache
def read(language: str, folder: Path = TEXTS) -> dict[str, Text]:
    """Return all texts of a language by key."""
    texts: dict[str, Text] = {}
    for name in FILES:
        path = folder / language / name
        if language != "en" and not path.exists():
            # A file that holds nothing for pupils need not exist in every language.
            continue
        source = path.read_text(encoding="utf-8")
        for item in FluentParser().parse(source).body:
            if isinstance(item, ast.Message):
                comment = item.comment.content if item.comment and item.comment.content else ""
                text = Text(item.id.name, name, comment, item)
                _Finder(text).visit(item)
                assert text.key not in texts, f"{text.key} stands twice in {language}"
                texts[text.key] = text
    return texts


def texts_folder(tmp_path: Path, **files: str) -> Path:
    """Write a small texts folder, one text file a language: an English one, and more by name."""
    for language, source in ({"en": "hello = Hello { $name }\n"} | files).items():
        (tmp_path / language).mkdir()
        (tmp_path / language / "texts.ftl").write_text(source, encoding="utf-8")
    return tmp_path


def plural_complaints(language: str, keys: tuple[str, ...]) -> list[str]:
    """Return what is wrong with the forms in which a text counts, by CLDR's rules.

    Needed are the forms of the numbers that occur; "many" of French, say, begins at a million.
    """
    locale = Locale.parse(language)
    needed = {locale.plural_form(number) for number in range(200)}
    there = {"zero" if key == "0" and "zero" in needed else key for key in keys} - {"0"}
    known = {*locale.plural_form.tags, "other"}
    return [
        *(f"lacks {form}" for form in sorted(needed - there)),
        *(f"has {form}, which the language has not" for form in sorted(there - known)),
    ]


def pupils_keys() -> set[str]:
    """Return the keys of all texts that a pupil may read."""
    return {key for key, text in read("en").items() if text.audience != "adults"}


def wanted(language: str) -> list[tuple[str, str]]:
    """Return file and key of exactly the texts that a language must have, in order.

    A language that speaks to adults has all; the others have those for pupils and none for adults,
    because an alert in two languages helps nobody.
    """
    pupils = pupils_keys()
    speaks_to_adults = not read(language).keys() <= pupils
    return [
        (text.file, key) for key, text in read("en").items() if speaks_to_adults or key in pupils
    ]


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
