"""Reads again what was posted while nobody listened, and says what could not be read."""

import asyncio
import logging
from collections.abc import Callable, Collection
from datetime import datetime
from functools import partial

import discord

from adapters.discord.api import Api
from adapters.discord.backfill import Backfill
from adapters.discord.ids import id_in, moment_of
from adapters.discord.notebook import Notebook
from adapters.discord.progress import Progress
from adapters.discord.updates import made_gap
from bot.domain.raw_json import Raw, mapping_in
from bot.ports import Clock

logger = logging.getLogger(__name__)

_POLL_SECONDS = 0.05


class CatchingUp:
    """One reading at a time for each server that the notebook calls unread."""

    def __init__(self, api: Api, notebook: Notebook, clock: Clock) -> None:
        self._notebook = notebook
        self._clock = clock
        self._backfill = Backfill(api, clock)
        # With how often the server was missed when its reading began.
        self._readings: dict[str, tuple[int, asyncio.Task[None]]] = {}
        self._read_once: set[str] = set()
        # When the newest message was posted that was heard or read again.
        self._newest = moment_of(0)

    def heard(self, at: datetime) -> None:
        """Note that a message was heard that was posted at a time."""
        self._newest = max(self._newest, at)

    def begin(self, awaited: Collection[str], find: Callable[[str], discord.Guild | None]) -> None:
        """Begin to read every server that is unread and there, unless too much waits already."""
        book = self._notebook
        unread = book.progress.unread
        for guild, (misses, task) in list(self._readings.items()):
            if misses != book.misses(guild):
                self.drop(guild)
            elif task.done() and guild not in unread:
                del self._readings[guild]
        if book.buffer.crowded:
            return
        for guild in unread.keys() - self._readings.keys() - set(awaited):
            misses = book.misses(guild)
            reading = self._read(guild, find(guild), unread[guild], misses)
            self._readings[guild] = misses, asyncio.create_task(reading)

    def drop(self, guild: str) -> None:
        """Leave off reading a server; it is read from the start when it is there again."""
        _, reading = self._readings.pop(guild, (0, None))
        if reading is not None:
            reading.cancel()

    async def close(self) -> None:
        """Leave off; what was not read is read after the next start."""
        readings = [reading for _, reading in self._readings.values()]
        self._readings.clear()
        for reading in readings:
            reading.cancel()
        await asyncio.gather(*readings, return_exceptions=True)

    async def _read(
        self, guild: str, found: discord.Guild | None, since: datetime, misses: int
    ) -> None:
        whole, failed, until = True, False, self._clock.now()
        try:
            if found is not None:
                whole = await self._backfill.replay(found, since, self._put)
        except Exception:
            # Not caught up: it stays unread in the cursor, for the next break or start.
            logger.exception("server %s: its history was not read", guild)
            whole, failed = False, True
        if found is None:
            # It is there, and the library could not read it: nobody can say what was posted.
            whole = False
        elif not failed:
            self._notebook.note(partial(self._caught_up, guild, misses, self._newest))
        # Whoever starts without knowing anything missed nothing yet.
        is_first = self._notebook.is_first and guild not in self._read_once
        self._read_once.add(guild)
        if not whole and not is_first:
            self._notebook.keep(*made_gap(guild, since, until))

    async def _put(self, raw: Raw) -> None:
        while self._notebook.buffer.crowded:
            await self._clock.sleep(_POLL_SECONDS)
        self.heard(moment_of(id_in(raw, "id") or 0))
        if id_in(mapping_in(raw, "author"), "id") != self._notebook.me:
            self._notebook.keep("MESSAGE_CREATE", raw)

    def _caught_up(self, guild: str, misses: int, newest: datetime, progress: Progress) -> Progress:
        """Return the progress after a server was read; with the last one, after all of them."""
        if misses != self._notebook.misses(guild):
            return progress  # Missed again before this was stored.
        progress = progress.caught_up(guild)
        return progress if progress.unread else progress.saw(newest)
