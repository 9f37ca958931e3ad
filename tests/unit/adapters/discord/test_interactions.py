"""What people ask the bot for arrives as the line that they would have typed, or as a press."""

import pytest

from adapters.discord.interactions import Answerable
from bot.domain.command import Misspelt
from bot.domain.command_words import parse_command
from bot.domain.event import CommandGiven, Press
from bot.domain.message import ChatRef, MessageRef
from bot.domain.raw_json import MalformedUpdate
from tests.fakes import START
from tests.unit.adapters.discord.payloads import (
    ANA,
    BEN,
    CHANNEL,
    CLASS,
    GUILD,
    INTERACTIONS,
    ME,
    NEWS,
    SOMEBODY,
    THREAD,
    Payload,
    data_of,
    read,
)

TARGET = "1573443820584960001"
ROOM = ChatRef("discord", f"{GUILD}/{CHANNEL}")
ALONE = ChatRef("discord", f"@{ANA}")
TOKEN = "aW50ZXJhY3Rpb246|token|x"
LINES = {
    "guard status": "/status",
    "guard mode": "/mode remove",
    "guard mode without a value": "/mode",
    "guard policy": "/policy preset strict",
    "guard policy the other way round": "/policy preset strict",
    "guard alerts with line breaks": "/alerts ab12 /mode shadow",
    "help": "/help",
    "report picture": "/report",
    "show case": "/case C-0042",
    "show case of a message without one": "/case",
    "command in a thread": "/status",
    "report in a thread": "/report",
    "command in private": "/help",
}
PRESSES = {
    "button": ("ack:7.abc123.MAC", ""),
    "channel select": ("room.abc123.MAC", f"{GUILD}/{NEWS}"),
    "user select": ("adult.abc123.MAC", BEN),
    "button in a thread": ("why.abc123.MAC", ""),
    "button in private": ("why.abc123.MAC", ""),
}
NOTHING = {"ping", "typing a value", "modal"}
PRIVATE = {"command in private", "button in private"}


def command(event: Payload) -> CommandGiven:
    (found,) = read(event)
    assert isinstance(found, CommandGiven)
    return found


def press(event: Payload) -> Press:
    (found,) = read(event)
    assert isinstance(found, Press)
    return found


def asked(name: str, **fields: object) -> Payload:
    return INTERACTIONS[name] | {"d": data_of(INTERACTIONS[name]) | fields}


def test_every_interaction_is_in_a_table() -> None:
    assert set(LINES) | set(PRESSES) | NOTHING == set(INTERACTIONS)


@pytest.mark.parametrize(("name", "line"), LINES.items(), ids=LINES.keys())
def test_each_command_is_the_line_that_would_be_typed(name: str, line: str) -> None:
    found = command(INTERACTIONS[name])
    assert found.text == line
    assert (found.actor, found.at) == (SOMEBODY, START)
    assert not found.ref.is_message


@pytest.mark.parametrize("line", sorted(set(LINES.values()) - {"/alerts ab12 /mode shadow"}))
def test_the_core_understands_each_line(line: str) -> None:
    read_as = parse_command(line, frozenset({"en"}))
    assert read_as is not None
    assert not isinstance(read_as, Misspelt)


@pytest.mark.parametrize("name", PRESSES)
def test_each_press_says_what_was_pressed_and_picked(name: str) -> None:
    found = press(INTERACTIONS[name])
    assert (found.action, found.picked) == PRESSES[name]
    assert (found.actor, found.at) == (SOMEBODY, START)


@pytest.mark.parametrize("name", sorted(set(LINES) | set(PRESSES)))
def test_where_it_was_asked_is_a_room_of_the_server_or_a_private_chat(name: str) -> None:
    (found,) = read(INTERACTIONS[name])
    assert isinstance(found, CommandGiven | Press)
    private = name in PRIVATE
    assert (found.chat, found.room) == ((ALONE, None) if private else (CLASS, ROOM))
    if isinstance(found, CommandGiven):
        assert found.private is private


@pytest.mark.parametrize("name", sorted(set(LINES) | set(PRESSES)))
def test_everything_asked_can_be_answered(name: str) -> None:
    (found,) = read(INTERACTIONS[name])
    assert isinstance(found, CommandGiven | Press)
    number = str(data_of(INTERACTIONS[name])["id"])
    assert Answerable.read(found.reply) == Answerable(number, TOKEN, ME, name in LINES)


@pytest.mark.parametrize("name", sorted(NOTHING))
def test_other_interactions_want_nothing_of_us(name: str) -> None:
    assert read(INTERACTIONS[name]) == ()
    assert Answerable.of(data_of(INTERACTIONS[name])) is None


@pytest.mark.parametrize(
    ("name", "channel"), [("report picture", CHANNEL), ("report in a thread", THREAD)]
)
def test_a_report_names_the_message_in_the_channel_where_it_stands(name: str, channel: str) -> None:
    assert command(INTERACTIONS[name]).reply_to == MessageRef(
        "discord", GUILD, f"{channel}/{TARGET}"
    )


