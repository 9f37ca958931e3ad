"""Keeps the screener's banks as they are stored: all of them at the start, then what changes.

Whoever changes a bank in this process rings, and the change counts at once; what another process
changes is found by asking for the numbers of the changes. Rows are read in small pages, and
whatever takes CPU time runs in a thread.
"""

import asyncio
import logging
from collections.abc import Collection, Iterator, Sequence

from bot.bank_ports import BankFeed
from bot.domain.bank import Bank, BankEntry, BankKind, list_distance
from bot.domain.bank_records import BankDelta, LoadedBank
from bot.ports import Screener

logger = logging.getLogger(__name__)

# A process that cannot ring here, such as a command, is heard within this and the time that loading
# takes: together well under ten seconds.
POLL_SECONDS = 2.0
# Rows of a page are built on the event loop: 2 to 3 ms.
PAGE = 500
# More than this is read faster as everything, page by page, than range by range.
_MOST_CHANGED = 200_000
# Changes that go to the screener together.
_AT_ONCE = 10_000

_Range = tuple[int, int, int]


class BankLoader:
    """Loads the stored banks into the screener whenever they have changed.

    Args:
        feed: The banks as they are stored.
        screener: Where they go.
        false_matches: How many false matches with lists a posted picture may bring on average.
    """

    def __init__(self, feed: BankFeed, screener: Screener, false_matches: float) -> None:
        self._feed = feed
        self._screener = screener
        self._false_matches = false_matches
        # Up to which of its changes each bank was looked at, by its id; None before the start.
        self._seen: dict[int, int] | None = None
        # The same for those whose entries are in the screener. A disabled bank takes no memory.
        self._loaded: dict[int, LoadedBank] = {}
        self._list_limit = list_distance(0, false_matches)
        self._loading = asyncio.Lock()
        self._rung = asyncio.Event()

    @property
    def list_limit(self) -> int:
        """How many bits may differ for a match with a list."""
        return self._list_limit

    def ring(self) -> None:
        """Say that a bank has changed: it is loaded as soon as the loop is free."""
        self._rung.set()

    async def run(self) -> None:
        """Follow the banks until cancelled."""
        while True:
            try:
                async with asyncio.timeout(POLL_SECONDS):
                    await self._rung.wait()
            except TimeoutError:
                logger.debug("nobody rang, asks for changes")
            self._rung.clear()
            try:
                await self.refresh()
            except Exception:
                # Another program may hold the database for a while: what is loaded goes on
                # counting, and the next turn comes soon.
                logger.exception("the banks cannot be loaded now, tries again")

    async def refresh(self) -> None:
        """Load what has changed since the last time; everything the first time."""
        async with self._loading:
            if await self._feed.numbers() == self._seen:
                return
            banks = await self._feed.banks()
            used = {one.id: one for one in banks if one.bank.enabled}
            delta = await self._delta(used)
            if delta is None:
                await self._measure_lists()
                await self._load(used)
            else:
                await self._change(used, delta)
                # Afterwards: of a million hashes it takes half a second to count them.
                if _lists_differ(self._loaded, used) and await self._measure_lists():
                    await self._hand_over(used, (), ())
            self._loaded = used
            self._seen = {one.id: one.number for one in banks}

    async def _delta(self, used: dict[int, LoadedBank]) -> BankDelta | None:
        """Return what has changed in these banks; None where everything has to be loaded."""
        if self._seen is None:
            return None
        # A bank that was off until now was not followed. One that is new has all its changes yet.
        if any(one in self._seen and one not in self._loaded for one in used):
            return None
        # One that was made again under the name of another must not inherit its entries.
        over = {one.bank.name for number, one in self._loaded.items() if number not in used}
        if any(one.bank.name in over for one in used.values()):
            return None
        loaded = {number: one.number for number, one in self._loaded.items()}
        delta = await self._feed.changes_since({one: loaded.get(one, 0) for one in used})
        return None if delta is None or delta.most > _MOST_CHANGED else delta

    async def _measure_lists(self) -> bool:
        """Compute the limit of lists anew; return whether it is another one."""
        before = self._list_limit
        hashes = await self._feed.list_hashes()
        self._list_limit = list_distance(hashes, self._false_matches)
        return self._list_limit != before

    async def _load(self, used: dict[int, LoadedBank]) -> None:
        pages = _Pages(self._feed, used, asyncio.get_running_loop())
        loading = asyncio.ensure_future(
            asyncio.to_thread(
                self._screener.load_banks, _banks(used), pages, list_limit=self._list_limit
            )
        )
        try:
            await asyncio.shield(loading)
        except asyncio.CancelledError:
            # The thread asks this loop for its pages: it must have ended before the loop does.
            pages.stop()
            await asyncio.wait((loading,))
            raise
        logger.info("%s banks loaded, %s entries", len(used), pages.entries)

    async def _change(self, used: dict[int, LoadedBank], delta: BankDelta) -> None:
        changed: list[BankEntry] = []
        gone: set[tuple[str, str]] = set(delta.gone)
        for piece in _split(delta.ranges):
            if len(changed) > _AT_ONCE:
                await self._hand_over(used, changed, gone)
                changed, gone = [], set()
            here, off = await self._feed.changed(piece)
            changed += here
            gone.update(off)
        await self._hand_over(used, changed, gone)

    async def _hand_over(
        self,
        used: dict[int, LoadedBank],
        changed: Sequence[BankEntry],
        gone: Collection[tuple[str, str]],
    ) -> None:
        await asyncio.to_thread(
            self._screener.change_banks, _banks(used), changed, gone, list_limit=self._list_limit
        )


class _Stopped(Exception):
    """The app ends while banks are loaded."""


class _Pages:
    """All entries of some banks, read page by page from within a thread."""

    def __init__(
        self, feed: BankFeed, banks: Collection[int], loop: asyncio.AbstractEventLoop
    ) -> None:
        self.entries = 0
        self._feed = feed
        self._banks = tuple(banks)
        self._loop = loop
        self._stopped = False

    def stop(self) -> None:
        """Let whoever reads get no further page."""
        self._stopped = True

    def __iter__(self) -> Iterator[Sequence[BankEntry]]:
        after = 0
        while True:
            if self._stopped:
                raise _Stopped
            reading = self._feed.entries(self._banks, after, PAGE)
            page, after = asyncio.run_coroutine_threadsafe(reading, self._loop).result()
            self.entries += len(page)
            yield page
            if len(page) < PAGE:
                return


def _banks(used: dict[int, LoadedBank]) -> list[Bank]:
    return [one.bank for one in used.values()]


def _lists_differ(before: dict[int, LoadedBank], after: dict[int, LoadedBank]) -> bool:
    """Say whether there may be more or fewer hashes in lists than before."""
    return _lists(before) != _lists(after)


def _lists(banks: dict[int, LoadedBank]) -> dict[int, int]:
    return {one.id: one.number for one in banks.values() if one.bank.kind is BankKind.LIST}


def _split(ranges: Sequence[_Range]) -> Iterator[list[_Range]]:
    """Yield ranges together that hold no more than a page."""
    piece: list[_Range] = []
    room = PAGE
    for bank, first, last in ranges:
        while first <= last:
            end = min(last, first + room - 1)
            piece.append((bank, first, end))
            room -= end - first + 1
            first = end + 1
            if not room:
                yield piece
                piece, room = [], PAGE
    if piece:
        yield piece
