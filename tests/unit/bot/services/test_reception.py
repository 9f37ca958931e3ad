"""The connection to a platform: up only when it answers, down loudly, and quiet in between."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.domain.capability import Limits
from bot.domain.errors import ConnectionLost
from bot.domain.event import Event, RawUpdate
from bot.domain.links import LinkLists
from bot.ports import Receive
from bot.services.intake import Intake
from bot.services.reception import Reception
from tests.fakes import MovableClock

LOST = ConnectionLost("Telegram cannot be asked now")
CONNECTED = "connected"
TOLD_SOMETHING = "told"


class SleepyClock(MovableClock):
    """Notes how long the reception waits; waiting takes that time."""

    def __init__(self) -> None:
        super().__init__()
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.move(timedelta(seconds=seconds))
        await asyncio.sleep(0)


class Shaky:
    """An adapter whose connection goes as scripted; at the end it stays as it is."""

    name = "shaky"
    limits = Limits(1, 1)

    def __init__(self, clock: MovableClock, *script: object) -> None:
        self.clock = clock
        self.script = list(script)
        self.cursors: list[str | None] = []
        self.done = asyncio.Event()

    async def run(self, receive: Receive, cursor: str | None) -> None:
        self.cursors.append(cursor)
        while self.script:
            match self.script.pop(0):
                case Exception() as error:
                    raise error
                case timedelta() as lasts:
                    self.clock.move(lasts)
                case what:
                    update = RawUpdate(self.name, "k", "", "{}")
                    connected = what == CONNECTED
                    await receive([] if connected else [update], "c" if connected else None)
        self.done.set()
        await asyncio.Event().wait()

    def translate(self, update: RawUpdate) -> tuple[Event, ...]:
        return ()


class Inbox:
    """Only the cursor is of interest here."""

    def __init__(self) -> None:
        self.cursor: str | None = None

    async def take_in(self, platform: str, received: Sequence[object], cursor: str | None) -> None:
        self.cursor = cursor or self.cursor

    async def last_cursor(self, platform: str) -> str | None:
        return self.cursor

    async def next_update(self, passing_over: object, put_off: object = ()) -> None:
        return None

    async def close_update(self, update_id: int, parked: str | None) -> bool:
        return True


class Played:
    """A reception after its script has been played."""

    def __init__(self, *script: object) -> None:
        self.clock, self.inbox = SleepyClock(), Inbox()
        self.adapter = Shaky(self.clock, *script)
        intake = Intake(self.inbox, self.clock, lambda: None, LinkLists())
        self.reception = Reception(self.adapter, self.inbox, intake, self.clock)

    async def run(self) -> "Played":
        running = asyncio.create_task(self.reception.run())
        async with asyncio.timeout(5):
            await self.adapter.done.wait()
        running.cancel()
        await asyncio.wait([running])
        return self


async def played(*script: object) -> Played:
    return await Played(*script).run()


def lines(caplog: pytest.LogCaptureFixture) -> list[tuple[int, str]]:
    return [
        (record.levelno, record.getMessage())
        for record in caplog.records
        if record.name == "bot.services.reception"
    ]


async def test_it_is_down_until_the_platform_has_answered() -> None:
    assert not (await played()).reception.up
    assert (await played(CONNECTED)).reception.up


async def test_an_update_without_a_cursor_is_no_sign_of_a_connection() -> None:
    assert not (await played(TOLD_SOMETHING)).reception.up


async def test_one_or_two_failures_are_a_hiccup_the_third_is_an_outage() -> None:
    assert (await played(CONNECTED, LOST, LOST)).reception.up
    assert not (await played(CONNECTED, LOST, LOST, LOST)).reception.up
    assert (await played(CONNECTED, LOST, LOST, LOST, CONNECTED)).reception.up


async def test_it_waits_longer_after_each_failure_up_to_half_a_minute() -> None:
    assert (await played(*[LOST] * 8)).clock.slept == [1, 2, 4, 8, 16, 30, 30, 30]


async def test_an_outage_of_a_weekend_ends_nothing() -> None:
    lasts = timedelta(days=3)
    found = await played(*[LOST] * int(lasts.total_seconds() / 30), CONNECTED)
    assert found.reception.up
    assert found.clock.slept[-1] == 30


async def test_after_a_good_time_it_begins_anew_with_a_short_pause() -> None:
    steady = timedelta(minutes=5)
    found = await played(LOST, LOST, LOST, CONNECTED, steady, LOST, CONNECTED)
    assert found.clock.slept == [1, 2, 4, 1]


async def test_each_try_goes_on_from_the_stored_cursor() -> None:
    assert (await played(CONNECTED, LOST)).adapter.cursors == [None, "c"]


async def test_a_long_outage_is_one_line_at_its_begin_and_one_at_its_end(
    caplog: pytest.LogCaptureFixture,
) -> None:
    await played(*[LOST] * 200, CONNECTED)
    (begin, end) = lines(caplog)
    assert begin == (logging.WARNING, "platform shaky: no connection: Telegram cannot be asked now")
    # 1 + 2 + 4 + 8 + 16 seconds, then 195 times half a minute.
    assert end == (logging.WARNING, "platform shaky: connected again after 5881 s")
    assert "Traceback" not in caplog.text


async def test_a_graver_reason_is_said_in_the_middle_of_an_outage(
    caplog: pytest.LogCaptureFixture,
) -> None:
    grave = ConnectionLost("get a new token", logging.CRITICAL)
    await played(LOST, grave, LOST, grave)
    assert [level for level, _ in lines(caplog)] == [logging.WARNING, logging.CRITICAL]


async def test_a_connection_that_comes_and_goes_does_not_fill_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    await played(*[LOST, CONNECTED] * 20)
    assert len(lines(caplog)) == 2


async def test_an_outage_right_after_a_hiccup_is_said_all_the_same(
    caplog: pytest.LogCaptureFixture,
) -> None:
    await played(LOST, CONNECTED, *[LOST] * 20, CONNECTED)
    assert len(lines(caplog)) == 4


async def test_an_error_that_nobody_expected_stops_nothing_and_shows_its_traceback(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert (await played(ValueError("a bug"), CONNECTED)).reception.up
    assert lines(caplog)[0][0] == logging.ERROR
    assert "Traceback" in caplog.text
