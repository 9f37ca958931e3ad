"""The weekly word to each chat of adults, which is also the sign that the bot lives.

What was told is noted afterwards: a crash in between tells it twice, where the platform cannot
tell that it is the same.
"""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.book_ports import ChatBook
from bot.domain.action import ActionOutcome
from bot.domain.dry_report import USUAL_DAYS
from bot.domain.message import ChatRef
from bot.domain.self_check import Checkup
from bot.domain.speech import Speech
from bot.domain.weekly import WeeklyTimes
from bot.ports import Clock
from bot.services.answers import Answers
from bot.services.dry_reports import DryReports
from bot.services.platforms import Platforms
from bot.services.policies import PolicyDesk
from bot.services.rights_watch import checks_now
from bot.services.speaking import Speaker
from bot.weekly_ports import ToldBook

logger = logging.getLogger(__name__)

_CHECKED = {
    Checkup.NOT_YET: "adults-weekly-check-unknown",
    Checkup.FOUND: "adults-weekly-check-found",
    Checkup.MISSED: "adults-weekly-check-wrong",
    Checkup.FAILED: "adults-weekly-check-wrong",
}
_WHAT = "weekly"
# The word may be this late, and what did not arrive is tried again after it.
_LOOK_EVERY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class WeeklyWord:
    """What one chat of adults is to be told."""

    adults: ChatRef
    week: date


class Weekly:
    """Finds who has not got this week's word, and tells them."""

    def __init__(
        self,
        book: ToldBook,
        chats: ChatBook,
        words: "WeeklyWords",
        clock: Clock,
        times: WeeklyTimes,
        platforms: Collection[str],
    ) -> None:
        self._book = book
        self._chats = chats
        self._words = words
        self._clock = clock
        self._times = times
        self._platforms = platforms
        self._look_at: datetime | None = None
        self._found: list[WeeklyWord] = []

    async def due(self) -> WeeklyWord | None:
        """Return the next word that is due."""
        now = self._clock.now()
        if not self._found and (self._look_at is None or now >= self._look_at):
            self._look_at = now + _LOOK_EVERY
            self._found = await self._look(now)
        return self._found.pop(0) if self._found else None

    async def _look(self, now: datetime) -> list[WeeklyWord]:
        found: list[WeeklyWord] = []
        for platform in self._platforms:
            for adults in await self._chats.adults(platform, now):
                told = await self._book.last(adults, _WHAT)
                if told is None:
                    # They begin with the Monday that comes: there is no week to speak of yet.
                    await self._book.note(adults, _WHAT, self._times.begun(now))
                elif (week := self._times.due(told, now)) is not None:
                    found.append(WeeklyWord(adults, week))
        return found

    async def tell(self, word: WeeklyWord) -> None:
        """Tell one chat of adults; what did not arrive is due again at the next look."""
        if await self._words.say(word):
            await self._book.note(word.adults, _WHAT, word.week)


class WeeklyWords:
    """Writes the weekly word and says it."""

    def __init__(
        self,
        platforms: Platforms,
        policies: PolicyDesk,
        reports: DryReports,
        speaker: Speaker,
        answers: Answers,
        checkup: Callable[[], Checkup],
    ) -> None:
        self._platforms = platforms
        self._policies = policies
        self._reports = reports
        self._speaker = speaker
        self._answers = answers
        self._checkup = checkup

    async def say(self, word: WeeklyWord) -> bool:
        """Say it; False if it did not arrive."""
        text = await self._write(word.adults)
        key = f"weekly:{word.adults.chat}:{word.week.isoformat()}"
        result = await self._speaker.say(word.adults, Speech(text, key=key))
        if result.outcome is not ActionOutcome.OK:
            logger.warning(
                "chat %s: the weekly word did not arrive (%s), it is tried again",
                word.adults.chat,
                result.outcome,
            )
        return result.outcome is ActionOutcome.OK

    async def _write(self, adults: ChatRef) -> str:
        guarded = await self._policies.present(await self._policies.guarded_from(adults))
        language = (await self._policies.now(next(iter(guarded), adults))).language
        lines = [self._answers.say(language, "adults-weekly-head")]
        for chat in guarded:
            lines += await self._about(chat)
        lines.append(self._answers.say(language, _CHECKED[self._checkup()]))
        lines.append(self._answers.say(language, "adults-weekly-alive"))
        return "\n".join(lines)

    async def _about(self, chat: ChatRef) -> list[str]:
        policy = await self._policies.now(chat)
        report = await self._reports.report(chat, USUAL_DAYS)
        title = await self._speaker.title(chat)
        lines = self._reports.in_short(report, title, USUAL_DAYS, policy)
        checks = await checks_now(self._platforms, chat)
        if checks is None:
            # Unknown is never right.
            return [*lines, self._answers.say(policy.language, "adults-weekly-rights-unknown")]
        wrong = [check for check in checks if check.needed and not check.ok]
        if wrong:
            lines.append(self._answers.say(policy.language, "adults-weekly-rights-missing"))
            lines += self._answers.checklist(policy.language, wrong)
        return lines
