"""Every way in which media arrives on Telegram ends as media, as opaque, or as nothing to see."""

import copy
import json

import pytest

from adapters.telegram.raw import mapping_in
from adapters.telegram.translate import translate
from bot.domain.event import Asset, OpaqueSlot, Posted
from bot.domain.message import Actor, ActorKind, ChatRef, MediaItem, MessageRef
from bot.domain.signal import OpaqueReason
from tests.fakes import START
from tests.unit.adapters.telegram.payloads import CARRIED, OTHERS, WAYS, Payload, message_with

CLASS = ChatRef("telegram", "-1001234567890")
FILE = {"file_id": "f1", "file_unique_id": "u1", "file_size": 7}

# What each way shows: slots to fetch, and slots that nobody can.
SHOWN: dict[str, tuple[list[str], list[str]]] = {
    "photo": (["photo"], []),
    "photo behind a spoiler": (["photo"], []),
    "live photo": (["photo", "live_photo", "live_photo.photo"], []),
    "document": (["document"], []),
    "document with its own thumbnail": (["document", "document.thumbnail"], []),
    "gif": (["animation", "animation.thumbnail"], []),
    "video with cover and qualities": (
        ["video", "video.thumbnail", "video.cover", "video.qualities.0"],
        [],
    ),
    "video note": (["video_note", "video_note.thumbnail"], []),
    "voice": (["voice"], []),
    "audio with cover": (["audio", "audio.thumbnail"], []),
    "sticker": (["sticker", "sticker.thumbnail"], []),
    "animated sticker": (["sticker", "sticker.thumbnail"], []),
    "video sticker": (["sticker", "sticker.thumbnail"], []),
    "premium sticker": (["sticker", "sticker.thumbnail", "sticker.premium_animation"], []),
    "custom emoji sticker": (["sticker", "sticker.thumbnail"], []),
    "one of an album": (["photo"], []),
    "edit that swaps the photo": (["photo"], []),
    "forward": (["photo"], []),
    "reply to another chat": (["external_reply.photo"], []),
    "reply to another topic": (["external_reply.video", "external_reply.video.thumbnail"], []),
    "poll with pictures everywhere": (
        [
            "poll.options.0.media.photo",
            "poll.options.1.media.live_photo",
            "poll.options.1.media.live_photo.photo",
            "poll.options.2.media.sticker",
            "poll.options.2.media.sticker.thumbnail",
            "poll.options.3.media.animation",
            "poll.options.3.media.animation.thumbnail",
            "poll.media.photo",
            "poll.explanation_media.video",
            "poll.explanation_media.video.thumbnail",
        ],
        [],
    ),
    "poll about a link": ([], []),
    "rich message": (
        [
            "custom_emoji.0",
            "rich_message.blocks.1.photo",
            "rich_message.blocks.2.blocks.0.video",
            "rich_message.blocks.2.blocks.0.video.thumbnail",
            "rich_message.blocks.2.blocks.1.document",
        ],
        [],
    ),
    "paid media not paid for": ([], ["paid_media.paid_media.0", "paid_media.paid_media.1"]),
    "paid media paid for": (
        [
            "paid_media.paid_media.0.photo",
            "paid_media.paid_media.1.video",
            "paid_media.paid_media.1.video.thumbnail",
        ],
        [],
    ),
    "story": ([], ["story"]),
    "reply to a story": ([], ["reply_to_story"]),
    "story in a reply to another chat": ([], ["external_reply.story"]),
    "links": ([], []),
    "links in a caption": (["photo"], []),
    "custom emoji": (["custom_emoji.0", "custom_emoji.1"], []),
    "custom emoji in a poll": (["custom_emoji.0"], []),
    "custom emoji in a checklist": (["custom_emoji.0"], []),
    "contact with a picture": ([], ["contact.vcard"]),
    "chat background": (["chat_background_set.type.document"], []),
    "gift": (["gift.gift.sticker", "gift.gift.sticker.thumbnail"], []),
    "unique gift": (
        [
            "unique_gift.gift.model.sticker",
            "unique_gift.gift.model.sticker.thumbnail",
            "unique_gift.gift.symbol.sticker",
            "unique_gift.gift.symbol.sticker.thumbnail",
        ],
        [],
    ),
    "game": (["game.photo", "game.animation", "game.animation.thumbnail"], []),
    "invoice": ([], ["invoice"]),
    "topic with an icon": (["custom_emoji.0"], []),
}
NOTHING_TO_SEE = {"contact without a picture", "giveaway", "plain text", "new title"}
LINKS = {
    "poll about a link": ("https://pictures.example/poll",),
    "rich message": ("https://pictures.example/rich",),
    # The first one stands behind an emoji, which Telegram counts as two.
    "links": ("http://a.example/x", "https://b.example/y", "https://c.example/z"),
    "links in a caption": ("b.example",),
}


def only_posted(raw: object) -> Posted:
    (event,) = translate(raw)
    assert isinstance(event, Posted)
    return event


def test_every_way_is_in_a_table() -> None:
    assert set(SHOWN) | NOTHING_TO_SEE == set(WAYS)


@pytest.mark.parametrize("way", SHOWN)
def test_each_way_shows_what_it_shows(way: str) -> None:
    event = only_posted(WAYS[way])
    found = [item.slot for item in event.media], [slot.slot for slot in event.opaque]
    assert found == SHOWN[way]
    assert event.links == LINKS.get(way, ())
    assert event.at == START
    assert event.ref.chat_ref == CLASS


@pytest.mark.parametrize("way", sorted(NOTHING_TO_SEE))
def test_what_shows_nothing_is_nothing(way: str) -> None:
    assert translate(WAYS[way]) == ()


