"""The tables of what adults do with cases. A change here needs a migration in the same commit."""

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from bot.domain.casework import Agency, CaseRuling
from bot.storage.columns import UtcDateTime
from bot.storage.metadata import metadata, one_of
from bot.storage.vault import Sealed, SealedPerson

# Append-only but for the two columns that say that a ruling was taken back. Which referrals stand
# is read off here.
case_ruling = Table(
    "case_ruling",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    Column("ruling", String(16), nullable=False),
    Column("agency", String(16)),
    Column("actor", SealedPerson, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("undone_at", UtcDateTime),
    Column("undone_by", SealedPerson),
    # What it takes to take it back, for as long as it can be: looks of pictures are among it.
    Column("kept", Sealed),
    one_of("ruling", CaseRuling),
    one_of("agency", Agency),
    Index("ix_case_ruling_case", "case_id", "id"),
    # A button that takes a ruling back must never mean a later one.
    sqlite_autoincrement=True,
)

# Append-only.
case_note = Table(
    "case_note",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("actor", SealedPerson, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    # A secret salt, then the words. They may name a pupil.
    Column("words", Sealed, nullable=False),
    UniqueConstraint("case_id", "number"),
)
