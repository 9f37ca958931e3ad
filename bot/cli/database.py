"""`db upgrade`: brings the database to this version."""

import asyncio

from rich.console import Console

from bot.storage.database import Database
from bot.storage.instance import audit_key, only_instance, refuse_lost_key
from bot.storage.migrate import upgrade
from bot.storage.vault import Vault
from config.schema import Settings


def upgrade_database(settings: Settings) -> None:
    """Upgrade; refused while the bot runs.

    Raises:
        StartRefused: The bot runs, or the database is damaged or newer than this version.
    """
    url = settings.database.get_secret_value()
    with only_instance(settings.data_dir, url):
        refuse_lost_key(settings.data_dir, url)
        key = audit_key(settings.data_dir)
        revision = asyncio.run(_upgrade(url, key))
    Console().print(f"The database is at revision {revision}.")


async def _upgrade(url: str, key: bytes) -> str:
    # What the database holds in clear is sealed with the key.
    database = Database(url, Vault(key))
    try:
        return await upgrade(database)
    finally:
        await database.close()
