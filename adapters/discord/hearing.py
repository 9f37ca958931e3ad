"""What each event of the gateway means for the bot: what is stored, and what is read again.

Everything here happens between two events, so nothing may wait; what takes calls is a task of its
own.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime
from functools import partial
from typing import Any

import discord

from adapters.discord.api import Api
from adapters.discord.backfill import Backfill
from adapters.discord.buffer import Buffer, Entry
from adapters.discord.errors import Refusal
from adapters.discord.ids import id_in, moment_of
from adapters.discord.intents import Account
from adapters.discord.interactions import Answerable
from adapters.discord.messages import is_hollow
from adapters.discord.moderation import Deletions
from adapters.discord.progress import Progress
from adapters.discord.session import KEPT, RIGHTS
from adapters.discord.standing import standing_on
from adapters.discord.updates import Packer, joined, made_gap, made_standing, made_trouble
from bot.domain.event import TroubleKind
from bot.domain.raw_json import Raw, list_in, mapping_in
from bot.ports import Clock

logger = logging.getLogger(__name__)

_MEMBERS = frozenset({"GUILD_MEMBER_ADD", "GUILD_MEMBER_UPDATE"})
_POLL_SECONDS = 0.05


class Hearing:
    """Hears every event of a session, in order.

    Attributes:
        progress: How far the bot has read; moves on when something was stored.
    """

    def __init__(self, api: Api, deletions: Deletions, packer: Packer, clock: Clock) -> None:
        self._api = api
        self._deletions = deletions
        self._packer = packer
        self._clock = clock
        self._backfill = Backfill(api, clock)
        self.buffer = Buffer()
        self.progress = Progress(clock.now())
        self._is_first = True
        # When the newest message was posted that was heard or read again.
        self._newest = moment_of(0)
        self._me = ""
        self._client: discord.Client | None = None
        # Servers that Discord has named and not shown yet: at the start, or in an outage of theirs.
        self._awaited: set[str] = set()
        self._replays: dict[str, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._changed: set[str] = set()
        # What each server's standing was when it was last told.
        self._lacks: dict[str, tuple[str, ...]] = {}
        self._takers: Mapping[str, Callable[[Mapping[str, Any]], None]] = {
            "READY": self._ready,
            "RESUMED": self._resumed,
            "GUILD_CREATE": self._guild,
            "GUILD_DELETE": self._no_guild,
            "MESSAGE_CREATE": self._message,
            "MESSAGE_UPDATE": self._edit,
            "MESSAGE_DELETE": self._deleted,
            "MESSAGE_DELETE_BULK": self._deleted,
            "INTERACTION_CREATE": self._asked,
            "THREAD_CREATE": self._thread,
        }

    def start_from(self, cursor: str | None) -> None:
        """Go on from a stored cursor."""
        self.progress = Progress.read(cursor, self._clock.now())
        self._is_first = cursor is None
        self._lacks = dict(self.progress.lacks)

    def log_in(self, account: Account, client: discord.Client) -> None:
        """Note who the bot is, before the first event."""
        self._me, self._client = account.id, client

    async def close(self) -> None:
        """Let go of what is under way; what was not read is read after the next start."""
        tasks = [*self._replays.values(), *self._tasks]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._replays.clear()

    def heard(self, event: str, data: Mapping[str, Any]) -> None:
        """Take one event; see `session.Listener`."""
        try:
            self._take(event, data)
        except Exception as error:  # noqa: BLE001 - whatever one event does, the next ones are heard
            logger.error("an event of kind %s was not taken (%s)", event, type(error).__name__)  # noqa: TRY400 - its text may quote people
            if event in KEPT:
                self._keep(event, data)

    def look(self) -> None:
        """Compare how the bot stands where something about rights has changed, and read on."""
        changed, self._changed = self._changed, set()
        for guild in changed:
            self._compare(guild)
        if not self.buffer.crowded:
            for guild in self.progress.unread.keys() - self._awaited - self._replays.keys():
                self._replay(guild)

    def _take(self, event: str, data: Mapping[str, Any]) -> None:
        if event in self._takers:
            self._takers[event](data)
        elif event in KEPT:
            self._keep(event, data)
        if event in RIGHTS:
            self._note_rights(event, data)

    # --- who is there

    def _ready(self, data: Mapping[str, Any]) -> None:
        """A new session: what was said since the last one is in no session any more."""
        self._awaited = {str(guild["id"]) for guild in data["guilds"]}
        for guild in {*self.progress.lacks, *self.progress.unread} - self._awaited:
            # It was removed from there while it was away.
            self._no_guild({"id": guild})
        for guild in self._awaited:
            self.progress = self.progress.missed(guild)
        self._api.greeted()
        self.buffer.news.set()

    def _resumed(self, _: Mapping[str, Any]) -> None:
        self.buffer.news.set()

    def _guild(self, data: Mapping[str, Any]) -> None:
        """A server is there: one that was awaited, or one that the bot came to."""
        if data.get("unavailable") is True:
            return
        guild = str(data["id"])
        found = self._found(guild)
        if guild in self._awaited:
            self._awaited.discard(guild)
            # At once: what changes from now on is compared with this.
            self._compare(guild)
        elif found is not None:
            standing = standing_on(found)
            self._lacks[guild] = standing.lacks
            raw = joined(data, may_delete=standing.may_delete)
            self._keep("GUILD_CREATE", raw, lambda progress: progress.noted(guild, standing.lacks))
        # What it said before, in an earlier session, is read again from the start.
        self._end_replay(guild)
        self.buffer.news.set()

    def _no_guild(self, data: Mapping[str, Any]) -> None:
        guild = str(data["id"])
        if data.get("unavailable") is True:
            self._awaited.add(guild)
            self.progress = self.progress.missed(guild)
            return
        self._lacks.pop(guild, None)
        self._keep("GUILD_DELETE", data, lambda progress: progress.without(guild))

    # --- what is posted

    def _message(self, data: Mapping[str, Any]) -> None:
        number = id_in(data, "id")
        if self._is_own(data):
            return  # The bot's own words, which hold nothing else.
        if is_hollow(data, self._me) and id_in(data, "guild_id"):
            self._keep(*made_trouble(TroubleKind.HIDDEN_CONTENT, self._clock.now()))
        at = moment_of(number or 0)
        self._newest = max(self._newest, at)
        self._keep("MESSAGE_CREATE", data, lambda progress: progress.saw(at))

    def _edit(self, data: Mapping[str, Any]) -> None:
        """A later version; where it is only a part, the whole message is asked for."""
        if "author" in data:
            if not self._is_own(data):
                self._keep("MESSAGE_UPDATE", data)
        elif id_in(data, "id") and id_in(data, "channel_id") and id_in(data, "guild_id"):
            self._beside(self._complete(data))

    def _is_own(self, data: Raw) -> bool:
        return id_in(mapping_in(data, "author"), "id") == self._me

    async def _complete(self, data: Raw) -> None:
        channel, number = id_in(data, "channel_id"), id_in(data, "id")
        try:
            whole = await self._api.call(lambda http: http.get_message(channel, number))
            raw: Mapping[str, Any] = {**whole, "guild_id": id_in(data, "guild_id")}
        except Refusal:
            # Looked at all the same; only nobody can be told in private.
            raw = data
        self._keep("MESSAGE_UPDATE", raw)

    def _deleted(self, data: Mapping[str, Any]) -> None:
        numbers = [id_in(data, "id"), *list_in(data, "ids")]
        self._deletions.note_deleted(*(int(str(one)) for one in numbers if one))
        kind = "MESSAGE_DELETE_BULK" if "ids" in data else "MESSAGE_DELETE"
        self._keep(kind, data)

    def _asked(self, data: Mapping[str, Any]) -> None:
        self._keep("INTERACTION_CREATE", data, asked=Answerable.of(data))

    def _thread(self, data: Mapping[str, Any]) -> None:
        """Join a new thread: not every event of one reaches a bot that is only allowed to look."""
        number = id_in(data, "id")
        if data.get("newly_created") is True and number:
            self._beside(self._join(int(number)))

    async def _join(self, thread: int) -> None:
        try:
            await self._api.call(lambda http: http.join_thread(thread), f"{thread}:join")
        except Refusal as refusal:
            logger.info("a thread was not joined (%s)", refusal.code)

    # --- what was missed

    def _end_replay(self, guild: str) -> None:
        running = self._replays.pop(guild, None)
        if running is not None:
            running.cancel()

    def _replay(self, guild: str) -> None:
        task = asyncio.create_task(self._read_again(guild, self.progress.unread[guild]))
        self._replays[guild] = task

    async def _read_again(self, guild: str, since: datetime) -> None:
        try:
            await self._read(guild, since)
        except Exception:
            # It stays unread in the cursor, so it is read after the next break or start.
            logger.exception("server %s: its history was not read", guild)
            self._keep(*made_gap(guild, since, self._clock.now()))

    async def _read(self, guild: str, since: datetime) -> None:
        found, until = self._found(guild), self._clock.now()
        whole = True
        if found is not None:
            whole = await self._backfill.replay(found, since, self._put)
        self.buffer.add(Entry(mark=partial(_caught_up, guild, self._newest)))
        if not whole and not self._is_first:
            self._keep(*made_gap(guild, since, until))

    async def _put(self, raw: Raw) -> None:
        while self.buffer.crowded:
            await self._clock.sleep(_POLL_SECONDS)
        if self._is_own(raw):
            return
        self._newest = max(self._newest, moment_of(id_in(raw, "id") or 0))
        self._keep("MESSAGE_CREATE", raw)

    # --- what the bot may do

    def _note_rights(self, event: str, data: Mapping[str, Any]) -> None:
        if event in _MEMBERS and id_in(mapping_in(data, "user"), "id") != self._me:
            return
        # What was refused may be allowed now.
        self._api.refused.forget("")
        guild = id_in(data, "guild_id") or id_in(data, "id")
        if guild:
            self._changed.add(guild)
            self.buffer.news.set()

    def _compare(self, guild: str) -> None:
        found = self._found(guild)
        if found is None or found.unavailable:
            return
        standing, before = standing_on(found), self._lacks.get(guild)
        if standing.lacks == before:
            return
        self._lacks[guild] = standing.lacks

        def mark(progress: Progress) -> Progress:
            return progress.noted(guild, standing.lacks)

        if before is None:
            self.buffer.add(Entry(mark=mark))
            return
        lost = standing.worse_than(before)
        self._keep(*made_standing(guild, lost, may_delete=standing.may_delete), mark)

    # --- the rest

    def _found(self, guild: str) -> discord.Guild | None:
        return self._client.get_guild(int(guild)) if self._client is not None else None

    def _keep(
        self,
        event: str,
        data: Mapping[str, Any],
        mark: Callable[[Progress], Progress] | None = None,
        asked: Answerable | None = None,
    ) -> None:
        """Put an event among what is to be stored; what does not fit is read again later."""
        if self.buffer.full:
            guild = id_in(data, "guild_id")
            if guild and guild not in self.progress.unread:
                logger.error("server %s: too much waits to be stored; it is read again", guild)
                self._end_replay(guild)
                self.progress = self.progress.missed(guild)
            return
        update = self._packer.pack(event, data, at=self._clock.now(), me=self._me)
        self.buffer.add(Entry(update, mark, asked) if mark else Entry(update, asked=asked))

    def _beside(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _caught_up(guild: str, newest: datetime, progress: Progress) -> Progress:
    """Return the progress after a server was read; with the last one, after all that was read."""
    progress = progress.caught_up(guild)
    return progress if progress.unread else progress.saw(newest)
