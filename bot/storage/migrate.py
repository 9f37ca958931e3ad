"""Brings a database to the tables of this version, and says how far a database is."""

import asyncio
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from bot.domain.errors import DatabaseUnusable
from bot.storage.database import Database, bare_engine
from bot.storage.trouble import explained
from bot.storage.vault import Vault

ROOT = Path(__file__).resolve().parents[2]


def alembic_config(url: str, vault: Vault | None = None) -> Config:
    """Return Alembic's configuration for one database, and what seals the ids in it.

    The address is handed over as an attribute: in the file's syntax a ``%`` in a password
    would be read as an escape.
    """
    config = Config(toml_file=ROOT / "pyproject.toml")
    config.attributes["url"] = url
    config.attributes["vault"] = vault
    return config


@cache
def _revisions() -> ScriptDirectory:
    """Return this version's revisions; their files are read once."""
    return ScriptDirectory.from_config(alembic_config(""))


def head_revision() -> str:
    """Return the newest revision that this version knows."""
    head = _revisions().get_current_head()
    if head is None:
        raise RuntimeError("alembic/versions holds no revision")
    return head


async def current_revision(database: Database) -> str | None:
    """Return the revision of a database; None for an empty one.

    Raises:
        DatabaseUnusable: It is no database, it is not ours, or it is damaged.
    """
    return await database.look(_revision_of)


def _revision_of(connection: Connection) -> str | None:
    revision = MigrationContext.configure(connection).get_current_revision()
    tables = set(inspect(connection).get_table_names()) - {"alembic_version"}
    if revision is None and tables:
        raise DatabaseUnusable(
            "The database holds tables but no revision of ours: another program made it, or the "
            "first start was cut short. Nothing was changed. Move the file away, or set another "
            "one with UPSTANDER_DATABASE_URL."
        )
    return revision


async def upgrade(database: Database) -> str:
    """Bring a database to the newest revision, from whichever it has; return the newest.

    Raises:
        DatabaseUnusable: A newer version of Upstander wrote it, or it is damaged.
    """
    before = await current_revision(database)
    refuse_unknown(before)
    config = alembic_config(database.url, database.vault)
    # Alembic's environment starts an event loop of its own, which needs a thread of its own.
    with explained():
        await asyncio.to_thread(command.upgrade, config, "head")
        if before not in (None, head_revision()):
            await asyncio.to_thread(_overwrite_what_was, database.url)
    return head_revision()


def _overwrite_what_was(url: str) -> None:
    """Leave nothing of the rows of before in pages that are free, nor in the log beside the file.

    What was sealed by an upgrade, or copied by one of before, would stand there in clear.
    """
    engine = bare_engine(url)
    if engine.dialect.name == "sqlite":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


async def prepare(database: Database) -> None:
    """Make the tables of a new database; refuse one of another version.

    Raises:
        DatabaseUnusable: It needs `db upgrade`, or a newer version wrote it, or it is damaged.
    """
    revision = await current_revision(database)
    if revision is None:
        revision = await upgrade(database)
    refuse_unknown(revision)
    if revision != head_revision():
        raise DatabaseUnusable(
            f"The database is at revision {revision}, this version needs {head_revision()}. "
            "Make a copy of the data folder, then run: ./upstander db upgrade"
        )
    async with database.read():
        # The first connection switches a new file to WAL, which it can only do alone.
        pass


def refuse_unknown(revision: str | None) -> None:
    """Raise if a revision is not one of ours."""
    script = _revisions()
    known = {one.revision for one in script.walk_revisions()}
    if revision is not None and revision not in known:
        raise DatabaseUnusable(
            f"The database is at revision {revision}, which this version does not know: a newer "
            "Upstander wrote it. Install that version again; nothing was changed."
        )
