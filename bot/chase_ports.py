"""What the escalation clock needs: a book of what is due, and pagers outside the chats.

`bot/storage/chase.py` implements the books, `adapters/pagers` the pagers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.domain.chase import Due, OpenCase, Telling, Told
from bot.domain.message import ChatRef


@dataclass(frozen=True, slots=True)
class Page:
    """What is sent outside the chats: words and case numbers. No chat, no person, no picture.

    Attributes:
        key: Two pages with the same key are one; a receiver that can tell shows it once.
        text: Lines of words.
        cases: Numbers such as ``C-0042``; none in a test.
        at: When it was written.
    """

    key: str
    title: str
    text: str
    cases: tuple[str, ...]
    at: datetime
    test: bool = False


@dataclass(frozen=True, slots=True)
class PageResult:
    """What came of a page.

    Attributes:
        detail: For the operator, such as ``the answer was 404``: no secret, no address.
        retry_after: How long the other side asks to wait.
    """

    told: Told
    detail: str = ""
    retry_after: timedelta | None = None


class Pager(Protocol):
    """A way to reach an adult outside the chats."""

    @property
    def channel(self) -> str:
        """Its name in tables, logs and numbers: ``mail-1``, ``webhook`` or ``ntfy``."""
        ...

    async def page(self, page: Page) -> PageResult:
        """Send one page, within its own deadline. What goes wrong is a result, never raised."""
        ...


class ChaseBook(Protocol):
    """What is due of cases that nobody has taken up. What is not open any more is never due."""

    async def due(self) -> Due | None:
        """Return a case whose clock has come to a step, the longest overdue first."""
        ...

    async def advance(self, due: Due, step: int, channels: Sequence[str]) -> bool:
        """Note who is to be told at a step, and set the clock to the next, in one transaction.

        What earlier steps have not brought to these channels is not told any more: this step
        says it. False if somebody else did, or the case was taken up meanwhile.
        """
        ...

    async def claim(self, worker: str, *, adults: bool) -> Telling | None:
        """Lease what is due to a chat of adults, or to a pager.

        Takes along what the same channel is to be told at the same step about the same chat. What
        was told together once is told together again after a crash, and nothing else with it.
        """
        ...

    async def settle(
        self,
        worker: str,
        telling: Telling,
        told: Told,
        again_at: datetime | None,
        instead: Sequence[str] = (),
    ) -> bool:
        """Store how a telling went, with its audit entry if it arrived or is given up.

        Args:
            worker: Who holds the lease.
            telling: What was claimed.
            told: How it went.
            again_at: When it is tried again; None: never.
            instead: Channels that are told of it at once, because this one was not.

        Returns:
            False if the lease was lost, or every one of the cases was taken up meanwhile.
        """
        ...

    async def unreached(self) -> int:
        """Count the open cases of which the last try reached no channel at all."""
        ...


class SummaryBook(Protocol):
    """What the daily summary tells, and on which day it was told where."""

    async def unfinished(self, before: datetime) -> list[OpenCase]:
        """Return the cases that adults were called for before a time and that are not closed."""
        ...

    async def told(self, adults: ChatRef, day: date) -> bool:
        """Say whether a chat of adults got the summary of a day."""
        ...

    async def note(self, adults: ChatRef, day: date) -> None:
        """Note that it did."""
        ...


class ChaseMeters(Protocol):
    """Numbers about it for the operator."""

    def paged(self, channel: str, told: Told) -> None:
        """Count a try to tell somebody."""
        ...
