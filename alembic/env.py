"""How Alembic reaches the database: the address comes from bot.storage.migrate."""

from alembic import context
from sqlalchemy import Connection, event

# So that the metadata knows all tables.
from bot.storage import (  # noqa: F401
    tables,
    tables_adults,
    tables_appeals,
    tables_banks,
    tables_chase,
    tables_evidence,
    tables_outbreak,
    tables_people,
)
from bot.storage.database import bare_engine
from bot.storage.metadata import metadata


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        compare_type=True,
        # SQLite cannot alter most things in place; Alembic copies the table instead.
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()


def begin(connection: Connection) -> None:
    # The driver would begin only before rows are written, so that an upgrade which is cut short
    # would leave new tables behind under the old revision, and could never be repeated.
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")


engine = bare_engine(context.config.attributes["url"])
event.listen(engine, "begin", begin)
with engine.begin() as connection:
    run(connection)
