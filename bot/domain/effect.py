"""The life of one action in the outbox: states, and what an outcome means for each kind."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from bot.domain.action import ActionKind, ActionOutcome, ActionResult

FIRST_WAIT = timedelta(milliseconds=500)
LONGEST_WAIT = timedelta(minutes=1)
# A refused alert is tried again: the bot may be let back into the chat of the adults.
REFUSED_ALERT_WAIT = timedelta(minutes=5)
# Longer than any call may take (20 s). What dies while it is carried out is taken up after this.
LEASE = timedelta(minutes=1)
# A removal that does not succeed within this time is a person's business (promise P3).
TAKEDOWN_PATIENCE = timedelta(minutes=10)
# An alert is worth a whole week of trying: nobody else will tell the adults.
ALERT_PATIENCE = timedelta(days=7)
NOTICE_PATIENCE = timedelta(hours=1)
# Somebody waits for this answer.
ANSWER_PATIENCE = timedelta(days=1)
# Adults are not left waiting for a removal that is still being tried.
ALERT_HOLD = timedelta(seconds=30)


class EffectState(StrEnum):
    """Where an effect stands. `SENDING` found at start means: nobody knows whether it arrived."""

    WAITING = "waiting"
    PENDING = "pending"
    SENDING = "sending"
    DONE = "done"
    DEAD = "dead"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


# What adults are told: tried for a week, repeated when nobody knows whether it arrived.
TO_ADULTS = (
    ActionKind.ESCALATION,
    ActionKind.ALERT,
    ActionKind.ALERT_DIGEST,
    ActionKind.FLOOD,
    ActionKind.APPEAL,
)
FINAL = frozenset({EffectState.DONE, EffectState.DEAD, EffectState.UNKNOWN, EffectState.CANCELLED})


@dataclass(frozen=True, slots=True)
class Effect:
    """One claimed row of the outbox.

    `unsure` says that nobody knows whether an earlier attempt took effect. `also` holds what was
    claimed with it, to be told in the same message.
    """

    id: int
    case: int
    kind: ActionKind
    attempts: int
    created_at: datetime
    unsure: bool = False
    also: "tuple[Effect, ...]" = ()


@dataclass(frozen=True, slots=True)
class EffectRecord:
    """How one effect of a case stands, for people who ask."""

    kind: ActionKind
    state: EffectState
    result: ActionOutcome | None
    created_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Settlement:
    """The state that an effect goes to, and when it is tried again if it is `PENDING`."""

    state: EffectState
    next_at: datetime | None = None


def settle(effect: Effect, result: ActionResult, now: datetime) -> Settlement:
    """Return what an outcome means for an effect.

    Deletes and alerts are repeated when nobody knows whether they arrived: a delete is
    idempotent, and a second alert with the same case number harms nobody. A line to a pupil is
    sent at most once and is closed as `UNKNOWN` instead.
    """
    match result.outcome:
        case ActionOutcome.OK:
            return Settlement(EffectState.DONE)
        case ActionOutcome.GONE if effect.kind is ActionKind.TAKEDOWN:
            return Settlement(EffectState.DONE)
        case (
            ActionOutcome.GONE
            | ActionOutcome.FORBIDDEN
            | ActionOutcome.TOO_OLD
            | ActionOutcome.UNSUPPORTED
        ):
            if effect.kind in TO_ADULTS:
                return _again(effect, now, REFUSED_ALERT_WAIT)
            return Settlement(EffectState.DEAD)
        case ActionOutcome.LATER:
            return _again(effect, now, result.retry_after)
        case ActionOutcome.UNREACHABLE:
            if _at_most_once(effect.kind):
                return Settlement(EffectState.UNKNOWN)
            return _again(effect, now, None)
        case other:
            assert_never(other)


def after_restart(kind: ActionKind) -> EffectState:
    """Return the state of an effect that was being sent when the process died."""
    return EffectState.UNKNOWN if _at_most_once(kind) else EffectState.PENDING


def patience(kind: ActionKind) -> timedelta:
    """Return for how long an effect of this kind is tried before it is given up."""
    match kind:
        case ActionKind.TAKEDOWN:
            return TAKEDOWN_PATIENCE
        case (
            ActionKind.ALERT
            | ActionKind.ALERT_DIGEST
            | ActionKind.ESCALATION
            | ActionKind.FLOOD
            | ActionKind.APPEAL
        ):
            return ALERT_PATIENCE
        case ActionKind.APPEAL_REFUSED | ActionKind.APPEAL_LATE:
            return ANSWER_PATIENCE
        case ActionKind.NOTICE | ActionKind.GROUP_LINE | ActionKind.APOLOGY:
            return NOTICE_PATIENCE
        case other:
            assert_never(other)


def _again(effect: Effect, now: datetime, asked: timedelta | None) -> Settlement:
    doubled = FIRST_WAIT * 2 ** min(effect.attempts, 10)
    wait = max(min(doubled, LONGEST_WAIT), asked or timedelta(0))
    if now + wait > effect.created_at + patience(effect.kind):
        return Settlement(EffectState.DEAD)
    return Settlement(EffectState.PENDING, now + wait)


def _at_most_once(kind: ActionKind) -> bool:
    return kind in (ActionKind.NOTICE, ActionKind.GROUP_LINE, ActionKind.APOLOGY)
