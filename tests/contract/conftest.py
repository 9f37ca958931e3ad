"""The databases on which the contract suites of the books run."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.storage.books import Books
from tests.contract.books_rig import BooksRig, SqliteRig

# A second kind of database is one more line here.
DATABASES: list[Callable[[Path], BooksRig]] = [SqliteRig]


@pytest.fixture(params=DATABASES, ids=lambda kind: kind.__name__)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> BooksRig:
    rig: BooksRig = request.param(tmp_path)
    return rig


@pytest.fixture
async def books(database: BooksRig) -> AsyncIterator[Books]:
    async with database.open() as opened:
        yield opened
