"""The tables of the signed records of cases, and of the heads of the chain that were told."""

from sqlalchemy import Column, Integer, String, Table

from bot.storage.columns import UtcDateTime
from bot.storage.metadata import metadata
from bot.storage.vault import Sealed

# Append-only. Without a foreign key: the record of a case outlives the rows that it was made of.
evidence = Table(
    "evidence",
    metadata,
    Column("case_id", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    # As it was signed, to the letter.
    Column("at", String(40), nullable=False),
    # Who sent what to whom: readable only with the key beside the database. None: forgotten.
    Column("what", Sealed),
    Column("prev", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("signature", String(128), nullable=False),
)

# The head of the audit chain that each chat of adults was told last.
head_post = Table(
    "head_post",
    metadata,
    Column("platform", String(32), primary_key=True),
    Column("chat", String(128), primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("seal", String(64), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
