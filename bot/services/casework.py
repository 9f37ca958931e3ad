"""Commands by which adults work on a case: rulings, notes, and taking a ruling back."""

from bot.case_ports import NoteBook
from bot.domain.action import ActionOutcome
from bot.domain.command import RuleCase, WriteNote
from bot.domain.effect import FIRST_WAIT
from bot.domain.errors import TryLater
from bot.domain.speech import Speech
from bot.services.answers import Answers
from bot.services.case_file import CaseFile
from bot.services.finding import ScopedCases
from bot.services.platforms import Platforms
from bot.services.rulings import Rulings
from bot.services.scope import Scope


class Casework:
    """Answers `/ack`, `/close`, `/reopen`, `/hold`, `/release`, `/refer`, `/note` and `/undo`."""

    def __init__(
        self,
        cases: ScopedCases,
        rulings: Rulings,
        notes: NoteBook,
        file: CaseFile,
        platforms: Platforms,
        answers: Answers,
    ) -> None:
        self._cases = cases
        self._rulings = rulings
        self._notes = notes
        self._file = file
        self._platforms = platforms
        self._answers = answers

    async def rule(self, scope: Scope, wanted: RuleCase) -> Speech:
        """Rule on a case.

        Raises:
            TryLater: Words about it still stand in the class chat; calling again is safe.
        """
        case = await self._cases.find(wanted.case, scope)
        if case is None:
            return Speech(self._cases.unknown(wanted.case, scope))
        if wanted.words:
            await self._hide(scope)
        return await self._rulings.rule(
            case, wanted.ruling, scope.event.actor, wanted.agency, wanted.words
        )

    async def note(self, scope: Scope, wanted: WriteNote) -> str:
        """Store a note about a case.

        Raises:
            TryLater: It still stands in the class chat; calling again is safe.
        """
        case = await self._cases.find(wanted.case, scope)
        if case is None:
            return self._cases.unknown(wanted.case, scope)
        await self._hide(scope)
        await self._notes.add(case.id, scope.event.actor, wanted.words)
        done = self._answers.say(scope.policy.language, "note-done", number=case.number)
        if _read_by_all(scope):
            return f"{done}\n{self._answers.say(scope.policy.language, 'note-elsewhere')}"
        return done

    async def notes(self, scope: Scope, number: int) -> str:
        """Show all notes of a case."""
        case = await self._cases.find(number, scope)
        if case is None:
            return self._cases.unknown(number, scope)
        return await self._file.notes(case, scope.event.actor, scope.policy.language)

    async def undo(self, scope: Scope, number: int) -> Speech:
        """Take back the last ruling on a case."""
        case = await self._cases.find(number, scope)
        if case is None:
            return Speech(self._cases.unknown(number, scope))
        return await self._rulings.undo(case, scope.event.actor)

    async def _hide(self, scope: Scope) -> None:
        """Take words about a case out of a chat in which pupils read them, before all else."""
        if not _read_by_all(scope):
            return
        event = scope.event
        removed = await self._platforms[event.ref.platform].moderation.take_down(event.ref)
        if removed.outcome in (ActionOutcome.LATER, ActionOutcome.UNREACHABLE):
            raise TryLater(removed.retry_after or FIRST_WAIT)


def _read_by_all(scope: Scope) -> bool:
    """Say whether a command stands as a message among pupils."""
    return not scope.openly and not scope.event.reply
