"""What every platform's adapter must do: receive, translate and fetch."""

import asyncio

import pytest

from bot.domain.capability import Capability
from bot.domain.errors import MediaTooLarge, MediaUnavailable
from bot.domain.event import CommandGiven, Posted, Press, Removed
from bot.domain.message import ChatRef
from tests.contract.platform_rig import (
    OTHER,
    PICTURE,
    SECONDS,
    SPEECH,
    Inbox,
    Rig,
    events,
    needs,
    posted,
    received,
)

# How many tests of the suites may be left out on each platform. Whoever changes a number here
# says why in the rig's `lacks`.
LEFT_OUT = {"sandbox": 0, "telegram": 1, "discord": 2}


# --- Adapter


async def test_a_post_arrives_with_reference_and_sender(rig: Rig) -> None:
    ref, (event,), _ = await posted(rig)
    assert event.ref == ref
    assert event.ref.platform == rig.platform.name == rig.chat.platform
    assert event.actor == rig.ana
    assert event.at.tzinfo is not None
    assert not event.edited
    assert event.album == ""


async def test_every_file_of_a_post_arrives_in_a_place_of_its_own(rig: Rig) -> None:
    _, posts, items = await posted(rig, (PICTURE, OTHER))
    assert len(items) == 2
    places = {(post.ref, item.slot) for post in posts for item in post.media}
    assert len(places) == 2
    assert len({item.key for item in items}) == 2


async def test_files_that_were_posted_at_once_are_known_to_belong_together(rig: Rig) -> None:
    _, posts, _ = await posted(rig, (PICTURE, OTHER))
    refs, albums = {post.ref for post in posts}, {post.album for post in posts}
    assert (len(refs), len(albums)) == (2 if rig.splits else 1, 1)
    assert (albums != {""}) is rig.splits


async def test_the_chat_of_a_raw_update_is_known_without_translating_it(rig: Rig) -> None:
    await rig.post(rig.ana, "hello")
    (update,) = await received(rig, 1)
    assert ChatRef(update.platform, update.chat) == rig.chat


async def test_translate_says_the_same_twice(rig: Rig) -> None:
    await rig.post(rig.ana, "look", [PICTURE])
    (update,) = await received(rig, 1)
    assert rig.platform.translate(update) == rig.platform.translate(update)


async def test_an_edit_is_a_new_item_of_the_same_message(rig: Rig) -> None:
    ref = await rig.post(rig.ana, "look", [PICTURE])
    await rig.swap(ref, rig.ana, OTHER)
    first, second = await events(rig, 2)
    assert isinstance(first, Posted)
    assert isinstance(second, Posted)
    assert first.ref == second.ref
    assert second.edited
    assert first.revision != second.revision
    assert first.media[0].key != second.media[0].key


async def test_equal_bytes_have_equal_keys_where_the_platform_knows_them_again(rig: Rig) -> None:
    await rig.post(rig.ana, "look", [PICTURE])
    await rig.post(rig.ben, "look", [PICTURE])
    keys = [event.media[0].key for event in await events(rig, 2) if isinstance(event, Posted)]
    assert len(keys) == 2
    assert (keys[0] == keys[1]) is rig.names_content


async def test_a_command_arrives_with_what_it_answers(rig: Rig) -> None:
    first = await rig.post(rig.ana, "look")
    await rig.answer(rig.ben, "/report", first)
    command = (await events(rig, 2))[-1]
    assert isinstance(command, CommandGiven)
    assert (command.text, command.actor, command.reply_to) == ("/report", rig.ben, first)
    assert not command.private


async def test_a_press_carries_the_buttons_action(rig: Rig) -> None:
    await needs(rig, Capability.BUTTONS)
    await rig.platform.say(rig.chat, SPEECH)
    await rig.press(rig.ben, "Why?")
    (event,) = await events(rig, 1)
    assert isinstance(event, Press)
    assert (event.chat, event.actor, event.action) == (rig.chat, rig.ben, "why:1")


async def test_a_persons_delete_arrives(rig: Rig) -> None:
    await needs(rig, Capability.DELETE_EVENTS)
    ref = await rig.post(rig.ana, "look")
    await rig.delete(ref, rig.ana)
    assert rig.platform.translate((await received(rig, 2))[1]) == (Removed(ref),)


async def test_what_is_left_out_is_counted_and_really_missing(rig: Rig) -> None:
    assert len(rig.lacks) == LEFT_OUT[rig.platform.name]
    assert rig.lacks.isdisjoint(await rig.platform.capabilities(rig.chat))


async def test_what_was_not_stored_is_delivered_again(rig: Rig) -> None:
    await rig.post(rig.ana, "look", [PICTURE])
    broken = Inbox(refuses=1)
    with pytest.raises(ConnectionResetError):
        async with asyncio.timeout(SECONDS):
            await rig.platform.run(broken.receive, None)
    assert broken.by_key == {}
    assert len(await received(rig, 1)) == 1


async def test_after_a_restart_it_goes_on_where_it_stood(rig: Rig) -> None:
    inbox = Inbox()
    await rig.post(rig.ana, "one")
    await received(rig, 1, inbox)
    await rig.post(rig.ana, "two")
    await received(rig, 2, inbox)
    assert inbox.deliveries == 2


# --- MediaSource


async def test_the_bytes_of_an_item_can_be_had(rig: Rig) -> None:
    ref, _, items = await posted(rig, (PICTURE, OTHER))
    assert [await rig.platform.fetch(ref, item, 1000) for item in items] == [PICTURE, OTHER]


async def test_more_bytes_than_asked_for_are_never_returned(rig: Rig) -> None:
    ref, _, (item,) = await posted(rig)
    with pytest.raises(MediaTooLarge):
        await rig.platform.fetch(ref, item, len(PICTURE) - 1)
    assert await rig.platform.fetch(ref, item, len(PICTURE)) == PICTURE


async def test_bytes_that_are_gone_are_said_to_be_gone(rig: Rig) -> None:
    ref, _, (item,) = await posted(rig)
    await rig.lose_bytes(ref)
    with pytest.raises(MediaUnavailable):
        await rig.platform.fetch(ref, item, 1000)
