"""What the gateway tells: the first words, members on request, and who may hear what."""

from collections.abc import Iterator, Mapping
from typing import Any

from simcord.backend import serializers

from tests.discord.state import Json
from tests.discord.world import World

_CHUNK = 1000
_OWN_GUILD = frozenset({"GUILD_CREATE", "GUILD_UPDATE", "GUILD_DELETE"})
# Told only to those who see the channel. Bots are told of all channels themselves.
_IN_CHANNEL = ("MESSAGE_", "TYPING_", "CHANNEL_PINS_", "VOICE_CHANNEL_")


def reaches_bot(world: World, event: str, payload: Mapping[str, Any]) -> bool:
    """Whether the bot is where something happens, and may see it."""
    if event == "GUILD_DELETE":
        return True
    guild_id = int(payload.get("id" if event in _OWN_GUILD else "guild_id") or 0)
    if guild_id and (not world.bot_in(guild_id) or guild_id in world.outages):
        return False
    if event.startswith(_IN_CHANNEL):
        return world.bot_sees(int(payload["channel_id"]))
    if event.startswith("THREAD_") and int(payload["id"]) in world.backend.channels:
        return world.bot_sees(int(payload["id"]))
    return True


def ready(world: World, *, session_id: str, flags: int, url: str) -> Json:
    """Return the payload of READY: who the bot is, and stubs of its guilds."""
    return {
        "v": 10,
        "user": world.dresser.dress(world.user_json(world.bot.id)),
        "guilds": [{"id": str(one), "unavailable": True} for one in world.bot_guilds()],
        "private_channels": [],
        "relationships": [],
        "session_id": session_id,
        "session_type": "normal",
        "resume_gateway_url": url,
        "shard": [0, 1],
        "application": {"id": str(world.backend.application_id), "flags": flags},
    }


def member_chunks(world: World, guild_id: int, data: Json) -> Iterator[Json]:
    """Yield the answers to a request for members, by ids or by the beginning of a name."""
    guild, users = world.backend.get_guild(guild_id), world.backend.users
    asked = data.get("user_ids") or []
    wanted = {int(one) for one in (asked if isinstance(asked, list) else [asked])}
    prefix = str(data.get("query") or "").lower()
    found = [
        one
        for one in guild.members.values()
        if (not wanted or one.user_id in wanted)
        and users[one.user_id].name.lower().startswith(prefix)
    ]
    missing = sorted(wanted - {one.user_id for one in found})
    found = found[: int(data.get("limit") or 0) or None]
    parts = [found[at : at + _CHUNK] for at in range(0, len(found), _CHUNK)] or [[]]
    for index, part in enumerate(parts):
        yield {
            "guild_id": str(guild_id),
            "members": [serializers.member_payload(world.backend, guild, one) for one in part],
            "chunk_index": index,
            "chunk_count": len(parts),
            "not_found": [str(one) for one in missing],
            "nonce": data.get("nonce"),
        }
