"""The bot's methods on itself, on chats and files, and on how it gets its updates."""

import re

from tests.telegram.access import chat_of, person_of
from tests.telegram.attachments import photo_sizes
from tests.telegram.errors import bad_request
from tests.telegram.files import MOST_BYTES
from tests.telegram.params import Params
from tests.telegram.state import Json
from tests.telegram.world import World

_NO_GIFTS = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)
# https://core.telegram.org/bots/api#setmycommands
_COMMAND, _MOST_COMMANDS, _DESCRIPTION = re.compile(r"[a-z0-9_]{1,32}"), 100, 256


def get_me(world: World, params: Params) -> Json:
    """Say who the bot is, with what BotFather was told."""
    return world.bot.raw | {
        "can_join_groups": True,
        "can_read_all_group_messages": world.sees_all,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def get_chat(world: World, params: Params) -> Json:
    """Say everything about a chat."""
    chat = chat_of(world, params)
    raw = chat.raw | {"accent_color_id": 1, "max_reaction_count": 11}
    raw["accepted_gift_types"] = dict.fromkeys(_NO_GIFTS, False)
    if chat.group:
        raw["permissions"] = dict(chat.permissions)
    if chat.protected:
        raw["has_protected_content"] = True
    return raw


def get_file(world: World, params: Params) -> Json:
    """Say where a file can be fetched."""
    file = world.files.find(params.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    if file.gone:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if file.size > MOST_BYTES:
        raise bad_request("file is too big")
    return {
        "file_id": params.text("file_id"),
        "file_unique_id": file.unique_id,
        "file_size": file.size,
        "file_path": file.path,
    }


def get_user_profile_photos(world: World, params: Params) -> Json:
    """List the pictures that a person shows, newest first."""
    avatars = person_of(world, params).avatars[::-1]
    first, most = params.number("offset"), params.number("limit", 100)
    shown = [photo_sizes(world.files, data) for data in avatars[first : first + most]]
    return {"total_count": len(avatars), "photos": shown}


def get_custom_emoji_stickers(world: World, params: Params) -> list[Json]:
    """Return the pictures of custom emoji; unknown ids are passed over."""
    wanted = params.json("custom_emoji_ids", [])
    if not 1 <= len(wanted) <= 200:
        raise bad_request("too many custom emoji identifiers specified")
    found = [world.custom_emoji[one] for one in wanted if one in world.custom_emoji]
    return [world.files.refreshed(one) for one in found]


def set_my_commands(world: World, params: Params) -> bool:
    """Set the menu for one audience and language."""
    commands = params.json("commands", [])
    if len(commands) > _MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for one in commands:
        if not _COMMAND.fullmatch(one["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(one["description"]) <= _DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.menus[_audience(params)] = commands
    return True


def delete_my_commands(world: World, params: Params) -> bool:
    """Take the menu of one audience and language away."""
    world.menus.pop(_audience(params), None)
    return True


def get_my_commands(world: World, params: Params) -> list[Json]:
    """Return the menu of one audience and language."""
    return world.menus.get(_audience(params), [])


def set_my_default_administrator_rights(world: World, params: Params) -> bool:
    """Set what is ticked when somebody adds the bot as an admin."""
    world.default_rights[params.flag("for_channels")] = params.json("rights", {})
    return True


def _audience(params: Params) -> tuple[str, str]:
    scope = params.json("scope") or {"type": "default"}
    return str(scope["type"]), params.text("language_code")
