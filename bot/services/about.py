"""Answers about a chat itself: its status, a report in it, and the pages that explain it."""

from bot.book_ports import Ledger, WorkQueue
from bot.domain.action import ActionOutcome
from bot.domain.capability import Capability
from bot.domain.case import case_number
from bot.domain.command import InfoPage
from bot.domain.coverage import WEEK, to_coverage, week_of
from bot.domain.effect import FIRST_WAIT
from bot.domain.errors import TryLater
from bot.domain.message import ChatRef
from bot.ports import Clock
from bot.services.answers import Answers
from bot.services.platforms import Platforms
from bot.services.reporting import Reporting
from bot.services.scope import Scope


class AboutChats:
    """Answers `/status`, `/coverage`, `/report`, `/help`, `/about` and `/privacy`."""

    def __init__(
        self,
        platforms: Platforms,
        queue: WorkQueue,
        reports: Reporting,
        ledger: Ledger,
        answers: Answers,
        clock: Clock,
    ) -> None:
        self._platforms = platforms
        self._queue = queue
        self._reports = reports
        self._ledger = ledger
        self._answers = answers
        self._clock = clock

    async def status(self, scope: Scope) -> str:
        """Say whether the bot works here, what to put right, and what it cannot see.

        Raises:
            TryLater: The platform does not say what is allowed here.
        """
        moderation = self._platforms[scope.chat.platform].moderation
        adults = scope.policy.adults_of(scope.chat)
        return self._answers.status(
            await moderation.title(scope.chat),
            scope.policy,
            await moderation.capabilities(scope.chat),
            await moderation.checks(scope.chat),
            await self._queue.backlog(),
            confidential=adults is None
            or Capability.CONFIDENTIAL in await moderation.capabilities(adults),
        )

    async def coverage(self, scope: Scope) -> str:
        """Say how much was looked at this week and last week, and how much was not and why."""
        now = self._clock.now()
        this_week, last_week = [
            to_coverage(await self._ledger.counted(scope.chat, week_of(at)))
            for at in (now, now - WEEK)
        ]
        title = await self._platforms[scope.chat.platform].moderation.title(scope.chat)
        return self._answers.coverage(title, this_week, last_week, scope.policy.language)

    async def report(self, scope: Scope) -> str:
        """Open a case about the message that the report answers.

        The command itself is removed at once: who speaks up must not stand there for all to see.

        Raises:
            TryLater: The command still stands; calling again finds the same case.
        """
        event, language = scope.event, scope.policy.language
        if scope.openly:
            # Neither a private chat nor the adults' own is guarded: no adult would be alerted.
            return await self._how(scope)
        moderation = self._platforms[event.ref.platform].moderation
        removed = await moderation.take_down(event.ref)
        answer = await self._how(scope)
        if event.reply_to is not None:
            case_id = await self._reports.open(event, event.reply_to, scope.policy.revision)
            answer = self._answers.say(language, "report-thanks", number=case_number(case_id))
        if removed.outcome in (ActionOutcome.LATER, ActionOutcome.UNREACHABLE):
            raise TryLater(removed.retry_after or FIRST_WAIT)
        return answer

    async def page(self, scope: Scope, page: InfoPage) -> str:
        """Return a page that anyone may read."""
        reporting = await self.reporting(scope.event.chat)
        return self._answers.say(scope.policy.language, f"{page}-page", reporting=reporting)

    async def help(self, chat: ChatRef, language: str) -> str:
        """Return what the bot is and does, in short."""
        return self._answers.say(language, "help-page", reporting=await self.reporting(chat))

    async def _how(self, scope: Scope) -> str:
        reporting = await self.reporting(scope.event.chat)
        return self._answers.say(scope.policy.language, "report-how", reporting=reporting)

    async def reporting(self, chat: ChatRef) -> str:
        """Return how a message is reported here: by its menu, or by an answer to it."""
        moderation = self._platforms[chat.platform].moderation
        try:
            menu = Capability.MESSAGE_MENU in await moderation.capabilities(chat)
        except TryLater:
            menu = False  # Help must not wait for a platform that does not answer.
        return "menu" if menu else "answer"
