"""Looking up bands of bits loses nothing that is near."""

import tracemalloc

import numpy as np
import pytest

from classifiers.hash_index import bands as module
from classifiers.hash_index.bands import Bands, Cut
from classifiers.hash_index.words import Words
from tests.unit.classifiers.hash_index.hashes import (
    changed,
    clustered,
    every_distance,
    queries_near,
    unrelated,
)

CUTS = [Cut(16, 16), Cut(12, 21), Cut(11, 14), Cut(13, 19), Cut(3, 8)]
NO_LIMIT = 1 << 30


def found_by(
    bands: Bands, hashes: Words, queries: Words, radius: int, most: int = NO_LIMIT
) -> list[tuple[int, int]]:
    words = np.ascontiguousarray(hashes.T)
    return [
        pair
        for query, row in bands.find(words, queries, radius, most)
        for pair in zip(query.tolist(), row.tolist(), strict=True)
    ]


def near(queries: Words, hashes: Words, radius: int) -> set[tuple[int, int]]:
    query, row = np.nonzero(every_distance(queries, hashes) <= radius)
    return set(zip(query.tolist(), row.tolist(), strict=True))


@pytest.mark.parametrize("cut", CUTS, ids=str)
@pytest.mark.parametrize("most", [NO_LIMIT, 40, 0])
def test_every_near_row_is_found_once(cut: Cut, most: int) -> None:
    chance = np.random.default_rng(cut.bits)
    hashes = clustered(chance, 1500)
    queries = queries_near(chance, hashes, 60)
    bands = Bands.build(np.ascontiguousarray(hashes.T), cut)

    # Those of one look-up, of one in some bands, and of several; the widest for the small tables.
    for radius in (0, 1, cut.bands - 2, cut.bands - 1, cut.bands, 20, 31):
        if cut.look_ups(radius) < 5_000:
            found = found_by(bands, hashes, queries, radius, most)
            assert len(set(found)) == len(found)
            expected = near(queries, hashes, radius)
            assert expected
            assert expected <= set(found)


def test_the_cut_of_the_largest_banks_loses_nothing_either() -> None:
    cut = Cut(11, 23)
    chance = np.random.default_rng(23)
    hashes = clustered(chance, 5000)
    queries = queries_near(chance, hashes, 100)
    bands = Bands.build(np.ascontiguousarray(hashes.T), cut)

    found = set(found_by(bands, hashes, queries, 31))

    expected = near(queries, hashes, 31)
    assert len(expected) > 100
    assert {pair for pair in found if pair in expected} == expected


@pytest.mark.parametrize("cut", CUTS, ids=str)
@pytest.mark.parametrize("radius", range(32))
def test_radii_of_the_bands_leave_no_room_for_a_miss(cut: Cut, radius: int) -> None:
    # If a row exceeded the radius of every band by just one, it would be too far as a whole.
    assert sum(one + 1 for one in cut.radii(radius)) == radius + 1
    assert len(cut.radii(radius)) == cut.bands
    assert cut.bands * cut.bits <= 256


@pytest.mark.parametrize("cut", [Cut(16, 16), Cut(12, 21)], ids=str)
def test_differences_spread_as_evenly_as_possible_are_found(cut: Cut) -> None:
    # The hardest to find: every band differs by as much as it may, but for one.
    chance = np.random.default_rng(5)
    query = unrelated(chance, 1)
    places = [band * cut.bits + bit for bit in range(3) for band in range(cut.bands)][:31]
    row = query[0].copy()
    for place in places:
        row[place // 64] ^= np.uint64(1 << place % 64)
    hashes = np.concatenate([unrelated(chance, 50), row[None]])
    bands = Bands.build(np.ascontiguousarray(hashes.T), cut)

    assert found_by(bands, hashes, query, 31) == [(0, 50)]


def test_tens_of_thousands_alike_are_all_found() -> None:
    # More than 16 bits count, in the middle of a block: the beginnings need wider numbers then.
    chance = np.random.default_rng(6)
    alike = np.full((70_000, 4), 0x1200_3400_5600_7800, np.uint64)
    hashes = np.concatenate([alike, unrelated(chance, 100)])
    bands = Bands.build(np.ascontiguousarray(hashes.T), Cut(16, 16))

    found = found_by(bands, hashes, hashes[-1:], 31)
    assert found == [(0, len(hashes) - 1)]
    asked = changed(chance, hashes[:1], np.array([9]))
    for most in (NO_LIMIT, 1000):
        assert len(found_by(bands, hashes, asked, 31, most)) == len(alike)


def test_a_query_whose_bands_are_those_of_all_rows_takes_little_memory() -> None:
    chance = np.random.default_rng(7)
    alike = np.repeat(unrelated(chance, 1), 300_000, axis=0)
    words = np.ascontiguousarray(alike.T)
    bands = Bands.build(words, Cut(16, 16))
    # Equal to all of them in half of the bands, and still far away.
    asked = np.repeat(alike[:1], 8, axis=0)
    asked[:, 0] = ~asked[:, 0]
    asked[:, 1] = ~asked[:, 1]

    tracemalloc.start()
    found = list(bands.find(words, asked, 31, len(alike) // 16))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert found == []
    assert peak < 10e6


def test_many_rows_for_several_queries_are_compared_a_query_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chance = np.random.default_rng(8)
    hashes = clustered(chance, 2000)
    queries = queries_near(chance, hashes, 40)
    bands = Bands.build(np.ascontiguousarray(hashes.T), Cut(16, 16))
    together = found_by(bands, hashes, queries, 31)

    monkeypatch.setattr(module, "_MOST_ROWS", 10)

    assert sorted(found_by(bands, hashes, queries, 31)) == sorted(together)
