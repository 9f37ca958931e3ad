"""Evidence about one media item: scores, matches and failures, never a conclusion."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.bank import MatchRule, Standing


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


class Mark(StrEnum):
    """What a file says of its own origin: for the adults to know, and proof of nothing.

    `C2PA` says only that a signed note on the origin is there; cameras write such notes too. Where
    the signature could be checked, `C2PA_VALID` says that it matches the file, and `C2PA_CHANGED`
    that the file or the note was changed after it was signed. Who signed is not judged: anyone can
    sign. `C2PA_AI` is a matching note that says by itself that a program made the picture, or a
    part of it. The others say so without a signature. Anyone can write or remove any of them.
    """

    STABLE_DIFFUSION = "stable_diffusion"
    COMFYUI = "comfyui"
    INVOKEAI = "invokeai"
    NOVELAI = "novelai"
    IPTC_AI = "iptc_ai"
    C2PA = "c2pa"
    C2PA_VALID = "c2pa_valid"
    C2PA_CHANGED = "c2pa_changed"
    C2PA_AI = "c2pa_ai"

    @property
    def says_made(self) -> bool:
        """Whether it says that a program made the picture."""
        return self not in {Mark.C2PA, Mark.C2PA_VALID, Mark.C2PA_CHANGED}


class Extent(StrEnum):
    """Of how much of a picture something is said."""

    WHOLE = "whole"
    # A picture in the picture: a photo in a screenshot, one panel of a collage.
    PANEL = "panel"
    # A tile, or the picture turned: models err more often there.
    DETAIL = "detail"


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
    extent: Extent = Extent.WHOLE

    @property
    def certain(self) -> float:
        """The value that is enough to remove by: of a film, what a second frame confirms."""
        return self.value if self.agreed is None else self.agreed


class ViewKind(StrEnum):
    """What was cut out of the picture before it was compared with the banks."""

    WHOLE = "whole"
    # Without a border of plain colour.
    TRIM = "trim"
    # A rectangle on plain ground: the photo in a screenshot.
    RECT = "rect"
    # Between two seams: one picture of a collage, or what stands beside a caption.
    SEAM = "seam"


@dataclass(frozen=True, slots=True)
class BankMatch:
    """The item equals, or nearly equals, an entry of a hash bank.

    Attributes:
        distance: Differing bits of the two PDQ hashes, of 256; 0 for the same file.
        rule: Which rule accepted it.
        orientation: Which of the eight turns of the picture matched, ``0`` for upright.
        test: The bank holds test cards, so the case is marked as a test.
        standing: How far the entry is trusted.
        view: What of the picture matched.
        second: Differing bits of the two difference hashes; None where only PDQ was compared.
    """

    bank: str
    entry: str
    distance: int
    rule: MatchRule
    orientation: int = 0
    test: bool = False
    standing: Standing = Standing.LISTED
    view: ViewKind = ViewKind.WHOLE
    second: int | None = None

    @property
    def certain(self) -> bool:
        """Whether it is a reason to remove by itself."""
        return self.rule in _ALONE.get(self.standing, frozenset())

    @property
    def first_key(self) -> bool:
        """Whether it is a reason to remove together with a model's sign."""
        return self.rule is not MatchRule.POSSIBLE and self.standing in _TWO_KEYS

    @property
    def allows(self) -> bool:
        """Whether adults ruled that this picture is harmless: this one, not one that shows it."""
        if self.standing is not Standing.ALLOWED:
            return False
        same = self.second is None or self.second <= _SAME_SECOND
        look = self.rule is MatchRule.KNOWN and self.view is ViewKind.WHOLE and same
        return look or self.rule is MatchRule.FILE


_SAME_SECOND = 50
_CLOSE = frozenset({MatchRule.FILE, MatchRule.KNOWN})
_ALONE = {Standing.LISTED: _CLOSE, Standing.CONFIRMED: _CLOSE | {MatchRule.NEAR}}
_TWO_KEYS = frozenset({Standing.UNSURE, Standing.LISTED, Standing.CONFIRMED})


@dataclass(frozen=True, slots=True)
class LinkMatch:
    """The item is, or shows, an address or a name that stands on a list of links.

    Attributes:
        list: The name of the list.
        entry: The name of the entry there; never the address that was posted.
    """

    list: str
    entry: str


@dataclass(frozen=True, slots=True)
class Failure:
    """One source of evidence gave none. A failure is never clean and never hides a match."""

    source: str
    reason: OpaqueReason


@dataclass(frozen=True, slots=True)
class NothingShown:
    """The file was understood as a whole, and there is nothing to look at: words, or sound."""

    source: str


Signal = Score | BankMatch | LinkMatch | Failure | NothingShown


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
class ViewHash:
    """What remains of one view, such as a frame of a film.

    Attributes:
        pdq: 64 hex digits.
        scores: What models said of this view alone; empty if none was asked.
        known: It matched an entry of a bank.
        windows: Looks of the whole and of its parts, `bank.LOOK_BYTES` each, by which it is found
            again when it is cropped or tilted; empty where nothing speaks for keeping it in mind.
    """

    pdq: str
    quality: int
    scores: tuple[Score, ...] = ()
    known: bool = False
    windows: bytes = b""


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """What the item is: its true format, size on the wire and in pixels."""

    format: str
    size: int
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Screening:
    """Everything that was learnt about one item.

    Attributes:
        links: Addresses in the codes that it shows. Compared with the lists and stored nowhere.
        marks: What the file says of its own origin. Stored with a case; decides nothing.
        views: Of everything that was looked at, the hashes: those first of which models said most.
        looked_at: How many views there were; `views` may hold fewer.
        looks: Of everything that was compared with the banks, `bank.LOOK_BYTES` each: what a hash
            that becomes known later is compared with.
    """

    signals: tuple[Signal, ...]
    fingerprint: Fingerprint | None = None
    facts: MediaFacts | None = None
    links: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    views: tuple[ViewHash, ...] = ()
    looked_at: int = 0
    looks: bytes = b""


def failed(source: str, reason: OpaqueReason) -> Screening:
    """Return the screening of an item about which nothing could be learnt."""
    return Screening((Failure(source, reason),))
