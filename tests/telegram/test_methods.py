"""The bot's side of the fake: Telegram's checks and its words of refusal."""

from datetime import timedelta

import pytest

from tests.fakes import MovableClock
from tests.telegram.attachments import document
from tests.telegram.client import Class7B, Client, client_of
from tests.telegram.errors import CannotDo
from tests.telegram.files import MOST_BYTES
from tests.telegram.server import FakeTelegram
from tests.telegram.state import Json


def buttons(data: str = "a") -> Json:
    return {"inline_keyboard": [[{"text": "Why?", "callback_data": data}]]}


# --- the door


async def test_a_wrong_token_and_an_unknown_method_are_told_apart(
    telegram: FakeTelegram, client: Client
) -> None:
    url = f"{telegram.base_url}/bot1:x/getMe"
    async with client.session.get(url) as response:
        assert (response.status, (await response.json())["ok"]) == (401, False)
    assert await client.refused("getNothing") == "404 Not Found"
    telegram.problems.clear()


async def test_parameters_come_as_a_form_in_parts_or_in_the_address(
    telegram: FakeTelegram, client: Client, group: Class7B
) -> None:
    url = f"{telegram.base_url}/bot{telegram.token}/sendMessage"
    fields = {"chat_id": str(group.chat.id), "text": "[1] {2}"}
    async with client.session.get(url, params=fields) as response:
        assert response.status == 200
    async with client.session.post(url, data=fields) as response:
        assert response.status == 200
    assert telegram.world.said(group.chat) == ["[1] {2}"] * 2


# --- deleting


async def test_a_message_is_deleted_once(
    telegram: FakeTelegram, client: Client, group: Class7B
) -> None:
    first, second = (telegram.world.post(group.chat, group.ana, "hi") for _ in range(2))
    where = {"chat_id": group.chat.id, "message_id": first.id}
    assert await client.get("deleteMessage", **where) is True
    refused = await client.refused("deleteMessage", **where)
    assert refused == "400 Bad Request: message to delete not found"
    assert not telegram.world.stands(first)
    assert telegram.world.stands(second)
    assert [call.changed for call in telegram.calls("deleteMessage")] == [True, False]


async def test_after_48_hours_nothing_can_be_deleted(
    telegram: FakeTelegram, client: Client, group: Class7B
) -> None:
    clock = telegram.world.clock
    assert isinstance(clock, MovableClock)
    old = telegram.world.post(group.chat, group.ana, "old")
    clock.move(timedelta(hours=48) - timedelta(seconds=1))
    young = telegram.world.post(group.chat, group.ana, "young")
    clock.move(timedelta(seconds=1))
    where = {"chat_id": group.chat.id}
    refused = await client.refused("deleteMessage", **where, message_id=old.id)
    assert refused == "400 Bad Request: message can't be deleted"
    assert await client.get("deleteMessage", **where, message_id=young.id)


async def test_without_the_right_only_its_own_can_be_deleted(
    telegram: FakeTelegram, client: Client, group: Class7B
) -> None:
    message = telegram.world.post(group.chat, group.ana, "hi")
    telegram.world.demote_bot(group.chat, {"restrict_members"})
    where = {"chat_id": group.chat.id}
    refused = await client.refused("deleteMessage", **where, message_id=message.id)
    assert refused == "400 Bad Request: message can't be deleted"
    own = await client.get("sendMessage", **where, text="x")
    assert await client.get("deleteMessage", **where, message_id=own["message_id"])


async def test_in_a_basic_group_the_bot_has_to_be_an_admin(
    telegram: FakeTelegram, client: Client
) -> None:
    group = Class7B(telegram, supergroup=False)
    message = telegram.world.post(group.chat, group.ana, "hi")
    where = {"chat_id": group.chat.id, "message_id": message.id}
    telegram.world.demote_bot(group.chat)
    refused = await client.refused("deleteMessage", **where)
    assert refused == "400 Bad Request: message can't be deleted for everyone"
    telegram.world.add_bot(group.chat)
    assert await client.get("deleteMessage", **where)


async def test_many_at_once_says_yes_whatever_was_found(
    telegram: FakeTelegram, client: Client, group: Class7B
) -> None:
    message = telegram.world.post(group.chat, group.ana, "hi")
    ids = [message.id, 999]
    assert await client.get("deleteMessages", chat_id=group.chat.id, message_ids=ids) is True
    assert await client.get("deleteMessages", chat_id=group.chat.id, message_ids=ids) is True
    assert not telegram.world.stands(message)


async def test_a_bot_that_was_thrown_out_is_told_so(
    telegram: FakeTelegram, client: Client, group: Class7B
) -> None:
    telegram.world.kick_bot(group.chat)
    where = {"chat_id": group.chat.id}
    kicked = "403 Forbidden: bot was kicked from the supergroup chat"
    assert await client.refused("deleteMessage", **where, message_id=1) == kicked
    assert await client.refused("sendMessage", **where, text="x") == kicked
    assert await client.refused("getChat", chat_id=-100) == "400 Bad Request: chat not found"


