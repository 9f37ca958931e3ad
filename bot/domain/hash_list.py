"""What a list of hashes holds, whatever its form: entries, withdrawals, and what we cannot use.

Only hashes are taken. Labels, tags, notes, case numbers and the names of who reported something
are read past and kept nowhere: none of them helps to recognise a picture, and any may name a child.
"""

import base64
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from bot.domain.bank import LEAST_QUALITY, BankEntry, Standing

# Read by accident, such a list would fill the memory of a small machine: 1 million takes 0.5 GB.
MOST_ENTRIES = 2_000_000
_HASH = re.compile(r"[0-9a-f]{64}\Z")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{43}=\Z")


class UnreadableHash(ValueError):
    """A line or record that cannot be read. The text goes on after "Line 3 " or "Record 3 "."""


class Kind(StrEnum):
    """The kinds of hash that a bank holds."""

    PDQ = "pdq"
    SHA256 = "sha256"


class Unusable(StrEnum):
    """Why a hash of a list is left out; each is counted and told."""

    MD5 = "md5"
    SHA1 = "sha1"
    PHOTODNA = "photodna"
    VIDEO = "video"
    TEXT = "text"
    OTHER = "other"
    FLAT = "flat"
    EMPTY = "empty"
    NO_HASH = "no_hash"


@dataclass(frozen=True, slots=True)
class HashList:
    """What a list holds.

    Attributes:
        entries: The hashes that can be used, each once.
        withdrawn: Ids of entries that the list calls back: they must leave the bank.
        unusable: How many hashes were left out, by reason.
    """

    entries: list[BankEntry]
    withdrawn: frozenset[str]
    unusable: Mapping[Unusable, int]


@dataclass(slots=True)
class Gathering:
    """Takes the hashes of a list one by one; a later word about a hash replaces an earlier one."""

    bank: str
    unusable: Counter[Unusable] = field(default_factory=Counter)
    _found: dict[str, BankEntry | None] = field(default_factory=dict)

    def add(
        self, kind: Kind, digits: str, quality: int = 100, *, verified: bool = True, name: str = ""
    ) -> None:
        """Take a hash.

        Args:
            kind: Of which kind.
            digits: 64 small hex digits, as `hash_in` returns them.
            quality: PDQ quality, 0 to 100.
            verified: A person vouches for it.
            name: The id of the entry where the source has ids of its own; else made of the hash.
        """
        key = name or entry_id(kind, digits)
        standing = Standing.LISTED if verified else Standing.UNSURE
        standing = Standing.LISTED if verified else Standing.UNSURE
        # What replaces a hash that could be used must not leave that one behind.
        self._found.pop(key, None)
        if digits == digits[0] * len(digits):
            self.unusable[Unusable.EMPTY] += 1
        elif kind is Kind.PDQ and quality < LEAST_QUALITY:
            self.unusable[Unusable.FLAT] += 1
        elif kind is Kind.PDQ:
            self._put(key, BankEntry(self.bank, key, None, digits, quality, standing=standing))
        else:
            self._put(key, BankEntry(self.bank, key, digits, standing=standing))

    def withdraw(self, key: str) -> None:
        """Note that an entry is called back, whatever was said of it before."""
        self._put(key, None)

    def leave_out(self, reason: Unusable) -> None:
        """Count a hash that cannot be used."""
        self.unusable[reason] += 1

    def result(self) -> HashList:
        """Return everything that was taken."""
        return HashList(
            [entry for entry in self._found.values() if entry is not None],
            frozenset(key for key, entry in self._found.items() if entry is None),
            self.unusable,
        )

    def _put(self, key: str, entry: BankEntry | None) -> None:
        self._found[key] = entry
        if len(self._found) > MOST_ENTRIES:
            raise UnreadableHash(f"is one too many: a list holds {MOST_ENTRIES} hashes at most")


