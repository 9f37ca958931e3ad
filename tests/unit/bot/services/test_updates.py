"""Updates besides media: alarms to the adults, retries with an end, and no poison."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from adapters.sandbox.errors import SlowDown, Unreachable
from adapters.sandbox.faults import Call
from bot.domain.effect import FIRST_WAIT
from bot.domain.errors import TryLater
from bot.domain.event import CommandGiven, Event, Moved, PlatformTrouble, Press, TroubleKind
from bot.domain.message import ChatRef
from bot.services import updates as module
from bot.services.onboarding import Onboarding
from bot.services.rooms import Rooms
from bot.services.updates import Desks, UpdateDesk
from tests.unit.bot.services.asked import command, press
from tests.unit.bot.services.bench import ANA, CLASS, STAFF, Bench


class Commands:
    """Notes what it was given; fails as long as it is told to."""

    def __init__(self, error: Exception | None = None, times: int = 0) -> None:
        self.error, self.times = error, times
        self.given: list[str] = []

    async def handle(self, event: CommandGiven) -> None:
        self.given.append(event.text)
        if self.error is not None and len(self.given) <= self.times:
            raise self.error


def desk_of(bench: Bench, commands: Commands) -> UpdateDesk:
    handler: Any = commands  # only `handle` is used, and nobody presses anything here
    onboarding = Onboarding(bench.platforms, bench.policies, bench.speaker, bench.answers)
    desks = Desks(handler, handler, onboarding, bench.alarms)
    return UpdateDesk(bench.books.inbox, bench.platforms, desks, Rooms(bench.policies), bench.clock)


async def work_off(bench: Bench, desk: UpdateDesk) -> None:
    await bench.receive()
    while (update := await desk.claim()) is not None:
        await desk.handle(update)


async def events(bench: Bench) -> list[str]:
    return [entry.what for entry in await bench.books.audit.entries()][1:]


async def test_commands_are_handled_in_order_and_closed(bench: Bench) -> None:
    commands = Commands()
    for number in range(3):
        bench.world.post(CLASS.chat, ANA, f"/help {number}")
    await work_off(bench, desk_of(bench, commands))
    assert commands.given == ["/help 0", "/help 1", "/help 2"]
    assert (await bench.books.queue.backlog()).parked == 0


async def test_a_poison_command_is_parked_and_the_others_go_on(bench: Bench) -> None:
    commands = Commands(KeyError("secret words of a pupil"), times=1)
    for number in range(2):
        bench.world.post(CLASS.chat, ANA, f"/help {number}")
    await work_off(bench, desk_of(bench, commands))
    assert commands.given == ["/help 0", "/help 1"]
    assert (await bench.books.queue.backlog()).parked == 1


async def test_a_command_waits_as_the_platform_asks(bench: Bench) -> None:
    commands = Commands(TryLater(FIRST_WAIT), times=3)
    bench.world.post(CLASS.chat, ANA, "/help")
    await work_off(bench, desk_of(bench, commands))
    assert len(commands.given) == 4
    assert (await bench.books.queue.backlog()).parked == 0


async def test_nobody_waits_for_ever_for_an_answer(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def sleep(seconds: float) -> None:
        bench.clock.move(timedelta(seconds=seconds))
        await asyncio.sleep(0)

    monkeypatch.setattr(bench.clock, "sleep", sleep)
    commands = Commands(TryLater(timedelta(minutes=1)), times=100)
    bench.world.post(CLASS.chat, ANA, "/help")
    await work_off(bench, desk_of(bench, commands))
    assert len(commands.given) == 7  # at once, after each of five minutes, and once past the end
    assert (await bench.books.queue.backlog()).parked == 1


async def unreachable(bench: Bench, desk: UpdateDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the adults not be reached while an alarm is tried, and once more when it is due."""

    async def sleep(seconds: float) -> None:
        bench.clock.move(timedelta(seconds=seconds))
        await asyncio.sleep(0)

    monkeypatch.setattr(bench.clock, "sleep", sleep)
    bench.world.faults.fail(Call.SAY, Unreachable(), times=1000)
    times = {"since": bench.clock.now().isoformat(), "until": bench.clock.now().isoformat()}
    bench.world.emit("gap", CLASS.chat, **times)
    await work_off(bench, desk)


