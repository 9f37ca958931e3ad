"""The words of `export-case`, `verify` and `key`; what they do lies beside this.

Heavy imports stand inside the commands: `verify` needs no settings, no database and no model.
"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

key = typer.Typer(help="The key that signs the records of cases.", no_args_is_help=True)

_BAD_USAGE = 2


class ReportLanguage(StrEnum):
    """In which languages a record is explained."""

    ENGLISH = "en"
    SPANISH = "es"


def export_case(
    case: Annotated[str, typer.Argument(help="The number of the case, such as C-0042.")],
    out: Annotated[Path, typer.Option(help="The folder for the files.")] = Path(),
    language: Annotated[
        ReportLanguage, typer.Option(help="Of what is explained in it.")
    ] = ReportLanguage.ENGLISH,
) -> None:
    """Write the signed record of a case for a school or the police. It holds no picture."""
    from bot.cli.export_case import export_case as write
    from bot.domain.case import parse_case_number
    from config.settings import load_settings

    number = parse_case_number(case)
    if number is None:
        typer.echo(f"{case!r} is no number of a case: it looks like C-0042.", err=True)
        raise typer.Exit(_BAD_USAGE)
    if not write(load_settings(), number, out, language.value):
        raise typer.Exit(1)


def verify_record(
    file: Annotated[
        Path | None, typer.Argument(help="The file with the ending .json that was exported.")
    ] = None,
    key: Annotated[
        str | None,
        typer.Option(help="The public key that you noted before, or a file that holds it."),
    ] = None,
    head: Annotated[
        str | None,
        typer.Option(help="A mark of the record from the adults' chat: is it still in the chain?"),
    ] = None,
) -> None:
    """Check the record of a case, or a mark of the record: exits with 0 right, 1 not, 2 unreadable.

    A file is checked without a network, settings or a database; a mark on the bot's own machine.
    """
    if (file is None) == (head is None):
        typer.echo("Name the file of a case, or a mark with --head: one of the two.", err=True)
        raise typer.Exit(_BAD_USAGE)
    if file is not None:
        from bot.cli.verify import verify_file

        raise typer.Exit(verify_file(file, key))
    from bot.cli.verify_head import verify_head
    from config.settings import load_settings

    raise typer.Exit(verify_head(load_settings(), head or ""))


@key.command("show")
def show_key() -> None:
    """Print the public key. Note it outside of this machine: with it, records can be trusted."""
    from bot.domain.proof import key_id
    from bot.storage.signing import public_key
    from config.settings import load_settings

    public = public_key(load_settings().data_dir)
    typer.echo(public)
    typer.echo(
        f"Installation {key_id(public)}. Give this public key to the safeguarding lead, on paper "
        "or in a place that is not this machine. It is no secret. Whoever checks a record uses it: "
        "./upstander verify FILE --key KEY",
        err=True,
    )


def forget(
    case: Annotated[
        str | None, typer.Argument(help="The number of the case, such as C-0042.")
    ] = None,
    person: Annotated[
        str | None, typer.Option(help="PLATFORM:ID of a sender, such as telegram:4711.")
    ] = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; nothing brings it back.")] = False,
) -> None:
    """Forget who was in a case, or in all cases of one sender. Open and held cases stay."""
    from bot.cli.forget import GOES, STAYS, forget_cases
    from bot.domain.case import parse_case_number
    from config.settings import load_settings

    if (case is None) == (person is None):
        typer.echo("Name either a case or --person PLATFORM:ID.", err=True)
        raise typer.Exit(_BAD_USAGE)
    number = None if case is None else parse_case_number(case)
    platform, _, account = (person or "").partition(":")
    if case is not None and number is None:
        typer.echo(f"{case!r} is no number of a case: it looks like C-0042.", err=True)
        raise typer.Exit(_BAD_USAGE)
    if person is not None and not (platform and account):
        typer.echo(f"{person!r} names no sender: it looks like telegram:4711.", err=True)
        raise typer.Exit(_BAD_USAGE)
    if not yes:
        typer.echo(f"{GOES}\n{STAYS}\nNothing was done. To do it, add --yes.", err=True)
        raise typer.Exit(_BAD_USAGE)
    if not forget_cases(load_settings(), number, (platform, account) if person else None):
        raise typer.Exit(1)
