"""`/dryreport`: what the bot did in a chat or would have done, so that adults can choose a mode."""

from bot.domain.command import Who
from bot.domain.dry_report import DAY, DryReport, Removals, to_dry_report
from bot.domain.message import ChatRef
from bot.domain.policy import Mode, Policy
from bot.ports import Clock
from bot.services.answers import Answers
from bot.services.rights import Rights
from bot.services.scope import Scope
from bot.services.speaking import Speaker
from bot.weekly_ports import TallyBook


class DryReports:
    """Makes reports, and writes them for whoever asked."""

    def __init__(
        self, book: TallyBook, rights: Rights, speaker: Speaker, answers: Answers, clock: Clock
    ) -> None:
        self._book = book
        self._rights = rights
        self._speaker = speaker
        self._answers = answers
        self._clock = clock

    async def show(self, scope: Scope, days: int) -> str:
        """Answer the command: adults read all, other admins what was looked at and removed."""
        report, language = await self.report(scope.chat, days), scope.policy.language
        title = await self._speaker.title(scope.chat)
        lines = [self._looked(report, title, days, language)]
        if await self._rights.may(Who.ADULT, scope.chat, scope.event.actor):
            lines += self._all(report, scope.policy)
        else:
            lines.append(self._answers.say(language, "dryreport-gone", items=report.removed.items))
        return "\n".join(lines)

    async def report(self, chat: ChatRef, days: int) -> DryReport:
        """Return what became of the items of the last days."""
        return to_dry_report(await self._book.since(chat, self._clock.now() - days * DAY))

    def in_short(self, report: DryReport, title: str, days: int, policy: Policy) -> list[str]:
        """Return two lines: how much was looked at, and what came of it or would have."""
        shadow = policy.mode is Mode.SHADOW
        told = report.removed if policy.mode is Mode.REMOVE else report.would_remove
        came_of_it = self._answers.say(
            policy.language,
            f"dryreport-week-{policy.mode}",
            listed=told.lists,
            judged=told.models + told.album,
            asked=report.would_ask if shadow else report.asked,
            unchecked=report.unchecked,
        )
        return [self._looked(report, title, days, policy.language), came_of_it]

    def _looked(self, report: DryReport, title: str, days: int, language: str) -> str:
        return self._answers.say(
            language, "dryreport-looked", chat=title, count=days, items=report.looked_at
        )

    def _all(self, report: DryReport, policy: Policy) -> list[str]:
        """Return the rest of what adults read.

        What happened under a mode that was changed meanwhile stands beside what would have.
        """
        language, acts = policy.language, policy.mode is Mode.REMOVE
        shadow = policy.mode is Mode.SHADOW
        lines = [self._answers.say(language, "dryreport-mode", mode=policy.mode)]
        if acts or report.removed.items:
            lines.append(self._removals("dryreport-removed", report.removed, language))
        if not acts or report.would_remove.items:
            lines.append(self._removals("dryreport-would-remove", report.would_remove, language))
        counts = (
            ("dryreport-failed", report.failed, False),
            ("dryreport-asked", report.asked, not shadow),
            ("dryreport-would-ask", report.would_ask, shadow),
            ("dryreport-unchecked", report.unchecked, True),
            ("dryreport-tests", report.tests, False),
        )
        lines += [
            self._answers.say(language, key, items=items)
            for key, items, always in counts
            if items or always
        ]
        lines.append(self._answers.say(language, "dryreport-unknown"))
        return lines

    def _removals(self, key: str, removals: Removals, language: str) -> str:
        line = self._answers.say(language, key, listed=removals.lists, judged=removals.models)
        if not removals.album:
            return line
        return f"{line} {self._answers.say(language, 'dryreport-album', items=removals.album)}"
