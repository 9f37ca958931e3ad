"""Writes the report of a self-test: one line for each link of the chain, with the fix."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from bot.domain.action import ActionKind
from bot.domain.capability import ChatCheck
from bot.domain.case import Case, Removal
from bot.domain.effect import EffectRecord, EffectState
from bot.domain.policy import Mode, Policy
from bot.services.answers import Answers, Sign

Line = tuple[Sign, str]


@dataclass(frozen=True, slots=True)
class Chain:
    """Everything that is known about a test card's way, from the post to the last word."""

    case: Case
    title: str
    effects: Mapping[ActionKind, EffectRecord]
    policy: Policy
    checks: tuple[ChatCheck, ...]

    def after(self, moment: datetime) -> float:
        """Return the seconds from the post to a moment."""
        return max(0.0, round((moment - self.case.posted_at).total_seconds(), 1))


class ReportWriter:
    """Turns what happened to a test card into words for adults."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    def nothing_seen(self, title: str, language: str, checks: tuple[ChatCheck, ...]) -> str:
        """Return the report where no card was seen, with what has to be looked at."""
        say = self._answers.say
        head = say(language, "selftest-nothing-seen", chat=title)
        return "\n".join([head, *self._answers.checklist(language, checks)])

    def report(self, chain: Chain) -> str:
        """Return the report where a card was seen."""
        language = chain.policy.language
        lines = [
            (Sign.OK, self._say(chain, "selftest-seen", chain.after(chain.case.decided_at))),
            *self._removal(chain),
            *self._alert(chain),
            *self._words(chain),
        ]
        failed = any(sign is Sign.MISSING for sign, _ in lines)
        key = "selftest-failed" if failed else "selftest-passed"
        head = self._answers.say(language, key, chat=chain.title)
        return "\n".join([head, *(f"{sign} {text}" for sign, text in lines)])

    def _removal(self, chain: Chain) -> Iterator[Line]:
        case = chain.case
        match case.removal:
            case Removal.REMOVED:
                seconds = round(case.visible_seconds or 0.0, 1)
                yield Sign.OK, self._say(chain, "selftest-removed", seconds)
                checked = Sign.OK if case.verified else Sign.ADVICE
                key = "alert-verified" if case.verified else "alert-not-verified"
                yield checked, self._say(chain, key)
            case Removal.GONE:
                yield Sign.ADVICE, self._say(chain, "selftest-gone")
            case Removal.NOT_PLANNED if chain.policy.mode is not Mode.REMOVE:
                mode = self._answers.say(
                    chain.policy.language, "status-mode", mode=chain.policy.mode
                )
                yield Sign.ADVICE, mode
            case Removal.NOT_PLANNED | Removal.TRYING | Removal.FAILED:
                wrong = [check for check in chain.checks if not check.ok and check.needed]
                fixes = [check.fix for check in wrong] or [case.fix or "fix-unknown"]
                said = [self._say(chain, key) for key in ("selftest-not-removed", *fixes)]
                yield Sign.MISSING, "\n".join(said)
            case other:
                assert_never(other)

    def _alert(self, chain: Chain) -> Iterator[Line]:
        alert = chain.effects.get(ActionKind.ALERT)
        if alert is None:
            # This chat's mode tells nobody; the line about the mode says so.
            return
        if chain.policy.alerts_chat is None:
            yield Sign.MISSING, self._say(chain, "status-no-alerts")
        elif alert.state is EffectState.DONE and alert.done_at is not None:
            seconds = chain.after(alert.done_at)
            yield Sign.OK, self._say(chain, "selftest-alerted", seconds)
        else:
            yield Sign.MISSING, self._say(chain, "selftest-not-alerted")

    def _words(self, chain: Chain) -> Iterator[Line]:
        """Say whether the sender was told, and the class. Some people cannot be told in private."""
        for kind, told, missed, sign in (
            (ActionKind.NOTICE, "selftest-told", "selftest-not-told", Sign.ADVICE),
            (ActionKind.GROUP_LINE, "selftest-line", "selftest-no-line", Sign.MISSING),
        ):
            effect = chain.effects.get(kind)
            # Cancelled: nothing was removed, so there was nothing to say.
            if effect is None or effect.state is EffectState.CANCELLED:
                continue
            done = effect.state is EffectState.DONE
            yield Sign.OK if done else sign, self._say(chain, told if done else missed)

    def _say(self, chain: Chain, key: str, seconds: float | None = None) -> str:
        values = {} if seconds is None else {"seconds": seconds}
        return self._answers.say(chain.policy.language, key, **values)
