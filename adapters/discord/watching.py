"""Watches how the bot stands on its servers, and tells when somebody lets it see or do less."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import discord

from adapters.discord.api import Api
from adapters.discord.ids import id_in
from adapters.discord.notebook import Notebook
from adapters.discord.progress import Progress
from adapters.discord.standing import Standing, standing_on
from adapters.discord.updates import made_standing
from bot.domain.raw_json import mapping_in

# What changes who may do what where.
_RIGHTS = frozenset(
    {
        "GUILD_UPDATE",
        "GUILD_ROLE_CREATE",
        "GUILD_ROLE_UPDATE",
        "GUILD_ROLE_DELETE",
        "GUILD_MEMBER_UPDATE",
        "CHANNEL_CREATE",
        "CHANNEL_UPDATE",
        "CHANNEL_DELETE",
    }
)


class Watching:
    """Compares each server with how it was when that was last told, over restarts too."""

    def __init__(self, api: Api, notebook: Notebook) -> None:
        self._api = api
        self._notebook = notebook
        self._changed: set[str] = set()
        # Told, though perhaps not stored yet: the notebook's progress knows it a moment later.
        self._told: dict[str, tuple[str, ...]] = {}

    def start(self) -> None:
        """Go on from what the notebook's progress knows."""
        self._told = dict(self._notebook.progress.lacks)

    def knows(self, guild: str) -> bool:
        """Whether it was told before how the bot stands on a server."""
        return guild in self._told

    def note(self, event: str, data: Mapping[str, Any]) -> None:
        """Take an event that may change rights."""
        if event not in _RIGHTS:
            return
        user = id_in(mapping_in(data, "user"), "id")
        if event == "GUILD_MEMBER_UPDATE" and user != self._notebook.me:
            return
        # What was refused may be allowed now.
        self._api.refused.forget()
        guild = id_in(data, "guild_id") or id_in(data, "id")
        if guild:
            self._changed.add(guild)
            self._notebook.buffer.news.set()

    def look(self, find: Callable[[str], discord.Guild | None]) -> None:
        """Compare where something has changed; a flood of changes is looked at once."""
        changed, self._changed = self._changed, set()
        for name in changed:
            guild = find(name)
            if guild is not None and not guild.unavailable:
                self.compare(guild)

    def compare(self, guild: discord.Guild) -> None:
        """Tell what the bot lost or got back on a server, if it did."""
        name, standing = str(guild.id), standing_on(guild)
        before = self._told.get(name)
        if standing.lacks == before:
            return
        mark = self.accept(name, standing)
        if before is None:
            self._notebook.note(mark)
            return
        told = made_standing(name, standing.worse_than(before), may_delete=standing.may_delete)
        self._notebook.keep(*told, mark)

    def accept(self, guild: str, standing: Standing) -> Callable[[Progress], Progress]:
        """Take a standing for the one that was told; return what that means for the cursor."""
        self._told[guild] = standing.lacks
        return partial(_noted, guild, standing.lacks)

    def forget(self, guild: str) -> None:
        """Forget a server that the bot is not on any more."""
        self._told.pop(guild, None)


def _noted(guild: str, lacks: tuple[str, ...], progress: Progress) -> Progress:
    return progress.noted(guild, lacks)
