"""Writes what is said about a case: to the sender, to the group, to the adults."""

from collections.abc import Sequence
from datetime import timedelta
from typing import assert_never

from bot.domain.appeal import APPEAL_WITHIN, can_be_appealed, ends_at, may_post_again
from bot.domain.bank import REMOVED_BANK, REPORTED_BANK
from bot.domain.case import Case, CaseOrigin, Removal
from bot.domain.helping import OPENS_HELP
from bot.domain.signal import BankMatch, Mark, OpaqueReason
from bot.domain.speech import Button, Saying, Speech, Value
from bot.domain.verdict import Outcome
from bot.ports import Texts


class Writer:
    """Turns a case into finished messages in one language.

    A message to the group never says who, what or how sure; one to the sender carries no score;
    one to the adults carries words, a band and no name.
    """

    def __init__(self, texts: Texts, within: timedelta = APPEAL_WITHIN) -> None:
        self._texts = texts
        self._within = within

    def group_line(self, case: Case, language: str) -> Speech:
        """Return the neutral, nameless line for the group, with the private "Why?" button."""
        key = "group-removed-test" if case.verdict.test else "group-removed"
        key = "group-removed-message" if case.verdict.by_link else key
        return Speech(
            self._say(language, key),
            (
                Button(self._say(language, "button-why"), f"why:{case.id}", private=True),
                self._help(language),
            ),
        )

    def sender_notice(self, case: Case, language: str) -> Speech:
        """Return the private note to the sender, who may need help as well."""
        if case.verdict.test:
            return Speech(self._say(language, "sender-notice-test", number=case.number))
        said, help_ = self._to_sender(case, language), self._help(language)
        if not can_be_appealed(case):
            return Speech(said, (help_,))
        until = self._say(language, "sender-appeal", until=ends_at(case, self._within))
        label = self._say(language, "button-appeal")
        return Speech(f"{said}\n{until}", (Button(label, f"appeal:{case.id}", private=True), help_))

    def _to_sender(self, case: Case, language: str) -> str:
        if case.verdict.quiet:
            return self._say(language, "sender-notice-link", number=case.number)
        if case.verdict.outcome is Outcome.OPAQUE:
            why = Saying(reason_key(case.verdict.reason))
            return self._say(language, "sender-notice-opaque", number=case.number, why=why)
        if case.origin is CaseOrigin.SWEEP:
            return self._say(language, "sender-notice-earlier", number=case.number)
        return self._say(language, "sender-notice", number=case.number, time=case.posted_at)

    def _help(self, language: str) -> Button:
        """Return the button that opens the help for whoever presses it."""
        return Button(self._say(language, "button-help"), OPENS_HELP, private=True)

    def false_alarm(self, case: Case, language: str) -> Speech:
        """Return the apology to the sender of an innocent picture."""
        again = "sender-post-again" if may_post_again(case) else "sender-ask-first"
        sorry = self._say(language, "sender-false-alarm", number=case.number)
        return Speech(f"{sorry}\n{self._say(language, again)}")

    def alert(self, case: Case, title: str, language: str, *, more: bool = False) -> Speech:
        """Return the alert to the adults: what happened, why, and what to do now.

        Args:
            case: What happened.
            title: What people call the chat.
            language: Of the adults.
            more: The chat lets an adult do something about the sender, or about all pictures.
        """
        lines = [
            self._say(
                language,
                "alert-head",
                number=case.number,
                chat=title,
                time=case.posted_at,
            )
        ]
        if case.verdict.test:
            lines.append(self._say(language, "alert-test"))
        lines += self._what(case, language)
        lines += self._also(case, language)
        lines.append(self._why(case, language))
        lines += [self._say(language, key) for key in mark_keys(case)]
        if not case.verdict.test:
            lines.append(self._say(language, _steps(case)))
            lines.append(self._say(language, "alert-no-copy"))
        buttons = [
            Button(self._say(language, "button-ack"), f"ack:{case.id}"),
            Button(self._say(language, "button-mistake"), f"mistake:{case.id}"),
        ]
        if not case.verdict.test:
            buttons.append(Button(self._say(language, "button-advice"), f"advice:{case.id}"))
        if _can_be_blocked(case):
            buttons.append(Button(self._say(language, "button-block"), f"block:{case.id}"))
        if more and not case.verdict.test:
            buttons.append(Button(self._say(language, "button-more"), f"more:{case.id}"))
        return Speech("\n".join(lines), tuple(buttons))

    def advice(self, case: Case, language: str) -> Speech:
        """Return what an adult does next, step by step, and what nobody must do."""
        return Speech(self._say(language, "advice-steps", number=case.number))

    def digest(self, cases: Sequence[Case], title: str, language: str) -> Speech:
        """Return one alert about several cases of a chat that one model alone asks about."""
        lines = [
            self._say(language, "digest-head", count=len(cases), chat=title),
            *(
                self._say(language, "digest-line", number=case.number, time=case.posted_at)
                for case in cases
            ),
            self._say(language, "digest-steps"),
            self._say(language, "alert-no-copy"),
        ]
        buttons = tuple(Button(case.number, f"case:{case.id}") for case in cases)
        return Speech("\n".join(lines), buttons)

    def flood(self, case: Case, title: str, language: str) -> Speech:
        """Return the news that what a case matched is doubted, because it matched too much."""
        banks = {one.bank for one in case.verdict.signals if isinstance(one, BankMatch)}
        names = ", ".join(sorted(banks))
        return Speech(
            self._say(language, "alert-flood", number=case.number, chat=title, bank=names)
        )

    def escalation(self, case: Case, title: str, language: str) -> Speech:
        """Return the call for a person, because a removal could not be done."""
        lines = [
            self._say(language, "escalation-head", number=case.number, chat=title),
            self._say(language, case.fix or "fix-unknown"),
            self._say(language, "escalation-do", time=case.posted_at),
        ]
        return Speech(
            "\n".join(lines),
            (Button(self._say(language, "button-ack"), f"ack:{case.id}"),),
        )

    def _also(self, case: Case, language: str) -> list[str]:
        """Return when the same picture was posted besides, as far as this case speaks for it."""
        if not case.also:
            return []
        return [
            self._say(language, "alert-also", count=len(case.also)),
            *(
                self._say(language, "alert-also-line", time=posted_at)
                for posted_at in case.also[:_MOST_TIMES]
            ),
        ]

    def _what(self, case: Case, language: str) -> list[str]:
        if case.origin is CaseOrigin.SWEEP and case.removal in _EARLIER:
            what = self._say(language, _EARLIER[case.removal])
            verified = case.removal is Removal.REMOVED and case.verified
            return [what, self._say(language, "alert-verified")] if verified else [what]
        match case.removal:
            case Removal.NOT_PLANNED:
                # Its sender, or an earlier removal, was faster than the look at it.
                gone = case.verdict.reason == OpaqueReason.GONE
                return [self._say(language, "alert-what-gone" if gone else "alert-what-left")]
            case Removal.TRYING:
                return [self._say(language, "alert-what-trying")]
            case Removal.FAILED:
                return [self._say(language, "alert-what-failed")]
            case Removal.GONE:
                return [self._say(language, "alert-what-gone")]
            case Removal.REMOVED:
                seconds = round(case.visible_seconds or 0.0, 1)
                checked = "alert-verified" if case.verified else "alert-not-verified"
                return [
                    self._say(language, "alert-what-removed", seconds=seconds),
                    self._say(language, checked),
                ]
            case other:
                assert_never(other)

    def _why(self, case: Case, language: str) -> str:
        verdict = case.verdict
        if case.origin is CaseOrigin.REPORT:
            return self._say(language, "alert-why-report")
        if verdict.likeness is not None and not verdict.by_link:
            why = self._alike(verdict.likeness, language)
            two_keys = verdict.outcome is Outcome.REMOVE
            return f"{why}\n{self._guess(language)}" if two_keys else why
        if verdict.by_bank:
            return self._known(verdict.reason.removeprefix("bank:"), language)
        if verdict.by_link:
            why = self._say(language, "alert-why-link")
            if verdict.quiet:
                return why
            like = verdict.likeness
            also = self._guess(language) if like is None else self._alike(like, language)
            return f"{why}\n{also}"
        if verdict.reason == "breaker":
            return self._say(language, "alert-why-breaker")
        if verdict.outcome is Outcome.OPAQUE:
            clause = Saying(reason_key(verdict.reason))
            return self._say(language, "alert-why-opaque", why=clause)
        band = "high" if verdict.outcome is Outcome.REMOVE else "medium"
        return self._say(language, "alert-why-model", band=band)

    def _known(self, bank: str, language: str) -> str:
        """Return who says that it is known: an adult here, or a list."""
        if bank in _ALIKE:
            return self._say(language, "alert-why-blocked")
        return self._say(language, "alert-why-bank", bank=bank)

    def _alike(self, bank: str, language: str) -> str:
        key = _ALIKE.get(bank, "alert-why-like")
        return self._say(language, key, bank=bank)

    def _guess(self, language: str) -> str:
        return self._say(language, "alert-why-model", band="medium")

    def _say(self, language: str, key: str, /, **values: Value) -> str:
        return self._texts.write(language, Saying(key, values))


