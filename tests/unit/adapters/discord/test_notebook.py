"""What does not fit: messages are read again, and what no history repeats fits all the same."""

import pytest

from adapters.discord import buffer as module
from adapters.discord.hosts import MediaHosts
from adapters.discord.notebook import Notebook
from adapters.discord.translate import STANDING
from adapters.discord.updates import Packer
from tests.fakes import MovableClock


@pytest.fixture
def book(monkeypatch: pytest.MonkeyPatch) -> Notebook:
    monkeypatch.setattr(module, "MOST_WAITING", 2)
    return Notebook(Packer(MediaHosts()), MovableClock())


def fill(book: Notebook, count: int) -> None:
    for number in range(count):
        book.keep("MESSAGE_DELETE", {"id": str(number + 1), "channel_id": "3", "guild_id": "5"})


def test_a_message_that_does_not_fit_makes_its_server_be_read_again(book: Notebook) -> None:
    fill(book, 3)
    assert len(book.buffer) == 2
    assert book.misses("5") == 1
    assert "5" in book.progress.unread


@pytest.mark.parametrize("event", ["GUILD_DELETE", STANDING])
def test_what_no_history_repeats_fits_all_the_same(book: Notebook, event: str) -> None:
    fill(book, 2)
    book.keep(event, {"id": "5", "guild_id": "5", "lost": [], "may_delete": False})
    assert len(book.buffer) == 3


def test_nothing_grows_without_end(book: Notebook) -> None:
    for number in range(9):
        book.keep("GUILD_DELETE", {"id": str(number + 1)})
    assert len(book.buffer) == 4