async def test_a_group_that_moved_names_its_new_id(telegram: FakeTelegram, client: Client) -> None:
    group = Class7B(telegram, supergroup=False)
    message = telegram.world.post(group.chat, group.ana, "hi")
    new = telegram.world.migrate(group.chat)
    where = {"chat_id": group.chat.id, "message_id": message.id}
    answer = await client.ask("deleteMessage", **where)
    assert (answer["error_code"], answer["parameters"]) == (400, {"migrate_to_chat_id": new.id})
    left, right = telegram.world.sent("message")[-2:]
    assert (left["chat"]["id"], left["migrate_to_chat_id"]) == (group.chat.id, new.id)
    assert (right["chat"]["id"], right["migrate_from_chat_id"]) == (new.id, group.chat.id)
    assert await client.get("sendMessage", chat_id=new.id, text="here")


# --- saying


@pytest.mark.parametrize(
    ("params", "refused"),
    [
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "\U0001f600" * 2049}, "message is too long"),
        ({"text": " "}, "message text is empty"),
        ({"text": "x", "reply_markup": buttons("a" * 65)}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
    ],
)
async def test_what_cannot_be_sent(
    client: Client, group: Class7B, params: Json, refused: str
) -> None:
    answer = await client.refused("sendMessage", chat_id=group.chat.id, **params)
    assert answer == f"400 Bad Request: {refused}"
    longest = {"text": "x" * 4096, "reply_markup": buttons("a" * 64)}
    assert await client.get("sendMessage", chat_id=group.chat.id, **longest)


async def test_a_bot_cannot_write_to_a_person_first(
    telegram: FakeTelegram, client: Client, group: Class7B
) -> None:
    to_ana = {"chat_id": group.ana.id, "text": "hello"}
    first = "403 Forbidden: bot can't initiate conversation with a user"
    assert await client.refused("sendMessage", **to_ana) == first
    telegram.world.private(group.ana)
    assert await client.refused("sendMessage", **to_ana) == first
    telegram.world.start(group.ana)
    assert await client.get("sendMessage", **to_ana)
    assert telegram.world.said_privately(group.ana) == ["hello"]
    group.ana.blocked = True
    assert await client.refused("sendMessage", **to_ana) == (
        "403 Forbidden: bot was blocked by the user"
    )


async def test_an_ephemeral_message_is_seen_by_its_receiver_only(
    telegram: FakeTelegram, client: Client, group: Class7B
) -> None:
    to_ana = {"chat_id": group.chat.id, "ephemeral_message_parameters": {}}
    to_ana["ephemeral_message_parameters"] = {"receiver_user_id": group.ana.id}
    sent = await client.get("sendMessage", **to_ana, text="psst", reply_markup=buttons())
    assert (sent["message_id"], sent["receiver_user"]["id"]) == (0, group.ana.id)
    assert telegram.world.said_privately(group.ana) == ["psst"]
    assert telegram.world.said_privately(group.ben) == telegram.world.said(group.chat) == []
    (whisper,) = telegram.world.whispered(group.chat, group.ana)
    with pytest.raises(CannotDo):
        telegram.world.press(whisper, "Why?", group.ben)
    assert telegram.world.press(whisper, "Why?", group.ana)
    gone = {"chat_id": group.chat.id, "receiver_user_id": group.ana.id}
    gone["ephemeral_message_id"] = sent["ephemeral_message_id"]
    assert await client.get("deleteEphemeralMessage", **gone)
    assert telegram.world.whispered(group.chat, group.ana) == []
    assert "not found" in await client.refused("deleteEphemeralMessage", **gone)


async def test_nobody_outside_the_group_can_be_whispered_to(
    telegram: FakeTelegram, client: Client, group: Class7B
) -> None:
    for receiver in (telegram.world.new_user("Dan"), telegram.world.bot):
        to = {"receiver_user_id": receiver.id}
        refused = await client.refused(
            "sendMessage", chat_id=group.chat.id, text="x", ephemeral_message_parameters=to
        )
        assert refused == "400 Bad Request: USER_NOT_PARTICIPANT"
    assert telegram.world.heard == []


async def test_an_old_server_shows_a_whisper_to_everybody() -> None:
    async with FakeTelegram(ephemeral=False) as fake, client_of(fake) as client:
        group = Class7B(fake)
        to = {"receiver_user_id": group.ana.id}
        sent = await client.get(
            "sendMessage", chat_id=group.chat.id, text="psst", ephemeral_message_parameters=to
        )
        assert "ephemeral_message_id" not in sent
        assert fake.world.said(group.chat) == ["psst"]
        unknown = await client.refused(
            "deleteEphemeralMessage", chat_id=group.chat.id, **to, ephemeral_message_id=1
        )
        assert unknown == "404 Not Found"


