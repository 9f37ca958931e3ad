"""What the bot tells Discord about itself, and the link that brings it to a server."""

import logging
from collections.abc import Sequence

import discord
from discord import app_commands

from adapters.discord.commands import sync
from adapters.discord.errors import read_refusal
from adapters.discord.intents import Account
from bot.domain.menu import Menu

logger = logging.getLogger(__name__)

# Exactly what the bot does, and never Administrator. Manage Threads is for private threads, which
# nobody sees without it who was not let in.
NEEDED = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    read_message_history=True,
    manage_messages=True,
    manage_threads=True,
    moderate_members=True,
    kick_members=True,
    ban_members=True,
)


def invite_link(account: Account) -> str:
    """Return the address that adds the bot to a server with the rights that it needs.

    https://discord.com/developers/docs/topics/oauth2#bot-authorization-flow
    """
    return (
        "https://discord.com/oauth2/authorize"
        f"?client_id={account.application}&permissions={NEEDED.value}"
        "&scope=bot+applications.commands"
    )


async def introduce(tree: app_commands.CommandTree, menus: Sequence[Menu]) -> None:
    """Tell Discord the commands; it holds up no guarding, and a failure is only logged."""
    try:
        await sync(tree, menus)
    except app_commands.AppCommandError:
        logger.exception("the commands cannot be written for Discord")
    except Exception as error:  # noqa: BLE001 - read_refusal raises what it does not know
        logger.warning("Discord did not take the commands (%s)", read_refusal(error).code)
