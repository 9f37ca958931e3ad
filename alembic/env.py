"""How Alembic reaches the database: the address comes from bot.storage.migrate."""

import asyncio

from alembic import context
from sqlalchemy import Connection

from bot.storage.database import bare_engine
from bot.storage.tables import metadata


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


async def connect() -> None:
    engine = bare_engine(context.config.attributes["url"])
    async with engine.begin() as connection:
        await connection.run_sync(run)
    await engine.dispose()


asyncio.run(connect())
