"""The judge catches what Telegram would not know, in requests, answers and updates alike."""

from typing import Any

import pytest

from tests.telegram.client import Class7B, Client, client_of
from tests.telegram.fixture import judged
from tests.telegram.judge import UPLOAD, Judge
from tests.telegram.server import FakeTelegram

USER = {"id": 1, "is_bot": False, "first_name": "Ana"}
CHAT = {"id": -1001, "type": "supergroup", "title": "7B"}
MESSAGE = {"message_id": 5, "date": 1_700_000_000, "chat": CHAT, "from": USER, "text": "hi"}
PHOTO = {"file_id": "A", "file_unique_id": "u", "width": 1, "height": 1}


@pytest.mark.parametrize(
    ("method", "given", "problem"),
    [
        ("deleteMesage", {"chat_id": 1}, "deleteMesage: no such method"),
        ("sendMessage", {"chat_id": 1, "text": "x", "txt": "y"}, "unknown parameter txt"),
        ("sendMessage", {"chat_id": 1}, "text: Field required"),
        ("restrictChatMember", {"chat_id": 1, "user_id": "abc", "permissions": "{}"}, "user_id"),
        (
            "setChatPermissions",
            {"chat_id": 1, "permissions": '{"can_send_photos": "perhaps"}'},
            "permissions.can_send_photos",
        ),
        (
            "setChatPermissions",
            {"chat_id": 1, "permissions": '{"can_send_fotos": true}'},
            "unknown field request.permissions.can_send_fotos",
        ),
        ("deleteMessages", {"chat_id": 1, "message_ids": "[1"}, "message_ids"),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "reply_markup": '{"inline_keyboard": [[{"label": "y"}]]}'},
            "reply_markup",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "ephemeral_message_parameters": '{"receiver": 1}'},
            "ephemeral_message_parameters.receiver_user_id",
        ),
    ],
)
def test_a_wrong_request_is_a_problem(method: str, given: dict[str, object], problem: str) -> None:
    judge = Judge()
    judge.request(method, given)
    assert any(problem in one for one in judge.problems), judge.problems


@pytest.mark.parametrize(
    ("method", "given"),
    [
        ("sendMessage", {"chat_id": "-1001", "text": "[no JSON] {at all}"}),
        ("sendMessage", {"chat_id": -1001, "text": "x", "disable_notification": "true"}),
        ("deleteMessages", {"chat_id": 1, "message_ids": "[1, 2]"}),
        ("sendPhoto", {"chat_id": 1, "photo": UPLOAD}),
        ("getUpdates", {"offset": "-1", "timeout": 3, "allowed_updates": '["message"]'}),
        ("setMessageReaction", {"chat_id": 1, "message_id": 2, "reaction": "[]"}),
        ("getCustomEmojiStickers", {"custom_emoji_ids": '["5368"]'}),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "{no JSON}"}),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "ephemeral_message_parameters": {"receiver_user_id": 2}},
        ),
    ],
)
def test_a_right_request_is_none(method: str, given: dict[str, object]) -> None:
    judge = Judge()
    judge.request(method, given)
    assert judge.problems == []


@pytest.mark.parametrize(
    ("method", "result", "problem"),
    [
        ("getMe", {"id": 1, "is_bot": True}, "first_name"),
        ("deleteMessage", "gone", "valid boolean"),
        ("sendMessage", MESSAGE | {"mesage_id": 5}, "unknown field result.mesage_id"),
        ("sendMessage", MESSAGE | {"photo": [PHOTO | {"size": 3}]}, "result.photo[0].size"),
        ("getChatMember", {"status": "restricted", "user": USER}, "can_send_messages"),
        ("getChat", CHAT, "accepted_gift_types"),
        ("getChatAdministrators", [{"status": "creator", "user": USER}], "is_anonymous"),
    ],
)
def test_a_wrong_answer_is_a_problem(method: str, result: Any, problem: str) -> None:
    judge = Judge()
    judge.answer(method, result)
    assert any(problem in one for one in judge.problems), judge.problems


def test_a_right_answer_is_none() -> None:
    judge = Judge()
    judge.answer("sendMessage", MESSAGE | {"photo": [PHOTO]})
    judge.answer("deleteMessage", True)
    assert judge.problems == []


@pytest.mark.parametrize(
    ("update", "problem"),
    [
        ({"message": MESSAGE}, "update_id"),
        ({"update_id": 1, "mesage": MESSAGE}, "unknown field update.mesage"),
        ({"update_id": 1, "message": {**MESSAGE, "date": "soon"}}, "message.date"),
        ({"update_id": 1, "message": {**MESSAGE, "photos": []}}, "update.message.photos"),
        ({"update_id": 1, "message": {**MESSAGE, "from_user": USER}}, "update.message.from_user"),
    ],
)
def test_a_wrong_update_is_a_problem(update: dict[str, Any], problem: str) -> None:
    judge = Judge()
    judge.update(update)
    assert any(problem in one for one in judge.problems), judge.problems


async def test_what_the_bot_sends_and_what_people_do_is_judged_on_the_way() -> None:
    async with FakeTelegram() as fake, client_of(fake) as client:
        group = Class7B(fake)
        fake.world.post(group.chat, group.ana, "fine")
        await client.get("sendMessage", chat_id=group.chat.id, text="fine")
        assert fake.problems == []
        await client.get("sendMessage", chat_id=group.chat.id, text="x", silent=True)
        fake.world.post(group.chat, group.ana, "x", lambda _: {"phto": []})
        assert fake.problems == [
            "sendMessage: unknown parameter silent",
            "update: unknown field update.message.phto",
        ]


async def test_a_test_with_a_problem_fails() -> None:
    with pytest.raises(AssertionError, match="unknown parameter silent"):
        async with judged() as fake, client_of(fake) as client:
            await client.get("getMe", silent=True)


async def test_a_method_that_only_the_fake_lacks_is_a_problem_too() -> None:
    async with FakeTelegram() as fake, client_of(fake) as client:
        assert await client.refused("sendDice", chat_id=1) == "404 Not Found"
        assert fake.problems == ["sendDice: the fake does not have this method yet"]


async def test_a_hole_in_the_fake_is_a_problem_too() -> None:
    async with FakeTelegram() as fake, client_of(fake) as client:
        group = Class7B(fake)
        marked = {"chat_id": group.chat.id, "text": "<b>x</b>", "parse_mode": "HTML"}
        assert await client.refused("sendMessage", **marked) == "500 Internal Server Error"
        (problem,) = fake.problems
        assert "the fake reads no markup" in problem


async def test_what_is_sent_raw_is_not_judged(telegram: FakeTelegram, client: Client) -> None:
    telegram.world.raw({"message": {"message_id": {}}, "of_the_future": 1})
    assert await client.numbers() == [1]
