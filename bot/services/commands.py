"""Chat commands: the platform is asked who may give them, and each has one short handler."""

from dataclasses import dataclass, replace
from typing import assert_never

from bot.domain.action import ActionOutcome
from bot.domain.case import Case, case_number
from bot.domain.command import (
    BindAlerts,
    ChangePolicy,
    Command,
    FalseAlarm,
    ListCases,
    Misspelt,
    Report,
    ShowAlerts,
    ShowCase,
    ShowPage,
    ShowPolicy,
    ShowStatus,
    TestAlerts,
    parse_command,
)
from bot.domain.effect import FIRST_WAIT
from bot.domain.errors import TryLater
from bot.domain.event import CommandGiven
from bot.domain.message import ChatRef
from bot.domain.policy import Policy, PolicyChange
from bot.domain.speech import Speech
from bot.ports import CaseBook, WorkQueue
from bot.services.answers import Answers
from bot.services.changes import CODE_LIFE, AlertCodes, Changes
from bot.services.platforms import Platforms
from bot.services.policies import PolicyDesk
from bot.services.rights import Rights
from bot.services.rulings import Rulings
from bot.services.speaking import Speaker

_MOST_LISTED = 20
# Answers that must not stand in a class chat: they would show who reported, hand the code that
# moves the alerts to every pupil, or tell a class about a case.
_SECRET = Report | ShowAlerts | ShowCase | ListCases | FalseAlarm


@dataclass(frozen=True, slots=True)
class Scope:
    """What a command is about.

    Attributes:
        chats: The guarded chats that it may be about: one, or all that alert to this chat.
        openly: The answer may stand in the chat, which is private or the adults' own.
    """

    event: CommandGiven
    chats: tuple[ChatRef, ...]
    policy: Policy
    openly: bool

    @property
    def chat(self) -> ChatRef:
        """The one guarded chat."""
        return self.chats[0]


class CommandDesk:
    """Reads a command, checks the right to give it, and answers."""

    def __init__(
        self,
        policies: PolicyDesk,
        rights: Rights,
        speaker: Speaker,
        answers: Answers,
        handlers: "Handlers",
        languages: frozenset[str],
    ) -> None:
        self._policies = policies
        self._rights = rights
        self._speaker = speaker
        self._answers = answers
        self._handlers = handlers
        self._languages = languages

    async def handle(self, event: CommandGiven) -> None:
        """Answer one command; what is not ours is left alone."""
        command = parse_command(event.text, self._languages)
        if command is None:
            return
        scope = await self._scope(event)
        speech = Speech(await self._answer(command, scope))
        chat = event.ref.chat_ref
        if isinstance(command, _SECRET) and not scope.openly:
            await self._speaker.whisper(chat, event.actor, speech)
        else:
            await self._speaker.answer(chat, event.actor, speech, openly=scope.openly)

    async def _scope(self, event: CommandGiven) -> Scope:
        here = event.ref.chat_ref
        guarded = tuple(await self._policies.guarded_from(here))
        chats = guarded or (here,)
        policy = await self._policies.now(chats[0])
        return Scope(event, chats, policy, openly=bool(guarded) or event.private)

    async def _answer(self, command: Command, scope: Scope) -> str:
        language = scope.policy.language
        about_one = not isinstance(command, ShowPage | Misspelt | BindAlerts | Report)
        about_one = about_one and not isinstance(command, ShowCase | ListCases | FalseAlarm)
        if about_one and scope.event.private:
            return self._answers.say(language, "command-where")
        allowed = tuple(
            [
                chat
                for chat in scope.chats
                if await self._rights.may(command.who, chat, scope.event.actor)
            ]
        )
        if not allowed:
            return self._answers.say(language, "command-not-allowed")
        if about_one and len(allowed) > 1:
            return self._answers.say(language, "command-where")
        return await self._handlers.answer(command, replace(scope, chats=allowed))


