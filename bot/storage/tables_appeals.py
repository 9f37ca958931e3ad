"""The table of appeals. A change here needs a migration in the same commit."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from bot.domain.appeal import AppealState, Footing
from bot.storage.columns import UtcDateTime
from bot.storage.metadata import metadata, one_of
from bot.storage.vault import SealedPerson

# No words of the sender: none are asked for.
appeal = Table(
    "appeal",
    metadata,
    # A case is appealed once.
    Column(
        "case_id",
        Integer,
        ForeignKey("cases.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("footing", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("next_at", UtcDateTime, nullable=False),
    # Ids of adults.
    Column("first_by", SealedPerson),
    Column("decided_by", SealedPerson),
    Column("decided_at", UtcDateTime),
    Column("late_at", UtcDateTime),
    one_of("footing", Footing),
    one_of("state", AppealState),
    Index("ix_appeal_due", "state", "next_at"),
)
