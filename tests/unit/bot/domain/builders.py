"""Small builders of domain values, for tests that care about one field of many."""

from datetime import UTC, datetime, timedelta

from bot.domain.action import ActionKind, ActionOutcome, ActionResult
from bot.domain.bank import REMOVED_BANK, MatchRule, Standing
from bot.domain.capability import Capability
from bot.domain.effect import Effect
from bot.domain.message import MessageRef
from bot.domain.policy import (
    ByReason,
    Digest,
    Mode,
    OpaqueHandling,
    Policy,
    Preset,
    PresetName,
    Rule,
)
from bot.domain.signal import BankMatch, Score, Signal
from bot.domain.verdict import Outcome, Verdict

NOW = datetime(2026, 3, 3, 21, 4, tzinfo=UTC)
REF = MessageRef("sandbox", "7b", "1")
EVERYTHING = frozenset(Capability)

# Two models: the first can remove alone or together with the second; the second only asks.
FIRST = Rule("one", frozenset({"bad", "worse"}), review=0.5, remove=0.9, agree=0.6, source="test")
SECOND = Rule("two", frozenset({"bad"}), review=0.5, remove=1.0, agree=0.6, source="test")
TWO_MODELS = Preset(PresetName.SCHOOL, (FIRST, SECOND))


def policy(
    mode: Mode = Mode.REMOVE,
    opaque: OpaqueHandling = OpaqueHandling.ALERT,
    preset: Preset = TWO_MODELS,
    links: OpaqueHandling = OpaqueHandling.COUNT,
    by_reason: ByReason = (),
    digest: Digest = Digest.OFF,
) -> Policy:
    """Return a policy of which only these fields matter."""
    return Policy(
        mode,
        preset,
        opaque,
        language="en",
        alerts_chat="adults",
        breaker_per_hour=20,
        links=links,
        by_reason=by_reason,
        digest=digest,
    )


def verdict(outcome: Outcome, reason: str = "model:one") -> Verdict:
    """Return a verdict without evidence."""
    return Verdict(outcome, reason, ())


def scores(one: float = 0.0, two: float = 0.0) -> tuple[Signal, ...]:
    """Return what both models say of the label that counts."""
    return (Score("one", "bad", one), Score("two", "bad", two))


def match(distance: int = 0, bank: str = "known", *, test: bool = False) -> BankMatch:
    """Return a match with a bank."""
    return BankMatch(bank, "entry", distance, MatchRule.KNOWN, test=test)


def likeness(distance: int = 0, entry: str = "C-0001-1") -> BankMatch:
    """Return a match with what models removed before, for which no person vouches."""
    return BankMatch(REMOVED_BANK, entry, distance, MatchRule.KNOWN, standing=Standing.UNSURE)


def effect(kind: ActionKind, attempts: int = 0, age: timedelta = timedelta(0)) -> Effect:
    """Return an effect that was planned some time before `NOW`."""
    return Effect(1, 1, kind, attempts, NOW - age)


def result(outcome: ActionOutcome, retry_after: timedelta | None = None) -> ActionResult:
    """Return how an action went."""
    return ActionResult(outcome, retry_after)
