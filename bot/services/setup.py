"""`/setup`: what is missing in a chat, step by step, with what puts it right under it."""

from bot.book_ports import AuditLog
from bot.domain.action import ActionOutcome
from bot.domain.audit import AuditFacts
from bot.domain.capability import Capability, Role
from bot.domain.command import Who
from bot.domain.event import Press
from bot.domain.message import Actor, ActorKind, ChatRef
from bot.domain.policy import PolicyChange
from bot.domain.speech import Button, Picker, PickFrom, Speech
from bot.services.answers import Answers
from bot.services.changes import Changes
from bot.services.platforms import Platforms, known_checks
from bot.services.policies import PolicyDesk
from bot.services.pressing import PressAnswer
from bot.services.rights import Rights
from bot.services.speaking import tell_in_private


class Setup:
    """Shows the steps and takes what was chosen; the right to choose is asked for each time."""

    def __init__(
        self,
        platforms: Platforms,
        policies: PolicyDesk,
        changes: Changes,
        rights: Rights,
        audit: AuditLog,
        answers: Answers,
    ) -> None:
        self._platforms = platforms
        self._policies = policies
        self._changes = changes
        self._rights = rights
        self._audit = audit
        self._answers = answers

    async def show(self, chat: ChatRef) -> Speech:
        """Return how a chat stands and what to do next.

        Raises:
            TryLater: The platform does not say what is possible here.
        """
        platform, policy = self._platforms[chat.platform], await self._policies.now(chat)
        moderation = platform.moderation
        lists = Capability.LISTS in await moderation.capabilities(chat)
        checks = await known_checks(platform, chat)

        def say(key: str, /, **values: str) -> str:
            return self._answers.say(policy.language, key, **values)

        adults = policy.adults_of(chat)
        lines = [
            say("setup-head", chat=await moderation.title(chat)),
            *self._answers.checklist(policy.language, checks),
            say("alerts-none")
            if adults is None
            else say("alerts-show", where=await moderation.title(adults)),
            say("setup-how-lists" if lists else "setup-how"),
        ]
        buttons = (
            Button(say("button-settings"), f"panel:{chat.chat}"),
            Button(say("button-test"), f"test:{chat.chat}"),
        )
        pickers = (
            Picker(say("setup-pick-room"), f"room:{chat.chat}", PickFrom.ROOMS),
            Picker(say("setup-pick-lead"), f"lead:{chat.chat}", PickFrom.PEOPLE),
        )
        return Speech("\n".join(lines), buttons, pickers if lists else ())

    async def take_room(self, press: Press, rest: str) -> PressAnswer | None:
        """Answer ``room:CHAT``: let the alerts come to the room that was chosen.

        Raises:
            TryLater: The announcement did not arrive; calling again announces the same change.
        """
        chat, room = self._chosen(press, rest)
        language = (await self._policies.now(chat)).language
        if not await self._rights.may(Who.ADMIN_OR_ADULT, chat, press.actor):
            return self._answer(language, "press-not-allowed")
        moderation = self._platforms[chat.platform].moderation
        if Capability.CONFIDENTIAL not in await moderation.capabilities(room):
            return self._answer(language, "alerts-not-closed")
        text = await self._changes.change(chat, PolicyChange(alerts_chat=room.chat), press.actor)
        return PressAnswer(Speech(text))

    async def take_lead(self, press: Press, rest: str) -> PressAnswer | None:
        """Answer ``lead:CHAT``: tell the safeguarding lead what is expected of them.

        The lead is whoever reads the alerts; nothing else is stored. A wrong choice helps nobody:
        who cannot read the adults' room is not written to.

        Raises:
            TryLater: The platform does not say what is possible here.
        """
        chat, _ = self._chosen(press, rest)
        policy = await self._policies.now(chat)
        if not await self._rights.may(Who.ADMIN_OR_ADULT, chat, press.actor):
            return self._answer(policy.language, "press-not-allowed")
        adults = policy.adults_of(chat)
        if adults is None:
            return self._answer(policy.language, "alerts-none")
        platform, lead = self._platforms[chat.platform], Actor(ActorKind.USER, press.picked)
        if await platform.moderation.role(adults, lead) is Role.OUTSIDER:
            return self._answer(policy.language, "setup-lead-cannot-read")
        welcome = self._answers.say(
            policy.language,
            "setup-lead-welcome",
            chat=await platform.moderation.title(chat),
            where=await platform.moderation.title(adults),
        )
        capabilities = await platform.moderation.capabilities(chat)
        result = await tell_in_private(platform, capabilities, chat, lead, Speech(welcome))
        told = result.outcome is ActionOutcome.OK
        facts: AuditFacts = {"chat": chat.chat, "lead": lead.id, "by": press.actor.id, "told": told}
        await self._audit.note("lead", facts)
        return self._answer(policy.language, "setup-lead-told" if told else "setup-lead-not-told")

    def _chosen(self, press: Press, rest: str) -> tuple[ChatRef, ChatRef]:
        """Return the chat that is set up, and the room that was chosen in it."""
        platform = press.chat.platform
        return ChatRef(platform, rest), ChatRef(platform, press.picked)

    def _answer(self, language: str, key: str) -> PressAnswer:
        return PressAnswer(Speech(self._answers.say(language, key)))
