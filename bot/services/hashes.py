"""Puts together what people and time bring to the banks: reports, codes, adults' words, sweeps."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bot.bank_ports import BankBook, BankFeed
from bot.book_ports import CaseBook
from bot.hash_ports import CodeBook, ReportBook, SweepBook, VouchBook
from bot.ports import Clock, Comparer, Screener
from bot.services.answers import Answers
from bot.services.blocking import Blocking
from bot.services.hash_desk import HashDesk
from bot.services.hash_help import CodeCounter, HashHelp
from bot.services.masking import Mask
from bot.services.platforms import Platforms
from bot.services.policies import PolicyDesk
from bot.services.registering import Registering
from bot.services.reporting import Reporting
from bot.services.sweeping import Judging, Sweeping


class HashBooks(Protocol):
    """The books that are needed for it."""

    @property
    def cases(self) -> CaseBook:
        """The cases."""
        ...

    @property
    def banks(self) -> BankBook:
        """What goes into banks."""
        ...

    @property
    def bank_feed(self) -> BankFeed:
        """What is in them."""
        ...

    @property
    def sweeps(self) -> SweepBook:
        """What is to be looked for."""
        ...

    @property
    def reports(self) -> "_Reports":
        """What people reported."""
        ...

    @property
    def vouches(self) -> VouchBook:
        """What adults vouch for."""
        ...


class _Reports(ReportBook, CodeBook, Protocol):
    """Reports and codes lie in one book."""


@dataclass(frozen=True, slots=True)
class HashTools:
    """What it works with.

    Attributes:
        random: Returns so many bytes that nobody can guess.
        second_adult: The first adult's word counts in its chat, and a second one's everywhere.
    """

    screener: Screener
    comparer: Comparer
    mask: Mask
    clock: Clock
    random: Callable[[int], bytes]
    second_adult: bool


@dataclass(frozen=True, slots=True)
class Hashes:
    """The desks, each for one thing."""

    reporting: Reporting
    blocking: Blocking
    desk: HashDesk
    sweeping: Sweeping

    @classmethod
    def over(
        cls,
        books: HashBooks,
        tools: HashTools,
        platforms: Platforms,
        policies: PolicyDesk,
        answers: Answers,
        list_limit: Callable[[], int],
    ) -> "Hashes":
        """Return the desks over these books.

        Args:
            list_limit: Tells how many bits may differ now for a match with a list.
        """
        mask, clock = tools.mask, tools.clock
        registering = Registering(
            books.bank_feed, tools.screener, tools.comparer, books.sweeps, books.reports
        )
        counter = CodeCounter(books.reports, mask, clock, tools.random)
        codes = HashHelp(books.reports, counter, books.banks, registering, answers)
        judging = Judging(policies, platforms, clock)
        return cls(
            Reporting(books.reports, books.cases, books.banks, registering, mask, clock),
            Blocking(
                books.vouches,
                books.cases,
                policies,
                mask,
                answers,
                second_adult=tools.second_adult,
            ),
            HashDesk(codes, platforms, answers),
            Sweeping(books.sweeps, tools.comparer, judging, clock, list_limit),
        )
