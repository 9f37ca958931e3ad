"""Lists of links as files: TOML with a name, a serial, a date and one table for each service.

    name = "nudify"
    serial = 1
    issued = "2026-11-26"

    [[entry]]
    name = "example"
    domains = ["example.org"]
    brands = ["example"]
    accounts = ["examplebot"]
    source = "Who reported on it, and when"

A file is read whole or refused whole. Who may write one is asked before, see `config/lists.py`.
"""

import re
import tomllib
from collections.abc import Iterator

from bot.domain.errors import BadLinkList
from bot.domain.links import LinkList, ListEntry

MOST_ENTRIES = 10_000
_MOST_WORDS = 200
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
# A shorter word is part of the names of others.
_BRAND = re.compile(r"[a-z0-9]{5,40}")
_ACCOUNT = re.compile(r"[a-z0-9_]{4,32}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
# Under these, everybody has a place: listing one would take down half of what a class writes.
_SHARED = frozenset(
    {"t.me", "telegram.me", "telegram.dog", "telegram.org", "discord.com", "discord.gg"}
    | {"google.com", "youtube.com", "youtu.be", "instagram.com", "tiktok.com", "whatsapp.com"}
    | {"wikipedia.org", "github.com", "github.io", "microsoft.com", "apple.com", "co.uk", "com.br"}
)


def read_link_list(text: str) -> LinkList:
    """Return the list that a file holds.

    Raises:
        BadLinkList: It cannot be read, or an entry would match what it must not.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadLinkList(f"The list is not TOML: {error}.") from error
    unknown = sorted(set(table) - {"name", "serial", "issued", "entry"})
    if unknown:
        raise BadLinkList(f"The list has a key {unknown[0]!r} that this version does not know.")
    entries = table.get("entry")
    if not isinstance(entries, list) or not 0 < len(entries) <= MOST_ENTRIES:
        raise BadLinkList(f"The list needs 1 to {MOST_ENTRIES} [[entry]] tables.")
    serial = table.get("serial")
    if not isinstance(serial, int) or isinstance(serial, bool) or serial < 1:
        raise BadLinkList("The list needs a serial, a number from 1 on.")
    return LinkList(
        name=_word("name", table.get("name"), _NAME),
        serial=serial,
        issued=_word("issued", table.get("issued"), _DATE),
        entries=tuple(_entries(entries)),
    )


def _entries(tables: list[object]) -> Iterator[ListEntry]:
    for number, table in enumerate(tables, start=1):
        if not isinstance(table, dict):
            raise BadLinkList(f"Entry {number} is not a table.")
        unknown = sorted(set(table) - {"name", "domains", "brands", "accounts", "source"})
        if unknown:
            raise BadLinkList(f"Entry {number} has a key {unknown[0]!r} that nobody knows.")
        entry = ListEntry(
            _word(f"entry {number}: name", table.get("name"), _NAME),
            _words(number, "domains", table, _DOMAIN),
            _words(number, "brands", table, _BRAND),
            _words(number, "accounts", table, _ACCOUNT),
            _word(f"entry {number}: source", table.get("source"), _SOURCE),
        )
        if not (entry.domains or entry.brands or entry.accounts):
            raise BadLinkList(f"Entry {number} names no domain, no brand and no account.")
        shared = sorted(entry.domains & _SHARED)
        if shared:
            raise BadLinkList(f"Entry {number}: {shared[0]} belongs to everybody.")
        yield entry


_SOURCE = re.compile(r"[^\x00-\x1f]{4,300}")


def _words(
    number: int, key: str, table: dict[str, object], pattern: re.Pattern[str]
) -> frozenset[str]:
    words = table.get(key, [])
    if not isinstance(words, list) or len(words) > _MOST_WORDS:
        raise BadLinkList(f"Entry {number}: {key} is no list of at most {_MOST_WORDS} words.")
    return frozenset(_word(f"entry {number}: {key}", word, pattern) for word in words)


def _word(what: str, word: object, pattern: re.Pattern[str]) -> str:
    if not isinstance(word, str) or not pattern.fullmatch(word):
        raise BadLinkList(f"The list's {what} cannot be used: {str(word)[:60]!r}.")
    return word
