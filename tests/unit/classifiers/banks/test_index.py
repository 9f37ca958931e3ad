"""Known pictures are found, all of them, and nothing else is."""

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.domain.bank import KNOWN_DISTANCE, LEAST_QUALITY, Bank, BankEntry, MatchRule
from bot.domain.message import ChatRef
from bot.domain.signal import BankMatch, ViewKind
from classifiers.banks.asking import Asked, Shown
from classifiers.banks.index import BankIndex
from classifiers.hashing import ORIENTATIONS, Look, look_at, sha256, words
from tests.unit.classifiers.pictures import drawing, photo

BITS = 256
NOW = datetime(2026, 11, 26, tzinfo=UTC)


def index_of(entries: list[BankEntry]) -> BankIndex:
    return BankIndex([Bank(name) for name in {one.bank for one in entries}], [entries])


def asked(digest: str = "0" * 64, chat: ChatRef | None = None, *, alone: bool = True) -> Asked:
    return Asked(digest, chat, alone, NOW)


def find_look(index: BankIndex, look: Look, about: Asked | None = None) -> tuple[BankMatch, ...]:
    (found,) = index.find_looks([Shown(ViewKind.WHOLE, look)], about or asked())
    return found


def find_file(index: BankIndex, digest: str) -> tuple[BankMatch, ...]:
    return index.find_file(asked(digest))


def flip(pdq: str, places: list[int]) -> str:
    value = int(pdq, 16)
    for place in places:
        value ^= 1 << place
    return f"{value:064x}"


def look(pdq: str, quality: int = 100) -> Look:
    """A look whose other seven turns are far from everything."""
    turns = np.array([words(pdq)] + [words("0" * 64)] * 7)
    return Look(turns, quality, "0" * 64, np.zeros((8, 4), dtype=np.uint64))


PDQ = look_at(drawing(1)).pdq
ENTRY = BankEntry("bank", "one", pdq=PDQ)


@given(
    st.lists(st.lists(st.integers(0, BITS - 1), max_size=70, unique=True), max_size=30),
    st.lists(st.integers(0, BITS - 1), max_size=40, unique=True),
)
@settings(max_examples=200, deadline=None)
def test_search_finds_exactly_what_comparing_every_bit_finds(
    stored: list[list[int]], asked: list[int]
) -> None:
    # Many differences lie in the first or the second half alone, where the search has its seam.
    entries = [
        BankEntry(f"bank{number}", str(number), pdq=flip(PDQ, places))
        for number, places in enumerate(stored)
    ]
    query = flip(PDQ, asked)

    found = find_look(index_of(entries), look(query))

    expected = {}
    for entry in entries:
        assert entry.pdq is not None
        distance = (int(entry.pdq, 16) ^ int(query, 16)).bit_count()
        if distance <= KNOWN_DISTANCE:
            expected[entry.bank] = distance
    assert {match.bank: match.distance for match in found} == expected


@pytest.mark.parametrize("half", [range(128), range(128, 256)])
def test_last_distance_that_counts_is_found_in_either_half(half: range) -> None:
    index = index_of([ENTRY])

    near = find_look(index, look(flip(PDQ, list(half)[:KNOWN_DISTANCE])))
    far = find_look(index, look(flip(PDQ, list(half)[: KNOWN_DISTANCE + 1])))

    assert [match.distance for match in near] == [KNOWN_DISTANCE]
    assert far == ()


def test_opposite_hash_is_the_farthest_and_not_the_nearest() -> None:
    # 256 differing bits would be 0 in eight-bit arithmetic.
    assert find_look(index_of([ENTRY]), look(flip(PDQ, list(range(BITS))))) == ()


@pytest.mark.parametrize("turn", range(8))
def test_turned_picture_is_found_and_its_turn_is_named(turn: int) -> None:
    kinds = [None, *(Image.Transpose(kind) for kind in (2, 3, 4, 1, 0, 5, 6))]
    kind = kinds[turn]
    picture = photo("coffee")
    index = index_of([BankEntry("bank", "coffee", pdq=look_at(picture).pdq)])

    (match,) = find_look(index, look_at(picture if kind is None else picture.transpose(kind)))

    assert match.distance <= 8
    back = {1: 3, 3: 1}.get(turn, turn)  # a quarter turn is undone by the other one
    assert ORIENTATIONS[match.orientation] == ORIENTATIONS[back]


@pytest.mark.parametrize("quality", [0, LEAST_QUALITY - 1])
def test_poor_entry_never_matches(quality: int) -> None:
    index = index_of([BankEntry("bank", "poor", pdq=PDQ, quality=quality)])

    assert find_look(index, look(PDQ)) == ()


@pytest.mark.parametrize("quality", [0, LEAST_QUALITY - 1])
def test_poor_picture_never_matches(quality: int) -> None:
    assert find_look(index_of([ENTRY]), look(PDQ, quality)) == ()
    assert len(find_look(index_of([ENTRY]), look(PDQ, LEAST_QUALITY))) == 1


@pytest.mark.parametrize("pdq", ["0" * 64, "f" * 64, "0" * 63 + "7"])
def test_hash_of_nothing_never_matches_whatever_its_stated_quality(pdq: str) -> None:
    index = index_of([BankEntry("bank", "nothing", pdq=pdq, quality=100)])

    assert find_look(index, look(pdq)) == ()
    assert find_look(index, look_at(Image.new("RGB", (99, 99), "white"))) == ()


def test_exact_file_is_found_by_its_digest_in_either_case_of_letters() -> None:
    digest = sha256(b"file")
    index = index_of(
        [BankEntry("one", "a", sha256=digest.upper()), BankEntry("two", "b", sha256=digest)]
    )

    assert find_file(index, digest) == (
        BankMatch("one", "a", 0, MatchRule.FILE),
        BankMatch("two", "b", 0, MatchRule.FILE),
    )
    assert find_file(index, sha256(b"other")) == ()


def test_empty_file_is_never_known() -> None:
    digest = sha256(b"")

    assert find_file(index_of([BankEntry("bank", "empty", sha256=digest)]), digest) == ()


def test_nearest_entry_stands_for_its_bank() -> None:
    entries = [
        BankEntry("a", "far", pdq=flip(PDQ, [1, 2, 3])),
        BankEntry("a", "near", pdq=flip(PDQ, [1])),
        BankEntry("b", "other", pdq=flip(PDQ, [4, 5]), test=True),
    ]

    assert set(find_look(index_of(entries), look(PDQ))) == {
        BankMatch("a", "near", 1, MatchRule.KNOWN),
        BankMatch("b", "other", 2, MatchRule.KNOWN, test=True),
    }


def test_index_without_entries_finds_nothing() -> None:
    assert find_look(index_of([]), look(PDQ)) == ()
    assert find_file(index_of([]), sha256(b"file")) == ()
