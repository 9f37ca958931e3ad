"""Long polling: an update is asked away from Telegram only after it is safe with us.

Asking for what comes after an update confirms it, so the next question is put only when the whole
batch is stored. The client library's own loop confirms before its handlers ran: killed while it
removed 50 pictures it left 45 of them.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from adapters.telegram.api import Api, Lane
from adapters.telegram.errors import Conflict, InvalidRequest, Refusal, SlowDown
from adapters.telegram.trouble import connection_lost, outage, second_receiver
from adapters.telegram.updates import ALLOWED, Cursor, next_offset
from bot.domain.errors import ConnectionLost
from bot.ports import Clock, Receive

logger = logging.getLogger(__name__)

TakeIn = Callable[[Receive, Sequence[object], str], Awaitable[None]]
"""Store a batch of raw updates with the cursor behind it."""

# https://core.telegram.org/bots/api#getupdates: the most that it takes.
_LIMIT = 100
_WAIT_SECONDS = 30
_DEADLINE_SECONDS = 40.0
# How exactly the time of the last answer is known after a crash.
_NOTE_EVERY = timedelta(minutes=5)
# A server of our operator's may be older than guest messages (Bot API 10.0) or reactions (7.0).
_ALLOWED = tuple(
    tuple(kind for kind in ALLOWED if kind not in unknown)
    for unknown in (
        (),
        ("guest_message",),
        ("guest_message", "message_reaction", "message_reaction_count"),
    )
)


class Polling:
    """The loop of `getUpdates`."""

    def __init__(self, api: Api, clock: Clock, take_in: TakeIn) -> None:
        self._api = api
        self._clock = clock
        self._take_in = take_in
        self._allowed = _ALLOWED

    async def run(self, receive: Receive, cursor: Cursor) -> None:
        """Receive until cancelled.

        Raises:
            ConnectionLost: Telegram does not answer, or not to us.
        """
        offset, noted = cursor.offset, None
        # Not waiting for news tells at once that we are connected.
        batch = await self._ask(receive, offset, wait=0)
        lost = outage(cursor.answered, self._clock.now())
        if lost is not None:
            await receive([lost], None)
        while True:
            now = self._clock.now()
            if batch or noted is None or now - noted >= _NOTE_EVERY:
                offset = next_offset(batch, offset)
                await self._take_in(receive, batch, str(Cursor(offset, now)))
                noted = now
            batch = await self._ask(receive, offset, wait=_WAIT_SECONDS)

    async def _ask(self, receive: Receive, offset: int, wait: int) -> list[object]:
        """Confirm everything before `offset` and return what follows."""
        try:
            batch = await self._get_updates(offset, wait)
        except Conflict as refusal:
            await receive([second_receiver(self._clock.now())], None)
            raise connection_lost(refusal) from None
        except Refusal as refusal:
            if isinstance(refusal, SlowDown) and refusal.after is not None:
                await self._clock.sleep(refusal.after.total_seconds())
            raise connection_lost(refusal) from None
        if not isinstance(batch, list):
            raise ConnectionLost("Telegram answered getUpdates with something else than a list")
        return batch

    async def _get_updates(self, offset: int, wait: int) -> object:
        """Ask with all kinds of update; where a server knows fewer, with those that it knows."""
        refused: Refusal | None = None
        for kinds in self._allowed:
            try:
                batch = await self._api.call(
                    "getUpdates",
                    lane=Lane.UPDATES,
                    seconds=_DEADLINE_SECONDS,
                    offset=offset,
                    limit=_LIMIT,
                    timeout=wait,
                    allowed_updates=kinds,
                )
            except InvalidRequest as refusal:
                refused = refusal
                continue
            if refused is not None:
                missing = ", ".join(set(ALLOWED) - set(kinds))
                logger.warning("the Bot API server is too old: it sends no %s", missing)
                self._allowed = (kinds,)
            return batch
        raise ConnectionLost("Telegram refuses getUpdates; the log says why")
