"""People's commands and presses, answered by a real discord.py bot."""

from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest
from discord import app_commands

from tests.discord.client import Class7B, Client, client_of, until
from tests.discord.server import FakeDiscord
from tests.discord.state import CannotDo

Seen = discord.Interaction[Any]


class Desk(discord.ui.View):
    """One button, which takes longer than it should."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Remove", custom_id="remove:1")
    async def remove(self, interaction: Seen, button: Any) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.followup.send("Removed.", ephemeral=True)

    @discord.ui.select(custom_id="mode", placeholder="Mode", cls=discord.ui.ChannelSelect)
    async def mode(self, interaction: Seen, menu: Any) -> None:
        await interaction.response.edit_message(content=f"now {menu.values[0].name}", view=None)


@pytest.fixture
async def client(server: FakeDiscord, group: Class7B) -> AsyncIterator[Client]:
    async with client_of(server, allowed_mentions=discord.AllowedMentions.none()) as client:
        tree = app_commands.CommandTree(client)
        guard = app_commands.Group(
            name="guard",
            description="Guard",
            guild_only=True,
            default_permissions=discord.Permissions(manage_guild=True),
        )

        @guard.command(name="mode", description="Choose")
        async def mode(interaction: Seen, level: int, who: discord.Member) -> None:
            text = f"{level} for {who.name}"
            await interaction.response.send_message(text, ephemeral=True, view=Desk())

        @tree.context_menu(name="Report picture")
        async def report(interaction: Seen, message: discord.Message) -> None:
            await interaction.response.send_message(f"about {message.content}", ephemeral=True)

        tree.add_command(guard)
        client.add_view(Desk())
        await tree.sync()
        yield client


async def until_answered(asked: Any) -> list[str]:
    await until(lambda: bool(asked.answers))
    return [one.text for one in asked.answers]


async def test_a_command_a_press_and_a_choice(
    server: FakeDiscord, group: Class7B, client: Client
) -> None:
    world = server.world
    with pytest.raises(CannotDo):
        world.slash(group.ana, group.general, "guard mode", level=2, who=group.ben)
    asked = world.slash(group.cleo, group.general, "guard mode", level=2, who=group.ben)
    assert await until_answered(asked) == ["2 for Ben"]
    assert asked.acknowledged is not None
    assert world.said(group.general) == []
    [told] = world.private(group.cleo)
    assert told.buttons == [("Remove", "remove:1")]
    with pytest.raises(CannotDo):
        world.click(group.ana, told, "Remove")
    assert await until_answered(world.click(group.cleo, told, "Remove")) == ["Removed."]
    world.select(group.cleo, told, "Mode", [group.guild.system])
    await until(lambda: world.said_privately(group.cleo)[0] == "now system")


async def test_a_message_command(server: FakeDiscord, group: Class7B, client: Client) -> None:
    posted = server.world.post(group.general, group.ana, "this")
    asked = server.world.context_menu(group.ben, posted, "Report picture")
    assert await until_answered(asked) == ["about this"]
    assert server.world.said_privately(group.ana) == []


async def test_a_forged_press_arrives(server: FakeDiscord, group: Class7B, client: Client) -> None:
    server.world.forge(group.ana, group.general, "remove:999")
    [seen] = await client.until("interaction")
    assert seen.data["custom_id"] == "remove:999"
