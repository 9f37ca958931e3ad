"""Banks and entries as they are stored, for those who keep them and for what is loaded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.bank import Bank, BankEntry, Standing
from bot.domain.standing import effective_standing


@dataclass(frozen=True, slots=True)
class BankChange:
    """The settings of a bank that are to change; None leaves one as it is.

    Attributes:
        expires_at: From when on it matches nothing.
        lasts: It has no end any more, whatever `expires_at` says.
    """

    owner: str | None = None
    note: str | None = None
    source: str | None = None
    share: int | None = None
    enabled: bool | None = None
    expires_at: datetime | None = None
    lasts: bool = False

    def __post_init__(self) -> None:
        """Refuse a share that is none."""
        if self.share is not None and not 0 <= self.share <= 1000:
            raise ValueError(f"a share is 0 to 1000 of a thousand items, not {self.share}")


@dataclass(frozen=True, slots=True)
class Registration:
    """How an entry comes into a bank.

    Attributes:
        case_id: The case that puts it there; who erases the case erases the entry.
        reference: Keyed digest of the reference by which a reporter asks about it.
        reporter: Keyed digest of who reported.
        expires_at: From when on it is deleted; None: what is usual for its bank.
        note: For those who keep the bank.
    """

    case_id: int | None = None
    reference: str | None = None
    reporter: str | None = None
    expires_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """One entry with all that was decided about it.

    Attributes:
        id: Its number in the table, which pages go by.
        known: The entry; its standing is the stored one.
        hits: How often it matched, as far back as that is kept.
        disputed: In how many chats adults ruled that such a match was a false alarm.
    """

    id: int
    bank: Bank
    known: BankEntry
    note: str = ""
    case_id: int | None = None
    added_at: datetime | None = None
    expires_at: datetime | None = None
    disabled: bool = False
    quarantined_at: datetime | None = None
    hits: int = 0
    disputed: int = 0

    @property
    def standing(self) -> Standing:
        """How far it is trusted now."""
        quarantined = self.quarantined_at is not None
        return effective_standing(self.bank.kind, self.known.standing, quarantined=quarantined)


@dataclass(frozen=True, slots=True)
class BankSummary:
    """One bank as it is listed.

    Attributes:
        standings: How many entries have which stored standing.
        disabled: How many of them match nothing.
        quarantined: How many matched so much that they need a second key.
    """

    bank: Bank
    standings: Mapping[Standing, int] = field(default_factory=dict)
    disabled: int = 0
    quarantined: int = 0

    @property
    def name(self) -> str:
        """The bank's name."""
        return self.bank.name

    @property
    def source(self) -> str:
        """Where its entries come from."""
        return self.bank.source

    @property
    def entries(self) -> int:
        """How many there are."""
        return sum(self.standings.values())


@dataclass(frozen=True, slots=True)
class LoadedBank:
    """A bank, and up to which of its changes something follows it.

    Attributes:
        id: Given once: a bank that is made again under the same name has another.
        number: Of its last change.
    """

    id: int
    bank: Bank
    number: int


@dataclass(frozen=True, slots=True)
class BankDelta:
    """What became of entries since some changes.

    Attributes:
        ranges: Of which entries have to be read again: the bank's id, their first and last id.
        gone: (bank, entry) of those that were deleted, unless they are read again.
    """

    ranges: tuple[tuple[int, int, int], ...] = ()
    gone: frozenset[tuple[str, str]] = frozenset()

    @property
    def most(self) -> int:
        """How many entries at most have to be read again."""
        return sum(last - first + 1 for _, first, last in self.ranges)
