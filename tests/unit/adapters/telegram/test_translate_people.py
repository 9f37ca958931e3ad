"""What people and the platform do besides posting: commands, presses, members, moves, trouble."""

import base64
from datetime import timedelta

import pytest

from adapters.telegram.translate import MalformedUpdate, chat_of, translate
from bot.domain.event import (
    CommandGiven,
    Membership,
    Moved,
    PlatformTrouble,
    Posted,
    Press,
    Profile,
    TroubleKind,
)
from bot.domain.message import Actor, ActorKind, ChatRef, MessageRef
from tests.fakes import START
from tests.unit.adapters.telegram.payloads import (
    CARRIED,
    MEMBERSHIP,
    OTHERS,
    SENDERS,
    WAYS,
    Payload,
    message_with,
)

CHAT = "-1001234567890"
CLASS, OLD = ChatRef("telegram", CHAT), ChatRef("telegram", "-4001")
ANA = Actor(ActorKind.USER, "5001")
PRIVATE = {"id": 5001, "first_name": "Ana", "type": "private"}
BOT = {"id": 7001, "is_bot": True, "first_name": "Quiz"}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group"}


def command(text: str, **fields: object) -> Payload:
    word = text.split()[0]
    entities = [{"type": "bot_command", "offset": 0, "length": len(word)}]
    return message_with(text=text, **({"entities": entities} | fields))


def only_command(raw: object, username: str = "") -> CommandGiven:
    (event,) = translate(raw, username)
    assert isinstance(event, CommandGiven)
    return event


# --- commands


def test_a_command_is_who_said_what_where() -> None:
    event = only_command(command("/mode remove"))
    assert event.ref.chat_ref == CLASS
    assert (event.actor, event.at, event.text) == (ANA, START, "/mode remove")
    assert event.reply_to is None
    assert not event.private


def test_a_command_names_the_message_that_it_answers() -> None:
    answered = {"message_id": 40, "chat": {"id": int(CHAT)}, "date": 1, "text": "look"}
    event = only_command(command("/report", reply_to_message=answered))
    assert event.reply_to == MessageRef("telegram", CHAT, "40")


def test_a_report_of_a_picture_is_a_command_and_looks_at_that_picture() -> None:
    answered = CARRIED["reply"]["message"]
    assert isinstance(answered, dict)
    posted, event = translate(command("/report", reply_to_message=answered["reply_to_message"]))
    assert isinstance(posted, Posted)
    assert isinstance(event, CommandGiven)
    assert posted.ref == event.reply_to


@pytest.mark.parametrize(
    "answered",
    [
        {"message_id": 40, "chat": {"id": -5}, "date": 1},
        {"message_id": 40, "date": 1},
        {"chat": {"id": int(CHAT)}, "date": 1},
        {"message_id": 7, "chat": {"id": int(CHAT)}, "date": 1, "forum_topic_created": {}},
        "x",
    ],
)
def test_what_is_no_message_of_this_chat_or_a_topics_first_line_is_not_answered(
    answered: object,
) -> None:
    assert only_command(command("/report", reply_to_message=answered)).reply_to is None


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("/mode@upstander_bot remove", True),
        ("/mode@Upstander_Bot remove", True),
        ("/mode remove", True),
        ("/mode remove@other_bot", True),
        ("/mode@other_bot remove", False),
    ],
)
def test_a_command_to_another_bot_is_left_to_it(text: str, ours: bool) -> None:
    assert bool(translate(command(text), "upstander_bot")) is ours
    assert len(translate(command(text))) == 1


def test_without_entities_a_leading_slash_is_enough() -> None:
    assert only_command(command("/help", entities=None)).text == "/help"


@pytest.mark.parametrize(
    "entities",
    [[], [{"type": "bold", "offset": 0, "length": 5}], [{"type": "bot_command", "offset": 6}]],
)
def test_a_slash_that_telegram_does_not_read_as_a_command_is_none(entities: object) -> None:
    assert translate(command("/help", entities=entities)) == ()


NOT_OWN_WORDS: dict[str, dict[str, object]] = {
    "edited by its stamp": {"edit_date": 1795208650},
    "forwarded": {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "x"}},
    "forwarded in an old form": {"forward_date": 1},
    "through a bot": {"via_bot": BOT},
    "through a business bot": {"sender_business_bot": BOT},
    "by a bot": {"from": BOT},
    "by a guest bot": {"from": BOT, "guest_bot_caller_user": {"id": 5001, "is_bot": False}},
    "by a guest bot of the chat": {"from": BOT, "guest_bot_caller_chat": {"id": int(CHAT)}},
    "by a channel": {"sender_chat": {"id": -1009876543210, "type": "channel"}},
    "by the linked channel": {"is_automatic_forward": True, "from": {"id": 777000}},
    "by nobody": {"from": None},
}


@pytest.mark.parametrize("fields", NOT_OWN_WORDS.values(), ids=NOT_OWN_WORDS.keys())
def test_a_line_that_is_not_the_senders_own_word_commands_nothing(
    fields: dict[str, object],
) -> None:
    assert translate(command("/mode shadow", **fields)) == ()


