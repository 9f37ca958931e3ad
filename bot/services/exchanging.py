"""Brings banks to what exchanges say: new hashes in, withdrawn ones out, and where to go on.

One bank for each exchange, of the same name. A checkpoint is stored after everything that leads up
to it, in the database that holds the bank: a fetch that is cut off is made again from the last one.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.bank_ports import BankBook
from bot.book_ports import Inbox
from bot.domain.bank import BankEntry
from bot.domain.errors import ExchangeFailed
from bot.domain.exchange import HashDelta
from bot.domain.hash_list import MOST_ENTRIES, Unusable
from bot.ports import HashExchange

# Beside the cursors of the chat platforms.
_CURSOR = "exchange:"


@dataclass(slots=True)
class Fetched:
    """What a fetch did.

    Attributes:
        unread: Records that could not be read; what was known of them stays.
    """

    added: int = 0
    withdrawn: int = 0
    unread: int = 0
    unusable: Counter[Unusable] = field(default_factory=Counter)


class Exchanging:
    """Fetches lists into banks."""

    def __init__(self, banks: BankBook, inbox: Inbox) -> None:
        self._banks = banks
        self._inbox = inbox

    async def checkpoint(self, name: str) -> str | None:
        """Return where an exchange was left, if ever."""
        return await self._inbox.last_cursor(_CURSOR + name)

    async def fetch(self, exchange: HashExchange) -> Fetched:
        """Bring the bank of an exchange up to date.

        Raises:
            ExchangeFailed: There is no answer that can be used. What was completed before stays.
            TryLater: The exchange asks to wait.
        """
        name = exchange.name
        known = {entry.entry: entry for entry in await self._banks.entries(name)}
        told: dict[str, BankEntry | None] = {}
        done = Fetched()
        async for piece in exchange.fetch(await self.checkpoint(name)):
            told |= dict.fromkeys(piece.withdrawn) | {one.entry: one for one in piece.entries}
            done.unread += piece.unread
            done.unusable.update(piece.unusable)
            if len(told) + len(known) > 2 * MOST_ENTRIES:
                raise ExchangeFailed(f"{name} has more than {MOST_ENTRIES} hashes.")
            if piece.checkpoint is not None:
                await self._bring(name, known, told, done, piece)
                told = {}
        return done

    async def _bring(
        self,
        name: str,
        known: dict[str, BankEntry],
        told: dict[str, BankEntry | None],
        done: Fetched,
        last: HashDelta,
    ) -> None:
        if last.whole and known and not any(told.values()):
            raise ExchangeFailed(
                f"{name} says that its whole list is empty, which it was not; what was there stays."
            )
        gone = {one for one in told if one in known and not _same(known[one], told[one])}
        if last.whole:
            gone |= known.keys() - told.keys()
        new = [
            entry
            for one, entry in told.items()
            if entry is not None and (one in gone or one not in known)
        ]
        # First: what was called back must not match any longer because the rest takes its time.
        if gone:
            done.withdrawn += await self._banks.withdraw(name, gone)
        if new:
            done.added += await self._banks.add(name, f"exchange {name}", new)
        await self._inbox.take_in(_CURSOR + name, [], last.checkpoint)
        _forget(known, gone)
        known.update((entry.entry, entry) for entry in new)


def _same(known: BankEntry, told: BankEntry | None) -> bool:
    return told is not None and _said(known) == _said(told)


def _said(entry: BankEntry) -> tuple[object, ...]:
    return entry.sha256, entry.pdq, entry.quality, entry.verified


def _forget(known: dict[str, BankEntry], gone: Iterable[str]) -> None:
    for one in gone:
        known.pop(one, None)
