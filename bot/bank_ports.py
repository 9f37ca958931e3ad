"""The ports to the banks of hashes, as stored."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.bank import Bank, BankEntry
from bot.domain.bank_records import (
    BankChange,
    BankDelta,
    BankSummary,
    LoadedBank,
    Registration,
    StoredEntry,
)
from bot.domain.standing import OPERATOR, Ruling


class BankBook(Protocol):
    """Hash banks: what goes in, and what comes out. `by` is an actor's id, or the operator."""

    async def add(self, bank: str, source: str, entries: Iterable[BankEntry]) -> int:
        """Add entries to a bank, made on first use; return how many were new."""
        ...

    async def register(
        self, bank: str, source: str, entry: BankEntry, how: Registration, by: str
    ) -> bool:
        """Put one picture into a bank, made on first use; False if its id or reference is there."""
        ...

    async def withdraw(self, bank: str, entries: Collection[str], by: str = OPERATOR) -> int:
        """Delete entries of a bank; return how many there were."""
        ...

    async def entries(self, bank: str | None = None) -> list[BankEntry]:
        """Return the entries of one bank or of all, with their stored standing."""
        ...

    async def summaries(self) -> list[BankSummary]:
        """List the banks by name."""
        ...


class BankSettings(Protocol):
    """Hash banks as a whole."""

    async def open(self, bank: Bank, by: str = OPERATOR) -> bool:
        """Make a bank; False if there is one of that name, which stays as it is."""
        ...

    async def get(self, name: str) -> Bank | None:
        """Return the settings of a bank."""
        ...

    async def change(self, name: str, change: BankChange, by: str = OPERATOR) -> bool:
        """Change settings; False if there is no such bank, or it has these settings already."""
        ...

    async def remove(self, name: str, by: str = OPERATOR) -> int | None:
        """Delete a bank with all its entries; return how many, or None if there is no such bank.

        Raises:
            BankProtected: It is one of the bot's own.
        """
        ...


class EntryBook(Protocol):
    """Single entries of hash banks: what people decide about them."""

    async def get(self, bank: str, entry: str) -> StoredEntry | None:
        """Return one entry with all that was decided about it."""
        ...

    async def page(
        self, bank: str, after: int = 0, most: int = 100, *, doubted: bool = False
    ) -> list[StoredEntry]:
        """Return the next entries of a bank, whose id is over `after`, in their order.

        Args:
            bank: Its name.
            after: The last id of the page before.
            most: How many.
            doubted: Only those that are disabled, in quarantine, or were ruled to be wrong.
        """
        ...

    async def rule(self, bank: str, entry: str, ruling: Ruling, by: str = OPERATOR) -> bool:
        """Decide something about an entry; False if there is none for which it changes anything.

        Of two people at once the first one counts.
        """
        ...

    async def annotate(
        self,
        bank: str,
        entry: str,
        *,
        note: str | None = None,
        expires_at: datetime | None = None,
        lasts: bool = False,
        by: str = OPERATOR,
    ) -> bool:
        """Change the note of an entry, or its end; False if there is no such entry."""
        ...


class BankFeed(Protocol):
    """Hash banks as an index in memory follows them: everything once, then what changed."""

    async def numbers(self) -> dict[int, int]:
        """Return the number of the last change of each bank, by the bank's id."""
        ...

    async def banks(self) -> list[LoadedBank]:
        """Return all banks with the number of their last change."""
        ...

    async def entries(
        self, banks: Collection[int], after: int, most: int
    ) -> tuple[list[BankEntry], int]:
        """Return the next entries of these banks that match something, and their last id.

        Their standing is the effective one.

        Args:
            banks: Ids of banks.
            after: The last id of the page before; 0 for the first.
            most: How many at most; fewer mean that it is the last page.
        """
        ...

    async def changes_since(self, numbers: Mapping[int, int]) -> BankDelta | None:
        """Return what became of the entries of these banks; None where that is not known any more.

        Args:
            numbers: By the bank's id, up to which change its entries were followed.
        """
        ...

    async def changed(
        self, ranges: Sequence[tuple[int, int, int]]
    ) -> tuple[list[BankEntry], list[tuple[str, str]]]:
        """Return what now matches of these ranges, and (bank, entry) of what does not any more."""
        ...

    async def list_hashes(self) -> int:
        """Return how many looks the lists hold with which every posted picture is compared."""
        ...
