"""The adults outside the chats: how they are let in, and how they hear of what concerns them."""

import logging

from bot.domain.action import ActionOutcome
from bot.domain.people import Office, digest_of, read_code
from bot.domain.speech import Speech
from bot.people_ports import PeopleBook
from bot.services.answers import Answers
from bot.services.scope import Scope
from bot.services.speaking import Speaker

logger = logging.getLogger(__name__)


class PeopleDesk:
    """Answers `/lead CODE`."""

    def __init__(self, people: PeopleBook, answers: Answers) -> None:
        self._people = people
        self._answers = answers

    async def bind(self, scope: Scope, text: str) -> str:
        """Give an office to whoever brings its code in private.

        Whatever is wrong with a code is answered alike: who guesses learns nothing.
        """
        event, language = scope.event, scope.policy.language
        code = read_code(text)
        if code is None:
            return self._answers.say(language, "command-not-allowed")
        if not event.private:
            # A class has read it. The operator makes a new one.
            await self._people.spoil(digest_of(code))
            return self._answers.say(language, "command-not-allowed")
        person = await self._people.bind(digest_of(code), event.actor, event.ref.chat_ref)
        if person is None:
            return self._answers.say(language, "command-not-allowed")
        first = "lead-bound" if person.office is Office.LEAD else "on-duty-bound"
        return "\n".join(self._answers.say(language, key) for key in (first, "office-what"))


class LeadVoice:
    """Tells everybody in office on a platform something, each in their private chat."""

    def __init__(self, people: PeopleBook, speaker: Speaker) -> None:
        self._people = people
        self._speaker = speaker

    async def tell(self, platform: str, speech: Speech) -> bool:
        """Tell them; False if it reached none of them, or there is nobody."""
        reached = False
        for person in await self._people.in_office(platform):
            if person.chat is None:
                continue
            result = await self._speaker.say(person.chat, speech)
            reached = reached or result.outcome is ActionOutcome.OK
            if result.outcome is not ActionOutcome.OK:
                logger.error(
                    "person %s in office was not reached (%s): ./upstander lead list",
                    person.id,
                    result.outcome,
                )
        return reached
