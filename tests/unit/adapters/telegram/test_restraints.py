"""Restraints that a person chose: what Telegram does, what it refuses, and how they are undone."""

from datetime import timedelta

import pytest

from adapters.telegram import permissions
from bot.domain.action import ActionOutcome, ActionResult
from bot.domain.capability import Restraint
from bot.domain.message import Actor, ActorKind
from tests.telegram.errors import CannotDo
from tests.telegram.faults import Kind
from tests.telegram.server import FakeTelegram
from tests.telegram.state import Chat, Person
from tests.unit.adapters.telegram.conftest import Hands

DAY = timedelta(days=1)
OK = ActionResult(ActionOutcome.OK)
FORBIDDEN = ActionOutcome.FORBIDDEN
ON_PEOPLE = [Restraint.MUTE, Restraint.UNMUTE, Restraint.KICK, Restraint.BAN]


def _group(telegram: FakeTelegram, *, supergroup: bool = True) -> tuple[Chat, Person]:
    world = telegram.world
    ana = world.new_user("Ana")
    chat = world.new_group("7B", supergroup, members=[ana], admins=[world.new_user("Owner")])
    world.add_bot(chat)
    return chat, ana


async def _apply(
    hands: Hands, restraint: Restraint, chat: Chat, actor: Actor, undo: str = ""
) -> ActionResult:
    return await hands.restrainer.apply(restraint, chat.ref, actor, lasts=DAY, undo=undo)


async def test_a_mute_lasts_as_long_as_asked_and_can_be_lifted(
    hands: Hands, telegram: FakeTelegram
) -> None:
    (chat, ana), world = _group(telegram), telegram.world
    assert await _apply(hands, Restraint.MUTE, chat, ana.actor) == OK
    assert chat.members[ana.id].until == world.later(DAY)
    with pytest.raises(CannotDo):
        world.post(chat, ana, "hello")
    assert await _apply(hands, Restraint.UNMUTE, chat, ana.actor) == OK
    world.post(chat, ana, photo=b"picture")
    assert chat.members[ana.id].status == "member"


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        (timedelta(0), timedelta(minutes=1)),
        (timedelta(seconds=31), timedelta(minutes=1)),
        (timedelta(hours=3), timedelta(hours=3)),
        (timedelta(days=3650), timedelta(days=365)),
    ],
)
async def test_no_mute_lasts_for_ever(
    hands: Hands, telegram: FakeTelegram, asked: timedelta, given: timedelta
) -> None:
    chat, ana = _group(telegram)
    await hands.restrainer.apply(Restraint.MUTE, chat.ref, ana.actor, lasts=asked)
    assert chat.members[ana.id].until == telegram.world.later(given)


async def test_who_is_kicked_may_come_back(hands: Hands, telegram: FakeTelegram) -> None:
    chat, ana = _group(telegram)
    assert await _apply(hands, Restraint.KICK, chat, ana.actor) == OK
    assert not chat.members[ana.id].present
    telegram.world.join(chat, ana)


@pytest.mark.parametrize("kind", [Kind.RESET, Kind.FLOOD, Kind.LOST])
async def test_a_kick_does_not_stay_a_ban_because_an_answer_was_lost(
    hands: Hands, telegram: FakeTelegram, kind: Kind
) -> None:
    chat, ana = _group(telegram)
    telegram.faults.fail("unbanChatMember", kind, times=2)
    assert await _apply(hands, Restraint.KICK, chat, ana.actor) == OK
    telegram.world.join(chat, ana)