def test_a_photo_keeps_its_ids_size_and_largest_form() -> None:
    event = only_posted(WAYS["photo"])
    assert event.media == (MediaItem("photo", "AQADphL", "AgACAgQAAxkBAAIphL", 12345),)
    assert event.ref == MessageRef("telegram", CLASS.chat, "101")
    assert not event.edited


def test_what_nobody_can_fetch_says_so() -> None:
    (slot,) = only_posted(WAYS["story"]).opaque
    assert slot == OpaqueSlot("story", "story", OpaqueReason.UNFETCHABLE)


def test_an_edit_is_a_revision_of_its_own() -> None:
    assert only_posted(WAYS["edit that swaps the photo"]).revision == "1795208670"
    unstamped = {"edited_message": message_with(sticker=FILE)["message"]}
    assert only_posted(unstamped).edited


def test_the_parts_of_an_album_know_their_album() -> None:
    assert only_posted(WAYS["one of an album"]).album == "13580000000000001"
    assert only_posted(WAYS["photo"]).album == ""


def test_an_emoji_is_fetched_by_its_own_id() -> None:
    first, second = only_posted(WAYS["custom emoji"]).media
    assert first == MediaItem("custom_emoji.0", "5368324170671202286", "emoji:5368324170671202286")
    assert second.key == "42"


# --- messages inside messages


@pytest.mark.parametrize("name", CARRIED)
def test_a_message_that_another_carries_is_a_post_of_its_own(name: str) -> None:
    event = only_posted(CARRIED[name])
    assert event.ref == MessageRef("telegram", CLASS.chat, "40")
    assert event.actor == Actor(ActorKind.USER, "5002")
    assert event.at < START
    assert len(event.media) > 0


def test_a_picture_that_answers_a_picture_is_two_posts_with_slots_as_in_their_own_updates() -> None:
    update = copy.deepcopy(CARRIED["reply"])
    message = update["message"]
    assert isinstance(message, dict)
    message["sticker"] = FILE
    events = translate(update)
    assert [[item.slot for item in one.media] for one in events if isinstance(one, Posted)] == [
        ["sticker"],
        ["photo"],
    ]


@pytest.mark.parametrize("field", ["chat", "date", "message_id"])
def test_a_carried_message_that_cannot_be_read_is_shown_by_the_one_that_carries_it(
    field: str,
) -> None:
    carried = {"message_id": 40, "chat": {"id": -1001234567890}, "date": 1, "photo": [FILE]}
    del carried[field]
    event = only_posted(message_with(reply_to_message=carried))
    assert event.actor.id == "5001"
    assert [item.slot for item in event.media] == ["reply_to_message.photo.0"]


def test_a_copy_from_another_chat_belongs_to_the_message_that_shows_it() -> None:
    copied = {"message_id": 40, "chat": {"id": -5}, "date": 1, "sticker": FILE}
    event = only_posted(message_with(giveaway_completed={"giveaway_message": copied}))
    assert event.ref.message != "40"
    assert len(event.media) == 1


def test_an_answer_to_our_own_line_with_its_link_button_is_no_post_of_ours() -> None:
    ours: dict[str, object] = {
        "message_id": 41,
        "chat": {"id": -1001234567890},
        "date": 1,
        "reply_markup": {"inline_keyboard": [[{"text": "Why?", "url": "https://t.me/x"}]]},
    }
    assert translate(message_with(reply_to_message=ours)) == ()


def test_messages_inside_messages_without_end_are_all_looked_at() -> None:
    inner: dict[str, object] = {"file_id": "f0"}
    for number in range(1, 500):
        chat = {"id": -1001234567890}
        inner = {"message_id": number, "chat": chat, "date": 1, "x": inner}
        inner["sticker"] = {"file_id": f"f{number}"}
    assert len(translate(message_with(reply_to_message=inner))) == 499


# --- what stands in a chat without a message


def test_the_chats_own_photo_is_no_message_that_could_be_removed() -> None:
    (event,) = translate(OTHERS["new chat photo"])
    assert isinstance(event, Asset)
    assert (event.chat, event.name) == (CLASS, "chat")
    assert [item.key for item in event.media] == ["AQADnpL"]


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("reaction", "reaction:55:5001"),
        ("reaction of an anonymous admin", "reaction:55:-1001234567890"),
        ("reactions counted", "reaction:55:-1009876543210"),
    ],
)
def test_an_emoji_put_to_a_message_never_names_that_message(name: str, place: str) -> None:
    (event,) = translate(OTHERS[name])
    assert isinstance(event, Asset)
    assert event.name == place
    assert [item.handle[:6] for item in event.media] == ["emoji:"]


def test_a_reaction_in_private_is_never_looked_at() -> None:
    reaction = mapping_in(OTHERS["reaction"], "message_reaction")
    chat = {"id": 5001, "first_name": "Ana", "type": "private"}
    assert translate({"update_id": 1, "message_reaction": {**reaction, "chat": chat}}) == ()


def test_an_ordinary_reaction_is_nothing_to_see() -> None:
    assert translate(OTHERS["reaction with an ordinary emoji"]) == ()


def test_an_update_without_media_in_it_is_left_alone() -> None:
    assert translate(OTHERS["poll answer"]) == ()
    assert translate(OTHERS["join request"]) == ()


def test_the_update_is_not_changed_by_reading_it() -> None:
    updates: list[Payload] = [*WAYS.values(), *CARRIED.values(), *OTHERS.values()]
    before = json.dumps(updates)
    for update in updates:
        assert translate(update) == translate(update)
    assert json.dumps(updates) == before
