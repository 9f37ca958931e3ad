"""The record that adults handle: what was decided about one item, without the item."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.message import Actor, MessageRef
from bot.domain.signal import Fingerprint, Mark, MediaFacts
from bot.domain.verdict import Verdict


class CaseState(StrEnum):
    """Where a case stands with the adults."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    FALSE_ALARM = "false_alarm"
    CLOSED = "closed"


class CaseOrigin(StrEnum):
    """What opened the case."""

    SCREENING = "screening"
    REPORT = "report"
    ALBUM = "album"
    # It had been posted before its hash became known.
    SWEEP = "sweep"


class Removal(StrEnum):
    """How far the removal of a case's message has come."""

    NOT_PLANNED = "not_planned"
    TRYING = "trying"
    REMOVED = "removed"
    GONE = "gone"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Case:
    """One case. It says that account A posted item H at time T, never who made or is in it.

    Attributes:
        actor: The sender; shown to no one in a chat.
        policy_revision: Of the policy under which it was decided.
        removed_at: When the platform confirmed the removal, or None.
        fix: Key of the text that says which right the bot lacks, where a removal failed for it.
        verified: Whether the message was looked for after the removal and not found.
        parent: The case of the album that this message was removed with; it speaks for both.
        marks: What the file says of its own origin.
        also: When the messages below were posted, of a case that speaks for the same picture in
            several messages of its chat.
        acknowledged_by: Id of the adult who has taken it on, at `acknowledged_at`.
        closed_by: Id of the adult who ended it, at `closed_at`: as done, or as a mistake.
        held_by: Id of the adult who put it on hold, at `held_at`. Nothing of a case on hold is
            deleted by the clock, in whatever state it is.
    """

    id: int
    origin: CaseOrigin
    state: CaseState
    ref: MessageRef
    actor: Actor
    slot: str
    verdict: Verdict
    fingerprint: Fingerprint | None
    facts: MediaFacts | None
    policy_revision: int
    posted_at: datetime
    decided_at: datetime
    removal: Removal = Removal.NOT_PLANNED
    fix: str | None = None
    removed_at: datetime | None = None
    verified: bool = False
    parent: int | None = None
    marks: tuple[Mark, ...] = ()
    also: tuple[datetime, ...] = ()
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    closed_at: datetime | None = None
    closed_by: str | None = None
    held_at: datetime | None = None
    held_by: str | None = None

    @property
    def number(self) -> str:
        """The number that people use, such as ``C-0042``."""
        return case_number(self.id)

    @property
    def visible_seconds(self) -> float | None:
        """How long the item could be seen, or None while it can."""
        if self.removed_at is None:
            return None
        return max(0.0, (self.removed_at - self.posted_at).total_seconds())


def case_number(case_id: int) -> str:
    """Write a case id the way people say it."""
    return f"C-{case_id:04d}"


def parse_case_number(text: str) -> int | None:
    """Read ``C-0042``, ``c42`` or ``42``; None for anything else."""
    digits = text.strip().upper().removeprefix("C").removeprefix("-")
    # isascii: int() would also take other scripts' digits, which nobody types on purpose.
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 12 else None
