"""A real server, a real Chromium and a world of its own for every browser test."""

import asyncio
import secrets
import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Error, async_playwright, expect

from adapters.sandbox.world import World
from tests.browser.bot import TinyBot
from tests.browser.stage import CARD, PATIENCE_MS, Stage
from tests.fakes import MovableClock

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    # None: Playwright's own download.
    program = next((path for name in names if (path := shutil.which(name))), None)
    async with async_playwright() as playwright:
        try:
            browser = await playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        except Error as error:
            pytest.fail(f"no Chromium: install it, or run `playwright install chromium` ({error})")
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def stage(browser: Browser) -> AsyncIterator[Stage]:
    """A stage for one test. At its end no page may have complained and the bot must still run."""
    expect.set_options(timeout=PATIENCE_MS)
    world = World(MovableClock(), lambda: secrets.token_urlsafe(9))
    bot = TinyBot(world, CARD)
    stage = Stage(world, bot, browser)
    await stage.start()
    running = asyncio.create_task(bot.run())
    yield stage
    for context in stage.contexts:
        await context.close()
    running.cancel()
    (end,) = await asyncio.gather(running, return_exceptions=True)
    await stage.stop()
    assert isinstance(end, asyncio.CancelledError), end
    assert stage.complaints == []