async def test_a_kick_that_stays_a_ban_is_no_success(
    hands: Hands, telegram: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    chat, ana = _group(telegram)
    telegram.faults.fail("unbanChatMember", Kind.SERVER_ERROR, times=9)
    result = await _apply(hands, Restraint.KICK, chat, ana.actor)
    assert result.outcome is ActionOutcome.UNREACHABLE
    assert "a kick stayed a ban" in caplog.text


async def test_who_is_banned_stays_out(hands: Hands, telegram: FakeTelegram) -> None:
    chat, ana = _group(telegram)
    assert await _apply(hands, Restraint.BAN, chat, ana.actor) == OK
    with pytest.raises(CannotDo):
        telegram.world.join(chat, ana)


@pytest.mark.parametrize("restraint", [Restraint.MUTE, Restraint.UNMUTE])
async def test_neither_a_mute_nor_its_undo_lifts_a_ban(
    hands: Hands, telegram: FakeTelegram, restraint: Restraint
) -> None:
    chat, ana = _group(telegram)
    assert await _apply(hands, Restraint.BAN, chat, ana.actor) == OK
    result = await _apply(hands, restraint, chat, ana.actor)
    assert result.outcome is ActionOutcome.GONE
    assert chat.members[ana.id].status == "kicked"


async def test_a_channel_can_be_shut_out_but_not_muted(
    hands: Hands, telegram: FakeTelegram
) -> None:
    chat, ana = _group(telegram)
    channel = telegram.world.new_channel("Memes", ana)
    actor = Actor(ActorKind.CHANNEL, str(channel.id))
    for restraint in (Restraint.MUTE, Restraint.UNMUTE, Restraint.KICK):
        result = await _apply(hands, restraint, chat, actor)
        assert result.outcome is ActionOutcome.UNSUPPORTED
    assert await _apply(hands, Restraint.BAN, chat, actor) == OK
    assert chat.banned_channels == {channel.id}


async def test_media_are_locked_for_all_and_unlocked_exactly(
    hands: Hands, telegram: FakeTelegram
) -> None:
    (chat, ana), world = _group(telegram), telegram.world
    # Videos alone are off: permissions that imply each other would switch them on again.
    chat.permissions |= {"can_send_videos": False, "can_pin_messages": True, "can_edit_tag": False}
    before = dict(chat.permissions)
    result = await _apply(hands, Restraint.LOCK_MEDIA, chat, ana.actor)
    assert result.outcome is ActionOutcome.OK
    assert 0 < len(result.undo) <= 6
    with pytest.raises(CannotDo):
        world.post(chat, ana, photo=b"picture")
    world.post(chat, ana, "words are free")
    assert {name for name, on in chat.permissions.items() if on} == {
        *("can_send_messages", "can_pin_messages", "can_react_to_messages", "can_invite_users")
    }
    assert await _apply(hands, Restraint.UNLOCK_MEDIA, chat, ana.actor, result.undo) == OK
    assert chat.permissions == before


async def test_a_lock_that_was_pressed_twice_can_still_be_undone(
    hands: Hands, telegram: FakeTelegram
) -> None:
    (chat, ana), world = _group(telegram), telegram.world
    await _apply(hands, Restraint.LOCK_MEDIA, chat, ana.actor)
    again = await _apply(hands, Restraint.LOCK_MEDIA, chat, ana.actor)
    assert await _apply(hands, Restraint.UNLOCK_MEDIA, chat, ana.actor, again.undo) == OK
    world.post(chat, ana, photo=b"picture")


@pytest.mark.parametrize("undo", ["", "zz", "10000", "-1", "0x", "ffffff"])
async def test_an_undo_that_is_none_changes_nothing(
    hands: Hands, telegram: FakeTelegram, undo: str
) -> None:
    chat, ana = _group(telegram)
    before = dict(chat.permissions)
    result = await _apply(hands, Restraint.UNLOCK_MEDIA, chat, ana.actor, undo)
    assert result.outcome is ActionOutcome.UNSUPPORTED
    assert chat.permissions == before


@pytest.mark.parametrize("restraint", Restraint)
async def test_a_basic_group_has_to_become_a_supergroup_first(
    hands: Hands, telegram: FakeTelegram, restraint: Restraint
) -> None:
    chat, ana = _group(telegram, supergroup=False)
    before = chat.members[ana.id]
    result = await _apply(hands, restraint, chat, ana.actor, "ff")
    assert (result.outcome, result.fix) == (FORBIDDEN, "fix-telegram-supergroup")
    assert chat.members[ana.id] == before


@pytest.mark.parametrize("restraint", ON_PEOPLE)
async def test_an_admin_is_out_of_reach(
    hands: Hands, telegram: FakeTelegram, restraint: Restraint
) -> None:
    chat, ana = _group(telegram)
    telegram.world.promote(chat, ana)
    owner = next(one.person for one in chat.members.values() if one.status == "creator")
    anonymous = Actor(ActorKind.ANONYMOUS_ADMIN, str(chat.id))
    for actor in (ana.actor, owner.actor, anonymous):
        result = await _apply(hands, restraint, chat, actor)
        assert (result.outcome, result.fix) == (FORBIDDEN, "fix-telegram-target-is-admin")


@pytest.mark.parametrize("restraint", Restraint)
async def test_without_the_right_an_adult_is_told_which_one_is_missing(
    hands: Hands, telegram: FakeTelegram, restraint: Restraint
) -> None:
    chat, ana = _group(telegram)
    telegram.world.demote_bot(chat, {"delete_messages"})
    result = await _apply(hands, restraint, chat, ana.actor, "ff")
    assert (result.outcome, result.fix) == (FORBIDDEN, "fix-telegram-restrict")


@pytest.mark.parametrize("restraint", ON_PEOPLE)
async def test_nobody_and_the_bot_itself_are_never_touched(
    hands: Hands, telegram: FakeTelegram, restraint: Restraint
) -> None:
    chat, _ = _group(telegram)
    for actor in (
        Actor(ActorKind.USER, "unknown"),
        Actor(ActorKind.USER, hands.identity.id),
        Actor(ActorKind.CHANNEL, "chat"),
        Actor(ActorKind.WEBHOOK, "5"),
    ):
        result = await _apply(hands, restraint, chat, actor)
        assert result.outcome is ActionOutcome.UNSUPPORTED
    assert telegram.log == []


async def test_a_person_who_is_unknown_there_is_gone(hands: Hands, telegram: FakeTelegram) -> None:
    chat, _ = _group(telegram)
    result = await _apply(hands, Restraint.MUTE, chat, Actor(ActorKind.USER, "123"))
    assert result.outcome is ActionOutcome.GONE


async def test_after_a_move_the_old_chats_restraint_is_refused_and_the_move_is_told(
    hands: Hands, telegram: FakeTelegram
) -> None:
    chat, ana = _group(telegram, supergroup=False)
    await hands.rights.standing(chat.ref)
    new = telegram.world.migrate(chat)
    telegram.log.clear()
    hands.rights.forget(chat.ref)
    result = await _apply(hands, Restraint.BAN, chat, ana.actor)
    assert (result.outcome, result.fix) == (FORBIDDEN, "fix-telegram-moved")
    assert (str(chat.id), str(new.id)) in hands.moved
    assert new.members[ana.id].present


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        (Kind.FLOOD, ActionOutcome.LATER),
        (Kind.RESET, ActionOutcome.UNREACHABLE),
        (Kind.LOST, ActionOutcome.UNREACHABLE),
    ],
)
async def test_trouble_on_the_way_is_an_outcome(
    hands: Hands, telegram: FakeTelegram, kind: Kind, outcome: ActionOutcome
) -> None:
    chat, ana = _group(telegram)
    telegram.faults.fail("restrictChatMember", kind)
    assert (await _apply(hands, Restraint.MUTE, chat, ana.actor)).outcome is outcome


