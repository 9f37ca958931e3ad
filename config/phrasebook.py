"""Every sentence of the bot in every language, from `config/texts/<language>/*.ftl`.

Pupils read their own language; the texts for adults need not be translated, and are then written in
a language in which they are. Who reads a text stands in its English comment.

Privacy: what goes wrong is logged by the text's key, never with the values that go into it.
"""

import logging
from collections.abc import Iterator, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.errors import StartRefused
from bot.domain.speech import Saying
from config.language import Language

logger = logging.getLogger(__name__)

ENGLISH = "en"
TEXTS = Path(__file__).parent / "texts"


class MissingText(LookupError):
    """A text or one of its variables is missing; only raised by a strict phrasebook."""


class Phrasebook:
    """The texts of all languages, read once at start."""

    def __init__(
        self, time_zone: str, folder: Path = TEXTS, *, default: str = ENGLISH, strict: bool = False
    ) -> None:
        """Read all texts.

        Args:
            time_zone: IANA name of the zone in which times are written.
            folder: Holds one folder of ``.ftl`` files a language.
            default: The installation's language: what adults read where a chat's language has no
                texts for them. English where that one has none either.
            strict: Raise on a missing text or variable instead of falling back; for tests.

        Raises:
            StartRefused: The zone is unknown, or a file cannot be read.
        """
        self._zone = _zone(time_zone)
        self._strict = strict
        self._default = default
        self._known = {
            path.name: Language(path)
            for path in sorted({file.parent for file in folder.glob("*/*.ftl")})
        }
        if ENGLISH not in self._known:
            raise StartRefused(
                "the English texts are missing from config/texts: restore the folder"
            )
        english = self._known[ENGLISH]
        self._adults = english.for_adults
        self._pupils = english.keys - english.for_adults

    @property
    def languages(self) -> frozenset[str]:
        """The languages that are offered: every text that a pupil may read exists there."""
        return frozenset(self._known.keys() - self.gaps.keys())

    @property
    def gaps(self) -> Mapping[str, frozenset[str]]:
        """The languages that are not offered, each with the pupils' texts that it lacks."""
        lacking = {name: self._pupils - language.keys for name, language in self._known.items()}
        return {name: keys for name, keys in lacking.items() if keys}

    def adults_read(self, language: str) -> str:
        """Return the language in which adults read their texts where pupils read `language`."""
        return next(self._to_adults(self._primary(language)))

    def write(self, language: str, saying: Saying) -> str:
        """Return the finished sentence. An unknown language falls back to English.

        A text for adults is written in `adults_read`. A text that is missing or incomplete where it
        should be falls back to English too, and in the end to its bare key: an alert with one odd
        line is worth more than no alert.

        Raises:
            MissingText: Only if strict.
        """
        primary = self._primary(language)
        for_adults = saying.key in self._adults
        names = self._to_adults(primary) if for_adults else iter((primary, ENGLISH))
        for name in dict.fromkeys(names):
            text = self._known[name].write(saying, self._zone)
            if text is not None:
                return text
            if self._strict:
                raise MissingText(f"{saying.key} is missing or lacks a variable in {name}")
            logger.error("text %s is missing or lacks a variable in %s", saying.key, name)
        return saying.key

    def _primary(self, language: str) -> str:
        # "es-MX" and "es_MX" are served by "es".
        primary = language.replace("_", "-").partition("-")[0].lower()
        return primary if primary in self._known else ENGLISH

    def _to_adults(self, primary: str) -> Iterator[str]:
        """Yield the languages that speak to adults: what one of them lacks, the next one says.

        A language with some texts for adults speaks to them, and what it lacks is a mistake: half
        of an alert in another language should be noticed.
        """
        for name in (primary, self._primary(self._default)):
            if self._adults & self._known[name].keys:
                yield name
        yield ENGLISH


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise StartRefused(
            f"{name!r} is no time zone: use a name such as Europe/Madrid or UTC"
        ) from error
