"""The sandbox behind the core's ports: cursors, outcomes, faults and the log of deeds."""

import asyncio
import json
from collections.abc import Sequence
from datetime import timedelta

import pytest

from adapters.sandbox.adapter import DOWNLOAD_BYTES, SandboxAdapter
from adapters.sandbox.errors import NotSupported, SlowDown, TooOld, Unreachable
from adapters.sandbox.faults import Call
from adapters.sandbox.state import Chat, ChatKind, Upload
from adapters.sandbox.world import World
from bot.domain.action import ActionOutcome, ActionResult
from bot.domain.capability import Capability, NoticeWay
from bot.domain.errors import MediaTooLarge, MediaUnavailable, TryLater
from bot.domain.event import Gap, Posted, RawUpdate
from bot.domain.message import ChatRef, MediaItem, MessageRef
from bot.domain.speech import Button, Speech
from tests.fakes import START
from tests.unit.adapters.sandbox.stage import ANA, make_world

CLASS, STAFF = ChatRef("sandbox", "class-7b"), ChatRef("sandbox", "staff")
SPEECH = Speech("calm words", (Button("Why?", "why:1"),))


class Receiver:
    """Stores what it gets, and can die before it has stored anything."""

    def __init__(self, *, dies: bool = False) -> None:
        self.updates: list[RawUpdate] = []
        self.cursor: str | None = None
        self.dies = dies

    async def __call__(self, updates: Sequence[RawUpdate], cursor: str | None) -> None:
        if self.dies:
            raise ConnectionResetError
        self.updates += updates
        self.cursor = cursor


async def run_once(adapter: SandboxAdapter, receiver: Receiver, cursor: str | None = None) -> None:
    running = asyncio.create_task(adapter.run(receiver, cursor))
    for _ in range(5):
        await asyncio.sleep(0)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


def ref(world: World, files: Sequence[Upload] = (), chat: str = "class-7b") -> MessageRef:
    message = world.post(chat, ANA, "hello", files)
    return MessageRef("sandbox", chat, message.id)


def item_of(world: World, where: MessageRef) -> MediaItem:
    file = world.store.message(where.message).files[0]
    return MediaItem("photo", file.unique_id, file.id)


async def test_updates_arrive_with_keys_cursor_and_chat() -> None:
    world, receiver = make_world(), Receiver()
    ref(world)
    ref(world)
    await run_once(SandboxAdapter(world), receiver)
    assert [update.key for update in receiver.updates] == ["id1:1", "id1:2"]
    assert {(update.platform, update.chat) for update in receiver.updates} == {
        ("sandbox", "class-7b")
    }
    assert receiver.cursor == "id1:2"


async def test_a_bot_that_dies_before_storing_gets_everything_again() -> None:
    world, dying, living = make_world(), Receiver(dies=True), Receiver()
    ref(world)
    await run_once(SandboxAdapter(world), dying)
    await run_once(SandboxAdapter(world), living)
    assert len(living.updates) == 1


async def test_a_bot_goes_on_where_its_cursor_stands() -> None:
    world, first, second = make_world(), Receiver(), Receiver()
    ref(world)
    await run_once(SandboxAdapter(world), first)
    ref(world)
    await run_once(SandboxAdapter(world), second, first.cursor)
    assert [update.key for update in second.updates] == ["id1:2"]


@pytest.mark.parametrize("cursor", ["other:57", "57", "id1:", "id1:x", ""])
async def test_a_cursor_of_another_world_starts_from_the_beginning(cursor: str) -> None:
    world, receiver = make_world(), Receiver()
    ref(world)
    await run_once(SandboxAdapter(world), receiver, cursor)
    assert len(receiver.updates) == 1


async def test_updates_that_somebody_else_confirmed_are_told_as_a_gap() -> None:
    world, receiver = make_world(), Receiver()
    adapter = SandboxAdapter(world)
    ref(world)
    await run_once(adapter, Receiver())
    world.set_rights("staff", present=False)
    await run_once(adapter, receiver)
    (gap,) = next(event for event in map(adapter.translate, receiver.updates) if event)
    assert gap == Gap(CLASS, START, START)
    chats = {update.chat for update in receiver.updates if '"gap"' in update.body}
    assert chats == {"class-7b"}


