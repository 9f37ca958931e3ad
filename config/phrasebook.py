"""Every sentence of the bot, from `config/texts/<language>/*.ftl`.

Privacy: what goes wrong is logged by the text's key, never with the values that go into it.
"""

import logging
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from fluent.runtime import FluentBundle
from fluent.syntax import FluentParser
from fluent.syntax.ast import Junk, Message, Resource

from bot.domain.errors import StartRefused
from bot.domain.speech import Saying, Value

logger = logging.getLogger(__name__)

ENGLISH = "en"
TEXTS = Path(__file__).parent / "texts"
# A bare "en" writes times the US way (10:04 PM); a 24-hour clock is understood everywhere.
_FORMATS = {ENGLISH: "en_GB"}
# People copy these: an invisible isolation mark in them would break the copy.
_COPIED = frozenset({"code", "number", "sha256", "usage"})
# Invisible, but part of Persian words and of composed emoji.
_JOINERS = frozenset("\u200c\u200d")
_ISOLATE, _END = "\u2068", "\u2069"
# Bidirectional classes of the letters that run against a language's own direction.
_OPPOSITE = {"ltr": frozenset({"R", "AL"}), "rtl": frozenset({"L"})}


class MissingText(LookupError):
    """A text or one of its variables is missing; only raised by a strict phrasebook."""


class Phrasebook:
    """The texts of all languages, read once at start."""

    def __init__(self, time_zone: str, folder: Path = TEXTS, *, strict: bool = False) -> None:
        """Read all texts.

        Args:
            time_zone: IANA name of the zone in which times are written.
            folder: Holds one folder of ``.ftl`` files a language.
            strict: Raise on a missing text or variable instead of falling back; for tests.

        Raises:
            StartRefused: The zone is unknown, or a file cannot be read.
        """
        self._zone = _zone(time_zone)
        self._strict = strict
        self._bundles = {
            path.name: _Language(path)
            for path in sorted({file.parent for file in folder.glob("*/*.ftl")})
        }
        if ENGLISH not in self._bundles:
            raise StartRefused(
                "the English texts are missing from config/texts: restore the folder"
            )

    @property
    def languages(self) -> frozenset[str]:
        """The languages in which every key exists."""
        wanted = self._bundles[ENGLISH].keys
        return frozenset(
            name for name, language in self._bundles.items() if wanted <= language.keys
        )

    def write(self, language: str, saying: Saying) -> str:
        """Return the finished sentence. An unknown language falls back to English.

        A text that is missing or incomplete falls back to English too, and in the end to its
        bare key: an alert with one odd line is worth more than no alert.

        Raises:
            MissingText: Only if strict.
        """
        # "es-MX" and "es_MX" are served by "es".
        primary = language.replace("_", "-").partition("-")[0].lower()
        for name in dict.fromkeys((primary if primary in self._bundles else ENGLISH, ENGLISH)):
            text = self._bundles[name].write(saying, self._zone)
            if text is not None:
                return text
            if self._strict:
                raise MissingText(f"{saying.key} is missing or lacks a variable in {name}")
            logger.error("text %s is missing or lacks a variable in %s", saying.key, name)
        return saying.key


class _Language:
    """One language's texts and its way to write times and numbers."""

    def __init__(self, folder: Path) -> None:
        tag = _FORMATS.get(folder.name, folder.name)
        # Isolation is done by `_word`, value by value, because Fluent would wrap every value,
        # the codes and commands too.
        self._bundle = FluentBundle([tag], use_isolating=False)
        self._against = _OPPOSITE[_locale(tag).text_direction]
        keys: set[str] = set()
        for path in sorted(folder.glob("*.ftl")):
            resource = _parse(path)
            found = [item.id.name for item in resource.body if isinstance(item, Message)]
            twice = keys.intersection(found) or {key for key in found if found.count(key) > 1}
            if twice:
                raise StartRefused(
                    f"{folder.name}/{path.name}: {min(twice)} stands twice: remove one of the two"
                )
            keys.update(found)
            self._bundle.add_resource(resource)
        self.keys = frozenset(keys)

    def write(self, saying: Saying, zone: ZoneInfo) -> str | None:
        """Return the finished text, or None where it is missing or lacks a variable."""
        if saying.key not in self.keys:
            return None
        pattern = self._bundle.get_message(saying.key).value
        if pattern is None:
            return None
        text, errors = self._bundle.format_pattern(pattern, self._ready(saying.values, zone))
        return None if errors else str(text)

    def _ready(self, values: Mapping[str, Value], zone: ZoneInfo) -> dict[str, Value]:
        return {name: self._word(name, value, zone) for name, value in values.items()}

    def _word(self, name: str, value: Value, zone: ZoneInfo) -> Value:
        match value:
            case datetime():
                return value.astimezone(zone)
            case float():
                # A tenth is as exact as a person needs; rounded here so that the plural form
                # is that of the number which is shown.
                return round(value, 1)
            case str():
                return self._isolated(name, _tame(value))
            case _:
                return value

    def _isolated(self, name: str, text: str) -> str:
        """Wrap a value that runs against the language, so that it cannot reorder the sentence."""
        against = any(unicodedata.bidirectional(char) in self._against for char in text)
        return f"{_ISOLATE}{text}{_END}" if against and name not in _COPIED else text


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


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise StartRefused(
            f"{name!r} is no time zone: use a name such as Europe/Madrid or UTC"
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
