"""`bank`: hash lists in and out of the database, and what lies there. Beside a running bot, too."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.cli.bank_books import known_bank, read_chat, read_day, with_books, written_day
from bot.domain.bank import (
    KNOWN_DISTANCE,
    TEST_BANK,
    Bank,
    BankEntry,
    BankKind,
    Standing,
    list_distance,
)
from bot.domain.bank_file import check_bank_name, read_bank, write_bank
from bot.domain.bank_records import BankChange, BankSummary, StoredEntry
from bot.domain.errors import BadBankFile
from bot.storage.books import Books
from config.schema import Settings

_STANDINGS = {BankKind.ALLOW: Standing.ALLOWED}


@dataclass(frozen=True, slots=True)
class Import:
    """How a list is imported; None: as the bank is, or usual.

    Attributes:
        kind: What the bank is for: list, guard or allow.
        chat: The only chat in which these hashes count, such as ``telegram:-1001234``.
        share: Of how many items of a thousand its matches count.
        expires: The day from which on the bank matches nothing.
    """

    kind: BankKind | None = None
    chat: str | None = None
    share: int | None = None
    expires: str | None = None


def import_bank(settings: Settings, file: Path, name: str, how: Import) -> None:
    """Add the hashes of a file to a bank, after all of its lines were read and found good.

    An import that is cut off half-way is completed by running it again.

    Raises:
        BadBankFile: The file, the name or an option cannot be used.
    """
    check_bank_name(name)
    scope = read_chat(how.chat)
    change = BankChange(share=how.share, expires_at=read_day(how.expires, settings))
    entries = _read(file, name)

    async def store(books: Books) -> int:
        bank = await books.bank_settings.get(name)
        kind = how.kind or (bank.kind if bank else BankKind.LIST)
        if bank is not None and (bank.kind is not kind or kind is BankKind.OWN):
            raise BadBankFile(
                f"{name} is a bank of kind {bank.kind}, and these would be of kind {kind}. "
                "Import them under another name. Nothing was imported."
            )
        if bank is None:
            share = 1000 if how.share is None else how.share
            new = Bank(name, kind, file.name, share=share, expires_at=change.expires_at)
            await books.bank_settings.open(new)
        await books.bank_settings.change(name, change)
        standing = _STANDINGS.get(kind, Standing.LISTED)
        return await books.banks.add(
            name, file.name, (replace(one, scope=scope, standing=standing) for one in entries)
        )

    added = with_books(settings, store)
    known = len(entries) - added
    Console().print(f"{added} new hashes in bank {name}, {known} were there already.")


def export_bank(settings: Settings, name: str) -> None:
    """Write the hashes of a bank to standard output.

    Raises:
        BadBankFile: There is no such bank.
    """
    entries = with_books(settings, lambda books: books.banks.entries(name))
    if not entries:
        raise BadBankFile(f"There is no bank {name}. List them with: ./upstander bank list")
    sys.stdout.writelines(f"{line}\n" for line in write_bank(entries))


def list_banks(settings: Settings) -> None:
    """Print the banks, and how close a picture must be to what stands on a list."""

    async def look(books: Books) -> tuple[list[BankSummary], int]:
        return await books.banks.summaries(), await books.bank_feed.list_hashes()

    summaries, hashes = with_books(settings, look)
    limit = list_distance(hashes, settings.banks.false_matches)
    table = Table("bank", "kind", "entries", "of 1000", "on", "expires", "bits", "source")
    table.add_row(TEST_BANK, "-", "1", "1000", "yes", "-", str(KNOWN_DISTANCE), "built in")
    for one in summaries:
        of = one.bank
        table.add_row(
            of.name,
            of.kind,
            _counts(one),
            str(of.share),
            "yes" if of.enabled else "no",
            written_day(of.expires_at, settings),
            _bits(of.kind, limit),
            escape(of.source),
        )
    console = Console()
    console.print(table)
    console.print(
        f"Lists hold {hashes} hashes of looks. Of 256 bits at most {limit} may differ, so that a "
        f"picture brings {settings.banks.false_matches:g} false matches or fewer on average."
    )


def show_bank(settings: Settings, name: str, most: int, *, doubted: bool) -> None:
    """Print the settings of a bank and its first entries.

    Raises:
        BadBankFile: There is no such bank.
    """

    async def look(books: Books) -> tuple[Bank, list[StoredEntry]]:
        bank = await known_bank(books, name)
        return bank, await books.bank_entries.page(name, most=most, doubted=doubted)

    bank, entries = with_books(settings, look)
    console = Console()
    for what, value in (
        ("kind", bank.kind),
        ("source", bank.source),
        ("owner", bank.owner),
        ("note", bank.note),
        ("counts for", f"{bank.share} of 1000 items"),
        ("on", "yes" if bank.enabled else "no"),
        ("expires", written_day(bank.expires_at, settings)),
    ):
        console.print(f"{what}: {escape(value or '-')}")
    table = Table("entry", "standing", "state", "chat", "hits", "ruled wrong", "expires", "note")
    for one in entries:
        table.add_row(*_cells(one, settings))
    for column in table.columns:
        column.overflow = "fold"
    console.print(table)
    if len(entries) == most:
        console.print(f"There may be more: --most {most * 10} shows them.")


def _read(file: Path, name: str) -> list[BankEntry]:
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise BadBankFile(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BadBankFile(f"{file} is not a text file. Nothing was imported.") from error
    return read_bank(name, lines)


def _counts(one: BankSummary) -> str:
    """Return how many entries there are, by standing where it is not one for all."""
    parts = [f"{count} {standing}" for standing, count in one.standings.items()]
    parts = parts if len(parts) > 1 or one.bank.kind is BankKind.OWN else []
    parts += [f"{one.disabled} disabled"] if one.disabled else []
    parts += [f"{one.quarantined} in quarantine"] if one.quarantined else []
    return f"{one.entries} ({', '.join(parts)})" if parts else str(one.entries)


def _bits(kind: BankKind, limit: int) -> str:
    match kind:
        case BankKind.LIST:
            return str(limit)
        case BankKind.GUARD:
            return "-"
        case BankKind.OWN | BankKind.ALLOW:
            return str(KNOWN_DISTANCE)


def _cells(one: StoredEntry, settings: Settings) -> Iterator[str]:
    yield one.known.entry
    yield one.standing
    states = ["disabled"] if one.disabled else []
    states += [] if one.quarantined_at is None else ["in quarantine"]
    yield ", ".join(states) or "-"
    scope = one.known.scope
    yield f"{scope.platform}:{scope.chat}" if scope else "everywhere"
    yield str(one.hits)
    yield f"in {one.disputed} chats" if one.disputed else "-"
    yield written_day(one.expires_at, settings)
    yield escape(one.note) or "-"
