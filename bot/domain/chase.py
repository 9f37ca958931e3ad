"""The escalation clock: when a case that nobody takes up is told to whom, again and again.

Steps count from 0. The first ones have times of their own; after them follows one each day, until
somebody takes the case up. What was missed while the bot was off is not told step by step: the
latest step that is due speaks for all.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import Enum, StrEnum
from typing import assert_never

from bot.domain.action import ActionKind
from bot.domain.case import case_number
from bot.domain.message import ChatRef

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
# A handful of pages in a row means that nobody reads them; one message names as many as this.
MOST_IN_ONE = 20
# Longer than any pager may take (`PAGE_SECONDS` in services/chasing.py), so that nobody else begins
# to tell what is being told.
LEASE = timedelta(minutes=2)
_FIRST_WAIT = timedelta(seconds=5)
# What is refused is tried as seldom as what cannot be reached for long: both need a person.
LONGEST_WAIT = timedelta(minutes=5)

# Channels that need no setting. `NOBODY` notes that there was nobody to tell.
ADULTS = "adults"
NOBODY = "nobody"


class Step(StrEnum):
    """The steps that have names, as an operator writes them; `step_number` counts them."""

    AT_ONCE = "0m"
    REMINDER = "15m"
    HOUR = "1h"
    DAY = "24h"
    TWO_DAYS = "48h"


_AFTER = {
    Step.AT_ONCE: timedelta(0),
    Step.REMINDER: timedelta(minutes=15),
    Step.HOUR: timedelta(hours=1),
    Step.DAY: timedelta(hours=24),
    Step.TWO_DAYS: timedelta(hours=48),
}
_NAMED = tuple(_AFTER)


class Urgency(Enum):
    """How soon a person has to come."""

    NOW = 0
    # One model's weak sign, which is often wrong and may itself be told hours later.
    TODAY = 1


class Told(Enum):
    """How a try to tell somebody ended."""

    TOLD = 0
    # An answer that will be the same until a person changes something.
    REFUSED = 1
    # Nobody knows whether it arrived, or it certainly did not.
    UNREACHABLE = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A channel outside the chat of the adults, and the step from which it is used."""

    channel: str
    after: int


@dataclass(frozen=True, slots=True)
class Due:
    """The clock of one case has come to a step."""

    case: int
    chat: ChatRef
    since: datetime
    step: int


