"""The table of what is told now and again. A change here needs a migration in the same commit."""

from sqlalchemy import Column, Date, PrimaryKeyConstraint, String, Table

from bot.storage.metadata import metadata

# On which day a chat was told something last, so that a restart does not tell it again.
told = Table(
    "told",
    metadata,
    Column("platform", String(32), nullable=False),
    Column("chat", String(128), nullable=False),
    Column("what", String(128), nullable=False),
    Column("day", Date, nullable=False),
    PrimaryKeyConstraint("platform", "chat", "what"),
)
