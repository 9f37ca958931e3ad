"""What adults rule about a case: they take it on, or say that the bot was wrong."""

from bot.domain.case import Case, CaseState, Removal
from bot.domain.message import Actor
from bot.ports import CaseBook
from bot.services.answers import Answers
from bot.services.enforcement import Hands
from bot.services.notices import Writer
from bot.services.policies import PolicyDesk


class Rulings:
    """Rules on cases and returns the answer. Two adults at once: the first one counts."""

    def __init__(
        self,
        cases: CaseBook,
        policies: PolicyDesk,
        hands: Hands,
        writer: Writer,
        answers: Answers,
    ) -> None:
        self._cases = cases
        self._policies = policies
        self._hands = hands
        self._writer = writer
        self._answers = answers

    async def acknowledge(self, case: Case, by: Actor) -> str:
        """Note that an adult has taken the case on."""
        language = (await self._policies.now(case.ref.chat_ref)).language
        if await self._cases.set_state(case.id, CaseState.ACKNOWLEDGED, by):
            return self._answers.say(language, "ack-done", number=case.number)
        return await self._too_late(case, language)

    async def false_alarm(self, case: Case, by: Actor) -> str:
        """Note that the bot was wrong, and say sorry to the sender if something was removed."""
        language = (await self._policies.now(case.ref.chat_ref)).language
        if not await self._cases.set_state(case.id, CaseState.FALSE_ALARM, by):
            return await self._too_late(case, language)
        if case.removal is Removal.REMOVED:
            await self._hands.apologise(case, self._writer.false_alarm(case, language))
        return self._answers.say(language, "falsealarm-done", number=case.number)

    async def _too_late(self, case: Case, language: str) -> str:
        now = await self._cases.get(case.id)
        state = (now or case).state
        return self._answers.say(language, "ack-already", number=case.number, state=state)
