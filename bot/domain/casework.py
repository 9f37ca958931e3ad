"""What adults may do with a case: which ruling may follow which state, and how it is taken back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.case import Case, CaseState

# As long as somebody who pressed the wrong button in the evening may need to see it.
UNDO_WITHIN = timedelta(hours=24)
# A note is read in a chat, among others. What is longer is a file of the school's own.
NOTE_CHARS = 500
CASES_A_PAGE = 20


class CaseRuling(StrEnum):
    """What an adult decides about a case."""

    ACKNOWLEDGE = "acknowledge"
    FALSE_ALARM = "false_alarm"
    CLOSE = "close"
    REOPEN = "reopen"
    REFER = "refer"
    HOLD = "hold"
    RELEASE = "release"


class Agency(StrEnum):
    """Who else is told of a case by a person. The bot itself tells nobody outside."""

    POLICE = "police"
    # Child protection and youth welfare.
    SERVICES = "services"
    PLATFORM = "platform"
    HOTLINE = "hotline"
    OTHER = "other"


_STAYS = {state: state for state in CaseState}

# From which state a ruling leads where. What is not named here is refused.
LEADS_TO: Mapping[CaseRuling, Mapping[CaseState, CaseState]] = {
    CaseRuling.ACKNOWLEDGE: {CaseState.OPEN: CaseState.ACKNOWLEDGED},
    CaseRuling.FALSE_ALARM: {
        CaseState.OPEN: CaseState.FALSE_ALARM,
        CaseState.ACKNOWLEDGED: CaseState.FALSE_ALARM,
    },
    CaseRuling.CLOSE: {
        CaseState.OPEN: CaseState.CLOSED,
        CaseState.ACKNOWLEDGED: CaseState.CLOSED,
    },
    # Whoever opens it again takes it on.
    CaseRuling.REOPEN: {
        CaseState.CLOSED: CaseState.ACKNOWLEDGED,
        CaseState.FALSE_ALARM: CaseState.ACKNOWLEDGED,
    },
    # It ends nothing: the pupil still has to be looked after. Whoever refers an open case has taken
    # it on. Of a mistake nobody outside is told; it is opened again first.
    CaseRuling.REFER: {
        CaseState.OPEN: CaseState.ACKNOWLEDGED,
        CaseState.ACKNOWLEDGED: CaseState.ACKNOWLEDGED,
        CaseState.CLOSED: CaseState.CLOSED,
    },
    # A hold is no state: it outlives them all.
    CaseRuling.HOLD: _STAYS,
    CaseRuling.RELEASE: _STAYS,
}
ENDED = frozenset({CaseState.CLOSED, CaseState.FALSE_ALARM})


@dataclass(frozen=True, slots=True)
class Ruled:
    """One ruling on a case.

    Attributes:
        id: By which a button takes back this ruling and no later one.
        by: Id of the adult.
        agency: Of a referral.
        undone_at: When it was taken back.
    """

    id: int
    case: int
    ruling: CaseRuling
    by: str
    at: datetime
    agency: Agency | None = None
    undone_at: datetime | None = None


class UndoOutcome(StrEnum):
    """How an attempt to take a ruling back went."""

    DONE = "done"
    # Nobody has ruled, or it was long ago.
    NOTHING = "nothing"
    TOO_LATE = "too_late"
    # The last ruling was taken back before: the one before it stays.
    BEFORE = "before"
    # Somebody has ruled since the button was offered.
    CHANGED = "changed"


class Apology(StrEnum):
    """What becomes of the apology to a sender, when it was no mistake after all."""

    NONE = "none"
    STOPPED = "stopped"
    # It was sent, or may have been.
    STAYS = "stays"


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back.

    Attributes:
        withdrawn: How many permissions of the picture were withdrawn.
        restored: How many hashes match again that the ruling had taken out.
        lost: How many of them cannot come back.
    """

    outcome: UndoOutcome
    ruled: Ruled | None = None
    state: CaseState | None = None
    withdrawn: int = 0
    restored: int = 0
    lost: int = 0
    apology: Apology = Apology.NONE


@dataclass(frozen=True, slots=True)
class Note:
    """What an adult wrote about a case; never changed, never deleted by a person.

    Attributes:
        number: Within its case, from 1.
        digest: SHA-256 in hex of a secret salt and the words, as the audit chain holds it.
    """

    case: int
    number: int
    at: datetime
    by: str
    words: str
    digest: str


class CaseList(StrEnum):
    """Which cases are listed."""

    OPEN = "open"
    MINE = "mine"
    HELD = "held"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page of a list, from 1. `total` counts the cases of all pages."""

    cases: tuple[Case, ...]
    page: int
    total: int

    @property
    def more(self) -> bool:
        """Say whether there is a page behind this one."""
        return self.page * CASES_A_PAGE < self.total


def undo_refusal(last: Ruled | None, wanted: int | None, now: datetime) -> UndoOutcome | None:
    """Say why the last ruling of a case cannot be taken back; None where it can.

    Args:
        last: The newest ruling of the case, taken back or not.
        wanted: The ruling that a button was offered for; None for whatever is the last.
        now: The time.
    """
    if last is None:
        return UndoOutcome.NOTHING
    if wanted is not None and wanted != last.id:
        return UndoOutcome.CHANGED
    if last.undone_at is not None:
        return UndoOutcome.BEFORE
    return UndoOutcome.TOO_LATE if now - last.at > UNDO_WITHIN else None
