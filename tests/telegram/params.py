"""The parameters of one call, read the way Telegram reads them."""

import json
from collections.abc import Mapping
from typing import Any

from tests.telegram.errors import bad_request


class Params:
    """What the bot sent with a call; everything arrives as text or as JSON."""

    def __init__(self, given: Mapping[str, object]) -> None:
        self.given = dict(given)

    def __contains__(self, name: str) -> bool:
        return self.given.get(name) is not None

    def text(self, name: str, default: str = "") -> str:
        """Return words."""
        value = self.given.get(name)
        return default if value is None else str(value)

    def number(self, name: str, default: int = 0) -> int:
        """Return a whole number."""
        value = self.text(name)
        if not value:
            return default
        try:
            return int(value)
        except ValueError:
            raise bad_request(f"invalid {name} specified") from None

    def flag(self, name: str) -> bool:
        """Return whether something was asked for."""
        return self.text(name).lower() in {"true", "1", "yes"}

    def json(self, name: str, default: Any = None) -> Any:
        """Return an object or a list."""
        value = self.given.get(name)
        if not isinstance(value, str):
            return default if value is None else value
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None
