"""`bank`: hash lists in and out of the database. Works beside a running bot."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.table import Table

from bot.app import default_policy
from bot.domain.bank import LEAST_QUALITY, TEST_BANK
from bot.domain.bank_file import check_bank_name, read_hash_list
from bot.domain.errors import BadBankFile
from bot.domain.hash_export import ListForm, passed_on, write_hash_list
from bot.domain.hash_list import HashList, Unusable
from bot.services.system_clock import SystemClock
from bot.storage.books import Books, open_books
from bot.storage.instance import audit_key
from config.schema import Settings

T = TypeVar("T")

_PIECE = 65_536
_LEFT_OUT = {
    Unusable.MD5: "MD5. The bot compares SHA-256 and PDQ; ask for one of these.",
    Unusable.SHA1: "SHA-1. The bot compares SHA-256 and PDQ; ask for one of these.",
    Unusable.PHOTODNA: "PhotoDNA, which the bot cannot compute; ask for PDQ.",
    Unusable.VIDEO: "hashes of videos of a kind that the bot does not compute.",
    Unusable.TEXT: "words and addresses, which are no pictures.",
    Unusable.OTHER: "hashes of a kind that the bot does not compute.",
    Unusable.FLAT: f"PDQ of a quality under {LEAST_QUALITY}; such a picture is like many others.",
    Unusable.EMPTY: "empty hashes, which would match every flat picture.",
    Unusable.NO_HASH: "records without a hash.",
}


def import_bank(settings: Settings, file: Path, name: str) -> None:
    """Add the hashes of a file to a bank, after all of it was read and found good.

    What the file calls back leaves the bank. An import that is cut off half-way is completed by
    running it again.

    Raises:
        BadBankFile: The file or the name cannot be used.
    """
    check_bank_name(name)
    clock = SystemClock()
    found = read_hash_list(name, _pieces(file), clock.now().timestamp())
    added, withdrawn = with_books(settings, lambda books: _take(books, name, file.name, found))
    known = len(found.entries) - added
    console = Console()
    console.print(f"{added} new hashes in bank {name}, {known} were there already.")
    for line in report(found.unusable):
        console.print(line)
    if found.withdrawn:
        console.print(f"{len(found.withdrawn)} are called back: {withdrawn} left the bank.")


def export_bank(settings: Settings, name: str, form: ListForm = ListForm.TEXT) -> None:
    """Write the hashes of a bank to standard output.

    Raises:
        BadBankFile: There is no such bank.
    """
    entries = with_books(settings, lambda books: books.banks.entries(name))
    if not entries:
        raise BadBankFile(f"There is no bank {name}. List them with: ./upstander bank list")
    if form in (ListForm.THREATEXCHANGE, ListForm.HMA):
        kept = len(entries) - sum(1 for _ in passed_on(entries))
        if kept:
            Console(stderr=True).print(
                f"{kept} of {len(entries)} entries are left out: other programs take no SHA-256 of "
                "pictures, and what no person vouches for is not passed on."
            )
    sys.stdout.writelines(f"{line}\n" for line in write_hash_list(form, entries))


def report(unusable: Mapping[Unusable, int]) -> Iterator[str]:
    """Yield a line for each kind of hash that was left out."""
    for reason, count in sorted(unusable.items()):
        yield f"{count} left out: {_LEFT_OUT[reason]}"


async def _take(books: Books, name: str, source: str, found: HashList) -> tuple[int, int]:
    # First: what is called back must not match any longer because the rest takes its time.
    withdrawn = await books.banks.withdraw(name, found.withdrawn) if found.withdrawn else 0
    added = await books.banks.add(name, source, found.entries) if found.entries else 0
    return added, withdrawn


def _pieces(file: Path) -> Iterator[str]:
    """Yield the text of a file; the whole of a long list is never in memory."""
    try:
        with file.open(encoding="utf-8-sig") as lines:
            while piece := lines.read(_PIECE):
                yield piece
    except OSError as error:
        raise BadBankFile(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BadBankFile(f"{file} is not a text file. Nothing was imported.") from error


def list_banks(settings: Settings) -> None:
    """Print the banks."""
    table = Table("bank", "source", "hashes")
    table.add_row(TEST_BANK, "built in", "1")
    for bank in with_books(settings, lambda books: books.banks.summaries()):
        table.add_row(bank.name, bank.source, str(bank.entries))
    Console().print(table)


def with_books(settings: Settings, use: Callable[[Books], Awaitable[T]]) -> T:
    """Return what comes of using the database, beside a running bot."""

    async def opened() -> T:
        key = audit_key(settings.data_dir)
        url = settings.database.get_secret_value()
        policy = default_policy(settings)
        async with open_books(url, SystemClock(), key, policy, alone=False) as books:
            return await use(books)

    return asyncio.run(opened())
