"""`verify --head`: looks whether a mark that the adults were told is still in the chain."""

import asyncio
import sys

from bot.domain.audit import Head, first_break, read_head
from bot.domain.errors import StartRefused
from bot.services.system_clock import SystemClock
from bot.storage.chain import Chain
from bot.storage.database import Database, database_file
from bot.storage.instance import known_key
from config.schema import Settings


def verify_head(settings: Settings, code: str) -> int:
    """Print what was found and return the exit code: 0 there, 1 not there, 2 no such mark."""
    head = read_head(code)
    if head is None:
        _say(
            "NOT CHECKED: that is no mark of the record. It looks like 1234-0f3a…, with 32 letters"
        )
        _say("and digits after the line. Copy it from the message in the adults' chat.")
        return 2
    url = settings.database.get_secret_value()
    key = known_key(settings.data_dir)
    if key is None or not database_file(url).exists():
        raise StartRefused(
            f"There is no database with its key in {settings.data_dir}: a mark is checked on the "
            "machine of the bot, or on a copy of its data folder."
        )
    return asyncio.run(_look(Database(url), key, head))


async def _look(database: Database, key: bytes, head: Head) -> int:
    try:
        entries = await Chain(database, SystemClock(), key).entries()
    finally:
        await database.close()
    broken = first_break(key, entries)
    if broken is not None and broken <= head.seq and broken <= len(entries):
        _say(f"NOT WHOLE: the chain is broken at entry {broken}, before this mark.")
        return 1
    if len(entries) < head.seq:
        _say(f"CUT OFF: the mark is about {head.seq} entries, and there are {len(entries)}.")
        _say("Entries were deleted at the end, or an old copy of the database was put back.")
        return 1
    if not entries[head.seq - 1].seal.startswith(head.seal):
        _say(f"ANOTHER CHAIN: entry {head.seq} is not the one that the mark is about.")
        _say("The end of the chain was written anew, or this is another database.")
        return 1
    _say(f"THERE: the chain holds the entry of this mark, and {len(entries) - head.seq} after it.")
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
