"""Addresses and names that lead somewhere, compared with lists of places to keep out of a chat.

Pure, and for strangers' words: whatever an address looks like, nothing here raises. An address is
read as a browser would: whatever is written around the host does not hide it. Nothing is resolved
or fetched, so where a shortened address leads is not known.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from urllib.parse import unquote

from bot.domain.signal import LinkMatch, Screening


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One service on a list.

    Attributes:
        domains: Its hosts, with everything below them, such as ``example.org``.
        brands: Words that are a whole part of a host, whatever the ending: such services move from
            one ending to the next. Without hyphens; also found in names of accounts.
        accounts: Names of accounts and bots on Telegram, without ``@``.
        source: Who reported on it in public.
    """

    name: str
    domains: frozenset[str] = frozenset()
    brands: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()
    source: str = ""


@dataclass(frozen=True, slots=True)
class LinkList:
    """A signed list; one with a higher serial takes the place of it."""

    name: str
    serial: int
    issued: str
    entries: tuple[ListEntry, ...]


@dataclass(slots=True)
class _Index:
    """Where to look an entry up."""

    domains: dict[str, LinkMatch] = field(default_factory=dict)
    brands: dict[str, LinkMatch] = field(default_factory=dict)
    accounts: dict[str, LinkMatch] = field(default_factory=dict)


class LinkLists:
    """All lists that are in force."""

    def __init__(self, lists: Iterable[LinkList] = ()) -> None:
        self._index = _Index()
        for one in lists:
            for entry in one.entries:
                match = LinkMatch(one.name, entry.name)
                self._index.domains |= dict.fromkeys(entry.domains, match)
                self._index.brands |= dict.fromkeys(entry.brands, match)
                self._index.accounts |= dict.fromkeys(map(_plain_account, entry.accounts), match)

    def find(self, link: str) -> LinkMatch | None:
        """Return where an address, or a name such as ``@somebot``, stands on a list."""
        found = (self._find(place) for place in places_in(link))
        return next((match for match in found if match is not None), None)

    def look_at(self, screening: Screening) -> Screening:
        """Return a screening with what its codes lead to among the signals, and without them."""
        found = (self.find(link) for link in screening.links)
        matches = dict.fromkeys(match for match in found if match is not None)
        return replace(screening, signals=(*matches, *screening.signals), links=())

    def _find(self, place: "Place") -> LinkMatch | None:
        if place.account:
            return self._find_account(_plain_account(place.account))
        labels = place.host.split(".")[-_MOST_LABELS:]
        for start in range(len(labels) - 1):
            match = self._index.domains.get(".".join(labels[start:]))
            if match is not None:
                return match
        brands = (self._index.brands.get(label.replace("-", "")) for label in labels[:-1])
        return next((match for match in brands if match is not None), None)

    def _find_account(self, name: str) -> LinkMatch | None:
        match = self._index.accounts.get(name)
        # Bots have names that end so: https://core.telegram.org/bots/features#botfather
        return match or self._index.brands.get(name.removesuffix("bot"))


# --- addresses -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address leads: a host, or an account of a chat service."""

    host: str = ""
    account: str = ""


