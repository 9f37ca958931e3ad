"""The link that brings the bot to a server asks for exactly what it does."""

from urllib.parse import parse_qs, urlsplit

import discord

from adapters.discord.intents import Account
from adapters.discord.startup import NEEDED, invite_link

ACCOUNT = Account("11", "22", "Upstander", sees_content=True, sees_members=True)
# https://discord.com/developers/docs/topics/permissions, by the bit of each.
BITS = {
    "kick_members": 1,
    "ban_members": 2,
    "view_channel": 10,
    "send_messages": 11,
    "manage_messages": 13,
    "read_message_history": 16,
    "manage_threads": 34,
    "send_messages_in_threads": 38,
    "moderate_members": 40,
}


def test_the_link_leads_to_discord_and_names_the_application() -> None:
    parts = urlsplit(invite_link(ACCOUNT))
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "discord.com", "/oauth2/authorize")
    assert parse_qs(parts.query) == {
        "client_id": ["22"],
        "permissions": ["1391569480710"],
        "scope": ["bot applications.commands"],
    }


def test_the_permissions_are_exactly_those_that_the_bot_uses() -> None:
    assert sum(1 << bit for bit in BITS.values()) == 1391569480710 == NEEDED.value
    on = {name for name, held in NEEDED if held}
    # The library has an older name for seeing a channel.
    assert on == (set(BITS) - {"view_channel"}) | {"read_messages"}
    assert NEEDED.view_channel


def test_administrator_and_whatever_changes_a_server_is_never_asked_for() -> None:
    for name in ("administrator", "manage_guild", "manage_roles", "manage_channels"):
        assert not getattr(NEEDED, name)
        assert name in discord.Permissions.VALID_FLAGS
    assert not NEEDED.value & 1 << 3
