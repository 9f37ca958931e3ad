"""What is remembered of hashes that people or time bring: sweeps, reports, codes, adults' words.

Small Protocols like those of `book_ports.py`; `bot/storage` implements them, and each has a suite
in `tests/contract`.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.message import Actor, MessageRef
from bot.domain.reports import CodeStatus
from bot.domain.sweep import Finding, SeenItem, Standee, Sweep, Wanted
from bot.domain.vouching import Vouched


class SweepBook(Protocol):
    """What is to be looked for among what was seen, and what comes of it."""

    async def next(self) -> Sweep | None:
        """Return the oldest sweep that is due, of what has changed since the last one too."""
        ...

    async def wanted(self, sweep: Sweep, list_limit: int) -> Wanted:
        """Return the next entries of a sweep that are able to act, and what is harmless.

        Args:
            sweep: Which one.
            list_limit: How many bits may differ for a match with a list.
        """
        ...

    async def seen(self, sweep: Sweep, after: int) -> list[SeenItem]:
        """Return some of what was seen after a number, in the order in which it was."""
        ...

    async def standees(self, items: Collection[int]) -> list[Standee]:
        """Return what is left of some items to act on: not what is being removed already."""
        ...

    async def act(self, findings: Sequence[Finding], most_alerts: int) -> list[int]:
        """Open the cases of one picture in one chat, all alike, with what is to be done.

        The first speaks for the others. Once `most_alerts` questions were asked in the chat within
        an hour there are cases without an alert. Returns their numbers.
        """
        ...

    async def advance(self, sweep: Sweep, last: int | None) -> None:
        """Note how far a sweep came; at its end it is to be repeated once, for what came late."""
        ...


class ReportBook(Protocol):
    """What people reported, by digests that name nobody."""

    async def seen_in(self, ref: MessageRef) -> list[SeenItem]:
        """Return what was seen of the items of a message."""
        ...

    async def posters(self, items: Collection[int]) -> int:
        """Return how many different senders some items have."""
        ...

    async def reports_of(self, reporter: str) -> int:
        """Return how many cases a reporter's entries came from, as far as that is known."""
        ...


class CodeBook(Protocol):
    """The codes that people sent, by the digests of their references."""

    async def codes(self, reporter: str | None, since: datetime) -> int:
        """Return how many codes came in since a time, of one person or of all."""
        ...

    async def status(self, reference: str) -> CodeStatus | None:
        """Return what becomes of a code; None where nothing is kept under this reference."""
        ...

    async def withdraw(self, reference: str) -> bool:
        """Delete what is kept under a reference; False if nothing is."""
        ...

    async def withdraw_same(self, reporter: str, sha256: str) -> bool:
        """Delete the code of the same file that the same person sent today: it comes again."""
        ...


class VouchBook(Protocol):
    """What adults vouch for."""

    async def vouch(self, case_id: int, by: Actor, adult: str, *, alone: bool) -> Vouched:
        """Block the picture of a case on an adult's word.

        Args:
            case_id: Which case; it must be there.
            by: Who says so, for the audit chain.
            adult: A digest by which the adult is told from a second one.
            alone: One adult's word is enough for all chats.
        """
        ...
