"""The bank of what models removed: filled and forgotten in the transactions of others."""

from datetime import datetime

from sqlalchemy import select

from bot.domain.bank import REMOVED_BANK, Standing
from bot.domain.bank_records import Registration
from bot.domain.memory import Memory
from bot.storage.bank_rows import delete_entries, insert_entries, open_bank
from bot.storage.case_rows import of_no_held_case
from bot.storage.database import Session
from bot.storage.tables_banks import bank, bank_entry

SOURCE = "what models removed here"


async def remember(connection: Session, case_id: int, memory: Memory, now: datetime) -> int:
    """Put what models removed into the bank; return how many entries that makes."""
    entries = memory.entries(case_id)
    if not entries:
        return 0
    bank_id = await open_bank(connection, REMOVED_BANK, SOURCE)
    return await insert_entries(connection, bank_id, entries, now, Registration(case_id=case_id))


async def forget(connection: Session, before: datetime, now: datetime) -> int:
    """Delete what was put in before a time and nobody confirmed; return how many that were."""
    rows = await connection.execute(
        select(bank_entry.c.id, bank_entry.c.bank_id, bank_entry.c.entry)
        .join(bank)
        .where(
            bank.c.name == REMOVED_BANK,
            bank_entry.c.added_at < before,
            bank_entry.c.standing != Standing.CONFIRMED,
            of_no_held_case(bank_entry.c.case_id),
        )
    )
    return await delete_entries(connection, rows.all(), now)
