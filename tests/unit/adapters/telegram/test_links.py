"""What a message names without an address, and which bot had a hand in it."""

import pytest

from adapters.telegram.links import words_in
from adapters.telegram.translate import translate
from bot.domain.event import Posted
from bot.domain.links import LinkList, LinkLists, ListEntry
from tests.unit.adapters.telegram.payloads import message_with

ENTRY = ListEntry("tool", frozenset({"tool.example"}), accounts=frozenset({"toolbot"}))
LISTS = LinkLists([LinkList("nudify", 1, "2026-11-26", (ENTRY,))])
BOT = {"id": 7, "is_bot": True, "first_name": "Tool", "username": "ToolBot"}
PERSON = {**BOT, "is_bot": False}


def names(**fields: object) -> tuple[str, ...]:
    """Return what the post of a message names."""
    posts = [one for one in translate(message_with(**fields)) if isinstance(one, Posted)]
    return tuple(name for post in posts for name in post.names)


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "ask @toolbot"},
        {"text": "tool.example"},
        {"caption": "see @ToolBot", "photo": []},
        {"poll": {"question": "@toolbot or not?", "options": []}},
        {"poll": {"question": "which?", "options": [{"text": "tool.example"}]}},
        {"quote": {"text": "tool.example", "position": 0}},
        {"text": "hello", "via_bot": BOT},
        {"text": "hello", "forward_origin": {"type": "user", "sender_user": BOT, "date": 1}},
        {"text": "hello", "from": BOT},
    ],
)
def test_a_listed_name_is_found_wherever_it_stands(fields: dict[str, object]) -> None:
    assert any(LISTS.find(name) for name in names(**fields))


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "hello", "forward_origin": {"type": "user", "sender_user": PERSON, "date": 1}},
        {"text": "hello", "from": PERSON},
        {"document": {"file_id": "f", "file_unique_id": "u", "file_name": "tool.example"}},
    ],
)
def test_names_of_people_and_of_files_are_none(fields: dict[str, object]) -> None:
    assert names(**fields) == ()


def test_words_without_a_name_are_no_post() -> None:
    assert translate(message_with(text="hello")) == ()


@pytest.mark.parametrize("node", [{}, {"text": 5, "caption": None}, {"is_bot": "yes"}])
def test_what_holds_no_words_names_nobody(node: dict[str, object]) -> None:
    assert words_in(node) == []
