"""Whatever comes: unknown fields are looked at, malformed ones cost nothing but themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram.translate import MalformedUpdate, chat_of, translate
from bot.domain.event import Posted
from tests.unit.adapters.telegram.payloads import message_with

FILE = {"file_id": "f1", "file_unique_id": "u1", "file_size": 7}

KINDS = [
    "message",
    "edited_message",
    "channel_post",
    "callback_query",
    "my_chat_member",
    "chat_member",
    "message_reaction",
    "upstander",
    "poll",
    "new",
]
# Names that mean something to the translation, beside any other.
NAMES = [
    *("message_id", "chat", "id", "date", "from", "message", "data", "reply_to_message", "kind"),
    *("text", "entities", "type", "url", "offset", "length", "custom_emoji_id", "vcard"),
    *("photo", "file_id", "width", "height", "paid_media", "new_chat_member", "profile_photos"),
    *("upstander", "migrate_to_chat_id"),
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=3), inner, max_size=5)
    ),
    max_leaves=30,
)


def only_posted(raw: object) -> Posted:
    (event,) = translate(raw)
    assert isinstance(event, Posted)
    return event


@pytest.mark.parametrize(
    "field",
    [
        {"hologram": FILE},
        {"series": [[{"frame": FILE}]]},
        {"video": {"file_id": None, "still": FILE}},
    ],
)
def test_a_file_in_a_field_that_nobody_has_seen_before_is_found(field: dict[str, object]) -> None:
    event = only_posted(message_with(**field))
    assert [(item.key, item.handle, item.size) for item in event.media] == [("u1", "f1", 7)]


@pytest.mark.parametrize("size", ["7", 7.5, True, None, -1, 2**63])
def test_a_size_that_is_no_size_is_not_known(size: object) -> None:
    (item,) = only_posted(message_with(document=FILE | {"file_size": size})).media
    assert item.size is None


def test_paid_media_of_a_kind_that_nobody_knows_is_opaque() -> None:
    event = only_posted(message_with(paid_media={"paid_media": [{"type": "dream"}, "?", FILE]}))
    assert [slot.slot for slot in event.opaque] == [
        "paid_media.paid_media.0",
        "paid_media.paid_media.1",
    ]
    assert len(event.media) == 1


@pytest.mark.parametrize("emoji", [5, True, ["1"], "x" * 300])
def test_an_emoji_without_a_usable_id_is_opaque(emoji: object) -> None:
    event = only_posted(message_with(entities=[{"custom_emoji_id": emoji}]))
    assert [slot.slot for slot in event.opaque] == ["custom_emoji.0"]


@pytest.mark.parametrize(
    "field",
    [
        {"entities": [{"type": "url", "offset": "0", "length": 5}, {"type": "url"}, 5]},
        {"entities": {"type": "url"}},
        {"media_group_id": 5},
        {"edit_date": "now"},
        {"from": "ana"},
        {"reply_to_message": [5]},
        {"migrate_to_chat_id": "x"},
        {"new_chat_members": 5},
        {"contact": {"vcard": 5}},
        {"paid_media": 5},
        {"link_preview_options": {"url": 5}},
    ],
)
def test_one_malformed_field_does_not_lose_the_media_of_its_message(
    field: dict[str, object],
) -> None:
    assert len(only_posted(message_with(sticker=FILE, **field)).media) == 1


@pytest.mark.parametrize("kind", ["vanishing_message", "business_message", "guest_message"])
def test_a_message_of_whatever_kind_is_looked_at(kind: str) -> None:
    assert len(only_posted({"update_id": 1, kind: message_with(photo=[FILE])["message"]}).media)


def test_an_unknown_update_is_refused_only_if_it_holds_a_file() -> None:
    assert translate({"update_id": 1, "weather": {"rain": True}}) == ()
    with pytest.raises(MalformedUpdate):
        translate({"update_id": 1, "weather": {"radar": [FILE]}})


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        {"message": "hello"},
        {"message": None},
        message_with(message_id=None),
        message_with(message_id="12"),
        message_with(message_id=2**70),
        message_with(date=None),
        message_with(date="2026-11-20"),
        message_with(date=10**15),
        message_with(chat=None),
        message_with(chat={"id": "x"}),
    ],
)
def test_what_cannot_be_read_is_refused_without_naming_content(raw: object) -> None:
    with pytest.raises(MalformedUpdate) as refused:
        translate(raw)
    assert "hello" not in str(refused.value)


@given(st.dictionaries(st.sampled_from(KINDS), JSON, max_size=3) | JSON)
def test_random_json_is_read_or_refused_and_nothing_else(raw: object) -> None:
    assert isinstance(chat_of(raw), str)
    try:
        events = translate(raw)
    except MalformedUpdate:
        return
    assert isinstance(events, tuple)


@given(JSON)
def test_a_message_with_any_field_keeps_its_picture(value: object) -> None:
    events = translate(message_with(sticker=FILE, field=value, quote=value, poll=value))
    assert any(
        item.handle == "f1" for event in events if isinstance(event, Posted) for item in event.media
    )
