"""Which platforms are connected: every one that has a token, side by side."""

import asyncio
import importlib
import io

import pytest
from pydantic import SecretStr
from rich.console import Console

from adapters.sandbox.world import World
from bot.cli.assemble import texts_for
from bot.cli.connect import Connected, connected
from bot.cli.serve import _invite
from bot.domain.errors import StartRefused
from bot.services.system_clock import SystemClock
from config.schema import DiscordSettings, SandboxSettings, Settings, TelegramSettings

# Imports Discord's client library without its warning.
importlib.import_module("tests.discord")

TELEGRAM = TelegramSettings(token=SecretStr("123456789:" + "A" * 35))
DISCORD = DiscordSettings(token=SecretStr(f"{'M' * 26}.{'G' * 6}.{'a' * 38}"))
GROUP, SERVER = "class group on Telegram", "class server on Discord"


@pytest.mark.parametrize(
    ("settings", "names", "places", "pages"),
    [
        (Settings(), ["sandbox"], [], 0),
        (Settings(telegram=TELEGRAM), ["telegram"], [GROUP], 1),
        (Settings(discord=DISCORD), ["discord"], [SERVER], 0),
        (Settings(telegram=TELEGRAM, discord=DISCORD), ["telegram", "discord"], [GROUP, SERVER], 1),
        (
            Settings(discord=DISCORD, sandbox=SandboxSettings(enabled=True)),
            ["sandbox", "discord"],
            [SERVER],
            0,
        ),
    ],
)
async def test_every_platform_that_is_set_up_is_connected(
    settings: Settings, names: list[str], places: list[str], pages: int
) -> None:
    clock = SystemClock()
    world = World(clock, lambda: "id")
    async with connected(settings, world, clock, texts_for(settings)) as found:
        assert [platform.adapter.name for platform in found.platforms] == names
        assert list(found.invite_links) == places
        assert len(found.pages) == pages


async def test_without_any_platform_both_tokens_are_named() -> None:
    settings, clock = Settings(sandbox=SandboxSettings(enabled=False)), SystemClock()
    with pytest.raises(StartRefused, match=r"TELEGRAM__TOKEN or UPSTANDER_DISCORD__TOKEN"):
        async with connected(settings, World(clock, lambda: "id"), clock, texts_for(settings)):
            pass


async def test_a_link_is_printed_as_soon_as_its_platform_gives_it() -> None:
    slow, printed = asyncio.Event(), io.StringIO()

    async def telegram() -> str:
        await slow.wait()
        return "https://t.me/link"

    async def discord() -> str:
        return "https://discord.com/link"

    platforms = Connected([], invite_links={GROUP: telegram, SERVER: discord})
    inviting = asyncio.create_task(_invite(Console(file=printed), platforms))
    for _ in range(5):
        await asyncio.sleep(0)
    first = "Add it to a class server on Discord with this link: https://discord.com/link\n"
    assert printed.getvalue() == first
    slow.set()
    await inviting
    second = "Add it to a class group on Telegram with this link: https://t.me/link\n"
    assert printed.getvalue() == first + second
