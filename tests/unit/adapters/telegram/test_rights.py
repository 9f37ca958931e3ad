"""What the bot may do and who somebody is: asked of Telegram, and unknown where it does not say."""

from collections.abc import Collection
from datetime import timedelta

import pytest

from bot.domain.capability import Capability, ChatCheck, Role
from bot.domain.errors import TryLater
from bot.domain.message import Actor, ActorKind, ChatRef
from tests.fakes import MovableClock
from tests.telegram.faults import Kind
from tests.telegram.server import FakeTelegram
from tests.telegram.state import BOT_RIGHTS, Chat, Person
from tests.unit.adapters.telegram.conftest import Hands
from tests.unit.adapters.telegram.scripted import Answer, Scripted, gives, refuses

ALWAYS = {
    Capability.DM_IF_STARTED,
    Capability.BUTTONS,
    Capability.SLASH,
    Capability.EDIT_EVENTS,
    Capability.GAP_REPLAY,
    Capability.CONFIDENTIAL,
}
PAUSES = {Capability.PAUSE_MEDIA, Capability.PAUSE_KINDS}
RESTRAINTS = {Capability.MUTE, Capability.KICK, Capability.BAN, Capability.LOCK_MEDIA}
HERE = {Capability.EPHEMERAL, *ALWAYS}
CHAT = ChatRef("telegram", "-1001")


def _group(
    telegram: FakeTelegram,
    rights: Collection[str] = BOT_RIGHTS,
    *,
    supergroup: bool = True,
    admin: bool = True,
) -> Chat:
    world = telegram.world
    chat = world.new_group("7B", supergroup, admins=[world.new_user("Owner")])
    world.add_bot(chat, rights, admin=admin)
    return chat


@pytest.mark.parametrize(
    ("rights", "supergroup", "admin", "more"),
    [
        (BOT_RIGHTS, True, True, {Capability.DELETE, *RESTRAINTS, *PAUSES}),
        ({"delete_messages"}, True, True, {Capability.DELETE}),
        ({"restrict_members"}, True, True, RESTRAINTS | PAUSES),
        (BOT_RIGHTS, False, True, {Capability.DELETE}),
        (BOT_RIGHTS, True, False, set()),
        (BOT_RIGHTS, False, False, set()),
    ],
)
async def test_capabilities_follow_the_bots_rights_and_the_kind_of_group(
    hands: Hands,
    telegram: FakeTelegram,
    rights: Collection[str],
    supergroup: bool,
    admin: bool,
    more: set[Capability],
) -> None:
    chat = _group(telegram, rights, supergroup=supergroup, admin=admin)
    assert await hands.rights.capabilities(chat.ref) == HERE | more


async def test_nothing_is_promised_that_telegram_does_not_have(
    hands: Hands, telegram: FakeTelegram
) -> None:
    found = await hands.rights.capabilities(_group(telegram).ref)
    assert found.isdisjoint(
        {
            Capability.DM,
            Capability.HISTORY,
            Capability.DELETE_EVENTS,
            Capability.ERASE_MEDIA,
            Capability.BULK_DELETE,
            Capability.PRE_DELIVERY_BLOCK,
        }
    )


async def test_where_the_bot_is_not_it_may_nothing(hands: Hands, telegram: FakeTelegram) -> None:
    chat = _group(telegram)
    telegram.world.kick_bot(chat)
    assert await hands.rights.capabilities(chat.ref) == frozenset()


async def test_a_bot_that_left_but_is_still_restricted_is_not_there(
    odd: Hands, scripted: Scripted
) -> None:
    scripted.answer("getChat", gives({"id": -1001, "type": "supergroup"}))
    scripted.answer("getChatMember", gives({"status": "restricted", "is_member": False}))
    assert await odd.rights.capabilities(CHAT) == frozenset()


async def test_a_private_chat_needs_no_asking(hands: Hands, telegram: FakeTelegram) -> None:
    assert await hands.rights.capabilities(ChatRef("telegram", "700")) == ALWAYS
    assert telegram.log == []


@pytest.mark.parametrize("kind", [Kind.FLOOD, Kind.RESET, Kind.SERVER_ERROR, Kind.CUT])
@pytest.mark.parametrize("method", ["getChat", "getChatMember"])
async def test_a_lost_answer_is_no_right_lost_and_no_right_had(
    hands: Hands, telegram: FakeTelegram, method: str, kind: Kind
) -> None:
    chat = _group(telegram)
    telegram.faults.fail(method, kind)
    with pytest.raises(TryLater):
        await hands.rights.capabilities(chat.ref)
    assert Capability.DELETE in await hands.rights.capabilities(chat.ref)


async def test_rights_are_remembered_for_30_seconds_and_not_longer(
    hands: Hands, telegram: FakeTelegram
) -> None:
    chat, clock = _group(telegram), telegram.world.clock
    assert isinstance(clock, MovableClock)
    await hands.rights.capabilities(chat.ref)
    telegram.world.demote_bot(chat)
    clock.move(timedelta(seconds=29))
    assert Capability.DELETE in await hands.rights.capabilities(chat.ref)
    clock.move(timedelta(seconds=2))
    assert Capability.DELETE not in await hands.rights.capabilities(chat.ref)


