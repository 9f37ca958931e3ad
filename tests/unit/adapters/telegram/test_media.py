"""Bytes come from Telegram into memory, bounded; what cannot be had is said so."""

from datetime import timedelta

import pytest

from adapters.telegram.api import Api
from adapters.telegram.media import DOWNLOAD_BYTES, Files
from bot.domain.errors import MediaTooLarge, MediaUnavailable, TryLater
from bot.domain.message import MediaItem, MessageRef
from tests.telegram.faults import Kind
from tests.telegram.server import FakeTelegram
from tests.unit.adapters.telegram.conftest import Hands
from tests.unit.adapters.telegram.scripted import TOKEN, Answer, Scripted, gives, refuses

REF = MessageRef("telegram", "-1001", "7")
PHOTO = MediaItem("photo", "AQAD", "file-1")
MIB = 1024 * 1024


async def test_a_photo_is_fetched_by_its_file_id(hands: Hands, telegram: FakeTelegram) -> None:
    kept = telegram.world.files.keep(b"picture", "photos")
    item = MediaItem("photo", "AQAD", kept["file_id"])
    assert await Files(hands.api).fetch(REF, item, MIB) == b"picture"


async def test_a_custom_emoji_is_fetched_by_way_of_its_sticker(
    api: Api, scripted: Scripted
) -> None:
    scripted.answer("getCustomEmojiStickers", gives([{"file_id": "sticker-file"}]))
    scripted.answer("getFile", gives({"file_path": "stickers/1.webp"}))
    scripted.files["stickers/1.webp"] = Answer(body=b"emoji picture")
    item = MediaItem("entity", "5368324170671202286", "emoji:5368324170671202286")
    assert await Files(api).fetch(REF, item, MIB) == b"emoji picture"
    assert scripted.called("getCustomEmojiStickers") == [
        {"custom_emoji_ids": ["5368324170671202286"]}
    ]
    assert scripted.called("getFile") == [{"file_id": "sticker-file"}]


async def test_an_emoji_that_does_not_exist_cannot_be_had(api: Api, scripted: Scripted) -> None:
    scripted.answer("getCustomEmojiStickers", gives([]))
    with pytest.raises(MediaUnavailable):
        await Files(api).fetch(REF, MediaItem("entity", "9", "emoji:9"), MIB)


@pytest.mark.parametrize("size", [MIB + 1, DOWNLOAD_BYTES + 1])
async def test_a_file_that_is_too_big_is_not_even_asked_for(
    hands: Hands, telegram: FakeTelegram, size: int
) -> None:
    kept = telegram.world.files.keep(b"x", "documents", size=size)
    item = MediaItem("document", "AQAD", kept["file_id"])
    with pytest.raises(MediaTooLarge):
        await Files(hands.api).fetch(REF, item, MIB)
    assert telegram.calls("download") == []


async def test_a_file_that_is_bigger_than_telegram_said_is_not_taken(
    api: Api, scripted: Scripted
) -> None:
    scripted.answer("getFile", gives({"file_size": 5, "file_path": "a/b"}))
    scripted.files["a/b"] = Answer(body=b"x" * 100_000)
    with pytest.raises(MediaTooLarge):
        await Files(api).fetch(REF, PHOTO, 50_000)


async def test_more_than_telegram_hands_out_is_never_taken(api: Api, scripted: Scripted) -> None:
    scripted.answer("getFile", gives({"file_size": DOWNLOAD_BYTES + 1, "file_path": "a/b"}))
    with pytest.raises(MediaTooLarge):
        await Files(api).fetch(REF, PHOTO, DOWNLOAD_BYTES * 5)
    assert scripted.fetched == []


async def test_a_lost_file_cannot_be_had(hands: Hands, telegram: FakeTelegram) -> None:
    world = telegram.world
    ana = world.new_user("Ana")
    chat = world.new_group("7B", members=[ana], admins=[world.new_user("Owner")])
    message = world.post(chat, ana, photo=b"picture")
    world.lose_files(message)
    item = MediaItem("photo", "AQAD", message.raw["photo"][-1]["file_id"])
    with pytest.raises(MediaUnavailable, match="gone"):
        await Files(hands.api).fetch(REF, item, MIB)


async def test_a_file_that_went_between_asking_and_reading_cannot_be_had(
    api: Api, scripted: Scripted
) -> None:
    scripted.answer("getFile", gives({"file_path": "a/b"}))
    with pytest.raises(MediaUnavailable, match="gone"):
        await Files(api).fetch(REF, PHOTO, MIB)


@pytest.mark.parametrize("kind", [Kind.RESET, Kind.SERVER_ERROR, Kind.BAD_GATEWAY, Kind.CUT])
@pytest.mark.parametrize("call", ["getFile", "download"])
async def test_a_lost_answer_is_asked_for_again(
    hands: Hands, telegram: FakeTelegram, call: str, kind: Kind
) -> None:
    kept = telegram.world.files.keep(b"picture", "photos")
    # Twice: reading a file again is harmless, so its client does that once by itself.
    telegram.faults.fail(call, kind, times=2)
    item = MediaItem("photo", "AQAD", kept["file_id"])
    with pytest.raises(TryLater) as caught:
        await Files(hands.api).fetch(REF, item, MIB)
    assert caught.value.after == timedelta(seconds=1)
    telegram.faults.heal()
    assert await Files(hands.api).fetch(REF, item, MIB) == b"picture"


@pytest.mark.parametrize("call", ["getFile", "download"])
async def test_a_flood_is_waited_out_as_long_as_telegram_asks(
    hands: Hands, telegram: FakeTelegram, call: str
) -> None:
    kept = telegram.world.files.keep(b"picture", "photos")
    telegram.faults.fail(call, Kind.FLOOD, retry_after=11)
    with pytest.raises(TryLater) as caught:
        await Files(hands.api).fetch(REF, MediaItem("photo", "AQAD", kept["file_id"]), MIB)
    assert caught.value.after == timedelta(seconds=11)


async def test_a_server_that_keeps_files_on_its_disk_is_named_as_the_reason(
    api: Api, scripted: Scripted
) -> None:
    scripted.answer("getFile", gives({"file_path": "/var/lib/telegram-bot-api/x/photos/1.jpg"}))
    with pytest.raises(MediaUnavailable, match="without --local"):
        await Files(api).fetch(REF, PHOTO, MIB)


@pytest.mark.parametrize("file", [{}, {"file_path": None}, {"file_path": "../../x"}])
async def test_an_odd_answer_about_a_file_cannot_be_had(
    api: Api, scripted: Scripted, file: dict[str, object]
) -> None:
    scripted.answer("getFile", gives(file))
    with pytest.raises(MediaUnavailable):
        await Files(api).fetch(REF, PHOTO, MIB)
    assert scripted.fetched == []


async def test_what_is_raised_names_no_token(api: Api, scripted: Scripted) -> None:
    scripted.answer("getFile", refuses(400, f"Bad Request: odd {TOKEN}"))
    with pytest.raises(MediaUnavailable) as caught:
        await Files(api).fetch(REF, PHOTO, MIB)
    assert TOKEN not in str(caught.value)
    assert caught.value.__suppress_context__