class Handlers:
    """One handler a command; each returns the finished answer."""

    def __init__(
        self,
        about_chats: "AboutChats",
        changes: Changes,
        codes: AlertCodes,
        cases: CaseBook,
        rulings: Rulings,
        answers: Answers,
    ) -> None:
        self._about = about_chats
        self._changes = changes
        self._codes = codes
        self._cases = cases
        self._rulings = rulings
        self._answers = answers

    async def answer(self, command: Command, scope: Scope) -> str:  # noqa: C901, PLR0911, PLR0912 - one arm a command
        """Carry out a command that may be given, and return the answer."""
        language = scope.policy.language
        match command:
            case ShowPage(page):
                return self._answers.say(language, f"{page}-page")
            case Misspelt(_, usage):
                return self._answers.say(language, "command-misspelt", usage=usage)
            case ShowStatus():
                return await self._about.status(scope)
            case ShowPolicy():
                return await self._about.policy(scope)
            case ChangePolicy(change):
                return await self._changes.change(scope.chat, change, scope.event.actor)
            case ShowAlerts():
                return self._show_alerts(scope)
            case BindAlerts(code):
                return await self._bind(scope, code)
            case TestAlerts():
                return await self._about.test_alerts(scope)
            case Report():
                return await self._about.report(scope)
            case ListCases():
                return await self._list_cases(scope)
            case ShowCase(number):
                case = await self._find(number, scope)
                if case is None:
                    return self._unknown(number, scope)
                return self._answers.case(
                    case, await self._about.title(case.ref.chat_ref), language
                )
            case FalseAlarm(number):
                case = await self._find(number, scope)
                if case is None:
                    return self._unknown(number, scope)
                return await self._rulings.false_alarm(case, scope.event.actor)
            case other:
                assert_never(other)

    async def _list_cases(self, scope: Scope) -> str:
        found = await self._cases.open_cases(scope.chats, _MOST_LISTED)
        titles = {chat: await self._about.title(chat) for chat in scope.chats}
        return self._answers.case_list(found, titles, scope.policy.language)

    async def _find(self, number: int, scope: Scope) -> Case | None:
        """Return a case of these chats; one of another chat does not exist for these adults."""
        case = await self._cases.get(number)
        return case if case and case.ref.chat_ref in scope.chats else None

    def _unknown(self, number: int, scope: Scope) -> str:
        return self._answers.say(scope.policy.language, "case-unknown", number=case_number(number))

    def _show_alerts(self, scope: Scope) -> str:
        language, where = scope.policy.language, scope.policy.alerts_chat
        first = (
            self._answers.say(language, "alerts-show", where=where)
            if where
            else self._answers.say(language, "alerts-none")
        )
        minutes = int(CODE_LIFE.total_seconds() // 60)
        code = self._codes.give(scope.chat)
        return f"{first}\n{self._answers.say(language, 'alerts-code', code=code, minutes=minutes)}"

    async def _bind(self, scope: Scope, code: str) -> str:
        here = scope.event.ref.chat_ref
        guarded = self._codes.chat_of(code)
        if guarded is None or guarded.platform != here.platform or guarded == here:
            self._codes.use_up(code)
            return self._answers.say(scope.policy.language, "alerts-bad-code")
        change = PolicyChange(alerts_chat=here.chat)
        answer = await self._changes.change(guarded, change, scope.event.actor)
        # Only now: while the announcement is still tried, the command comes again.
        self._codes.use_up(code)
        return answer


class AboutChats:
    """Answers that look at a chat itself: its status, its policy, a report in it."""

    def __init__(
        self,
        platforms: Platforms,
        policies: PolicyDesk,
        queue: WorkQueue,
        cases: CaseBook,
        speaker: Speaker,
        answers: Answers,
    ) -> None:
        self._platforms = platforms
        self._policies = policies
        self._queue = queue
        self._cases = cases
        self._speaker = speaker
        self._answers = answers

    async def title(self, chat: ChatRef) -> str:
        """Return what people call a chat."""
        return await self._speaker.title(chat)

    async def status(self, scope: Scope) -> str:
        """Say whether the bot works here, and what it cannot see."""
        moderation = self._platforms[scope.chat.platform].moderation
        capabilities = await moderation.capabilities(scope.chat)
        backlog = await self._queue.backlog()
        title = await moderation.title(scope.chat)
        return self._answers.status(title, scope.policy, capabilities, backlog)

    async def policy(self, scope: Scope) -> str:
        """Show the policy in force and what is announced."""
        return self._answers.policy(scope.policy, await self._policies.upcoming(scope.chat))

    async def test_alerts(self, scope: Scope) -> str:
        """Send the adults a message that says that alerts arrive."""
        language, where = scope.policy.language, scope.policy.alerts_chat
        if where is None:
            return self._answers.say(language, "alerts-none")
        text = self._answers.say(language, "adults-alerts-test")
        result = await self._speaker.say(ChatRef(scope.chat.platform, where), Speech(text))
        arrived = result.outcome is ActionOutcome.OK
        return self._answers.say(language, "alerts-test-sent" if arrived else "alerts-test-failed")

    async def report(self, scope: Scope) -> str:
        """Open a case about the message that the report answers.

        The command itself is removed at once: who speaks up must not stand there for all to see.

        Raises:
            TryLater: The command still stands; calling again finds the same case.
        """
        event, language = scope.event, scope.policy.language
        if scope.openly:
            # Neither a private chat nor the adults' own is guarded: no adult would be alerted.
            return self._answers.say(language, "report-how")
        moderation = self._platforms[event.ref.platform].moderation
        removed = await moderation.take_down(event.ref)
        answer = self._answers.say(language, "report-how")
        if event.reply_to is not None:
            case_id = await self._cases.open_report(event.reply_to, scope.policy.revision)
            answer = self._answers.say(language, "report-thanks", number=case_number(case_id))
        if removed.outcome in (ActionOutcome.LATER, ActionOutcome.UNREACHABLE):
            raise TryLater(removed.retry_after or FIRST_WAIT)
        return answer
