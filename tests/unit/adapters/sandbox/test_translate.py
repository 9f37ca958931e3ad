"""A raw update of the sandbox becomes events, and no file in it is overlooked."""

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.sandbox.state import Upload
from adapters.sandbox.translate import MalformedUpdate, find_media, translate
from bot.domain.event import (
    Asset,
    CommandGiven,
    Gap,
    Membership,
    OpaqueSlot,
    Posted,
    Press,
    Profile,
    Removed,
)
from bot.domain.message import Actor, ActorKind, ChatRef, MediaItem, MessageRef
from bot.domain.signal import OpaqueReason
from bot.domain.speech import Button
from tests.fakes import START
from tests.unit.adapters.sandbox.stage import ANA, BEN, make_world

CLASS = ChatRef("sandbox", "class-7b")
FILE = {"file_id": "f1", "file_unique_id": "u1", "size": 7}


def raw_message(**fields: object) -> dict[str, object]:
    message: dict[str, object] = {
        "message_id": "m1",
        "from": {"kind": "user", "id": "ana"},
        "date": START.isoformat(),
        "version": 0,
        "text": "hello",
    }
    return {
        "update_id": 1,
        "type": "message",
        "chat": {"id": "class-7b", "kind": "class"},
        "message": message | fields,
    }


def only_posted(raw: object) -> Posted:
    (event,) = translate(raw)
    assert isinstance(event, Posted)
    return event


async def test_a_post_of_the_world_becomes_posted_with_its_files() -> None:
    world = make_world()
    message = world.post(
        "class-7b", ANA, "see http://a.example/x", [Upload(b"abc"), Upload(b"d", slot="document")]
    )
    ((_, raw),) = await world.updates.read(0)
    event = only_posted(json.loads(json.dumps(raw)))
    assert event.ref == MessageRef("sandbox", "class-7b", message.id)
    assert event.actor == ANA
    assert event.at == START
    assert [(item.slot, item.size) for item in event.media] == [("photo", 3), ("document", 1)]
    assert event.links == ("http://a.example/x",)
    assert not event.edited


async def test_equal_bytes_have_equal_keys_and_handles_of_their_own() -> None:
    world = make_world()
    world.post("class-7b", ANA, files=[Upload(b"same"), Upload(b"same"), Upload(b"other")])
    ((_, raw),) = await world.updates.read(0)
    first, second, third = only_posted(raw).media
    assert first.key == second.key != third.key
    assert len({first.handle, second.handle, third.handle}) == 3
    assert [first.slot, second.slot, third.slot] == ["photo", "photo.2", "photo.3"]


async def test_a_picture_behind_a_spoiler_is_a_picture() -> None:
    world = make_world()
    world.post("class-7b", ANA, files=[Upload(b"abc")], spoiler=True)
    ((_, raw),) = await world.updates.read(0)
    assert "spoiler" in json.dumps(raw)
    assert len(only_posted(raw).media) == 1


async def test_each_edit_is_a_revision_of_its_own() -> None:
    world = make_world()
    message = world.post("class-7b", ANA, "one")
    world.edit(message.id, ANA, text="two")
    world.edit(message.id, ANA, files=[Upload(b"abc")])
    events = [only_posted(raw) for _, raw in await world.updates.read(0)]
    assert [event.revision for event in events] == ["0", "1", "2"]
    assert [event.edited for event in events] == [False, True, True]
    assert [len(event.media) for event in events] == [0, 0, 1]


@pytest.mark.parametrize(
    "field",
    [
        {"sticker": FILE},
        {"story": {"frames": [{"cover": FILE}]}},
        {"quote": {"message": {"files": [FILE]}}},
        {"paid": {"unlocked": [[FILE]]}},
    ],
)
def test_a_file_in_a_field_that_nobody_has_seen_before_is_found(field: dict[str, object]) -> None:
    (item,) = only_posted(raw_message(**field)).media
    assert (item.key, item.handle, item.size) == ("u1", "f1", 7)
    assert item.slot.startswith(f"message.{next(iter(field))}")


def test_a_file_inside_another_file_is_found_too() -> None:
    media = only_posted(raw_message(video=FILE | {"thumb": {"file_id": "f2"}})).media
    assert [(item.slot, item.handle) for item in media] == [
        ("message.video", "f1"),
        ("message.video.thumb", "f2"),
    ]


def test_a_file_that_stands_beside_the_message_is_found() -> None:
    raw = raw_message() | {"preview": FILE}
    assert [item.slot for item in only_posted(raw).media] == ["preview"]


def test_a_message_of_an_unknown_type_is_still_looked_at() -> None:
    raw = raw_message(files=[FILE]) | {"type": "vanishing_message"}
    assert len(only_posted(raw).media) == 1


@pytest.mark.parametrize("handle", [None, 5, "", {}, [], True])
def test_a_file_without_a_usable_id_is_opaque_and_never_skipped(handle: object) -> None:
    event = only_posted(raw_message(files=[{"file_id": handle, "slot": "photo"}]))
    assert event.media == ()
    assert event.opaque == (OpaqueSlot("photo", "photo", OpaqueReason.UNFETCHABLE),)


def test_a_file_that_only_claims_a_unique_id_is_opaque_under_that_key() -> None:
    event = only_posted(raw_message(files=[{"file_unique_id": "u9"}]))
    assert [(slot.key, slot.reason) for slot in event.opaque] == [("u9", OpaqueReason.UNFETCHABLE)]


@pytest.mark.parametrize("size", ["7", 7.5, True, None])
def test_a_size_that_is_no_number_is_not_known(size: object) -> None:
    (item,) = only_posted(raw_message(files=[{"file_id": "f", "size": size}])).media
    assert item == MediaItem("message.files.0", "f", "f", None)


