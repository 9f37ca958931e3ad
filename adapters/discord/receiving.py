"""Takes in what Discord sends: written down as it comes, stored in batches, and read again if lost.

The gateway waits for no confirmation, so nothing can be held back until it is safe. What is lost
between hearing and storing is found again in the history: the cursor moves only with what was
stored.
"""

import asyncio
import logging
from collections.abc import Coroutine, Sequence

import discord

from adapters.discord.api import Api
from adapters.discord.buffer import Entry
from adapters.discord.commands import declare
from adapters.discord.hearing import Hearing
from adapters.discord.intents import Account
from adapters.discord.messenger import Voice
from adapters.discord.notebook import Notebook
from adapters.discord.progress import Progress
from adapters.discord.rights import Rights
from adapters.discord.session import Session
from adapters.discord.startup import introduce
from bot.domain.errors import ConnectionLost
from bot.domain.menu import Menu
from bot.ports import Receive

logger = logging.getLogger(__name__)

# The library goes on by itself after a break; for so long it is no news that there is none.
_PATIENCE_SECONDS = 20.0
_LOOK_EVERY_SECONDS = 1.0


class Receiving:
    """Keeps a session and stores what it hears, as long as `run` runs.

    The session outlives a `run` that failed because nothing could be stored: what was heard waits.

    Attributes:
        account: The bot's account, once Discord has told it; then `known` is set.
    """

    def __init__(
        self,
        api: Api,
        notebook: Notebook,
        hearing: Hearing,
        rights: Rights,
        voice: Voice,
        menus: Sequence[Menu],
    ) -> None:
        self._api = api
        self._rights = rights
        self.account: Account | None = None
        self._hearing = hearing
        self._voice = voice
        self._menus = menus
        self._notebook = notebook
        self._buffer = notebook.buffer
        self._session: Session | None = None
        self.known = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self, receive: Receive, cursor: str | None) -> None:
        """Receive until cancelled.

        Raises:
            ConnectionLost: Discord does not answer, or not to us.
        """
        if self._session is None:
            self._session = await self._open(cursor)
        down_since: float | None = None
        now = asyncio.get_running_loop().time
        told = False
        while True:
            await self._check()
            if self._api.connected:
                down_since = None
                self._hearing.look()
            elif down_since is None:
                down_since = now()
            elif now() - down_since > _PATIENCE_SECONDS:
                raise ConnectionLost("there is no connection to Discord; it is tried again")
            if self._buffer or (self._api.connected and not told):
                told = told or self._api.connected
                await self._store(receive)
                continue
            self._buffer.news.clear()
            try:
                async with asyncio.timeout(_LOOK_EVERY_SECONDS):
                    await self._buffer.news.wait()
            except TimeoutError:
                continue

    async def close(self) -> None:
        """Let go of the connection and of what is under way."""
        await self._hearing.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _open(self, cursor: str | None) -> Session:
        self._hearing.start_from(cursor)
        trees = []

        def prepare(client: discord.Client) -> None:
            trees.append(declare(client, self._menus))

        session = await Session.open(self._api, self._hearing, prepare)
        self._hearing.log_in(session.account, session.client)
        self._rights.account = session.account
        self.account = session.account
        self.known.set()
        if self._menus:
            # Beside the guarding, not before it.
            self._beside(introduce(trees[0], self._menus))
        return session

    async def _check(self) -> None:
        """Return if the session lives; let go of one that has ended.

        Raises:
            ConnectionLost: It has ended.
        """
        if self._session is None:
            return
        try:
            self._session.check()
        except ConnectionLost:
            session, self._session = self._session, None
            await self._hearing.close()
            await session.close()
            raise

    async def _store(self, receive: Receive) -> None:
        """Store the next batch; only then is it let go of and Discord told what arrived."""
        batch = self._buffer.first()
        for entry in batch:
            if entry.asked is not None:
                self._voice.expect(entry.asked)
        updates = [entry.update for entry in batch if entry.update is not None]
        await receive(updates, str(_marked(self._notebook.progress, batch)))
        # While it was stored, more was heard, which may have changed how far we are.
        self._notebook.progress = _marked(self._notebook.progress, batch)
        self._buffer.drop(len(batch))
        self._notebook.own_up()
        for entry in batch:
            if entry.asked is not None:
                self._beside(self._voice.take(entry.asked))

    def _beside(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _marked(progress: Progress, batch: Sequence[Entry]) -> Progress:
    for entry in batch:
        progress = entry.mark(progress)
    return progress
