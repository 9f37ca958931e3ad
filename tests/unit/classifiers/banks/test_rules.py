"""Which entries match which picture: by rule, by scope, by bank, and while the banks change."""

import threading
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.domain.bank import (
    LIMITS,
    Bank,
    BankEntry,
    BankKind,
    MatchRule,
    Standing,
    list_entry,
)
from bot.domain.message import ChatRef
from bot.domain.signal import BankMatch, ViewKind
from classifiers.banks.asking import Asked, Shown
from classifiers.banks.index import BankIndex
from classifiers.hashing import Look, look_at, sha256
from classifiers.windows import Windows, windows_of
from tests.unit.classifiers.pictures import drawing

HERE, THERE = ChatRef("sandbox", "7b"), ChatRef("sandbox", "7c")
FILE = sha256(b"file")
NEAR, POSSIBLE = LIMITS[MatchRule.NEAR], LIMITS[MatchRule.POSSIBLE]
PICTURE = drawing(1)
LOOK = look_at(PICTURE)


@cache
def windows(seed: int = 1) -> bytes:
    found = windows_of(drawing(seed))
    assert isinstance(found, Windows)
    return found.packed


def entry(name: str = "one", bank: str = "ours", **fields: object) -> BankEntry:
    """Return the picture as it is registered here."""
    own = BankEntry(
        bank, name, sha256=FILE, pdq=LOOK.pdq, windows=windows(), standing=Standing.CONFIRMED
    )
    return replace(own, **fields)  # type: ignore[arg-type]


OWN = Bank("ours", BankKind.OWN)
LISTS = [Bank("list"), Bank("second")]
NOW = datetime(2026, 11, 26, tzinfo=UTC)


def index_of(*entries: BankEntry, banks: Iterable[Bank] = (OWN,), limit: int = 31) -> BankIndex:
    return BankIndex([*LISTS, *banks], [entries], limit)


def flipped(words: NDArray[np.uint64], bits: int) -> NDArray[np.uint64]:
    """Flip so many bits, from the first on, of each row."""
    raw = np.unpackbits(words.view(np.uint8).reshape(len(words), -1), axis=1)
    raw[:, :bits] ^= 1
    return np.packbits(raw, axis=1).view(np.uint64)


def changed(pdq: int, second: int) -> Look:
    """Return the look of a picture that differs from `PICTURE` by so many bits of each hash."""
    return replace(LOOK, turns=flipped(LOOK.turns, pdq), dhashes=flipped(LOOK.dhashes, second))


def find(
    index: BankIndex,
    look: Look = LOOK,
    *,
    chat: ChatRef | None = HERE,
    view: ViewKind = ViewKind.WHOLE,
    alone: bool = True,
    digest: str = "f" * 64,
) -> tuple[BankMatch, ...]:
    asked = Asked(digest, chat, alone, NOW)
    (found,) = index.find_looks([Shown(view, look)], asked)
    return (*index.find_file(asked), *found)


@pytest.mark.parametrize(
    ("pdq", "second", "rule"),
    [
        (31, 200, MatchRule.KNOWN),
        (32, NEAR.second, MatchRule.NEAR),
        (NEAR.pdq, NEAR.second, MatchRule.NEAR),
        (NEAR.pdq, 51, MatchRule.POSSIBLE),
        (NEAR.pdq + 1, 0, MatchRule.POSSIBLE),
        (POSSIBLE.pdq, POSSIBLE.second, MatchRule.POSSIBLE),
    ],
)
def test_a_changed_picture_is_found_by_the_rule_that_it_satisfies(
    pdq: int, second: int, rule: MatchRule
) -> None:
    # One window only: another one may be nearer by chance.
    (match,) = find(index_of(entry(windows=windows()[:64])), changed(pdq, second))

    assert (match.rule, match.distance) == (rule, pdq)
    assert match.second in (second, None)


