"""The test card can be had from the pages of the bot."""

import aiohttp

from adapters.web.meters import Meters
from adapters.web.server import SECURITY_HEADERS, make_app, serve
from adapters.web.testcard import card_page
from classifiers.testcard import card_bytes
from tests.unit.adapters.web.test_server import FixedProbe


async def test_the_card_comes_from_the_bots_own_pages() -> None:
    card = card_bytes("png")
    app = make_app(FixedProbe(), Meters(), [card_page(card)])
    async with (
        serve(app, "127.0.0.1", 0) as port,
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/testcard.png") as answer,
    ):
        assert (answer.status, answer.content_type) == (200, "image/png")
        assert answer.headers.items() >= SECURITY_HEADERS.items()
        assert await answer.read() == card
