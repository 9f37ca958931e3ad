"""The bounds of hash matching are those of their source, and an entry holds no picture or name."""

from dataclasses import fields
from datetime import timedelta

from bot.domain.bank import (
    KEEP_REMOVED,
    KNOWN_DISTANCE,
    LEAST_QUALITY,
    TEST_BANK,
    BankEntry,
    BankSummary,
)


def test_the_bounds_are_those_of_the_pdq_reference() -> None:
    assert (KNOWN_DISTANCE, LEAST_QUALITY) == (31, 50)


def test_an_entry_holds_hashes_and_nothing_of_a_person_or_picture() -> None:
    names = [field.name for field in fields(BankEntry)]
    assert names == ["bank", "entry", "sha256", "pdq", "quality", "test", "verified"]


def test_an_entry_is_no_test_unless_it_says_so() -> None:
    assert not BankEntry("known", "1", pdq="0" * 64).test
    assert BankEntry(TEST_BANK, "1", test=True).test
    # What a person imports, a person vouches for.
    assert BankEntry("known", "1", pdq="0" * 64).verified


def test_what_models_removed_is_kept_for_half_a_year() -> None:
    assert timedelta(days=180) == KEEP_REMOVED


def test_a_summary_counts_and_shows_no_hash() -> None:
    assert [field.name for field in fields(BankSummary)] == ["name", "source", "entries"]
