"""Finds near hashes by looking up bands of their bits: a multi-index, exact by the pigeonhole rule.

Cut into 11 bands, two hashes that differ in at most 31 of all bits differ in at most two in one of
ten bands, or in at most one in the last: otherwise they would differ in 10 x 3 + 2 = 32. So it is
enough to look up every value that is as near as that to the query's, band by band, and to compare
the few rows found there. Other numbers of bands and other radii follow the same rule.

All bands lie one after another in one table, so that all look-ups of several queries are one call
of NumPy each for the beginnings and the ends, the rows and their words.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import comb
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from classifiers.hash_index.scan import scan
from classifiers.hash_index.words import WORD_BITS, WORDS, Pairs, Words

# Look-ups at a time: their arrays, 8 bytes each, then stay in the second cache.
_TOGETHER = 20_000
# Rows compared at a time, so that no query takes more than some 40 MB for a moment.
_MOST_ROWS = 1 << 20
# Beginnings are kept as 16 bits beyond that of each 256th value, which is half of the memory.
_BLOCK_BITS = 8


class Cut(NamedTuple):
    """How hashes are cut: how many bands of how many bits. Bits left over are not looked up."""

    bands: int
    bits: int

    def radii(self, radius: int) -> list[int]:
        """Return how far to look in each band: summed, each plus one, it is the radius plus one.

        -1 stands for a band that need not be looked at.
        """
        each, rest = divmod(radius + 1, self.bands)
        return [each] * rest + [each - 1] * (self.bands - rest)

    def look_ups(self, radius: int) -> int:
        """Return how many values are looked up for a query."""
        return _look_ups(self, radius)


class _Plan(NamedTuple):
    """All look-ups of a query: in which band, and which bits of its value are flipped."""

    band: NDArray[np.int64]
    flips: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Bands:
    """The tables of n rows.

    Attributes:
        rows: For each band in turn all rows, in the order of their values there; int32.
        blocks: Where in `rows` each 256th value begins, and the end; int64.
        begins: For each value how far beyond its block it begins; 16 bits if that suffices.
    """

    cut: Cut
    rows: NDArray[np.int32]
    blocks: NDArray[np.int64]
    begins: NDArray[np.uint16] | NDArray[np.uint32]

    @classmethod
    def build(cls, words: Words, cut: Cut) -> Self:
        """Sort all rows by each band."""
        stored, values = words.shape[1], 1 << cut.bits
        rows = np.empty(cut.bands * stored, np.int32)
        blocks = np.empty((cut.bands * values >> _BLOCK_BITS) + 1, np.int64)
        begins = np.zeros(cut.bands * values + 1, np.uint16)
        for band in range(cut.bands):
            order, starts = _sorted(_values(words, cut, band), values)
            first = band * stored
            rows[first : first + stored] = order
            first_of_block = starts.reshape(-1, 1 << _BLOCK_BITS)[:, :1].copy()
            block = band * len(first_of_block)
            blocks[block : block + len(first_of_block)] = first_of_block.ravel() + first
            beyond = starts.reshape(-1, 1 << _BLOCK_BITS)
            beyond -= first_of_block
            if beyond.max() > np.iinfo(begins.dtype).max:  # tens of thousands of hashes alike
                begins = begins.astype(np.uint32)
            begins[band * values : (band + 1) * values] = beyond.ravel()
        blocks[-1] = len(rows)
        return cls(cut, rows, blocks, begins)

    def find(self, words: Words, queries: Words, radius: int, most: int) -> Iterator[Pairs]:
        """Yield pairs of query and row, each once: all within the radius and a few beyond.

        Args:
            words: The stored hashes that the tables were built of, shape (4, n).
            queries: Shape (q, 4).
            radius: Differing bits.
            most: A query for which more rows than that would be compared is answered by comparing
                all instead: its bands are those of very many others.
        """
        plan = _plan(self.cut, radius)
        step = max(1, _TOGETHER // len(plan.band))
        for first in range(0, len(queries), step):
            some = queries[first : first + step]
            begins, lengths = self._look_up(some, plan)
            totals = lengths.sum(axis=1)
            if (totals > most).any():
                crowded = np.flatnonzero(totals > most)
                for query, row in scan(words, some[crowded], radius):
                    yield crowded[query] + first, row
            for group in _groups(totals, most):
                place = _places(begins[group], lengths[group])
                rows = self.rows.take(place)
                query, row = _near(words, rows, some[group], totals[group], radius)
                if len(row):
                    yield query + first + group.start, row

    def _look_up(self, queries: Words, plan: _Plan) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return for every look-up where its rows begin and how many there are, shape (q, p)."""
        values = _query_values(queries, self.cut)
        keys = values.take(plan.band, axis=1)
        keys ^= plan.flips
        begins = self.blocks.take(keys >> _BLOCK_BITS)
        begins += self.begins.take(keys)
        keys += 1
        lengths = self.blocks.take(keys >> _BLOCK_BITS)
        lengths += self.begins.take(keys)
        lengths -= begins
        return begins, lengths