async def test_what_the_bot_says_and_does_makes_no_update() -> None:
    world, receiver = make_world(), Receiver()
    adapter = SandboxAdapter(world)
    where = ref(world)
    await adapter.say(CLASS, SPEECH)
    await adapter.tell(NoticeWay.EPHEMERAL, CLASS, ANA, SPEECH)
    await adapter.take_down(where)
    await run_once(adapter, receiver)
    assert [json.loads(update.body)["type"] for update in receiver.updates] == ["message"]


async def test_the_log_holds_what_the_bot_did_in_order() -> None:
    world = make_world()
    adapter = SandboxAdapter(world)
    where = ref(world)
    await adapter.take_down(where)
    await adapter.say(STAFF, Speech("alert"))
    await adapter.tell(NoticeWay.EPHEMERAL, CLASS, ANA, Speech("notice"))
    assert [(deed.call, deed.chat, deed.target, deed.text) for deed in world.log] == [
        (Call.TAKE_DOWN, "class-7b", where.message, ""),
        (Call.SAY, "staff", "", "alert"),
        (Call.TELL, "class-7b", "ana", "notice"),
    ]
    assert {deed.at for deed in world.log} == {START}


async def test_without_the_right_nothing_is_removed_and_the_fix_is_named() -> None:
    world = make_world()
    adapter = SandboxAdapter(world)
    where = ref(world)
    world.set_rights("class-7b", delete=False)
    assert Capability.DELETE not in await adapter.capabilities(CLASS)
    result = await adapter.take_down(where)
    assert result == ActionResult(ActionOutcome.FORBIDDEN, fix="fix-sandbox-delete")
    assert await adapter.is_visible(where)
    assert world.log == []


async def test_slow_down_is_asked_for_as_often_as_was_scripted() -> None:
    world = make_world()
    adapter = SandboxAdapter(world)
    where = ref(world)
    wait = timedelta(seconds=3)
    world.faults.fail(Call.TAKE_DOWN, SlowDown(wait), times=2)
    results = [await adapter.take_down(where) for _ in range(3)]
    assert results[0] == results[1] == ActionResult(ActionOutcome.LATER, retry_after=wait)
    assert results[2].outcome is ActionOutcome.OK


@pytest.mark.parametrize("done", [True, False])
async def test_a_lost_answer_says_nothing_about_the_effect(done: bool) -> None:
    world = make_world()
    adapter = SandboxAdapter(world)
    where = ref(world)
    world.faults.fail(Call.TAKE_DOWN, Unreachable(), done=done)
    assert (await adapter.take_down(where)).outcome is ActionOutcome.UNREACHABLE
    assert await adapter.is_visible(where) is not done
    again = (await adapter.take_down(where)).outcome
    assert again is (ActionOutcome.GONE if done else ActionOutcome.OK)


async def test_standing_faults_last_until_they_are_healed() -> None:
    world = make_world()
    adapter = SandboxAdapter(world)
    world.faults.fail_always(Call.SAY, Unreachable())
    for _ in range(3):
        assert (await adapter.say(CLASS, SPEECH)).outcome is ActionOutcome.UNREACHABLE
    world.faults.heal()
    assert (await adapter.say(CLASS, SPEECH)).outcome is ActionOutcome.OK


async def test_a_slow_call_takes_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    world = make_world()
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(world.clock, "sleep", sleep)
    adapter = SandboxAdapter(world)
    where = ref(world, [Upload(b"abc")])
    world.faults.slow[Call.FETCH] = 12.0
    await adapter.fetch(where, item_of(world, where), 100)
    assert slept == [12.0]


@pytest.mark.parametrize(
    ("refusal", "outcome"),
    [(TooOld(), ActionOutcome.TOO_OLD), (NotSupported(), ActionOutcome.UNSUPPORTED)],
)
async def test_refusals_that_never_change_are_outcomes(
    refusal: TooOld | NotSupported, outcome: ActionOutcome
) -> None:
    world = make_world()
    world.faults.fail(Call.TAKE_DOWN, refusal)
    assert (await SandboxAdapter(world).take_down(ref(world))).outcome is outcome


async def test_a_file_is_bounded_before_it_is_fetched() -> None:
    world = make_world()
    adapter = SandboxAdapter(world)
    where = ref(world, [Upload(b"x" * 101)])
    world.faults.fail_always(Call.FETCH, Unreachable())
    with pytest.raises(MediaTooLarge):
        await adapter.fetch(where, item_of(world, where), 100)