def test_a_report_of_a_message_that_stands_elsewhere_names_it_there() -> None:
    shown = {"messages": {TARGET: {"id": TARGET, "channel_id": NEWS}}}
    data = {"type": 3, "name": "Report picture", "target_id": TARGET, "resolved": shown}
    found = command(asked("report picture", data=data))
    assert found.reply_to == MessageRef("discord", GUILD, f"{NEWS}/{TARGET}")


def test_a_report_of_a_message_that_was_not_sent_along_names_it_all_the_same() -> None:
    data = {"type": 3, "name": "Report picture", "target_id": TARGET}
    found = command(asked("report picture", data=data))
    assert found.reply_to == MessageRef("discord", GUILD, f"{CHANNEL}/{TARGET}")
    assert found.text == "/report"


def test_a_report_of_no_message_is_a_report() -> None:
    data = {"type": 3, "name": "Report picture"}
    assert command(asked("report picture", data=data)).reply_to is None


def test_a_command_answers_no_message() -> None:
    assert command(INTERACTIONS["guard status"]).reply_to is None


@pytest.mark.parametrize("name", ["guard status", "button"])
def test_an_interaction_of_no_known_channel_has_no_room(name: str) -> None:
    (found,) = read(asked(name, channel_id=None, channel=None))
    assert isinstance(found, CommandGiven | Press)
    assert (found.chat, found.room) == (CLASS, None)


@pytest.mark.parametrize("kind", [0, 2, 5, 13, 15, None, "11"])
def test_a_channel_in_a_category_is_its_own_room(kind: object) -> None:
    channel = {"id": CHANNEL, "type": kind, "parent_id": "1180000000000000100"}
    assert command(asked("guard status", channel=channel)).room == ROOM


@pytest.mark.parametrize("kind", [10, 11, 12])
def test_what_is_asked_in_any_thread_is_asked_in_its_channel(kind: int) -> None:
    channel = {"id": THREAD, "type": kind, "parent_id": CHANNEL}
    found = command(asked("guard status", channel=channel, channel_id=THREAD))
    assert found.room == ROOM


def test_a_thread_that_does_not_say_of_which_channel_is_its_own_room() -> None:
    found = command(asked("guard status", channel={"type": 11}, channel_id=THREAD))
    assert found.room == ChatRef("discord", f"{GUILD}/{THREAD}")


@pytest.mark.parametrize("values", [None, [], [5, None, {}], "x"])
def test_a_press_that_picks_nothing_picks_nothing(values: object) -> None:
    data = {"custom_id": "x", "values": values}
    assert press(asked("button", data=data)).picked == ""


def test_only_a_channel_that_discord_knows_is_picked_as_a_room() -> None:
    data = {"custom_id": "x", "values": [NEWS], "resolved": {"users": {NEWS: {}}}}
    assert press(asked("button", data=data)).picked == NEWS


@pytest.mark.parametrize("custom_id", [None, 5, [], {}])
def test_a_press_without_words_carries_nothing(custom_id: object) -> None:
    assert press(asked("button", data={"custom_id": custom_id})).action == ""


@pytest.mark.parametrize("value", [None, 5, True, ["remove"], {"a": 1}])
def test_a_value_that_is_no_text_is_not_typed(value: object) -> None:
    option = {"name": "mode", "options": [{"name": "value", "value": value}]}
    found = command(asked("guard mode", data={"name": "guard", "options": [option]}))
    assert found.text.split() == ["/mode"]


def nested(depth: int) -> dict[str, object]:
    node: dict[str, object] = {"name": "x"}
    for _ in range(depth):
        node = {"name": "x", "options": [node]}
    return node


def test_a_command_nested_without_end_is_refused() -> None:
    assert command(asked("help", data=nested(3))).text == "/x x x x"
    for depth in (4, 20_000):
        with pytest.raises(MalformedUpdate):
            read(asked("help", data=nested(depth)))


# --- how it is answered


@pytest.mark.parametrize("token", ["t", "a|b|c", "|", "ü"])
@pytest.mark.parametrize("is_command", [True, False])
def test_an_answer_is_read_as_it_was_written(token: str, is_command: bool) -> None:
    answerable = Answerable("5", token, "7", is_command)
    assert Answerable.read(str(answerable)) == answerable


@pytest.mark.parametrize("text", ["", "5", "5|7", "5|7|press"])
def test_what_carries_no_answer_is_none(text: str) -> None:
    assert Answerable.read(text) is None


WITHOUT: list[dict[str, object]] = [
    {"id": None},
    {"id": 5},
    {"token": None},
    {"token": ""},
    {"type": 1},
    {"type": []},
]


@pytest.mark.parametrize("change", WITHOUT)
def test_an_interaction_that_cannot_be_answered_is_not(change: dict[str, object]) -> None:
    assert Answerable.of(data_of(asked("help", **change))) is None


def test_an_interaction_without_a_token_is_asked_all_the_same() -> None:
    assert command(asked("help", token=None)).reply == ""
