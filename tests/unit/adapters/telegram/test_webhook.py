"""The webhook: who may knock, what is answered when, and who notices that nobody comes."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from datetime import timedelta

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.telegram.api import Connection
from adapters.telegram.errors import InvalidRequest
from adapters.telegram.updates import ALLOWED, Cursor
from adapters.telegram.webhook import MOST_BYTES, PATH, SECRET_HEADER, Webhook
from bot.domain.errors import ConnectionLost
from tests.fakes import START
from tests.telegram.server import TOKEN
from tests.unit.adapters.telegram.receiving import (
    AlarmClock,
    Inbox,
    ScriptedApi,
    message,
    run_until,
    take_in,
)

URL, SECRET = "https://bot.school.example/telegram/webhook", "a-secret-of-16-chars"
NOW = START.isoformat()
HEALTHY = {"url": URL, "pending_update_count": 0}


class Door:
    """A webhook that runs, with the server before it."""

    def __init__(self, *looks: Mapping[str, object], secret: str = SECRET) -> None:
        self.api = ScriptedApi(getWebhookInfo=list(looks) or [HEALTHY])
        self.clock, self.inbox = AlarmClock(), Inbox()
        connection = Connection(TOKEN, webhook_url=URL, webhook_secret=secret)
        self.webhook = Webhook(self.api, connection, self.clock, take_in)
        app = web.Application()
        self.webhook.mount(app)
        self.server = TestServer(app)

    async def knock(
        self, body: bytes | AsyncIterator[bytes], headers: Mapping[str, str] | None = None
    ) -> int:
        given = {SECRET_HEADER: SECRET} if headers is None else headers
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.server.make_url(PATH), data=body, headers=given) as answer,
        ):
            return answer.status

    async def run(self, cursor: Cursor | None = None) -> None:
        """Run until the state was looked at, or until it ends by itself."""
        running = self.webhook.run(self.inbox.receive, cursor or Cursor())
        await run_until(running, lambda: bool(self.inbox.deliveries))


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    door = Door()
    await door.server.start_server()
    running = asyncio.create_task(door.webhook.run(door.inbox.receive, Cursor()))
    await asyncio.sleep(0.01)
    door.inbox.deliveries.clear()
    yield door
    running.cancel()
    await asyncio.wait([running])
    await door.server.close()


UPDATE = json.dumps(message(7)).encode()


async def test_an_update_is_stored_with_the_cursor_behind_it(door: Door) -> None:
    assert await door.knock(UPDATE) == 200
    assert door.inbox.deliveries == [(("7",), f"8@{NOW}")]


async def test_ok_is_answered_only_after_the_update_is_stored(door: Door) -> None:
    door.inbox.hold.clear()
    knocking = asyncio.create_task(door.knock(UPDATE))
    await asyncio.sleep(0.05)
    assert not knocking.done()
    door.inbox.hold.set()
    assert await knocking == 200


async def test_what_could_not_be_stored_comes_again(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    door.inbox.fails = 1
    assert await door.knock(UPDATE) == 503
    assert await door.knock(UPDATE) == 200
    assert list(door.inbox.updates) == ["7"]
    assert "could not be stored: OSError" in caplog.text


@pytest.mark.parametrize("secret", ["", "another-secret-of-20", SECRET[:-1], SECRET + "x"])
async def test_who_does_not_know_the_secret_is_turned_away(door: Door, secret: str) -> None:
    assert await door.knock(UPDATE, {SECRET_HEADER: secret}) == 403
    assert await door.knock(UPDATE, {}) == 403
    assert door.inbox.deliveries == []


async def test_a_secret_that_is_no_ascii_is_wrong_and_no_crash(door: Door) -> None:
    reader, writer = await asyncio.open_connection(door.server.host, door.server.port)
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n{SECRET_HEADER}: "
    writer.write(head.encode() + b"\xc3\xa9\xff\r\n\r\n{}")
    assert (await reader.readline()).split()[1] in (b"403", b"400")
    writer.close()
    assert door.inbox.deliveries == []


async def test_without_a_secret_nobody_may_knock() -> None:
    door = Door(secret="")
    await door.server.start_server()
    assert await door.knock(UPDATE, {SECRET_HEADER: ""}) == 403
    await door.server.close()


async def test_a_body_that_is_too_big_is_not_read_to_its_end(door: Door) -> None:
    given = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal given
        while given < 50 * MOST_BYTES:
            given += 100_000
            yield b" " * 100_000

    assert await door.knock(b" " * (MOST_BYTES + 1)) == 413
    # Hanging up on a sender who does not stop is an answer too.
    with suppress(aiohttp.ClientConnectionError):
        assert await door.knock(endless()) == 413
    assert given < 40 * MOST_BYTES
    assert door.inbox.deliveries == []


@pytest.mark.parametrize("body", [b"", b"no json", b'{"update_id": ', b"\xff\xfe", b"[" * 99_999])
async def test_what_is_no_json_is_refused(door: Door, body: bytes) -> None:
    assert await door.knock(body) == 400
    assert door.inbox.deliveries == []


async def test_before_the_bot_runs_and_after_it_everything_comes_again() -> None:
    door = Door()
    await door.server.start_server()
    assert await door.knock(UPDATE) == 503
    await door.run()
    assert await door.knock(UPDATE) == 503
    assert door.inbox.updates == {}
    await door.server.close()


async def test_telegram_is_told_where_to_knock_with_the_secret_and_for_what() -> None:
    door = Door()
    await door.run()
    (told,) = door.api.asked("setWebhook")
    assert (told["url"], told["secret_token"], told["allowed_updates"]) == (URL, SECRET, ALLOWED)
    assert SECRET not in URL
    assert door.inbox.deliveries == [((), f"0@{NOW}")]


async def test_an_address_that_telegram_refuses_is_grave() -> None:
    door = Door()
    door.api = ScriptedApi(setWebhook=[InvalidRequest("bad webhook: port")])
    connection = Connection(TOKEN, webhook_url=URL, webhook_secret=SECRET)
    webhook = Webhook(door.api, connection, door.clock, take_in)
    with pytest.raises(ConnectionLost, match="WEBHOOK_URL: bad webhook") as lost:
        await webhook.run(door.inbox.receive, Cursor())
    assert lost.value.level == logging.CRITICAL


@pytest.mark.parametrize("url", ["https://elsewhere.example/", ""])
async def test_a_webhook_that_somebody_changed_is_told_to_the_adults(url: str) -> None:
    # Telegram spells an address its own way; what it says first is ours.
    ours = HEALTHY | {"url": URL + "/"}
    door = Door(ours, ours, ours | {"url": url})
    running = asyncio.create_task(door.webhook.run(door.inbox.receive, Cursor()))
    for _ in range(2):
        await asyncio.sleep(0.01)
        assert not running.done()
        door.clock.move(timedelta(minutes=5))
    with pytest.raises(ConnectionLost, match="somebody else") as lost:
        await asyncio.wait_for(running, 5)
    assert lost.value.level == logging.ERROR
    assert len(door.inbox.ours("second_receiver")) == 1
    assert door.inbox.deliveries[-1][1] is None


async def test_the_state_is_looked_at_every_five_minutes_and_an_error_is_logged_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    earlier = int(START.timestamp()) - 60
    failed = HEALTHY | {"last_error_date": earlier, "last_error_message": "Connection refused"}
    door = Door(failed, failed, failed)
    running = asyncio.create_task(door.webhook.run(door.inbox.receive, Cursor()))
    for _ in range(2):
        await asyncio.sleep(0.01)
        door.clock.move(timedelta(minutes=5))
    await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.wait([running])
    assert len(door.api.asked("getWebhookInfo")) == 3
    assert caplog.text.count("Connection refused") == 1


async def test_a_door_that_telegram_cannot_reach_is_no_connection() -> None:
    later = int(START.timestamp()) + 60
    stuck = HEALTHY | {"pending_update_count": 3, "last_error_date": later}
    door = Door(stuck)
    with pytest.raises(ConnectionLost, match="cannot deliver"):
        await door.run()
    assert door.inbox.deliveries == []


async def test_the_outage_is_told_only_when_telegram_can_deliver_again() -> None:
    later = int(START.timestamp()) + 60
    door = Door(HEALTHY | {"pending_update_count": 3, "last_error_date": later})
    with pytest.raises(ConnectionLost, match="cannot deliver"):
        await door.run(Cursor(7, START - timedelta(hours=25)))
    assert door.inbox.ours("outage") == []


async def test_an_outage_is_told_in_this_mode_too() -> None:
    door = Door()
    await door.run(Cursor(7, START - timedelta(hours=25)))
    assert len(door.inbox.ours("outage")) == 1
