"""The routes where real Discord differs from simcord, or has what simcord lacks.

Each rule either answers itself, or returns NOTHING and simcord's route answers.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import discord
from simcord.backend import errors
from simcord.backend import models as sim

from tests.discord.state import Json
from tests.discord.world import World

# https://docs.discord.com/developers/resources/application#application-object-application-flags
MEMBERS, MEMBERS_LIMITED = 1 << 14, 1 << 15
CONTENT, CONTENT_LIMITED = 1 << 18, 1 << 19
_NONCE_AGE = timedelta(minutes=5)


class Nothing:
    """The answer of a rule that leaves the request to simcord."""


NOTHING = Nothing()


@dataclass(frozen=True)
class Request:
    """One request of the bot, read."""

    method: str
    path: str
    body: Any
    params: dict[str, str]

    @property
    def fields(self) -> Json:
        """Its body, if that is an object."""
        return self.body if isinstance(self.body, dict) else {}


Rule = Callable[["Rules", Request, list[int]], Any]
_RULES: list[tuple[str, re.Pattern[str], Rule]] = []


def rule(method: str, template: str) -> Callable[[Rule], Rule]:
    """Register what answers a path; `#` stands for an id."""
    pattern = re.compile("^" + template.replace("#", r"(\d+)") + "$")

    def keep(one: Rule) -> Rule:
        _RULES.append((method, pattern, one))
        return one

    return keep


class Rules:
    """Real Discord's rules beside simcord's.

    Attributes:
        flags: The application's flags, as its portal page sets them.
        bot_public: Whether anybody may invite the bot.
        approved_intents: The intents that the portal allows; IDENTIFY with others ends in 4014.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.flags = MEMBERS_LIMITED | CONTENT_LIMITED
        self.bot_public = False
        self.approved_intents = discord.Intents.all()
        self.gateway_url = ""
        self._nonces: dict[tuple[int, str], tuple[datetime, int]] = {}

    def answer(self, request: Request) -> Any:
        """Return the answer, or NOTHING."""
        guild = re.match(r"^/guilds/(\d+)", request.path)
        if guild is not None and not self.world.bot_in(int(guild[1])):
            raise errors.unknown_guild()
        for method, pattern, one in _RULES:
            found = pattern.match(request.path)
            if method == request.method and found is not None:
                return one(self, request, [int(one) for one in found.groups()])
        return NOTHING

    def after(self, request: Request, answer: Any) -> None:
        """Do what follows a request that simcord has carried out."""
        sent = re.match(r"^/channels/(\d+)/messages$", request.path)
        nonce = request.fields.get("nonce")
        if request.method == "POST" and sent and nonce and request.fields.get("enforce_nonce"):
            now = self.world.clock.now()
            self._nonces[int(sent[1]), str(nonce)] = (now, int(answer["id"]))
        banned = re.match(r"^/guilds/(\d+)/bans/(\d+)$", request.path)
        if request.method == "PUT" and banned:
            given = request.params | request.fields
            seconds = int(given.get("delete_message_seconds") or 0)
            self._delete_recent(int(banned[1]), int(banned[2]), timedelta(seconds=seconds))

    def earlier(self, channel_id: int, nonce: str) -> sim.Message | None:
        """Return the message that was sent with a nonce in the last five minutes."""
        sent, message_id = self._nonces.get((channel_id, nonce), (None, 0))
        if sent is None or self.world.clock.now() - sent > _NONCE_AGE:
            return None
        return self.world.backend.messages.get(channel_id, {}).get(message_id)

    def application(self) -> Json:
        """Return the application object."""
        bot = self.world.user_json(self.world.bot.id)
        return {
            "id": str(self.world.backend.application_id),
            "name": bot["username"],
            "icon": None,
            "description": "",
            "summary": "",
            "bot_public": self.bot_public,
            "bot_require_code_grant": False,
            "verify_key": "0" * 64,
            "owner": bot | {"id": str(self.world.bot.id - 1), "username": "operator", "bot": False},
            "flags": self.flags,
            "team": None,
            "bot": bot,
        }

    def _delete_recent(self, guild_id: int, user_id: int, age: timedelta) -> None:
        backend = self.world.backend
        since = discord.utils.time_snowflake(self.world.clock.now() - age)
        for channel in list(backend.channels.values()):
            old = backend.messages.get(channel.id, {}).values()
            ids = [one.id for one in old if one.author_id == user_id and one.id >= since]
            if channel.guild_id == guild_id and ids:
                backend.bulk_delete_messages(channel.id, ids)
