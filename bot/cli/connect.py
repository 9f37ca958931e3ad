"""Connects the platforms that the settings name."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from adapters.sandbox.world import World
from adapters.web.server import Setup
from bot.app import sandbox_platform
from bot.domain.errors import StartRefused
from bot.ports import Clock, Texts
from bot.services.menus import menus
from bot.services.platforms import Platform
from config.schema import Settings

NO_PLATFORM = "Set UPSTANDER_TELEGRAM__TOKEN, or UPSTANDER_SANDBOX__ENABLED=true for a try."


@dataclass(frozen=True, slots=True)
class Connected:
    """The platforms, and what some of them bring along.

    Attributes:
        pages: What they add to the web server.
        invite_link: Waits for the address that adds the bot to a class group.
    """

    platforms: Sequence[Platform]
    pages: Sequence[Setup] = ()
    invite_link: Callable[[], Awaitable[str]] | None = None


@asynccontextmanager
async def connected(
    settings: Settings, world: World, clock: Clock, texts: Texts
) -> AsyncIterator[Connected]:
    """Yield the platforms; leaving lets go of their connections.

    Raises:
        StartRefused: There is none, so the bot would look well and guard nothing.
    """
    sandbox = [sandbox_platform(world)] if settings.sandbox_runs else []
    if settings.telegram.token is None:
        if not sandbox:
            raise StartRefused(f"no platform is set up. {NO_PLATFORM}")
        yield Connected(sandbox)
        return
    # Only here: nobody else needs to wait for the client library.
    from adapters.telegram.adapter import TelegramAdapter
    from bot.cli.telegram import connection_of

    connection = connection_of(settings.telegram)
    async with TelegramAdapter(connection, clock, menus(texts)) as telegram:
        platform = Platform(telegram, telegram, telegram, telegram, telegram)
        yield Connected([*sandbox, platform], [telegram.mount], telegram.invite_link)
