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
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
    true,
)

from bot.domain.action import ActionKind
from bot.domain.bank import BankKind, Standing
from bot.domain.case import CaseOrigin, CaseState
from bot.domain.effect import EffectState
from bot.domain.policy import Digest, Mode, OpaqueHandling, PresetName
from bot.domain.verdict import Outcome
from bot.storage.columns import UtcDateTime
from bot.storage.vault import Sealed

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


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


def _one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


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
    Column("update_key", String(128), nullable=False),
    Column("chat", String(128), nullable=False),
    Column("body", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", Text),
    Column("received_at", UtcDateTime, nullable=False),
    UniqueConstraint("platform", "update_key"),
    _one_of("state", UpdateState),
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
    Column("actor", String(128), nullable=False),
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
    _one_of("state", ItemState),
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
    Column("actor", String(128), nullable=False),
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
    _one_of("origin", CaseOrigin),
    _one_of("state", CaseState),
    _one_of("outcome", Outcome),
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
    _one_of("kind", ActionKind),
    _one_of("state", EffectState),
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
    _one_of("mode", Mode),
    _one_of("preset", PresetName),
    _one_of("opaque", OpaqueHandling),
    _one_of("links", OpaqueHandling),
    _one_of("digest", Digest),
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

bank = Table(
    "bank",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(64), nullable=False, unique=True),
    Column("kind", String(16), nullable=False, server_default=BankKind.LIST),
    Column("source", Text, nullable=False),
    Column("owner", String(64), nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
    # Of how many items of a thousand its matches count.
    Column("share", Integer, nullable=False, server_default="1000"),
    Column("enabled", Boolean, nullable=False, server_default=true()),
    Column("expires_at", UtcDateTime),
    # Grows with every change of the bank or of an entry: what a running bot has loaded.
    Column("changes", Integer, nullable=False),
    _one_of("kind", BankKind),
    CheckConstraint("share BETWEEN 0 AND 1000", name="share_of_a_thousand"),
    # A bank that is made again under the name of one that was removed is another one.
    sqlite_autoincrement=True,
)

bank_entry = Table(
    "bank_entry",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("bank_id", Integer, ForeignKey("bank.id"), nullable=False),
    Column("entry", String(64), nullable=False),
    Column("sha256", String(64)),
    Column("pdq", String(64)),
    Column("quality", Integer, nullable=False),
    # Looks of the whole and its parts, 64 bytes each.
    Column("windows", Sealed),
    Column("standing", String(16), nullable=False, server_default=Standing.LISTED),
    # The only chat in which it counts; none: everywhere.
    Column("platform", String(32)),
    Column("chat", String(128)),
    # Only where a case put it here. Who erases the case erases this too.
    Column("case_id", Integer, ForeignKey("cases.id", ondelete="CASCADE")),
    # Only of a code that somebody sent: who knows the reference may ask about it and withdraw it.
    # Of both, only a keyed digest is stored.
    Column("reference", String(64), unique=True),
    Column("reporter", String(64)),
    Column("added_at", UtcDateTime),
    Column("expires_at", UtcDateTime),
    # Off until somebody puts it on again; it matches nothing.
    Column("disabled", Boolean, nullable=False, server_default=false()),
    # It matched so much that no person can mean it: since then it needs a second key.
    Column("quarantined_at", UtcDateTime),
    Column("note", Text, nullable=False, server_default=""),
    # Keyed digest of the adult who confirmed it in its chat, until a second one does.
    Column("vouched", String(64)),
    UniqueConstraint("bank_id", "entry"),
    CheckConstraint("sha256 IS NOT NULL OR pdq IS NOT NULL", name="has_a_hash"),
    _one_of("standing", Standing),
    Index("ix_bank_entry_case", "case_id"),
    Index("ix_bank_entry_reporter", "reporter", "added_at"),
    # Of a million imported hashes none has an end of its own.
    Index("ix_bank_entry_expires", "expires_at", sqlite_where=text("expires_at IS NOT NULL")),
)

# What changed in a bank with each of its `changes`: entries between two ids, or the bank itself.
# Kept for `standing.KEEP_CHANGES`; whoever missed some of them loads everything again.
bank_change = Table(
    "bank_change",
    metadata,
    Column("bank_id", Integer, ForeignKey("bank.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("first_entry", Integer, nullable=False),
    Column("last_entry", Integer, nullable=False),
    # Names of entries that were deleted, as JSON: nothing else can tell who has them in memory.
    Column("gone", Text),
    Column("at", UtcDateTime, nullable=False),
)

# Each time an entry matched: it is new until it matched often enough, and suspect if too often.
bank_hit = Table(
    "bank_hit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("entry_id", Integer, ForeignKey("bank_entry.id", ondelete="CASCADE"), nullable=False),
    Column("case_id", Integer, ForeignKey("cases.id", ondelete="CASCADE")),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_bank_hit_entry", "entry_id", "at"),
    Index("ix_bank_hit_case", "case_id"),
)

# Hashes of what was seen lately and let stand: a hash that becomes known finds it here.
seen = Table(
    "seen",
    metadata,
    # Grows with every row, so that a sweep knows what came after it.
    Column("id", Integer, primary_key=True),
    Column(
        "item_id", Integer, ForeignKey("item.id", ondelete="CASCADE"), nullable=False, unique=True
    ),
    Column("sha256", String(64), nullable=False),
    # 64 bytes a view, the whole first.
    Column("looks", Sealed, nullable=False),
    # One picture, not a film, whose frames may show anything besides what it is about.
    Column("still", Boolean, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_seen_at", "at"),
    sqlite_autoincrement=True,
)

# Changes of a bank for whose entries `seen` is looked through. The newest of a bank stays when it
# is done: it says up to which change that was.
sweep = Table(
    "sweep",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("bank_id", Integer, ForeignKey("bank.id", ondelete="CASCADE"), nullable=False),
    # The changes after the one number, up to the other.
    Column("after", Integer, nullable=False),
    Column("upto", Integer, nullable=False),
    # Entries up to this id are done.
    Column("entry", Integer, nullable=False),
    # Rows of `seen` after the one id, up to the other; without it up to the newest.
    Column("seen_after", Integer, nullable=False),
    Column("seen_upto", Integer),
    # None: it is done.
    Column("due_at", UtcDateTime),
    UniqueConstraint("bank_id", "upto"),
)

# Which item was found for which entry, so that nobody is asked about the two a second time.
swept = Table(
    "swept",
    metadata,
    Column("entry_id", Integer, ForeignKey("bank_entry.id", ondelete="CASCADE"), primary_key=True),
    Column("item_id", Integer, ForeignKey("item.id", ondelete="CASCADE"), primary_key=True),
    Index("ix_swept_item", "item_id"),
)