@pytest.mark.parametrize("kind", ["edited_message", "channel_post", "guest_message", "new_message"])
def test_only_a_new_message_can_command(kind: str) -> None:
    assert translate({"update_id": 1, kind: command("/mode shadow")["message"]}) == ()


def test_an_anonymous_admin_may_ask_and_is_told_apart() -> None:
    sender_chat = {"id": int(CHAT), "type": "supergroup"}
    event = only_command(command("/mode shadow", **{"from": ANONYMOUS, "sender_chat": sender_chat}))
    assert event.actor == Actor(ActorKind.ANONYMOUS_ADMIN, CHAT)


def test_the_line_that_the_app_sends_when_the_bot_is_added_is_nobodys_command() -> None:
    assert translate(command("/start@upstander_bot setup"), "upstander_bot") == ()
    assert only_command(command("/start")).text == "/start"


def test_a_line_that_only_the_bot_can_see_is_a_command_without_a_message() -> None:
    event = only_command(command("/report", message_id=0, ephemeral_message_id=9))
    assert not event.ref.is_message
    assert event.ref.chat_ref == CLASS


def test_a_picture_that_only_the_bot_can_see_is_not_looked_at() -> None:
    raw = message_with(message_id=0, ephemeral_message_id=9, sticker={"file_id": "f1"})
    assert translate(raw) == ()


# --- in private


def test_a_picture_in_private_is_never_looked_at_and_gets_the_help() -> None:
    event = only_command(OTHERS["picture in private"])
    assert (event.text, event.private, event.showed) == ("/help", True, True)


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "hello"},
        {"text": "/mode shadow", "via_bot": BOT},
        {"sticker": {"file_id": "f1"}, "text": None},
        {"reply_to_message": {"message_id": 1, "chat": PRIVATE, "date": 1, "photo": [{}]}},
        {"new_chat_photo": [{"file_id": "f1"}]},
    ],
)
def test_what_is_no_command_in_private_gets_the_help(fields: dict[str, object]) -> None:
    event = only_command(message_with(chat=PRIVATE, **fields))
    assert (event.text, event.private) == ("/help", True)


def test_a_command_in_private_is_private() -> None:
    event = only_command(command("/alerts AB12", chat=PRIVATE))
    assert (event.text, event.private) == ("/alerts AB12", True)


@pytest.mark.parametrize("kind", ["edited_message", "business_message", "guest_message"])
def test_only_new_words_to_the_bot_itself_are_heard_in_private(kind: str) -> None:
    private = message_with(chat=PRIVATE, sticker={"file_id": "f1"})["message"]
    assert translate({"update_id": 1, kind: private}) == ()


def test_a_bot_that_writes_in_private_gets_no_answer() -> None:
    assert translate(message_with(chat=PRIVATE, **{"from": BOT})) == ()


@pytest.mark.parametrize("length", range(1, 49))
def test_a_link_into_private_is_a_press_with_the_action_of_its_button(length: int) -> None:
    action = ("why:1.abcdefgh?>/+" * 3)[:length]
    payload = base64.urlsafe_b64encode(action.encode()).decode().rstrip("=")
    (event,) = translate(command(f"/start {payload}", chat=PRIVATE))
    assert event == Press(ChatRef("telegram", "5001"), ANA, START, action)


@pytest.mark.parametrize("rest", ["", " =", " a", " ä", " a+/b", " d2h5 d2h5", " gICA"])
def test_a_start_without_a_readable_action_is_plain(rest: str) -> None:
    event = only_command(command(f"/start{rest}", chat=PRIVATE))
    assert (event.text, event.private) == ("/start", True)


def test_a_forwarded_link_into_private_presses_nothing() -> None:
    payload = base64.urlsafe_b64encode(b"why:1").decode().rstrip("=")
    raw = command(f"/start {payload}", chat=PRIVATE, forward_origin={"type": "hidden_user"})
    assert only_command(raw).text == "/help"


# --- presses


def test_a_press_is_who_pressed_what_where() -> None:
    (event,) = translate(OTHERS["press"])
    assert event == Press(CLASS, ANA, START, "why:1.abc", "4382bfdwdsb323b2d9")


def test_a_press_under_a_message_that_is_gone_still_counts() -> None:
    (event,) = translate(OTHERS["press under a message that is gone"])
    assert isinstance(event, Press)
    assert (event.chat, event.action) == (CLASS, "why:1.abc")


def test_a_press_in_private_names_the_private_chat() -> None:
    (event,) = translate(OTHERS["press in private"])
    assert isinstance(event, Press)
    assert event.chat == ChatRef("telegram", "5001")


@pytest.mark.parametrize("name", ["press under an inline message", "game button"])
def test_a_press_that_is_not_ours_is_nothing(name: str) -> None:
    assert translate(OTHERS[name]) == ()


# --- members and rights

RIGHTS = {
    "added as a member": (True, False, True),
    "added as an admin": (True, True, True),
    "made an admin": (True, True, False),
    "right to delete taken": (True, False, False),
    "demoted": (True, False, False),
    "restricted": (True, False, False),
    "restricted and away": (False, False, False),
    "removed": (False, False, False),
    "back from a ban": (True, False, True),
    "admin of a channel": (True, True, True),
    "member of a basic group": (True, False, True),
}