@dataclass(frozen=True, slots=True)
class Telling:
    """What one channel is to be told now, about one case or several of one chat.

    Attributes:
        batch: Names the tellings that belong together; the same after a crash.
        since: For how long the oldest case is open.
        tried: The channels that were told of one of these cases before.
        attempts: How often it was tried, this time included; the fencing token of the lease.
    """

    batch: int
    channel: str
    step: int
    chat: ChatRef
    cases: tuple[int, ...]
    since: datetime
    tried: tuple[str, ...]
    attempts: int

    @property
    def key(self) -> str:
        """The idempotency key: two tellings with the same one are one."""
        about = f"{self.channel}:{self.step}:{self.batch}"
        return f"chase:{hashlib.sha256(about.encode()).hexdigest()[:32]}"

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers of the cases, as people say them."""
        return tuple(map(case_number, self.cases))


@dataclass(frozen=True, slots=True)
class OpenCase:
    """One line of the daily summary.

    Attributes:
        taken: An adult has taken it up, and nobody has closed it.
    """

    id: int
    chat: ChatRef
    since: datetime
    taken: bool

    @property
    def number(self) -> str:
        """The number that people use."""
        return case_number(self.id)


class Unit(Enum):
    """In what a time is told."""

    MINUTES = timedelta(minutes=1)
    HOURS = timedelta(hours=1)
    DAYS = _DAY


def urgency_of(kinds: Collection[ActionKind], *, quiet: bool) -> Urgency | None:
    """Return how soon a person has to come, or None for a case that nobody is called for.

    Args:
        kinds: What is done about the case. Without any word to the adults nobody knows of it.
        quiet: It is a test, or holds nothing but a listed link, which no adult has to hurry for.
    """
    told = {kind: _urgency(kind) for kind in kinds}
    found = [one for one in told.values() if one is not None]
    if quiet or not found:
        return None
    return Urgency.NOW if Urgency.NOW in found else Urgency.TODAY


def _urgency(kind: ActionKind) -> Urgency | None:
    match kind:
        case ActionKind.ALERT | ActionKind.ESCALATION | ActionKind.FLOOD:
            return Urgency.NOW
        case ActionKind.ALERT_DIGEST:
            return Urgency.TODAY
        case (
            ActionKind.TAKEDOWN
            | ActionKind.NOTICE
            | ActionKind.GROUP_LINE
            | ActionKind.APOLOGY
            # Has a clock of its own: it is about a case that adults may have taken on.
            | ActionKind.APPEAL
            | ActionKind.APPEAL_REFUSED
            | ActionKind.APPEAL_LATE
        ):
            return None
        case other:
            assert_never(other)


def step_number(step: Step) -> int:
    """Return the number of a step that has a name."""
    return _NAMED.index(step)


def first_step(urgency: Urgency, *, adults: bool) -> int:
    """Return the step with which the clock of a case begins.

    At once only where the class has no chat of adults that the alert itself goes to.
    """
    match urgency:
        case Urgency.NOW:
            return step_number(Step.REMINDER if adults else Step.AT_ONCE)
        case Urgency.TODAY:
            return step_number(Step.DAY)
        case other:
            assert_never(other)


def due_at(since: datetime, step: int) -> datetime:
    """Return when a step is due of a case that is open since a time."""
    last = len(_NAMED) - 1
    if step <= last:
        return since + _AFTER[_NAMED[step]]
    return since + _AFTER[_NAMED[last]] + (step - last) * _DAY


def reached(since: datetime, step: int, now: datetime) -> int:
    """Return the latest step that is due, from one on that is."""
    while due_at(since, step + 1) <= now:
        step += 1
    return step


def channels(step: int, lines: Sequence[Line], *, adults: bool) -> tuple[str, ...]:
    """Return who is told at a step.

    Without a chat of adults nobody has heard of the case: every other channel is used at once,
    whatever its step. Where there is none either, that is noted, so that it can be seen.

    Args:
        step: Its number.
        lines: All channels outside the chat, in the order of the settings.
        adults: Whether the class has a chat of adults.
    """
    if not adults:
        return every_line(lines) or (NOBODY,)
    if step == step_number(Step.AT_ONCE):
        # They were named a moment ago, and the alert itself goes there.
        return ()
    return (ADULTS, *(line.channel for line in lines if line.after <= step))


def every_line(lines: Sequence[Line]) -> tuple[str, ...]:
    """Return every channel outside the chat: what is left where the chat cannot be told."""
    return tuple(line.channel for line in lines)


def again_at(attempts: int, told: Told, asked: timedelta | None, now: datetime) -> datetime:
    """Return when a telling is tried again that did not arrive.

    It is tried until the next step takes its place, so there is no end to it here.
    """
    doubled = min(_FIRST_WAIT * 2 ** min(attempts - 1, 10), LONGEST_WAIT)
    wait = LONGEST_WAIT if told is Told.REFUSED else doubled
    return now + max(wait, min(asked or wait, _DAY))


def open_for(since: datetime, now: datetime) -> tuple[int, Unit]:
    """Return for how long a case is open, in the biggest unit that still tells it well.

    Days only from two on: "25 hours" says more than "one day". Never a zero of anything.
    """
    passed = max(now - since, timedelta(0))
    unit = Unit.DAYS if passed >= 2 * _DAY else Unit.HOURS if passed >= _HOUR else Unit.MINUTES
    return max(1, passed // unit.value), unit


@dataclass(frozen=True, slots=True)
class SummaryTimes:
    """When the daily summary is told: at an hour where the adults live."""

    hour: int
    zone: tzinfo

    def day(self, now: datetime) -> date | None:
        """Return the day whose summary is due, or None before its hour."""
        local = now.astimezone(self.zone)
        return local.date() if local.hour >= self.hour else None

    def begin(self, day: date) -> datetime:
        """Return the moment from which the summary of a day is due."""
        return datetime.combine(day, time(self.hour), self.zone)


def days_open(since: datetime, now: datetime) -> int:
    """Return for how many days a case is open; a day that has begun counts."""
    return max(1, -(-(now - since) // _DAY))
