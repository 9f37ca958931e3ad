"""Notes in a group for one member: never given to a server that would show them to all."""

import pytest

from bot.domain.action import ActionOutcome
from bot.domain.capability import NoticeWay
from bot.domain.message import Actor, ActorKind, ChatRef
from bot.domain.speech import Speech
from tests.telegram.server import FakeTelegram
from tests.telegram.state import Chat, Person
from tests.unit.adapters.telegram.conftest import Hands
from tests.unit.adapters.telegram.scripted import Scripted, gives, refuses

OK, UNSUPPORTED = ActionOutcome.OK, ActionOutcome.UNSUPPORTED
HELLO = Speech("Hello.")
ANA = Actor(ActorKind.USER, "700")
GROUP = ChatRef("telegram", "-1001")
NO_SUCH_METHOD = refuses(404, "Not Found: method not found")


def _group(telegram: FakeTelegram, *, supergroup: bool = True) -> tuple[Chat, Person]:
    world = telegram.world
    ana = world.new_user("Ana")
    chat = world.new_group("7B", supergroup, members=[ana], admins=[world.new_user("Owner")])
    world.add_bot(chat)
    return chat, ana


async def test_a_private_note_names_its_receiver_for_both_versions_of_the_bot_api(
    hands: Hands, telegram: FakeTelegram
) -> None:
    chat, ana = _group(telegram)
    await hands.sender.tell(NoticeWay.EPHEMERAL, chat.ref, ana.actor, HELLO)
    (call,) = telegram.calls("sendMessage")
    assert call.params["receiver_user_id"] == str(ana.id)
    assert call.params["ephemeral_message_parameters"] == f'{{"receiver_user_id": {ana.id}}}'


async def test_an_old_server_is_never_given_a_private_note_to_post(
    odd: Hands, scripted: Scripted
) -> None:
    scripted.answer("deleteEphemeralMessage", NO_SUCH_METHOD)
    for _ in range(3):
        result = await odd.sender.tell(NoticeWay.EPHEMERAL, GROUP, ANA, HELLO)
        assert result.outcome is UNSUPPORTED
    assert scripted.called("sendMessage") == []
    assert len(scripted.called("deleteEphemeralMessage")) == 1


async def test_a_server_that_does_not_say_is_given_no_private_note_either(
    odd: Hands, scripted: Scripted
) -> None:
    scripted.answer(
        "deleteEphemeralMessage",
        refuses(500, "Internal Server Error"),
        refuses(400, "Bad Request: message to delete not found"),
    )
    scripted.answer("sendMessage", gives({"message_id": 0, "ephemeral_message_id": 3}))
    first = await odd.sender.tell(NoticeWay.EPHEMERAL, GROUP, ANA, HELLO)
    assert (first.outcome, scripted.called("sendMessage")) == (UNSUPPORTED, [])
    second = await odd.sender.tell(NoticeWay.EPHEMERAL, GROUP, ANA, HELLO)
    assert (second.outcome, second.message) == (OK, "3")


async def test_a_note_that_was_posted_for_all_is_taken_back_and_none_follows(
    odd: Hands, scripted: Scripted, caplog: pytest.LogCaptureFixture
) -> None:
    scripted.answer("deleteEphemeralMessage", refuses(400, "Bad Request: not found"))
    scripted.answer("sendMessage", gives({"message_id": 77, "text": "Hello."}))
    scripted.answer("deleteMessage", refuses(500, "Internal Server Error"), gives(True))
    for _ in range(2):
        result = await odd.sender.tell(NoticeWay.EPHEMERAL, GROUP, ANA, HELLO)
        assert result.outcome is UNSUPPORTED
    assert len(scripted.called("sendMessage")) == 1
    assert scripted.called("deleteMessage") == [{"chat_id": -1001, "message_id": 77}] * 2
    assert "taking it back" in caplog.text


async def test_a_private_note_follows_a_chat_that_moved(
    hands: Hands, telegram: FakeTelegram
) -> None:
    chat, ana = _group(telegram, supergroup=False)
    new = telegram.world.migrate(chat)
    result = await hands.sender.tell(NoticeWay.EPHEMERAL, chat.ref, ana.actor, HELLO)
    assert result.outcome is OK
    assert len(telegram.world.whispered(new, ana)) == 1
    assert telegram.world.said(new) == []
