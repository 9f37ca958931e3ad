"""The bounds of hash matching are those of their source, and an entry holds no picture or name."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.bank import (
    KEEP_REMOVED,
    KNOWN_DISTANCE,
    LEAST_QUALITY,
    TEST_BANK,
    Bank,
    BankEntry,
    MatchRule,
    Standing,
    list_distance,
    list_entry,
    rule_for,
)


def test_the_bounds_are_those_of_the_pdq_reference() -> None:
    assert (KNOWN_DISTANCE, LEAST_QUALITY) == (31, 50)


def test_an_entry_holds_hashes_and_nothing_of_a_person_or_picture() -> None:
    names = [field.name for field in fields(BankEntry)]
    assert names == [
        "bank",
        "entry",
        "sha256",
        "pdq",
        "quality",
        "test",
        "standing",
        "windows",
        "scope",
    ]


def test_an_entry_is_no_test_unless_it_says_so() -> None:
    assert not BankEntry("known", "1", pdq="0" * 64).test
    assert BankEntry(TEST_BANK, "1", test=True).test
    # What a person imports, a person vouches for.
    assert BankEntry("known", "1", pdq="0" * 64).standing is Standing.LISTED


def test_what_models_removed_is_kept_for_half_a_year() -> None:
    assert timedelta(days=180) == KEEP_REMOVED


# --- how far apart two looks may be


@pytest.mark.parametrize(
    ("distance", "second", "rule"),
    [
        (0, None, MatchRule.KNOWN),
        (31, None, MatchRule.KNOWN),
        # PDQ alone is enough whatever the other hash says.
        (31, 256, MatchRule.KNOWN),
        (32, None, None),
        (32, 50, MatchRule.NEAR),
        (63, 50, MatchRule.NEAR),
        (64, 50, MatchRule.POSSIBLE),
        (63, 51, MatchRule.POSSIBLE),
        (75, 60, MatchRule.POSSIBLE),
        (76, 0, None),
        (40, 61, None),
    ],
)
def test_looks_are_the_same_by_the_surest_rule_that_they_satisfy(
    distance: int, second: int | None, rule: MatchRule | None
) -> None:
    assert rule_for(distance, second) is rule


def test_a_lowered_limit_lowers_only_what_one_hash_alone_decides() -> None:
    assert rule_for(24, None, known=24) is MatchRule.KNOWN
    assert rule_for(25, None, known=24) is None
    assert rule_for(25, 50, known=24) is MatchRule.NEAR


@pytest.mark.parametrize(
    ("hashes", "bits"),
    [(0, 31), (1, 31), (400_000, 31), (420_000, 30), (1_000_000, 25), (10_000_000, 12)],
)
def test_the_longer_the_lists_the_fewer_bits_may_differ(hashes: int, bits: int) -> None:
    assert list_distance(hashes, budget=0.0005) == bits


def test_the_limit_of_lists_has_its_ends() -> None:
    assert list_distance(10**12, budget=0.0005) == 0
    assert list_distance(10**9, budget=1e9) == KNOWN_DISTANCE


@given(st.integers(0, 10**10), st.floats(1e-9, 1))
def test_the_limit_keeps_to_its_budget(hashes: int, budget: float) -> None:
    bits = list_distance(hashes, budget)
    expected = hashes * 20 * 6e-11 * 2 ** ((bits - KNOWN_DISTANCE) / 4)
    assert bits == 0 or expected <= budget * 1.000001


# --- for which items a bank counts

NOW = datetime(2026, 11, 26, tzinfo=UTC)
FILE = "000001f3" + "0" * 56  # 499 of a thousand


@pytest.mark.parametrize(
    ("bank", "counts"),
    [
        (Bank("b"), True),
        (Bank("b", share=500), True),
        (Bank("b", share=499), False),
        (Bank("b", share=0), False),
        (Bank("b", enabled=False), False),
        (Bank("b", expires_at=NOW), False),
        (Bank("b", expires_at=NOW + timedelta(seconds=1)), True),
    ],
)
def test_a_bank_counts_while_it_is_in_force_and_for_its_share(bank: Bank, counts: bool) -> None:
    assert bank.counts_for(FILE, NOW) is counts


def test_the_name_of_a_listed_hash_tells_the_hash() -> None:
    assert list_entry("pdq", "0" * 64) == "pdq-" + "a" * 52
    assert len(list_entry("sha256", "f" * 64)) <= 64
