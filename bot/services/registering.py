"""Looks whether a picture may be registered on one person's word, by its hashes alone."""

import asyncio

from bot.bank_ports import BankFeed
from bot.domain.bank import KNOWN_DISTANCE, Bank, BankEntry, BankKind, MatchRule
from bot.domain.reports import MOST_POSTERS, Unfit
from bot.domain.sweep import Sought, Sweep
from bot.hash_ports import ReportBook, SweepBook
from bot.ports import Comparer, Screener

# The same picture, rather than one that only might be.
_SAME = frozenset({MatchRule.FILE, MatchRule.KNOWN, MatchRule.NEAR})
# All that was seen.
_EVERYTHING = Sweep(0, 0, 0, first_seen=1, last_seen=None, late=False)


class Registering:
    """Refuses what everybody has: getting it blocked would be a joke on the whole school."""

    def __init__(
        self,
        feed: BankFeed,
        screener: Screener,
        comparer: Comparer,
        ring: SweepBook,
        reports: ReportBook,
    ) -> None:
        self._feed = feed
        self._screener = screener
        self._comparer = comparer
        self._ring = ring
        self._reports = reports

    async def refuses(self, entry: BankEntry) -> Unfit | None:
        """Return why a picture is not registered; None if it may be."""
        if not entry.windows and entry.pdq is not None:
            return Unfit.FLAT
        if await self._is_guarded(entry) or await self._is_common(entry):
            return Unfit.COMMON
        return None

    async def _is_guarded(self, entry: BankEntry) -> bool:
        """Say whether it is one of the pictures that nobody may register."""
        banks = await self._feed.banks()
        guards = {one.bank.name for one in banks if one.bank.kind is BankKind.GUARD}
        if not guards:
            return False
        matches = await asyncio.to_thread(self._screener.likes, entry.windows, entry.sha256)
        return any(one.bank in guards and one.rule in _SAME for one in matches)

    async def _is_common(self, entry: BankEntry) -> bool:
        """Say whether more than a few people have posted it lately."""
        sought = (Sought(0, Bank(entry.bank), entry, KNOWN_DISTANCE),)
        comparison = await asyncio.to_thread(self._comparer.against, sought)
        found: list[int] = []
        after = 0
        while page := await self._ring.seen(_EVERYTHING, after):
            like_it = await asyncio.to_thread(comparison.find, page)
            found += [one.seen.item for one in like_it if one.match.rule in _SAME]
            after = page[-1].number
        return bool(found) and await self._reports.posters(found) > MOST_POSTERS
