"""The table of adults outside the chats. A change here needs a migration in the same commit."""

from sqlalchemy import Column, Integer, String, Table

from bot.domain.people import Office
from bot.storage.columns import UtcDateTime
from bot.storage.metadata import metadata, one_of
from bot.storage.vault import Sealed

person = Table(
    "person",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("office", String(16), nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    # Of a code that still works. The code itself is known to whoever was given it.
    Column("code", String(64), unique=True),
    Column("code_until", UtcDateTime),
    # Platform, id and private chat, sealed: whoever steals the file must not find an adult.
    Column("who", Sealed),
    Column("bound_at", UtcDateTime),
    Column("removed_at", UtcDateTime),
    one_of("office", Office),
    sqlite_autoincrement=True,
)
