"""Hashes as banks hold them, and the plain comparison that every search is judged by."""

import numpy as np
from numpy.typing import NDArray

from classifiers.hash_index.hits import Hits
from classifiers.hash_index.words import BITS, WORDS, Words

FARTHEST = 80


def unrelated(chance: np.random.Generator, count: int) -> Words:
    return chance.integers(0, 2**64, (count, WORDS), dtype=np.uint64)


def changed(chance: np.random.Generator, hashes: Words, bits: NDArray[np.int64]) -> Words:
    """Flip so many bits of each hash, anywhere."""
    order = np.argsort(chance.random((len(hashes), BITS)), axis=1)
    flips = np.zeros((len(hashes), BITS), np.uint8)
    np.put_along_axis(flips, order, np.arange(BITS) < bits[:, None], axis=1)
    return hashes ^ np.packbits(flips, axis=1).view(np.uint64)


def clustered(chance: np.random.Generator, count: int) -> Words:
    """Return windows of few pictures: hashes at all distances up to 80 from a few, some twice."""
    centres = unrelated(chance, max(1, count // 50))
    chosen = centres[chance.integers(0, len(centres), count)]
    hashes = changed(chance, chosen, chance.integers(0, FARTHEST + 1, count))
    hashes[: count // 20] = hashes[-1:]
    return hashes


def queries_near(chance: np.random.Generator, hashes: Words, count: int) -> Words:
    """Return queries of which the first half lie at 0 to 80 bits from a stored one."""
    chosen = hashes[chance.integers(0, len(hashes), count // 2)]
    bits = np.linspace(0, FARTHEST, len(chosen)).astype(np.int64)
    asked = changed(chance, chosen, bits)
    return np.concatenate([asked, unrelated(chance, count - len(asked))])


def every_distance(queries: Words, hashes: Words) -> NDArray[np.int64]:
    """Compare all with all; shape (q, n)."""
    differing = np.bitwise_count(queries[:, None, :] ^ hashes[None, :, :])
    return np.asarray(differing.sum(axis=2, dtype=np.int64))


def listed(hits: Hits) -> list[tuple[int, ...]]:
    """Return hits in an order of their own, so that two findings can be compared."""
    columns = [hits.query.tolist(), hits.id.tolist(), hits.distance.tolist()]
    if len(hits.second):
        columns.append(hits.second.tolist())
    return sorted(zip(*columns, strict=True))


def expected(
    queries: Words, hashes: Words, ids: NDArray[np.int64], radius: int
) -> list[tuple[int, ...]]:
    """Return what a search has to find, by comparing every bit of everything."""
    distance = every_distance(queries, hashes)
    query, row = np.nonzero(distance <= radius)
    found = zip(query.tolist(), ids[row].tolist(), distance[query, row].tolist(), strict=True)
    return sorted(found)
