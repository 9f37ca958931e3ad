"""Hash banks: named sets of hashes of known pictures. Hashes and notes, never pictures or names."""

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import floor, log2

from bot.domain.message import ChatRef

# Below this PDQ quality a picture is flat or featureless: its hash says nothing and would match
# other flat pictures. Source: QUALITY_THRESHOLD of the PDQ signal in Meta's threatexchange.
LEAST_QUALITY = 50

TEST_BANK = "test-card"
# What models removed here, by hash: filled by the bot itself (`domain/memory.py`).
REMOVED_BANK = "removed"
# What people reported, by a message or by a code that their own device made.
REPORTED_BANK = "reported"
# What adults ruled to be harmless.
ALLOWED_BANK = "allowed"
OWN_BANKS = frozenset({TEST_BANK, REMOVED_BANK, REPORTED_BANK, ALLOWED_BANK})
# A hash that no person has confirmed is not kept for ever, however often models erred.
KEEP_REMOVED = timedelta(days=180)
# So often a hash that is new here only asks, whatever models say: mistakes and malice come early.
FIRST_HITS = 3
# One look of a picture: 32 bytes of PDQ and 32 of the 16 x 16 difference hash.
LOOK_BYTES = 64


class BankKind(StrEnum):
    """What a bank is for."""

    # From elsewhere, by hash alone.
    LIST = "list"
    # Of pictures that were registered here, with their windows.
    OWN = "own"
    # Harmless pictures: what models or a likeness say of them counts less.
    ALLOW = "allow"
    # Pictures that everybody has: nobody may register them.
    GUARD = "guard"


# What is kept under the names that are the bot's own.
OWN_KINDS = {
    REMOVED_BANK: BankKind.OWN,
    REPORTED_BANK: BankKind.OWN,
    ALLOWED_BANK: BankKind.ALLOW,
}


class Standing(StrEnum):
    """How far an entry is trusted, which decides what a match with it may do."""

    # A person here vouches for it.
    CONFIRMED = "confirmed"
    # Those who keep the list do.
    LISTED = "listed"
    # Nobody does: it removes only together with a model's sign.
    UNSURE = "unsure"
    # The same, and so new that it only asks.
    NEW = "new"
    # Adults ruled that it is harmless.
    ALLOWED = "allowed"


class MatchRule(StrEnum):
    """Why two pictures count as the same, surest first."""

    # The same bytes.
    FILE = "file"
    KNOWN = "known"
    NEAR = "near"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Limit:
    """How far two looks may be apart under one rule.

    Attributes:
        pdq: Most differing bits of the two PDQ hashes, of 256.
        second: Most differing bits of the two difference hashes; None: they are not compared.
    """

    pdq: int
    second: int | None


# Differing bits up to which two PDQ hashes alone are the same picture. Source: threatexchange's
# PDQ_CONFIDENT_MATCH_THRESHOLD. The false-match rates of all three are in docs/hashing.md.
KNOWN_DISTANCE = 31
LIMITS = {
    MatchRule.KNOWN: Limit(KNOWN_DISTANCE, None),
    MatchRule.NEAR: Limit(63, 50),
    MatchRule.POSSIBLE: Limit(75, 60),
}

# Measured for unrelated photos: 2 of 3.2e10 pairs up to 31 bits, and twice as many every 4 bits.
_FALSE_MATCHES = 6e-11
_DOUBLES_EVERY = 4
# One posted picture: eight turns of two or three views.
_COMPARISONS = 20


def list_distance(hashes: int, budget: float) -> int:
    """Return how many bits may differ in lists of so many hashes.

    Args:
        hashes: In all lists together; each is compared with every posted picture.
        budget: How many false matches a posted picture may bring on average, such as 0.0005.
    """
    expected = max(1, hashes) * _COMPARISONS * _FALSE_MATCHES
    bits = KNOWN_DISTANCE + _DOUBLES_EVERY * log2(budget / expected)
    return max(0, min(KNOWN_DISTANCE, floor(bits)))


def rule_for(distance: int, second: int | None, known: int = KNOWN_DISTANCE) -> MatchRule | None:
    """Return the surest rule that two looks so far apart satisfy; None if they differ.

    Args:
        distance: Differing bits of the PDQ hashes.
        second: Differing bits of the difference hashes; None where one of them has none.
        known: Up to how many bits PDQ alone is enough.
    """
    if distance <= known:
        return MatchRule.KNOWN
    for rule in (MatchRule.NEAR, MatchRule.POSSIBLE):
        limit = LIMITS[rule]
        if second is None or limit.second is None:
            continue
        if distance <= limit.pdq and second <= limit.second:
            return rule
    return None


@dataclass(frozen=True, slots=True)
class BankEntry:
    """One known picture.

    Attributes:
        bank: The bank's name.
        entry: The entry's id within the bank.
        sha256: Hex digest of the file, or None where only the look is known.
        pdq: 64 hex digits, or None where only the exact file is known.
        quality: PDQ quality, 0 to 100; under `LEAST_QUALITY` the PDQ hash is not used.
        standing: How far it is trusted.
        windows: Looks of the whole and of its parts, `LOOK_BYTES` each; empty where only its PDQ
            hash is known: then it is found by `MatchRule.KNOWN` only.
        scope: The only chat in which it counts; None: it counts everywhere.
    """

    bank: str
    entry: str
    sha256: str | None = None
    pdq: str | None = None
    quality: int = 100
    test: bool = False
    standing: Standing = Standing.LISTED
    windows: bytes = b""
    scope: ChatRef | None = None

    @property
    def verified(self) -> bool:
        """Whether anybody vouches for it: a person here, or those who keep the list."""
        return self.standing in (Standing.CONFIRMED, Standing.LISTED)


def list_entry(kind: str, digits: str) -> str:
    """Return the id of a hash on a list: all of it, in base 32 so that it fits beside its kind.

    Args:
        kind: ``pdq`` or ``sha256``.
        digits: The hash, 64 hex digits.
    """
    return f"{kind}-{base64.b32encode(bytes.fromhex(digits)).decode().rstrip('=').lower()}"


@dataclass(frozen=True, slots=True)
class Bank:
    """How a bank is used.

    Attributes:
        source: Where its entries come from.
        share: Of how many items of a thousand its matches count, 0 to 1000: a list whose worth
            nobody knows yet is rolled out by and by.
        enabled: False: none of its entries matches.
        expires_at: From when on none of its entries matches; None: never.
    """

    name: str
    kind: BankKind = BankKind.LIST
    source: str = ""
    owner: str = ""
    note: str = ""
    share: int = 1000
    enabled: bool = True
    expires_at: datetime | None = None

    def counts_for(self, sha256: str, now: datetime) -> bool:
        """Say whether its matches count for one file; for the same file it always says the same."""
        if not self.enabled or (self.expires_at is not None and now >= self.expires_at):
            return False
        return int(sha256[:8], 16) % 1000 < self.share
