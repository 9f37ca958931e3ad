"""Read a TOML table strictly, with errors that name the file, the key and what is expected."""

from enum import StrEnum
from typing import TypeVar

from bot.domain.errors import StartRefused

_Choice = TypeVar("_Choice", bound=StrEnum)


class Table:
    """One table; `close` finds the keys that nobody asked for."""

    def __init__(self, where: str, values: dict[str, object]) -> None:
        self._where = where
        self._values = values
        self._asked: set[str] = set()

    def refuse(self, key: str, expected: str) -> StartRefused:
        """Return the error for a key whose value is wrong."""
        return StartRefused(f"{self._where}: {key} must be {expected}")

    def has(self, key: str) -> bool:
        """Tell whether an optional key is there."""
        return key in self._values

    def text(self, key: str) -> str:
        """Return a text that is not empty."""
        value = self._get(key)
        if not isinstance(value, str) or not value:
            raise self.refuse(key, "a text")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self._get(key)
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.refuse(key, "a list of texts")
        return tuple(value)

    def integer(self, key: str) -> int:
        """Return a whole number above 0."""
        value = self._get(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self.refuse(key, "a whole number above 0")
        return value

    def number(self, key: str) -> float:
        """Return a number."""
        value = self._get(key)
        if not _is_number(value):
            raise self.refuse(key, "a number")
        return float(value)  # type: ignore[arg-type]  # checked one line up

    def numbers(self, key: str, count: int) -> tuple[float, ...]:
        """Return a list of so many numbers."""
        value = self._get(key)
        if not isinstance(value, list) or len(value) != count or not all(map(_is_number, value)):
            raise self.refuse(key, f"a list of {count} numbers")
        return tuple(float(each) for each in value)

    def rows(self, key: str, count: int) -> tuple[tuple[int, ...], ...]:
        """Return a list of lists of so many whole numbers."""
        value = self._get(key)
        if not isinstance(value, list) or not all(_is_row(each, count) for each in value):
            raise self.refuse(key, f"a list of lists of {count} whole numbers")
        return tuple(tuple(each) for each in value)

    def flag(self, key: str) -> bool:
        """Return true or false."""
        value = self._get(key)
        if not isinstance(value, bool):
            raise self.refuse(key, "true or false")
        return value

    def choice(self, key: str, choices: type[_Choice]) -> _Choice:
        """Return one of the words that are allowed here."""
        value = self._get(key)
        for each in choices:
            if each.value == value:
                return each
        raise self.refuse(key, "one of " + ", ".join(each.value for each in choices))

    def table(self, key: str) -> "Table":
        """Return a table inside this one."""
        value = self._get(key)
        if not isinstance(value, dict):
            raise self.refuse(key, f"a table, written [{key}]")
        return Table(f"{self._where} [{key}]", value)

    def close(self) -> None:
        """Refuse keys that were never asked for: they are misspelt ones."""
        unknown = sorted(self._values.keys() - self._asked)
        if unknown:
            raise StartRefused(f"{self._where}: unknown key {unknown[0]}")

    def _get(self, key: str) -> object:
        self._asked.add(key)
        if key not in self._values:
            raise StartRefused(f"{self._where}: the key {key} is missing")
        return self._values[key]


def _is_row(value: object, count: int) -> bool:
    if not isinstance(value, list) or len(value) != count:
        return False
    return all(isinstance(each, int) and not isinstance(each, bool) for each in value)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
