"""Long polling: nothing is confirmed before it is stored, and every trouble is told."""

import asyncio
import logging
from datetime import timedelta

import pytest

from adapters.telegram.errors import (
    Conflict,
    InvalidRequest,
    SlowDown,
    Unauthorised,
    Unreachable,
)
from adapters.telegram.polling import Polling
from adapters.telegram.updates import ALLOWED, Cursor
from bot.domain.errors import ConnectionLost
from tests.fakes import START
from tests.unit.adapters.telegram.receiving import (
    AlarmClock,
    Inbox,
    ScriptedApi,
    message,
    run_until,
    take_in,
)

NOW = START.isoformat()


async def poll(
    api: ScriptedApi, inbox: Inbox, cursor: Cursor | None = None, updates: int = 0
) -> None:
    """Run until so many updates are stored, or until the loop ends by itself."""
    polling = Polling(api, AlarmClock(), take_in)
    enough = (lambda: len(inbox.updates) >= updates) if updates else (lambda: False)
    await run_until(polling.run(inbox.receive, cursor or Cursor()), enough)


async def test_the_next_batch_is_asked_for_only_when_the_first_one_is_stored() -> None:
    api, inbox = ScriptedApi(getUpdates=[[message(7), message(8)], []]), Inbox()
    inbox.hold.clear()
    running = asyncio.create_task(Polling(api, AlarmClock(), take_in).run(inbox.receive, Cursor(7)))
    await asyncio.sleep(0.02)
    assert [asked["offset"] for asked in api.asked("getUpdates")] == [7]
    inbox.hold.set()
    await asyncio.sleep(0.02)
    assert [asked["offset"] for asked in api.asked("getUpdates")] == [7, 9, 9]
    running.cancel()
    await asyncio.wait([running])


async def test_a_batch_that_could_not_be_stored_is_not_confirmed() -> None:
    api, inbox = ScriptedApi(getUpdates=[[message(7)]]), Inbox(fails=1)
    with pytest.raises(OSError, match="disk full"):
        await poll(api, inbox, Cursor(7))
    assert [asked["offset"] for asked in api.asked("getUpdates")] == [7]
    assert inbox.updates == {}


async def test_a_batch_and_the_cursor_behind_it_are_stored_together() -> None:
    inbox = Inbox()
    await poll(ScriptedApi(getUpdates=[[message(7), message(9)]]), inbox, updates=2)
    assert inbox.deliveries == [(("7", "9"), f"10@{NOW}")]


async def test_without_news_the_first_answer_says_at_once_that_we_are_connected() -> None:
    api, inbox = ScriptedApi(getUpdates=[[]]), Inbox()
    running = Polling(api, AlarmClock(), take_in).run(inbox.receive, Cursor(7))
    await run_until(running, lambda: len(api.asked("getUpdates")) == 2)
    assert inbox.deliveries == [((), f"7@{NOW}")]
    assert [asked["timeout"] for asked in api.asked("getUpdates")] == [0, 30]


async def test_all_kinds_of_update_are_asked_for_by_name() -> None:
    api = ScriptedApi(getUpdates=[[message(1)]])
    await poll(api, Inbox(), updates=1)
    allowed = api.asked("getUpdates")[0]["allowed_updates"]
    reactions = {"message_reaction", "message_reaction_count"}
    assert set(allowed) >= reactions | {"chat_member", "guest_message", "edited_message"}
    assert len(allowed) == len(set(allowed)) == 11


async def test_a_server_that_does_not_know_the_newest_kinds_is_asked_for_the_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    refused = InvalidRequest("unknown update type")
    api = ScriptedApi(getUpdates=[refused, [message(1)], [message(2)]])
    await poll(api, Inbox(), updates=2)
    asked = [asked["allowed_updates"] for asked in api.asked("getUpdates")][:3]
    older = tuple(kind for kind in ALLOWED if kind != "guest_message")
    assert asked == [ALLOWED, older, older]
    assert "too old: it sends no guest_message" in caplog.text


async def test_a_refusal_for_another_reason_is_no_endless_loop() -> None:
    api = ScriptedApi(getUpdates=[InvalidRequest("no")] * 3)
    with pytest.raises(ConnectionLost, match="refuses getUpdates"):
        await poll(api, Inbox())


