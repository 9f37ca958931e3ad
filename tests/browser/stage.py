"""What a browser test plays with: a world, its bot, and pages that may not complain."""

from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from adapters.sandbox.server import setup
from adapters.sandbox.world import World
from tests.browser.bot import TinyBot
from tests.unit.adapters.sandbox.stage import draw

# Two cores are shared with other work: generous, and only reached when something is broken.
PATIENCE_MS = 10_000
CARD = draw(hue=3, size=(480, 300))


@dataclass
class Stage:
    """One world on a real server, and every page that a test opens on it."""

    world: World
    bot: TinyBot
    browser: Browser
    address: str = ""
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)
    _server: TestServer | None = None

    async def open(self, who: str | None = None, **options: Any) -> Page:
        """Open the page in a browser context of its own, as one person."""
        page = await self.blank(**options)
        await page.goto(self.address + (f"/?as={who}" if who else "/"))
        await expect(page.locator("#connection")).to_have_text("Connected, live")
        return page

    async def blank(self, **options: Any) -> Page:
        """Open an empty page whose every complaint is noted: a CSP violation is one."""
        context = await self.browser.new_context(**options)
        self.contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    async def start(self, port: int = 0) -> None:
        """Serve the world; on the port of before, after a stop."""
        app = web.Application()
        setup(app, self.world, test_card=CARD)
        self._server = TestServer(app, port=port or None)
        await self._server.start_server()
        self.address = str(self._server.make_url("")).rstrip("/")

    async def stop(self) -> int:
        """Stop serving; return the port."""
        assert self._server is not None
        port = self._server.port
        assert port is not None
        await self._server.close()
        return port

    def _note(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        # A picture that is taken down before a page could load it is what all this is for.
        gone = "404" in message.text and "/sandbox/media/" in message.location["url"]
        if not gone:
            self.complaints.append(message.text)