# Folded as `fold` does it. Sources: SignalType names and indicator types of threatexchange 1.2.17,
# StopNCIISignalType, and FingerprintType of NCMEC's API.
_USABLE = {
    **dict.fromkeys(("pdq", "imagepdq", "hashpdq", "pdqhash", "pdqhex"), Kind.PDQ),
    **dict.fromkeys(("sha256", "imagesha256", "videosha256", "hashsha256"), Kind.SHA256),
    **dict.fromkeys(("hashvideosha256", "sha256hash", "sha256hex"), Kind.SHA256),
}
_LEFT_OUT = {
    **dict.fromkeys(("md5", "imagemd5", "videomd5", "vmd5", "hashmd5"), Unusable.MD5),
    **dict.fromkeys(("hashvideomd5", "md5hash"), Unusable.MD5),
    **dict.fromkeys(("sha1", "sha1base32", "hashsha1", "sha1hash"), Unusable.SHA1),
    **dict.fromkeys(("photodna", "pdna", "hashphotodna"), Unusable.PHOTODNA),
    **dict.fromkeys(("videotmk", "tmk", "tmkpdqf", "hashtmk", "vpdq", "videovpdq"), Unusable.VIDEO),
    **dict.fromkeys(("ssvhpdna", "ssvhsaferhash", "videntifier"), Unusable.VIDEO),
    **dict.fromkeys(("rawtext", "text", "url", "urlmd5", "hashurlmd5"), Unusable.TEXT),
    **dict.fromkeys(("trendquery", "texttlsh", "hashtexttlsh", "textstring"), Unusable.TEXT),
    **dict.fromkeys(("uri", "rawuri", "unclickableurl"), Unusable.TEXT),
    **dict.fromkeys(("pdqocr", "hashpdqocr", "netclean", "tlsh", "hashtlsh"), Unusable.OTHER),
}
KINDS: Mapping[str, Kind | Unusable] = {**_USABLE, **_LEFT_OUT}
_LENGTHS = {32: Unusable.MD5, 40: Unusable.SHA1}
_HEX = re.compile(r"[0-9a-f]+\Z")


@lru_cache(maxsize=1024)
def fold(name: str) -> str:
    """Return the name of a column or kind without the marks in which the formats differ."""
    return "".join(letter for letter in name.lower() if letter.isalnum())


def hash_in(text: str, kind: Kind | Unusable | None = None) -> tuple[Kind, str] | Unusable:
    """Return the hash that a text is: in hex, or in base64 as Arachnid Shield has it.

    Args:
        text: The hash alone.
        kind: What the list says of its kind. None: told by its length, 256 bits being PDQ.

    Raises:
        UnreadableHash: It is none.
    """
    digits = text.lower()
    if isinstance(kind, Unusable):
        # An MD5 that is none shows that the list is damaged.
        wanted = {Unusable.MD5: 32, Unusable.SHA1: 40}.get(kind)
        if wanted is not None and not _is_hex(digits, wanted) and not _is_base32(text, kind):
            raise UnreadableHash(f"is not a hash of {wanted} hex digits")
        return kind
    if kind is None and len(digits) in _LENGTHS and _HEX.match(digits):
        return _LENGTHS[len(digits)]
    return kind or Kind.PDQ, digits_in(text)


def digits_in(text: str) -> str:
    """Return the 64 small hex digits of a hash of 256 bits, in hex or in base64.

    Raises:
        UnreadableHash: It is none.
    """
    digits = text.lower()
    if _HASH.match(digits):
        return digits
    if _BASE64.match(text):
        # The pattern admits nothing but 32 bytes.
        return base64.b64decode(text).hex()
    raise UnreadableHash("is not a hash of 64 hex digits")


def quality_in(value: object) -> int:
    """Return the PDQ quality that a list states; one that states none is trusted.

    Raises:
        UnreadableHash: It is not a number from 0 to 100.
    """
    text = str(value).strip() if isinstance(value, str | int) else ""
    if value is None or value == "":
        return 100
    quality = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else -1
    if not 0 <= quality <= 100 or isinstance(value, bool):
        raise UnreadableHash("has a quality that is not a number from 0 to 100")
    return quality


def entry_id(kind: Kind, digits: str) -> str:
    """Return the id of a hash: all of it, in base 32 so that it fits beside its kind."""
    return f"{kind}-{base64.b32encode(bytes.fromhex(digits)).decode().rstrip('=').lower()}"


def _is_hex(digits: str, length: int) -> bool:
    return len(digits) == length and _HEX.match(digits) is not None


def _is_base32(text: str, kind: Unusable) -> bool:
    return kind is Unusable.SHA1 and re.fullmatch(r"[A-Z2-7]{32}", text) is not None
