"""What is added is found at once, what is removed is not, and compacting changes nothing else."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from classifiers.hash_index import live as module
from classifiers.hash_index.live import LiveIndex
from classifiers.hash_index.part import Part
from classifiers.hash_index.words import Words
from tests.unit.classifiers.hash_index.hashes import (
    changed,
    clustered,
    expected,
    listed,
    unrelated,
)

CHANCE = np.random.default_rng(9)
# Few pictures, so that removals and additions meet; each of them 0 to 60 bits from the first.
POOL = changed(CHANCE, np.repeat(unrelated(CHANCE, 1), 20, axis=0), np.arange(0, 60, 3))


def ids(*some: int) -> NDArray[np.int64]:
    return np.array(some, np.int64)


def found(index: LiveIndex, query: Words, radius: int = 0) -> list[int]:
    return sorted(index.search(query, radius).id.tolist())


Row = tuple[int, int]
"""Which hash of the pool, and its id."""

adding = st.lists(st.tuples(st.integers(0, 19), st.integers(0, 4)), max_size=8)
removing = st.frozensets(st.integers(0, 5), max_size=4)
compacting = st.none()


@given(st.lists(st.one_of(adding, removing, compacting), max_size=25), st.integers(0, 80))
@settings(max_examples=150, deadline=None)
def test_any_changes_leave_what_a_plain_list_would_hold(
    changes: list[list[Row] | frozenset[int] | None], radius: int
) -> None:
    index = LiveIndex()
    held: list[Row] = []
    for change in changes:
        match change:
            case list():
                held += change
                index.add(POOL[[place for place, _ in change]], ids(*(name for _, name in change)))
            case frozenset():
                held = [(place, name) for place, name in held if name not in change]
                index.remove(ids(*change))
            case None:
                index.compact()
                assert (index.loose, index.stored) == (0, len(held))

        stored = POOL[[place for place, _ in held]].reshape(-1, 4)
        names = ids(*(name for _, name in held))
        hits = index.search(POOL[:4], radius)
        assert listed(hits) == expected(POOL[:4], stored, names, radius)


def test_an_id_that_was_removed_can_be_added_again() -> None:
    index = LiveIndex(Part.build(POOL[:2], ids(1, 2)))
    index.remove(ids(1))
    assert found(index, POOL[:1]) == []

    index.add(POOL[:1], ids(1))

    assert found(index, POOL[:1]) == [1]
    index.compact()
    assert found(index, POOL[:1]) == [1]


def test_removing_an_id_takes_all_of_its_hashes_wherever_they_are() -> None:
    index = LiveIndex(Part.build(POOL[:3], ids(1, 1, 2)))
    index.add(POOL[3:5], ids(1, 3))

    index.remove(ids(1, 99))

    assert found(index, POOL[:1], 256) == [2, 3]


def test_many_additions_outgrow_their_room_and_none_is_lost() -> None:
    index = LiveIndex()
    hashes = unrelated(np.random.default_rng(1), 3000)
    for first in range(0, 3000, 7):
        rows = hashes[first : first + 7]
        index.add(rows, np.arange(first, first + len(rows)))

    assert found(index, hashes) == list(range(3000))
    assert index.loose == index.stored == 3000


def test_a_snapshot_taken_before_never_changes() -> None:
    index = LiveIndex()
    index.add(POOL[:5], ids(0, 1, 2, 3, 4))
    before = index._snapshot.added
    words = before.words.copy()

    index.add(POOL[5:9], ids(5, 6, 7, 8))
    index.remove(ids(1))
    index.add(POOL[9:10], ids(9))

    assert before.ids.tolist() == [0, 1, 2, 3, 4]
    assert np.array_equal(before.words, words)


def test_a_search_sees_one_state_throughout() -> None:
    """Whoever looked twice would see the old base, without what the new one has taken in."""
    index = LiveIndex()
    index.add(POOL[:1], ids(1))
    before = index._snapshot
    index.compact()
    after = index._snapshot

    class Compacted(LiveIndex):
        """Is compacted right after the first look at what it holds."""

        looks = 0

        def __getattribute__(self, name: str) -> object:
            if name != "_snapshot":
                return super().__getattribute__(name)
            Compacted.looks += 1
            return before if Compacted.looks == 1 else after

    search = Compacted()
    Compacted.looks = 0

    assert found(search, POOL[:1]) == [1]


def test_what_changes_while_a_new_base_is_built_takes_effect(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    index = LiveIndex(Part.build(POOL[:4], ids(0, 1, 2, 3)))
    index.add(POOL[4:6], ids(4, 5))
    build = module._merged
    meanwhile: list[list[int]] = []

    def slow(parts: Sequence[module._Built]) -> Part:
        built = build(parts)
        index.remove(ids(0, 4))  # one of the base, one added later
        index.add(POOL[6:8], ids(6, 7))
        index.remove(ids(7, 1))
        index.add(POOL[:1], ids(1))  # again, as another hash
        meanwhile.append(found(index, POOL[:1], 256))
        return built

    monkeypatch.setattr(module, "_merged", slow)
    index.compact()

    assert meanwhile == [[1, 2, 3, 5, 6]]
    assert found(index, POOL[:1], 256) == [1, 2, 3, 5, 6]
    assert found(index, POOL[:1]) == [1]
    monkeypatch.setattr(module, "_merged", build)
    index.compact()
    assert found(index, POOL[:1], 256) == [1, 2, 3, 5, 6]
    assert (index.loose, index.stored) == (0, 5)


def test_compacting_that_fails_loses_nothing_and_can_be_repeated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    index = LiveIndex(Part.build(POOL[:2], ids(0, 1)))
    index.add(POOL[2:3], ids(2))
    build = module._merged

    def fail(_: Sequence[module._Built]) -> Part:
        raise MemoryError

    monkeypatch.setattr(module, "_merged", fail)
    with pytest.raises(MemoryError):
        index.compact()

    assert found(index, POOL[:1], 256) == [0, 1, 2]
    index.remove(ids(0, 2))
    index.add(POOL[3:4], ids(3))
    assert found(index, POOL[:1], 256) == [1, 3]
    monkeypatch.setattr(module, "_merged", build)
    index.compact()
    assert found(index, POOL[:1], 256) == [1, 3]
    assert index.loose == 0


def test_compacting_what_is_compact_builds_nothing() -> None:
    base = Part.build(POOL, np.arange(20))

    assert LiveIndex(base).compact() is base


def test_a_compacted_part_holds_all_and_searches_by_bands() -> None:
    hashes = clustered(np.random.default_rng(2), 9000)
    index = LiveIndex()
    index.add(hashes, np.arange(9000))

    part = index.compact()

    assert part.bands is not None
    assert sorted(part.ids.tolist()) == list(range(9000))


def test_second_hashes_follow_their_rows_through_every_change() -> None:
    chance = np.random.default_rng(3)
    seconds = unrelated(chance, 20)
    index = LiveIndex(with_seconds=True)
    index.add(POOL[:10], np.arange(10), seconds[:10])
    index.compact()
    index.add(POOL[10:], np.arange(10, 20), seconds[10:])
    index.remove(ids(3, 12))
    for _ in range(2):
        hits = index.search(POOL[:2], 256, seconds[:2])
        own = {(q, i): d for q, i, d in zip(hits.query, hits.id, hits.second, strict=True)}
        assert len(own) == 36
        assert own[0, 0] == own[1, 1] == 0
        assert own[0, 15] == np.bitwise_count(seconds[0] ^ seconds[15]).sum()
        index.compact()


@pytest.mark.parametrize(
    ("hashes", "names", "seconds"),
    [
        (POOL[:2], ids(1), None),
        (POOL[:2], ids(1, 2), POOL[:2]),
        (POOL[:2, :3], ids(1, 2), None),
        (POOL[0], ids(1), None),
        (POOL[:2].view(np.int64), ids(1, 2), None),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(
    hashes: Words, names: NDArray[np.int64], seconds: Words | None
) -> None:
    index = LiveIndex()

    with pytest.raises(ValueError, match="hash"):
        index.add(hashes, names, seconds)

    assert index.stored == 0


def test_an_index_with_second_hashes_wants_one_for_every_hash() -> None:
    index = LiveIndex(with_seconds=True)

    with pytest.raises(ValueError, match="second hash"):
        index.add(POOL[:2], ids(1, 2))
    with pytest.raises(ValueError, match="second hash"):
        index.add(POOL[:2], ids(1, 2), POOL[:1])


@pytest.mark.parametrize("radius", [-1, 257])
def test_a_radius_that_no_hashes_have_is_refused(radius: int) -> None:
    with pytest.raises(ValueError, match="radius"):
        LiveIndex().search(POOL, radius)


def test_searching_by_second_hashes_that_are_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="second"):
        LiveIndex().search(POOL, 31, POOL)
