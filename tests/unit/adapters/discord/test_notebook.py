"""What does not fit: messages are read again, and what no history repeats fits all the same."""

import json
from datetime import timedelta

import pytest

from adapters.discord import buffer as module
from adapters.discord.hosts import MediaHosts
from adapters.discord.ids import server
from adapters.discord.notebook import Notebook
from adapters.discord.translate import STANDING, translate
from adapters.discord.updates import Packer
from bot.domain.event import Gap
from tests.fakes import START, MovableClock


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def book(monkeypatch: pytest.MonkeyPatch, clock: MovableClock) -> Notebook:
    monkeypatch.setattr(module, "MOST_WAITING", 2)
    return Notebook(Packer(MediaHosts()), clock)


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


@pytest.mark.parametrize(
    ("event", "where"),
    [
        ("MESSAGE_UPDATE", {"guild_id": "5"}),
        ("MESSAGE_REACTION_ADD", {"guild_id": "5"}),
        ("GUILD_MEMBER_UPDATE", {"guild_id": "5"}),
        ("GUILD_UPDATE", {"id": "5"}),
    ],
)
def test_what_no_history_repeats_and_does_not_fit_is_told_once_the_flood_is_over(
    book: Notebook, clock: MovableClock, event: str, where: dict[str, str]
) -> None:
    fill(book, 2)
    for number in range(3):
        book.keep(event, {"id": str(number + 7), **where})
        clock.move(timedelta(minutes=1))
    book.own_up()
    assert len(book.buffer) == 2
    book.buffer.drop(2)
    book.own_up()
    book.own_up()
    (entry,) = book.buffer.first()
    assert entry.update is not None
    (gap,) = translate(json.loads(entry.update.body), MediaHosts())
    assert gap == Gap(server(5), START, START + timedelta(minutes=3))


@pytest.mark.parametrize("event", ["MESSAGE_CREATE", "INTERACTION_CREATE", "MESSAGE_DELETE"])
def test_what_is_made_good_is_no_gap(book: Notebook, event: str) -> None:
    fill(book, 2)
    book.keep(event, {"id": "7", "guild_id": "5"})
    book.buffer.drop(2)
    book.own_up()
    assert len(book.buffer) == 0


def test_what_was_said_in_private_belongs_to_no_server(
    book: Notebook, caplog: pytest.LogCaptureFixture
) -> None:
    fill(book, 2)
    book.keep("MESSAGE_CREATE", {"id": "7", "author": {"id": "9"}})
    assert "in private is lost" in caplog.text
    assert book.progress.unread == {}


def test_nothing_grows_without_end(book: Notebook) -> None:
    for number in range(9):
        book.keep("GUILD_DELETE", {"id": str(number + 1)})
    assert len(book.buffer) == 4
