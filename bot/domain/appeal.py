"""An appeal: who may make one, what a second look at the evidence says, and who has to agree. Pure.

Nobody looks at the picture for it: there is none. What is judged again is what the case holds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from bot.domain.case import Case, CaseState, Removal
from bot.domain.message import Actor
from bot.domain.policy import Rule
from bot.domain.signal import BankMatch, LinkMatch, Score
from bot.domain.verdict import Outcome, Verdict, asks

# For how long a sender may appeal, unless the operator says otherwise.
APPEAL_WITHIN = timedelta(days=7)
# By when adults have to decide. A pupil waits for it.
DECIDE_WITHIN = timedelta(days=3)
REMIND_EVERY = timedelta(days=1)


class Footing(StrEnum):
    """What a case stands on, as adults read it: a word and no score."""

    # A hash that an adult confirmed, or an entry of a list.
    LISTED = "listed"
    # Two signs that do not depend on each other.
    STRONG = "strong"
    # One sign, which may be one program's error.
    WEAK = "weak"
    # It could not be judged at all.
    UNSEEN = "unseen"


class AppealState(StrEnum):
    """Where an appeal stands."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class Filing(StrEnum):
    """What becomes of a wish to appeal."""

    RECEIVED = "received"
    ALREADY = "already"
    TOO_LATE = "too_late"
    # No such case, another one's, or one that took nothing down: nobody learns which.
    UNKNOWN = "unknown"
    # Adults had called it a mistake before.
    DECIDED = "decided"


class Voice(StrEnum):
    """What an adult says about an appeal."""

    MISTAKE = "mistake"
    STANDS = "stands"


class Heard(StrEnum):
    """What a voice leads to."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    # One adult has said so; another one has to agree.
    SECOND = "second"
    # The same adult said so before.
    SAME = "same"
    # Who posted it does not decide about it.
    OWN = "own"
    # It was decided before, or there is no appeal.
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Appeal:
    """One appeal; a case has one at most.

    Attributes:
        asked_at: When the sender asked.
        due_at: By when the sender was told that adults decide.
        next_at: When the adults are reminded.
        first_by: Id of the adult who called it a mistake where two have to agree.
    """

    case: int
    footing: Footing
    state: AppealState
    asked_at: datetime
    due_at: datetime
    next_at: datetime
    first_by: str | None = None
    late_at: datetime | None = None


def ends_at(case: Case, within: timedelta) -> datetime:
    """Return until when the sender may appeal."""
    return case.decided_at + within


def can_be_appealed(case: Case) -> bool:
    """Say whether something was taken from a person by this case."""
    return case.removal is Removal.REMOVED and not case.verdict.test


def file(
    case: Case, by: Actor, now: datetime, within: timedelta, *, appealed: bool = False
) -> Filing:
    """Say what becomes of somebody's wish to appeal in a case, which may be appealed already."""
    if by != case.actor or not can_be_appealed(case):
        return Filing.UNKNOWN
    if case.state is CaseState.FALSE_ALARM:
        return Filing.DECIDED
    if appealed:
        return Filing.ALREADY
    return Filing.RECEIVED if now <= ends_at(case, within) else Filing.TOO_LATE


def second_look(verdict: Verdict, rules: Iterable[Rule]) -> Footing:
    """Judge the stored evidence again; it overturns nothing by itself.

    Models are voices as far as each alone would ask an adult. A likeness that can be a first key is
    a voice too. What only one voice says is weak, however loud it is: one program may be wrong.
    """
    matches = [one for one in verdict.signals if isinstance(one, BankMatch) and not one.test]
    links = any(isinstance(one, LinkMatch) for one in verdict.signals)
    if links or any(one.certain for one in matches):
        return Footing.LISTED
    if verdict.outcome is Outcome.OPAQUE:
        return Footing.UNSEEN
    limits, scores = tuple(rules), [one for one in verdict.signals if isinstance(one, Score)]
    models = {one.model for one in scores}
    voices = sum(asks([one for one in scores if one.model == model], limits) for model in models)
    voices += any(one.first_key for one in matches)
    return Footing.STRONG if voices > 1 else Footing.WEAK


def adults_for_mistake(footing: Footing) -> int:
    """Return how many adults must call it a mistake.

    An adult or a list vouches for what is listed. One adult of the chat, who may be the one whom it
    is about, does not outweigh that alone. To let a removal stand takes one: it weakens nothing.
    """
    return 2 if footing is Footing.LISTED else 1


def hear(appeal: Appeal | None, voice: Voice, by: Actor, sender: Actor) -> Heard:
    """Return what an adult's word about an appeal leads to."""
    if appeal is None or appeal.state is not AppealState.ASKED:
        return Heard.OVER
    if by.id == sender.id:
        return Heard.OWN
    match voice:
        case Voice.STANDS:
            return Heard.REFUSED
        case Voice.MISTAKE:
            if adults_for_mistake(appeal.footing) == 1:
                return Heard.ACCEPTED
            if appeal.first_by is None:
                return Heard.SECOND
            return Heard.SAME if appeal.first_by == by.id else Heard.ACCEPTED
        case other:
            assert_never(other)


def is_late(appeal: Appeal, now: datetime) -> bool:
    """Say whether the sender was promised an answer by a time that is over."""
    return appeal.due_at <= now


def may_post_again(case: Case) -> bool:
    """Say whether a false alarm lets the sender post the same picture again.

    As in `bot/storage/corrections.py`: against a certain match nothing is allowed, and what could
    not be judged can no more be judged the next time.
    """
    certain = any(isinstance(one, BankMatch) and one.certain for one in case.verdict.signals)
    judged = case.verdict.outcome in (Outcome.REVIEW, Outcome.REMOVE)
    links = any(isinstance(one, LinkMatch) for one in case.verdict.signals)
    return case.fingerprint is not None and judged and not (certain or links)
