"""Restraints by a person's click, never by software: mute, remove, ban, pause pictures.

The only module that may reach `Platform.restraints` (tests/architecture holds it to that). Every
function here starts from an adult's press, and the adult's right is asked for each time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from bot.book_ports import AuditLog
from bot.domain.action import ActionOutcome, ActionResult
from bot.domain.audit import AuditFacts
from bot.domain.capability import Restraint
from bot.domain.command import Who
from bot.domain.event import Press
from bot.domain.message import ChatRef
from bot.domain.restraint import MUTE_LASTS, offered
from bot.domain.speech import Button, Speech
from bot.pause_ports import PauseBook
from bot.services.answers import Answers
from bot.services.finding import CaseFinder, Found
from bot.services.platforms import Platforms
from bot.services.pressing import PressAnswer, PressHandler

_VERBS = {
    "mute": Restraint.MUTE,
    "unmute": Restraint.UNMUTE,
    "kick": Restraint.KICK,
    "ban": Restraint.BAN,
    "lock": Restraint.LOCK_MEDIA,
    "unlock": Restraint.UNLOCK_MEDIA,
}
_VERB_OF = {restraint: verb for verb, restraint in _VERBS.items()}
_LABELS = {
    Restraint.MUTE: "button-mute",
    Restraint.UNMUTE: "button-undo",
    Restraint.KICK: "button-kick",
    Restraint.BAN: "button-ban",
    Restraint.LOCK_MEDIA: "button-lock",
}
_GROUP_LINES = {
    Restraint.LOCK_MEDIA: "group-media-paused",
    Restraint.UNLOCK_MEDIA: "group-media-allowed",
}


@dataclass(frozen=True, slots=True)
class _Done:
    """One restraint that was tried, as it is told and noted."""

    restraint: Restraint
    found: Found
    result: ActionResult


class Restraining:
    """Offers what a chat lets the bot do about a sender, and does what an adult chooses."""

    def __init__(
        self,
        finder: CaseFinder,
        platforms: Platforms,
        audit: AuditLog,
        pauses: PauseBook,
        answers: Answers,
    ) -> None:
        self._finder = finder
        self._platforms = platforms
        self._audit = audit
        self._pauses = pauses
        self._answers = answers
        # What each case's last entry says, so that a second press adds none. A restart forgets
        # it, and one more entry that says the same harms nobody.
        self._noted: dict[int, AuditFacts] = {}
        # The last thing that was done to each chat's pictures. A second pause is no news to the
        # class, and what it would bring back is the first pause.
        self._media: dict[ChatRef, _Done] = {}

    @property
    def handlers(self) -> Mapping[str, PressHandler]:
        """The handlers by verb."""
        by_verb = {verb: partial(self._press, restraint) for verb, restraint in _VERBS.items()}
        return {"more": self.offer, **by_verb}

    async def offer(self, press: Press, rest: str) -> PressAnswer | None:
        """Show an adult what can be done here about the sender of a case."""
        found = await self._finder.find(press, rest, Who.ADULT)
        if not isinstance(found, Found):
            return found
        moderation = self._platforms[found.chat.platform].moderation
        capabilities = await moderation.capabilities(found.chat)
        buttons = tuple(self._button(one, found) for one in offered(capabilities, found.case.actor))
        key = "restrain-choose" if buttons else "restrain-nothing"
        text = self._answers.say(found.language, key, number=found.case.number)
        return PressAnswer(Speech(text, buttons))

    async def _press(self, restraint: Restraint, press: Press, rest: str) -> PressAnswer | None:
        digits, _, undo = rest.partition(":")
        found = await self._finder.find(press, digits, Who.ADULT)
        if not isinstance(found, Found):
            return found
        busy = await self._paused(restraint, found)
        if busy is not None:
            return busy
        result = await self._platforms[found.chat.platform].restraints.apply(
            restraint, found.chat, found.case.actor, lasts=MUTE_LASTS, undo=undo
        )
        done = _Done(restraint, found, result)
        await self._note(done, press)
        if result.outcome is not ActionOutcome.OK:
            return self._refusal(done)
        if restraint in _GROUP_LINES:
            await self._tell_group(done)
        text = self._answers.say(
            found.language, "restrain-done", number=found.case.number, restraint=restraint
        )
        # For all adults to read, so that nobody does it a second time; who pressed is not said.
        return PressAnswer(Speech(text, self._way_back(done)), openly=True)

    async def _paused(self, restraint: Restraint, found: Found) -> PressAnswer | None:
        """Refuse to touch all media while a pause does: its end would undo what was pressed."""
        pause = None
        if restraint in _GROUP_LINES:
            pause = await self._pauses.current(found.chat)
        if pause is None:
            return None
        text = self._answers.say(
            found.language, "restrain-paused", number=found.case.number, until=pause.ends_at
        )
        return PressAnswer(Speech(text))

    async def _note(self, done: _Done, press: Press) -> None:
        case = done.found.case
        facts: AuditFacts = {
            "case": case.id,
            "chat": done.found.chat.chat,
            "what": done.restraint,
            "by": press.actor.id,
            "outcome": done.result.outcome,
        }
        if self._noted.get(case.id) != facts:
            await self._audit.note("restraint", facts)
            self._noted[case.id] = facts

    async def _tell_group(self, done: _Done) -> None:
        """Tell the class in one line that pictures are paused or allowed; of people, nothing."""
        chat = done.found.chat
        before = self._media.get(chat)
        if before is None or before.restraint is not done.restraint:
            self._media[chat] = done
            line = self._answers.say(done.found.language, _GROUP_LINES[done.restraint])
            await self._platforms[chat.platform].messenger.say(chat, Speech(line))

    def _refusal(self, done: _Done) -> PressAnswer:
        """Say in words why it was not done, and how to put that right."""
        language, number = done.found.language, done.found.case.number
        lines = [self._answers.say(language, _failed(done.result), number=number)]
        if done.result.fix:
            lines.append(self._answers.say(language, done.result.fix))
        return PressAnswer(Speech("\n".join(lines)))

    def _way_back(self, done: _Done) -> tuple[Button, ...]:
        if done.restraint is Restraint.MUTE:
            return (self._button(Restraint.UNMUTE, done.found),)
        return (self._unlock(done.found),) if done.restraint is Restraint.LOCK_MEDIA else ()

    def _button(self, restraint: Restraint, found: Found) -> Button:
        paused = self._media.get(found.chat)
        if restraint is Restraint.LOCK_MEDIA and paused and paused.restraint is restraint:
            return self._unlock(found)
        label = self._answers.say(found.language, _LABELS[restraint])
        return Button(label, f"{_VERB_OF[restraint]}:{found.case.id}")

    def _unlock(self, found: Found) -> Button:
        label = self._answers.say(found.language, "button-unlock")
        return Button(label, f"unlock:{found.case.id}:{self._media[found.chat].result.undo}")


def _failed(result: ActionResult) -> str:
    """Return the key of the text that says why something was not done."""
    match result.outcome:
        case ActionOutcome.GONE:
            return "restrain-gone"
        case ActionOutcome.FORBIDDEN:
            return "restrain-forbidden"
        case ActionOutcome.LATER | ActionOutcome.UNREACHABLE:
            # Nobody knows whether it was done; doing it twice harms nobody.
            return "restrain-unsure"
        case _:
            return "restrain-unsupported"