async def test_the_platform_has_a_bound_of_its_own() -> None:
    world = make_world()
    adapter = SandboxAdapter(world)
    where = ref(world, [Upload(b"x" * (DOWNLOAD_BYTES + 1))])
    with pytest.raises(MediaTooLarge):
        await adapter.fetch(where, item_of(world, where), DOWNLOAD_BYTES * 2)


async def test_a_fetch_that_cannot_work_and_one_that_may_are_told_apart() -> None:
    world = make_world()
    adapter = SandboxAdapter(world)
    where = ref(world, [Upload(b"abc")])
    item = item_of(world, where)
    world.faults.fail(Call.FETCH, SlowDown(timedelta(seconds=7)))
    world.faults.fail(Call.FETCH, Unreachable())
    with pytest.raises(TryLater) as asked:
        await adapter.fetch(where, item, 100)
    assert asked.value.after == timedelta(seconds=7)
    with pytest.raises(TryLater):
        await adapter.fetch(where, item, 100)
    assert await adapter.fetch(where, item, 100) == b"abc"
    world.delete(where.message, ANA)
    with pytest.raises(MediaUnavailable):
        await adapter.fetch(where, item, 100)


async def test_the_bytes_go_with_the_takedown() -> None:
    world = make_world()
    adapter = SandboxAdapter(world)
    where = ref(world, [Upload(b"abc")])
    item = item_of(world, where)
    await adapter.take_down(where)
    assert world.store.bytes_held == 0
    with pytest.raises(MediaUnavailable):
        await adapter.fetch(where, item, 100)


@pytest.mark.parametrize("refusal", [Unreachable(), SlowDown(timedelta(seconds=1))])
async def test_a_lost_answer_about_rights_is_asked_for_again_and_never_taken_for_none(
    refusal: Unreachable | SlowDown,
) -> None:
    world = make_world()
    world.faults.fail(Call.RIGHTS, refusal)
    adapter = SandboxAdapter(world)
    with pytest.raises(TryLater) as asked:
        await adapter.capabilities(CLASS)
    assert asked.value.after == timedelta(seconds=1)
    assert Capability.DELETE in await adapter.capabilities(CLASS)


async def test_a_chat_has_a_title_and_an_id_where_nobody_answers() -> None:
    world = make_world()
    adapter = SandboxAdapter(world)
    world.faults.fail(Call.TITLE, Unreachable())
    assert await adapter.title(CLASS) == "class-7b"
    assert await adapter.title(CLASS) == "Class 7B"


async def test_whether_a_message_stands_is_unknown_while_nobody_answers() -> None:
    world = make_world()
    where = ref(world)
    world.faults.fail(Call.LOOK, Unreachable())
    adapter = SandboxAdapter(world)
    assert await adapter.is_visible(where) is None
    assert await adapter.is_visible(where) is True


async def test_a_chat_that_is_gone_and_one_that_threw_the_bot_out() -> None:
    world = make_world()
    adapter = SandboxAdapter(world)
    where = ref(world)
    world.set_rights("class-7b", present=False)
    assert (await adapter.take_down(where)).outcome is ActionOutcome.FORBIDDEN
    assert (await adapter.say(CLASS, SPEECH)).outcome is ActionOutcome.FORBIDDEN
    assert await adapter.capabilities(CLASS) == frozenset()
    assert await adapter.is_visible(where) is None
    world.close_chat("class-7b")
    assert (await adapter.take_down(where)).outcome is ActionOutcome.GONE
    assert (await adapter.say(CLASS, SPEECH)).outcome is ActionOutcome.GONE
    assert (await adapter.tell(NoticeWay.EPHEMERAL, CLASS, ANA, SPEECH)).outcome is (
        ActionOutcome.GONE
    )
    assert await adapter.is_visible(where) is False


async def test_translate_reads_what_run_delivered() -> None:
    world, receiver = make_world(), Receiver()
    adapter = SandboxAdapter(world)
    where = ref(world, [Upload(b"abc")])
    await run_once(adapter, receiver)
    (event,) = adapter.translate(receiver.updates[0])
    assert isinstance(event, Posted)
    assert await adapter.fetch(where, event.media[0], 100) == b"abc"


async def test_chat_kinds_of_a_test_are_its_own() -> None:
    chats = [Chat("only", "Only", ChatKind.CLASS, {})]
    assert await SandboxAdapter(make_world(chats)).capabilities(STAFF) == frozenset()
