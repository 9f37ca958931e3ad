"""What the bot tells Telegram about itself when it starts; none of it holds up the guarding."""

import logging
from collections.abc import Awaitable, Iterator, Sequence

from adapters.telegram.api import Api
from adapters.telegram.errors import Refusal
from bot.domain.menu import Menu, MenuEntry

logger = logging.getLogger(__name__)

# What the bot needs in a group, as in the link below.
_NEEDED = ("can_delete_messages", "can_restrict_members")
# https://core.telegram.org/bots/api#chatadministratorrights: those that must be given.
_RIGHTS = (
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
)


def invite_link(username: str) -> str:
    """Return the address that adds the bot to a group, with the rights that it needs ticked.

    https://core.telegram.org/api/links#groupchannel-bot-links
    """
    rights = "+".join(right.removeprefix("can_") for right in _NEEDED)
    return f"https://t.me/{username}?startgroup=guard&admin={rights}"


async def introduce(api: Api, menus: Sequence[Menu]) -> None:
    """Tell Telegram the commands and the rights that the bot asks for; failures are logged."""
    rights = {right: right in _NEEDED for right in _RIGHTS}
    await _try(api.call("setMyDefaultAdministratorRights", rights=rights))
    for menu in menus:
        for scope, entries in _scopes(menu):
            commands = [{"command": one.word, "description": one.text} for one in entries]
            for code in _codes(menu.language):
                await _try(
                    api.call(
                        "setMyCommands",
                        commands=commands,
                        scope={"type": scope},
                        language_code=code or None,
                    )
                )


def _scopes(menu: Menu) -> Iterator[tuple[str, tuple[MenuEntry, ...]]]:
    """Yield who is offered what: https://core.telegram.org/bots/api#botcommandscope."""
    yield "default", menu.everyone
    yield "all_group_chats", menu.everyone
    yield "all_chat_administrators", menu.admins
    yield "all_private_chats", menu.private


def _codes(language: str) -> tuple[str, ...]:
    # English is also for people whose language the bot does not speak.
    return ("", "en") if language == "en" else (language,)


async def _try(call: Awaitable[object]) -> None:
    try:
        await call
    except Refusal as refusal:
        logger.warning("Telegram did not take what the bot says about itself: %s", refusal.code)
