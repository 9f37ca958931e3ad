"""The adults outside the chats: how they are let in, and how they hear of what concerns them."""

import logging
from datetime import timedelta

from bot.domain.action import ActionOutcome, ActionResult
from bot.domain.effect import FIRST_WAIT
from bot.domain.errors import TryLater
from bot.domain.people import Office, digest_of, read_code
from bot.domain.speech import Speech
from bot.people_ports import PeopleBook
from bot.services.answers import Answers
from bot.services.scope import Scope
from bot.services.speaking import Speaker

logger = logging.getLogger(__name__)

_REMEMBERED = 1000


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
        platform = event.chat.platform
        person = await self._people.bind(digest_of(code), event.actor, event.ref.chat_ref)
        # A command that was carried out when the bot died is given to it again.
        person = person or next(
            (one for one in await self._people.in_office(platform) if one.actor == event.actor),
            None,
        )
        if person is None:
            return self._answers.say(language, "command-not-allowed")
        first = "lead-bound" if person.office is Office.LEAD else "on-duty-bound"
        return "\n".join(self._answers.say(language, key) for key in (first, "office-what"))


class LeadVoice:
    """Tells everybody in office on a platform something, each in their private chat."""

    def __init__(self, people: PeopleBook, speaker: Speaker) -> None:
        self._people = people
        self._speaker = speaker
        # Who heard what, oldest first: what did not reach everybody is told again, and nobody hears
        # it twice for that. After a restart somebody may.
        self._heard: dict[tuple[str, int], bool] = {}

    async def tell(self, platform: str, speech: Speech, about: str) -> bool:
        """Tell them; False if it reached none of them, or there is nobody.

        `about` names what it is about: it is the same when the same thing is told again.

        Raises:
            TryLater: One of them was not reached now, or nobody knows. The others were.
        """
        reached, waits = False, list[timedelta]()
        for person in await self._people.in_office(platform):
            if person.chat is None:
                continue
            if (about, person.id) not in self._heard:
                result = await self._speaker.say(person.chat, speech)
                if result.outcome in (ActionOutcome.LATER, ActionOutcome.UNREACHABLE):
                    waits.append(result.retry_after or FIRST_WAIT)
                    continue
                self._remember(about, person.id, result)
            reached = reached or self._heard[about, person.id]
        if waits:
            raise TryLater(min(waits))
        return reached

    def _remember(self, about: str, person: int, result: ActionResult) -> None:
        arrived = result.outcome is ActionOutcome.OK
        if not arrived:
            logger.error(
                "person %s in office cannot be told anything (%s): ./upstander lead list",
                person,
                result.outcome,
            )
        self._heard[about, person] = arrived
        while len(self._heard) > _REMEMBERED:
            del self._heard[next(iter(self._heard))]
