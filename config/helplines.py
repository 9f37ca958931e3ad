"""Who helps in which country, read from `config/helplines/*.toml`.

A file of the operator in the folder `helplines` of the data folder takes the place of the one with
the same name, or adds a country. A line without `checked_on` is carried along and never shown.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from bot.domain.errors import StartRefused
from bot.domain.helpline import CountryHelp, Days, Helpline, Hours, Purpose

SHIPPED = Path(__file__).parent / "helplines"
EVERYWHERE = "*"
_FOLDER = "helplines"
_ALWAYS = "always"
_OLDEST = 99

_Phone = Annotated[str, StringConstraints(pattern=r"^\+?[0-9][0-9 -]{1,19}$")]
_Source = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
_Country = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2}|\*)$")]
_Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
_OpenHours = Annotated[
    str, StringConstraints(pattern=rf"^({_ALWAYS}|[0-2]\d:[0-5]\d-[0-2]\d:[0-5]\d)$")
]
_Age = Annotated[int, Field(ge=0, le=_OLDEST, strict=True)]


class BadHelplines(StartRefused):
    """A file of helplines that cannot be used; names the file and the key."""


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Line(_Table):
    """One helpline as it is written in a file."""

    name: str = Field(min_length=2, max_length=40)
    purpose: Purpose
    phone: _Phone | None = None
    text: _Phone | None = None
    hours: _OpenHours | None = None
    days: Days = Days.EVERY
    free: bool = Field(default=False, strict=True)
    youngest: _Age | None = None
    oldest: _Age | None = None
    languages: list[_Language] = Field(min_length=1)
    source: _Source
    checked_on: date | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.purpose is Purpose.REMOVAL:
            if self.phone or self.text or self.hours:
                raise ValueError("what takes pictures down has neither a phone nor hours")
        elif self.phone is None:
            raise ValueError("somebody who listens needs a phone")
        if (self.youngest or 0) > (_OLDEST if self.oldest is None else self.oldest):
            raise ValueError("youngest is over oldest")
        return self

    def to_helpline(self) -> Helpline:
        return Helpline(
            name=self.name,
            purpose=self.purpose,
            phone=self.phone or "",
            text=self.text or "",
            hours=None if self.hours is None else _hours(self.days, self.hours),
            free=self.free,
            youngest=self.youngest,
            oldest=self.oldest,
            languages=tuple(self.languages),
            checked_on=self.checked_on,
        )


class _Emergency(_Table):
    """A country's emergency number."""

    phone: _Phone
    source: _Source
    checked_on: date | None = None


class _File(_Table):
    """One file."""

    countries: list[_Country] = Field(min_length=1)
    emergency: _Emergency | None = None
    line: list[_Line] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Area:
    """What one file says: for one country, for several, or for all."""

    countries: frozenset[str]
    emergency: str
    lines: tuple[Helpline, ...]

    def holds(self, country: str) -> bool:
        return EVERYWHERE in self.countries or country in self.countries

    @property
    def wide(self) -> tuple[bool, int]:
        return EVERYWHERE in self.countries, len(self.countries)


class HelplineFiles:
    """Implements `help_ports.Helplines`."""

    def __init__(self, areas: Iterator[_Area], country: str) -> None:
        # The narrowest first: who knows the country comes before who helps everywhere.
        self._areas = sorted(areas, key=lambda area: area.wide)
        self._country = country

    @property
    def countries(self) -> frozenset[str]:
        """The countries that have somebody of their own."""
        named = (
            area.countries
            for area in self._areas
            if any(line.checked_on is not None for line in area.lines)
        )
        return frozenset().union(*named) - {EVERYWHERE}

    def of(self, country: str = "") -> CountryHelp:
        """Return who helps in a country, who helps everywhere included."""
        wanted = country or self._country
        areas = [area for area in self._areas if area.holds(wanted)]
        emergency = next((area.emergency for area in areas if area.emergency), "")
        lines = tuple(line for area in areas for line in area.lines)
        return CountryHelp(wanted, emergency, lines)

    def all_lines(self) -> tuple[Helpline, ...]:
        """Return every line of every file, for who has to check them."""
        return tuple(line for area in self._areas for line in area.lines)


def load_helplines(data_dir: Path, country: str, shipped: Path = SHIPPED) -> HelplineFiles:
    """Return who helps, as the files say that are in force.

    Raises:
        BadHelplines: A file cannot be read, or holds a key or value that cannot be.
    """
    paths = {path.name: path for path in sorted(shipped.glob("*.toml"))}
    paths |= {path.name: path for path in sorted((data_dir / _FOLDER).glob("*.toml"))}
    return HelplineFiles((_read(path) for path in paths.values()), country)


def _hours(days: Days, hours: str) -> Hours:
    if hours == _ALWAYS:
        return Hours(days)
    opens, closes = hours.split("-")
    return Hours(days, opens, closes)


def _read(path: Path) -> _Area:
    try:
        found = _File.model_validate(_read_toml(path))
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(step + 1) if isinstance(step, int) else step for step in first["loc"])
        raise BadHelplines(f"{path}: {key or 'the file'}: {first['msg']}") from None
    emergency = found.emergency
    confirmed = emergency is not None and emergency.checked_on is not None
    return _Area(
        frozenset(found.countries),
        emergency.phone if emergency is not None and confirmed else "",
        tuple(line.to_helpline() for line in found.line),
    )


def _read_toml(path: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadHelplines(f"{path}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadHelplines(f"{path}: is not TOML: {error}") from error