# --- presses


async def test_a_press_is_answered_once_and_in_time(
    telegram: FakeTelegram, client: Client, group: Class7B
) -> None:
    await client.get("sendMessage", chat_id=group.chat.id, text="x", reply_markup=buttons("act"))
    (line,) = telegram.world.spoken(group.chat)
    telegram.world.press(line, "Why?", group.ana)
    (pressed,) = telegram.world.sent("callback_query")
    assert (pressed["data"], pressed["from"]["id"]) == ("act", group.ana.id)
    answer = {"callback_query_id": pressed["id"], "text": "because", "show_alert": True}
    assert "MESSAGE_TOO_LONG" in await client.refused(
        "answerCallbackQuery", **answer | {"text": "x" * 201}
    )
    assert await client.get("answerCallbackQuery", **answer)
    assert telegram.world.said_privately(group.ana) == ["because"]
    assert "query is too old" in await client.refused("answerCallbackQuery", **answer)


async def test_a_press_may_lead_only_to_the_bot_itself(
    telegram: FakeTelegram, client: Client, group: Class7B
) -> None:
    await client.get("sendMessage", chat_id=group.chat.id, text="x", reply_markup=buttons())
    (line,) = telegram.world.spoken(group.chat)
    query = telegram.world.press(line, "Why?", group.ana)
    assert query is not None
    elsewhere = {"callback_query_id": query.id, "url": "https://evil.example/"}
    assert await client.refused("answerCallbackQuery", **elsewhere) == (
        "400 Bad Request: URL_INVALID"
    )
    here = f"https://t.me/{telegram.world.bot.username}?start=abc"
    assert await client.get("answerCallbackQuery", callback_query_id=query.id, url=here)
    telegram.world.follow(group.ana, query.url)
    assert telegram.world.sent("message")[-1]["text"] == "/start abc"


# --- files and menus


async def test_a_file_has_many_ids_and_one_key(
    telegram: FakeTelegram, client: Client, group: Class7B
) -> None:
    first, second = (telegram.world.post(group.chat, group.ana, photo=b"png") for _ in range(2))
    biggest = [one.raw["photo"][-1] for one in (first, second)]
    assert biggest[0]["file_unique_id"] == biggest[1]["file_unique_id"]
    told = [one["photo"][-1]["file_id"] for one in telegram.world.sent("message")[-2:]]
    assert len({*told, *(one["file_id"] for one in biggest)}) == 4
    for file_id in told:
        path = (await client.get("getFile", file_id=file_id))["file_path"]
        url = f"{telegram.base_url}/file/bot{telegram.token}/{path}"
        async with client.session.get(url) as response:
            assert await response.read() == b"png"


async def test_a_file_over_the_limit_or_gone_cannot_be_had(
    telegram: FakeTelegram, client: Client, group: Class7B
) -> None:
    big = telegram.world.post(group.chat, group.ana, "", document(b"x", size=MOST_BYTES + 1))
    refused = await client.refused("getFile", file_id=big.raw["document"]["file_id"])
    assert refused == "400 Bad Request: file is too big"
    message = telegram.world.post(group.chat, group.ana, "", document(b"y", size=MOST_BYTES))
    file_id = message.raw["document"]["file_id"]
    path = (await client.get("getFile", file_id=file_id))["file_path"]
    telegram.world.lose_files(message)
    assert "temporarily unavailable" in await client.refused("getFile", file_id=file_id)
    url = f"{telegram.base_url}/file/bot{telegram.token}/{path}"
    async with client.session.get(url) as response:
        assert response.status == 404


async def test_pictures_of_people_and_of_emoji_can_be_asked_for(
    telegram: FakeTelegram, client: Client, group: Class7B
) -> None:
    group.ana.avatars += [b"old", b"new"]
    photos = await client.get("getUserProfilePhotos", user_id=group.ana.id, limit=1)
    assert (photos["total_count"], len(photos["photos"])) == (2, 1)
    file = telegram.world.files.find(photos["photos"][0][-1]["file_id"])
    assert file is not None
    assert file.data == b"new"
    telegram.world.new_emoji("55", b"webp")
    found = await client.get("getCustomEmojiStickers", custom_emoji_ids=["55", "56"])
    assert [one["custom_emoji_id"] for one in found] == ["55"]


async def test_a_menu_is_kept_by_audience_and_language(client: Client) -> None:
    menu = [{"command": "status", "description": "How it stands"}]
    admins = {"scope": {"type": "all_chat_administrators"}, "language_code": "es"}
    await client.get("setMyCommands", commands=menu, **admins)
    assert await client.get("getMyCommands", **admins) == menu
    assert await client.get("getMyCommands") == []
    bad = [{"command": "No Good", "description": "x"}]
    assert "BOT_COMMAND_INVALID" in await client.refused("setMyCommands", commands=bad)
