"""How evidence becomes a verdict."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.bank import MatchRule, Standing
from bot.domain.policy import Limits, OpaqueHandling, Policy, Preset, Rule, strength
from bot.domain.signal import (
    BankMatch,
    Extent,
    Failure,
    LinkMatch,
    NothingShown,
    OpaqueReason,
    Score,
    Signal,
)

# The reason of what was removed because another message of its album was.
ALBUM = "album"
_BANK, _LIKE, _LINK, _MODEL = "bank:", "like:", "link:", "model:"
_AGREED = "models agree"


class Outcome(StrEnum):
    """The four conclusions. `OPAQUE` is a conclusion of its own: unknown is never clean."""

    ALLOW = "allow"
    OPAQUE = "opaque"
    REVIEW = "review"
    REMOVE = "remove"


_Judged = tuple[Outcome, str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The conclusion about one item with the evidence that led to it.

    Attributes:
        reason: ``clean``, ``allowed``, ``bank:<name>``, ``like:<name>`` (a bank whose match needs
            a model's sign beside it, or an adult), ``link:<list>`` (followed by ``model:<id>`` or
            ``like:<name>`` where that would have led to a question), ``model:<id>``,
            ``models agree``, ``breaker``, ``album`` or an `OpaqueReason`.
    """

    outcome: Outcome
    reason: str
    signals: tuple[Signal, ...]

    @property
    def by_bank(self) -> bool:
        """Whether a match that is a reason by itself decided."""
        return self.reason.startswith(_BANK)

    @property
    def likeness(self) -> str | None:
        """The bank whose match asked, or removed together with a model; None if none did."""
        _, found, name = self.reason.rpartition(_LIKE)
        return name if found else None

    @property
    def by_models(self) -> bool:
        """Whether models decided, and nothing else."""
        return self.reason.startswith(_MODEL) or self.reason == _AGREED

    @property
    def by_link(self) -> bool:
        """Whether a link that stands on a list decided."""
        return self.reason.startswith(_LINK)

    @property
    def by_list(self) -> bool:
        """Whether a list decided and no model; the breaker never touches such a verdict."""
        return self.by_bank or self.by_link

    @property
    def quiet(self) -> bool:
        """Whether nothing but a listed link was found, which no adult has to hurry for."""
        return self.by_link and " " not in self.reason

    @property
    def test(self) -> bool:
        """Whether the item is a test card and nothing else.

        A card beside another picture, as a frame of a clip or under transparency, is no test:
        it would be a licence to hide.
        """
        return bool(self.signals) and all(
            isinstance(signal, BankMatch) and signal.test for signal in self.signals
        )


def decide(signals: tuple[Signal, ...], policy: Policy) -> Verdict:
    """Turn the evidence about one item into a verdict under one chat's policy.

    The order matters: a match that is certain wins over everything (one with the test card only
    over what is less than a removal), a model's REMOVE wins over a listed link, that link and a
    REVIEW win over a failure elsewhere, and ALLOW needs an answer from every model that the preset
    names, or that there is nothing to look at. Any other match needs a model beside it to remove.
    What adults ruled to be harmless takes weight from models and likenesses, from nothing else.
    """
    match = _nearest(signals)
    if match is not None and not match.test:
        return Verdict(Outcome.REMOVE, f"{_BANK}{match.bank}", signals)
    judged = _by_likeness(signals, _by_models(signals, policy.preset.rules))
    judged, allowed = _allowed(signals, judged)
    if judged is None or judged[0] is not Outcome.REMOVE:
        judged = _by_link(signals, judged) or judged
    if match is not None and (judged is None or judged[0] is not Outcome.REMOVE):
        return Verdict(Outcome.REMOVE, f"{_BANK}{match.bank}", signals)
    unknown = _unknown(signals, policy)
    # A mere likeness must not save what this chat removes because it could not be judged.
    goes_unseen = unknown is not None and policy.on_opaque(unknown) is OpaqueHandling.REMOVE
    if judged is not None and not (_only_alike(judged) and goes_unseen):
        return Verdict(*judged, signals)
    if unknown is not None:
        return Verdict(Outcome.OPAQUE, unknown, signals)
    return Verdict(Outcome.ALLOW, "allowed" if allowed else "clean", signals)


def apply_breaker(verdict: Verdict, removals_last_hour: int, quota: int) -> Verdict:
    """Turn a classifier's REMOVE into REVIEW once a chat's hourly quota is used up.

    A model that went mad must not empty a class chat. Lists are exempt: flooding a chat with
    harmless pictures must not open the door for a known one, or for a listed link. What models
    themselves removed before is no list.
    """
    if verdict.outcome is not Outcome.REMOVE or verdict.by_list or removals_last_hour < quota:
        return verdict
    asked = replace(verdict, outcome=Outcome.REVIEW, reason="breaker")
    listed = _by_link(verdict.signals, (verdict.outcome, verdict.reason))
    return asked if listed is None else replace(verdict, reason=listed[1])


def apply_album(verdict: Verdict, album_case: int | None) -> Verdict:
    """Turn what an item shows into REMOVE where another message of its album was removed.

    An album is one post to those who see it. This comes after the breaker, which must not leave
    half of a post standing that was removed for a reason of its own.
    """
    if album_case is None or verdict.outcome is Outcome.REMOVE:
        return verdict
    return replace(verdict, outcome=Outcome.REMOVE, reason=ALBUM)


