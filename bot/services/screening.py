"""Gets the bytes of an item and has them looked at: the one door off the event loop."""

import asyncio
import logging
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import partial

from bot.domain.errors import MediaTooLarge, MediaUnavailable
from bot.domain.links import LinkLists
from bot.domain.message import ChatRef
from bot.domain.signal import BankMatch, Failure, OpaqueReason, Score, Screening, failed
from bot.domain.work import WorkItem
from bot.ports import LinkedMedia, Screener
from bot.services.platforms import Platforms

logger = logging.getLogger(__name__)

# A host that is slow must not hold up what else is posted in the chat.
_LINK_SECONDS = 10.0


class OffLoop:
    """Runs the screener in a few threads. The decoders and models let go of the GIL.

    Bytes are handed over and dropped; nothing here keeps them.
    """

    def __init__(self, screener: Screener, workers: int, timeout: float) -> None:
        self._screener = screener
        self._workers = workers
        self._timeout = timeout
        self._pool: Executor = self._new_pool()

    async def screen(
        self, data: bytes, *, thorough: bool = False, chat: ChatRef | None = None
    ) -> Screening:
        """Look at one file, within the deadline; see `Screener`."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._timeout):
                work = partial(self._screener.screen, data, thorough=thorough, chat=chat)
                return await loop.run_in_executor(self._pool, work)
        except TimeoutError:
            # A thread cannot be stopped. A new pool takes over, so that one endless file does
            # not take a worker away for good; the old thread ends when its file does.
            logger.warning("an item was not screened within %.0f s", self._timeout)
            self._pool.shutdown(wait=False, cancel_futures=False)
            self._pool = self._new_pool()
            return failed("screener", OpaqueReason.TIMED_OUT)

    def close(self) -> None:
        """Let the threads end."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _new_pool(self) -> Executor:
        return ThreadPoolExecutor(self._workers, thread_name_prefix="screen")


class Lookout:
    """Looks at one item: fetch within bounds, then screen. Every failure is a signal."""

    def __init__(
        self,
        platforms: Platforms,
        off_loop: OffLoop,
        lists: LinkLists,
        linked: LinkedMedia,
        max_bytes: int,
        fetch_timeout: float,
    ) -> None:
        self._platforms = platforms
        self._off_loop = off_loop
        self._lists = lists
        self._linked = linked
        self._max_bytes = max_bytes
        self._fetch_timeout = fetch_timeout

    async def look_at(self, item: WorkItem, *, thorough: bool = False) -> Screening:
        """Return what can be learnt about an item.

        Args:
            thorough: Take no short cut with what looks harmless at first.

        Raises:
            TryLater: The platform asks to wait.
            OSError: The connection broke; the item is worth another try.
        """
        if item.listed is not None:
            return Screening((item.listed, Failure("platform", OpaqueReason.LINK)))
        if item.opaque is not None:
            return failed("platform", item.opaque)
        if item.media.linked:
            return await self._look_behind(item, thorough=thorough)
        platform = self._platforms[item.ref.platform]
        most = min(self._max_bytes, platform.adapter.limits.download_bytes)
        if item.media.size is not None and item.media.size > most:
            return failed("fetch", OpaqueReason.TOO_BIG)
        try:
            async with asyncio.timeout(self._fetch_timeout):
                data = await platform.media.fetch(item.ref, item.media, most)
        except MediaTooLarge:
            return failed("fetch", OpaqueReason.TOO_BIG)
        except MediaUnavailable:
            visible = await platform.moderation.is_visible(item.ref)
            gone = item.ref.is_message and visible is False
            return failed("fetch", OpaqueReason.GONE if gone else OpaqueReason.UNFETCHABLE)
        except TimeoutError:
            return failed("fetch", OpaqueReason.TIMED_OUT)
        return await self._screened(data, item, thorough=thorough)

    async def _screened(self, data: bytes, item: WorkItem, *, thorough: bool) -> Screening:
        chat = item.ref.chat_ref
        screening = await self._off_loop.screen(data, thorough=thorough, chat=chat)
        return self._lists.look_at(screening)

    async def _look_behind(self, item: WorkItem, *, thorough: bool) -> Screening:
        """Look at what an address leads to; where that is no picture, it is an address still.

        A page, a detour or an error may show people something that was not looked at.
        """
        try:
            async with asyncio.timeout(min(self._fetch_timeout, _LINK_SECONDS)):
                data = await self._linked.fetch(item.media.handle, self._max_bytes)
        except (MediaUnavailable, MediaTooLarge, TimeoutError):
            return failed("fetch", OpaqueReason.LINK)
        screening = await self._screened(data, item, thorough=thorough)
        if any(isinstance(one, Score | BankMatch) for one in screening.signals):
            return screening
        return failed("fetch", OpaqueReason.LINK)