# Names have no more labels that matter, and an address may have thousands.
_MOST_LABELS = 12
_MOST_INSIDE = 16
_DECODINGS = 3
_LONGEST_LABEL = 63
# https://core.telegram.org/api/links
_TELEGRAM = frozenset({"t.me", "telegram.me", "telegram.dog"})
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:/{2,}|https?:/*|/{2,}", re.IGNORECASE)
_RESOLVE = re.compile(r"tg:/*resolve/?\?(?:.*&)?domain=([^&#]+)", re.IGNORECASE)
# An address in an address: what a redirecting page, an archive or a translator is asked for.
_INSIDE = re.compile(r"https?:/+[^\s/?#&]+(?:/[^\s/?#&]*)?|tg:/+resolve\S+", re.IGNORECASE)
_DOTS = re.compile("[.\u3002\uff0e\uff61]")


def places_in(link: str) -> list[Place]:
    """Return where an address leads, and where the addresses in it do."""
    plain = _plain(link)
    if plain.startswith("@"):
        return [Place(account=plain[1:])]
    decoded = plain
    for _ in range(_DECODINGS):
        decoded = unquote(decoded)
    inside = (found.group() for found in _INSIDE.finditer(decoded, 1))
    return [_place(one) for one in (plain, *islice(inside, _MOST_INSIDE))]


def _plain(link: str) -> str:
    """Return an address without what nobody sees, and with the slashes that a browser reads."""
    shown = "".join(char for char in link if unicodedata.category(char) not in _INVISIBLE)
    return unicodedata.normalize("NFKC", shown).replace("\\", "/").strip()


def address_on(link: str, hosts: Collection[str]) -> str | None:
    """Return the https address of a link whose host is one of these; None for any other link.

    Whoever writes the link decides how much of it reads like a host, so only what is plainly one
    counts: no port, no user, no other scheme.
    """
    plain = _plain(link)
    scheme = _SCHEME.match(plain)
    if len(plain) > _LONGEST_ADDRESS or (scheme and scheme.group().lower() not in _WEB):
        return None
    rest = plain[scheme.end() if scheme else 0 :].partition("#")[0]
    authority = re.split("[/?]", rest, maxsplit=1)[0]
    if authority.lower() not in hosts:
        return None
    return f"https://{authority.lower()}{rest[len(authority) :]}"


# What people and programs put before a host, and browsers read as the web.
_WEB = frozenset({"https://", "http://", "//"})
_LONGEST_ADDRESS = 2_000
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def _place(link: str) -> Place:
    resolved = _RESOLVE.match(link)
    if resolved:
        return Place(account=unquote(resolved.group(1)))
    scheme = _SCHEME.match(link)
    authority, *rest = re.split("[/?#]", link[scheme.end() if scheme else 0 :], maxsplit=1)
    # What stands before an `@` is no part of the host; nor is a port, or a dot at the end.
    host = _host(re.sub(r":\d*\Z", "", unquote(authority.rpartition("@")[2])))
    if host in _TELEGRAM:
        return Place(host, _first_account(rest[0] if rest else ""))
    account, _, service = host.partition(".")
    return Place(host, account if service in _TELEGRAM else "")


def _first_account(path: str) -> str:
    """Return the account that a path on Telegram's site leads to; ``s/`` is its preview."""
    parts = [part for part in re.split("[/?#]", path) if part]
    if parts[:1] == ["s"]:
        parts = parts[1:]
    return unquote(parts[0]) if parts else ""


def _host(written: str) -> str:
    return ".".join(_label(label) for label in _DOTS.split(written.lower()) if label)


def _label(label: str) -> str:
    """Return a part of a name as it is asked for, in ASCII."""
    if label.isascii() or len(label) > _LONGEST_LABEL:
        return label
    try:
        return label.encode("idna").decode("ascii")
    except UnicodeError:
        return label


def _plain_account(name: str) -> str:
    """Return a name as it is compared: marks that are easily changed do not make another one."""
    return name.strip().lstrip("@").replace("_", "").lower()


# --- names in words ------------------------------------------------------------------------------

# `@somebot`, or a host without a scheme, which people can type and programs do not make a link of.
_NAMED = re.compile(
    r"(?<![\w@.])@\w{4,32}|(?<![\w@/.-])(?:[\w-]{1,63}\.)+[^\W\d_]{2,24}\b(?:[/?#]\S*)?"
)


def names_in(text: str) -> tuple[str, ...]:
    """Return what a text names without an address: accounts, and hosts as people type them."""
    return tuple(dict.fromkeys(found.group() for found in _NAMED.finditer(_plain(text))))


def all_names(texts: Iterable[str]) -> Iterator[str]:
    """Yield what several texts name, each once."""
    yield from dict.fromkeys(name for text in texts for name in names_in(text))
