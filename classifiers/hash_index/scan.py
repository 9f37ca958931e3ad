"""Finds near hashes by comparing every row: the fastest way for few rows or a wide radius.

Counting bits is the slow step, so it is done on words joined by OR. A bit that is set in `a | b` is
set in one of them at least, so the count never exceeds the distance, and no near row is lost. Of
unrelated hashes three quarters of the bits of such a pair differ, 48 of 64: beyond 31 for all but
two in a million. One count does what two do in a plain comparison of 128 bits.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from classifiers.hash_index.words import Pairs, Words

# Comparisons a step. Five buffers of this length, 19 bytes a comparison, stay in the second cache
# or near it, and NumPy's own microsecond a call is spread over enough of them.
_STEP = 1 << 16

# Up to which radius each test leaves few unrelated rows, under 1 %: the mean less three standard
# deviations of what it counts, 48 ± 3.5 for the OR of two words, 56 ± 2.6 of three, 96 ± 4.9 of two
# pairs. Beyond, it would still be exact, and slow.
_PAIR, _TRIPLE, _TWO_PAIRS = 37, 47, 80


def scan(words: Words, queries: Words, radius: int) -> Iterator[Pairs]:
    """Yield pairs of query and row, each once: all within the radius and a few beyond.

    Args:
        words: The stored hashes, shape (4, n).
        queries: Shape (q, 4).
        radius: Differing bits, 0 to 256.
    """
    count, stored = len(queries), words.shape[1]
    if not count or not stored:
        return
    width = min(stored, _STEP)
    height = min(count, max(1, _STEP // width))
    buffers = _Buffers(height * width)
    for start in range(0, stored, width):
        block = words[:, start : start + width]
        for first in range(0, count, height):
            some = queries[first : first + height]
            place = np.flatnonzero(buffers.near(block, some, radius))
            if len(place):
                query, row = np.divmod(place, block.shape[1])
                yield query + first, row + start


class _Buffers:
    """Room for one step, made once a search and used again for each step."""

    def __init__(self, size: int) -> None:
        self._one, self._other = np.empty(size, np.uint64), np.empty(size, np.uint64)
        self._bits, self._more = np.empty(size, np.uint8), np.empty(size, np.uint8)
        self._near = np.empty(size, np.bool_)

    def near(self, block: Words, queries: Words, radius: int) -> NDArray[np.bool_]:
        """Return for each query and each row, flat, whether the row may lie within the radius."""
        height, width = len(queries), block.shape[1]
        size = height * width
        bits, near = self._bits[:size], self._near[:size]
        if radius > _TWO_PAIRS:
            near[:] = True
            return near
        one = self._one[:size].reshape(height, width)
        other = self._other[:size].reshape(height, width)

        np.bitwise_xor(block[0], queries[:, 0:1], out=one)
        self._join(block[1], queries[:, 1:2], one, other)
        if _PAIR < radius <= _TRIPLE:
            self._join(block[2], queries[:, 2:3], one, other)
        np.bitwise_count(one.ravel(), out=bits)
        if radius > _TRIPLE:
            np.bitwise_xor(block[2], queries[:, 2:3], out=one)
            self._join(block[3], queries[:, 3:4], one, other)
            more = np.bitwise_count(one.ravel(), out=self._more[:size])
            np.add(bits, more, out=bits)  # at most 128
        return np.less_equal(bits, np.uint8(radius), out=near)

    @staticmethod
    def _join(word: Words, query: Words, one: Words, other: Words) -> None:
        np.bitwise_xor(word, query, out=other)
        np.bitwise_or(one, other, out=one)