def rests_on_one(verdict: Verdict, preset: Preset) -> bool:
    """Say whether one model's weak sign is all that an adult would be asked about.

    Only where everything was looked at and no other model says as much as a second voice would:
    what failed or gave no answer might have been that voice. A match is one.
    """
    if verdict.outcome is not Outcome.REVIEW or not verdict.reason.startswith(_MODEL):
        return False
    if any(isinstance(signal, Failure | BankMatch) for signal in verdict.signals):
        return False
    voices = {
        score.model
        for limits, score in _hits(verdict.signals, preset.rules)
        if score.value >= min(limits.review, limits.agree)
    }
    return len(voices) == 1 and preset.models <= _answered(verdict.signals)


def asks(signals: Iterable[Signal], rules: Iterable[Rule]) -> bool:
    """Say whether a model says enough for an adult to be asked."""
    return any(score.value >= limits.review for limits, score in _hits(signals, rules))


def _unknown(signals: tuple[Signal, ...], policy: Policy) -> OpaqueReason | None:
    """Return why the item could not be judged, or None if it could.

    What is allowed for one reason must not hide another: the one for which most is done counts.
    """
    failures = [signal.reason for signal in signals if isinstance(signal, Failure)]
    if failures:
        return max(failures, key=lambda reason: strength(policy.on_opaque(reason)))
    if signals and all(isinstance(signal, NothingShown) for signal in signals):
        return None
    judged = policy.preset.models <= _answered(signals)
    return None if judged else OpaqueReason.NOT_JUDGED


def _answered(signals: Iterable[Signal]) -> set[str]:
    """Return the models that gave a usable answer.

    One that gives a score outside 0..1, or not a number, is broken: all it says is no answer.
    """
    scores = [one for one in signals if isinstance(one, Score) and one.extent is Extent.WHOLE]
    broken = {score.model for score in scores if not 0 <= score.certain <= score.value <= 1}
    return {score.model for score in scores} - broken


def _nearest(signals: Iterable[Signal]) -> BankMatch | None:
    """Return the nearest match that is certain; a test card comes last."""
    matches = [signal for signal in signals if isinstance(signal, BankMatch) and signal.certain]
    return min(matches, key=lambda match: (match.test, match.distance), default=None)


def _by_likeness(signals: Iterable[Signal], judged: _Judged | None) -> _Judged | None:
    """Return what the models say together with matches that are not certain: two keys.

    What no person has confirmed leads to a question, like a model's weak sign, and the two
    together remove. One error of a model must not go on removing by itself, and nobody may have
    harmless pictures removed by getting one like them into a bank. A match that is too new or too
    far off only asks, whatever a model says beside it.
    """
    matches = [
        signal
        for signal in signals
        if isinstance(signal, BankMatch)
        and not signal.certain
        and signal.standing is not Standing.ALLOWED
    ]
    if not matches:
        return judged
    # Those that can be a key come first, then the nearest.
    best = min(matches, key=lambda match: (not match.first_key, match.distance))
    if judged is None:
        return Outcome.REVIEW, f"{_LIKE}{best.bank}"
    if judged[0] is Outcome.REMOVE or not best.first_key:
        return judged
    return Outcome.REMOVE, f"{_LIKE}{best.bank}"


def _allowed(signals: Iterable[Signal], judged: _Judged | None) -> tuple[_Judged | None, bool]:
    """Return what is left of a judgement beside a ruling that this picture is harmless.

    The same file is harmless. What only looks like it may have been changed in a small part, so
    what would have been removed becomes a question, and only a question comes to nothing.
    """
    rules = {one.rule for one in signals if isinstance(one, BankMatch) and one.allows}
    if not rules or judged is None:
        return judged, bool(rules)
    if MatchRule.FILE in rules or judged[0] is Outcome.REVIEW:
        return None, True
    return (Outcome.REVIEW, judged[1]), False


def _only_alike(judged: _Judged) -> bool:
    return judged[0] is Outcome.REVIEW and judged[1].startswith(_LIKE)


def _by_link(signals: Iterable[Signal], judged: _Judged | None) -> _Judged | None:
    """Return the verdict of a listed link, with what a model would have asked an adult about."""
    match = next((signal for signal in signals if isinstance(signal, LinkMatch)), None)
    if match is None:
        return None
    also = "" if judged is None else f" {judged[1]}"
    return Outcome.REMOVE, f"{_LINK}{match.list}{also}"


def _hits(signals: Iterable[Signal], rules: Iterable[Rule]) -> list[tuple[Limits, Score]]:
    """Return the scores that count, each with what it is measured by."""
    return [
        (rule.limits(signal.extent), signal)
        for signal in signals
        if isinstance(signal, Score)
        for rule in rules
        if rule.model == signal.model and signal.label in rule.labels
    ]


def _by_models(signals: Iterable[Signal], rules: tuple[Rule, ...]) -> _Judged | None:
    hits = _hits(signals, rules)
    for limits, score in hits:
        if score.certain >= limits.remove:
            return Outcome.REMOVE, f"{_MODEL}{score.model}"
    if len({score.model for limits, score in hits if score.certain >= limits.agree}) > 1:
        return Outcome.REMOVE, _AGREED
    for limits, score in hits:
        if score.value >= limits.review:
            return Outcome.REVIEW, f"{_MODEL}{score.model}"
    return None
