"""The words of `bank ...`: names its commands and options; what they do lies beside this."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.domain.standing import Ruling

bank = typer.Typer(help="Banks of hashes of known pictures.", no_args_is_help=True)


class ListKind(StrEnum):
    """What an imported bank may be for."""

    LIST = "list"
    GUARD = "guard"
    ALLOW = "allow"


class ExportForm(StrEnum):
    """How a bank is written."""

    TEXT = "text"
    CSV = "csv"
    THREATEXCHANGE = "threatexchange"
    HMA = "hma"


Name = Annotated[str, typer.Argument(help="The bank.")]
Entry = Annotated[str, typer.Argument(help="The entry, as `bank show` names it.")]
Share = Annotated[
    int | None, typer.Option(min=0, max=1000, help="Of how many items of 1000 it counts.")
]
Expires = Annotated[
    str | None, typer.Option(help="The day from which on it ends, such as 2027-01-31; or never.")
]
Chat = Annotated[
    str | None, typer.Option(help="The only chat where it counts, such as telegram:-1001234.")
]


@bank.command("list")
def list_() -> None:
    """List the banks."""
    from bot.cli.banks import list_banks
    from config.settings import load_settings

    list_banks(load_settings())


@bank.command()
def show(
    name: Name,
    most: Annotated[int, typer.Option(min=1, help="How many entries.")] = 50,
    *,
    doubted: Annotated[
        bool,
        typer.Option("--doubted", help="Only what is disabled, in quarantine or was ruled wrong."),
    ] = False,
) -> None:
    """Show the settings of a bank and its entries."""
    from bot.cli.banks import show_bank
    from config.settings import load_settings

    show_bank(load_settings(), name, most, doubted=doubted)


@bank.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="Lines, CSV or JSON; its form is recognised.")],
    name: Annotated[str, typer.Option(help="The bank, made on first use.")],
    kind: Annotated[
        ListKind | None,
        typer.Option(
            help="list: known pictures. guard: what everybody has, nobody may register. "
            "allow: harmless ones."
        ),
    ] = None,
    chat: Chat = None,
    share: Share = None,
    expires: Expires = None,
) -> None:
    """Add the hashes of a file to a bank. A file with a bad line is refused whole.

    Read are our own lists and those of threatexchange, HMA, StopNCII and NCMEC (docs/hashing.md).

    Works beside a running bot. An import that was cut off is completed by running it again.
    """
    from bot.cli.bank_files import Import, import_bank
    from bot.domain.bank import BankKind
    from config.settings import load_settings

    how = Import(BankKind(kind) if kind else None, chat, share, expires)
    import_bank(load_settings(), file, name, how)


@bank.command()
def export(
    name: Name,
    form: Annotated[ExportForm, typer.Option("--format", help="For which program.")] = (
        ExportForm.TEXT
    ),
) -> None:
    """Write the hashes of a bank to standard output."""
    from bot.cli.bank_files import export_bank
    from bot.domain.hash_export import ListForm
    from config.settings import load_settings

    export_bank(load_settings(), name, ListForm(form))


@bank.command()
def add(
    files: Annotated[list[Path], typer.Argument(help="Pictures; none of them is kept.")],
    name: Annotated[str, typer.Argument(help="The bank, made on first use.")],
    chat: Chat = None,
    expires: Expires = None,
    note: Annotated[str, typer.Option(help="Words for whoever keeps the bank.")] = "",
    *,
    confirmed: Annotated[
        bool,
        typer.Option("--confirmed", help="You vouch for them: they remove at once and alone."),
    ] = False,
) -> None:
    """Register pictures in a bank of your own, by hash. At first they only ask."""
    from bot.cli.bank_pictures import Wanted, add_pictures
    from config.settings import load_settings

    if not add_pictures(load_settings(), files, name, Wanted(chat, expires, note, confirmed)):
        raise typer.Exit(1)


@bank.command("set")
def set_(
    name: Name,
    share: Share = None,
    expires: Expires = None,
    note: Annotated[str | None, typer.Option(help="Words for whoever keeps the bank.")] = None,
    owner: Annotated[str | None, typer.Option(help="Who answers for it.")] = None,
    *,
    enabled: Annotated[
        bool | None, typer.Option("--enabled/--disabled", help="Whether it matches anything.")
    ] = None,
) -> None:
    """Change the settings of a bank. A running bot goes by them within ten seconds."""
    from bot.cli.bank_changes import set_bank
    from bot.domain.bank_records import BankChange
    from config.settings import load_settings

    change = BankChange(owner=owner, note=note, share=share, enabled=enabled)
    set_bank(load_settings(), name, change, expires)


@bank.command()
def remove(
    name: Name, *, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False
) -> None:
    """Delete a bank with all its entries."""
    from bot.cli.bank_changes import remove_bank
    from config.settings import load_settings

    if not yes:
        typer.confirm(f"Delete bank {name} with all its entries for good?", abort=True)
    remove_bank(load_settings(), name)


@bank.command()
def withdraw(name: Name, entry: Entry) -> None:
    """Delete an entry."""
    from bot.cli.bank_changes import withdraw as delete
    from config.settings import load_settings

    delete(load_settings(), name, entry)


@bank.command()
def annotate(
    name: Name,
    entry: Entry,
    note: Annotated[str | None, typer.Option(help="Words for whoever keeps the bank.")] = None,
    expires: Expires = None,
) -> None:
    """Change the note of an entry, or the day on which it ends."""
    from bot.cli.bank_changes import annotate as store
    from config.settings import load_settings

    store(load_settings(), name, entry, note, expires)


@bank.command()
def confirm(name: Name, entry: Entry) -> None:
    """Vouch for an entry: what is near it is removed, without any other sign."""
    _rule(name, entry, Ruling.CONFIRM)


@bank.command()
def deconfirm(name: Name, entry: Entry) -> None:
    """Take that back."""
    _rule(name, entry, Ruling.DECONFIRM)


@bank.command()
def disable(name: Name, entry: Entry) -> None:
    """Let an entry match nothing. It stays, and can be enabled again."""
    _rule(name, entry, Ruling.DISABLE)


@bank.command()
def enable(name: Name, entry: Entry) -> None:
    """Let an entry match again."""
    _rule(name, entry, Ruling.ENABLE)


@bank.command()
def lift(name: Name, entry: Entry) -> None:
    """Take an entry out of quarantine, without vouching for it."""
    _rule(name, entry, Ruling.LIFT)


def _rule(name: str, entry: str, ruling: Ruling) -> None:
    from bot.cli.bank_changes import rule
    from config.settings import load_settings

    rule(load_settings(), name, entry, ruling)
