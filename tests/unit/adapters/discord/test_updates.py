"""How events are packed: what is the same has the same key, and nothing makes packing fail."""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord import updates
from adapters.discord.translate import translate
from adapters.discord.updates import Packer, made_gap, made_standing, made_trouble
from bot.domain.event import Gap, Membership, PlatformTrouble, RawUpdate, TroubleKind
from bot.domain.raw_json import MalformedUpdate, Raw
from tests.fakes import START
from tests.unit.adapters.discord.anything import JSON, KINDS, LIKELY
from tests.unit.adapters.discord.payloads import (
    ANA,
    CLASS,
    GUILD,
    HOSTS,
    INTERACTIONS,
    ME,
    OTHERS,
    SERVER,
    WAYS,
    Payload,
    data_of,
)

PACKER = Packer(HOSTS)
LATER = START + timedelta(seconds=1)
# The column of keys has this width.
LONGEST_KEY = 128


def pack(event: Payload, fields: Payload | None = None, *, later: bool = False) -> RawUpdate:
    data = data_of(event) | (fields or {})
    return PACKER.pack(str(event["t"]), data, at=LATER if later else START, me=ME)


def key(event: Payload, **fields: object) -> str:
    return pack(event, fields).key


def test_an_event_is_kept_whole_with_what_we_know_of_it() -> None:
    update = pack(WAYS["attachment"], {"field_of_the_future": {"a": [1]}})
    assert (update.platform, update.chat) == ("discord", GUILD)
    assert json.loads(update.body) == {
        "t": "MESSAGE_CREATE",
        "d": data_of(WAYS["attachment"]) | {"field_of_the_future": {"a": [1]}},
        "upstander": {"at": START.isoformat(), "me": ME},
    }


# --- messages


def history_copy(event: Payload) -> Payload:
    """Return a message as the history repeats it: signed anew, and without what only news have."""
    text = json.dumps(event).replace("ex=6920d340&is=691f81c0&hm=01", "ex=7000000&is=700000&hm=ff")
    copied: Payload = json.loads(text)
    data = data_of(copied)
    data.pop("member", None)
    data.pop("channel_type", None)
    return {"t": "MESSAGE_CREATE", "d": data | {"reactions": [{"emoji": {"id": "5"}, "count": 1}]}}


@pytest.mark.parametrize("way", sorted(set(WAYS) - {"history copy with reactions"}))
def test_the_gateway_and_the_history_tell_one_message_as_one_update(way: str) -> None:
    event = WAYS[way]
    assert key(history_copy(event)) == key(event) == pack(event, later=True).key


def test_every_message_is_an_update_of_its_own() -> None:
    keys = [key(event) for event in WAYS.values()]
    assert len(set(keys)) == len(keys) > 30


def test_an_edit_and_a_preview_that_comes_late_are_updates_of_their_own() -> None:
    plain = WAYS["attachment"]
    changed: list[Payload] = [
        {},
        {"edited_timestamp": "2026-11-20T21:10:00+00:00"},
        {"edited_timestamp": "2026-11-20T21:11:00+00:00"},
        {"attachments": data_of(WAYS["spoiler by its flag"])["attachments"]},
        {"embeds": data_of(WAYS["image behind a link"])["embeds"]},
    ]
    assert len({key(plain, **one) for one in changed}) == 5


def test_a_later_version_that_shows_nothing_new_is_the_same_update() -> None:
    event = WAYS["attachment"]
    assert key(event | {"t": "MESSAGE_UPDATE"}, pinned=True, flags=4) == key(event)


def test_messages_without_an_id_are_told_apart_by_what_they_hold() -> None:
    assert key(WAYS["attachment"], id=None) != key(WAYS["attachment"], id=5)


# --- others


def test_an_interaction_is_known_by_its_id() -> None:
    one, other = INTERACTIONS["button"], INTERACTIONS["help"]
    assert key(one) == key(one, token="other") != key(other)
    assert key(one, id=None) != key(other, id=None)


def test_a_member_is_an_update_of_its_own_only_with_other_pictures() -> None:
    event = SERVER["member with every picture"]
    user = data_of(event)["user"]
    assert isinstance(user, dict)
    same: list[Payload] = [
        {},
        {"roles": ["5"]},
        {"nick": "A"},
        {"user": user | {"username": "other"}},
    ]
    other: list[Payload] = [
        {"avatar": "0"},
        {"banner": "0"},
        {"guild_id": "5"},
        {"user": user | {"avatar": "0"}},
        {"user": user | {"banner": "0"}},
        {"user": user | {"id": "5"}},
    ]
    assert {key(event, **one) for one in same} == {key(event)}
    assert len({key(event, **one) for one in [{}, *other]}) == 7
    assert key(event | {"t": "GUILD_MEMBER_ADD"}) == key(event)


@pytest.mark.parametrize(
    "event",
    [OTHERS["standing"], OTHERS["removed from a guild"], SERVER["guild that the bot comes to"]],
)
def test_what_may_happen_again_just_as_before_is_another_update_each_time(event: Payload) -> None:
    assert pack(event).key != pack(event, later=True).key
    assert pack(event).key == pack(event).key
    assert pack(event).key != pack(event, {"id": "5", "guild_id": "5"}).key