async def test_a_chat_about_which_nothing_is_known_is_left_for_later(
    hands: Hands, telegram: FakeTelegram
) -> None:
    chat, ana = _group(telegram)
    telegram.faults.fail("getChat", Kind.FLOOD, retry_after=9)
    result = await _apply(hands, Restraint.BAN, chat, ana.actor)
    assert (result.outcome, result.retry_after) == (ActionOutcome.LATER, timedelta(seconds=9))
    assert chat.members[ana.id].present


async def test_outside_of_the_chat_nothing_can_be_done(
    hands: Hands, telegram: FakeTelegram
) -> None:
    chat, ana = _group(telegram)
    telegram.world.kick_bot(chat)
    result = await _apply(hands, Restraint.LOCK_MEDIA, chat, ana.actor)
    assert (result.outcome, result.fix) == (FORBIDDEN, "fix-telegram-not-in-chat")


def test_every_set_of_permissions_survives_being_remembered() -> None:
    names = list(permissions.EVERYTHING)
    assert len(names) == 16
    for bits in range(0, 1 << 16, 7):
        some = {name: bool(bits >> bit & 1) for bit, name in enumerate(names)}
        letters = permissions.remember(some)
        assert len(letters) <= 4
        assert permissions.recall(letters) == some


def test_what_telegram_leaves_out_is_what_it_takes_it_for() -> None:
    read = permissions.read({"can_send_messages": True, "can_pin_messages": False})
    assert read["can_react_to_messages"] is True
    assert read["can_manage_topics"] is False
    assert read["can_send_photos"] is False
