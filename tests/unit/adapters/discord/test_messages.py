"""Edits, previews that come late, the bot's own words, and messages whose content is hidden."""

from datetime import UTC, datetime

import pytest

from adapters.discord import messages as module
from adapters.discord.hosts import MediaHosts
from adapters.discord.messages import is_hollow, shown_digest
from adapters.discord.walk import Contents, contents_of
from bot.domain.event import Posted
from bot.domain.raw_json import Raw
from bot.domain.signal import OpaqueReason
from tests.fakes import START
from tests.unit.adapters.discord.payloads import (
    BEN,
    FILE,
    FILE_KEY,
    HOSTS,
    ME,
    OTHERS,
    WAYS,
    data_of,
    message_with,
    only_posted,
    read,
)

EDITED = "2026-11-20T21:10:00+00:00"


def changed(**fields: object) -> dict[str, object]:
    return message_with(**fields) | {"t": "MESSAGE_UPDATE"}


# --- later versions


def test_an_edit_is_a_revision_of_its_own_and_as_new_as_the_edit() -> None:
    event = only_posted(changed(edited_timestamp=EDITED, attachments=[FILE]))
    assert (event.revision, event.edited) == (EDITED, True)
    assert event.at == datetime(2026, 11, 20, 21, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "stamp", ["", "yesterday", "2026-11-20T21:10:00", "2026-11-20T20:00:00+00:00", 5, True, [], {}]
)
def test_an_edit_with_an_odd_stamp_is_never_older_than_its_message(stamp: object) -> None:
    event = only_posted(changed(edited_timestamp=stamp, attachments=[FILE]))
    assert event.at == START
    assert event.edited
    assert [item.key for item in event.media] == [FILE_KEY]


def test_what_a_message_shows_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    walks: list[object] = []

    def noted(raw: Raw, hosts: MediaHosts) -> Contents:
        walks.append(raw)
        return contents_of(raw, hosts)

    monkeypatch.setattr(module, "contents_of", noted)
    only_posted(changed(edited_timestamp=EDITED, attachments=[FILE]))
    assert len(walks) == 1


def test_a_preview_that_comes_late_is_a_later_version_for_each_thing_it_shows() -> None:
    late, alone = (only_posted(WAYS[f"preview that comes {how}"]) for how in ("later", "alone"))
    assert late.edited
    assert alone.edited
    assert late.revision != alone.revision
    again = only_posted(WAYS["preview that comes later"])
    assert again.revision == late.revision


def test_the_first_version_is_no_edit_and_a_history_copy_of_an_edited_one_is() -> None:
    assert not only_posted(message_with(attachments=[FILE])).edited
    assert only_posted(message_with(edited_timestamp=EDITED)).revision == EDITED


def test_the_answered_message_is_no_later_version_because_the_answer_was_edited() -> None:
    events = read(WAYS["reply"] | {"t": "MESSAGE_UPDATE"})
    assert [one.edited for one in events if isinstance(one, Posted)] == [True, False]


# --- the answered message


@pytest.mark.parametrize("broken", [{"id": None}, {"channel_id": None}, {}, "x", 5, [], None])
def test_an_answered_message_that_cannot_be_read_costs_nothing_but_itself(broken: object) -> None:
    data = data_of(WAYS["reply"])
    answered = data["referenced_message"]
    assert isinstance(answered, dict)
    data["referenced_message"] = (
        answered | broken if broken and isinstance(broken, dict) else broken
    )
    event = only_posted({"t": "MESSAGE_CREATE", "d": data})
    assert len(event.media) == 1


def test_messages_that_answer_one_another_are_read_one_level_deep() -> None:
    data = data_of(WAYS["reply"])
    answered = data["referenced_message"]
    assert isinstance(answered, dict)
    answered["referenced_message"] = {**answered, "id": "5", "attachments": [FILE]}
    found = read({"t": "MESSAGE_CREATE", "d": data})
    assert len(found) == 2
    assert FILE_KEY not in {
        item.key for one in found if isinstance(one, Posted) for item in one.media
    }


# --- the bot's own


