"""The tables of the banks of hashes, of what was seen, and of sweeps through it."""

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
    false,
    text,
    true,
)

from bot.domain.bank import BankKind, Standing
from bot.storage.columns import UtcDateTime
from bot.storage.metadata import metadata, one_of
from bot.storage.vault import Sealed

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
    one_of("kind", BankKind),
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
    one_of("standing", Standing),
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
