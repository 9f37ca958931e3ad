"""What each event of the gateway means for the bot: what is stored, and what is read again.

Everything here happens between two events, so nothing may wait; what takes calls is a task of its
own.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from functools import partial
from typing import Any

import discord

from adapters.discord.api import Api
from adapters.discord.catching_up import CatchingUp
from adapters.discord.errors import Refusal
from adapters.discord.ids import id_in, moment_of
from adapters.discord.intents import Account
from adapters.discord.interactions import Answerable
from adapters.discord.messages import is_hollow
from adapters.discord.moderation import Deletions
from adapters.discord.notebook import Notebook
from adapters.discord.session import KEPT
from adapters.discord.standing import standing_on
from adapters.discord.updates import joined, made_trouble, shown_on
from adapters.discord.watching import Watching
from bot.domain.event import TroubleKind
from bot.domain.raw_json import Raw, list_in, mapping_in
from bot.ports import Clock

logger = logging.getLogger(__name__)


class Hearing:
    """Hears every event of a session, in order."""

    def __init__(self, api: Api, deletions: Deletions, notebook: Notebook, clock: Clock) -> None:
        self._api = api
        self._deletions = deletions
        self._notebook = notebook
        self._clock = clock
        self._catching_up = CatchingUp(api, notebook, clock)
        self._watching = Watching(api, notebook)
        self._client: discord.Client | None = None
        # Servers that Discord has named and not shown yet: at the start, or in an outage of theirs.
        self._awaited: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._takers: Mapping[str, Callable[[Mapping[str, Any]], None]] = {
            "READY": self._ready,
            "RESUMED": self._resumed,
            "GUILD_CREATE": self._guild,
            "GUILD_DELETE": self._no_guild,
            "MESSAGE_CREATE": self._message,
            "MESSAGE_UPDATE": self._edit,
            "MESSAGE_DELETE": self._deleted,
            "MESSAGE_DELETE_BULK": self._deleted,
            "MESSAGE_REACTION_ADD": self._reaction,
            "GUILD_MEMBER_ADD": partial(self._member, "GUILD_MEMBER_ADD"),
            "GUILD_MEMBER_UPDATE": partial(self._member, "GUILD_MEMBER_UPDATE"),
            "INTERACTION_CREATE": self._asked,
            "THREAD_CREATE": self._thread,
        }

    def start_from(self, cursor: str | None) -> None:
        """Go on from a stored cursor, before there is a session."""
        self._notebook.start_from(cursor)
        self._watching.start()

    def log_in(self, account: Account, client: discord.Client) -> None:
        """Note who the bot is, before the first event."""
        self._notebook.me, self._client = account.id, client

    def look(self) -> None:
        """Do what many events together ask for: compare rights, read servers again."""
        self._watching.look(self._found)
        self._catching_up.begin(self._awaited, self._found)

    async def close(self) -> None:
        """Let go of what is under way."""
        await self._catching_up.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def heard(self, event: str, data: Mapping[str, Any]) -> None:
        """Take one event; see `session.Listener`."""
        try:
            self._watching.note(event, data)
            if event in self._takers:
                self._takers[event](data)
            elif event in KEPT:
                self._notebook.keep(event, data)
        except Exception as error:  # noqa: BLE001 - whatever one event does, the next ones are heard
            logger.error("an event of kind %s was not taken (%s)", event, type(error).__name__)  # noqa: TRY400 - its text may quote people
            if event in KEPT:
                self._notebook.keep(event, data)

    # --- who is there

    def _ready(self, data: Mapping[str, Any]) -> None:
        """A new session: what was said since the last one is in no session any more."""
        book = self._notebook
        self._awaited = {str(guild["id"]) for guild in data["guilds"]}
        for guild in {*book.progress.lacks, *book.progress.unread} - self._awaited:
            # It was removed from there while it was away.
            self._no_guild({"id": guild})
        for guild in self._awaited:
            book.miss(guild)
        self._api.greeted()
        book.buffer.news.set()

    def _resumed(self, _: Mapping[str, Any]) -> None:
        self._notebook.buffer.news.set()

    def _guild(self, data: Mapping[str, Any]) -> None:
        """A server is there: one that was awaited, or one that the bot came to.

        It may have come to it while it was away: then no earlier cursor knows of it.
        """
        if data.get("unavailable") is True:
            return
        guild = str(data["id"])
        found = self._found(guild)
        came = guild not in self._awaited or not self._watching.knows(guild)
        self._awaited.discard(guild)
        if found is not None and not came:
            # At once: what changes from now on is compared with this.
            self._watching.compare(found)
        elif found is not None:
            # What was refused before it was put out may be allowed now.
            self._api.refused.forget()
            standing = standing_on(found)
            raw = joined(data, may_delete=standing.may_delete)
            self._notebook.keep("GUILD_CREATE", raw, self._watching.accept(guild, standing))
        for kind, shown in shown_on(data):
            self._notebook.keep(kind, shown)
        if found is not None:
            since = moment_of(0) if came else self._notebook.progress.read_from(guild)
            new = [one.id for one in found.threads if moment_of(one.id) >= since]
            self._beside(self._join_all(new))
        # What was being read of it in an earlier session is read again from the start.
        self._catching_up.drop(guild)
        self._notebook.buffer.news.set()

    def _no_guild(self, data: Mapping[str, Any]) -> None:
        guild = str(data["id"])
        if data.get("unavailable") is True:
            self._awaited.add(guild)
            self._notebook.miss(guild)
            return
        self._awaited.discard(guild)
        self._catching_up.drop(guild)
        self._watching.forget(guild)
        self._notebook.keep("GUILD_DELETE", data, lambda progress: progress.without(guild))

    # --- what is posted

    def _message(self, data: Mapping[str, Any]) -> None:
        if self._is_own(data):
            return  # The bot's own words, which hold nothing else.
        if is_hollow(data, self._notebook.me) and id_in(data, "guild_id"):
            now = self._clock.now()
            self._notebook.keep(*made_trouble(TroubleKind.HIDDEN_CONTENT, now))
        at = moment_of(id_in(data, "id") or 0)
        self._catching_up.heard(at)
        self._notebook.keep("MESSAGE_CREATE", data, lambda progress: progress.saw(at))

    def _edit(self, data: Mapping[str, Any]) -> None:
        """A later version; where it is only a part, the whole message is asked for."""
        if "author" in data:
            if not self._is_own(data):
                self._notebook.keep("MESSAGE_UPDATE", data)
        elif id_in(data, "id") and id_in(data, "channel_id") and id_in(data, "guild_id"):
            self._beside(self._complete(data))

    def _is_own(self, data: Raw) -> bool:
        return id_in(mapping_in(data, "author"), "id") == self._notebook.me

    async def _complete(self, data: Raw) -> None:
        channel, number = id_in(data, "channel_id"), id_in(data, "id")
        # Looked at in any case; without the whole of it only nobody can be told in private.
        raw: Mapping[str, Any] = data
        try:
            whole = await self._api.call(
                lambda http: http.get_message(channel, number), f"{channel}:read"
            )
            raw = {**whole, "guild_id": id_in(data, "guild_id")}
        except Refusal as refusal:
            logger.info("a message was not read as a whole (%s)", refusal.code)
        finally:
            # Also if the session ends meanwhile: no history repeats an edit.
            self._notebook.keep("MESSAGE_UPDATE", raw)

    def _deleted(self, data: Mapping[str, Any]) -> None:
        numbers = [id_in(data, "id"), *list_in(data, "ids")]
        self._deletions.note_deleted(*(int(str(one)) for one in numbers if one))
        kind = "MESSAGE_DELETE_BULK" if "ids" in data else "MESSAGE_DELETE"
        self._notebook.keep(kind, data)

    def _reaction(self, data: Mapping[str, Any]) -> None:
        # Most are plain characters, which show no picture.
        if id_in(mapping_in(data, "emoji"), "id"):
            self._notebook.keep("MESSAGE_REACTION_ADD", data)

    def _member(self, event: str, data: Mapping[str, Any]) -> None:
        user = mapping_in(data, "user")
        if any(node.get(one) for node in (user, data) for one in ("avatar", "banner")):
            self._notebook.keep(event, data)

    def _asked(self, data: Mapping[str, Any]) -> None:
        self._notebook.keep("INTERACTION_CREATE", data, asked=Answerable.of(data))

    def _thread(self, data: Mapping[str, Any]) -> None:
        """Join a new thread: not every event of one reaches a bot that is only allowed to look."""
        number = id_in(data, "id")
        if data.get("newly_created") is True and number:
            self._beside(self._join(int(number)))

    async def _join_all(self, threads: Sequence[int]) -> None:
        """Join what was begun while the bot was away, one after the other."""
        for thread in threads:
            await self._join(thread)

    async def _join(self, thread: int) -> None:
        try:
            await self._api.call(lambda http: http.join_thread(thread), f"{thread}:join")
        except Refusal as refusal:
            logger.info("a thread was not joined (%s)", refusal.code)

    # --- the rest

    def _found(self, guild: str) -> discord.Guild | None:
        return self._client.get_guild(int(guild)) if self._client is not None else None

    def _beside(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
