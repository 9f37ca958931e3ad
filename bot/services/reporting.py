"""Reports teach: what somebody reported is known again in the same chat, and asks an adult."""

import logging

from bot.book_ports import BankBook
from bot.domain.bank import REPORTED_BANK
from bot.domain.bank_records import Registration
from bot.domain.event import CommandGiven
from bot.domain.reports import REPORTED_SOURCE, REPORTS_A_DAY, from_seen
from bot.hash_ports import ReportBook
from bot.ports import Clock
from bot.services.masking import Mask
from bot.services.registering import Registering

logger = logging.getLogger(__name__)


class Reporting:
    """Puts what a report is about into the bank `reported`."""

    def __init__(
        self,
        book: ReportBook,
        banks: BankBook,
        registering: Registering,
        mask: Mask,
        clock: Clock,
    ) -> None:
        self._book = book
        self._banks = banks
        self._registering = registering
        self._mask = mask
        self._clock = clock

    async def teach(self, event: CommandGiven, case_id: int) -> None:
        """Register what the message that a report answers shows; safe to repeat.

        The case and its alert are there already, whatever becomes of this. The scope is the chat:
        one person's word reaches no farther.
        """
        if event.reply_to is None:
            return
        reporter = self._mask.reporter(event.ref.platform, event.actor, self._clock.now())
        if await self._book.reports_of(reporter) >= REPORTS_A_DAY:
            logger.info("case %s: its reporter has reported enough for today", case_id)
            return
        scope = event.reply_to.chat_ref
        how = Registration(case_id=case_id, reporter=reporter)
        for number, seen in enumerate(await self._book.seen_in(event.reply_to), start=1):
            entry = from_seen(seen, case_id, number, scope)
            if entry is None or await self._registering.refuses(entry) is not None:
                logger.info("case %s: one item was not registered", case_id)
                continue
            await self._banks.register(REPORTED_BANK, REPORTED_SOURCE, entry, how, "report")
