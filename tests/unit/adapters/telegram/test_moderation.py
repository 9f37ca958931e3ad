"""Removing one message: what Telegram says of it, and what it must never lead to."""

from datetime import timedelta

import pytest

from bot.domain.action import ActionOutcome, ActionResult
from bot.domain.capability import Capability
from bot.domain.message import MessageRef, place
from tests.fakes import MovableClock
from tests.telegram.faults import Kind
from tests.telegram.server import FakeTelegram
from tests.telegram.state import Chat, Message
from tests.unit.adapters.telegram.conftest import Hands
from tests.unit.adapters.telegram.scripted import Scripted, gives, refuses

FORBIDDEN = ActionOutcome.FORBIDDEN


def _post(telegram: FakeTelegram, *, supergroup: bool = True) -> tuple[Chat, Message]:
    world = telegram.world
    ana = world.new_user("Ana")
    chat = world.new_group("7B", supergroup, members=[ana], admins=[world.new_user("Owner")])
    world.add_bot(chat)
    return chat, world.post(chat, ana, photo=b"picture")


@pytest.mark.parametrize("supergroup", [True, False])
async def test_a_message_is_removed_and_then_not_seen(
    hands: Hands, telegram: FakeTelegram, supergroup: bool
) -> None:
    _, message = _post(telegram, supergroup=supergroup)
    assert await hands.deletions.is_visible(message.ref) is True
    assert await hands.deletions.take_down(message.ref) == ActionResult(ActionOutcome.OK)
    assert not telegram.world.stands(message)
    assert await hands.deletions.is_visible(message.ref) is False
    assert telegram.calls("deleteMessages") == []


async def test_a_message_that_is_gone_already_is_gone(hands: Hands, telegram: FakeTelegram) -> None:
    _, message = _post(telegram)
    await hands.deletions.take_down(message.ref)
    result = await hands.deletions.take_down(message.ref)
    assert result.outcome is ActionOutcome.GONE


async def test_without_the_right_an_adult_is_told_which_one_is_missing(
    hands: Hands, telegram: FakeTelegram
) -> None:
    chat, message = _post(telegram)
    telegram.world.demote_bot(chat, {"restrict_members"})
    result = await hands.deletions.take_down(message.ref)
    assert (result.outcome, result.fix) == (FORBIDDEN, "fix-telegram-delete")


async def test_a_message_that_is_too_old_is_an_admins_work(
    hands: Hands, telegram: FakeTelegram
) -> None:
    _, message = _post(telegram)
    assert isinstance(telegram.world.clock, MovableClock)
    telegram.world.clock.move(timedelta(hours=48))
    result = await hands.deletions.take_down(message.ref)
    assert (result.outcome, result.fix) == (ActionOutcome.TOO_OLD, "fix-telegram-too-old")


async def test_a_right_that_was_taken_is_not_mistaken_for_age_because_it_was_remembered(
    hands: Hands, telegram: FakeTelegram
) -> None:
    chat, message = _post(telegram)
    assert Capability.DELETE in await hands.rights.capabilities(chat.ref)
    telegram.world.demote_bot(chat)
    result = await hands.deletions.take_down(message.ref)
    assert (result.outcome, result.fix) == (FORBIDDEN, "fix-telegram-delete")
    assert Capability.DELETE not in await hands.rights.capabilities(chat.ref)


async def test_outside_of_the_chat_nothing_can_be_removed(
    hands: Hands, telegram: FakeTelegram
) -> None:
    chat, message = _post(telegram)
    telegram.world.kick_bot(chat)
    result = await hands.deletions.take_down(message.ref)
    assert (result.outcome, result.fix) == (FORBIDDEN, "fix-telegram-not-in-chat")
    assert await hands.deletions.is_visible(message.ref) is None


