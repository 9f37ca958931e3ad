"""The bot asks Discord for exactly what guarding takes, and knows what it was given."""

from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest

from adapters.discord.intents import Account, account_of, intents_for

NEEDED = {
    "guilds",
    "expressions",
    "guild_messages",
    "guild_reactions",
    "guild_scheduled_events",
    "dm_messages",
    "message_content",
}
MEMBERS, MEMBERS_LIMITED, CONTENT, CONTENT_LIMITED = 1 << 14, 1 << 15, 1 << 18, 1 << 19


@pytest.fixture
async def client() -> AsyncIterator[discord.Client]:
    async with discord.Client(intents=discord.Intents.none()) as made:
        yield made


def asked_for(intents: discord.Intents) -> set[str]:
    # Names of several bits, such as "messages", stand for those of one.
    return {name for name, on in intents if on and name in discord.Intents.VALID_FLAGS}


@pytest.mark.parametrize("members", [True, False])
def test_exactly_what_is_needed_is_asked_for(members: bool) -> None:
    intents = intents_for(Account("1", "2", "Upstander", sees_content=True, sees_members=members))
    wanted = discord.Intents.none()
    for name in NEEDED | ({"members"} if members else set()):
        setattr(wanted, name, True)
    assert intents.value == wanted.value
    assert not asked_for(intents) & {"presences", "dm_reactions", "voice_states", "invites"}


@pytest.mark.parametrize(
    ("flags", "content", "members"),
    [
        (0, False, False),
        (CONTENT, True, False),
        (CONTENT_LIMITED, True, False),
        (MEMBERS, False, True),
        (MEMBERS_LIMITED, False, True),
        (CONTENT | MEMBERS_LIMITED, True, True),
        (~(CONTENT | CONTENT_LIMITED | MEMBERS | MEMBERS_LIMITED) & 0xFFFFFF, False, False),
    ],
)
async def test_what_is_switched_on_is_read_off_the_application(
    client: discord.Client, flags: int, content: bool, members: bool
) -> None:
    owner = {"id": "8", "username": "cleo", "discriminator": "0", "avatar": None}
    application: Any = {
        "id": "2",
        "name": "Upstander",
        "icon": None,
        "description": "",
        "owner": owner,
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0",
        "flags": flags,
    }
    user: Any = owner | {"id": "1", "username": "upstander"}
    account = account_of(
        discord.ClientUser(state=client._connection, data=user),
        discord.AppInfo(client._connection, application),
    )
    assert account == Account("1", "2", "upstander", sees_content=content, sees_members=members)
