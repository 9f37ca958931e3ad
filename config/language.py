"""One language's texts, from `config/texts/<language>/*.ftl`, and how it writes times and numbers.

Privacy: nothing here is logged; values never leave but in the finished text.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from fluent.runtime import FluentBundle
from fluent.syntax import FluentParser
from fluent.syntax.ast import (
    Junk,
    Message,
    Resource,
    SelectExpression,
    TextElement,
    VariableReference,
)
from fluent.syntax.visitor import Visitor

from bot.domain.errors import StartRefused
from bot.domain.speech import Saying, Value

# Which region's way to write times and numbers a bare language gets.
_FORMATS = {
    # A bare "en" writes times the US way (10:04 PM); a 24-hour clock is understood everywhere.
    "en": "en_GB",
    # A bare "pt" is Brazil's; the texts are written for Portugal.
    "pt": "pt_PT",
    # Of CLDR's Arabic regions this one has a 24-hour clock and the widely known names of months.
    "ar": "ar_KM",
}
# People copy these: an invisible isolation mark in them would break the copy. Each begins with a
# letter or stands on a line of its own, so that it keeps its order in any text (UAX #9, rule W7).
_COPIED = frozenset({"code", "number", "reference", "sha256", "usage"})
# Invisible, but part of Persian words and of composed emoji.
_JOINERS = frozenset("\u200c\u200d")
_ISOLATE, _END = "\u2068", "\u2069"
# Bidirectional classes of the letters that run against a language's own direction.
_OPPOSITE = {"ltr": frozenset({"R", "AL"}), "rtl": frozenset({"L"})}
# A command or name in Latin letters, inside a text that runs from right to left.
_LATIN = re.compile(r"/?[A-Za-z]\w*(?:[ -][A-Za-z]\w*)*", re.ASCII)
_AUDIENCE = re.compile(r"For: (\w+)\.")


class Language:
    """The texts of one folder.

    Attributes:
        name: The folder's name, a language's code.
        keys: All texts that it has.
        for_adults: Those whose comment says that only adults read them. Comments are English, so
            the other languages have none.
    """

    def __init__(self, folder: Path) -> None:
        """Read the folder.

        Raises:
            StartRefused: A file cannot be read, or the folder is no language.
        """
        tag = _FORMATS.get(folder.name, folder.name)
        direction = _locale(tag).text_direction
        # Isolation is done by `_word`, value by value, because Fluent would wrap every value,
        # the codes and commands too.
        self._bundle = FluentBundle([tag], use_isolating=False)
        self._against = _OPPOSITE[direction]
        self.name = folder.name
        self._choosing: dict[str, set[str]] = {}
        audiences: dict[str, str] = {}
        for path in sorted(folder.glob("*.ftl")):
            resource = _parse(path)
            for text in _texts(resource):
                key = text.id.name
                if key in audiences:
                    raise StartRefused(
                        f"{folder.name}/{path.name}: {key} stands twice: remove one of the two"
                    )
                audiences[key] = _audience(text)
                self._choosing[key] = _choosing(text)
            if direction == "rtl":
                _Isolating().visit(resource)
            self._bundle.add_resource(resource)
        self.keys = frozenset(audiences)
        self.for_adults = frozenset(key for key, who in audiences.items() if who == "adults")

    def write(self, saying: Saying, zone: ZoneInfo) -> str | None:
        """Return the finished text, or None where it, or a text in it, is missing or incomplete."""
        if saying.key not in self.keys:
            return None
        pattern = self._bundle.get_message(saying.key).value
        if pattern is None:
            return None
        whole = _COPIED | self._choosing[saying.key]
        words = {
            name: self._word(value, zone, isolate=name not in whole)
            for name, value in saying.values.items()
        }
        if None in words.values():
            return None
        text, errors = self._bundle.format_pattern(pattern, words)
        return None if errors else str(text)

    def _word(self, value: Value, zone: ZoneInfo, *, isolate: bool) -> Value | None:
        match value:
            case Saying():
                # Finished words of our own, so there is nothing to tame or to isolate.
                return self.write(value, zone)
            case datetime():
                return value.astimezone(zone)
            case float():
                # A tenth is as exact as a person needs; rounded here so that the plural form
                # is that of the number which is shown.
                return round(value, 1)
            case str():
                return self._isolated(_tame(value)) if isolate else _tame(value)
            case _:
                return value

    def _isolated(self, text: str) -> str:
        """Wrap a value that runs against the language, so that it cannot reorder the sentence."""
        against = any(unicodedata.bidirectional(char) in self._against for char in text)
        return f"{_ISOLATE}{text}{_END}" if against else text


class _Isolating(Visitor):
    """Wraps the Latin words of a text from right to left, so that whoever writes it need not.

    The slash of a command has no direction of its own and would change sides. A line without a
    word of the language stays as it is: it is there to be copied.
    """

    def visit_TextElement(self, node: TextElement) -> None:  # noqa: N802  # Fluent's name
        """Wrap what is Latin, line by line."""
        node.value = "\n".join(map(_wrap_latin, node.value.split("\n")))


def _wrap_latin(line: str) -> str:
    own = any(unicodedata.bidirectional(char) in _OPPOSITE["ltr"] for char in line)
    return _LATIN.sub(rf"{_ISOLATE}\g<0>{_END}", line) if own else line


class _Selectors(Visitor):
    """Notes which variables a text chooses by."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_SelectExpression(self, node: SelectExpression) -> None:  # noqa: N802  # Fluent's name
        """Note the variable, and those of the choices inside."""
        if isinstance(node.selector, VariableReference):
            self.names.add(node.selector.id.name)
        self.generic_visit(node)


def _choosing(text: Message) -> set[str]:
    """Return the variables by which a text chooses; with a mark around, no choice would fit."""
    selectors = _Selectors()
    selectors.visit(text)
    return selectors.names


def _texts(resource: Resource) -> Iterator[Message]:
    return (item for item in resource.body if isinstance(item, Message))


def _audience(text: Message) -> str:
    """Return who reads a text; empty where its comment does not say."""
    comment = text.comment.content if text.comment else None
    found = _AUDIENCE.match(comment or "")
    return found[1] if found else ""


def _tame(text: str) -> str:
    """Take control, invisible and broken characters out of a value; line ends become spaces.

    A chat's title is written by strangers: it must not forge a line of an alert, turn the
    text's direction round, or make the whole message impossible to send.
    """
    return "".join(
        char
        for char in " ".join(text.split())
        if char in _JOINERS or unicodedata.category(char) not in {"Cc", "Cf", "Cs"}
    )


def _locale(tag: str) -> Locale:
    try:
        return Locale.parse(tag)
    except (UnknownLocaleError, ValueError) as error:
        raise StartRefused(
            f"config/texts/{tag} is no language: name the folder by its code, such as en or es"
        ) from error


def _parse(path: Path) -> Resource:
    place = f"{path.parent.name}/{path.name}"
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise StartRefused(f"config/texts/{place} cannot be read as UTF-8 text") from error
    resource = FluentParser().parse(source)
    for item in resource.body:
        # The parser skips what it does not understand; a text must not vanish like that.
        if isinstance(item, Junk):
            line = source.count("\n", 0, item.span.start if item.span else 0) + 1
            raise StartRefused(f"config/texts/{place}, line {line}: this text cannot be read")
    return resource
