"""The tables of the escalation clock. A change here needs a migration in the same commit."""

from enum import StrEnum

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
)

from bot.storage.columns import UtcDateTime
from bot.storage.metadata import metadata, one_of


class ChaseState(StrEnum):
    """Where one telling stands, or the clock of a case."""

    WAITING = "waiting"
    SENDING = "sending"
    TOLD = "told"
    FAILED = "failed"
    # The case was taken up, or a later step took its place.
    ENDED = "ended"


# The channel of the row that holds a case's clock; each other row is one telling.
CLOCK = "clock"

chase = Table(
    "chase",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("step", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    # What is told together: the number of the first of them.
    Column("batch", Integer),
    Column("attempts", Integer, nullable=False, default=0),
    Column("lease_until", UtcDateTime),
    Column("worker", String(64)),
    # How the last try went, in a word.
    Column("result", String(16)),
    Column("told_at", UtcDateTime),
    # Nobody is told twice of the same step.
    UniqueConstraint("case_id", "step", "channel"),
    one_of("state", ChaseState),
    Index("ix_chase_due", "state", "due_at"),
)

# On which day the summary was told where, so that a restart does not tell it again.
summary = Table(
    "summary",
    metadata,
    Column("platform", String(32), nullable=False),
    Column("chat", String(128), nullable=False),
    Column("day", Date, nullable=False),
    PrimaryKeyConstraint("platform", "chat", "day"),
)
