"""Finds near hashes by comparing every row: the fastest way for few rows or a wide radius.

Counting bits is the slow step, so it is done on words joined by OR. A bit that is set in `a | b` is
set in one of them at least, so the count never exceeds the distance, and no near row is lost. Of
unrelated hashes three quarters of the bits of such a pair differ, 48 of 64: beyond 31 for all but
two in a million. One count does what two do in a plain comparison of 128 bits.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from classifiers.hash_index.words import WORDS, Pairs, Words

# Comparisons a step. Its arrays, 17 bytes a comparison, then stay in the caches, and NumPy's own
# microsecond a call is spread over enough of them.
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
    for start in range(0, stored, width):
        block = words[:, start : start + width]
        for first in range(0, count, height):
            near = _near(block, queries[first : first + height], radius)
            place = near.ravel().nonzero()[0]
            if len(place):
                query, row = np.divmod(place, block.shape[1])
                yield query + first, row + start


def _near(block: Words, queries: Words, radius: int) -> NDArray[np.bool_]:
    """Return for each query and each row whether the row may lie within the radius."""
    if radius > _TWO_PAIRS:
        return np.ones((len(queries), block.shape[1]), np.bool_)
    first, second, third, fourth = (queries[:, word, None] for word in range(WORDS))
    differing = block[0] ^ first
    differing |= block[1] ^ second
    if _PAIR < radius <= _TRIPLE:
        differing |= block[2] ^ third
    bits = np.bitwise_count(differing)
    if radius > _TRIPLE:
        np.bitwise_xor(block[2], third, out=differing)
        differing |= block[3] ^ fourth
        bits += np.bitwise_count(differing)  # at most 128
    return np.asarray(bits <= radius)
