"""`bank set`, `confirm`, `withdraw`: what an operator decides about a bank or an entry of it."""

from rich.console import Console

from bot.cli.bank_books import NEVER, known_bank, read_day, with_books
from bot.domain.bank_records import BankChange
from bot.domain.errors import BadBankFile
from bot.domain.standing import Ruling
from bot.storage.books import Books
from config.schema import Settings

_DONE = {
    Ruling.CONFIRM: "is confirmed: it removes by itself",
    Ruling.DECONFIRM: "is not confirmed any more",
    Ruling.DISABLE: "matches nothing any more",
    Ruling.ENABLE: "matches again",
    Ruling.LIFT: "is out of quarantine",
}


def set_bank(settings: Settings, name: str, change: BankChange, expires: str | None) -> None:
    """Change the settings of a bank.

    Raises:
        BadBankFile: There is no such bank, or an option cannot be used.
    """
    ends = read_day(expires, settings)

    async def store(books: Books) -> bool:
        await known_bank(books, name)
        changed = await books.bank_settings.change(name, change)
        if expires is not None:
            end = BankChange(expires_at=ends, lasts=expires == NEVER)
            changed |= await books.bank_settings.change(name, end)
        return changed

    changed = with_books(settings, store)
    Console().print(
        f"Bank {name} is changed; a running bot goes by it within ten seconds."
        if changed
        else f"Bank {name} is like that already."
    )


def rule(settings: Settings, name: str, entry: str, ruling: Ruling) -> None:
    """Decide something about one entry.

    Raises:
        BadBankFile: There is no such bank or entry, or it is like that already.
    """

    async def store(books: Books) -> None:
        await known_bank(books, name)
        if await books.bank_entries.rule(name, entry, ruling):
            return
        if await books.bank_entries.get(name, entry) is None:
            raise _no_entry(name, entry)
        raise BadBankFile(
            f"{ruling} changes nothing about entry {entry} of bank {name}. See how it stands with: "
            f"./upstander bank show {name}"
        )

    with_books(settings, store)
    Console().print(f"Entry {entry} of bank {name} {_DONE[ruling]}.")


def annotate(
    settings: Settings, name: str, entry: str, note: str | None, expires: str | None
) -> None:
    """Change the note or the end of one entry.

    Raises:
        BadBankFile: There is no such entry, or the day cannot be read.
    """
    ends = read_day(expires, settings)
    done = with_books(
        settings,
        lambda books: books.bank_entries.annotate(
            name, entry, note=note, expires_at=ends, lasts=expires == NEVER
        ),
    )
    if not done:
        raise _no_entry(name, entry)
    Console().print(f"Entry {entry} of bank {name} is changed.")


def withdraw(settings: Settings, name: str, entry: str) -> None:
    """Delete one entry.

    Raises:
        BadBankFile: There is no such entry.
    """
    if not with_books(settings, lambda books: books.banks.withdraw(name, [entry])):
        raise _no_entry(name, entry)
    Console().print(f"Entry {entry} is gone from bank {name}.")


def remove_bank(settings: Settings, name: str) -> None:
    """Delete a bank with all its entries.

    Raises:
        BadBankFile: There is no such bank.
        BankProtected: It is one of the bot's own.
    """

    async def store(books: Books) -> int:
        removed = await books.bank_settings.remove(name)
        if removed is None:
            await known_bank(books, name)
        return removed or 0

    Console().print(f"Bank {name} is gone, with {with_books(settings, store)} entries.")


def _no_entry(name: str, entry: str) -> BadBankFile:
    return BadBankFile(
        f"There is no entry {entry} in bank {name}. See its entries with: "
        f"./upstander bank show {name}"
    )
