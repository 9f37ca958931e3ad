"""Finds the case that a button or a command is about, for somebody who may handle it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.book_ports import ChatBook
from bot.domain.case import Case, case_number
from bot.domain.command import Who
from bot.domain.event import Press
from bot.domain.message import ChatRef
from bot.domain.speech import Speech
from bot.services.answers import Answers
from bot.services.policies import PolicyDesk
from bot.services.pressing import PressAnswer
from bot.services.reading import CaseReading
from bot.services.rights import Rights
from bot.services.scope import Scope
from bot.services.speaking import Speaker

# More digits would not fit into the database.
_MOST_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Found:
    """A case, with the id that its chat has now and the language of the people who handle it."""

    case: Case
    chat: ChatRef
    language: str


class CaseFinder:
    """Finds cases for presses."""

    def __init__(
        self,
        cases: CaseReading,
        chats: ChatBook,
        policies: PolicyDesk,
        rights: Rights,
        answers: Answers,
    ) -> None:
        self._cases = cases
        self._chats = chats
        self._policies = policies
        self._rights = rights
        self._answers = answers

    async def find(self, press: Press, digits: str, who: Who) -> Found | PressAnswer | None:
        """Return the case for somebody who may press this, or what they hear instead.

        None for a number that no case has.
        """
        number = read_number(digits)
        found = None if number is None else await self.named(number, press.chat.platform)
        if found is None:
            return None
        if not await self._rights.may(who, found.chat, press.actor):
            return PressAnswer(Speech(self._answers.say(found.language, "press-not-allowed")))
        if who is not Who.ANYONE:
            await self._cases.note([found.case], press.actor)
        return found

    async def named(self, number: int, platform: str) -> Found | None:
        """Return the case of a number, for whoever must show by other means that it is theirs."""
        case = await self._cases.get(number)
        if case is None or case.ref.platform != platform:
            return None
        # A case keeps the id under which its message stood; its people may have moved on.
        chat = await self._chats.followed(case.ref.chat_ref)
        return Found(case, chat, (await self._policies.now(chat)).language)


class ScopedCases:
    """Finds cases for commands. A case of other chats does not exist for these adults."""

    def __init__(
        self, cases: CaseReading, chats: ChatBook, speaker: Speaker, answers: Answers
    ) -> None:
        self._cases = cases
        self._chats = chats
        self._speaker = speaker
        self._answers = answers

    async def find(self, number: int, scope: Scope) -> Case | None:
        """Return a case of these chats, and note who reads it."""
        case = await self._cases.get(number)
        if case is None or case.ref.chat_ref not in scope.chats:
            return None
        await self.note([case], scope)
        return case

    async def note(self, read: Sequence[Case], scope: Scope) -> None:
        """Note that whoever asks reads these cases."""
        await self._cases.note(read, scope.event.actor)

    async def title(self, chat: ChatRef) -> str:
        """Return what people call a chat; a case keeps the id that it had then."""
        return await self._speaker.title(await self._chats.followed(chat))

    def unknown(self, number: int, scope: Scope) -> str:
        """Say that there is no such case here."""
        return self._answers.say(scope.policy.language, "case-unknown", number=case_number(number))


def read_number(text: str) -> int | None:
    """Read a number as our buttons carry it."""
    # isascii: int() would also take other scripts' digits.
    fits = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return int(text) if fits else None
