"""What is done about a verdict: the plan, and how each part of it went."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, StrEnum
from typing import assert_never

from bot.domain.capability import Capability
from bot.domain.policy import Mode, OpaqueHandling, Policy
from bot.domain.verdict import Outcome, Verdict, rests_on_one


class ActionKind(StrEnum):
    """One effect on the world. A plan holds each at most once: the kind is half of its key."""

    TAKEDOWN = "takedown"
    ESCALATION = "escalation"
    ALERT = "alert"
    ALERT_DIGEST = "alert_digest"
    # What a case matched has matched too much: it is doubted from now on.
    FLOOD = "flood"
    NOTICE = "notice"
    GROUP_LINE = "group_line"
    APOLOGY = "apology"
    # A sender appealed: the adults are asked. What came of it, where no apology says it.
    APPEAL = "appeal"
    APPEAL_REFUSED = "appeal_refused"
    APPEAL_LATE = "appeal_late"


# How a decided removal ends: the bot does it, or calls a person who can.
REMOVING = (ActionKind.TAKEDOWN, ActionKind.ESCALATION)


@dataclass(frozen=True, slots=True)
class Action:
    """One planned effect; one that waits is held back until the takedown has ended."""

    kind: ActionKind
    waits: bool = False


ActionPlan = tuple[Action, ...]


class ActionOutcome(StrEnum):
    """What a platform answered. Expected answers are outcomes, never exceptions.

    `UNREACHABLE` means that nobody knows: the call may have taken effect.
    """

    OK = "ok"
    GONE = "gone"
    FORBIDDEN = "forbidden"
    TOO_OLD = "too_old"
    UNSUPPORTED = "unsupported"
    UNREACHABLE = "unreachable"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class ActionResult:
    """How one action went.

    Attributes:
        retry_after: With `LATER`: how long the platform asks to wait.
        fix: With `FORBIDDEN`: key of the text that tells an admin which right is missing.
        message: The id of the message that was sent, where one was.
        verified: With a takedown: the message was looked for afterwards and not found.
        undo: With a restraint: what `Restraints.apply` needs to put things back as they were.
    """

    outcome: ActionOutcome
    retry_after: timedelta | None = None
    fix: str | None = None
    message: str | None = None
    verified: bool = False
    undo: str = ""


def plan_actions(
    verdict: Verdict, policy: Policy, capabilities: AbstractSet[Capability]
) -> ActionPlan:
    """Return what this chat's policy does about a verdict, in the order of effects."""
    answer = _answer(verdict, policy)
    if answer is _Answer.NOTHING:
        return ()
    if answer is _Answer.ALERT:
        waits = policy.lets_wait and rests_on_one(verdict, policy.preset)
        return (Action(ActionKind.ALERT_DIGEST if waits else ActionKind.ALERT),)
    if Capability.DELETE not in capabilities:
        # The platform says that the bot lacks the right: asking again changes nothing, a person
        # has to. Nobody in the chat is told of a removal that did not happen.
        return (Action(ActionKind.ESCALATION), Action(ActionKind.ALERT))
    return (
        Action(ActionKind.TAKEDOWN),
        Action(ActionKind.ALERT, waits=True),
        Action(ActionKind.NOTICE, waits=True),
        Action(ActionKind.GROUP_LINE, waits=True),
    )


def only_removal(plan: ActionPlan) -> ActionPlan:
    """Return what removes, or asks a person to: the case of the album says the words for all."""
    return tuple(action for action in plan if action.kind in REMOVING)


def without_words_to_pupils(plan: ActionPlan) -> ActionPlan:
    """Return what is left for a further bad picture of an album.

    Its sender and the class were told of the post already; the adults hear of each picture that is
    bad by itself, because each may show another child.
    """
    pupils = (ActionKind.NOTICE, ActionKind.GROUP_LINE)
    return tuple(action for action in plan if action.kind not in pupils)


class _Answer(Enum):
    NOTHING = 0
    ALERT = 1
    REMOVE = 2


def _answer(verdict: Verdict, policy: Policy) -> _Answer:
    """Return the most that this policy does about a verdict."""
    match verdict.outcome:
        case Outcome.ALLOW:
            wanted = _Answer.NOTHING
        case Outcome.REVIEW:
            wanted = _Answer.ALERT
        case Outcome.REMOVE:
            wanted = _Answer.REMOVE
        case Outcome.OPAQUE:
            wanted = _ON_OPAQUE[policy.on_opaque(verdict.reason)]
        case other:
            assert_never(other)
    return _Answer(min(wanted.value, _MOST[policy.mode].value))


_MOST = {Mode.SHADOW: _Answer.NOTHING, Mode.ALERT: _Answer.ALERT, Mode.REMOVE: _Answer.REMOVE}
_ON_OPAQUE = {
    OpaqueHandling.COUNT: _Answer.NOTHING,
    OpaqueHandling.ALERT: _Answer.ALERT,
    OpaqueHandling.REMOVE: _Answer.REMOVE,
}
