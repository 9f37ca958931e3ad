"""Asks for the profile pictures of people who joined, while the update is taken in.

Telegram tells no bot that a picture of a member is there, so it has to ask. What it learns is
stored beside the raw update; null where Telegram did not say, which is not the same as none.
"""

import asyncio
from collections.abc import Collection, Sequence
from contextlib import suppress

from adapters.telegram.api import Api
from adapters.telegram.errors import Refusal
from adapters.telegram.raw import OURS, Raw
from adapters.telegram.updates import joined

# The current picture and two before it: older ones are seen only by who leafs through them.
_PICTURES = 3
_AT_ONCE = 8
# For a whole batch. One question takes about 0.1 s; meanwhile no further update is asked for.
_BUDGET_SECONDS = 2.0


class Enricher:
    """Adds profile pictures to updates in which people joined."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def concerns(self, raw: Raw) -> bool:
        """Whether somebody joined by this update, other than the bot itself."""
        return bool(self._people(raw))

    async def enrich(self, batch: Sequence[Raw]) -> list[Raw]:
        """Return the updates with ``{"upstander": {"profile_photos": {user id: photos}}}``."""
        people = [self._people(raw) for raw in batch]
        answers = await self._ask({person for found in people for person in found})
        return [
            {**raw, OURS: {"profile_photos": {one: answers.get(one) for one in found}}}
            for raw, found in zip(batch, people, strict=True)
        ]

    def _people(self, raw: Raw) -> tuple[str, ...]:
        return tuple(person for person in joined(raw) if person != self._api.bot_id)

    async def _ask(self, people: Collection[str]) -> dict[str, object]:
        answers: dict[str, object] = {}
        seats = asyncio.Semaphore(_AT_ONCE)

        async def ask(person: str) -> None:
            async with seats:
                try:
                    found = await self._api.call(
                        "getUserProfilePhotos", user_id=person, limit=_PICTURES
                    )
                except Refusal:
                    # Not in `answers`: nobody knows what the pictures show.
                    return
                answers[person] = found.get("photos") if isinstance(found, dict) else None

        with suppress(TimeoutError):
            async with asyncio.timeout(_BUDGET_SECONDS):
                await asyncio.gather(*map(ask, people))
        return answers