@cache
def _look_ups(cut: Cut, radius: int) -> int:
    return sum(comb(cut.bits, flipped) for most in cut.radii(radius) for flipped in range(most + 1))


@cache
def _plan(cut: Cut, radius: int) -> _Plan:
    band: list[int] = []
    flips: list[int] = []
    for number, most in enumerate(cut.radii(radius)):
        for flipped in range(most + 1):
            for places in combinations(range(cut.bits), flipped):
                band.append(number)
                flips.append(sum(1 << place for place in places))
    return _Plan(np.array(band, np.int64), np.array(flips, np.int64))


def _groups(totals: NDArray[np.int64], most: int) -> Iterator[slice]:
    """Yield which queries are compared together, by the rows that were found for each."""
    light = totals <= most
    if light.all() and totals.sum() <= _MOST_ROWS:
        yield slice(0, len(totals))
    else:
        for query in np.flatnonzero(light):
            yield slice(int(query), int(query) + 1)


def _places(begins: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return all places of the runs that begin there and are so long, one run after another."""
    run = lengths.ravel()
    ends = run.cumsum()
    shift = begins.ravel() - ends
    shift += run
    places: NDArray[np.int64] = shift.repeat(run)
    places += np.arange(len(places))
    return places


def _near(
    words: Words, rows: NDArray[np.int32], queries: Words, each: NDArray[np.int64], radius: int
) -> Pairs:
    """Return what may be near of the rows found, `each` so many for every query in turn."""
    # The OR of two words never counts more than they differ by: see scan.py.
    one = words[0].take(rows)
    one ^= queries[:, 0].repeat(each)
    other = words[1].take(rows)
    other ^= queries[:, 1].repeat(each)
    one |= other
    near = (np.bitwise_count(one) <= radius).nonzero()[0]
    if not len(near):
        return near, near
    query = each.cumsum().searchsorted(near, side="right")
    # A row that is near lies in several bands.
    pair = query * words.shape[1] + rows[near]
    pair.sort()
    first = np.ones(len(pair), np.bool_)
    np.not_equal(pair[1:], pair[:-1], out=first[1:])
    query, row = np.divmod(pair[first], words.shape[1])
    return query, row


def _place(cut: Cut, band: int) -> tuple[int, int]:
    """Return in which word a band begins and how many bits lie below it there."""
    return divmod(band * cut.bits, WORD_BITS)


def _values(words: Words, cut: Cut, band: int) -> Words:
    """Return the bits that all rows have in a band."""
    word, below = _place(cut, band)
    values: Words = words[word] >> np.uint64(below)
    if below + cut.bits > WORD_BITS:
        values |= words[word + 1] << np.uint64(WORD_BITS - below)
    values &= np.uint64((1 << cut.bits) - 1)
    return values


class _Reading(NamedTuple):
    """How the value of each band is put together, and where the band's table begins."""

    word: NDArray[np.intp]
    below: NDArray[np.uint64]
    next_word: NDArray[np.intp]
    above: NDArray[np.uint64]
    table: NDArray[np.int64]


@cache
def _reading(cut: Cut) -> _Reading:
    places = [_place(cut, band) for band in range(cut.bands)]
    word = np.array([word for word, _ in places])
    below = np.array([below for _, below in places], np.uint64)
    # What comes from beyond the last word is masked off, because the bands end before.
    next_word = np.minimum(word + 1, WORDS - 1)
    table = np.arange(cut.bands) << cut.bits
    return _Reading(word, below, next_word, np.uint64(WORD_BITS) - below, table)


def _query_values(queries: Words, cut: Cut) -> NDArray[np.int64]:
    """Return the bits that each query has in each band, plus where the band's table begins."""
    reading = _reading(cut)
    values = queries.take(reading.word, axis=1)
    values >>= reading.below
    # What is shifted by a whole word is zero in NumPy.
    values |= queries.take(reading.next_word, axis=1) << reading.above
    values &= np.uint64((1 << cut.bits) - 1)
    return values.view(np.int64) + reading.table


def _sorted(values: NDArray[np.uint64], count: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Return the rows in the order of their values, and where each of `count` values begins.

    Value and row are sorted as one number, which NumPy does several times faster than `argsort`.
    """
    values <<= np.uint64(32)
    values |= np.arange(len(values), dtype=np.uint64)
    values.sort()
    rows = values.astype(np.int32)
    values >>= np.uint64(32)
    lengths = np.bincount(values.view(np.int64), minlength=count)
    starts = np.cumsum(lengths)
    starts -= lengths
    return rows, starts