async def test_after_a_move_no_message_of_the_new_chat_is_touched(
    hands: Hands, telegram: FakeTelegram
) -> None:
    chat, message = _post(telegram, supergroup=False)
    new = telegram.world.migrate(chat)
    ana = next(one.person for one in new.members.values() if one.person.first_name == "Ana")
    while new.last_message_id < message.id:
        telegram.world.post(new, ana, "innocent")
    result = await hands.deletions.take_down(message.ref)
    assert (result.outcome, result.fix) == (FORBIDDEN, "fix-telegram-moved")
    assert [call.params["chat_id"] for call in telegram.calls("deleteMessage")] == [str(chat.id)]
    assert message.id in new.messages
    assert hands.moved == [(str(chat.id), str(new.id))]
    assert await hands.deletions.is_visible(message.ref) is None


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        (Kind.FLOOD, ActionOutcome.LATER),
        (Kind.RESET, ActionOutcome.UNREACHABLE),
        (Kind.LOST, ActionOutcome.UNREACHABLE),
        (Kind.CUT, ActionOutcome.UNREACHABLE),
        (Kind.SERVER_ERROR, ActionOutcome.UNREACHABLE),
        (Kind.BAD_GATEWAY, ActionOutcome.UNREACHABLE),
    ],
)
async def test_trouble_on_the_way_is_an_outcome(
    hands: Hands, telegram: FakeTelegram, kind: Kind, outcome: ActionOutcome
) -> None:
    _, message = _post(telegram)
    telegram.faults.fail("deleteMessage", kind, retry_after=4)
    result = await hands.deletions.take_down(message.ref)
    assert result.outcome is outcome
    assert result.retry_after == (timedelta(seconds=4) if kind is Kind.FLOOD else None)
    again = await hands.deletions.take_down(message.ref)
    assert again.outcome in (ActionOutcome.OK, ActionOutcome.GONE)
    assert not telegram.world.stands(message)


@pytest.mark.parametrize("kind", [Kind.FLOOD, Kind.RESET, Kind.SERVER_ERROR])
async def test_a_look_without_an_answer_says_nothing(
    hands: Hands, telegram: FakeTelegram, kind: Kind
) -> None:
    _, message = _post(telegram)
    telegram.faults.fail("setMessageReaction", kind)
    assert await hands.deletions.is_visible(message.ref) is None


async def test_a_message_without_anything_to_change_is_visible(
    odd: Hands, scripted: Scripted
) -> None:
    scripted.answer("setMessageReaction", refuses(400, "Bad Request: message is not modified"))
    assert await odd.deletions.is_visible(MessageRef("telegram", "-1001", "5")) is True
    assert scripted.called("setMessageReaction") == [
        {"chat_id": -1001, "message_id": 5, "reaction": []}
    ]


async def test_a_refusal_that_nobody_knows_is_a_persons_business(
    odd: Hands, scripted: Scripted
) -> None:
    scripted.answer("deleteMessage", refuses(400, "Bad Request: NEW_KIND_OF_TROUBLE"))
    result = await odd.deletions.take_down(MessageRef("telegram", "-1001", "5"))
    assert result.outcome is FORBIDDEN


async def test_why_it_cannot_be_deleted_stays_open_while_telegram_does_not_say(
    odd: Hands, scripted: Scripted
) -> None:
    scripted.answer("deleteMessage", refuses(400, "Bad Request: message can't be deleted"))
    scripted.answer("getChat", refuses(500, "Internal Server Error"))
    result = await odd.deletions.take_down(MessageRef("telegram", "-1001", "5"))
    assert (result.outcome, result.fix) == (FORBIDDEN, "fix-telegram-delete")


async def test_a_place_without_a_message_is_never_deleted(
    hands: Hands, telegram: FakeTelegram
) -> None:
    chat, _ = _post(telegram)
    ref = place(chat.ref, "chat")
    assert (await hands.deletions.take_down(ref)).outcome is ActionOutcome.UNSUPPORTED
    assert await hands.deletions.is_visible(ref) is None
    assert telegram.log == []


async def test_25_removals_in_one_group_wait_for_nothing(odd: Hands, scripted: Scripted) -> None:
    scripted.answer("deleteMessage", gives(True))
    refs = [MessageRef("telegram", "-1001", str(number)) for number in range(25)]
    results = [await odd.deletions.take_down(ref) for ref in refs]
    assert {result.outcome for result in results} == {ActionOutcome.OK}
    assert len(scripted.called("deleteMessage")) == 25
