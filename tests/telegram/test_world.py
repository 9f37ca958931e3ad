"""People's side of the fake: everything they can post is told the bot as Telegram tells it."""

from typing import Any

import pytest

from tests.telegram import attachments as parts
from tests.telegram.attachments import Part
from tests.telegram.client import Class7B
from tests.telegram.errors import CannotDo
from tests.telegram.ground import ANONYMOUS_BOT, CHANNEL_BOT, TELEGRAM
from tests.telegram.server import FakeTelegram
from tests.telegram.state import Json

PICTURE = b"a picture"


def file_ids(value: object) -> list[str]:
    """Find the file ids in an update, however deep."""
    if isinstance(value, list):
        return [found for one in value for found in file_ids(one)]
    if not isinstance(value, dict):
        return []
    own = [value["file_id"]] if "file_id" in value else []
    return own + [found for one in value.values() for found in file_ids(one)]


@pytest.mark.parametrize(
    ("part", "field", "files"),
    [
        (parts.photo(PICTURE), "photo", 2),
        (parts.document(PICTURE, "image/png"), "document", 1),
        (parts.animation(PICTURE), "animation", 2),
        (parts.video(b"mp4", cover=PICTURE, thumbnail=PICTURE), "video", 4),
        (parts.video_note(b"mp4"), "video_note", 1),
        (parts.sticker(PICTURE, "video", "set"), "sticker", 1),
        (parts.live_photo(PICTURE, b"mp4"), "live_photo", 5),
        (parts.poll("?", [("a", parts.photo(PICTURE)), ("b", None)]), "poll", 2),
        (parts.rich_message("words", PICTURE), "rich_message", 2),
        (parts.paid_media(), "paid_media", 0),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_kind_of_media_stands_where_telegram_puts_it(
    telegram: FakeTelegram, group: Class7B, part: Part, field: str, files: int
) -> None:
    message = telegram.world.post(group.chat, group.ana, "", part)
    told = telegram.world.sent("message")[-1]
    assert field in told
    assert (told["message_id"], told["from"]["id"]) == (message.id, group.ana.id)
    assert len(file_ids(told)) == files


def test_the_last_of_a_pictures_sizes_holds_its_bytes(
    telegram: FakeTelegram, group: Class7B
) -> None:
    telegram.world.post(group.chat, group.ana, photo=PICTURE)
    sizes = telegram.world.sent("message")[-1]["photo"]
    kept = [telegram.world.files.find(size["file_id"]) for size in sizes]
    assert [file.data == PICTURE for file in kept if file] == [False, True]


@pytest.mark.parametrize(
    ("part", "field"),
    [
        (parts.spoiler(), "has_media_spoiler"),
        (parts.raw_fields(has_protected_content=True), "has_protected_content"),
    ],
)
def test_parts_are_put_together(
    telegram: FakeTelegram, group: Class7B, part: Part, field: str
) -> None:
    telegram.world.post(group.chat, group.ana, "look", part, photo=PICTURE)
    told = telegram.world.sent("message")[-1]
    assert (told["caption"], told[field], len(told["photo"])) == ("look", True, 2)


def test_words_are_marked_as_telegram_marks_them(telegram: FakeTelegram, group: Class7B) -> None:
    telegram.world.post(group.chat, group.ana, "😀 /report https://a.b/c")
    command, link = telegram.world.sent("message")[-1]["entities"]
    assert (command["type"], command["offset"], command["length"]) == ("bot_command", 3, 7)
    assert (link["type"], link["offset"], link["length"]) == ("url", 11, 13)


def test_an_album_is_as_many_updates_with_one_group(telegram: FakeTelegram, group: Class7B) -> None:
    album = telegram.world.album(group.chat, group.ana, [b"1", b"2", b"3"])
    told = telegram.world.sent("message")[-3:]
    assert [one["message_id"] for one in told] == [one.id for one in album]
    assert len({one["media_group_id"] for one in told}) == 1
    telegram.world.album(group.chat, group.ana, [b"4"])
    assert telegram.world.sent("message")[-1]["media_group_id"] != told[0]["media_group_id"]


def test_an_edit_swaps_what_is_named_and_keeps_the_rest(
    telegram: FakeTelegram, group: Class7B
) -> None:
    message = telegram.world.post(group.chat, group.ana, "look", photo=b"one")
    before = message.raw["photo"][-1]["file_unique_id"]
    telegram.world.edit(message, photo=b"two")
    swapped = telegram.world.sent("edited_message")[-1]
    assert swapped["edit_date"]
    assert swapped["caption"] == "look"
    assert swapped["photo"][-1]["file_unique_id"] != before
    telegram.world.edit(message, "words")
    reworded = telegram.world.sent("edited_message")[-1]
    assert reworded["caption"] == "words"
    kept = [one["photo"][-1]["file_unique_id"] for one in (swapped, reworded)]
    assert kept[0] == kept[1]


def test_telegram_tells_no_bot_of_a_deletion(telegram: FakeTelegram, group: Class7B) -> None:
    message = telegram.world.post(group.chat, group.ana, photo=PICTURE)
    told = len(telegram.world.updates.sent)
    with pytest.raises(CannotDo):
        telegram.world.delete(message, group.ben)
    telegram.world.delete(message, group.cleo)
    assert not telegram.world.stands(message)
    assert len(telegram.world.updates.sent) == told


def test_a_reply_shows_the_original_once_more(telegram: FakeTelegram, group: Class7B) -> None:
    first = telegram.world.post(group.chat, group.ana, photo=PICTURE)
    second = telegram.world.post(group.chat, group.ben, "a", reply_to=first)
    telegram.world.post(group.chat, group.ben, "b", reply_to=second)
    one, two = telegram.world.sent("message")[-2:]
    assert one["reply_to_message"]["message_id"] == first.id
    assert "reply_to_message" not in two["reply_to_message"]


def test_a_quote_of_another_chat_shows_its_media(telegram: FakeTelegram, group: Class7B) -> None:
    telegram.world.post(
        group.chat, group.ana, "see", parts.quoting(group.cleo, parts.photo(PICTURE))
    )
    told = telegram.world.sent("message")[-1]
    assert told["text"] == "see"
    assert len(told["external_reply"]["photo"]) == 2


@pytest.mark.parametrize("mask", ["channel", "linked", "anonymous"])
def test_whoever_posts_under_another_name_has_telegrams_own_sender(
    telegram: FakeTelegram, group: Class7B, mask: str
) -> None:
    channel = telegram.world.new_channel("News", group.ana)
    sender, seen, chat = {
        "channel": (telegram.world.as_channel(channel), CHANNEL_BOT, channel),
        "linked": (telegram.world.as_channel(channel, linked=True), TELEGRAM, channel),
        "anonymous": (
            telegram.world.as_anonymous_admin(group.chat, group.cleo),
            ANONYMOUS_BOT,
            group.chat,
        ),
    }[mask]
    telegram.world.post(group.chat, sender, "hi")
    told = telegram.world.sent("message")[-1]
    assert (told["from"]["id"], told["sender_chat"]["id"]) == (seen.id, chat.id)
    assert told.get("is_automatic_forward", False) is (mask == "linked")
    with pytest.raises(CannotDo):
        telegram.world.as_anonymous_admin(group.chat, group.ana)


def test_a_channels_posts_are_updates_of_their_own_kind(
    telegram: FakeTelegram, group: Class7B
) -> None:
    channel = telegram.world.new_channel("News", group.ana)
    telegram.world.add_bot(channel)
    post = telegram.world.post(channel, group.ana, photo=PICTURE)
    telegram.world.edit(post, photo=b"another")
    (posted,), (edited,) = (
        telegram.world.sent(kind) for kind in ("channel_post", "edited_channel_post")
    )
    assert posted["sender_chat"]["id"] == edited["chat"]["id"] == channel.id
    assert "from" not in posted


def test_the_bot_is_told_what_becomes_of_it(telegram: FakeTelegram, group: Class7B) -> None:
    telegram.world.demote_bot(group.chat, {"restrict_members"})
    telegram.world.kick_bot(group.chat)
    added, demoted, kicked = telegram.world.sent("my_chat_member")
    assert added["old_chat_member"]["status"] == "left"
    assert added["new_chat_member"]["can_delete_messages"]
    assert not demoted["new_chat_member"]["can_delete_messages"]
    assert kicked["new_chat_member"]["status"] == "kicked"


def test_somebody_who_joins_is_announced_twice_to_an_admin(
    telegram: FakeTelegram, group: Class7B
) -> None:
    telegram.world.updates.allowed = ("message", "chat_member")
    dan = telegram.world.new_user("Dan")
    telegram.world.join(group.chat, dan)
    (change,) = telegram.world.sent("chat_member")
    assert change["new_chat_member"]["user"]["id"] == dan.id
    assert telegram.world.sent("message")[-1]["new_chat_members"][0]["id"] == dan.id
    telegram.world.leave(group.chat, dan)
    with pytest.raises(CannotDo):
        telegram.world.post(group.chat, dan, "still here?")


def test_only_who_is_in_the_chat_can_post_or_press(telegram: FakeTelegram, group: Class7B) -> None:
    stranger = telegram.world.new_user("Stranger")
    with pytest.raises(CannotDo):
        telegram.world.post(group.chat, stranger, "hi")
    markup: Json = {"inline_keyboard": [[{"text": "Why?", "callback_data": "a"}]]}
    line = telegram.world.put(group.chat, telegram.world.bot, {"text": "x", "reply_markup": markup})
    for person, label in ((stranger, "Why?"), (group.ana, "No such")):
        with pytest.raises(CannotDo):
            telegram.world.press(line, label, person)
    assert telegram.world.press(line, "Why?", group.ana)


def test_a_deep_link_opens_the_private_chat(telegram: FakeTelegram, group: Class7B) -> None:
    link = f"https://t.me/{telegram.world.bot.username}?start=abc"
    markup: Json = {"inline_keyboard": [[{"text": "Why?", "url": link}]]}
    line = telegram.world.put(group.chat, telegram.world.bot, {"text": "x", "reply_markup": markup})
    assert telegram.world.press(line, "Why?", group.ana) is None
    told: dict[str, Any] = telegram.world.sent("message")[-1]
    assert (told["chat"]["type"], told["text"]) == ("private", "/start abc")
    assert group.ana.started
    with pytest.raises(CannotDo):
        telegram.world.follow(group.ana, "https://t.me/another_bot?start=abc")


def test_other_bots_are_heard_only_in_bot_to_bot_mode(
    telegram: FakeTelegram, group: Class7B
) -> None:
    other = telegram.world.new_user("Otherbot", is_bot=True)
    telegram.world.promote(group.chat, other)
    telegram.world.sees_bots = False
    told = len(telegram.world.updates.sent)
    telegram.world.post(group.chat, other, photo=PICTURE)
    assert len(telegram.world.updates.sent) == told
    telegram.world.sees_bots = True
    telegram.world.post(group.chat, other, photo=PICTURE)
    assert len(telegram.world.updates.sent) == told + 1


def test_a_guest_bot_posts_without_being_a_member(telegram: FakeTelegram, group: Class7B) -> None:
    guest = telegram.world.new_user("Guestbot", is_bot=True)
    called = parts.by_guest_bot(group.ana)
    telegram.world.post(group.chat, guest, "", parts.photo(PICTURE), called)
    told = telegram.world.sent("message")[-1]
    assert told["guest_bot_caller_user"]["id"] == group.ana.id
