"""What adults rule about a case: they take it on, or say that the bot was wrong."""

from bot.book_ports import CaseBook
from bot.domain.action import Action, ActionKind
from bot.domain.case import Case, CaseState, Removal
from bot.domain.message import Actor
from bot.services.answers import Answers
from bot.services.policies import PolicyDesk


class Rulings:
    """Rules on cases and returns the answer. Two adults at once: the first one counts."""

    def __init__(
        self,
        cases: CaseBook,
        policies: PolicyDesk,
        answers: Answers,
    ) -> None:
        self._cases = cases
        self._policies = policies
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
        removed = case.removal is Removal.REMOVED
        sorry = (Action(ActionKind.APOLOGY),) if removed else ()
        if not await self._cases.set_state(case.id, CaseState.FALSE_ALARM, by, sorry):
            return await self._too_late(case, language)
        return self._answers.say(language, "falsealarm-done", number=case.number)

    async def _too_late(self, case: Case, language: str) -> str:
        now = await self._cases.get(case.id)
        state = (now or case).state
        return self._answers.say(language, "ack-already", number=case.number, state=state)
