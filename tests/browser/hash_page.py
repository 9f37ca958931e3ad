"""The page that makes a code, opened as a pupil opens it: a file, without any network."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, FilePayload, Page, expect

from bot.domain.hash_code import HashCode, parse

FILE = Path(__file__).parents[2] / "docs" / "hash.html"
# A photo of 12 megapixels takes some seconds on two cores that are shared with other work.
PATIENCE_MS = 60_000
READY, WORKING = "The code is ready. It is below.", "Making the code. This can take a few seconds."


@dataclass
class HashPage:
    """The open page, what it complained of and what it asked the world for."""

    page: Page
    context: BrowserContext
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    async def choose(self, data: bytes, name: str = "a.png") -> None:
        """Choose a picture and wait until the page has done with it."""
        kind = name.rpartition(".")[2]
        mime = f"image/{'jpeg' if kind == 'jpg' else kind}"
        await self.page.set_input_files(
            "#file", files=[FilePayload(name=name, mimeType=mime, buffer=data)]
        )
        await expect(self.page.locator("#status")).not_to_have_text("")
        await expect(self.page.locator("#status")).not_to_have_text(WORKING, timeout=PATIENCE_MS)

    async def text_of(self, data: bytes, name: str = "a.png") -> str:
        """Return the code that the page makes of a picture."""
        await self.choose(data, name)
        await expect(self.page.locator("#status")).to_have_text(READY)
        return await self.page.locator("#code").input_value()

    async def code_of(self, data: bytes, name: str = "a.png") -> HashCode:
        """Return what that code says."""
        code = parse(await self.text_of(data, name))
        assert isinstance(code, HashCode), code
        return code


async def open_page(browser: Browser, before: str = "", **options: Any) -> HashPage:
    """Open the page in a browser context of its own.

    Args:
        before: JavaScript that runs before the page's own, to make the browser another one.
    """
    context = await browser.new_context(**options)
    await context.set_offline(True)
    page = await context.new_page()
    opened = HashPage(page, context)
    page.on("console", lambda message: opened.complaints.append(message.text))
    page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    page.on("request", lambda request: opened.requests.append(request.url))
    if before:
        await page.add_init_script(before)
    await page.goto(FILE.as_uri())
    return opened
