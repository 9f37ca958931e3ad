"""Button presses. A button proves nothing: the rights are asked for at each press."""

from bot.domain.case import Case
from bot.domain.command import Who
from bot.domain.event import Press
from bot.domain.message import ChatRef
from bot.domain.speech import Speech
from bot.ports import CaseBook
from bot.services.answers import Answers
from bot.services.changes import Changes
from bot.services.notices import Writer
from bot.services.policies import PolicyDesk
from bot.services.rights import Rights
from bot.services.rulings import Rulings
from bot.services.speaking import Speaker

_MOST_DIGITS = 12


class PressDesk:
    """Answers presses: "Why?" to the sender alone, rulings and policy to the adults alone."""

    def __init__(
        self,
        about_cases: "CasePresses",
        changes: Changes,
        policies: PolicyDesk,
        rights: Rights,
        speaker: Speaker,
        answers: Answers,
    ) -> None:
        self._about_cases = about_cases
        self._changes = changes
        self._policies = policies
        self._rights = rights
        self._speaker = speaker
        self._answers = answers

    async def handle(self, press: Press) -> None:
        """Answer one press; a button that is not ours, or was tampered with, does nothing."""
        verb, _, rest = press.action.partition(":")
        if verb == "keep":
            await self._keep(press, rest)
        elif verb in ("why", "ack", "mistake") and (case_id := _number(rest)) is not None:
            text = await self._about_cases.answer(verb, case_id, press)
            await self._answer(press, text, openly=verb != "why")

    async def _answer(self, press: Press, text: str, *, openly: bool) -> None:
        """Answer in the adults' own chat, or in private alone.

        What a case is about is nobody's business but the presser's: without a private way it is
        better to say nothing.
        """
        speech = Speech(text)
        if openly and await self._policies.guarded_from(press.chat):
            await self._speaker.say(press.chat, speech)
        else:
            await self._speaker.whisper(press.chat, press.actor, speech)

    async def _keep(self, press: Press, rest: str) -> None:
        chat_id, _, digits = rest.rpartition(":")
        revision = _number(digits)
        if not chat_id or revision is None:
            return
        chat = ChatRef(press.chat.platform, chat_id)
        language = (await self._policies.now(chat)).language
        if not await self._rights.may(Who.ADULT, chat, press.actor):
            key = "press-not-allowed"
        elif await self._changes.keep(chat, revision, press.actor):
            key = "policy-kept"
        else:
            key = "policy-too-late"
        await self._answer(press, self._answers.say(language, key), openly=True)


class CasePresses:
    """Presses under notices and alerts."""

    def __init__(
        self,
        cases: CaseBook,
        policies: PolicyDesk,
        rights: Rights,
        rulings: Rulings,
        writer: Writer,
        answers: Answers,
    ) -> None:
        self._cases = cases
        self._policies = policies
        self._rights = rights
        self._rulings = rulings
        self._writer = writer
        self._answers = answers

    async def answer(self, verb: str, case_id: int, press: Press) -> str:
        """Carry out a press and return the answer."""
        case = await self._cases.get(case_id)
        if case is None:
            language = (await self._policies.now(press.chat)).language
            return self._answers.say(language, "press-too-old")
        language = (await self._policies.now(case.ref.chat_ref)).language
        if verb == "why":
            return self._why(case, press, language)
        if not await self._rights.may(Who.ADULT, case.ref.chat_ref, press.actor):
            return self._answers.say(language, "press-not-allowed")
        if verb == "ack":
            return await self._rulings.acknowledge(case, press.actor)
        return await self._rulings.false_alarm(case, press.actor)

    def _why(self, case: Case, press: Press, language: str) -> str:
        if press.actor != case.actor:
            return self._answers.say(language, "why-only-sender")
        return self._writer.sender_notice(case, language).text


def _number(text: str) -> int | None:
    """Read a number as our buttons carry it; more digits would not fit into the database."""
    fits = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return int(text) if fits else None
