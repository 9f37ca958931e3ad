"""The tables. A change here needs a migration in `alembic/versions` in the same commit.

Media bytes, texts and names have no column. A platform's file handle is blanked when the item is
decided; the body of a raw update when it was handled.
"""

from enum import StrEnum

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from bot.domain.action import ActionKind
from bot.domain.case import CaseOrigin, CaseState
from bot.domain.effect import EffectState
from bot.domain.policy import Digest, Mode, OpaqueHandling, PresetName
from bot.domain.verdict import Outcome
from bot.storage.columns import UtcDateTime
from bot.storage.metadata import metadata, one_of
from bot.storage.vault import SealedPerson, SealedWords


class UpdateState(StrEnum):
    """Where a raw update stands."""

    RECEIVED = "received"
    HANDLED = "handled"
    PARKED = "parked"


class ItemState(StrEnum):
    """Where a media item stands."""

    RECEIVED = "received"
    SCREENING = "screening"
    DECIDED = "decided"


cursor = Table(
    "cursor",
    metadata,
    Column("platform", String(32), primary_key=True),
    Column("value", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

raw_update = Table(
    "raw_update",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", String(32), nullable=False),
    # A private chat is a person, and the key may hold it.
    Column("update_key", SealedPerson, nullable=False),
    Column("chat", SealedPerson, nullable=False),
    Column("body", SealedWords, nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", Text),
    Column("received_at", UtcDateTime, nullable=False),
    UniqueConstraint("platform", "update_key"),
    one_of("state", UpdateState),
    Index("ix_raw_update_state", "state", "id"),
)

item = Table(
    "item",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", String(32), nullable=False),
    Column("chat", String(128), nullable=False),
    Column("message", String(128), nullable=False),
    Column("revision", String(64), nullable=False),
    Column("album", String(128), nullable=False, server_default=""),
    Column("slot", String(64), nullable=False),
    Column("media_key", String(256), nullable=False),
    Column("handle", Text, nullable=False),
    Column("size", Integer),
    Column("opaque", String(32)),
    # Of a link: the list that it stands on and the entry there, never the address.
    Column("listed", String(96)),
    Column("actor_kind", String(32), nullable=False),
    Column("actor", SealedPerson, nullable=False),
    Column("state", String(16), nullable=False),
    Column("verdict", String(16)),
    Column("reason", String(160)),
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_at", UtcDateTime, nullable=False),
    Column("lease_until", UtcDateTime),
    Column("worker", String(64)),
    Column("claimed_at", UtcDateTime),
    Column("posted_at", UtcDateTime, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("decided_at", UtcDateTime),
    # Without the revision: an edit that keeps the picture is not looked at twice.
    UniqueConstraint("platform", "chat", "message", "slot", "media_key"),
    one_of("state", ItemState),
    CheckConstraint(
        "verdict IN ({})".format(", ".join(f"'{value}'" for value in Outcome)),
        name="verdict_known",
    ),
    # No item may leave the inbox without a verdict, whatever the code does (promise P2).
    CheckConstraint("state <> 'decided' OR verdict IS NOT NULL", name="decided_has_verdict"),
    Index("ix_item_lane", "state", "platform", "chat", "id"),
    Index("ix_item_turn", "platform", "chat", "claimed_at"),
    Index("ix_item_album", "platform", "chat", "album"),
    Index("ix_item_breaker", "platform", "chat", "verdict", "decided_at"),
)

cases = Table(
    "cases",  # CASE is a word of SQL
    metadata,
    Column("id", Integer, primary_key=True),
    # None where a person reported, and for what an album's removal took along.
    Column("item_id", Integer, ForeignKey("item.id"), unique=True),
    Column("parent", Integer, ForeignKey("cases.id")),
    Column("origin", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("platform", String(32), nullable=False),
    Column("chat", String(128), nullable=False),
    Column("message", String(128), nullable=False),
    Column("actor_kind", String(32), nullable=False),
    Column("actor", SealedPerson, nullable=False),
    Column("slot", String(64), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("reason", String(160), nullable=False),
    Column("signals", Text, nullable=False),
    Column("sha256", String(64)),
    Column("pdq", String(64)),
    Column("quality", Integer),
    Column("dhash", String(64)),
    Column("format", String(16)),
    Column("size", Integer),
    Column("width", Integer),
    Column("height", Integer),
    Column("marks", String(128)),
    Column("policy_revision", Integer, nullable=False),
    Column("posted_at", UtcDateTime, nullable=False),
    Column("decided_at", UtcDateTime, nullable=False),
    Column("removed_at", UtcDateTime),
    Column("verified", Boolean, nullable=False, default=False),
    # Ids of adults. Who holds it keeps the clock from deleting anything of it.
    Column("acknowledged_at", UtcDateTime),
    Column("acknowledged_by", SealedPerson),
    Column("closed_at", UtcDateTime),
    Column("closed_by", SealedPerson),
    Column("held_at", UtcDateTime),
    Column("held_by", SealedPerson),
    one_of("origin", CaseOrigin),
    one_of("state", CaseState),
    one_of("outcome", Outcome),
    Index("ix_cases_message", "platform", "chat", "message"),
    Index("ix_cases_parent", "parent"),
    Index("ix_cases_state", "state", "id"),
    sqlite_autoincrement=True,  # A case number is never given twice, not even after an erasure.
)

effect = Table(
    "effect",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_at", UtcDateTime),
    Column("lease_until", UtcDateTime),
    Column("worker", String(64)),
    Column("result", String(16)),
    Column("fix", String(64)),
    Column("external_id", String(128)),
    Column("created_at", UtcDateTime, nullable=False),
    Column("done_at", UtcDateTime),
    # The idempotency key: a case has each kind of effect at most once.
    UniqueConstraint("case_id", "kind"),
    one_of("kind", ActionKind),
    one_of("state", EffectState),
    Index("ix_effect_due", "state", "kind", "next_at"),
)

# Numbers only, and no one's: they stay when the items and cases are gone.
coverage = Table(
    "coverage",
    metadata,
    Column("platform", String(32), primary_key=True),
    Column("chat", String(128), primary_key=True),
    Column("week", String(8), primary_key=True),
    # An outcome, or the reason for which an item could not be judged.
    Column("ended_as", String(32), primary_key=True),
    Column("total", Integer, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    # Sealed by `chain.py`, which has to go on where one of them cannot be opened any more.
    Column("what", Text, nullable=False),
    Column("prev", String(64), nullable=False, unique=True),
    Column("seal", String(64), nullable=False),
)

policy_revision = Table(
    "policy_revision",
    metadata,
    Column("platform", String(32), primary_key=True),
    Column("chat", String(128), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("mode", String(16), nullable=False),
    Column("preset", String(16), nullable=False),
    Column("opaque", String(16), nullable=False),
    Column("links", String(16), nullable=False, server_default=OpaqueHandling.COUNT),
    # Exceptions from `opaque`, such as "encrypted=alert,too_big=remove".
    Column("by_reason", String(512), nullable=False, server_default=""),
    Column("digest", String(16), nullable=False, server_default=Digest.OFF),
    Column("language", String(16), nullable=False),
    Column("alerts_chat", String(128)),
    Column("active_from", UtcDateTime, nullable=False),
    Column("cancelled", Boolean, nullable=False, default=False),
    one_of("mode", Mode),
    one_of("preset", PresetName),
    one_of("opaque", OpaqueHandling),
    one_of("links", OpaqueHandling),
    one_of("digest", Digest),
    Index("ix_policy_revision_alerts_chat", "platform", "alerts_chat"),
)

# Append-only: what holds for `old` holds for `new`. An id leads on at most once and never back.
chat_move = Table(
    "chat_move",
    metadata,
    Column("platform", String(32), primary_key=True),
    Column("old", String(128), primary_key=True),
    Column("new", String(128), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    CheckConstraint("old <> new", name="leads_on"),
)
