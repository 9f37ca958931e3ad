"""`/selftest`: somebody posts the test card and hears whether every link of the chain worked.

What is under way lives in memory: a restart loses a report, and nothing else.
"""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.action import ActionOutcome
from bot.domain.command import Who
from bot.domain.event import Press
from bot.domain.message import Actor, ChatRef
from bot.domain.speech import Speech
from bot.ports import Clock
from bot.services.answers import Answers
from bot.services.evidence import Evidence
from bot.services.policies import PolicyDesk
from bot.services.pressing import PressAnswer
from bot.services.rights import Rights
from bot.services.speaking import Speaker

logger = logging.getLogger(__name__)

# Enough to fetch the card on a phone and to post it.
TEST_LASTS = timedelta(minutes=10)
_LOOK_EVERY = 1.0


@dataclass(slots=True)
class _Test:
    """One self-test under way.

    Attributes:
        asked_in: Where it was asked for; a chat of adults gets the report anyway.
        case: The case of the card, as soon as there is one. An adult may close it at once.
    """

    chat: ChatRef
    by: Actor
    asked_in: ChatRef
    started_at: datetime
    case: int | None = None


class SelfTests:
    """Starts self-tests and reports how they ended: to who asked, and to the adults."""

    def __init__(
        self,
        evidence: Evidence,
        policies: PolicyDesk,
        rights: Rights,
        speaker: Speaker,
        answers: Answers,
        clock: Clock,
    ) -> None:
        self._evidence = evidence
        self._policies = policies
        self._rights = rights
        self._speaker = speaker
        self._answers = answers
        self._clock = clock
        self._under_way: dict[ChatRef, _Test] = {}
        self._begun = asyncio.Event()

    async def start(self, chat: ChatRef, by: Actor, asked_in: ChatRef) -> str:
        """Begin a self-test and say what to do now; a second one in a chat replaces the first."""
        self._under_way[chat] = _Test(chat, by, asked_in, self._clock.now())
        self._begun.set()
        language = (await self._policies.now(chat)).language
        return self._answers.say(
            language,
            "selftest-how",
            chat=await self._speaker.title(chat),
            minutes=int(TEST_LASTS.total_seconds() // 60),
        )

    async def press(self, press: Press, rest: str) -> PressAnswer | None:
        """Answer ``test:CHAT``."""
        chat = ChatRef(press.chat.platform, rest)
        if not await self._rights.may(Who.ADMIN_OR_ADULT, chat, press.actor):
            language = (await self._policies.now(chat)).language
            return PressAnswer(Speech(self._answers.say(language, "press-not-allowed")))
        return PressAnswer(Speech(await self.start(chat, press.actor, press.chat)), openly=True)

    async def watch(self) -> None:
        """Report on self-tests as they end; runs as long as the bot does."""
        while True:
            await self._begun.wait()
            await self._clock.sleep(_LOOK_EVERY)
            for test in list(self._under_way.values()):
                await self._look(test)
            if not self._under_way:
                self._begun.clear()

    async def _look(self, test: _Test) -> None:
        """Report on one self-test if it has ended."""
        try:
            report = await self._report(test)
            if report is not None and self._close(test):
                await self._tell(test, report)
        except Exception:
            # One test that cannot be read must not end the others.
            logger.exception("chat %s: the self-test cannot be reported", test.chat.chat)
            self._close(test)

    def _close(self, test: _Test) -> bool:
        """Forget a test; False if a newer one has taken its place."""
        current = self._under_way.get(test.chat) is test
        if current:
            del self._under_way[test.chat]
        return current

    async def _report(self, test: _Test) -> str | None:
        """Return the report, or None while the test is under way."""
        policy, now = await self._policies.now(test.chat), self._clock.now()
        if test.case is None:
            test.case = await self._evidence.card_since(test.chat, test.started_at)
        if test.case is not None:
            return await self._evidence.report(test.case, policy, now)
        over = now >= test.started_at + TEST_LASTS
        return await self._evidence.nothing_seen(test.chat, policy) if over else None

    async def _tell(self, test: _Test, report: str) -> None:
        """Tell who asked, and the adults; the class only where nobody else could be told."""
        adults = (await self._policies.now(test.chat)).adults_of(test.chat)
        speech, heard = Speech(report), False
        if adults is not None:
            result = await self._speaker.say(adults, speech)
            heard = result.outcome is ActionOutcome.OK
        if test.asked_in != adults:
            heard = await self._speaker.whisper(test.chat, test.by, speech) or heard
        if not heard:
            await self._speaker.say(test.chat, speech)
