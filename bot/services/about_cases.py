"""Answers about cases, for the adults who handle them."""

from bot.book_ports import ChatBook
from bot.domain.case import Case, case_number
from bot.domain.message import ChatRef
from bot.services.answers import Answers
from bot.services.blocking import Blocking
from bot.services.reading import CaseReading
from bot.services.rulings import Rulings
from bot.services.scope import Scope
from bot.services.speaking import Speaker

_MOST_LISTED = 20


class AboutCases:
    """Answers `/case`, `/falsealarm` and `/blockhash`."""

    def __init__(
        self,
        cases: CaseReading,
        chats: ChatBook,
        rulings: Rulings,
        blocking: Blocking,
        speaker: Speaker,
        answers: Answers,
    ) -> None:
        self._cases = cases
        self._chats = chats
        self._rulings = rulings
        self._blocking = blocking
        self._speaker = speaker
        self._answers = answers

    async def list_open(self, scope: Scope) -> str:
        """List the open cases."""
        found = await self._cases.open_cases(scope.chats, _MOST_LISTED)
        await self._cases.note(found, scope.event.actor)
        titles = {chat: await self._title(chat) for chat in scope.chats}
        return self._answers.case_list(found, titles, scope.policy.language)

    async def show(self, scope: Scope, number: int) -> str:
        """Show one case."""
        case = await self._find(number, scope)
        if case is None:
            return self._unknown(number, scope)
        title = await self._title(case.ref.chat_ref)
        return self._answers.case(case, title, scope.policy.language)

    async def false_alarm(self, scope: Scope, number: int) -> str:
        """Note that the bot was wrong."""
        case = await self._find(number, scope)
        if case is None:
            return self._unknown(number, scope)
        return await self._rulings.false_alarm(case, scope.event.actor)

    async def block(self, scope: Scope, number: int) -> str:
        """Note that the picture of a case is not allowed."""
        case = await self._find(number, scope)
        if case is None:
            return self._unknown(number, scope)
        return await self._blocking.block(case, scope.event.actor)

    async def _title(self, chat: ChatRef) -> str:
        """Return what people call a chat; a case keeps the id that it had then."""
        return await self._speaker.title(await self._chats.followed(chat))

    async def _find(self, number: int, scope: Scope) -> Case | None:
        """Return a case of these chats; one of another chat does not exist for these adults."""
        case = await self._cases.get(number)
        if case is None or case.ref.chat_ref not in scope.chats:
            return None
        await self._cases.note([case], scope.event.actor)
        return case

    def _unknown(self, number: int, scope: Scope) -> str:
        return self._answers.say(scope.policy.language, "case-unknown", number=case_number(number))
