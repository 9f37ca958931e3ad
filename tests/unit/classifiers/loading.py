"""Banks for the tests of the screener."""

from bot.domain.bank import Bank, BankEntry
from bot.ports import Screener


def load(screener: Screener, *entries: BankEntry) -> None:
    """Load these entries and nothing else, into banks that are in force everywhere."""
    names = dict.fromkeys(entry.bank for entry in entries)
    screener.load_banks([Bank(name) for name in names], [entries])
