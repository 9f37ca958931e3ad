"""What adults rule about a case, and what they take back: carried out, and answered in words."""

import logging
from collections.abc import Iterator

from bot.book_ports import CaseBook
from bot.case_ports import RulingBook
from bot.domain.action import Action, ActionKind
from bot.domain.appeal import Voice
from bot.domain.case import Case, CaseState, Removal
from bot.domain.casework import Agency, Apology, CaseRuling, Undone, UndoOutcome
from bot.domain.message import Actor
from bot.domain.speech import Button, Speech
from bot.services.answers import Answers
from bot.services.appealing import Hearings
from bot.services.policies import PolicyDesk

logger = logging.getLogger(__name__)

_DONE = {
    CaseRuling.ACKNOWLEDGE: "ack-done",
    CaseRuling.FALSE_ALARM: "falsealarm-done",
    CaseRuling.CLOSE: "close-done",
    CaseRuling.REOPEN: "reopen-done",
    CaseRuling.HOLD: "hold-done",
    CaseRuling.RELEASE: "release-done",
}
_REFUSED = {
    UndoOutcome.NOTHING: "undo-nothing",
    UndoOutcome.TOO_LATE: "undo-too-late",
    UndoOutcome.BEFORE: "undo-before",
    UndoOutcome.CHANGED: "undo-changed",
}
_APOLOGIES = {Apology.STOPPED: "undo-apology-stopped", Apology.STAYS: "undo-apology-stays"}


class Rulings:
    """Rules on cases and returns the answer. Two adults at once: the first one counts."""

    def __init__(
        self,
        book: RulingBook,
        cases: CaseBook,
        policies: PolicyDesk,
        answers: Answers,
        hearings: Hearings,
    ) -> None:
        self._book = book
        self._cases = cases
        self._policies = policies
        self._answers = answers
        self._hearings = hearings

    async def rule(
        self,
        case: Case,
        ruling: CaseRuling,
        by: Actor,
        agency: Agency | None = None,
        words: str = "",
    ) -> Speech:
        """Rule on a case; the answer has the button that takes it back.

        Of a mistake the sender is told, if something was removed. Where the sender has appealed,
        it is one voice about the appeal, whichever button was pressed.
        """
        if ruling is CaseRuling.FALSE_ALARM and await self._hearings.pending(case):
            return await self._hearings.hear(case, Voice.MISTAKE, by)
        language = (await self._policies.now(case.ref.chat_ref)).language
        sorry = ruling is CaseRuling.FALSE_ALARM and case.removal is Removal.REMOVED
        then = (Action(ActionKind.APOLOGY),) if sorry else ()
        done = await self._book.rule(case.id, ruling, by, agency=agency, words=words, then=then)
        if done is None:
            return Speech(await self._too_late(case, ruling, language))
        logger.info("case %s: an adult rules: %s", case.number, ruling)
        text = (
            self._answers.say(language, _DONE[ruling], number=case.number)
            if agency is None
            else self._answers.say(language, "refer-done", number=case.number, agency=agency)
        )
        back = self._answers.say(language, "button-take-back")
        return Speech(text, (Button(back, f"undo:{case.id}:{done.id}"),))

    async def undo(self, case: Case, by: Actor, ruling: int | None = None) -> Speech:
        """Take back the last ruling on a case, and say what that could not undo.

        Args:
            case: Which case.
            by: Who takes it back.
            ruling: The one that a button was offered for; None for the last.
        """
        language = (await self._policies.now(case.ref.chat_ref)).language
        undone = await self._book.undo(case.id, by, ruling)
        if undone.outcome in _REFUSED:
            key = _REFUSED[undone.outcome]
            return Speech(self._answers.say(language, key, number=case.number))
        logger.info("case %s: an adult takes a ruling back", case.number)
        return Speech("\n".join(self._told(case, undone, language)))

    def _told(self, case: Case, undone: Undone, language: str) -> Iterator[str]:
        if undone.ruled is not None and undone.state is not None:
            ruling = undone.ruled.ruling
            yield self._answers.say(language, "undo-done", number=case.number, ruling=ruling)
            yield self._answers.say(language, "undo-state", state=undone.state)
        if undone.withdrawn:
            yield self._answers.say(language, "undo-allowed")
        if undone.restored:
            yield self._answers.say(language, "undo-restored", count=undone.restored)
        if undone.lost:
            yield self._answers.say(language, "undo-lost", count=undone.lost, number=case.number)
        if undone.apology in _APOLOGIES:
            yield self._answers.say(language, _APOLOGIES[undone.apology])

    async def _too_late(self, case: Case, ruling: CaseRuling, language: str) -> str:
        now = await self._cases.get(case.id) or case
        match ruling:
            case CaseRuling.HOLD:
                key = "hold-already"
            case CaseRuling.RELEASE:
                key = "release-already"
            case CaseRuling.REFER:
                mistake = now.state is CaseState.FALSE_ALARM
                key = "refer-mistake" if mistake else "refer-already"
            case _:
                return self._answers.say(
                    language, "ack-already", number=case.number, state=now.state
                )
        return self._answers.say(language, key, number=case.number)
