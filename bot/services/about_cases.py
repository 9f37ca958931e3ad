"""Answers about cases, for the adults who handle them."""

from bot.case_ports import RulingBook
from bot.domain.casework import CaseRuling
from bot.domain.command import ListCases
from bot.domain.speech import Speech
from bot.services.answers import Answers
from bot.services.blocking import Blocking
from bot.services.case_file import CaseFile
from bot.services.finding import ScopedCases
from bot.services.rulings import Rulings
from bot.services.scope import Scope


class AboutCases:
    """Answers `/case`, `/cases`, `/falsealarm` and `/blockhash`."""

    def __init__(
        self,
        cases: ScopedCases,
        book: RulingBook,
        rulings: Rulings,
        blocking: Blocking,
        file: CaseFile,
        answers: Answers,
    ) -> None:
        self._cases = cases
        self._book = book
        self._rulings = rulings
        self._blocking = blocking
        self._file = file
        self._answers = answers

    async def list(self, scope: Scope, wanted: ListCases) -> str:
        """List cases, a page at a time."""
        page = await self._book.page(scope.chats, wanted.which, scope.event.actor, wanted.page)
        await self._cases.note(page.cases, scope)
        titles = {chat: await self._cases.title(chat) for chat in scope.chats}
        return self._file.page(page, wanted.which, titles, scope.policy.language)

    async def show(self, scope: Scope, number: int) -> str:
        """Show one case, with what adults did with it."""
        case = await self._cases.find(number, scope)
        if case is None:
            return self._cases.unknown(number, scope)
        language = scope.policy.language
        title = await self._cases.title(case.ref.chat_ref)
        shown = self._answers.case(case, title, language)
        return "\n".join([shown, *await self._file.history(case, scope.event.actor, language)])

    async def false_alarm(self, scope: Scope, number: int) -> Speech:
        """Note that the bot was wrong."""
        case = await self._cases.find(number, scope)
        if case is None:
            return Speech(self._cases.unknown(number, scope))
        return await self._rulings.rule(case, CaseRuling.FALSE_ALARM, scope.event.actor)

    async def block(self, scope: Scope, number: int) -> str:
        """Note that the picture of a case is not allowed."""
        case = await self._cases.find(number, scope)
        if case is None:
            return self._cases.unknown(number, scope)
        return await self._blocking.block(case, scope.event.actor)
