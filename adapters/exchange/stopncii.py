"""StopNCII.org: hashes that people made of their own pictures, on their own devices.

Through the client of threatexchange, which knows addresses, keys and paging. Its reading of records
is not used: it drops each that holds a word it does not know, and its exchange on top compares the
hash instead of the status with "Withdrawn", so that nothing is ever withdrawn (1.2.17).
"""

import asyncio
import json
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import dacite
import requests
from threatexchange.exchanges.clients.stopncii.api import (
    FetchHashesResponse,
    StopNCIIAPI,
    StopNCIIEndpoint,
)

from adapters.exchange.asking import SECONDS, Again, asked
from adapters.exchange.sessions import bound
from bot.domain.errors import ExchangeFailed
from bot.domain.exchange import HashDelta
from bot.domain.hash_list import Gathering, UnreadableHash
from bot.domain.hash_records import read_record
from bot.ports import Clock

NAME = "stopncii"
_PAGE = 800
_MOST_PAGES = 5_000
# What was withdrawn meanwhile may have left the list for good by then. As threatexchange has it.
_STALE_SECONDS = 30 * 24 * 3600


class StopNcii:
    """Implements `ports.HashExchange`."""

    def __init__(
        self,
        subscription_key: str,
        function_key: str,
        clock: Clock,
        base_url: str = "",
        seconds: float = SECONDS,
    ) -> None:
        # One for each page: a thread that was given up must not write into the next one's.
        self._client = partial(
            _Client, subscription_key, function_key, base_url.rstrip("/") or None, seconds
        )
        self._clock = clock
        self._seconds = seconds

    @property
    def name(self) -> str:
        """The exchange's name."""
        return NAME

    async def greet(self) -> None:
        """Ask for one record that is newer than now."""
        await self._page(int(self._clock.now().timestamp()), "", 1)

    async def fetch(self, checkpoint: str | None) -> AsyncIterator[HashDelta]:
        """Yield the pages of the list; only the last completes it."""
        now = self._clock.now().timestamp()
        since = _since(checkpoint, now)
        token, seen = "", set[str]()
        for _ in range(_MOST_PAGES):
            page, records = await self._page(
                StopNCIIAPI.DEFAULT_START_TIME if since is None else since, token, _PAGE
            )
            token = page.nextPageToken or ""
            end = None if page.hasMoreRecords else _checkpoint(page.nextSetTimestamp, now)
            yield _delta(records, now, end, whole=since is None)
            if end is not None:
                return
            if not token or token in seen:
                break
            seen.add(token)
        raise ExchangeFailed(f"{NAME}: its pages have no end; what was there stays.")

    async def _page(
        self, since: int, token: str, size: int
    ) -> tuple[FetchHashesResponse, list[object]]:
        return await asked(
            NAME,
            lambda: asyncio.to_thread(self._client().page, since, token, size),
            self._clock,
            self._seconds,
        )


class _Client(StopNCIIAPI):
    """Their client, with our limits, and with the records as they came."""

    _records: list[object]

    def __init__(
        self, subscription_key: str, function_key: str, base_url: str | None, seconds: float
    ) -> None:
        super().__init__(subscription_key, function_key, base_url_override=base_url)
        self._seconds = seconds

    def page(self, since: int, token: str, size: int) -> tuple[FetchHashesResponse, list[object]]:
        """Return the head of a page and its records."""
        try:
            head = self.fetch_hashes(page_size=size, start_timestamp=since, next_page=token)
        except requests.JSONDecodeError:
            raise Again("the answer was not JSON") from None
        except (dacite.DaciteError, ValueError, TypeError, AttributeError, RecursionError):
            # Without the cause, which repeats what was sent.
            raise ExchangeFailed(
                f"{NAME}: a page of an unknown form; what was there stays."
            ) from None
        return head, self._records

    def _get_session(self, endpoint: StopNCIIEndpoint) -> requests.Session:
        session: requests.Session = super()._get_session(endpoint)
        bound(session, NAME, self._base_url, self._seconds)
        return session

    def _get(self, endpoint: StopNCIIEndpoint, **params: Any) -> Any:
        page = super()._get(endpoint, **params)
        self._records = page.get("hashRecords", [])
        if not isinstance(self._records, list):
            raise TypeError
        # Theirs logs what it cannot read, with the hash and the numbers of the cases.
        return {**page, "hashRecords": []}


def _delta(records: list[object], now: float, end: str | None, *, whole: bool) -> HashDelta:
    to, unread = Gathering(NAME), 0
    for record in records:
        try:
            read_record(to, record, now)
        except UnreadableHash:
            unread += 1
    found = to.result()
    return HashDelta(
        tuple(found.entries), found.withdrawn, found.unusable, unread, end, whole=whole
    )


def _checkpoint(since: int, now: float) -> str:
    return json.dumps({"since": since, "at": int(now)})


def _since(checkpoint: str | None, now: float) -> int | None:
    """Return from when on changes are wanted; None: everything."""
    if checkpoint is None:
        return None
    at = json.loads(checkpoint)
    return int(at["since"]) if now - at["at"] < _STALE_SECONDS else None