async def test_an_alarm_is_never_given_up_because_the_adults_cannot_be_reached(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_of(bench, Commands())
    await unreachable(bench, desk, monkeypatch)
    for _ in range(24 * 12):
        bench.clock.move(timedelta(minutes=5))
        await work_off(bench, desk)
    assert (await bench.books.queue.backlog()).parked == 0
    bench.world.faults.heal()
    assert await desk.claim() is None  # Not due again.
    bench.world.log.clear()
    bench.clock.move(timedelta(minutes=5))
    await work_off(bench, desk)
    assert bench.said(Call.SAY) == ["en/adults-gap"]
    bench.clock.move(timedelta(minutes=5))
    assert await desk.claim() is None


async def test_an_alarm_that_waits_holds_up_no_command_of_its_chat(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands = Commands()
    desk = desk_of(bench, commands)
    await unreachable(bench, desk, monkeypatch)
    bench.world.post(CLASS.chat, ANA, "/help")
    await work_off(bench, desk)
    assert commands.given == ["/help"]


async def test_an_alarm_that_waits_is_told_by_the_next_run(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    await unreachable(bench, desk_of(bench, Commands()), monkeypatch)
    bench.world.faults.heal()
    bench.world.log.clear()
    await work_off(bench, desk_of(bench, Commands()))
    assert bench.said(Call.SAY) == ["en/adults-gap"]


async def test_an_alarm_whose_call_never_returns_is_tried_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def wait(*_: object) -> None:
        await asyncio.Event().wait()

    desk = desk_of(bench, Commands())
    times = {"since": bench.clock.now().isoformat(), "until": bench.clock.now().isoformat()}
    with monkeypatch.context() as patch:
        patch.setattr(module, "_DEADLINE", timedelta(milliseconds=20))
        patch.setattr(bench.alarms, "gap", wait)
        bench.world.emit("gap", CLASS.chat, **times)
        await work_off(bench, desk)
    assert (await bench.books.queue.backlog()).parked == 0
    bench.clock.move(timedelta(minutes=5))
    await work_off(bench, desk)
    assert bench.said(Call.SAY) == ["en/adults-gap"]


async def test_a_call_that_never_returns_does_not_hold_up_the_chat(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def wait(_: CommandGiven) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(module, "_DEADLINE", timedelta(milliseconds=20))
    commands = Commands()
    monkeypatch.setattr(commands, "handle", wait)
    bench.world.post(CLASS.chat, ANA, "/help")
    await work_off(bench, desk_of(bench, commands))
    assert (await bench.books.queue.backlog()).parked == 1


async def test_chats_are_answered_side_by_side_and_each_in_order(bench: Bench) -> None:
    desk = desk_of(bench, Commands())
    for text in ("/help 1", "/help 2"):
        bench.world.post(CLASS.chat, ANA, text)
    bench.world.post(f"private:{ANA.id}", ANA, "/help 3")
    await bench.receive()
    first, second = await desk.claim(), await desk.claim()
    assert first is not None
    assert second is not None
    assert (first[1].chat, second[1].chat) == (CLASS.chat, f"private:{ANA.id}")
    assert await desk.claim() is None
    await desk.handle(first)
    assert await desk.claim() is not None


async def test_the_adults_hear_that_the_bot_was_thrown_out(bench: Bench) -> None:
    bench.world.set_rights(CLASS.chat, present=False)
    await work_off(bench, desk_of(bench, Commands()))
    assert bench.said(Call.SAY) == ["en/adults-bot-removed"]
    assert '"present":false' in (await events(bench))[0]


async def test_nobody_is_alarmed_when_the_bot_comes_back(bench: Bench) -> None:
    bench.world.set_rights(CLASS.chat)
    await work_off(bench, desk_of(bench, Commands()))
    assert bench.said(Call.SAY) == []
    assert '"present":true' in (await events(bench))[0]


@pytest.mark.parametrize("refusal", [None, SlowDown(FIRST_WAIT), Unreachable()])
async def test_the_adults_hear_of_messages_that_may_have_been_missed(
    bench: Bench, refusal: SlowDown | Unreachable | None
) -> None:
    if refusal is not None:
        bench.world.faults.fail(Call.SAY, refusal, times=2)
    start = bench.clock.now()
    end = start + timedelta(hours=1)
    bench.world.emit("gap", CLASS.chat, since=start.isoformat(), until=end.isoformat())
    await work_off(bench, desk_of(bench, Commands()))
    assert bench.said(Call.SAY) == ["en/adults-gap"]
    (deed,) = bench.world.log
    assert f"since={start}" in deed.text
    assert f"until={end}" in deed.text


async def test_without_adults_a_gap_is_an_error_in_the_log(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    times = {"since": bench.clock.now().isoformat(), "until": bench.clock.now().isoformat()}
    bench.world.emit("gap", "staff", **times)
    await work_off(bench, desk_of(bench, Commands()))
    assert "no adult can be told (adults-gap)" in caplog.text
    assert bench.world.log == []


async def test_an_announcement_that_is_refused_is_an_error_in_the_log(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    bench.world.set_rights("staff", present=False)
    bench.world.set_rights(CLASS.chat, present=False)
    await work_off(bench, desk_of(bench, Commands()))
    assert "an announcement was refused (forbidden)" in caplog.text


@pytest.mark.parametrize("kind", ["moved", "trouble"])
async def test_moves_and_trouble_reach_the_alarms(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    now = bench.clock.now()
    events: dict[str, Event] = {
        "moved": Moved(CLASS, ChatRef(CLASS.platform, "class-new"), now),
        "trouble": PlatformTrouble(CLASS.platform, TroubleKind.OUTAGE, now, now),
    }
    monkeypatch.setattr(bench.adapter, "translate", lambda _: (events[kind],))
    bench.world.post(CLASS.chat, ANA, "whatever it was")
    await work_off(bench, desk_of(bench, Commands()))
    said = {"moved": "en/adults-chat-moved", "trouble": "en/adults-outage"}
    assert bench.said(Call.SAY) == [said[kind]]
    assert (await bench.books.queue.backlog()).parked == 0


async def test_what_is_asked_in_the_adults_room_is_handled_there(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The alerts of the bench's class go to `STAFF`: here that is a room of the class."""
    given, pressed = command("/case", room=STAFF), press("ack:1", room=STAFF)
    elsewhere = command("/help", room=CLASS)
    events: list[Event] = [given, pressed, elsewhere]
    monkeypatch.setattr(bench.adapter, "translate", lambda _: tuple(events))
    handled: list[CommandGiven | Press] = []

    class Noting:
        async def handle(self, event: CommandGiven | Press) -> None:
            handled.append(event)

    noting: Any = Noting()
    onboarding = Onboarding(bench.platforms, bench.policies, bench.speaker, bench.answers)
    desks = Desks(noting, noting, onboarding, bench.alarms)
    rooms = Rooms(bench.policies)
    desk = UpdateDesk(bench.books.inbox, bench.platforms, desks, rooms, bench.clock)
    bench.world.post(CLASS.chat, ANA, "whatever it was")
    await work_off(bench, desk)
    assert [one.chat for one in handled] == [STAFF, STAFF, CLASS]
    assert handled[2] == elsewhere
