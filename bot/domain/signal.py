"""Evidence about one media item: scores, bank matches and failures, never a conclusion."""

from dataclasses import dataclass
from enum import StrEnum


class OpaqueReason(StrEnum):
    """Why an item could not be judged. Each has a sentence in `config/texts`."""

    EMPTY = "empty"
    NOT_A_PICTURE = "not_a_picture"
    UNSUPPORTED = "unsupported"
    TOO_BIG = "too_big"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MUCH = "too_much"
    ENCRYPTED = "encrypted"
    TRUNCATED = "truncated"
    UNDECODABLE = "undecodable"
    UNFETCHABLE = "unfetchable"
    GONE = "gone"
    TIMED_OUT = "timed_out"
    MODEL_FAILED = "model_failed"
    NOT_JUDGED = "not_judged"
    CRASHED = "crashed"
    UNREADABLE = "unreadable"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Score:
    """What one model thinks of one label, from 0 (not there) to 1 (certain).

    Attributes:
        agreed: Of something that moves: the highest value that two different frames reach. One
            frame among many is blurred or odd more often than a photo is. None for a picture.
    """

    model: str
    label: str
    value: float
    agreed: float | None = None

    @property
    def certain(self) -> float:
        """The value that is enough to remove by: of a film, what a second frame confirms."""
        return self.value if self.agreed is None else self.agreed


@dataclass(frozen=True, slots=True)
class BankMatch:
    """The item equals, or nearly equals, an entry of a hash bank.

    Attributes:
        distance: Differing bits of 256; 0 for an exact SHA-256 match.
        method: ``sha256`` or ``pdq``.
        orientation: Which of the eight turns of the picture matched, ``0`` for upright.
        test: The bank holds test cards, so the case is marked as a test.
    """

    bank: str
    entry: str
    distance: int
    method: str
    orientation: int = 0
    test: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """One source of evidence gave none. A failure is never clean and never hides a match."""

    source: str
    reason: OpaqueReason


@dataclass(frozen=True, slots=True)
class NothingShown:
    """The file was understood as a whole, and there is nothing to look at: words, or sound."""

    source: str


Signal = Score | BankMatch | Failure | NothingShown


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The hashes of one item: what remains of it after it was looked at.

    Attributes:
        sha256: Hex digest of the exact bytes.
        pdq: 64 hex digits, or None where the item could not be decoded.
        quality: PDQ quality, 0 to 100. Under 50 the hash never matches anything.
        dhash: 64 hex digits of the 16 x 16 difference hash, or None.
    """

    sha256: str
    pdq: str | None = None
    quality: int = 0
    dhash: str | None = None


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """What the item is: its true format, size on the wire and in pixels."""

    format: str
    size: int
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Screening:
    """Everything that was learnt about one item."""

    signals: tuple[Signal, ...]
    fingerprint: Fingerprint | None = None
    facts: MediaFacts | None = None


def failed(source: str, reason: OpaqueReason) -> Screening:
    """Return the screening of an item about which nothing could be learnt."""
    return Screening((Failure(source, reason),))
