"""The application, guilds, threads and members, where real Discord differs from simcord."""

from datetime import datetime, timedelta
from typing import Any

import discord
from simcord.backend import errors, serializers

from tests.discord.rules import NOTHING, Request, Rules, rule
from tests.discord.state import Json

_ADMINISTRATOR = discord.Permissions.administrator.flag
_LONGEST_TIMEOUT = timedelta(days=28)


# --- the application and its gateway


@rule("GET", "/gateway")
def _gateway(rules: Rules, _: Request, __: list[int]) -> Json:
    return {"url": rules.gateway_url}


@rule("GET", "/gateway/bot")
def _gateway_bot(rules: Rules, _: Request, __: list[int]) -> Json:
    limit = {"total": 1000, "remaining": 999, "reset_after": 86400000, "max_concurrency": 1}
    return {"url": rules.gateway_url, "shards": 1, "session_start_limit": limit}


@rule("GET", "(?:/oauth2)?/applications/@me")
def _me(rules: Rules, _: Request, __: list[int]) -> Json:
    return rules.application()


@rule("GET", "/users/@me/guilds")
def _my_guilds(rules: Rules, _: Request, __: list[int]) -> list[Json]:
    return [rules.world.guild_object(one) for one in rules.world.bot_guilds()]


@rule("DELETE", "/users/@me/guilds/#")
def _leave(rules: Rules, _: Request, ids: list[int]) -> None:
    if not rules.world.bot_in(ids[0]):
        raise errors.unknown_guild()
    rules.world.kick_bot(ids[0])


@rule("GET", "/guilds/#")
def _guild(rules: Rules, _: Request, ids: list[int]) -> Json:
    return rules.world.guild_object(ids[0])


# --- threads


@rule("GET", "/channels/#/threads/archived/public")
def _public_archive(rules: Rules, request: Request, ids: list[int]) -> Json:
    return _archive(rules, request, ids[0], private=False)


@rule("GET", "/channels/#/threads/archived/private")
def _private_archive(rules: Rules, request: Request, ids: list[int]) -> Json:
    return _archive(rules, request, ids[0], private=True)


def _archive(rules: Rules, request: Request, channel_id: int, *, private: bool) -> Json:
    """simcord answers with all archived threads at once, in no order."""
    world, backend = rules.world, rules.world.backend
    place = backend.get_channel(channel_id)
    wanted = ("read_message_history", *(("manage_threads",) if private else ()))
    backend.require_permissions(place.guild_id, world.bot.id, place.id, "view_channel", *wanted)
    before, limit = request.params.get("before"), int(request.params.get("limit", 50))
    found = [
        (datetime.fromisoformat(one.thread_metadata.archive_timestamp), one)
        for one in backend.archived_threads(channel_id, private=private)
        if one.thread_metadata is not None and world.bot_sees(one.id)
    ]
    found.sort(key=lambda one: (one[0], one[1].id), reverse=True)
    if before is not None:
        found = [one for one in found if one[0] < datetime.fromisoformat(before)]
    page = [one for _, one in found[:limit]]
    return serializers.thread_list_payload(backend, page, has_more=len(found) > limit)


@rule("GET", "/guilds/#/threads/active")
def _active(rules: Rules, _: Request, ids: list[int]) -> Json:
    backend = rules.world.backend
    seen = [one for one in backend.active_threads(ids[0]) if rules.world.bot_sees(one.id)]
    return serializers.thread_list_payload(backend, seen)


# --- members


@rule("PATCH", "/guilds/#/members/#")
def _edit_member(rules: Rules, request: Request, ids: list[int]) -> Any:
    """simcord lets a bot time out an administrator; Discord does not."""
    until = request.fields.get("communication_disabled_until")
    if until is None:
        return NOTHING
    backend = rules.world.backend
    backend.get_member(*ids)
    if backend.compute_permissions(*ids) & _ADMINISTRATOR:
        raise errors.missing_permissions()
    if datetime.fromisoformat(until) > rules.world.clock.now() + _LONGEST_TIMEOUT:
        raise errors.invalid_form_body("communication_disabled_until")
    return NOTHING
