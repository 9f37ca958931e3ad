"""`bank list` and `bank show`: what lies in the database, beside a running bot."""

from collections.abc import Iterator

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.cli.bank_books import known_bank, with_books, written_day
from bot.domain.bank import (
    KNOWN_DISTANCE,
    TEST_BANK,
    Bank,
    BankKind,
    Standing,
    list_distance,
)
from bot.domain.bank_records import BankSummary, StoredEntry
from bot.storage.books import Books
from config.schema import Settings

_STANDINGS = {BankKind.ALLOW: Standing.ALLOWED}


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
