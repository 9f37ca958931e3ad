"""The test card on the bot's own web pages, for whoever runs a self-test.

It is a drawing that holds nothing about anybody, so everybody who reaches the pages may have it.
"""

from aiohttp import web

from adapters.web.server import Setup


def card_page(card: bytes) -> Setup:
    """Return the setup that serves the card, a PNG that was drawn once, as ``/testcard.png``."""

    async def show(_request: web.Request) -> web.Response:
        return web.Response(body=card, content_type="image/png")

    def setup(app: web.Application) -> None:
        app.router.add_get("/testcard.png", show)

    return setup
