"""An unchanging set of hashes, searched in whichever exact way is faster for its size."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from classifiers.hash_index.bands import Bands, Cut
from classifiers.hash_index.hits import Hits
from classifiers.hash_index.scan import scan
from classifiers.hash_index.words import BITS, Pairs, Words, as_rows, distances

# Up to how many rows which cut is the fastest at 31 bits (benchmarks/lookup.py). Below the first
# comparing all is faster even for a picture's twenty queries.
_FEWEST_FOR_BANDS = 8_000
_CUTS = ((600_000, Cut(16, 16)), (3_000_000, Cut(12, 21)))
_LARGEST_CUT = Cut(11, 23)

_MEASURED_AT_ONCE = 1 << 16
_NONE = np.empty(0, np.uint16)

# What decides between the ways. Measured nanoseconds on an old core; only their ratios matter, and
# a wrong choice costs time, never a hit.
_COMPARING = ((37, 2.2), (47, 3.2), (80, 4.3), (BITS, 60.0))  # up to which radius, a row and query
_LOOKING_UP = 35.0  # a value, and a row found there
_LOOKING_UP_AT_ALL = 55_000.0  # what a search by bands takes longer than one by comparing


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Hashes with an id each.

    Attributes:
        words: The hashes as columns, shape (4, n).
        ids: What the caller calls each row; any integers, an id may come several times.
        seconds: The second hashes, shape (n, 4), if every row has one.
        bands: The tables for looking up, if there are rows enough.
    """

    words: Words
    ids: NDArray[np.int64] | NDArray[np.int32]
    seconds: Words | None
    bands: Bands | None

    @classmethod
    def build(cls, hashes: Words, ids: NDArray[np.int64], seconds: Words | None = None) -> Self:
        """Prepare hashes for searching: 1 s for a million rows, 10 s for ten.

        Args:
            hashes: Shape (n, 4).
            ids: Shape (n,).
            seconds: Shape (n, 4): another hash of each row, which is only compared where the first
                is near.
        """
        words = np.ascontiguousarray(as_rows(hashes).T)
        if seconds is not None:
            seconds = np.ascontiguousarray(as_rows(seconds))
        cut = _best_cut(len(ids))
        return cls(words, _narrow(ids), seconds, None if cut is None else Bands.build(words, cut))

    def __len__(self) -> int:
        return len(self.ids)

    def search(self, queries: Words, radius: int, seconds: Words | None = None) -> Hits:
        """Return every row within the radius of each query.

        Args:
            queries: Shape (q, 4).
            radius: Differing bits, 0 to 256.
            seconds: Shape (q, 4): with them each hit also says how far the second hashes differ.
        """
        return Hits.join(
            [
                self._measure(queries, radius, seconds, pairs)
                for pairs in _many_at_once(self._near(queries, radius))
            ]
        )

    def _near(self, queries: Words, radius: int) -> Iterator[Pairs]:
        comparing = next(cost for widest, cost in _COMPARING if radius <= widest)
        all_rows = comparing * len(self)
        if self.bands is not None:
            cut = self.bands.cut
            look_ups = cut.look_ups(radius)
            found = look_ups * len(self) / (1 << cut.bits)
            by_bands = _LOOKING_UP_AT_ALL + len(queries) * _LOOKING_UP * (look_ups + found)
            if by_bands < len(queries) * all_rows:
                return self.bands.find(self.words, queries, radius, int(all_rows / _LOOKING_UP))
        return scan(self.words, queries, radius)

    def _measure(self, queries: Words, radius: int, seconds: Words | None, pairs: Pairs) -> Hits:
        distance = distances(self.words, queries, pairs)
        query, row = pairs
        near = distance <= radius
        if not near.all():
            query, row, distance = query[near], row[near], distance[near]
        second = _NONE
        if seconds is not None and self.seconds is not None:
            differing = self.seconds.take(row, axis=0) ^ seconds.take(query, axis=0)
            second = np.bitwise_count(differing).sum(axis=1, dtype=np.uint16)
        return Hits(query, self.ids[row].astype(np.int64), distance, second)


def _many_at_once(several: Iterator[Pairs]) -> Iterator[Pairs]:
    """Join what comes in small pieces: measuring costs the most for each piece."""
    waiting: list[Pairs] = []
    count = 0
    for pairs in several:
        waiting.append(pairs)
        count += len(pairs[0])
        if count >= _MEASURED_AT_ONCE:
            yield _joined(waiting)
            waiting, count = [], 0
    if waiting:
        yield _joined(waiting)


def _joined(several: list[Pairs]) -> Pairs:
    if len(several) == 1:
        return several[0]
    query, row = (np.concatenate(arrays) for arrays in zip(*several, strict=True))
    return query, row


def _best_cut(stored: int) -> Cut | None:
    if stored < _FEWEST_FOR_BANDS:
        return None
    return next((cut for most, cut in _CUTS if stored <= most), _LARGEST_CUT)


def _narrow(ids: NDArray[np.int64]) -> NDArray[np.int64] | NDArray[np.int32]:
    """Keep ids in four bytes if they fit."""
    limits = np.iinfo(np.int32)
    if len(ids) and limits.min <= ids.min() and ids.max() <= limits.max:
        return ids.astype(np.int32)
    return ids.astype(np.int64)
