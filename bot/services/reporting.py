"""Reports teach: what somebody reported is known again in the same chat, and asks an adult."""

import logging

from bot.bank_ports import BankBook
from bot.book_ports import CaseBook
from bot.domain.bank import REPORTED_BANK
from bot.domain.bank_records import Registration
from bot.domain.event import CommandGiven
from bot.domain.message import MessageRef
from bot.domain.reports import REPORTED_SOURCE, REPORTS_A_DAY, from_seen
from bot.hash_ports import ReportBook
from bot.ports import Clock
from bot.services.masking import Mask
from bot.services.registering import Registering

logger = logging.getLogger(__name__)


class Reporting:
    """Opens the case of a report, and puts what it is about into the bank `reported`."""

    def __init__(
        self,
        book: ReportBook,
        cases: CaseBook,
        banks: BankBook,
        registering: Registering,
        mask: Mask,
        clock: Clock,
    ) -> None:
        self._book = book
        self._cases = cases
        self._banks = banks
        self._registering = registering
        self._mask = mask
        self._clock = clock

    async def open(self, event: CommandGiven, about: MessageRef, policy_revision: int) -> int:
        """Open the case with its alert, and register what the message shows; safe to repeat.

        The alert does not depend on the rest: a person is told whatever becomes of the hashes.
        """
        case_id = await self._cases.open_report(about, policy_revision)
        reporter = self._mask.reporter(event.ref.platform, event.actor, self._clock.now())
        if await self._book.reports_of(reporter) >= REPORTS_A_DAY:
            logger.info("case %s: its reporter has reported enough for today", case_id)
            return case_id
        how = Registration(case_id=case_id, reporter=reporter)
        for number, seen in enumerate(await self._book.seen_in(about), start=1):
            # One person's word reaches no farther than the chat.
            entry = from_seen(seen, case_id, number, about.chat_ref)
            if entry is None or await self._registering.refuses(entry) is not None:
                logger.info("case %s: one item was not registered", case_id)
                continue
            await self._banks.register(REPORTED_BANK, REPORTED_SOURCE, entry, how, "report")
        return case_id