@pytest.mark.parametrize(("pdq", "second"), [(POSSIBLE.pdq + 1, 0), (40, POSSIBLE.second or 0)])
def test_what_is_too_far_by_either_hash_is_not_found(pdq: int, second: int) -> None:
    found = find(index_of(entry(windows=windows()[:64])), changed(pdq, second + 1))

    assert found == ()


def test_a_list_has_no_second_hash_and_finds_only_what_is_known() -> None:
    listed = BankEntry("list", list_entry("pdq", LOOK.pdq), pdq=LOOK.pdq)

    assert [one.rule for one in find(index_of(listed), changed(31, 0))] == [MatchRule.KNOWN]
    assert find(index_of(listed), changed(32, 0)) == ()


@pytest.mark.parametrize(
    "name", [list_entry("pdq", LOOK.pdq), "by-another-name"], ids=["packed", "kept"]
)
def test_a_lowered_limit_holds_for_lists_and_not_for_what_is_ours(name: str) -> None:
    index = index_of(BankEntry("list", name, pdq=LOOK.pdq), entry(), limit=20)

    assert {one.bank for one in find(index, changed(20, 0))} == {"list", "ours"}
    assert {one.bank for one in find(index, changed(21, 0))} == {"ours"}


def test_a_crop_is_found_by_a_window_and_not_without() -> None:
    crop = look_at(PICTURE.crop((8, 8, PICTURE.width - 8, PICTURE.height - 8)))

    assert [one.bank for one in find(index_of(entry()), crop)] == ["ours"]
    assert find(index_of(entry(windows=b"")), crop) == ()


def test_an_entry_of_one_chat_counts_there_and_nowhere_else() -> None:
    index = index_of(entry(scope=HERE))

    assert [one.rule for one in find(index, chat=HERE, digest=FILE)] == [
        MatchRule.FILE,
        MatchRule.KNOWN,
    ]
    for elsewhere in (THERE, None):
        assert find(index, chat=elsewhere, digest=FILE) == ()


@pytest.mark.parametrize("bank", [replace(OWN, enabled=False), replace(OWN, share=0)])
def test_a_bank_that_does_not_count_matches_nothing(bank: Bank) -> None:
    assert find(index_of(entry(), banks=[bank]), digest=FILE) == ()


def test_a_bank_counts_for_its_share_of_files() -> None:
    index = index_of(entry(), banks=[replace(OWN, share=250)])
    files = [sha256(str(number).encode()) for number in range(1_000)]

    counted = sum(bool(find(index, digest=digest)) for digest in files)

    assert 200 < counted < 300


def test_a_picture_that_everybody_has_matches_only_who_wants_to_register_it() -> None:
    guards = Bank("memes", BankKind.GUARD)
    index = index_of(entry(bank="memes"), banks=[guards])

    assert find(index, digest=FILE) == ()
    assert [one.bank for one in index.likes(windows()[:64], None)] == ["memes"]
    assert [one.bank for one in index.likes(b"", FILE)] == ["memes"]


def test_what_is_harmless_counts_for_the_picture_itself_and_nothing_around_it() -> None:
    bank = Bank("allowed", BankKind.ALLOW)
    index = index_of(entry(bank="allowed", standing=Standing.ALLOWED), banks=[bank])

    assert [one.allows for one in find(index)] == [True]
    assert find(index, alone=False, digest=FILE) == ()
    assert find(index, view=ViewKind.RECT) == ()
    assert find(index, changed(40, 0)) == ()


def test_the_card_in_another_picture_is_no_card() -> None:
    index = index_of(entry(test=True))

    assert len(find(index, view=ViewKind.TRIM)) == 1
    for part in (ViewKind.RECT, ViewKind.SEAM):
        assert find(index, view=part) == ()


# --- changes

LISTED = BankEntry("list", list_entry("pdq", LOOK.pdq), pdq=LOOK.pdq)
LISTED_FILE = BankEntry("list", list_entry("sha256", FILE), sha256=FILE)