_ALIKE = {
    REMOVED_BANK: "alert-why-removed-before",
    REPORTED_BANK: "alert-why-reported-before",
}


# What was posted before its hash became known, where other words are needed for that.
_EARLIER = {
    Removal.NOT_PLANNED: "alert-what-left-earlier",
    Removal.GONE: "alert-what-gone-earlier",
    Removal.REMOVED: "alert-what-removed-earlier",
}
# An alert is a text that is read, not a list.
_MOST_TIMES = 10


def _can_be_blocked(case: Case) -> bool:
    """Say whether an adult's word could add anything: not to a list, and not about nothing."""
    known = case.fingerprint is not None or case.origin is CaseOrigin.REPORT
    return known and not (case.verdict.test or case.verdict.by_list)


def _steps(case: Case) -> str:
    """Return the key of what adults are asked to do."""
    if case.verdict.quiet:
        return "alert-steps-link"
    opaque = case.verdict.outcome is Outcome.OPAQUE
    return "alert-steps-opaque" if opaque else "alert-steps"


def mark_keys(case: Case) -> list[str]:
    """Return the keys of what is said about the marks of a file: two lines at most.

    A file that holds several may carry a signature that matches and one that does not; then no
    match is claimed.
    """
    made = ["alert-marks-made"] if any(mark.says_made for mark in case.marks) else []
    if Mark.C2PA_CHANGED in case.marks:
        return [*made, "alert-marks-changed"]
    if Mark.C2PA_AI in case.marks:
        return ["alert-marks-signed-made"]
    if Mark.C2PA_VALID in case.marks:
        return [*made, "alert-marks-signed"]
    return made or (["alert-marks-origin"] if case.marks else [])


def reason_key(reason: str) -> str:
    """Return the key of the clause that explains why an item could not be judged."""
    return f"reason-{OpaqueReason(reason).value.replace('_', '-')}"
