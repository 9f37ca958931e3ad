"""Hashes of 256 bits as four 64-bit words, and the distance between them."""

import numpy as np
from numpy.typing import NDArray

BITS = 256
WORDS = 4
WORD_BITS = 64

Words = NDArray[np.uint64]
"""Hashes. Given and asked for as rows, shape (n, 4), and stored as columns, shape (4, n): a search
reads the first two words of every row and the others of hardly any."""

Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]
"""Which query and which row, two arrays of the same length."""


def distances(words: Words, queries: Words, pairs: Pairs) -> NDArray[np.uint16]:
    """Count the differing bits of each pair, 0 to 256."""
    query, row = pairs
    differing = words[:, row]  # `take` would copy columns that are not adjacent
    differing ^= queries.take(query, axis=0).T
    return np.asarray(np.bitwise_count(differing).sum(axis=0, dtype=np.uint16))


def as_rows(hashes: Words) -> Words:
    """Check that these are hashes, one a row.

    Raises:
        ValueError: They are not of shape (n, 4), or not of unsigned 64-bit words.
    """
    if hashes.dtype != np.uint64 or hashes.ndim != 2 or hashes.shape[1] != WORDS:
        raise ValueError(
            f"hashes have shape (n, {WORDS}) and type uint64, not {hashes.shape} and {hashes.dtype}"
        )
    return hashes
