"""Forgets people by the clock, a few cases a turn."""

import logging
from datetime import timedelta

from bot.book_ports import Erasure
from bot.ports import Clock

logger = logging.getLogger(__name__)


class PeopleForgetter:
    """Forgets senders after a while, and what the records say only where the operator said when."""

    def __init__(
        self, erasure: Erasure, clock: Clock, senders: timedelta, records: timedelta | None
    ) -> None:
        self._erasure = erasure
        self._clock = clock
        self._senders = senders
        self._records = records

    async def run(self) -> None:
        """Forget what is due. Safe to repeat: what is forgotten is not due any more."""
        now = self._clock.now()
        await self._erasure.forget_senders_of_items(now - self._senders)
        if due := await self._erasure.pseudonymise(now - self._senders):
            logger.info("the senders of cases %s were forgotten", due)
        if self._records is None:
            return
        if due := await self._erasure.erase(now - self._records):
            logger.info("the records of cases %s were forgotten", due)
