"""How updates are packed: keys, cursors, and what comes after a batch."""

import json
from datetime import datetime

import pytest

from adapters.telegram.updates import (
    Cursor,
    changes_rights,
    made,
    made_move,
    next_offset,
    pack,
)
from tests.fakes import START
from tests.unit.adapters.telegram.receiving import message


def test_an_update_is_known_by_its_number_and_kept_whole() -> None:
    update = pack(message(7, field_of_the_future={"a": [1]}))
    assert (update.platform, update.key, update.chat) == ("telegram", "7", "-100")
    assert json.loads(update.body) == message(7, field_of_the_future={"a": [1]})


@pytest.mark.parametrize(
    "raw", [{"message": {}}, {"update_id": True}, {"update_id": "7"}, [], None]
)
def test_an_update_without_a_number_is_known_by_its_content(raw: object) -> None:
    assert len(pack(raw).key) == 64
    assert pack(raw).key == pack(raw).key != pack({"other": raw}).key


def test_half_a_character_can_be_stored() -> None:
    pack(message(7, text="\ud800")).body.encode()


def test_the_highest_number_decides_what_comes_next() -> None:
    assert next_offset([message(9), message(7), {"update_id": None}], 7) == 10


def test_numbers_that_begin_anew_are_followed() -> None:
    assert next_offset([message(3)], 900) == 4


def test_a_batch_without_any_number_is_stepped_over() -> None:
    assert next_offset([{}, None], 7) == 9
    assert next_offset([], 7) == 7


@pytest.mark.parametrize("cursor", [Cursor(7, START), Cursor(0, START)])
def test_a_cursor_is_read_as_it_was_written(cursor: Cursor) -> None:
    assert Cursor.read(str(cursor)) == cursor


@pytest.mark.parametrize("text", [None, "", "7", "7@", "x@2026-11-20T21:04:00+00:00", "@", "7@x"])
def test_a_cursor_that_cannot_be_read_asks_for_all_there_is(text: str | None) -> None:
    assert Cursor.read(text) == Cursor(0, None)


def test_only_a_changed_place_in_the_chat_makes_rights_stale() -> None:
    assert changes_rights({"update_id": 7, "my_chat_member": {}})
    assert changes_rights({"update_id": 7, "chat_member": {}})
    others: list[object] = [message(7), [], [[]], 5, None]
    assert not any(changes_rights(raw) for raw in others)


def test_what_we_tell_ourselves_has_its_own_key_and_chat() -> None:
    update = made_move("-1", "-1002", START)
    assert (update.key, update.chat) == ("moved:-1:-1002", "-1")
    assert datetime.fromisoformat(json.loads(update.body)["upstander"]["at"]) == START
    assert made("outage", "outage:1").chat == ""
