"""Runs an app with its web pages until it is told to stop."""

import asyncio
import gc
import logging
import secrets
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from rich.console import Console

from adapters.sandbox.server import setup as sandbox_pages
from adapters.sandbox.world import World
from adapters.web.server import make_app, serve
from bot.app import App, Parts, bind_sandbox, open_app, sandbox_platform
from bot.cli.assemble import presets_for, screener_for, set_up_logging, texts_for
from bot.domain.errors import UpstanderError
from bot.services.system_clock import SystemClock
from classifiers.testcard import card_bytes
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


@asynccontextmanager
async def running_app(settings: Settings) -> AsyncIterator[Running]:
    """Run the app with the sandbox as its platform; leaving stops it."""
    clock = SystemClock()
    world = World(clock, lambda: secrets.token_urlsafe(12))
    screener = await asyncio.to_thread(screener_for, settings)
    parts = Parts(
        settings=settings,
        clock=clock,
        screener=screener,
        texts=await asyncio.to_thread(texts_for, settings),
        presets=presets_for(settings),
        platforms=[sandbox_platform(world)] if settings.sandbox.enabled else [],
    )
    async with open_app(parts) as app:
        if settings.sandbox.enabled:
            await bind_sandbox(app, world, clock)
        spare_the_loop()
        running = asyncio.create_task(app.run())
        try:
            yield Running(app, world, running)
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
async def web_pages(settings: Settings, app: App, world: World) -> AsyncIterator[str]:
    """Serve health, metrics and, where it is enabled, the sandbox; yields the address.

    Raises:
        StartRefused: The port is taken.
    """
    setups: list[Callable[..., None]] = []
    if settings.sandbox.enabled:
        card = await asyncio.to_thread(card_bytes, "png")
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
    async with (
        running_app(settings) as running,
        web_pages(settings, running.app, running.world) as address,
    ):
        Console(stderr=True).print(f"Upstander is running, see {address} - stop it with Ctrl-C.")
        await until_told_to_stop(running)
