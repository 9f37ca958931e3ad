"""What the banks hold, by numbers: entries, their files, and what goes into the two indexes.

A hash on a list has a number from 0 on, everything else one below 0. A number is never given twice,
so a search that began before a change finds what was there or nothing, and never another entry.
"""

import base64
from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from bot.domain.bank import LEAST_QUALITY, Bank, BankEntry, BankKind, list_entry
from classifiers.banks.rows import Rows, is_plain
from classifiers.hash_index.live import LiveIndex
from classifiers.hash_index.part import Part
from classifiers.hashing import sha256, words
from classifiers.windows import read_windows, substantial

K = TypeVar("K")

# Of no bytes at all: a list that holds it, and some do, would match every failed download.
_EMPTY_FILE = sha256(b"")
_WORDS = 4
_DIGEST_BYTES = 32


class Gathered:
    """Hashes on their way into an index."""

    def __init__(self) -> None:
        self._hashes: list[NDArray[np.uint64]] = []
        self._numbers: list[NDArray[np.int64]] = []
        self._seconds: list[NDArray[np.uint64]] = []

    def add(
        self,
        hashes: NDArray[np.uint64],
        numbers: NDArray[np.int64],
        seconds: NDArray[np.uint64] | None = None,
    ) -> None:
        """Take hashes, shape (n, 4), with a number each."""
        self._hashes.append(hashes)
        self._numbers.append(numbers)
        if seconds is not None:
            self._seconds.append(seconds)

    def index(self, *, with_seconds: bool) -> LiveIndex:
        """Return an index of all of it."""
        if not self._hashes:
            return LiveIndex(with_seconds=with_seconds)
        seconds = np.concatenate(self._seconds) if with_seconds else None
        part = Part.build(np.concatenate(self._hashes), np.concatenate(self._numbers), seconds)
        return LiveIndex(part, with_seconds=with_seconds)

    def add_to(self, index: LiveIndex) -> None:
        """Add all of it to an index."""
        if self._hashes:
            seconds = np.concatenate(self._seconds) if self._seconds else None
            index.add(np.concatenate(self._hashes), np.concatenate(self._numbers), seconds)


