"""The chat platform as its people use it."""

import json

import pytest

from adapters.sandbox.errors import (
    NoSuchChat,
    NoSuchFile,
    NoSuchMessage,
    NotAllowed,
    NotInChat,
    TooMuch,
)
from adapters.sandbox.state import Change, Chat, ChatKind, Member, Upload
from adapters.sandbox.world import TEXT_CHARS, World
from bot.domain.message import Actor, ActorKind
from bot.domain.speech import Button
from tests.unit.adapters.sandbox.stage import ANA, BEN, CLEO, LEAD, make_world


async def kinds(world: World) -> list[object]:
    return [raw["type"] for _, raw in await world.updates.read(0)]


def test_only_members_can_post() -> None:
    with pytest.raises(NotInChat):
        make_world().post("class-7b", LEAD, "hello")
    with pytest.raises(NotInChat):
        make_world().post("staff", CLEO, "hello")


@pytest.mark.parametrize("kind", [kind for kind in ActorKind if kind is not ActorKind.USER])
def test_senders_that_are_no_persons_can_post(kind: ActorKind) -> None:
    world = make_world()
    message = world.post("class-7b", Actor(kind, "x"), "news", [Upload(b"abc")])
    assert world.store.message(message.id).actor.kind is kind


def test_an_empty_message_is_refused() -> None:
    with pytest.raises(NotAllowed):
        make_world().post("class-7b", ANA, "  \n")


def test_an_answer_needs_a_message_of_the_same_chat() -> None:
    world = make_world()
    elsewhere = world.post("staff", LEAD, "hello")
    with pytest.raises(NoSuchMessage):
        world.post("class-7b", ANA, "hm", reply_to=elsewhere.id)
    with pytest.raises(NoSuchMessage):
        world.post("class-7b", ANA, "hm", reply_to="never")


def test_only_the_sender_can_edit() -> None:
    world = make_world()
    message = world.post("class-7b", ANA, "mine")
    with pytest.raises(NotAllowed):
        world.edit(message.id, CLEO, text="yours")
    with pytest.raises(NotAllowed):
        world.edit(message.id, ANA, text=" ")
    assert world.store.message(message.id).text == "mine"


def test_an_edit_swaps_the_files_and_forgets_the_old_bytes() -> None:
    world = make_world()
    message = world.post("class-7b", ANA, files=[Upload(b"old!")])
    old = message.files[0].id
    world.edit(message.id, ANA, files=[Upload(b"newer")])
    assert world.store.bytes_held == 5
    with pytest.raises(NoSuchFile):
        world.store.file(old)


def test_an_edit_of_the_text_keeps_the_files() -> None:
    world = make_world()
    message = world.post("class-7b", ANA, files=[Upload(b"kept")])
    world.edit(message.id, ANA, text="")
    assert world.store.file(message.files[0].id).upload.data == b"kept"


async def test_the_sender_and_the_class_admin_can_delete_and_nobody_else() -> None:
    world = make_world()
    first, second = (world.post("class-7b", ANA, files=[Upload(b"abc")]) for _ in range(2))
    with pytest.raises(NotAllowed):
        world.delete(first.id, BEN)
    world.delete(first.id, ANA)
    world.delete(second.id, CLEO)
    assert world.store.bytes_held == 0
    assert await kinds(world) == ["message", "message", "deleted", "deleted"]
    with pytest.raises(NoSuchMessage):
        world.delete(first.id, ANA)


def test_only_a_button_that_is_there_can_be_pressed_and_only_by_members() -> None:
    world = make_world()
    message = world.post("class-7b", ANA, "hello")
    message.buttons = (Button("Why?", "why:1"),)
    with pytest.raises(NotAllowed):
        world.press(message.id, BEN, "ack:1")
    with pytest.raises(NotInChat):
        world.press(message.id, LEAD, "why:1")


