"""Puts into every payload what simcord has no field for: art, extra fields and real addresses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simcord.backend.cdn import CDN_BASE

from tests.discord.cdn import Cdn
from tests.discord.state import Json

# System messages without words of their own; simcord writes what a person's screen shows.
_WORDLESS = frozenset({6, 7})
# What GUILD_CREATE has and a guild has nowhere else.
CREATE_ONLY = (
    "channels",
    "guild_scheduled_events",
    "joined_at",
    "large",
    "member_count",
    "members",
    "presences",
    "soundboard_sounds",
    "stage_instances",
    "threads",
    "unavailable",
    "voice_states",
)


@dataclass
class Looks:
    """Art and extra fields, by the ids of what they belong to."""

    messages: dict[int, Json] = field(default_factory=dict)
    users: dict[int, Json] = field(default_factory=dict)
    members: dict[tuple[int, int], Json] = field(default_factory=dict)
    guilds: dict[int, Json] = field(default_factory=dict)
    roles: dict[int, Json] = field(default_factory=dict)
    events: dict[int, Json] = field(default_factory=dict)


class Dresser:
    """Turns simcord's payloads into Discord's."""

    def __init__(self, looks: Looks, cdn: Cdn) -> None:
        self._looks = looks
        self._cdn = cdn

    def dress(self, value: Any, guild_id: int | None = None) -> Any:
        """Return a payload as it leaves; the one given is left alone."""
        if isinstance(value, Mapping):
            return self._object(value, guild_id)
        if isinstance(value, list | tuple):
            return [self.dress(one, guild_id) for one in value]
        if isinstance(value, str) and value.startswith(CDN_BASE):
            return self._cdn.signed(value)
        return value

    def _object(self, value: Mapping[str, Any], guild_id: int | None) -> Json:
        if "owner_id" in value and "explicit_content_filter" in value:
            guild_id = int(value["id"])
        elif value.get("guild_id"):
            guild_id = int(value["guild_id"])
        dressed = {str(key): self.dress(one, guild_id) for key, one in value.items()}
        proxy = value.get("proxy_url")
        if isinstance(proxy, str) and proxy.startswith(CDN_BASE):
            dressed["proxy_url"] = self._cdn.signed(proxy, proxy=True)
        return dressed | self._more(value, dressed, guild_id)

    def _more(self, value: Mapping[str, Any], dressed: Json, guild_id: int | None) -> Json:
        looks = self._looks
        if "author" in value and "channel_id" in value:
            return self._message(value, dressed, guild_id)
        if "joined_at" in value and "user" in value and guild_id is not None:
            return looks.members.get((guild_id, int(value["user"]["id"])), {})
        shapes: tuple[tuple[str, dict[int, Json]], ...] = (
            ("discriminator", looks.users),
            ("explicit_content_filter", looks.guilds),
            ("hoist", looks.roles),
            ("scheduled_start_time", looks.events),
        )
        for name, table in shapes:
            if name in value:
                found = table.get(int(value["id"]), {})
                return {key: self.dress(one) for key, one in found.items()}
        return {}

    def _message(self, value: Mapping[str, Any], dressed: Json, guild_id: int | None) -> Json:
        more: Json = dict(self.dress(self._looks.messages.get(int(value["id"]), {})))
        if value.get("type") in _WORDLESS:
            more["content"] = ""
        if "member" in dressed and guild_id is not None:
            banner = self._looks.members.get((guild_id, int(value["author"]["id"])), {})
            more["member"] = dressed["member"] | banner
        return more