async def test_an_update_without_a_number_holds_up_nobody() -> None:
    # Telegram would repeat the whole batch for ever if the number behind it were not found.
    odd: dict[str, object] = {"update_id": "x"}
    api, inbox = ScriptedApi(getUpdates=[[odd, message(7)], [odd], [message(9)]]), Inbox()
    await poll(api, inbox, Cursor(7), updates=3)
    assert [asked["offset"] for asked in api.asked("getUpdates")][:3] == [7, 8, 9]


async def test_after_a_day_without_an_answer_the_outage_is_told() -> None:
    away = Cursor(7, START - timedelta(hours=25))
    api, inbox = ScriptedApi(getUpdates=[[message(7)]]), Inbox()
    await poll(api, inbox, away, updates=2)
    since = (START - timedelta(hours=25)).isoformat()
    assert inbox.ours("outage") == [{"kind": "outage", "since": since, "until": NOW}]
    assert list(inbox.updates) == [f"outage:{since}", "7"]


async def test_what_telegram_still_kept_is_no_outage() -> None:
    away = Cursor(7, START - timedelta(hours=23))
    inbox = Inbox()
    await poll(ScriptedApi(getUpdates=[[message(7)]]), inbox, away, updates=1)
    assert inbox.ours("outage") == []


async def test_the_outage_is_told_only_when_it_is_over() -> None:
    away = Cursor(7, START - timedelta(hours=25))
    inbox = Inbox()
    with pytest.raises(ConnectionLost):
        await poll(ScriptedApi(getUpdates=[Unreachable()]), inbox, away)
    assert inbox.updates == {}


async def test_a_second_receiver_is_told_to_the_adults_once_an_hour() -> None:
    clock, inbox = AlarmClock(), Inbox()
    for wait in (0, 30, 30):
        clock.move(timedelta(minutes=wait))
        polling = Polling(ScriptedApi(getUpdates=[Conflict()]), clock, take_in)
        with pytest.raises(ConnectionLost, match="another program") as lost:
            await polling.run(inbox.receive, Cursor())
        assert lost.value.level == logging.ERROR
    # At 21:04, 21:34 and 22:04.
    told = [START.isoformat(), (START + timedelta(hours=1)).isoformat()]
    assert [one["until"] for one in inbox.ours("second_receiver")] == told
    # No cursor: that would say that we are connected.
    assert [cursor for _, cursor in inbox.deliveries] == [None] * 3


async def test_a_refused_token_is_grave_and_the_fix_is_named() -> None:
    with pytest.raises(ConnectionLost, match="new token from @BotFather") as lost:
        await poll(ScriptedApi(getUpdates=[Unauthorised()]), Inbox())
    assert lost.value.level == logging.CRITICAL


async def test_an_answer_that_is_no_list_is_no_answer() -> None:
    with pytest.raises(ConnectionLost):
        await poll(ScriptedApi(getUpdates=[{"update_id": 1}]), Inbox())


async def test_a_wait_that_telegram_asks_for_is_kept() -> None:
    clock, api = AlarmClock(), ScriptedApi(getUpdates=[SlowDown(timedelta(seconds=40))])
    running = asyncio.create_task(Polling(api, clock, take_in).run(Inbox().receive, Cursor()))
    await asyncio.sleep(0.02)
    assert not running.done()
    clock.move(timedelta(seconds=40))
    with pytest.raises(ConnectionLost):
        await running


async def test_while_nothing_happens_the_time_is_noted_every_five_minutes() -> None:
    clock, inbox = AlarmClock(), Inbox()

    class Quiet(ScriptedApi):
        async def call(self, method: str, **parameters: object) -> list[object]:
            self.calls.append((method, parameters))
            if len(self.calls) == 31:
                await asyncio.Event().wait()
            clock.move(timedelta(seconds=30))
            return []

    api = Quiet()
    running = Polling(api, clock, take_in).run(inbox.receive, Cursor(7))
    await run_until(running, lambda: len(api.calls) == 31)
    stored = [START + timedelta(seconds=30) + number * timedelta(minutes=5) for number in range(3)]
    assert inbox.deliveries == [((), f"7@{at.isoformat()}") for at in stored]