def test_a_hostile_depth_does_not_overflow_the_stack() -> None:
    node: dict[str, object] = dict(FILE)
    for _ in range(20_000):
        node = {"x": node}
    assert len(list(find_media(node))) == 1


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=3) | st.just({"file_id": "f"}),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
        max_leaves=20,
    )
)
def test_the_walk_finds_as_many_files_as_there_are(tree: object) -> None:
    expected = json.dumps(tree).count('{"file_id": "f"}')
    found = list(find_media(tree))
    assert len(found) == expected
    slots = [item.slot for item in found]
    assert len(set(slots)) == len(slots)


@pytest.mark.parametrize(
    "sender", [None, "ana", {}, {"kind": "hologram", "id": "x"}, {"kind": ["user"], "id": "x"}]
)
def test_a_sender_of_an_unknown_kind_is_scanned_like_any_other(sender: object) -> None:
    event = only_posted(raw_message(**{"from": sender, "files": [FILE]}))
    assert event.actor == Actor(ActorKind.CHANNEL, "class-7b")
    assert len(event.media) == 1


@pytest.mark.parametrize("kind", list(ActorKind))
def test_every_known_kind_of_sender_is_kept(kind: ActorKind) -> None:
    event = only_posted(raw_message(**{"from": {"kind": kind.value, "id": "x"}}))
    assert event.actor == Actor(kind, "x")


async def test_a_command_names_the_message_that_it_answers() -> None:
    world = make_world()
    first = world.post("class-7b", BEN, "look")
    world.post("class-7b", ANA, "/report", reply_to=first.id)
    (_, (_, raw)) = await world.updates.read(0)
    (event,) = translate(raw)
    assert isinstance(event, CommandGiven)
    assert event.reply_to == MessageRef("sandbox", "class-7b", first.id)
    assert event.text == "/report"
    assert not event.private


async def test_a_command_with_a_file_is_both() -> None:
    world = make_world()
    world.post("class-7b", ANA, "/report", [Upload(b"abc")])
    ((_, raw),) = await world.updates.read(0)
    posted, command = translate(raw)
    assert isinstance(posted, Posted)
    assert len(posted.media) == 1
    assert isinstance(command, CommandGiven)


def test_a_command_with_an_unfetchable_file_is_both() -> None:
    posted, command = translate(raw_message(text="/help", files=[{"file_id": None}]))
    assert isinstance(posted, Posted)
    assert len(posted.opaque) == 1
    assert isinstance(command, CommandGiven)


async def test_an_edit_is_never_a_command() -> None:
    world = make_world()
    message = world.post("class-7b", ANA, "hello")
    world.edit(message.id, ANA, text="/mode shadow")
    (_, (_, raw)) = await world.updates.read(0)
    assert only_posted(raw).edited


async def test_a_command_in_the_private_chat_is_private() -> None:
    world = make_world()
    world.post("private:ana", ANA, "/help")
    ((_, raw),) = await world.updates.read(0)
    (event,) = translate(raw)
    assert isinstance(event, CommandGiven)
    assert event.private


@pytest.mark.parametrize(
    ("text", "files", "line"),
    [
        ("hello", [], "/help"),
        ("", [Upload(b"bad")], "/help"),
        ("/status", [Upload(b"bad")], "/help"),
        ("/status", [], "/status"),
    ],
)
async def test_in_private_it_is_known_that_something_was_shown_and_not_what(
    text: str, files: list[Upload], line: str
) -> None:
    world = make_world()
    world.post("private:ana", ANA, text, files)
    ((_, raw),) = await world.updates.read(0)
    (event,) = translate(raw)
    assert isinstance(event, CommandGiven)
    assert (event.text, event.private, event.showed) == (line, True, bool(files))


async def test_the_other_events_of_the_world_are_read() -> None:
    world = make_world()
    message = world.post("class-7b", ANA, "hello")
    message.buttons = (Button("Why?", "why:1"),)
    world.press(message.id, BEN, "why:1")
    world.delete(message.id, ANA)
    world.set_rights("class-7b", present=False)
    world.set_rights("class-7b")
    world.set_picture("class-7b", Upload(b"face"), ANA)
    world.set_picture("class-7b", Upload(b"logo"))
    events = [translate(raw)[0] for _, raw in (await world.updates.read(1))]
    press, removed, left, back, profile, asset = events
    assert press == Press(CLASS, BEN, START, "why:1")
    assert removed == Removed(MessageRef("sandbox", "class-7b", message.id))
    assert left == Membership(CLASS, present=False, at=START)
    assert back == Membership(CLASS, present=True, at=START, joined=True)
    assert isinstance(profile, Profile)
    assert [item.size for item in profile.media] == [4]
    assert isinstance(asset, Asset)
    assert [item.size for item in asset.media] == [4]


def test_a_gap_is_read() -> None:
    until = START + timedelta(hours=1)
    raw = {
        "type": "gap",
        "chat": {"id": "class-7b"},
        "since": START.isoformat(),
        "until": until.isoformat(),
    }
    assert translate(raw) == (Gap(CLASS, START, until),)


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        {},
        {"chat": {"id": "c"}},
        {"chat": {"id": "c"}, "type": "dream"},
        {"chat": {"id": "c"}, "type": "deleted"},
        raw_message(message_id=None),
        raw_message(date="yesterday"),
        raw_message(date="2026-11-20T21:04:00"),
    ],
)
def test_what_cannot_be_read_is_refused_without_naming_content(raw: object) -> None:
    with pytest.raises(MalformedUpdate) as refused:
        translate(raw)
    assert "hello" not in str(refused.value)
