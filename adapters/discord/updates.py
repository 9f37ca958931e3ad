"""Packs events for the inbox: their key, their chat, and what the adapter adds to them."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from adapters.discord.hosts import MediaHosts
from adapters.discord.ids import PLATFORM, id_in
from adapters.discord.messages import shown_digest
from adapters.discord.translate import GAP, OURS, STANDING, TROUBLE, chat_of
from bot.domain.event import RawUpdate, TroubleKind
from bot.domain.raw_json import Raw, list_in, mapping_in

_MESSAGES = frozenset({"MESSAGE_CREATE", "MESSAGE_UPDATE"})
_MEMBERS = frozenset({"GUILD_MEMBER_ADD", "GUILD_MEMBER_UPDATE"})
# What may happen again just as it did before.
_EACH_TIME = frozenset({"GUILD_CREATE", "GUILD_DELETE", STANDING})
# Of a whole server: what shows something. The rest is long and told in other ways.
_SHOWN_BY_A_SERVER = (
    "id",
    "icon",
    "splash",
    "discovery_splash",
    "banner",
    "home_header",
    "emojis",
    "stickers",
)


class Packer:
    """Writes events down as they are stored."""

    def __init__(self, hosts: MediaHosts) -> None:
        self._hosts = hosts

    def pack(self, event: str, data: Raw, *, at: datetime, me: str) -> RawUpdate:
        """Return an event as it is stored; never fails, whatever Discord sent."""
        ours = {"at": at.isoformat(), "me": me}
        try:
            body = json.dumps({"t": event, "d": data, OURS: ours})
        except (TypeError, ValueError, RecursionError):
            # Nested without end, or no JSON: a person hears that something could not be read.
            body = json.dumps({"t": event, "d": None, OURS: ours})
        return RawUpdate(PLATFORM, self._key(event, data, body), chat_of(event, data), body)

    def _key(self, event: str, data: Raw, body: str) -> str:
        """Return what tells an event from all others, however often it comes.

        Two keys for messages would do harm: what the gateway sent and what the history repeats is
        the same message, and looked at once.
        """
        try:
            if event in _EACH_TIME:
                return f"{event.lower()}:{_digest(body)}"
            if event in _MESSAGES and id_in(data, "id"):
                return f"message:{id_in(data, 'id')}:{shown_digest(data, self._hosts)}"
            if event == "INTERACTION_CREATE" and id_in(data, "id"):
                return f"interaction:{id_in(data, 'id')}"
            if event in _MEMBERS:
                # Whoever gets a new role shows the same pictures as before.
                user = mapping_in(data, "user")
                shown = [user.get("avatar"), user.get("banner")]
                shown += [data.get("avatar"), data.get("banner"), user.get("id")]
                return f"member:{_digest([data.get('guild_id'), *shown])}"
            return f"{event.lower()}:{_digest(data)}"
        except (TypeError, ValueError, AttributeError, RecursionError):
            return f"odd:{_digest(body)}"


def joined(data: Mapping[str, Any], *, may_delete: bool) -> Raw:
    """Return what is kept of a server that the bot came to."""
    return _shown(data) | {"may_delete": may_delete}


def shown_on(data: Mapping[str, Any]) -> Iterator[tuple[str, Raw]]:
    """Yield the events that tell what a whole server shows, as if each of it had just changed.

    The same pictures have the same keys, so that the inbox passes over what it has seen before:
    what changed while the bot was away is looked at, and nothing else.
    """
    shown = _shown(data)
    if any(shown[name] for name in shown if name != "id"):
        yield "GUILD_UPDATE", shown
    guild = data.get("id")
    for role in list_in(data, "roles"):
        if isinstance(role, Mapping) and role.get("icon"):
            icon = {"id": role.get("id"), "icon": role["icon"]}
            yield "GUILD_ROLE_UPDATE", {"guild_id": guild, "role": icon}
    for event in list_in(data, "guild_scheduled_events"):
        if isinstance(event, Mapping) and event.get("image"):
            cover = {"id": event.get("id"), "image": event["image"]}
            yield "GUILD_SCHEDULED_EVENT_UPDATE", {"guild_id": guild, **cover}


def _shown(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: data[name] for name in _SHOWN_BY_A_SERVER if name in data}


def made_standing(guild: str, lost: tuple[str, ...], *, may_delete: bool) -> tuple[str, Raw]:
    """Return the event that tells what the bot lost or got back on a server."""
    return STANDING, {"guild_id": guild, "lost": list(lost), "may_delete": may_delete}


def made_gap(guild: str, since: datetime, until: datetime) -> tuple[str, Raw]:
    """Return the event that tells from when to when a server was not checked."""
    times = {"since": since.isoformat(), "until": until.isoformat()}
    return GAP, {"guild_id": guild, **times}


def made_trouble(kind: TroubleKind, now: datetime) -> tuple[str, Raw]:
    """Return the event that warns all adults; within an hour it is the same one."""
    return TROUBLE, {"kind": kind, "hour": f"{now:%Y-%m-%dT%H}"}


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:40]
