"""Adults say that the picture of a case is not allowed: from then on it is removed at once."""

import logging

from bot.book_ports import CaseBook
from bot.domain.case import Case, CaseState
from bot.domain.message import Actor
from bot.domain.vouching import Vouched
from bot.hash_ports import VouchBook
from bot.services.answers import Answers
from bot.services.masking import Mask
from bot.services.policies import PolicyDesk

logger = logging.getLogger(__name__)

_KEYS = {
    Vouched.EVERYWHERE: "block-everywhere",
    Vouched.HERE: "block-here",
    Vouched.AGAIN: "block-again",
    Vouched.BEFORE: "block-before",
    Vouched.NOTHING: "block-nothing",
    Vouched.MISTAKE: "block-mistake",
}


class Blocking:
    """Blocks pictures and returns the answer.

    Args:
        second_adult: The first adult's word counts in its chat, and a second one's everywhere.
    """

    def __init__(
        self,
        book: VouchBook,
        cases: CaseBook,
        policies: PolicyDesk,
        mask: Mask,
        answers: Answers,
        *,
        second_adult: bool,
    ) -> None:
        self._book = book
        self._cases = cases
        self._policies = policies
        self._mask = mask
        self._answers = answers
        self._second_adult = second_adult

    async def block(self, case: Case, by: Actor) -> str:
        """Vouch for the picture of a case, which this adult takes on by it."""
        language = (await self._policies.now(case.ref.chat_ref)).language
        adult = self._mask.adult(case.ref.platform, by)
        done = await self._book.vouch(case.id, by, adult, alone=not self._second_adult)
        if done in (Vouched.EVERYWHERE, Vouched.HERE) and case.state is CaseState.OPEN:
            # Another adult may be faster; then it is taken on already.
            await self._cases.set_state(case.id, CaseState.ACKNOWLEDGED, by)
        logger.info("case %s: an adult blocks its picture: %s", case.number, done)
        return self._answers.say(language, _KEYS[done], number=case.number)