@pytest.mark.parametrize("one", [entry(), LISTED, LISTED_FILE, entry(windows=b"")])
def test_what_is_added_is_found_at_once_and_what_is_gone_is_not(one: BankEntry) -> None:
    index = index_of(BankEntry("list", "other", pdq=look_at(drawing(2)).pdq))

    assert find(index, digest=FILE) == ()
    index.change([OWN, *LISTS], [one], [])
    assert {each.entry for each in find(index, digest=FILE)} == {one.entry}
    index.change([OWN, *LISTS], [], [(one.bank, one.entry)])
    assert find(index, digest=FILE) == ()
    # What is not there is no error.
    index.change(
        [OWN, *LISTS], [], [(one.bank, one.entry), ("nowhere", "nothing"), ("list", "pdq-a1")]
    )


@pytest.mark.parametrize("one", [LISTED, LISTED_FILE])
def test_of_two_lists_with_the_same_hash_one_loses_it(one: BankEntry) -> None:
    other = replace(one, bank="second")
    index = index_of(one, other)

    index.change(LISTS, [], [(one.bank, one.entry)])

    assert {each.bank for each in find(index, digest=FILE)} == {"second"}


def test_a_change_of_standing_is_seen_at_once() -> None:
    index = index_of(entry(standing=Standing.NEW))

    assert not any(one.certain for one in find(index))
    index.change([OWN, *LISTS], [entry()], [])
    assert [one.certain for one in find(index)] == [True]


def test_an_entry_with_other_hashes_takes_the_place_of_the_one_before() -> None:
    index = index_of(entry())
    other = look_at(drawing(2))

    index.change([OWN, *LISTS], [entry(sha256=None, pdq=other.pdq, windows=windows(2))], [])

    assert find(index, digest=FILE) == ()
    assert [one.entry for one in find(index, other)] == ["one"]


def test_entries_of_a_bank_that_is_gone_match_no_more() -> None:
    index = index_of(entry(), LISTED, LISTED_FILE)

    index.change([Bank("other")], [], [])

    assert find(index, digest=FILE) == ()


@pytest.mark.parametrize(("end", "found"), [(NOW, 0), (NOW + timedelta(seconds=1), 1)])
def test_a_bank_matches_until_its_end(end: datetime, found: int) -> None:
    index = index_of(entry(), banks=[replace(OWN, expires_at=end)])

    assert len(find(index)) == found


def test_a_change_of_a_bank_is_seen_at_once() -> None:
    index = index_of(entry())

    index.change([replace(OWN, enabled=False)], [], [])
    assert find(index) == ()
    index.change([OWN, *LISTS], [], [])
    assert len(find(index)) == 1


def test_an_entry_that_only_changes_its_standing_is_found_all_the_while() -> None:
    index, over, missed = index_of(entry()), threading.Event(), list[int]()

    def search() -> None:
        while not over.is_set():
            if not find(index, digest=FILE):
                missed.append(1)

    searching = [threading.Thread(target=search) for _ in range(2)]
    for thread in searching:
        thread.start()
    for turn in range(300):
        standing = Standing.UNSURE if turn % 2 else Standing.CONFIRMED
        index.change([OWN, *LISTS], [entry(standing=standing)], [])
    over.set()
    for thread in searching:
        thread.join()

    assert not missed


def test_a_long_list_is_packed_and_answers_like_a_short_one() -> None:
    chance = np.random.default_rng(5)
    hashes = [chance.bytes(32).hex() for _ in range(12_000)]
    listed = [BankEntry("list", list_entry("pdq", one), pdq=one) for one in hashes]
    index = BankIndex(LISTS, [listed[:7_000], listed[7_000:], [LISTED]])

    assert [(one.bank, one.entry) for one in find(index)] == [("list", LISTED.entry)]
    index.change(LISTS, [], [("list", one.entry) for one in listed[:100]])
    assert [(one.bank, one.entry) for one in find(index)] == [("list", LISTED.entry)]
