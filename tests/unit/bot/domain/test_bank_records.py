"""What is known of stored banks and entries is what people and indexes need."""

from datetime import UTC, datetime

import pytest

from bot.domain.bank import Bank, BankEntry, BankKind, Standing
from bot.domain.bank_records import BankChange, BankDelta, BankSummary, StoredEntry

NOW = datetime(2026, 11, 26, tzinfo=UTC)


@pytest.mark.parametrize("share", [-1, 1001])
def test_a_share_is_of_a_thousand(share: int) -> None:
    with pytest.raises(ValueError, match="0 to 1000"):
        BankChange(share=share)


@pytest.mark.parametrize("share", [None, 0, 1000])
def test_none_and_all_are_shares(share: int | None) -> None:
    assert BankChange(share=share).share == share


def test_an_entry_says_how_far_it_is_trusted_now() -> None:
    entry = StoredEntry(1, Bank("known"), BankEntry("known", "1", pdq="0f" * 32))
    assert entry.standing is Standing.LISTED
    doubted = StoredEntry(1, Bank("known"), entry.known, quarantined_at=NOW)
    assert doubted.standing is Standing.UNSURE


def test_a_summary_counts_and_shows_no_hash() -> None:
    of = Bank("school", BankKind.OWN, "registered here")
    summary = BankSummary(of, {Standing.NEW: 2, Standing.CONFIRMED: 1})
    assert (summary.name, summary.source, summary.entries) == ("school", "registered here", 3)


def test_a_delta_knows_its_size() -> None:
    assert BankDelta(((1, 5, 5), (2, 10, 19))).most == 11
    assert BankDelta().most == 0
