"""Messages, where real Discord differs from simcord."""

from datetime import timedelta
from typing import Any

import discord
from simcord.backend import errors, serializers
from simcord.backend.errors import BackendError
from simcord.enums import ChannelType
from simcord.intents import censor_message

from tests.discord.rules import NOTHING, Request, Rules, rule
from tests.discord.state import Json
from tests.discord.world import World

_BULK_AGE = timedelta(days=14)


@rule("GET", "/channels/#/messages")
def _history(rules: Rules, request: Request, ids: list[int]) -> Any:
    """simcord answers `after` with the newest messages; Discord with those that came next."""
    after = request.params.get("after")
    limit = int(request.params.get("limit", 50))
    if not 1 <= limit <= 100:
        raise errors.invalid_form_body("limit")
    if after is None or not rules.world.bot_sees(ids[0]):
        return NOTHING
    place = rules.world.backend.get_channel(ids[0])
    if place.guild_id is not None:
        may = discord.Permissions(
            rules.world.backend.compute_permissions(place.guild_id, rules.world.bot.id, place.id)
        )
        if not may.read_message_history:
            return []
    stored = rules.world.backend.messages[place.id].values()
    next_ones = sorted(
        (one for one in stored if one.id > int(after) and not one.is_ephemeral),
        key=lambda one: one.id,
    )
    shown = reversed(next_ones[:limit])
    return [
        _as_read(rules, dict(serializers.message_payload(rules.world.backend, one)))
        for one in shown
    ]


def _as_read(rules: Rules, message: Json) -> Json:
    """Empty a message whose content the application may not read."""
    if not rules.approved_intents.message_content:
        censor_message(message, rules.world.bot.id, backend=rules.world.backend)
    return message


@rule("POST", "/channels/#/messages")
def _send(rules: Rules, request: Request, ids: list[int]) -> Any:
    backend = rules.world.backend
    place = backend.get_channel(ids[0])
    if place.type == ChannelType.DM:
        _may_write_to(rules.world, place.recipient_ids[0])
    nonce = request.fields.get("nonce")
    if nonce and request.fields.get("enforce_nonce"):
        earlier = rules.earlier(ids[0], str(nonce))
        if earlier is not None:
            return dict(serializers.message_payload(backend, earlier))
    meta = place.thread_metadata
    if meta is not None and meta.archived and not meta.locked:
        backend.edit_channel(place.id, {}, thread_metadata={"archived": False})
    return NOTHING


def _may_write_to(world: World, person_id: int) -> None:
    if person_id in world.no_dms:
        raise errors.cannot_dm_bot()
    if not any(person_id in world.guild(one).members for one in world.bot_guilds()):
        raise BackendError(
            403, 50278, "Cannot send messages to this user due to having no mutual guilds"
        )


@rule("POST", "/channels/#/messages/bulk-delete")
def _bulk_delete(rules: Rules, request: Request, ids: list[int]) -> Any:
    oldest = rules.world.clock.now() - _BULK_AGE
    for one in request.fields.get("messages") or []:
        if discord.utils.snowflake_time(int(one)) < oldest:
            raise BackendError(
                400, 50034, "You can only bulk delete messages that are under 14 days old."
            )
    return NOTHING
