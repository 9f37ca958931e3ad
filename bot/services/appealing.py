"""Takes appeals of senders, and what adults say about them.

Of a sender nothing is asked: no words, no picture. A button or a number is the whole appeal.
"""

import logging
from collections.abc import Mapping
from datetime import timedelta

from bot.appeal_ports import AppealBook
from bot.domain.appeal import AppealState, Filing, Heard, Voice, file, second_look
from bot.domain.case import Case, case_number
from bot.domain.command import Who
from bot.domain.event import Press
from bot.domain.message import Actor
from bot.domain.speech import Button, Speech
from bot.ports import Clock
from bot.services.answers import Answers
from bot.services.finding import CaseFinder, Found
from bot.services.policies import PolicyDesk
from bot.services.pressing import PressAnswer, PressHandler
from bot.services.scope import Scope

logger = logging.getLogger(__name__)

_FILED = {
    Filing.ALREADY: "appeal-already",
    Filing.TOO_LATE: "appeal-too-late",
    Filing.UNKNOWN: "appeal-unknown",
    Filing.DECIDED: "appeal-decided",
}
_HEARD = {
    Heard.ACCEPTED: "falsealarm-done",
    Heard.REFUSED: "appeal-upheld",
    Heard.SECOND: "appeal-second",
    Heard.SAME: "appeal-same",
    Heard.OWN: "appeal-own",
    Heard.OVER: "appeal-over",
}


class Hearings:
    """Hears adults about appeals."""

    def __init__(self, book: AppealBook, policies: PolicyDesk, answers: Answers) -> None:
        self._book = book
        self._policies = policies
        self._answers = answers

    async def pending(self, case: Case) -> bool:
        """Say whether a case has an appeal that nobody has decided."""
        asked = await self._book.of_case(case.id)
        return asked is not None and asked.state is AppealState.ASKED

    async def hear(self, case: Case, voice: Voice, by: Actor) -> Speech:
        """Return what an adult's word came to."""
        language = (await self._policies.now(case.ref.chat_ref)).language
        heard, ruling = await self._book.decide(case.id, voice, by)
        logger.info("case %s: an adult about the appeal: %s", case.number, heard)
        text = self._answers.say(language, _HEARD[heard], number=case.number)
        if not ruling:
            return Speech(text)
        back = self._answers.say(language, "button-take-back")
        return Speech(text, (Button(back, f"undo:{case.id}:{ruling}"),))


class Filings:
    """Takes appeals, each of its sender alone, once, and in time."""

    def __init__(
        self,
        book: AppealBook,
        policies: PolicyDesk,
        answers: Answers,
        clock: Clock,
        within: timedelta,
    ) -> None:
        self._book = book
        self._policies = policies
        self._answers = answers
        self._clock = clock
        self._within = within

    async def file(self, found: Found, by: Actor) -> Speech:
        """Take the appeal of somebody, if it is theirs to make, and say what happens next."""
        case, language = found.case, found.language
        before = await self._book.of_case(case.id)
        filing = file(case, by, self._clock.now(), self._within, appealed=before is not None)
        if filing is Filing.RECEIVED:
            rules = (await self._policies.now(found.chat)).preset.rules
            filed = await self._book.file(case.id, second_look(case.verdict, rules))
            if filed is not None:
                logger.info("case %s: appealed, stands on: %s", case.number, filed.footing)
                return Speech(
                    self._answers.say(
                        language, "appeal-received", number=case.number, until=filed.due_at
                    )
                )
            # Another press, or an adult who calls it a mistake, was faster.
            again = await self._book.of_case(case.id)
            filing = Filing.DECIDED if again is None else Filing.ALREADY
        return self._say(language, _FILED[filing], case.id)

    def unknown(self, number: int, language: str) -> Speech:
        """Answer about a case that there is not, as about one of somebody else."""
        return self._say(language, _FILED[Filing.UNKNOWN], number)

    def _say(self, language: str, key: str, case_id: int) -> Speech:
        return Speech(self._answers.say(language, key, number=case_number(case_id)))


class AppealDesk:
    """Answers the button "Appeal", `/appeal`, and the two buttons of the adults."""

    def __init__(self, finder: CaseFinder, filings: Filings, hearings: Hearings) -> None:
        self._finder = finder
        self._filings = filings
        self._hearings = hearings

    @property
    def handlers(self) -> Mapping[str, PressHandler]:
        """The handlers by verb."""
        return {"appeal": self.press, "overturn": self.overturn, "uphold": self.uphold}

    async def command(self, number: int, scope: Scope) -> Speech:
        """Answer `/appeal C-0001`."""
        found = await self._finder.named(number, scope.event.chat.platform)
        if found is None:
            return self._filings.unknown(number, scope.policy.language)
        return await self._filings.file(found, scope.event.actor)

    async def press(self, press: Press, rest: str) -> PressAnswer | None:
        """Take the appeal of whoever pressed."""
        found = await self._finder.find(press, rest, Who.ANYONE)
        if not isinstance(found, Found):
            return found
        return PressAnswer(await self._filings.file(found, press.actor))

    async def overturn(self, press: Press, rest: str) -> PressAnswer | None:
        """Hear an adult who calls it a mistake."""
        return await self._hear(press, rest, Voice.MISTAKE)

    async def uphold(self, press: Press, rest: str) -> PressAnswer | None:
        """Hear an adult who lets it stand."""
        return await self._hear(press, rest, Voice.STANDS)

    async def _hear(self, press: Press, rest: str, voice: Voice) -> PressAnswer | None:
        found = await self._finder.find(press, rest, Who.ADULT)
        if not isinstance(found, Found):
            return found
        speech = await self._hearings.hear(found.case, voice, press.actor)
        return PressAnswer(speech, openly=True)
