"""Button presses: each is opened, carried out by the handler of its verb, and answered."""

import logging
from collections.abc import Mapping

from bot.domain.casework import CaseRuling
from bot.domain.command import Who
from bot.domain.event import Press
from bot.domain.message import ChatRef, name_in_logs
from bot.domain.speech import Speech
from bot.services.answers import Answers
from bot.services.blocking import Blocking
from bot.services.changes import Changes
from bot.services.finding import CaseFinder, Found, read_number
from bot.services.notices import Writer
from bot.services.policies import PolicyDesk
from bot.services.pressing import PressAnswer, PressHandler
from bot.services.rights import Rights
from bot.services.rulings import Rulings
from bot.services.seal import Seal
from bot.services.speaking import Speaker

logger = logging.getLogger(__name__)


class PressDesk:
    """Hands each press to its handler and answers it, so that no button waits for ever."""

    def __init__(
        self,
        seal: Seal,
        handlers: Mapping[str, PressHandler],
        policies: PolicyDesk,
        speaker: Speaker,
        answers: Answers,
    ) -> None:
        self._seal = seal
        self._handlers = handlers
        self._policies = policies
        self._speaker = speaker
        self._answers = answers

    async def handle(self, press: Press) -> None:
        """Answer one press; a button that is not ours, or was tampered with, does nothing."""
        answer = await self._carry_out(press)
        if answer is None:
            # One answer for all of it: a forger must not learn what was wrong.
            logger.info("%s: a press had no effect", name_in_logs(press.chat, press.actor))
            language = (await self._policies.now(press.chat)).language
            answer = PressAnswer(Speech(self._answers.say(language, "press-too-old")))
        if answer.openly and await self._policies.guarded_from(press.chat):
            await self._speaker.say(press.chat, answer.speech)
            await self._speaker.end_wait(press)
        else:
            # What a case is about is nobody's business but the presser's: without a private way
            # it is better to say nothing.
            await self._speaker.reply(press, answer.speech)

    async def _carry_out(self, press: Press) -> PressAnswer | None:
        action = self._seal.open(press.action)
        verb, _, rest = (action or "").partition(":")
        handler = self._handlers.get(verb)
        return await handler(press, rest) if handler else None


class CasePresses:
    """Presses under notices and alerts: "Why?" is for the sender alone, rulings for adults."""

    def __init__(
        self,
        finder: CaseFinder,
        rulings: Rulings,
        blocking: Blocking,
        writer: Writer,
        answers: Answers,
    ) -> None:
        self._finder = finder
        self._rulings = rulings
        self._blocking = blocking
        self._writer = writer
        self._answers = answers

    @property
    def handlers(self) -> Mapping[str, PressHandler]:
        """The handlers by verb."""
        return {
            "why": self.why,
            "ack": self.acknowledge,
            "mistake": self.false_alarm,
            "block": self.block,
            "undo": self.undo,
            "advice": self.advise,
        }

    async def why(self, press: Press, rest: str) -> PressAnswer | None:
        """Tell the sender why something was removed, and everybody else nothing."""
        found = await self._finder.find(press, rest, Who.ANYONE)
        if not isinstance(found, Found):
            return found
        case, language = found.case, found.language
        if press.actor != case.actor:
            return PressAnswer(Speech(self._answers.say(language, "why-only-sender")))
        return PressAnswer(self._writer.sender_notice(case, language))

    async def acknowledge(self, press: Press, rest: str) -> PressAnswer | None:
        """Note that an adult has taken the case on."""
        return await self._rule(press, rest, CaseRuling.ACKNOWLEDGE)

    async def false_alarm(self, press: Press, rest: str) -> PressAnswer | None:
        """Note that the bot was wrong."""
        return await self._rule(press, rest, CaseRuling.FALSE_ALARM)

    async def undo(self, press: Press, rest: str) -> PressAnswer | None:
        """Take back the ruling that the button was offered for, if it is still the last."""
        number, _, digits = rest.partition(":")
        ruling = read_number(digits)
        if ruling is None:
            return None
        found = await self._finder.find(press, number, Who.ADULT)
        if not isinstance(found, Found):
            return found
        return PressAnswer(await self._rulings.undo(found.case, press.actor, ruling), openly=True)

    async def advise(self, press: Press, rest: str) -> PressAnswer | None:
        """Tell the adults step by step what to do, and what not."""
        found = await self._finder.find(press, rest, Who.ADULT)
        if not isinstance(found, Found):
            return found
        return PressAnswer(self._writer.advice(found.case, found.language), openly=True)

    async def _rule(self, press: Press, rest: str, ruling: CaseRuling) -> PressAnswer | None:
        found = await self._finder.find(press, rest, Who.ADULT)
        if not isinstance(found, Found):
            return found
        return PressAnswer(await self._rulings.rule(found.case, ruling, press.actor), openly=True)

    async def block(self, press: Press, rest: str) -> PressAnswer | None:
        """Note that the picture is not allowed."""
        found = await self._finder.find(press, rest, Who.ADULT)
        if not isinstance(found, Found):
            return found
        text = await self._blocking.block(found.case, press.actor)
        return PressAnswer(Speech(text), openly=True)


class PolicyPresses:
    """The press that stops an announced weakening."""

    def __init__(
        self, changes: Changes, policies: PolicyDesk, rights: Rights, answers: Answers
    ) -> None:
        self._changes = changes
        self._policies = policies
        self._rights = rights
        self._answers = answers

    async def keep(self, press: Press, rest: str) -> PressAnswer | None:
        """Keep a chat's policy as it is."""
        chat_id, _, digits = rest.rpartition(":")
        revision = read_number(digits)
        if not chat_id or revision is None:
            return None
        chat = ChatRef(press.chat.platform, chat_id)
        language = (await self._policies.now(chat)).language
        if not await self._rights.may(Who.ADULT, chat, press.actor):
            return PressAnswer(Speech(self._answers.say(language, "press-not-allowed")))
        kept = await self._changes.keep(chat, revision, press.actor)
        key = "policy-kept" if kept else "policy-too-late"
        return PressAnswer(Speech(self._answers.say(language, key)), openly=True)