@pytest.mark.parametrize("name", ["deleted", "gap", "trouble"])
def test_other_events_are_known_by_their_content(name: str) -> None:
    event = OTHERS[name]
    assert pack(event).key == pack(event, later=True).key != pack(event, {"x": 1}).key
    assert pack(event).key != pack(event | {"t": "other"}).key


@pytest.mark.parametrize("name", ["gap", "deleted"])
def test_the_order_of_fields_is_no_difference(name: str) -> None:
    event = OTHERS[name]
    turned = dict(reversed(data_of(event).items()))
    assert list(turned) != list(data_of(event))
    assert key(event | {"d": turned}) == key(event)


def test_every_key_fits_into_its_column() -> None:
    tables = (WAYS, SERVER, OTHERS, INTERACTIONS)
    keys = [key(event) for table in tables for event in table.values()]
    assert len(keys) > 50
    assert all(0 < len(one) <= LONGEST_KEY for one in keys)


# --- whatever comes


@given(st.sampled_from(KINDS) | st.text(max_size=20), JSON | LIKELY)
def test_packing_never_fails_and_can_be_read_again(event: str, data: Raw) -> None:
    update = PACKER.pack(event, data, at=START, me=ME)
    assert update.key == PACKER.pack(event, data, at=START, me=ME).key
    update.body.encode()
    update.key.encode(errors="surrogatepass")
    assert json.loads(update.body)["t"] == event


def endless() -> dict[str, object]:
    node: dict[str, object] = {"id": "5", "guild_id": GUILD}
    for _ in range(20_000):
        node = {"id": "5", "guild_id": GUILD, "x": [node]}
    return node


def circle() -> dict[str, object]:
    node: dict[str, object] = {"id": "5", "guild_id": GUILD}
    node["x"] = [node]
    return node


@pytest.mark.parametrize("event", [*KINDS, "NEW"])
def test_what_is_nested_without_end_is_kept_as_unreadable(event: str) -> None:
    update = PACKER.pack(event, endless(), at=START, me=ME)
    assert update.chat == GUILD or event in ("GUILD_CREATE", "GUILD_UPDATE", "GUILD_DELETE")
    with pytest.raises(MalformedUpdate):
        translate(json.loads(update.body), HOSTS)


# A number of so many digits cannot be written out.
HUGE = {"x": 10**5000}
ODD: list[Any] = [{(1, 2): 3}, {"x": {1, 2}}, {"x": b"y"}, {"x": object}, HUGE]


@pytest.mark.parametrize("odd", ODD, ids=["tuple", "set", "bytes", "type", "huge"])
def test_what_is_no_json_is_kept_as_unreadable(odd: Raw) -> None:
    update = PACKER.pack("GUILD_ROLE_UPDATE", odd, at=START, me=ME)
    assert json.loads(update.body)["d"] is None
    assert update.key.startswith("odd:")
    assert PACKER.pack("GUILD_ROLE_UPDATE", circle(), at=START, me=ME).key.startswith("odd:")


def test_half_a_character_can_be_stored() -> None:
    pack(WAYS["attachment"], {"content": "\ud800 https://a.example/\ud800"}).body.encode()


# --- what the adapter tells itself


def test_of_a_server_that_the_bot_comes_to_only_what_it_shows_is_kept() -> None:
    guild = data_of(SERVER["guild changes"]) | {"members": [{}], "channels": [{}]}
    kept = updates.joined(guild, may_delete=True)
    assert kept == data_of(SERVER["guild that the bot comes to"])
    assert updates.joined({"id": GUILD}, may_delete=False) == {"id": GUILD, "may_delete": False}


def test_what_we_tell_ourselves_is_read_as_it_was_meant() -> None:
    made = [
        made_standing(GUILD, ("fix-discord-private",), may_delete=True),
        made_gap(GUILD, START - timedelta(hours=1), START),
        made_trouble(TroubleKind.OUTAGE, START),
    ]
    packed = [PACKER.pack(event, data, at=START, me=ME) for event, data in made]
    assert [one.chat for one in packed] == [GUILD, GUILD, ""]
    read = [event for one in packed for event in translate(json.loads(one.body), HOSTS)]
    assert read == [
        Membership(CLASS, True, START, lost=("fix-discord-private",)),
        Gap(CLASS, START - timedelta(hours=1), START),
        PlatformTrouble("discord", TroubleKind.OUTAGE, START, START),
    ]


def test_one_trouble_is_told_once_an_hour() -> None:
    kind = TroubleKind.HIDDEN_CONTENT
    times = [START, START + timedelta(minutes=50), START + timedelta(minutes=60)]
    keys = [
        PACKER.pack(*made_trouble(kind, at), at=at, me=ME).key  # 21:04, 21:54 and 22:04
        for at in times
    ]
    assert keys[0] == keys[1] != keys[2]
    other = made_trouble(TroubleKind.OUTAGE, START)
    assert PACKER.pack(*other, at=START, me=ME).key != keys[0]


def test_a_private_message_is_about_its_person() -> None:
    assert pack(OTHERS["said in private"]).chat == f"@{ANA}"
