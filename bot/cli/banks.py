"""`bank`: hash lists in and out of the database. Works beside a running bot."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.table import Table

from bot.app import default_policy
from bot.domain.bank import TEST_BANK
from bot.domain.bank_file import check_bank_name, read_bank, write_bank
from bot.domain.errors import BadBankFile
from bot.services.system_clock import SystemClock
from bot.storage.books import Books, open_books
from bot.storage.instance import audit_key
from config.schema import Settings

T = TypeVar("T")


def import_bank(settings: Settings, file: Path, name: str) -> None:
    """Add the hashes of a file to a bank, after all of its lines were read and found good.

    An import that is cut off half-way is completed by running it again.

    Raises:
        BadBankFile: The file or the name cannot be used.
    """
    check_bank_name(name)
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise BadBankFile(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BadBankFile(f"{file} is not a text file. Nothing was imported.") from error
    entries = read_bank(name, lines)
    added = _with_books(settings, lambda books: books.banks.add(name, file.name, entries))
    known = len(entries) - added
    Console().print(f"{added} new hashes in bank {name}, {known} were there already.")


def export_bank(settings: Settings, name: str) -> None:
    """Write the hashes of a bank to standard output.

    Raises:
        BadBankFile: There is no such bank.
    """
    entries = _with_books(settings, lambda books: books.banks.entries(name))
    if not entries:
        raise BadBankFile(f"There is no bank {name}. List them with: ./upstander bank list")
    sys.stdout.writelines(f"{line}\n" for line in write_bank(entries))


def list_banks(settings: Settings) -> None:
    """Print the banks."""
    table = Table("bank", "source", "hashes")
    table.add_row(TEST_BANK, "built in", "1")
    for bank in _with_books(settings, lambda books: books.banks.summaries()):
        table.add_row(bank.name, bank.source, str(bank.entries))
    Console().print(table)


def _with_books(settings: Settings, use: Callable[[Books], Awaitable[T]]) -> T:
    async def opened() -> T:
        key = audit_key(settings.data_dir)
        url = settings.database.get_secret_value()
        policy = default_policy(settings)
        async with open_books(url, SystemClock(), key, policy, alone=False) as books:
            return await use(books)

    return asyncio.run(opened())