def test_every_change_of_membership_is_in_the_table() -> None:
    assert set(RIGHTS) | {"blocked in private"} == set(MEMBERSHIP)


@pytest.mark.parametrize(("name", "expected"), RIGHTS.items(), ids=RIGHTS.keys())
def test_the_bots_own_membership_and_right_are_read(
    name: str, expected: tuple[bool, bool, bool]
) -> None:
    (event,) = translate(MEMBERSHIP[name])
    assert isinstance(event, Membership)
    assert (event.present, event.may_delete, event.joined) == expected
    assert event.at == START


def test_a_person_who_blocks_the_bot_is_no_chat_that_lost_it() -> None:
    assert translate(MEMBERSHIP["blocked in private"]) == ()


def test_the_pictures_of_a_new_member_are_a_profile() -> None:
    (event,) = translate(OTHERS["new member asked"])
    assert isinstance(event, Profile)
    assert (event.chat, event.actor) == (CLASS, Actor(ActorKind.USER, "5003"))
    assert [item.slot for item in event.media] == ["profile.0.photo", "profile.1.photo"]
    assert [item.key for item in event.media] == ["AQADa1L", "AQADa2L"]


def test_who_could_not_be_asked_is_opaque_and_who_has_no_picture_is_nothing() -> None:
    first, second = translate(OTHERS["joined by message"])
    assert isinstance(first, Profile)
    assert isinstance(second, Profile)
    assert first.actor == Actor(ActorKind.USER, "5003")
    assert second.actor == Actor(ActorKind.BOT, "5004")
    assert second.media == ()
    assert [slot.slot for slot in second.opaque] == ["profile"]


@pytest.mark.parametrize("photos", ["x", 5, [5], [[]], [["x"]], {}])
def test_pictures_that_cannot_be_read_are_opaque(photos: object) -> None:
    raw = message_with() | {"upstander": {"profile_photos": {"5003": photos}}}
    (event,) = translate(raw)
    assert isinstance(event, Profile)
    assert len(event.opaque) == 1


def test_a_new_member_who_was_not_asked_about_is_nothing() -> None:
    assert translate({"chat_member": OTHERS["new member asked"]["chat_member"]}) == ()


# --- chats that move, and the platform's own troubles


@pytest.mark.parametrize("where", ["old", "new"])
def test_a_group_that_became_a_supergroup_moved_once(where: str) -> None:
    assert translate(OTHERS[f"group upgraded, said in the {where}"]) == (Moved(OLD, CLASS, START),)


def test_a_move_that_was_learnt_from_an_error_is_the_same_move() -> None:
    ours = {"kind": "moved", "old": -4001, "new": CHAT, "at": START.isoformat()}
    assert translate({"upstander": ours}) == (Moved(OLD, CLASS, START),)


@pytest.mark.parametrize("kind", list(TroubleKind))
def test_trouble_of_the_whole_platform_is_read(kind: TroubleKind) -> None:
    until = START + timedelta(hours=1)
    ours = {"kind": kind.value, "since": START.isoformat(), "until": until.isoformat()}
    assert translate({"upstander": ours}) == (PlatformTrouble("telegram", kind, START, until),)


@pytest.mark.parametrize(
    "ours",
    [
        {"kind": "dream"},
        {"kind": None},
        {"kind": "moved", "new": 1, "at": START.isoformat()},
        {"kind": "moved", "old": 1, "new": 2, "at": "2026-11-20T21:04:00"},
        {"kind": "outage", "since": "then", "until": START.isoformat()},
        {"kind": "outage", "since": START.isoformat()},
    ],
)
def test_an_update_of_our_own_that_cannot_be_read_is_refused(ours: dict[str, object]) -> None:
    with pytest.raises(MalformedUpdate):
        translate({"upstander": ours})


# --- the chat of an update, for its order


@pytest.mark.parametrize(
    ("raw", "chat"),
    [
        (WAYS["photo"], CHAT),
        (WAYS["edit that swaps the photo"], CHAT),
        (SENDERS["channel post"], "-1009876543210"),
        (OTHERS["press"], CHAT),
        (OTHERS["press under an inline message"], ""),
        (OTHERS["reaction"], CHAT),
        (OTHERS["new member asked"], CHAT),
        (OTHERS["picture in private"], "5001"),
        (OTHERS["poll answer"], ""),
        (OTHERS["group upgraded, said in the old"], "-4001"),
        (MEMBERSHIP["removed"], CHAT),
        ({"upstander": {"kind": "moved", "old": "-4001", "new": CHAT}}, "-4001"),
        ({"upstander": {"kind": "outage"}}, ""),
        ({"update_id": 1, "message": {"chat": {"id": -5}}}, "-5"),
        ({"update_id": 1, "message": 5}, ""),
        ({"update_id": 1}, ""),
        ([], ""),
    ],
)
def test_the_chat_of_an_update_is_known_even_where_it_cannot_be_read(
    raw: object, chat: str
) -> None:
    assert chat_of(raw) == chat