async def test_what_is_forgotten_is_asked_anew(hands: Hands, telegram: FakeTelegram) -> None:
    chat = _group(telegram)
    await hands.rights.capabilities(chat.ref)
    telegram.world.demote_bot(chat)
    hands.rights.forget(chat.ref)
    assert Capability.DELETE not in await hands.rights.capabilities(chat.ref)


async def test_a_chat_that_put_the_bot_out_keeps_the_name_that_the_news_gave_it(
    hands: Hands, telegram: FakeTelegram
) -> None:
    chat = _group(telegram)
    telegram.world.kick_bot(chat)
    assert await hands.rights.title(chat.ref) == chat.ref.chat
    hands.rights.forget(chat.ref, "Class 7B")
    assert await hands.rights.title(chat.ref) == "Class 7B"


async def test_an_answer_from_before_a_change_is_not_remembered(
    odd: Hands, scripted: Scripted
) -> None:
    admin = gives({"status": "administrator", "can_delete_messages": True})
    admin.meanwhile = lambda: odd.rights.forget(CHAT)
    scripted.answer("getChat", gives({"id": -1001, "type": "supergroup"}))
    scripted.answer("getChatMember", admin, gives({"status": "member"}))
    await odd.rights.capabilities(CHAT)
    assert Capability.DELETE not in await odd.rights.capabilities(CHAT)


async def test_a_chat_that_moved_is_followed_and_the_move_is_told(
    hands: Hands, telegram: FakeTelegram
) -> None:
    chat = _group(telegram, supergroup=False)
    new = telegram.world.migrate(chat)
    assert Capability.DELETE in await hands.rights.capabilities(chat.ref)
    assert set(hands.moved) == {(str(chat.id), str(new.id))}


# --- people


def _person(actor: Person) -> Actor:
    return Actor(ActorKind.USER, str(actor.id))


async def test_roles_are_what_telegram_says_at_this_moment(
    hands: Hands, telegram: FakeTelegram
) -> None:
    world, chat = telegram.world, _group(telegram)
    ana = world.new_user("Ana")
    assert await hands.rights.role(chat.ref, _person(ana)) is Role.OUTSIDER
    world.join(chat, ana)
    assert await hands.rights.role(chat.ref, _person(ana)) is Role.MEMBER
    world.promote(chat, ana)
    assert await hands.rights.role(chat.ref, _person(ana)) is Role.ADMIN
    world.promote(chat, ana, rights=())
    assert await hands.rights.role(chat.ref, _person(ana)) is Role.MEMBER
    world.leave(chat, ana)
    assert await hands.rights.role(chat.ref, _person(ana)) is Role.OUTSIDER


@pytest.mark.parametrize(
    ("member", "role"),
    [
        ({"status": "creator"}, Role.ADMIN),
        ({"status": "restricted", "is_member": True}, Role.MEMBER),
        ({"status": "restricted", "is_member": False}, Role.OUTSIDER),
        ({"status": "restricted"}, Role.OUTSIDER),
        ({"status": "kicked"}, Role.OUTSIDER),
        ({"status": "status_of_the_future"}, Role.OUTSIDER),
        ({}, Role.OUTSIDER),
    ],
)
async def test_every_status_is_a_role_and_an_unknown_one_is_nobody(
    odd: Hands, scripted: Scripted, member: dict[str, object], role: Role
) -> None:
    scripted.answer("getChatMember", gives(member))
    assert await odd.rights.role(CHAT, Actor(ActorKind.USER, "7")) is role


@pytest.mark.parametrize(
    "answer",
    [
        refuses(400, "Bad Request: PARTICIPANT_ID_INVALID"),
        refuses(400, "Bad Request: chat not found"),
    ],
)
async def test_whom_telegram_does_not_know_there_is_an_outsider(
    odd: Hands, scripted: Scripted, answer: Answer
) -> None:
    scripted.answer("getChatMember", answer)
    assert await odd.rights.role(CHAT, Actor(ActorKind.USER, "7")) is Role.OUTSIDER


@pytest.mark.parametrize(
    "answer",
    [
        refuses(429, "Too Many Requests", retry_after=5),
        refuses(500, "Internal Server Error"),
    ],
)
async def test_a_lost_answer_makes_nobody_an_outsider(
    odd: Hands, scripted: Scripted, answer: Answer
) -> None:
    scripted.answer("getChatMember", answer)
    with pytest.raises(TryLater):
        await odd.rights.role(CHAT, Actor(ActorKind.USER, "7"))


