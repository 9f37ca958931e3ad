"""Webhook mode: Telegram brings the updates, and hears "OK" only after they are stored.

Who knows the secret may post: it comes with each request in a header. The path holds none, and
nothing of a request is logged.
"""

import asyncio
import hmac
import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from adapters.telegram.api import Api, Connection
from adapters.telegram.errors import InvalidRequest, Refusal
from adapters.telegram.polling import TakeIn
from adapters.telegram.trouble import connection_lost, outage, second_receiver
from adapters.telegram.updates import ALLOWED, Cursor, next_offset
from bot.domain.errors import ConnectionLost
from bot.ports import Clock, Receive

logger = logging.getLogger(__name__)

PATH = "/telegram/webhook"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
# An update of Telegram's has a few kilobytes, a rich message some hundred.
MOST_BYTES = 1_000_000
_READ_SECONDS = 10.0
# Storing is one transaction at a time; more at once would only wait.
_CONNECTIONS = 10
_LOOK_EVERY = timedelta(minutes=5)


class Webhook:
    """The door that Telegram knocks at, and the watch over whether it does."""

    def __init__(self, api: Api, connection: Connection, clock: Clock, take_in: TakeIn) -> None:
        self._api = api
        self._url = connection.webhook_url
        self._secret = connection.webhook_secret.encode()
        self._clock = clock
        self._take_in = take_in
        self._receive: Receive | None = None
        self._kept: object = None
        self._told: object = None
        self._delivered = clock.now()

    def mount(self, app: web.Application) -> None:
        """Add the route to the web server's."""
        app.router.add_post(PATH, self.answer)

    async def run(self, receive: Receive, cursor: Cursor) -> None:
        """Have the updates brought here until cancelled, and look now and then whether they are.

        Raises:
            ConnectionLost: Telegram does not answer, or cannot deliver.
        """
        self._receive = receive
        try:
            await self._set()
            await self._look(receive)
            # Only now: while Telegram cannot deliver, the outage is not over.
            lost = outage(cursor.answered, self._clock.now())
            if lost is not None:
                await receive([lost], None)
            while True:
                await receive([], str(Cursor(cursor.offset, self._clock.now())))
                await self._clock.sleep(_LOOK_EVERY.total_seconds())
                await self._look(receive)
        finally:
            self._receive = None

    async def answer(self, request: web.Request) -> web.Response:
        """Store one update. Any status but 200 makes Telegram bring it again."""
        given = request.headers.get(SECRET_HEADER, "").encode(errors="surrogateescape")
        if not self._secret or not hmac.compare_digest(given, self._secret):
            return web.Response(status=403)
        try:
            async with asyncio.timeout(_READ_SECONDS):
                body = await _body_of(request)
        except TimeoutError:
            return web.Response(status=408)
        if body is None:
            return web.Response(status=413)
        try:
            raw = json.loads(body)
        except (ValueError, RecursionError):
            return web.Response(status=400)
        return web.Response(status=200 if await self._stored(raw) else 503)

    async def _stored(self, raw: object) -> bool:
        if self._receive is None:
            return False
        now = self._clock.now()
        try:
            await self._take_in(self._receive, [raw], str(Cursor(next_offset([raw], 0), now)))
        except Exception as error:  # noqa: BLE001 - whatever it was, Telegram brings it again
            # The error may quote the update.
            logger.error("an update could not be stored: %s", type(error).__name__)  # noqa: TRY400
            return False
        self._delivered = now
        return True

    async def _set(self) -> None:
        try:
            await self._api.call(
                "setWebhook",
                url=self._url,
                secret_token=self._secret.decode(),
                allowed_updates=ALLOWED,
                max_connections=_CONNECTIONS,
            )
        except InvalidRequest as refusal:
            raise ConnectionLost(
                "Telegram does not take UPSTANDER_TELEGRAM__WEBHOOK_URL: "
                f"{refusal.description}. Leave it empty for long polling",
                logging.CRITICAL,
            ) from None
        except Refusal as refusal:
            raise connection_lost(refusal) from None
        self._kept = None

    async def _look(self, receive: Receive) -> None:
        try:
            found = await self._api.call("getWebhookInfo")
        except Refusal as refusal:
            raise connection_lost(refusal) from None
        state: Mapping[str, Any] = found if isinstance(found, dict) else {}
        url = state.get("url")
        # Telegram keeps the address in a spelling of its own: what it says first is ours.
        self._kept = self._kept or url
        if not url or url != self._kept:
            await receive([second_receiver(self._clock.now())], None)
            raise ConnectionLost("somebody else changed this bot's webhook", logging.ERROR)
        failed = state.get("last_error_date")
        if failed is not None and failed != self._told:
            self._told = failed
            logger.warning("Telegram could not deliver: %s", state.get("last_error_message"))
        if state.get("pending_update_count") and _after(failed, self._delivered):
            raise ConnectionLost("Telegram has updates that it cannot deliver to the webhook")


async def _body_of(request: web.Request) -> bytes | None:
    """Return the body; None for one that is too big, without reading all of it."""
    body = bytearray()
    async for part in request.content.iter_chunked(64 * 1024):
        body += part
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)


def _after(seconds: object, moment: datetime) -> bool:
    return isinstance(seconds, int) and datetime.fromtimestamp(seconds, UTC) > moment
