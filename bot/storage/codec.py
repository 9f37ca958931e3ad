"""Signals as JSON and back, and a case from its row."""

import json
from typing import Any, assert_never

from sqlalchemy import Row

from bot.domain.action import ActionOutcome
from bot.domain.bank import MatchRule, Standing
from bot.domain.case import Case, CaseOrigin, CaseState, Removal
from bot.domain.effect import EffectState
from bot.domain.message import Actor, ActorKind, MessageRef
from bot.domain.policy import ByReason, OpaqueHandling
from bot.domain.signal import (
    BankMatch,
    Extent,
    Failure,
    Fingerprint,
    LinkMatch,
    Mark,
    MediaFacts,
    NothingShown,
    OpaqueReason,
    Score,
    Signal,
    ViewKind,
)
from bot.domain.verdict import Outcome, Verdict


def signals_to_json(signals: tuple[Signal, ...]) -> str:
    """Write signals so that `signals_from_json` gives equal ones."""
    return json.dumps([_to_dict(signal) for signal in signals], separators=(",", ":"))


def signals_from_json(text: str) -> tuple[Signal, ...]:
    """Read what `signals_to_json` wrote."""
    return tuple(_from_dict(entry) for entry in json.loads(text))


def _to_dict(signal: Signal) -> dict[str, Any]:
    match signal:
        case Score(model, label, value, agreed, extent):
            more: dict[str, Any] = {} if agreed is None else {"agreed": agreed}
            more |= {} if extent is Extent.WHOLE else {"extent": extent}
            return {"is": "score", "model": model, "label": label, "value": value, **more}
        case BankMatch():
            return {
                "is": "match",
                "bank": signal.bank,
                "entry": signal.entry,
                "distance": signal.distance,
                "rule": signal.rule,
                "orientation": signal.orientation,
                "test": signal.test,
                "standing": signal.standing,
                "view": signal.view,
                "second": signal.second,
            }
        case LinkMatch(name, entry):
            return {"is": "link", "list": name, "entry": entry}
        case Failure(source, reason):
            return {"is": "failure", "source": source, "reason": reason}
        case NothingShown(source):
            return {"is": "nothing", "source": source}
        case other:
            assert_never(other)


def _from_dict(entry: dict[str, Any]) -> Signal:
    kind = entry.pop("is")
    if kind == "score":
        extent = Extent(entry.pop("extent", Extent.WHOLE))
        return Score(**entry, extent=extent)
    if kind == "match":
        return _match(entry)
    if kind == "link":
        return LinkMatch(**entry)
    if kind == "nothing":
        return NothingShown(**entry)
    return Failure(entry["source"], OpaqueReason(entry["reason"]))


def _match(entry: dict[str, Any]) -> BankMatch:
    if "method" in entry:
        # As it was written until migration 0006.
        entry["rule"] = MatchRule.FILE if entry.pop("method") == "sha256" else MatchRule.KNOWN
        trusted = entry.pop("verified", True)
        entry["standing"] = Standing.LISTED if trusted else Standing.UNSURE
    return BankMatch(
        **entry
        | {
            "rule": MatchRule(entry["rule"]),
            "standing": Standing(entry["standing"]),
            "view": ViewKind(entry.get("view", ViewKind.WHOLE)),
        }
    )


def marks_to_text(marks: tuple[Mark, ...]) -> str | None:
    """Write marks into one column; nothing where there are none."""
    return ",".join(marks) or None


def marks_from_text(text: str | None) -> tuple[Mark, ...]:
    """Read what `marks_to_text` wrote."""
    return tuple(Mark(one) for one in text.split(",")) if text else ()


def listed_to_text(match: LinkMatch | None) -> str | None:
    """Write where a link stands on a list; nothing where it stands on none."""
    return f"{match.list}:{match.entry}" if match else None


def listed_from_text(text: str | None) -> LinkMatch | None:
    """Read what `listed_to_text` wrote."""
    name, _, entry = (text or "").partition(":")
    return LinkMatch(name, entry) if text else None


def by_reason_to_text(by_reason: ByReason) -> str:
    """Write what happens for single reasons into one column, such as ``too_big=remove``."""
    return ",".join(f"{reason}={handling}" for reason, handling in by_reason)


def by_reason_from_text(text: str) -> ByReason:
    """Read what `by_reason_to_text` wrote.

    Raises:
        ValueError: Another version wrote it; a policy must not be applied without a part of it.
    """
    pairs = [one.partition("=") for one in text.split(",") if one]
    return tuple((OpaqueReason(reason), OpaqueHandling(how)) for reason, _, how in pairs)


def case_from_row(row: Row[Any], removal: Removal) -> Case:
    """Build a case from its row in `cases`."""
    signals = signals_from_json(row.signals)
    return Case(
        id=row.id,
        origin=CaseOrigin(row.origin),
        state=CaseState(row.state),
        ref=MessageRef(row.platform, row.chat, row.message),
        actor=Actor(ActorKind(row.actor_kind), row.actor),
        slot=row.slot,
        verdict=Verdict(Outcome(row.outcome), row.reason, signals),
        fingerprint=(
            Fingerprint(row.sha256, row.pdq, row.quality or 0, row.dhash) if row.sha256 else None
        ),
        facts=(
            MediaFacts(row.format, row.size, row.width or 0, row.height or 0)
            if row.format
            else None
        ),
        marks=marks_from_text(row.marks),
        policy_revision=row.policy_revision,
        posted_at=row.posted_at,
        decided_at=row.decided_at,
        removal=removal,
        fix=row.takedown_fix,
        removed_at=row.removed_at,
        verified=row.verified,
        parent=row.parent,
        acknowledged_at=row.acknowledged_at,
        acknowledged_by=row.acknowledged_by,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
        held_at=row.held_at,
        held_by=row.held_by,
    )


def removal_from_effect(state: str | None, result: str | None, escalated: bool) -> Removal:
    """Say how far a removal came, from the row of its takedown and whether one was escalated."""
    if state is None:
        return Removal.FAILED if escalated else Removal.NOT_PLANNED
    match EffectState(state):
        case EffectState.DONE:
            return Removal.GONE if result == ActionOutcome.GONE else Removal.REMOVED
        case EffectState.DEAD | EffectState.UNKNOWN | EffectState.CANCELLED:
            return Removal.FAILED
        case EffectState.WAITING | EffectState.PENDING | EffectState.SENDING:
            return Removal.TRYING
        case other:
            assert_never(other)
