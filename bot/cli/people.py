"""`lead add`, `lead list` and `lead remove`: who the adults outside the chats are."""

import secrets

from rich.console import Console
from rich.table import Table

from bot.cli.bank_books import with_books, written_day
from bot.domain.errors import UnknownPerson
from bot.domain.people import CODE_LIFE, Office, Person, digest_of, write_code
from bot.domain.reference import RANDOM_BYTES
from bot.services.system_clock import SystemClock
from bot.storage.books import Books
from config.schema import Settings


def add_person(settings: Settings, office: Office) -> None:
    """Open an office and print the code that gives it to one person, once."""
    code, until = write_code(secrets.token_bytes(RANDOM_BYTES)), SystemClock().now() + CODE_LIFE

    async def add(books: Books) -> int:
        return await books.people.add(office, digest_of(code), until)

    number = with_books(settings, add)
    console = Console(soft_wrap=True)
    console.print(f"Number {number}. Give this line to the person, on paper or by word:")
    # Alone on its line, and not marked up: it is copied.
    console.print(f"/lead {code}", markup=False, highlight=False)
    console.print(
        f"They send it to the bot in a private chat, once, until {written_day(until, settings)}. "
        "Whoever sends it gets the office, so show it to nobody else. In a chat with others it "
        "stops working."
    )


def list_people(settings: Settings) -> None:
    """Show who is in office, by number: no name, no account."""

    async def everybody(books: Books) -> list[Person]:
        return await books.people.all()

    people = with_books(settings, everybody)
    if not people:
        Console().print("Nobody is in office. Let somebody in with: ./upstander lead add")
        return
    table = Table("number", "office", "since", "where")
    for one in people:
        table.add_row(
            str(one.id),
            one.office.replace("_", " "),
            written_day(one.added_at, settings),
            one.chat.platform if one.chat else _waits(one, settings),
        )
    Console().print(table)


def remove_person(settings: Settings, number: int) -> None:
    """End an office.

    Raises:
        UnknownPerson: There is none of this number, or it has ended.
    """

    async def remove(books: Books) -> bool:
        return await books.people.remove(number)

    if not with_books(settings, remove):
        raise UnknownPerson(
            f"Nobody in office has the number {number}. List them with: ./upstander lead list"
        )
    Console().print(f"Number {number} is in office no more, from now on.")


def _waits(person: Person, settings: Settings) -> str:
    if person.code_until is None or person.code_until <= SystemClock().now():
        return "the code is too old"
    return f"waits for the code until {written_day(person.code_until, settings)}"
