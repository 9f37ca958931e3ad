"""Writes the answers to commands."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from bot.domain.capability import Capabilities, Capability, ChatCheck
from bot.domain.case import Case, Removal
from bot.domain.coverage import Coverage
from bot.domain.forecast import PICTURES_A_WEEK, expected
from bot.domain.policy import Digest, Policy, PolicyRevision, PolicySettings
from bot.domain.speech import Saying, Value
from bot.domain.work import Backlog
from bot.ports import Texts
from bot.services.notices import mark_keys, reason_key

_BLIND_SPOTS = {
    Capability.EDIT_EVENTS: "status-blind-edits",
    Capability.HISTORY: "status-blind-before",
    Capability.GAP_REPLAY: "status-blind-history",
}


class Sign(StrEnum):
    """How something stands, before a line; no word, so the same in every language."""

    OK = "✓"
    MISSING = "✗"
    ADVICE = "•"


class Answers:
    """Finished answers in one language; the words lie in `config/texts`."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def say(self, language: str, key: str, /, **values: Value) -> str:
        """Return one sentence."""
        return self._texts.write(language, Saying(key, values))

    def checklist(self, language: str, checks: Iterable[ChatCheck]) -> list[str]:
        """Return one line for each check; under one that is not right, how to put it right."""
        lines: list[str] = []
        for check in checks:
            sign = Sign.OK if check.ok else Sign.MISSING if check.needed else Sign.ADVICE
            lines.append(f"{sign} {self.say(language, check.text)}")
            if not check.ok and check.fix:
                lines.append(self.say(language, check.fix))
        return lines

    def status(
        self,
        title: str,
        policy: Policy,
        capabilities: Capabilities,
        checks: Iterable[ChatCheck],
        backlog: Backlog,
        *,
        confidential: bool = True,
    ) -> str:
        """Return whether the bot works here, what has to be put right, and what it cannot see.

        Args:
            title: What people call the chat.
            policy: What is in force there.
            capabilities: What the bot may do there.
            checks: What must be right there.
            backlog: What is on its way, in all chats.
            confidential: The alerts are read by invited people alone.
        """
        language = policy.language
        may_delete = Capability.DELETE in capabilities
        has_adults = policy.alerts_chat is not None
        lines = [
            self.say(language, "status-head", chat=title),
            self.say(language, "status-mode", mode=policy.mode),
            self.say(language, "status-can-delete" if may_delete else "status-cannot-delete"),
            *self.checklist(language, (check for check in checks if not check.ok)),
            self.say(language, "status-alerts-ok" if has_adults else "status-no-alerts"),
            *([] if confidential else [self.say(language, "status-alerts-open")]),
            self.say(
                language,
                "status-backlog",
                undecided=backlog.undecided,
                removals=backlog.removals_pending,
                undelivered=backlog.alerts_undelivered,
            ),
            *self._forecast(policy),
            self.say(language, "status-blind-videos"),
            self.say(language, "status-blind-links"),
        ]
        lines += [
            self.say(language, key)
            for capability, key in _BLIND_SPOTS.items()
            if capability not in capabilities
        ]
        if Capability.END_TO_END_ENCRYPTION in capabilities:
            lines.append(self.say(language, "status-blind-encryption"))
        return "\n".join(lines)

    def _forecast(self, policy: Policy) -> list[str]:
        """Say how many false alarms are to be expected; nothing where nothing was measured."""
        forecast = expected(policy)
        counts = (
            ("status-false-alerts", forecast.asked),
            ("status-false-removals", forecast.removed),
        )
        return [
            self.say(policy.language, key, pictures=PICTURES_A_WEEK, count=count)
            for key, count in counts
            if count
        ]

    def coverage(self, title: str, this_week: Coverage, last_week: Coverage, language: str) -> str:
        """Return how much was looked at in two weeks, and why the rest was not."""
        lines = [self.say(language, "coverage-head", chat=title)]
        weeks = (("coverage-this-week", this_week), ("coverage-last-week", last_week))
        for key, week in weeks:
            lines.append(
                self.say(
                    language,
                    key,
                    items=week.items,
                    clean=week.clean,
                    bad=week.removed,
                    asked=week.asked,
                    unchecked=week.not_checked,
                )
            )
            lines += [
                self.say(
                    language,
                    "coverage-reason",
                    why=Saying(reason_key(reason)),
                    items=items,
                )
                for reason, items in week.unchecked
            ]
        return "\n".join(lines)

    def policy(self, title: str, policy: Policy, upcoming: Mapping[PolicyRevision, str]) -> str:
        """Return the policy in force and what is announced.

        Args:
            title: What people call the chat.
            policy: What is in force there.
            upcoming: What is announced, each with the title of the chat that gets its alerts.
        """
        language = policy.language
        lines = [
            self.say(
                language,
                "policy-show",
                chat=title,
                mode=policy.mode,
                preset=policy.preset.name,
                opaque=policy.opaque,
                links=policy.links,
                digest=Digest.ON if policy.lets_wait else Digest.OFF,
                language=language,
                alerts="none" if policy.alerts_chat is None else "set",
            )
        ]
        lines += [
            self.say(
                language,
                "policy-reason",
                reason=reason,
                why=Saying(reason_key(reason)),
                value=handling,
            )
            for reason, handling in policy.by_reason
        ]
        lines += [
            self.say(
                language,
                "policy-upcoming",
                what=self.difference(language, policy.settings, change.settings, adults),
                time=change.active_from,
            )
            for change, adults in upcoming.items()
        ]
        return "\n".join(lines)

    def difference(
        self, language: str, before: PolicySettings, after: PolicySettings, adults: str
    ) -> str:
        """Say in words what a change does; `adults` is the title of the chat with the alerts."""
        parts = [
            self.say(language, f"what-{name}", value=str(value))
            for name, was, value in (
                ("mode", before.mode, after.mode),
                ("preset", before.preset, after.preset),
                ("opaque", before.opaque, after.opaque),
                ("links", before.links, after.links),
                ("digest", before.digest, after.digest),
                ("language", before.language, after.language),
            )
            if was != value
        ]
        had, has = dict(before.by_reason), dict(after.by_reason)
        parts += [
            self.say(
                language,
                "what-reason",
                reason=reason,
                why=Saying(reason_key(reason)),
                value=has.get(reason, "default"),
            )
            for reason in sorted(had.keys() | has.keys())
            if had.get(reason) != has.get(reason)
        ]
        if after.alerts_chat != before.alerts_chat:
            key = "what-alerts-off" if after.alerts_chat is None else "what-alerts"
            parts.append(self.say(language, key, value=adults))
        return ", ".join(parts)

    def case(self, case: Case, title: str, language: str) -> str:
        """Return one case as an adult may see it: no name, no picture, the proof's beginning."""
        lines = [
            self.say(
                language,
                "case-show",
                number=case.number,
                chat=title,
                time=case.posted_at,
                state=case.state,
                outcome=case.verdict.outcome,
            )
        ]
        if case.removal in (Removal.REMOVED, Removal.GONE):
            seconds = round(case.visible_seconds or 0.0, 1)
            lines.append(self.say(language, "case-removed", seconds=seconds))
        else:
            lines.append(self.say(language, "case-not-removed"))
        if case.fingerprint is not None:
            sha256 = case.fingerprint.sha256[:16]
            lines.append(self.say(language, "case-hash", sha256=sha256))
        lines += [self.say(language, key) for key in mark_keys(case)]
        return "\n".join(lines)
