"""The real app behind the real page: models, database, pipeline, texts; nothing is a stand-in."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from bot.cli.serve import running_app, web_pages
from config.schema import Settings, WebSettings
from tests.browser.stage import PATIENCE_MS

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@asynccontextmanager
async def whole_app(folder: Path) -> AsyncIterator[str]:
    """Run everything that `./upstander run` runs; gives the address of the page."""
    # Port 0 is no valid setting; a test asks the system for a free one.
    web = WebSettings.model_construct(host="127.0.0.1", port=0)
    settings = Settings(data_dir=folder).model_copy(update={"web": web})
    async with AsyncExitStack() as stack:
        running = await stack.enter_async_context(running_app(settings))
        pages = web_pages(settings, running.app, running.world)
        yield await stack.enter_async_context(pages)


async def open_page(browser: Browser, address: str, who: str) -> tuple[Page, list[str]]:
    context = await browser.new_context()
    page = await context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    complaints: list[str] = []
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text)
            if message.type == "error" and "404" not in message.text
            else None
        ),
    )
    await page.goto(f"{address}/?as={who}")
    await expect(page.locator("#connection")).to_have_text("Connected, live")
    return page, complaints


async def test_the_test_card_goes_through_the_whole_chain(browser: Browser, tmp_path: Path) -> None:
    async with whole_app(tmp_path / "data") as address:
        ana, first = await open_page(browser, address, "ana")
        cleo, second = await open_page(browser, address, "cleo")
        await ana.click("#test-card")
        line = cleo.locator("#class-log").get_by_text("taken down", exact=False)
        await expect(line.first).to_be_visible()
        await expect(cleo.locator("#class-log img")).to_have_count(0)
        note = ana.locator("#private-log")
        await expect(note).to_contain_text("test")
        await expect(cleo.locator("#private-log")).not_to_contain_text("test")
        adults = ana.locator("#adults-log")
        await expect(adults).to_contain_text("C-0001")
        await expect(adults).to_contain_text("Class 7B")
        await expect(adults.locator("img")).to_have_count(0)
        # An adult takes it on; a second press comes too late and says so.
        await adults.get_by_role("button", name=re.compile("on it")).click()
        await expect(adults.get_by_text("C-0001")).to_have_count(2)
        # The class admin, a pupil, tries to switch the bot off: tomorrow, and the adults know.
        await cleo.fill("#class-text", "/mode shadow")
        await cleo.click("#class-form button[type=submit]")
        await expect(cleo.locator("#private-log")).to_contain_text("shadow")
        await adults.get_by_role("button", name=re.compile("[Kk]eep")).click()
        await expect(adults).to_contain_text(re.compile("stay|kept|stopped|cancel", re.IGNORECASE))
        assert first + second == []
        await asyncio.gather(ana.context.close(), cleo.context.close())
