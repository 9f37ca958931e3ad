"""`bank import` and `bank export`: hash lists in and out of the database, beside a running bot."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console

from bot.cli.bank_books import read_chat, read_day, with_books
from bot.domain.bank import LEAST_QUALITY, Bank, BankKind, Standing
from bot.domain.bank_file import check_bank_name, read_hash_list
from bot.domain.bank_records import BankChange
from bot.domain.errors import BadBankFile
from bot.domain.hash_export import ListForm, passed_on, write_hash_list
from bot.domain.hash_list import HashList, Unusable
from bot.domain.message import ChatRef
from bot.services.system_clock import SystemClock
from bot.storage.books import Books
from config.schema import Settings

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
    """Add the hashes of a file to a bank, after all of it was read and found good.

    What the file calls back leaves the bank. An import that is cut off half-way is completed by
    running it again.

    Raises:
        BadBankFile: The file, the name or an option cannot be used.
    """
    check_bank_name(name)
    scope = read_chat(how.chat)
    change = BankChange(share=how.share, expires_at=read_day(how.expires, settings))
    found = read_hash_list(name, _pieces(file), SystemClock().now().timestamp())

    async def store(books: Books) -> tuple[int, int]:
        kind = await _open(books, name, file.name, how.kind, change)
        return await _take(books, name, file.name, found, kind, scope)

    added, withdrawn = with_books(settings, store)
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


async def _open(
    books: Books, name: str, source: str, kind: BankKind | None, change: BankChange
) -> BankKind:
    """Make the bank if there is none, change what was asked for, and return its kind."""
    bank = await books.bank_settings.get(name)
    kind = kind or (bank.kind if bank else BankKind.LIST)
    if bank is not None and (bank.kind is not kind or kind is BankKind.OWN):
        raise BadBankFile(
            f"{name} is a bank of kind {bank.kind}, and these would be of kind {kind}. "
            "Import them under another name. Nothing was imported."
        )
    if bank is None:
        share = 1000 if change.share is None else change.share
        await books.bank_settings.open(
            Bank(name, kind, source, share=share, expires_at=change.expires_at)
        )
    await books.bank_settings.change(name, change)
    return kind


async def _take(
    books: Books, name: str, source: str, found: HashList, kind: BankKind, scope: ChatRef | None
) -> tuple[int, int]:
    # First: what is called back must not match any longer because the rest takes its time.
    withdrawn = await books.banks.withdraw(name, found.withdrawn) if found.withdrawn else 0
    standing = Standing.ALLOWED if kind is BankKind.ALLOW else None
    entries = (
        replace(one, scope=scope, standing=standing or one.standing) for one in found.entries
    )
    added = await books.banks.add(name, source, entries) if found.entries else 0
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