async def test_only_the_chat_itself_is_an_anonymous_admin(
    hands: Hands, telegram: FakeTelegram
) -> None:
    chat = _group(telegram)
    asked = [
        Actor(ActorKind.ANONYMOUS_ADMIN, str(chat.id)),
        Actor(ActorKind.ANONYMOUS_ADMIN, "-1009"),
        Actor(ActorKind.CHANNEL, str(chat.id)),
        Actor(ActorKind.BOT, hands.identity.id),
    ]
    roles = [await hands.rights.role(chat.ref, actor) for actor in asked]
    assert roles == [Role.ADMIN, Role.OUTSIDER, Role.OUTSIDER, Role.OUTSIDER]


async def test_in_a_private_chat_there_is_one_member(hands: Hands) -> None:
    chat = ChatRef("telegram", "700")
    assert await hands.rights.role(chat, Actor(ActorKind.USER, "700")) is Role.MEMBER
    assert await hands.rights.role(chat, Actor(ActorKind.USER, "701")) is Role.OUTSIDER


async def test_a_chats_title_is_its_id_where_telegram_never_said(
    hands: Hands, telegram: FakeTelegram
) -> None:
    chat = _group(telegram)
    telegram.faults.fail("getChat", Kind.RESET)
    assert await hands.rights.title(chat.ref) == str(chat.id)
    assert await hands.rights.title(chat.ref) == "7B"
    telegram.faults.fail("getChat", Kind.RESET)
    assert await hands.rights.title(chat.ref) == "7B"


# --- the check-list


def _failing(checks: Collection[ChatCheck]) -> dict[str, tuple[str, bool]]:
    return {check.text: (check.fix, check.needed) for check in checks if not check.ok}


async def test_a_group_in_good_order_passes_every_check(
    hands: Hands, telegram: FakeTelegram
) -> None:
    chat = _group(telegram)
    chat.protected = True
    checks = await hands.rights.checks(chat.ref)
    assert len(checks) == 7
    assert _failing(checks) == {}


async def test_a_plain_member_of_a_basic_group_is_told_all_that_is_missing(
    hands: Hands, telegram: FakeTelegram
) -> None:
    chat = _group(telegram, supergroup=False, admin=False)
    assert _failing(await hands.rights.checks(chat.ref)) == {
        "check-delete": ("fix-telegram-delete", True),
        "check-telegram-sees-all": ("fix-telegram-privacy", True),
        "check-telegram-supergroup": ("fix-telegram-supergroup", False),
        "check-telegram-restrict": ("fix-telegram-restrict", False),
        "check-telegram-protected": ("fix-telegram-protected", False),
    }


async def test_with_privacy_mode_off_a_plain_member_sees_all(
    hands: Hands, telegram: FakeTelegram
) -> None:
    telegram.world.sees_all = True
    checks = await hands.rights.checks(_group(telegram, admin=False).ref)
    assert "check-telegram-sees-all" not in _failing(checks)


async def test_outside_of_the_chat_that_is_all_there_is_to_say(
    hands: Hands, telegram: FakeTelegram
) -> None:
    chat = _group(telegram)
    telegram.world.kick_bot(chat)
    checks = await hands.rights.checks(chat.ref)
    assert [(check.text, check.ok) for check in checks] == [("check-telegram-present", False)]


async def test_other_bots_among_the_admins_are_worth_an_advice(
    hands: Hands, telegram: FakeTelegram
) -> None:
    chat, helper = _group(telegram), telegram.world.new_user("Helper", is_bot=True)
    telegram.world.promote(chat, helper)
    failing = _failing(await hands.rights.checks(chat.ref))
    assert failing["check-telegram-bots"] == ("fix-telegram-bots", False)


async def test_a_server_without_private_notes_in_groups_is_said_so(
    odd: Hands, scripted: Scripted
) -> None:
    scripted.answer("getChat", gives({"id": -1001, "type": "supergroup"}))
    scripted.answer("getChatMember", gives({"status": "administrator"}))
    scripted.answer("getChatAdministrators", gives([]))
    scripted.answer("deleteEphemeralMessage", refuses(404, "Not Found: method not found"))
    failing = _failing(await odd.rights.checks(CHAT))
    assert failing["check-telegram-ephemeral"] == ("fix-telegram-ephemeral", False)
    assert Capability.EPHEMERAL not in await odd.rights.capabilities(CHAT)


@pytest.mark.parametrize("method", ["getChat", "getMe", "getChatAdministrators"])
async def test_checks_without_an_answer_are_tried_later(
    hands: Hands, telegram: FakeTelegram, method: str
) -> None:
    chat = _group(telegram, admin=False)
    telegram.faults.fail(method, Kind.SERVER_ERROR)
    with pytest.raises(TryLater):
        await hands.rights.checks(chat.ref)


async def test_checks_ask_anew_each_time(hands: Hands, telegram: FakeTelegram) -> None:
    chat = _group(telegram)
    assert "check-delete" not in _failing(await hands.rights.checks(chat.ref))
    telegram.world.demote_bot(chat, {"restrict_members"})
    assert "check-delete" in _failing(await hands.rights.checks(chat.ref))
