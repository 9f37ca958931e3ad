"""What was heard waits in order, in bounds, and leaves only when it is stored."""

from adapters.discord.buffer import BATCH, CROWDED, MOST_WAITING, Buffer, Entry
from adapters.discord.progress import Progress
from bot.domain.event import RawUpdate
from tests.fakes import START


def entry(number: int) -> Entry:
    return Entry(RawUpdate("discord", str(number), "", "{}"))


def keys(buffer: Buffer) -> list[str]:
    return [one.update.key for one in buffer.first() if one.update is not None]


def test_what_came_first_is_stored_first_and_stays_until_it_is_let_go() -> None:
    buffer = Buffer()
    for number in range(BATCH + 2):
        buffer.add(entry(number))
    first = keys(buffer)
    assert first == [str(number) for number in range(BATCH)]
    assert keys(buffer) == first
    assert len(buffer) == BATCH + 2
    buffer.drop(BATCH)
    assert keys(buffer) == [str(BATCH), str(BATCH + 1)]
    buffer.drop(2)
    assert len(buffer) == 0
    assert list(buffer.first()) == []


def test_whoever_waits_hears_of_news() -> None:
    buffer = Buffer()
    assert not buffer.news.is_set()
    buffer.add(entry(1))
    assert buffer.news.is_set()


def test_a_full_buffer_says_so_and_a_crowded_one_earlier() -> None:
    buffer = Buffer()
    states = []
    for number in range(MOST_WAITING):
        buffer.add(entry(number))
        if number + 1 in (CROWDED - 1, CROWDED, MOST_WAITING - 1, MOST_WAITING):
            states.append((buffer.crowded, buffer.full))
    assert states == [(False, False), (True, False), (True, False), (True, True)]


def test_an_entry_that_marks_nothing_leaves_the_cursor_where_it_is() -> None:
    progress = Progress(START)
    assert Entry().mark(progress) is progress
    assert Entry().update is None
