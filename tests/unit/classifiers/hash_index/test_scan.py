"""Comparing every row loses nothing that is near."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers.hash_index import scan as module
from classifiers.hash_index.scan import scan
from tests.unit.classifiers.hash_index.hashes import (
    changed,
    clustered,
    every_distance,
    queries_near,
    unrelated,
)

# Both sides of every border between the tests, and the ends.
RADII = (0, 1, 31, 37, 38, 47, 48, 75, 80, 81, 128, 255, 256)


@pytest.mark.parametrize("radius", RADII)
@pytest.mark.parametrize("step", [64, 1 << 16])
def test_every_near_row_is_found_once(
    radius: int, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_STEP", step)
    chance = np.random.default_rng(radius)
    hashes = clustered(chance, 700)
    queries = queries_near(chance, hashes, 20)

    found = [
        pair
        for query, row in scan(np.ascontiguousarray(hashes.T), queries, radius)
        for pair in zip(query.tolist(), row.tolist(), strict=True)
    ]

    assert len(set(found)) == len(found)
    near = set(zip(*np.nonzero(every_distance(queries, hashes) <= radius), strict=True))
    assert near
    assert near <= set(found)


@given(st.integers(0, 80), st.integers(0, 2**32))
@settings(max_examples=100, deadline=None)
def test_a_row_exactly_at_the_radius_is_found_wherever_its_bits_differ(
    radius: int, seed: int
) -> None:
    chance = np.random.default_rng(seed)
    query = unrelated(chance, 1)
    hashes = changed(chance, np.repeat(query, 20, axis=0), np.full(20, radius))
    # All differences in as few words as possible: where the shortened count is largest.
    hashes[0] = query[0] ^ np.packbits(np.arange(256) < radius).view(np.uint64)

    rows = [row for _, rows in scan(np.ascontiguousarray(hashes.T), query, radius) for row in rows]

    assert sorted(rows) == list(range(20))


@pytest.mark.parametrize(("stored", "asked"), [(0, 3), (3, 0), (0, 0)])
def test_nothing_stored_or_asked_finds_nothing(stored: int, asked: int) -> None:
    chance = np.random.default_rng(1)
    words = np.ascontiguousarray(unrelated(chance, stored).T)

    assert list(scan(words, unrelated(chance, asked), 256)) == []


@pytest.mark.parametrize("radius", [31, 45, 75])
def test_hardly_any_unrelated_row_is_left_to_compare_in_full(radius: int) -> None:
    # Not a matter of being right but of being fast.
    chance = np.random.default_rng(2)
    words = np.ascontiguousarray(unrelated(chance, 20_000).T)

    left = sum(len(row) for _, row in scan(words, unrelated(chance, 10), radius))

    assert left < 200_000 * 0.01
