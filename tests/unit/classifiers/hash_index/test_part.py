"""A part finds exactly what comparing every bit finds, in whichever way it searches."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from classifiers.hash_index import part as module
from classifiers.hash_index.bands import Bands, Cut
from classifiers.hash_index.part import Part
from classifiers.hash_index.words import Words
from tests.unit.classifiers.hash_index.hashes import (
    clustered,
    every_distance,
    expected,
    listed,
    queries_near,
    unrelated,
)


def numbers(count: int) -> NDArray[np.int64]:
    return np.arange(count, dtype=np.int64) // 3


@pytest.fixture(params=["whatever is faster", "by bands"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "by bands":
        monkeypatch.setattr(module, "_FEWEST_FOR_BANDS", 0)
        monkeypatch.setattr(module, "_LOOKING_UP_AT_ALL", -1e7)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("make", [unrelated, clustered])
@pytest.mark.parametrize("stored", [0, 1, 2, 3000, 9000])
@pytest.mark.parametrize("radius", [0, 31, 75, 256])
def test_hits_are_those_of_comparing_every_bit(
    make: Callable[[np.random.Generator, int], Words], stored: int, radius: int
) -> None:
    chance = np.random.default_rng(stored + radius)
    hashes = make(chance, stored)
    ids = numbers(stored)
    queries = queries_near(chance, hashes if stored else unrelated(chance, 1), 10)

    hits = Part.build(hashes, ids).search(queries, radius)

    assert listed(hits) == expected(queries, hashes, ids, radius)
    assert [hits.query.dtype, hits.id.dtype, hits.distance.dtype] == [
        np.int64,
        np.int64,
        np.uint16,
    ]


@pytest.mark.usefixtures("way")
def test_recall_is_one_for_everything_within_31_bits() -> None:
    chance = np.random.default_rng(31)
    hashes = np.concatenate([clustered(chance, 15_000), unrelated(chance, 15_000)])
    ids = np.arange(len(hashes), dtype=np.int64)
    part = Part.build(hashes, ids)
    queries = queries_near(chance, hashes, 200)

    within = expected(queries, hashes, ids, 31)

    assert len(within) > 300
    assert listed(part.search(queries, 31)) == within
    assert sorted(
        hit
        for number in range(len(queries))
        for _, *hit in listed(part.search(queries[number : number + 1], 31))
    ) == sorted(list(hit) for _, *hit in within)


@pytest.mark.usefixtures("way")
def test_second_hashes_are_measured_for_every_hit() -> None:
    chance = np.random.default_rng(4)
    hashes, ids = clustered(chance, 2000), np.arange(2000, dtype=np.int64)
    seconds = clustered(chance, 2000)
    queries, others = queries_near(chance, hashes, 10), unrelated(chance, 10)

    hits = Part.build(hashes, ids, seconds).search(queries, 60, others)

    distance = every_distance(others, seconds)
    assert len(hits) > 10
    assert hits.second.tolist() == distance[hits.query, hits.id].tolist()
    assert len(Part.build(hashes, ids, seconds).search(queries, 60).second) == 0


@pytest.mark.parametrize("beyond", [0, 2**40, -(2**40)])
def test_ids_are_any_integers(beyond: int) -> None:
    hashes = unrelated(np.random.default_rng(1), 3)
    ids = np.array([7, -7, 7], np.int64) + beyond

    hits = Part.build(hashes, ids).search(hashes, 0)

    assert hits.id.tolist() == ids.tolist()


@pytest.mark.parametrize(
    ("stored", "cut"),
    [
        (7_999, None),
        (8_000, Cut(16, 16)),
        (600_000, Cut(16, 16)),
        (600_001, Cut(12, 21)),
        (3_000_000, Cut(12, 21)),
        (3_000_001, Cut(11, 23)),
    ],
)
def test_more_rows_are_cut_into_fewer_bands(stored: int, cut: Cut | None) -> None:
    assert module._best_cut(stored) == cut


def test_bands_are_used_for_few_bits_and_not_for_many(monkeypatch: pytest.MonkeyPatch) -> None:
    hashes = unrelated(np.random.default_rng(3), 20_000)
    part = Part.build(hashes, np.arange(20_000, dtype=np.int64))

    def refuse(*_: object) -> None:
        raise AssertionError("not by bands")

    monkeypatch.setattr(Bands, "find", refuse)

    assert len(part.search(hashes[:20], 75)) == 20
    assert len(part.search(hashes[:1], 31)) == 1
    with pytest.raises(AssertionError):
        part.search(hashes[:20], 31)
    with pytest.raises(AssertionError):
        part.search(hashes[:20], 0)
