"""When the same picture is an outbreak."""

import pytest

from bot.domain.message import ChatRef
from bot.domain.outbreak import OutbreakNews, is_outbreak
from tests.fakes import START


@pytest.mark.parametrize(
    ("chats", "senders", "spreads"),
    [(1, 1, False), (1, 2, False), (1, 3, True), (2, 1, True), (2, 2, True), (0, 0, False)],
)
def test_two_chats_or_three_senders_are_an_outbreak(
    chats: int, senders: int, spreads: bool
) -> None:
    assert is_outbreak(chats, senders) is spreads


def test_the_news_names_the_case_as_people_say_it() -> None:
    news = OutbreakNews(1, ChatRef("sandbox", "class"), 42, 2, 3, START, 1)
    assert news.number == "C-0042"
