"""The payloads that the translation is tested with are what Discord really sends."""

from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest

from adapters.discord.interactions import Answerable
from tests.unit.adapters.discord.payloads import (
    CHANNEL,
    GUILD,
    INTERACTIONS,
    ME,
    OTHERS,
    SENDERS,
    SERVER,
    WAYS,
    Payload,
    data_of,
)

MESSAGES = {
    name: event
    for table in (WAYS, SENDERS, OTHERS)
    for name, event in table.items()
    if str(event["t"]).startswith("MESSAGE_") and "author" in data_of(event)
}
IDS = ("guild_id", "channel_id", "message_id", "user_id", "parent_id", "webhook_id")
EVENTS = [*WAYS.values(), *SENDERS.values(), *SERVER.values(), *OTHERS.values()]


@pytest.fixture
async def client() -> AsyncIterator[discord.Client]:
    async with discord.Client(intents=discord.Intents(guilds=True)) as made:
        me: Any = {"id": ME, "username": "upstander", "discriminator": "0", "avatar": None}
        made._connection.user = discord.ClientUser(state=made._connection, data=me)
        yield made


@pytest.mark.parametrize("event", MESSAGES.values(), ids=MESSAGES.keys())
async def test_the_client_library_reads_each_message(
    event: Payload, client: discord.Client
) -> None:
    data: Any = data_of(event)
    channel = client.get_partial_messageable(int(CHANNEL), guild_id=int(GUILD))
    read = discord.Message(state=client._connection, channel=channel, data=data)
    assert str(read.id) == data["id"]
    assert len(read.attachments) == len(data["attachments"])


@pytest.mark.parametrize("event", INTERACTIONS.values(), ids=INTERACTIONS.keys())
async def test_the_client_library_reads_each_interaction(
    event: Payload, client: discord.Client
) -> None:
    data: Any = data_of(event)
    read: discord.Interaction[discord.Client] = discord.Interaction(
        data=data, state=client._connection
    )
    answerable = Answerable.of(data)
    assert answerable is None or answerable.token == read.token


def test_every_id_is_a_text_of_nineteen_digits() -> None:
    found: list[object] = []
    waiting: list[object] = [one["d"] for one in EVENTS]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            waiting.extend(node.values())
            found += [node[name] for name in IDS if node.get(name) is not None]
        elif isinstance(node, list):
            waiting.extend(node)
    assert len(found) > 100
    assert all(isinstance(one, str) and len(one) == 19 for one in found)
