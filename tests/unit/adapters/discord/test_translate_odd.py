"""Whatever comes is read or refused with one kind of error; what is broken costs only itself."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.discord.translate import chat_of, translate
from bot.domain.event import (
    CommandGiven,
    Gap,
    Membership,
    PlatformTrouble,
    Posted,
    Removed,
    TroubleKind,
)
from bot.domain.message import ChatRef, MessageRef
from bot.domain.raw_json import LONGEST_PATH, MalformedUpdate
from tests.fakes import START
from tests.unit.adapters.discord.anything import JSON, KINDS, LIKELY, NAMES
from tests.unit.adapters.discord.payloads import (
    ANA,
    CHANNEL,
    CLASS,
    FILE,
    FILE_KEY,
    GUILD,
    HOSTS,
    INTERACTIONS,
    MALFORMED,
    ME,
    OTHERS,
    SERVER,
    SOMEBODY,
    WAYS,
    message_with,
    only_posted,
    read,
    stored,
)


@pytest.mark.parametrize("event", MALFORMED.values(), ids=MALFORMED.keys())
def test_what_cannot_be_read_is_refused_without_naming_content(event: object) -> None:
    with pytest.raises(MalformedUpdate) as refused:
        read(event)
    assert "hello" not in str(refused.value)


@pytest.mark.parametrize(
    "raw",
    [
        None,
        5,
        [],
        "hello",
        {},
        {"t": "MESSAGE_CREATE"},
        WAYS["attachment"],
        WAYS["attachment"] | {"upstander": None},
        WAYS["attachment"] | {"upstander": {"at": "2026-11-20T21:04:00", "me": "5"}},
        WAYS["attachment"] | {"upstander": {"at": 5, "me": "5"}},
    ],
)
def test_an_update_that_was_not_stored_by_us_is_refused(raw: object) -> None:
    with pytest.raises(MalformedUpdate):
        translate(raw, HOSTS)


@given(st.sampled_from(KINDS) | JSON, JSON | LIKELY)
@example("MESSAGE_CREATE", {"id": "5", "guild_id": "5", "channel_id": "5", "type": []})
def test_random_json_is_read_or_refused_and_nothing_else(event: object, data: object) -> None:
    assert isinstance(chat_of(str(event), data), str)
    try:
        events = read({"t": event, "d": data})
    except MalformedUpdate:
        return
    assert isinstance(events, tuple)


@given(JSON)
def test_any_json_as_an_update_is_read_or_refused(raw: object) -> None:
    for update in (raw, stored(raw)):
        try:
            assert isinstance(translate(update, HOSTS), tuple)
        except MalformedUpdate:
            continue


@given(st.sampled_from(sorted(set(NAMES) - {"id", "guild_id", "channel_id"})) | st.text(), JSON)
def test_a_message_with_any_field_keeps_its_picture_and_a_slot_for_each_find(
    name: str, value: object
) -> None:
    fields = {name: value, "attachments": [FILE]}
    if name in ("id", "guild_id", "channel_id"):
        return
    event = read(message_with(**fields))[0]
    assert isinstance(event, Posted)
    assert FILE_KEY in [item.key for item in event.media]
    slots = [item.slot for item in event.media] + [slot.slot for slot in event.opaque]
    assert len(set(slots)) == len(slots)
    assert all(0 < len(slot) <= LONGEST_PATH for slot in slots)


# A number of so many digits cannot be written out, so nothing may try to.
HUGE = 10**5000


@pytest.mark.parametrize("event", KINDS)
def test_a_number_without_end_costs_nothing(event: str) -> None:
    option = {"name": "x", "value": HUGE}
    data: dict[str, object] = {
        **dict.fromkeys(NAMES, HUGE),
        **dict.fromkeys(("id", "guild_id", "channel_id", "message_id"), "5"),
        "type": 2,
        "user": {"id": "5", "avatar": HUGE},
        "role": {"id": "5", "icon": HUGE},
        "data": {"name": HUGE, "value": HUGE, "options": [option]},
        "emojis": [{"id": "5", "animated": HUGE}],
        "stickers": [{"id": "5", "format_type": HUGE}],
        "attachments": [{**FILE, "size": HUGE, "flags": HUGE}],
    }
    try:
        assert isinstance(read({"t": event, "d": data}), tuple)
    except MalformedUpdate:
        assert event in ("gap", "trouble")


@pytest.mark.parametrize("name", ["content", "embeds", "hologram", "referenced_message", "author"])
def test_a_hostile_depth_anywhere_costs_nothing(name: str) -> None:
    deep: object = FILE
    for _ in range(20_000):
        deep = {"x": [deep]}
    event = only_posted(message_with(**{name: deep}, attachments=[FILE]))
    assert FILE_KEY in [item.key for item in event.media]


def test_an_event_of_a_kind_that_nobody_knows_shows_its_emojis_or_nothing() -> None:
    assert read({"t": "TYPING_START", "d": {"guild_id": GUILD, "user_id": ANA}}) == ()


# --- what is told without a picture


def test_a_deleted_message_is_named() -> None:
    ref = MessageRef("discord", GUILD, f"{CHANNEL}/1573443820584960001")
    second = MessageRef("discord", GUILD, f"{CHANNEL}/1573443820584960002")
    assert read(OTHERS["deleted"]) == (Removed(ref),)
    assert read(OTHERS["many deleted"]) == (Removed(ref), Removed(second))
    assert read(OTHERS["deleted in private"]) == ()
    odd = {"guild_id": GUILD, "channel_id": CHANNEL, "id": 5, "ids": [5, None, {}, "x", "", ANA]}
    assert read({"t": "MESSAGE_DELETE_BULK", "d": odd}) == (
        Removed(MessageRef("discord", GUILD, f"{CHANNEL}/{ANA}")),
    )


@pytest.mark.parametrize("name", ["said in private", "picture in private"])
def test_whoever_writes_in_private_gets_help_and_no_picture_is_looked_at(name: str) -> None:
    (event,) = read(OTHERS[name])
    assert isinstance(event, CommandGiven)
    assert (event.text, event.private, event.actor) == ("/help", True, SOMEBODY)
    assert event.chat == ChatRef("discord", f"@{ANA}")
    assert event.at == START
    assert not event.ref.is_message
    assert event.showed is (name == "picture in private")


@pytest.mark.parametrize(
    ("fields", "showed"),
    [
        ({"content": "hello <:wow:5368324170671202286>"}, False),
        ({"content": "https://pictures.example/me.png"}, False),
        ({"attachments": [FILE]}, True),
        ({"sticker_items": [{"id": ANA, "name": "x", "format_type": 1}]}, True),
        ({"message_snapshots": [{"message": {"attachments": [FILE]}}]}, True),
        ({"hologram": [{"inside": FILE}]}, True),
    ],
)
def test_in_private_it_is_known_that_something_was_shown_and_not_what(
    fields: dict[str, object], showed: bool
) -> None:
    (event,) = read(message_with(guild_id=None, **fields))
    assert isinstance(event, CommandGiven)
    assert event.showed is showed
    # Nothing in the event names a file, so nothing behind it could fetch one.
    assert FILE_KEY not in repr(event)
    assert "cdn." not in repr(event)


@pytest.mark.parametrize(
    "name",
    [
        "edited in private",
        "link in private found later",
        "own words in private",
        "bot in private",
    ],
)
def test_what_is_not_said_by_a_person_just_now_gets_no_help(name: str) -> None:
    assert read(OTHERS[name]) == ()


@pytest.mark.parametrize("change", [{"type": 7}, {"edited_timestamp": "2026-11-20T21:05:00+00:00"}])
def test_a_system_message_and_an_edited_one_in_private_get_no_help(
    change: dict[str, object],
) -> None:
    event = message_with(guild_id=None, **change)
    assert read(event) == ()


def test_the_bots_own_words_get_no_help_even_without_their_mark() -> None:
    assert read(message_with(guild_id=None, author={"id": ME})) == ()
    assert len(read(message_with(guild_id=None, author={"id": ANA}))) == 1


def test_the_bot_leaves_a_server() -> None:
    assert read(OTHERS["removed from a guild"]) == (Membership(CLASS, False, START),)


def test_what_the_bot_lost_or_got_back_is_told() -> None:
    lost = ("fix-discord-channels",)
    assert read(OTHERS["standing"]) == (
        Membership(CLASS, True, START, may_delete=False, lost=lost),
    )
    for may, held in ((True, True), (1, False), ("true", False), (None, False)):
        data = {"guild_id": GUILD, "lost": [5, None, "x"], "may_delete": may}
        (event,) = read({"t": "standing", "d": data})
        assert event == Membership(CLASS, True, START, may_delete=held, lost=("x",))


def test_a_gap_and_a_trouble_are_told() -> None:
    since, until = (datetime(2026, 11, 20, 20, minute, tzinfo=UTC) for minute in (0, 30))
    assert read(OTHERS["gap"]) == (Gap(CLASS, since, until),)
    trouble = PlatformTrouble("discord", TroubleKind.HIDDEN_CONTENT, START, START)
    assert read(OTHERS["trouble"]) == (trouble,)


# --- the chat that an event is about


@pytest.mark.parametrize("event", [*WAYS.values(), *SERVER.values()])
def test_all_that_happens_on_a_server_is_about_it(event: dict[str, object]) -> None:
    expected = "" if "guild_id" not in json.dumps(event) else GUILD
    if (
        event["t"] not in ("GUILD_CREATE", "GUILD_UPDATE")
        and event is not SERVER["reaction in private"]
    ):
        assert chat_of(str(event["t"]), event["d"]) == expected


def test_an_event_is_about_a_server_a_person_or_nothing() -> None:
    for name in ("GUILD_CREATE", "GUILD_UPDATE", "GUILD_DELETE"):
        assert chat_of(name, {"id": GUILD}) == GUILD
    assert chat_of("MESSAGE_CREATE", {"id": GUILD}) == ""
    assert chat_of("MESSAGE_CREATE", OTHERS["said in private"]["d"]) == f"@{ANA}"
    assert chat_of("INTERACTION_CREATE", INTERACTIONS["command in private"]["d"]) == f"@{ANA}"
    assert chat_of("INTERACTION_CREATE", INTERACTIONS["button"]["d"]) == GUILD
    odd_ones: list[object] = [None, 5, [], "x", {}, {"user": 5}, {"author": {"id": 5}}]
    for odd in odd_ones:
        assert chat_of("MESSAGE_CREATE", odd) == ""
