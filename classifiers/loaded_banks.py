"""The banks as they are loaded: which entries count for what was posted where.

One value, never changed: the screener exchanges it whole.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.bank import KNOWN_DISTANCE, LOOK_BYTES, Bank, BankEntry, BankKind, rule_for
from bot.domain.message import ChatRef
from bot.domain.signal import BankMatch
from classifiers.bank_index import BankIndex
from classifiers.hashing import words
from classifiers.testcard import test_bank

Counts = Callable[[BankEntry, int], bool]
_Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class LoadedBanks:
    """Banks, their entries by bank and id, and the index of them."""

    banks: Mapping[str, Bank]
    entries: Mapping[_Name, BankEntry]
    index: BankIndex
    list_limit: int

    def counting(self, sha256: str, chat: ChatRef | None, now: datetime) -> Counts:
        """Return what says whether an entry counts for a file, at a distance."""
        there = {one.name for one in self.banks.values() if one.counts_for(sha256, now)}

        def counts(entry: BankEntry, distance: int) -> bool:
            if entry.test:
                return True
            bank = self.banks.get(entry.bank)
            if bank is None or bank.kind is BankKind.GUARD or entry.bank not in there:
                return False
            if bank.kind is BankKind.LIST and distance > self.list_limit:
                return False
            return entry.scope is None or entry.scope == chat

        return counts

    def likes(self, looks: bytes, sha256: str | None) -> tuple[BankMatch, ...]:
        """Return the nearest match of each entry with any of these looks, or with the file."""
        nearest: dict[_Name, BankMatch] = {}
        files = self.index.find_file(sha256) if sha256 else ()
        cut = [looks[at : at + LOOK_BYTES] for at in range(0, len(looks), LOOK_BYTES)]
        entries = (*test_bank(), *self.entries.values())
        found = [match for entry in entries for look in cut for match in _like(entry, look)]
        for match in sorted((*files, *found), key=lambda one: one.distance):
            nearest.setdefault((match.bank, match.entry), match)
        return tuple(nearest.values())


def load(
    banks: Sequence[Bank], entries: Iterable[Sequence[BankEntry]], list_limit: int
) -> LoadedBanks:
    """Return banks with these entries."""
    named = {(entry.bank, entry.entry): entry for page in entries for entry in page}
    return _built(banks, named, list_limit)


def change(
    before: LoadedBanks,
    banks: Sequence[Bank],
    changed: Sequence[BankEntry],
    gone: Collection[_Name],
    list_limit: int,
) -> LoadedBanks:
    """Return banks after a change."""
    named = {name: entry for name, entry in before.entries.items() if name not in gone}
    named |= {(entry.bank, entry.entry): entry for entry in changed}
    return _built(banks, named, list_limit)


def no_banks() -> LoadedBanks:
    """Return the built-in bank alone."""
    return _built((), {}, KNOWN_DISTANCE)


def _built(
    banks: Sequence[Bank], entries: Mapping[_Name, BankEntry], list_limit: int
) -> LoadedBanks:
    there = {bank.name: bank for bank in banks}
    kept = {name: entry for name, entry in entries.items() if entry.bank in there}
    return LoadedBanks(there, kept, BankIndex([*test_bank(), *kept.values()]), list_limit)


def _like(entry: BankEntry, look: bytes) -> list[BankMatch]:
    pdq, second = look[: LOOK_BYTES // 2], look[LOOK_BYTES // 2 :]
    pairs: list[tuple[int, int | None]] = []
    if entry.pdq is not None:
        pairs.append((_apart(words(entry.pdq).tobytes(), pdq), None))
    for at in range(0, len(entry.windows), LOOK_BYTES):
        window = entry.windows[at : at + LOOK_BYTES]
        pairs.append(
            (_apart(window[: LOOK_BYTES // 2], pdq), _apart(window[LOOK_BYTES // 2 :], second))
        )
    return [
        BankMatch(
            entry.bank, entry.entry, distance, rule, standing=entry.standing, second=difference
        )
        for distance, difference in pairs
        if (rule := rule_for(distance, difference)) is not None
    ]


def _apart(one: bytes, other: bytes) -> int:
    return (int.from_bytes(one) ^ int.from_bytes(other)).bit_count()
