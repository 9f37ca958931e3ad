"""The other way of updates: the fake calls the bot, and again until it gets a 2xx."""

import asyncio
import re
from contextlib import suppress

import aiohttp

from tests.telegram.errors import bad_request
from tests.telegram.faults import WEBHOOK, Faults, Kind
from tests.telegram.params import Params
from tests.telegram.state import Json
from tests.telegram.updates import Updates

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
# Telegram waits 1 s and doubles that up to a minute or two (WebhookActor.cpp); tests need not.
_FIRST_PAUSE, _LONGEST_PAUSE = 0.01, 0.1
_PATIENCE = aiohttp.ClientTimeout(total=5)


class Webhook:
    """Where the bot wants its updates, and the task that brings them.

    Attributes:
        url: Empty while the bot polls.
        statuses: What the bot answered to every delivery; 0 where it could not be reached.
    """

    def __init__(self, updates: Updates, faults: Faults) -> None:
        self.url = ""
        self.statuses: list[int] = []
        self._secret = ""
        self._error = ""
        self._updates = updates
        self._faults = faults
        self._task: asyncio.Task[None] | None = None

    async def set(self, params: Params) -> bool:
        """Deliver to this address from now on; an empty one ends it."""
        secret = params.text("secret_token")
        if secret and not _SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        url = params.text("url")
        if url and not url.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        await self.remove()
        if params.flag("drop_pending_updates"):
            self._updates.forget()
        if "allowed_updates" in params:
            self._updates.allowed = tuple(params.json("allowed_updates"))
        self.url, self._secret = url, secret
        if url:
            self._updates.interrupt("terminated by setWebhook request")
            self._task = asyncio.create_task(self._deliver())
        return True

    async def delete(self, params: Params) -> bool:
        """Keep the updates until the bot asks for them."""
        await self.remove()
        if params.flag("drop_pending_updates"):
            self._updates.forget()
        return True

    async def info(self, _: Params) -> Json:
        """Say where updates go and how it goes."""
        info: Json = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates.pending),
        }
        return info | ({"last_error_message": self._error} if self._error else {})

    async def remove(self) -> None:
        """Deliver no more."""
        self.url = ""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def _deliver(self) -> None:
        pause = _FIRST_PAUSE
        async with aiohttp.ClientSession(timeout=_PATIENCE) as session:
            while True:
                for update in self._updates.hand_over(1):
                    if await self._post(session, update):
                        self._updates.confirm(update["update_id"] + 1)
                        pause = _FIRST_PAUSE
                    else:
                        await asyncio.sleep(pause)
                        pause = min(2 * pause, _LONGEST_PAUSE)
                if not self._updates.pending:
                    await self._updates.news()

    async def _post(self, session: aiohttp.ClientSession, update: Json) -> bool:
        """Deliver one update; a lost answer is no answer."""
        headers = {SECRET_HEADER: self._secret} if self._secret else {}
        try:
            async with session.post(self.url, json=update, headers=headers) as response:
                status = response.status
        except aiohttp.ClientError:
            status = 0
        fault = self._faults.take(WEBHOOK)
        if fault is not None and fault.kind is Kind.LOST:
            status = 0
        self.statuses.append(status)
        self._error = "" if 200 <= status < 300 else f"Wrong response from the webhook: {status}"
        return not self._error