def test_names_are_not_part_of_a_raw_update() -> None:
    world = make_world()
    message = world.post("class-7b", ANA, files=[Upload(b"abc", "my-secret-name.png")])
    world.set_picture("class-7b", Upload(b"x", "my-secret-name.png"), ANA)
    kept = json.dumps([raw for _, raw in world.updates._kept])
    assert message.files[0].upload.name == "my-secret-name.png"
    assert "secret" not in kept
    assert "Ana" not in kept


def test_words_names_and_bytes_stay_out_of_every_repr() -> None:
    world = make_world()
    message = world.post("class-7b", ANA, "canary text", [Upload(b"canary bytes", "canary name")])
    chat = world.store.chat("class-7b")
    shown = repr([message, message.files, chat, Member("m", "canary member"), chat.members])
    assert "class-7b" in shown
    assert "canary" not in shown
    assert "Ana" not in shown


def test_the_world_has_a_bound_in_bytes() -> None:
    world = make_world(most_bytes=10)
    message = world.post("class-7b", ANA, files=[Upload(b"12345678")])
    with pytest.raises(TooMuch):
        world.post("class-7b", ANA, files=[Upload(b"123")])
    with pytest.raises(TooMuch):
        world.edit(message.id, ANA, files=[Upload(b"12345678901")])
    world.edit(message.id, ANA, files=[Upload(b"1234567890")])
    world.delete(message.id, ANA)
    world.post("class-7b", ANA, files=[Upload(b"1234567890")])
    assert world.store.bytes_held == 10


def test_a_message_has_bounds() -> None:
    with pytest.raises(TooMuch):
        make_world().post("class-7b", ANA, "x" * (TEXT_CHARS + 1))
    with pytest.raises(TooMuch):
        make_world().post("class-7b", ANA, files=[Upload(b"x")] * 11)


async def test_the_bot_hears_nothing_of_a_chat_that_it_is_not_in() -> None:
    world = make_world()
    world.set_rights("class-7b", present=False)
    world.post("class-7b", ANA, "alone at last")
    world.set_rights("class-7b")
    world.post("class-7b", ANA, "oh")
    assert await kinds(world) == ["membership", "membership", "message"]


async def test_a_closed_chat_is_gone_with_everything_in_it() -> None:
    world = make_world()
    message = world.post("class-7b", ANA, files=[Upload(b"abc")])
    world.close_chat("class-7b")
    assert world.store.bytes_held == 0
    assert await kinds(world) == ["message", "membership"]
    with pytest.raises(NoSuchChat):
        world.post("class-7b", ANA, "hello?")
    with pytest.raises(NoSuchMessage):
        world.store.message(message.id)


def test_a_new_picture_of_a_member_replaces_the_old_one() -> None:
    world = make_world()
    old = world.set_picture("class-7b", Upload(b"old"), ANA)
    world.set_picture("class-7b", Upload(b"chat"))
    world.set_picture("class-7b", Upload(b"newer"), ANA)
    assert world.store.bytes_held == len(b"newer") + len(b"chat")
    with pytest.raises(NoSuchFile):
        world.store.file(old.id)


def test_new_chats_and_members_are_let_in() -> None:
    world = make_world([])
    world.add_chat(Chat("class-8a", "Class 8A", ChatKind.CLASS, {}))
    with pytest.raises(NotInChat):
        world.post("class-8a", ANA, "hello")
    world.join("class-8a", Member("ana", "Ana"))
    assert world.post("class-8a", ANA, "hello").chat == "class-8a"


def test_a_private_chat_exists_for_members_only() -> None:
    world = make_world()
    assert world.store.chat("private:ana").kind is ChatKind.PRIVATE
    with pytest.raises(NotInChat):
        world.post("private:ana", BEN, "hello")
    with pytest.raises(NoSuchChat):
        world.store.chat("private:nobody")


def test_watchers_hear_of_every_change_until_they_stop() -> None:
    world = make_world()
    heard: list[Change] = []
    stop = world.store.watch(heard.append)
    message = world.post("class-7b", ANA, "one")
    world.edit(message.id, ANA, text="two")
    world.delete(message.id, ANA)
    stop()
    world.post("class-7b", ANA, "unheard")
    assert heard == [Change("class-7b", message.id)] * 3
