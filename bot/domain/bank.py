"""Hash banks: named sets of hashes of known pictures. Hashes and notes, never pictures or names."""

from dataclasses import dataclass
from datetime import timedelta

# Below this PDQ quality a picture is flat or featureless: its hash says nothing and would match
# other flat pictures. Source: QUALITY_THRESHOLD of the PDQ signal in Meta's threatexchange.
LEAST_QUALITY = 50
# Differing bits of 256 up to which two PDQ hashes are the same picture. Source: threatexchange's
# PDQ_CONFIDENT_MATCH_THRESHOLD; measured false-match rate under 1e-10 a pair.
KNOWN_DISTANCE = 31

TEST_BANK = "test-card"
# What models removed here, by hash: filled by the bot itself (`domain/memory.py`).
REMOVED_BANK = "removed"
# A hash that no person has confirmed is not kept for ever, however often models erred.
KEEP_REMOVED = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class BankEntry:
    """One known picture.

    Attributes:
        bank: The bank's name.
        entry: The entry's id within the bank.
        sha256: Hex digest of the file, or None where only the look is known.
        pdq: 64 hex digits, or None where only the exact file is known.
        quality: PDQ quality, 0 to 100; under `LEAST_QUALITY` the PDQ hash is not used.
        verified: A person vouches for it. One that only models put here never removes alone.
    """

    bank: str
    entry: str
    sha256: str | None = None
    pdq: str | None = None
    quality: int = 100
    test: bool = False
    verified: bool = True


@dataclass(frozen=True, slots=True)
class BankSummary:
    """One bank as it is listed."""

    name: str
    source: str
    entries: int