def test_the_bots_own_words_are_no_post() -> None:
    assert read(OTHERS["own message"]) == ()


def test_an_answer_to_the_bot_is_one_post() -> None:
    event = only_posted(OTHERS["answer to the bot"])
    assert event.media == ()


@pytest.mark.parametrize("me", ["", BEN])
def test_a_message_of_somebody_else_is_a_post_whoever_the_bot_is(me: str) -> None:
    (event,) = read(OTHERS["own message"], me)
    assert isinstance(event, Posted)
    assert len(event.media) == 1


@pytest.mark.parametrize("author", [None, {}, {"id": None}, "x", [5]])
@pytest.mark.parametrize("me", ["", ME])
def test_a_message_that_names_nobody_is_never_taken_for_the_bots_own(
    author: object, me: str
) -> None:
    (event,) = read(message_with(author=author, attachments=[FILE]), me)
    assert isinstance(event, Posted)
    assert len(event.media) == 1


# --- hidden content


def test_a_message_that_people_write_with_nothing_in_it_is_hidden_and_not_clean() -> None:
    event = only_posted(WAYS["hidden content"])
    (slot,) = event.opaque
    assert (slot.slot, slot.reason) == ("content", OpaqueReason.UNREADABLE)
    assert is_hollow(data_of(WAYS["hidden content"]), ME)


@pytest.mark.parametrize("kind", [0, 19])
@pytest.mark.parametrize("author", [None, {"id": BEN}])
def test_both_kinds_that_people_write_can_be_hidden(kind: int, author: object) -> None:
    hollow = message_with(content="", type=kind, author=author)
    assert is_hollow(data_of(hollow), ME)
    assert is_hollow(data_of(hollow), "")
    assert len(only_posted(hollow).opaque) == 1


@pytest.mark.parametrize(
    "field",
    [
        {"content": "hello"},
        {"attachments": [FILE]},
        {"embeds": [{}]},
        {"sticker_items": [{}]},
        {"stickers": [{}]},
        {"components": [{}]},
        {"poll": {"question": {}}},
        {"message_snapshots": [{}]},
        {"activity": {"type": 1}},
        {"call": {"participants": [BEN]}},
        {"type": 7},
        {"type": 20},
        {"type": None},
        {"type": "0"},
        {"type": []},
        {"type": {}},
        {"content": None},
        {"flags": 1 << 7},
        {"flags": (1 << 7) + 4},
    ],
)
def test_a_message_that_holds_something_or_that_nobody_writes_is_not_hidden(
    field: dict[str, object],
) -> None:
    data = data_of(message_with(**{"content": "", "type": 0} | field))
    assert not is_hollow(data, ME)


@pytest.mark.parametrize("flags", [0, 4, 1 << 6, 1 << 8, None, "128", []])
def test_flags_that_say_something_else_hide_nothing_from_us(flags: object) -> None:
    assert is_hollow(data_of(message_with(content="", flags=flags)), ME)


def test_the_bots_own_empty_message_is_not_hidden_from_it() -> None:
    assert not is_hollow(data_of(message_with(content="", author={"id": ME})), ME)


def test_a_hidden_message_with_a_picture_after_all_shows_the_picture() -> None:
    event = only_posted(message_with(content="", hologram=FILE))
    assert (len(event.media), event.opaque) == (1, ())


# --- what a digest stands for


def test_a_digest_changes_with_all_that_is_shown_and_with_nothing_else() -> None:
    plain = data_of(message_with())
    same: list[dict[str, object]] = [
        {"pinned": True},
        {"mentions": []},
        {"content": "bye"},
        {"reactions": [FILE]},
    ]
    other: list[dict[str, object]] = [
        {"attachments": [FILE]},
        {"content": "https://a.example"},
        {"edited_timestamp": EDITED},
        {"sticker_items": [{"id": "5", "format_type": 9}]},
        {"sticker_items": [{"id": "5", "format_type": 1}], "content": "https://a.example"},
    ]
    assert {shown_digest(plain | one, HOSTS) for one in same} == {shown_digest(plain, HOSTS)}
    assert len({shown_digest(plain | one, HOSTS) for one in [{}, *other]}) == 6
