"""Runs an app with its web pages until it is told to stop."""

import asyncio
import gc
import logging
import secrets
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

from rich.console import Console

from adapters.sandbox.server import setup as sandbox_pages
from adapters.sandbox.world import World
from adapters.web.fetching import PublicWeb
from adapters.web.server import Setup, make_app, serve
from adapters.web.testcard import card_page
from bot.app import App, Parts, bind_sandbox, open_app
from bot.cli.assemble import (
    model_digests,
    presets_for,
    screener_open,
    set_up_logging,
    texts_for,
)
from bot.cli.connect import Connected, connected
from bot.cli.pagers import pagers_for
from bot.domain.errors import UpstanderError
from bot.services.system_clock import SystemClock
from classifiers.comparing import HashComparer
from classifiers.testcard import card_bytes
from config.helplines import load_helplines
from config.lists import load_lists
from config.schema import Settings

logger = logging.getLogger(__name__)


class Stopped(UpstanderError):
    """The bot ended although nobody told it to."""


@dataclass(frozen=True, slots=True)
class Running:
    """An app at work: `task` ends only with it."""

    app: App
    world: World
    task: asyncio.Task[None]
    connected: Connected


@asynccontextmanager
async def running_app(settings: Settings) -> AsyncIterator[Running]:
    """Run the app with the platforms that the settings name; leaving stops it."""
    clock = SystemClock()
    world = World(clock, lambda: secrets.token_urlsafe(12))
    texts = await asyncio.to_thread(texts_for, settings)
    async with (
        screener_open(settings) as screener,
        connected(settings, world, clock, texts) as platforms,
    ):
        parts = Parts(
            settings=settings,
            clock=clock,
            screener=screener,
            texts=texts,
            presets=presets_for(settings),
            lists=load_lists(settings.data_dir),
            linked=PublicWeb(settings.screening.timeout_seconds),
            platforms=platforms.platforms,
            comparer=HashComparer(),
            pagers=pagers_for(settings),
            models=model_digests(settings),
            helplines=load_helplines(settings.data_dir, settings.country),
            card=partial(card_bytes, "png"),
        )
        async with open_app(parts) as app:
            if settings.sandbox_runs:
                await bind_sandbox(app, world, clock)
            spare_the_loop()
            running = asyncio.create_task(app.run())
            try:
                yield Running(app, world, running, platforms)
            finally:
                running.cancel()
                # However it ended, that was said already; here it only has to be over.
                await asyncio.wait((running,))


def spare_the_loop() -> None:
    """Take what start-up made out of the garbage collector's rounds.

    A full round over all modules stopped the event loop for 53 ms, and every takedown with it.
    """
    gc.collect()
    gc.freeze()


@asynccontextmanager
async def web_pages(
    settings: Settings, app: App, world: World, more: Sequence[Setup] = ()
) -> AsyncIterator[str]:
    """Serve health, metrics, where it is enabled the sandbox, and more; yields the address.

    Raises:
        StartRefused: The port is taken.
    """
    card = await asyncio.to_thread(card_bytes, "png")
    setups = [*more, card_page(card)]
    if settings.sandbox_runs:
        setups.append(lambda pages: sandbox_pages(pages, world, card, (settings.web.host,)))
    pages = make_app(app, app.meters, setups)
    async with serve(pages, settings.web.host, settings.web.port) as port:
        host = settings.web.host
        yield f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


async def until_told_to_stop(running: Running) -> None:
    """Wait for Ctrl-C, for the service manager, or for the bot's own end.

    Raises:
        Stopped: The bot ended by itself. A process that lives on without guarding anything would
            never be started again by anybody.
    """
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    telling = asyncio.create_task(told.wait())
    await asyncio.wait((telling, running.task), return_when=asyncio.FIRST_COMPLETED)
    telling.cancel()
    if running.task.done():
        logger.critical("the bot stopped by itself", exc_info=running.task.exception())
        raise Stopped("The bot stopped because of an error; the log says which. Start it again.")


def run(settings: Settings) -> None:
    """Guard the chats until told to stop.

    Raises:
        StartRefused: Something is missing or wrong; the text says what to do.
    """
    set_up_logging(settings)
    asyncio.run(_run(settings))


async def _run(settings: Settings) -> None:
    console = Console(stderr=True)
    async with (
        running_app(settings) as running,
        web_pages(settings, running.app, running.world, running.connected.pages) as address,
    ):
        console.print(f"Upstander is running, see {address} - stop it with Ctrl-C.")
        inviting = asyncio.create_task(_invite(console, running.connected))
        try:
            await until_told_to_stop(running)
        finally:
            inviting.cancel()


async def _invite(console: Console, platforms: Connected) -> None:
    """Print each link as soon as its platform has said who the bot is there."""

    async def tell(place: str, invite_link: Callable[[], Awaitable[str]]) -> None:
        link = await invite_link()
        console.print(f"Add it to a {place} with this link: {link}", soft_wrap=True)

    async with asyncio.TaskGroup() as group:
        for place, invite_link in platforms.invite_links.items():
            group.create_task(tell(place, invite_link))
