"""Connects the platforms that the settings name."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from adapters.sandbox.world import World
from adapters.web.server import Setup
from bot.app import sandbox_platform
from bot.domain.errors import StartRefused
from bot.domain.menu import Menu
from bot.ports import Clock, Texts
from bot.services.menus import menus
from bot.services.platforms import Platform
from config.schema import DiscordSettings, Settings, TelegramSettings

NO_PLATFORM = (
    "Set UPSTANDER_TELEGRAM__TOKEN or UPSTANDER_DISCORD__TOKEN, or "
    "UPSTANDER_SANDBOX__ENABLED=true for a try."
)


@dataclass(frozen=True, slots=True)
class Connected:
    """The platforms, and what some of them bring along.

    Attributes:
        pages: What they add to the web server.
        invite_links: For each kind of place, what waits for the address that adds the bot there.
    """

    platforms: Sequence[Platform]
    pages: Sequence[Setup] = ()
    invite_links: Mapping[str, Callable[[], Awaitable[str]]] = field(default_factory=dict)


@asynccontextmanager
async def connected(
    settings: Settings, world: World, clock: Clock, texts: Texts
) -> AsyncIterator[Connected]:
    """Yield the platforms; leaving lets go of their connections.

    Raises:
        StartRefused: There is none, so the bot would look well and guard nothing.
    """
    found = [Connected([sandbox_platform(world)])] if settings.sandbox_runs else []
    async with AsyncExitStack() as stack:
        found += [
            await stack.enter_async_context(account)
            for account in _accounts(settings, clock, menus(texts))
        ]
        if not found:
            raise StartRefused(f"no platform is set up. {NO_PLATFORM}")
        yield Connected(
            [platform for one in found for platform in one.platforms],
            [page for one in found for page in one.pages],
            {place: link for one in found for place, link in one.invite_links.items()},
        )


def _accounts(
    settings: Settings, clock: Clock, listed: Sequence[Menu]
) -> Iterator[AbstractAsyncContextManager[Connected]]:
    if settings.telegram.token is not None:
        yield _telegram(settings.telegram, clock, listed)
    if settings.discord.token is not None:
        yield _discord(settings.discord, clock, listed)


# Client libraries are imported only here: nobody else needs to wait for them.


@asynccontextmanager
async def _telegram(
    given: TelegramSettings, clock: Clock, listed: Sequence[Menu]
) -> AsyncIterator[Connected]:
    from adapters.telegram.adapter import TelegramAdapter
    from bot.cli.telegram import connection_of

    async with TelegramAdapter(connection_of(given), clock, listed) as telegram:
        platform = Platform(telegram, telegram, telegram, telegram, telegram, telegram)
        links = {"class group on Telegram": telegram.invite_link}
        yield Connected([platform], [telegram.mount], links)


@asynccontextmanager
async def _discord(
    given: DiscordSettings, clock: Clock, listed: Sequence[Menu]
) -> AsyncIterator[Connected]:
    from adapters.discord.adapter import DiscordAdapter
    from bot.cli.discord import connection_of

    async with DiscordAdapter(connection_of(given), clock, listed) as discord:
        platform = Platform(discord, discord, discord, discord, discord, discord)
        yield Connected([platform], invite_links={"class server on Discord": discord.invite_link})
