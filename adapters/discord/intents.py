"""What the bot asks Discord to tell it: exactly what guarding takes.

Two of the intents have to be switched on in Discord's developer portal. Without *Message Content*
messages arrive empty and without any error, so the bot does not start without it. Without *Server
Members* only the pictures of members go unseen; that is advised on.
"""

from dataclasses import dataclass

import discord

# https://discord.com/developers/docs/topics/gateway#list-of-intents
_NEEDED = (
    "guilds",
    "expressions",
    "guild_messages",
    "guild_reactions",
    "guild_scheduled_events",
    "dm_messages",
    "message_content",
)
CONTENT_MISSING = (
    "Discord hides from the bot what messages hold, so it would guard nothing: open the bot's page "
    "in Discord's developer portal (https://discord.com/developers/applications), then Bot, switch "
    "on MESSAGE CONTENT INTENT, save, and start the bot again"
)


@dataclass(frozen=True, slots=True)
class Account:
    """The bot's account, as Discord sees it.

    Attributes:
        id: The bot's user.
        application: What invitations and commands belong to.
        sees_content: *Message Content* is switched on.
        sees_members: *Server Members* is switched on.
    """

    id: str
    application: str
    name: str
    sees_content: bool
    sees_members: bool


def account_of(user: discord.ClientUser, application: discord.AppInfo) -> Account:
    """Return the account behind a login."""
    flags = application.flags
    return Account(
        str(user.id),
        str(application.id),
        user.name,
        # "Limited" is what a bot on fewer than 100 servers has.
        sees_content=flags.gateway_message_content or flags.gateway_message_content_limited,
        sees_members=flags.gateway_guild_members or flags.gateway_guild_members_limited,
    )


def intents_for(account: Account) -> discord.Intents:
    """Return what to ask for. Discord refuses the connection to whoever asks for too much."""
    intents = discord.Intents.none()
    for name in _NEEDED:
        setattr(intents, name, True)
    intents.members = account.sees_members
    return intents
