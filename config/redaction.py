"""What may never stand in a log line, and how it is taken out: pure functions on text and events.

This is the net below the house rules (no captions, no names, no tokens in logs). It cannot know a
pupil's name inside a sentence; it does know secrets, tokens, links, raw bytes and telling keys.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, unquote, urlsplit

HIDDEN = "[hidden]"
LEFT_OUT = "[left out]"
# Keys whose values come from people in a chat or from their files. Compared without "_" and case.
FORBIDDEN_KEYS = frozenset(
    {
        *("text", "caption", "title", "name", "filename", "username", "firstname", "lastname"),
        *("displayname", "nickname", "bytes", "body", "content", "data", "payload"),
    }
)
# Anything shorter would blank out ordinary words.
SHORTEST_SECRET = 5

_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    # Telegram bot token; also inside .../bot<token>/getUpdates, hence no word border before it.
    (re.compile(r"\d{6,12}:[A-Za-z0-9_-]{30,}"), HIDDEN),
    # Discord bot token: user id in base64, time, signature; it too without a word border.
    (re.compile(r"[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}"), HIDDEN),
    # Discord's other tokens stand in addresses: who knows one writes as a webhook, or answers in
    # the bot's name for 15 minutes. The second kind begins with "interaction:" in base64.
    (re.compile(r"(/(?:webhooks|interactions)/\d+/)[^\s/?#\"'<>]+"), rf"\1{HIDDEN}"),
    (re.compile(r"aW50ZXJhY3Rpb246[\w+/=-]+"), HIDDEN),
    # Anything that calls itself a credential in a header.
    (re.compile(r"\b(Bearer|Basic|Bot) [\w.~+/=-]{8,}", re.IGNORECASE), rf"\1 {HIDDEN}"),
    # user:password@ in an address. A password may hold "/" where somebody forgot to encode it.
    (re.compile(r"(\b[a-z][a-z0-9+.-]*://)[^\s@/?#]*:[^\s@]*@", re.IGNORECASE), rf"\1{HIDDEN}@"),
    # A query may carry a signature that opens a private file; no log line needs one.
    (
        re.compile(r"(\b[a-z][a-z0-9+.-]*://[^\s?\"'<>]+)\?[^\s\"'<>]+", re.IGNORECASE),
        r"\1?[hidden]",
    ),
    # The literal of a bytes object, as it stands in many exceptions of image libraries.
    (re.compile(r"\bb'(?:[^'\\]|\\.)*'|\bb\"(?:[^\"\\]|\\.)*\"", re.DOTALL), "[bytes]"),
)


class Redactor:
    """Takes secrets and what belongs to people out of log events; a structlog processor."""

    def __init__(self, secrets: Iterable[str]) -> None:
        forms = {form for secret in secrets for form in _forms(secret)}
        # The longest first: a secret that holds a shorter one must not be left half-visible.
        ordered = sorted(forms, key=len, reverse=True)
        self._secrets = re.compile("|".join(map(re.escape, ordered))) if ordered else None

    def __call__(self, _logger: object, _method: str, event: Mapping[str, Any]) -> dict[str, Any]:
        """Return a finished event, redacted."""
        return {key: self._at(key, value) for key, value in event.items()}

    def text(self, text: str) -> str:
        """Return a text without secrets, tokens, signed links and raw bytes."""
        if self._secrets is not None:
            text = self._secrets.sub(HIDDEN, text)
        for pattern, replacement in _PATTERNS:
            text = pattern.sub(replacement, text)
        return text

    def _at(self, key: str, value: object) -> object:
        if key.replace("_", "").lower() in FORBIDDEN_KEYS:
            return LEFT_OUT
        return self._value(value)

    def _value(self, value: object) -> object:
        match value:
            case None | bool() | int() | float():
                return value
            case str():
                return self.text(value)
            case bytes() | bytearray() | memoryview():
                return without_bytes(value)
            case Mapping():
                return {str(key): self._at(str(key), inner) for key, inner in value.items()}
            case list() | tuple() | set() | frozenset():
                return [self._value(inner) for inner in value]
            case _:
                return self.text(repr(value))


def without_bytes(value: object) -> object:
    """Return an argument of a log call as it may be formatted: bytes become their length."""
    match value:
        case bytes() | bytearray():
            return f"[{len(value)} bytes]"
        case memoryview():
            return f"[{value.nbytes} bytes]"
        case list() | tuple() | set() | frozenset():
            return tuple(without_bytes(inner) for inner in value)
        case dict():
            return {key: without_bytes(inner) for key, inner in value.items()}
        case _:
            return value


def _forms(secret: str) -> set[str]:
    """Return the shapes in which a secret may turn up: as it is, in an address, in a repr."""
    parts = {secret}
    password = urlsplit(secret).password if "://" in secret else None
    if password:
        parts |= {password, unquote(password)}
    shapes = {shape for part in parts for shape in (part, quote(part, safe=""), repr(part)[1:-1])}
    return {shape for shape in shapes if len(shape) >= SHORTEST_SECRET}
