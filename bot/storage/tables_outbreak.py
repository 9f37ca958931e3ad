"""The tables of outbreaks and pauses of media. A change needs a migration in the same commit."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from bot.domain.pause import PauseCause, PauseState
from bot.storage.columns import UtcDateTime
from bot.storage.metadata import metadata, one_of

# One picture that spreads. It is over when it was not seen for `outbreak.WINDOW`.
outbreak = Table(
    "outbreak",
    metadata,
    Column("id", Integer, primary_key=True),
    # By which entry of a bank the copies are known.
    Column("entry_id", Integer, ForeignKey("bank_entry.id", ondelete="SET NULL")),
    Column("started_at", UtcDateTime, nullable=False),
    Column("last_at", UtcDateTime, nullable=False),
    Index("ix_outbreak_entry", "entry_id", "last_at"),
)

# One chat of an outbreak: the case that speaks for all copies in it, and its news for the adults.
outbreak_chat = Table(
    "outbreak_chat",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("outbreak_id", Integer, ForeignKey("outbreak.id", ondelete="CASCADE"), nullable=False),
    Column("platform", String(32), nullable=False),
    Column("chat", String(128), nullable=False),
    Column("case_id", Integer, ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    Column("posts", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    # When its news is due; none: they were told, or given up.
    Column("due_at", UtcDateTime),
    Column("attempts", Integer, nullable=False, default=0),
    Column("lease_until", UtcDateTime),
    Column("worker", String(64)),
    UniqueConstraint("outbreak_id", "platform", "chat"),
    Index("ix_outbreak_chat_due", "due_at"),
    Index("ix_outbreak_chat_case", "case_id"),
)

_UNDER_WAY = text("state IN ('locking', 'on', 'lifting')")

media_pause = Table(
    "media_pause",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", String(32), nullable=False),
    Column("chat", String(128), nullable=False),
    # Words of `pause.MediaKind`, with commas.
    Column("kinds", String(64), nullable=False),
    Column("cause", String(16), nullable=False),
    Column("outbreak_id", Integer, ForeignKey("outbreak.id", ondelete="SET NULL")),
    Column("state", String(16), nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    # When the present step began, and when it is next tried.
    Column("since", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime),
    Column("attempts", Integer, nullable=False, default=0),
    Column("lease_until", UtcDateTime),
    Column("worker", String(64)),
    # By room, as JSON: what it allowed, and what the pause has set it to.
    Column("allowed_before", Text, nullable=False, server_default="{}"),
    Column("set_by_us", Text, nullable=False, server_default="{}"),
    # The class was told that it began; the adults were told that it does not end.
    Column("announced", Boolean, nullable=False, server_default=false()),
    Column("told", Boolean, nullable=False, server_default=false()),
    # A person ended it before its time: its outbreak does not begin it again.
    Column("ended_by_hand", Boolean, nullable=False, server_default=false()),
    one_of("cause", PauseCause),
    one_of("state", PauseState),
    # Two pauses of one chat would each remember the other's work.
    Index(
        "uq_media_pause_under_way",
        "platform",
        "chat",
        unique=True,
        sqlite_where=_UNDER_WAY,
        postgresql_where=_UNDER_WAY,
    ),
    Index("ix_media_pause_due", "state", "due_at"),
)
