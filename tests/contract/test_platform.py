"""What every platform's adapter must do: one suite for the four ports, run on each of them.

A platform joins with a `Rig`: the adapter, and what people and the platform do around it. Add
it to `RIGS`; the suite needs no other change.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from typing import Protocol

import pytest

from adapters.sandbox.adapter import SandboxAdapter
from adapters.sandbox.errors import SlowDown, Unreachable
from adapters.sandbox.faults import Call
from adapters.sandbox.state import UPSTANDER, Message, Upload
from bot.domain.action import ActionOutcome
from bot.domain.capability import Capability, NoticeWay, Role, notice_ladder
from bot.domain.errors import MediaTooLarge, MediaUnavailable, TryLater
from bot.domain.event import CommandGiven, Posted, Press, RawUpdate, Removed
from bot.domain.message import Actor, ActorKind, ChatRef, MessageRef
from bot.domain.speech import Button, Speech
from bot.ports import Adapter, MediaSource, Messenger, Moderation
from tests.unit.adapters.sandbox.stage import ANA, BEN, CLEO, make_world

PICTURE, OTHER = b"\x89PNG a picture", b"\x89PNG another one"
SPEECH = Speech("calm words", (Button("Why?", "why:1"),))
SECONDS = 5.0


class Platform(Adapter, MediaSource, Moderation, Messenger, Protocol):
    """Everything that a chat service offers to the core."""


class Rig(Protocol):
    """One platform with people on it: Ana and Ben are members, Cleo is an admin."""

    platform: Platform
    chat: ChatRef
    title: str
    ana: Actor
    ben: Actor
    cleo: Actor
    stranger: Actor

    async def post(self, actor: Actor, text: str, files: Sequence[bytes] = ()) -> MessageRef: ...
    async def answer(self, actor: Actor, text: str, to: MessageRef) -> MessageRef: ...
    async def swap(self, ref: MessageRef, actor: Actor, file: bytes) -> None: ...
    async def delete(self, ref: MessageRef, actor: Actor) -> None: ...
    async def press(self, actor: Actor, label: str) -> None: ...
    async def lines(self) -> list[str]: ...
    async def private_lines(self, actor: Actor) -> list[str]: ...
    async def take_right_to_delete(self) -> None: ...
    async def ask_to_wait(self, wait: timedelta) -> None: ...
    async def lose_next_answer(self) -> None: ...


class SandboxRig:
    """The sandbox with its school."""

    def __init__(self) -> None:
        self.world = make_world()
        self.platform: Platform = SandboxAdapter(self.world)
        self.chat, self.title = ChatRef("sandbox", "class-7b"), "Class 7B"
        self.ana, self.ben, self.cleo = ANA, BEN, CLEO
        self.stranger = Actor(ActorKind.USER, "stranger")

    async def post(self, actor: Actor, text: str, files: Sequence[bytes] = ()) -> MessageRef:
        return self._ref(
            self.world.post(self.chat.chat, actor, text, [Upload(file) for file in files])
        )

    async def answer(self, actor: Actor, text: str, to: MessageRef) -> MessageRef:
        return self._ref(self.world.post(self.chat.chat, actor, text, reply_to=to.message))

    async def swap(self, ref: MessageRef, actor: Actor, file: bytes) -> None:
        self.world.edit(ref.message, actor, files=[Upload(file)])

    async def delete(self, ref: MessageRef, actor: Actor) -> None:
        self.world.delete(ref.message, actor)

    async def press(self, actor: Actor, label: str) -> None:
        for message in list(self.world.store.chat(self.chat.chat).messages.values()):
            for button in message.buttons:
                if button.label == label:
                    self.world.press(message.id, actor, button.action)

    async def lines(self) -> list[str]:
        return self._said(self.chat.chat)

    async def private_lines(self, actor: Actor) -> list[str]:
        return self._said(f"private:{actor.id}")

    async def take_right_to_delete(self) -> None:
        self.world.set_rights(self.chat.chat, delete=False)

    async def ask_to_wait(self, wait: timedelta) -> None:
        for call in (Call.TAKE_DOWN, Call.SAY, Call.FETCH):
            self.world.faults.fail(call, SlowDown(wait))

    async def lose_next_answer(self) -> None:
        for call in (Call.TAKE_DOWN, Call.LOOK, Call.RIGHTS, Call.TITLE, Call.ROLE):
            self.world.faults.fail(call, Unreachable())

    def _ref(self, message: Message) -> MessageRef:
        return MessageRef("sandbox", message.chat, message.id)

    def _said(self, chat: str) -> list[str]:
        messages = self.world.store.chat(chat).messages.values()
        return [message.text for message in messages if message.actor == UPSTANDER]


@asynccontextmanager
async def sandbox() -> AsyncIterator[Rig]:
    yield SandboxRig()


RIGS: list[Callable[[], AbstractAsyncContextManager[Rig]]] = [sandbox]


@pytest.fixture(params=RIGS, ids=lambda rig: rig.__name__)
async def rig(request: pytest.FixtureRequest) -> AsyncIterator[Rig]:
    async with request.param() as rig:
        yield rig


class Inbox:
    """Stores updates the way the core does: by key, with the cursor."""

    def __init__(self, refuses: int = 0) -> None:
        self.by_key: dict[str, RawUpdate] = {}
        self.cursor: str | None = None
        self.deliveries = 0
        self._refuses = refuses
        self._news = asyncio.Event()

    async def receive(self, updates: Sequence[RawUpdate], cursor: str | None) -> None:
        self.deliveries += len(updates)
        if self._refuses:
            self._refuses -= 1
            raise ConnectionResetError("the disk is away")
        self.by_key |= {update.key: update for update in updates}
        self.cursor = cursor
        self._news.set()

    async def wait_for(self, count: int) -> list[RawUpdate]:
        async with asyncio.timeout(SECONDS):
            while len(self.by_key) < count:
                self._news.clear()
                await self._news.wait()
        return list(self.by_key.values())


async def received(rig: Rig, count: int, inbox: Inbox | None = None) -> list[RawUpdate]:
    inbox = inbox or Inbox()
    running = asyncio.create_task(rig.platform.run(inbox.receive, inbox.cursor))
    try:
        return await inbox.wait_for(count)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def posted(rig: Rig, files: Sequence[bytes] = (PICTURE,)) -> tuple[MessageRef, Posted]:
    ref = await rig.post(rig.ana, "look", files)
    (update,) = await received(rig, 1)
    (event,) = rig.platform.translate(update)
    assert isinstance(event, Posted)
    return ref, event


# --- Adapter


async def test_a_post_arrives_with_reference_sender_and_every_file(rig: Rig) -> None:
    ref, event = await posted(rig, (PICTURE, OTHER))
    assert event.ref == ref
    assert event.ref.platform == rig.platform.name == rig.chat.platform
    assert event.actor == rig.ana
    assert event.at.tzinfo is not None
    assert not event.edited
    assert len(event.media) == 2
    assert len({item.slot for item in event.media}) == 2


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
    first, second = (rig.platform.translate(raw)[0] for raw in await received(rig, 2))
    assert isinstance(first, Posted)
    assert isinstance(second, Posted)
    assert first.ref == second.ref
    assert second.edited
    assert first.revision != second.revision
    assert first.media[0].key != second.media[0].key


async def test_equal_bytes_have_equal_keys(rig: Rig) -> None:
    await rig.post(rig.ana, "look", [PICTURE])
    await rig.post(rig.ben, "look", [PICTURE])
    events = [rig.platform.translate(raw)[0] for raw in await received(rig, 2)]
    keys = [event.media[0].key for event in events if isinstance(event, Posted)]
    assert len(keys) == 2
    assert keys[0] == keys[1]


async def test_a_command_arrives_with_what_it_answers(rig: Rig) -> None:
    first = await rig.post(rig.ana, "look")
    await rig.answer(rig.ben, "/report", first)
    command = rig.platform.translate((await received(rig, 2))[1])[-1]
    assert isinstance(command, CommandGiven)
    assert (command.text, command.actor, command.reply_to) == ("/report", rig.ben, first)
    assert not command.private


async def test_a_press_carries_the_buttons_action(rig: Rig) -> None:
    if Capability.BUTTONS not in await rig.platform.capabilities(rig.chat):
        pytest.fail("this platform has no buttons: give the suite its own way to press")
    await rig.platform.say(rig.chat, SPEECH)
    await rig.press(rig.ben, "Why?")
    (event,) = rig.platform.translate((await received(rig, 1))[0])
    assert isinstance(event, Press)
    assert (event.chat, event.actor, event.action) == (rig.chat, rig.ben, "why:1")


async def test_a_persons_delete_arrives(rig: Rig) -> None:
    ref = await rig.post(rig.ana, "look")
    await rig.delete(ref, rig.ana)
    assert rig.platform.translate((await received(rig, 2))[1]) == (Removed(ref),)


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
    ref, event = await posted(rig, (PICTURE, OTHER))
    assert [await rig.platform.fetch(ref, item, 1000) for item in event.media] == [PICTURE, OTHER]


async def test_more_bytes_than_asked_for_are_never_returned(rig: Rig) -> None:
    ref, event = await posted(rig)
    with pytest.raises(MediaTooLarge):
        await rig.platform.fetch(ref, event.media[0], len(PICTURE) - 1)
    assert await rig.platform.fetch(ref, event.media[0], len(PICTURE)) == PICTURE


async def test_bytes_that_are_gone_are_said_to_be_gone(rig: Rig) -> None:
    ref, event = await posted(rig)
    await rig.delete(ref, rig.ana)
    with pytest.raises(MediaUnavailable):
        await rig.platform.fetch(ref, event.media[0], 1000)


# --- Moderation


async def test_a_takedown_removes_the_message_and_can_be_verified(rig: Rig) -> None:
    ref, _ = await posted(rig)
    assert await rig.platform.is_visible(ref) is True
    assert (await rig.platform.take_down(ref)).outcome is ActionOutcome.OK
    assert await rig.platform.is_visible(ref) is False


async def test_a_takedown_touches_no_other_message(rig: Rig) -> None:
    ref, other = await rig.post(rig.ana, "one"), await rig.post(rig.ana, "two")
    await rig.platform.take_down(ref)
    assert await rig.platform.is_visible(other) is True


async def test_a_second_takedown_finds_it_gone(rig: Rig) -> None:
    ref, _ = await posted(rig)
    await rig.platform.take_down(ref)
    assert (await rig.platform.take_down(ref)).outcome is ActionOutcome.GONE


async def test_a_message_of_the_chats_own_admin_is_taken_down_too(rig: Rig) -> None:
    ref = await rig.post(rig.cleo, "look", [PICTURE])
    assert (await rig.platform.take_down(ref)).outcome is ActionOutcome.OK


async def test_a_missing_right_is_named_and_nothing_is_removed(rig: Rig) -> None:
    ref = await rig.post(rig.ana, "look")
    assert Capability.DELETE in await rig.platform.capabilities(rig.chat)
    await rig.take_right_to_delete()
    result = await rig.platform.take_down(ref)
    assert result.outcome is ActionOutcome.FORBIDDEN
    assert result.fix
    assert await rig.platform.is_visible(ref) is not False
    assert Capability.DELETE not in await rig.platform.capabilities(rig.chat)


async def test_a_request_to_wait_is_passed_on(rig: Rig) -> None:
    ref, event = await posted(rig)
    wait = timedelta(seconds=7)
    await rig.ask_to_wait(wait)
    removed, said = await rig.platform.take_down(ref), await rig.platform.say(rig.chat, SPEECH)
    assert (removed.outcome, removed.retry_after) == (ActionOutcome.LATER, wait)
    assert (said.outcome, said.retry_after) == (ActionOutcome.LATER, wait)
    with pytest.raises(TryLater) as asked:
        await rig.platform.fetch(ref, event.media[0], 1000)
    assert asked.value.after == wait


async def test_a_lost_answer_is_unreachable_and_never_an_exception(rig: Rig) -> None:
    ref, _ = await posted(rig)
    await rig.lose_next_answer()
    assert (await rig.platform.take_down(ref)).outcome is ActionOutcome.UNREACHABLE
    assert await rig.platform.is_visible(ref) is None
    assert await rig.platform.title(rig.chat) == rig.chat.chat
    assert await rig.platform.role(rig.chat, rig.cleo) is Role.OUTSIDER
    # Not an empty set: that would mean that the bot may do nothing here.
    with pytest.raises(TryLater):
        await rig.platform.capabilities(rig.chat)


async def test_a_chat_has_the_title_that_its_people_know(rig: Rig) -> None:
    assert await rig.platform.title(rig.chat) == rig.title


async def test_roles_are_asked_of_the_platform(rig: Rig) -> None:
    roles = [await rig.platform.role(rig.chat, who) for who in (rig.ana, rig.cleo, rig.stranger)]
    assert roles == [Role.MEMBER, Role.ADMIN, Role.OUTSIDER]


# --- Messenger


async def test_a_line_to_the_chat_is_seen_there_and_names_its_message(rig: Rig) -> None:
    result = await rig.platform.say(rig.chat, SPEECH)
    assert result.outcome is ActionOutcome.OK
    assert result.message
    assert await rig.lines() == ["calm words"]


async def test_a_private_note_is_seen_by_its_person_only(rig: Rig) -> None:
    ways = notice_ladder(await rig.platform.capabilities(rig.chat), rig.ben.kind)
    assert ways
    result = await rig.platform.tell(ways[0], rig.chat, rig.ben, SPEECH)
    assert result.outcome is ActionOutcome.OK
    assert await rig.private_lines(rig.ben) == ["calm words"]
    assert await rig.private_lines(rig.ana) == []
    assert await rig.lines() == []


async def test_a_way_that_the_chat_does_not_have_is_unsupported(rig: Rig) -> None:
    ways = notice_ladder(await rig.platform.capabilities(rig.chat), rig.ben.kind)
    missing = [way for way in NoticeWay if way not in ways]
    for way in missing:
        result = await rig.platform.tell(way, rig.chat, rig.ben, SPEECH)
        assert result.outcome is ActionOutcome.UNSUPPORTED
    assert await rig.private_lines(rig.ben) == []


async def test_the_limits_are_real_numbers(rig: Rig) -> None:
    assert rig.platform.limits.download_bytes > 0
    assert rig.platform.limits.text_chars > 0
