"""`forget`: forgets who was in a case, or where somebody was the sender."""

import asyncio

from rich.console import Console

from bot.defaults import default_policy
from bot.domain.case import case_number
from bot.domain.erasure import Forgetting
from bot.domain.errors import StartRefused
from bot.services.system_clock import SystemClock
from bot.storage.books import Books, open_books
from bot.storage.database import database_file
from bot.storage.instance import known_key, refuse_lost_key
from config.schema import Settings

_BY = "operator on this machine"
_WHY_NOT = {
    Forgetting.UNKNOWN: "there is no such case.",
    Forgetting.OPEN: "it, or one below it, is still open. Let an adult end it first: /close.",
    Forgetting.HELD: "an adult holds it, so nothing of it is deleted. Only /release ends that.",
}
GOES = (
    "This forgets the ids of sender and adults, the notes, and every word of the signed record. "
    "Nothing brings them back. Export the case first if anybody may still need it."
)
STAYS = (
    "What stays: the rows without people, hashes in banks, counts, the hashes and signatures of "
    "the record, and the sealed chain of everything that was done, which names adults. Backups "
    "and files that were exported are not touched."
)


def forget_cases(settings: Settings, case: int | None, person: tuple[str, str] | None) -> bool:
    """Forget one case, or all of one sender, and say what came of it; whether nothing is left.

    Raises:
        StartRefused: There is no database.
    """
    return asyncio.run(_forget(settings, case, person))


async def _forget(settings: Settings, case: int | None, person: tuple[str, str] | None) -> bool:
    url = settings.database.get_secret_value()
    refuse_lost_key(settings.data_dir, url)
    key = known_key(settings.data_dir)
    if key is None or not database_file(url).exists():
        raise StartRefused(f"There is no database in {settings.data_dir}, so there is no case.")
    policy = default_policy(settings)
    async with open_books(url, SystemClock(), key, policy, alone=False) as books:
        numbers = [] if case is None else [case]
        if person is not None:
            numbers = await books.erasure.cases_of(*person)
        done = [await _forget_one(books, number) for number in numbers]
        if person is not None:
            items = await books.erasure.forget_items_of(*person)
            _say(f"{items} pictures without a case do not say any more who posted them.")
    _say(STAYS)
    return all(done)


async def _forget_one(books: Books, number: int) -> bool:
    outcome = await books.erasure.forget(number, _BY)
    if outcome is Forgetting.DONE:
        _say(f"{case_number(number)} is forgotten.")
        return True
    _say(f"{case_number(number)} is NOT forgotten: {_WHY_NOT[outcome]}")
    return False


def _say(line: str) -> None:
    Console(soft_wrap=True, markup=False, highlight=False).print(line)