class Held:
    """Entries by number. One thread changes it at a time; others read meanwhile."""

    def __init__(self, banks: Iterable[Bank]) -> None:
        self.banks = {bank.name: bank for bank in banks}
        self._names: list[str] = []
        self._rows = Rows()
        # Which banks hold a file and nothing else of it.
        self._listed: dict[bytes, tuple[int, ...]] = {}
        self._kept: dict[int, BankEntry] = {}
        self._numbers: dict[tuple[str, str], int] = {}
        self._files: dict[str, tuple[int, ...]] = {}
        self._last = 0

    def bank(self, name: str) -> Bank | None:
        """Return a bank."""
        return self.banks.get(name)

    def is_list(self, name: str) -> bool:
        """Say whether a bank is a list of others."""
        bank = self.banks.get(name)
        return bank is not None and bank.kind is BankKind.LIST

    def entry(self, number: int) -> BankEntry | None:
        """Return the entry of a number; None if it is gone."""
        if number < 0:
            return self._kept.get(number)
        pdq = self._rows.digits(number)
        return BankEntry(self._names[self._rows.bank(number)], list_entry("pdq", pdq), pdq=pdq)

    def with_file(self, digest: str) -> list[BankEntry]:
        """Return the entries that hold exactly this file."""
        found = [self._kept.get(number) for number in self._files.get(digest, ())]
        name = list_entry("sha256", digest)
        listed = [
            BankEntry(self._names[bank], name, digest)
            for bank in self._listed.get(bytes.fromhex(digest), ())
        ]
        return [*listed, *(entry for entry in found if entry is not None)]

    # --- changing

    def take(self, page: Sequence[BankEntry], lists: Gathered, own: Gathered) -> None:
        """Note entries, and gather what has to go into the indexes."""
        plain: dict[str, list[str]] = {}
        for entry in page:
            if not (self.is_list(entry.bank) and is_plain(entry)):
                self._keep(entry, lists, own)
            elif entry.pdq is not None:
                plain.setdefault(entry.bank, []).append(entry.pdq)
            elif entry.sha256 is not None:
                self._list_file(entry.bank, entry.sha256)
        for bank, pdqs in plain.items():
            hashes = np.frombuffer(bytes.fromhex("".join(pdqs)), np.uint64).reshape(-1, _WORDS)
            hashes = hashes[substantial(hashes)]
            lists.add(hashes, self._rows.add(hashes, self._place(bank)))

    def replace(self, entry: BankEntry) -> bool:
        """Exchange an entry whose hashes stay; False if it has to be taken in anew."""
        number = self._numbers.get((entry.bank, entry.entry))
        before = None if number is None else self._kept.get(number)
        if number is None or before is None:
            return False
        if _hashes(before) != _hashes(entry):
            return False
        self._kept[number] = entry
        return True

    def numbers(self, names: Collection[tuple[str, str]], lists: LiveIndex) -> list[int]:
        """Return the numbers that entries have now; an index tells those of hashes on lists."""
        found: list[int] = []
        for bank, name in names:
            number = self._numbers.get((bank, name))
            if number is not None:
                found.append(number)
            elif (digest := _digest("pdq", name)) is not None and bank in self._names:
                hits = lists.search(np.frombuffer(digest, np.uint64)[None], 0)
                place = self._place(bank)
                found += [int(one) for one in hits.id if one >= 0 and self._rows.bank(one) == place]
        return found

    def forget_banks(self, names: Collection[str]) -> list[int]:
        """Forget the files of whole banks, and return the numbers of all else that they hold."""
        if not names:
            return []
        places = {place for place, name in enumerate(self._names) if name in names}
        for digest, banks in [*self._listed.items()]:
            _put(self._listed, digest, tuple(one for one in banks if one not in places))
        kept = [number for number, entry in self._kept.items() if entry.bank in names]
        return [*kept, *self._rows.of(places)]

    def drop(self, numbers: Iterable[int], names: Iterable[tuple[str, str]]) -> None:
        """Forget what is kept under these numbers, and files on lists by their names."""
        for number in numbers:
            self._forget(number)
        for bank, name in names:
            digest = _digest("sha256", name)
            if digest is not None and bank in self._names:
                place = self._place(bank)
                left = tuple(one for one in self._listed.get(digest, ()) if one != place)
                _put(self._listed, digest, left)

    def _keep(self, entry: BankEntry, lists: Gathered, own: Gathered) -> None:
        self._last -= 1
        number = self._last
        self._kept[number] = entry
        self._numbers[entry.bank, entry.entry] = number
        digest = (entry.sha256 or _EMPTY_FILE).lower()
        if digest != _EMPTY_FILE:
            self._files[digest] = (*self._files.get(digest, ()), number)
        if entry.pdq is None or entry.quality < LEAST_QUALITY:
            return
        if entry.windows:
            windows = read_windows(entry.windows)
            good = substantial(windows.pdq)
            own.add(windows.pdq[good], np.full(int(good.sum()), number), windows.dhash[good])
        pdq = words(entry.pdq)[None]
        if substantial(pdq).all():
            lists.add(pdq, np.array([number]))

    def _list_file(self, bank: str, digest: str) -> None:
        if digest.lower() != _EMPTY_FILE:
            key, place = bytes.fromhex(digest), self._place(bank)
            known = self._listed.get(key, ())
            self._listed[key] = known if place in known else (*known, place)

    def _forget(self, number: int) -> None:
        entry = self._kept.pop(number, None)
        if entry is None:
            return
        # It may have come back under another number.
        if self._numbers.get((entry.bank, entry.entry)) == number:
            del self._numbers[entry.bank, entry.entry]
        digest = (entry.sha256 or "").lower()
        left = tuple(each for each in self._files.get(digest, ()) if each != number)
        _put(self._files, digest, left)

    def _place(self, bank: str) -> int:
        if bank not in self._names:
            self._names.append(bank)
        return self._names.index(bank)


def _put(table: dict[K, tuple[int, ...]], key: K, left: tuple[int, ...]) -> None:
    if left:
        table[key] = left
    else:
        table.pop(key, None)


def _hashes(entry: BankEntry) -> tuple[str | None, str | None, int, bytes]:
    return entry.sha256, entry.pdq, entry.quality, entry.windows


def _digest(kind: str, name: str) -> bytes | None:
    """Return the hash after which `list_entry` named an entry; None if it is named otherwise."""
    before, _, digits = name.partition("-")
    try:
        digest = base64.b32decode(digits.upper() + "=" * (-len(digits) % 8))
    except ValueError:
        return None
    return digest if before == kind and len(digest) == _DIGEST_BYTES else None
