"""The words of `lead`; what they do lies in `people.py`."""

from typing import Annotated

import typer

from bot.domain.people import Office

lead = typer.Typer(
    help="The safeguarding lead and adults on duty, who are in no class chat.",
    no_args_is_help=True,
)


@lead.command("add")
def add(
    *,
    on_duty: Annotated[
        bool, typer.Option("--on-duty", help="An adult on duty, not the safeguarding lead.")
    ] = False,
) -> None:
    """Print a code that gives the office to whoever sends it to the bot in private, once."""
    from bot.cli.people import add_person
    from config.settings import load_settings

    add_person(load_settings(), Office.ON_DUTY if on_duty else Office.LEAD)


@lead.command("list")
def list_() -> None:
    """Show who is in office, by number."""
    from bot.cli.people import list_people
    from config.settings import load_settings

    list_people(load_settings())


@lead.command("remove")
def remove(number: Annotated[int, typer.Argument(help="As `lead list` shows it.")]) -> None:
    """End an office at once; nothing is kept of who held it."""
    from bot.cli.people import remove_person
    from config.settings import load_settings

    remove_person(load_settings(), number)
