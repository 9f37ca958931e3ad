"""Entries of long lists, packed: a hash and the number of its bank, and nothing else.

As objects a million entries take half a gigabyte. Of nearly all of them everything but the hash is
the same, and their names follow from it (`bank.list_entry`).
"""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from bot.domain.bank import BankEntry, Standing, list_entry

_LEAST_ROOM = 1024


def is_plain(entry: BankEntry) -> bool:
    """Whether an entry of a list is nothing but a hash."""
    if entry.standing is not Standing.LISTED or entry.windows or entry.scope is not None:
        return False
    if entry.pdq is None:
        return entry.sha256 is not None and entry.entry == list_entry("sha256", entry.sha256)
    return entry.sha256 is None and entry.entry == list_entry("pdq", entry.pdq)


class Rows:
    """Hashes by number, each with the number of its bank."""

    def __init__(self) -> None:
        self._pdqs = np.empty((_LEAST_ROOM, 4), np.uint64)
        self._banks = np.empty(_LEAST_ROOM, np.uint16)
        self._count = 0

    def add(self, pdqs: NDArray[np.uint64], bank: int) -> NDArray[np.int64]:
        """Take hashes of one bank, shape (n, 4), and return the numbers that they get."""
        first, self._count = self._count, self._count + len(pdqs)
        if self._count > len(self._banks):
            room = max(self._count, 2 * len(self._banks))
            # Readers go on with the old arrays, in which the rows that they know stay.
            self._pdqs = np.resize(self._pdqs, (room, 4))
            self._banks = np.resize(self._banks, room)
        self._pdqs[first : self._count] = pdqs
        self._banks[first : self._count] = bank
        return np.arange(first, self._count, dtype=np.int64)

    def of(self, banks: Collection[int]) -> list[int]:
        """Return the numbers of all hashes of some banks."""
        rows = np.flatnonzero(np.isin(self._banks[: self._count], [*banks]))
        return [int(row) for row in rows]

    def bank(self, number: int) -> int:
        """Return the number of a hash's bank."""
        return int(self._banks[number])

    def digits(self, number: int) -> str:
        """Return a hash as it is exchanged: 64 hex digits."""
        return bytes(self._pdqs[number]).hex()
