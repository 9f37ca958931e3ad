"""The adapter whole, against the fake Telegram: what is received, learnt and passed on."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from adapters.telegram.adapter import TelegramAdapter
from adapters.telegram.api import Connection
from adapters.telegram.webhook import PATH
from bot.domain.capability import Capability
from bot.domain.errors import ConnectionLost
from bot.domain.event import CommandGiven, Moved, Posted, Profile, RawUpdate
from bot.domain.menu import Menu, MenuEntry
from bot.domain.message import ChatRef
from bot.domain.speech import Speech
from tests.telegram.faults import Kind
from tests.telegram.server import FakeTelegram
from tests.telegram.state import Chat, Person
from tests.unit.adapters.telegram.receiving import AlarmClock, Inbox

ENTRY = MenuEntry("help", "what I do")
MENU = Menu("en", (ENTRY,), (ENTRY,), (ENTRY,))


@pytest.fixture
async def adapter(telegram: FakeTelegram) -> AsyncIterator[TelegramAdapter]:
    connection = Connection(telegram.token, telegram.base_url)
    async with TelegramAdapter(connection, AlarmClock(), (MENU,)) as adapter:
        yield adapter


@asynccontextmanager
async def running(adapter: TelegramAdapter, inbox: Inbox) -> AsyncIterator[None]:
    task = asyncio.create_task(adapter.run(inbox.receive, None))
    await until(lambda: bool(inbox.deliveries) or task.done())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(true: object) -> None:
    assert callable(true)
    async with asyncio.timeout(5):
        while True:
            if true():
                return
            await asyncio.sleep(0.001)


def school(telegram: FakeTelegram, *, supergroup: bool = True) -> tuple[Chat, Person]:
    """Return a class with Ana, to which the bot was added long ago."""
    ana, cleo = telegram.world.new_user("Ana"), telegram.world.new_user("Cleo")
    chat = telegram.world.new_group("7B", supergroup, members=[ana], admins=[cleo])
    telegram.world.add_bot(chat)
    telegram.world.forget_updates()
    return chat, ana


def events(adapter: TelegramAdapter, updates: Sequence[RawUpdate]) -> list[object]:
    return [event for update in updates for event in adapter.translate(update)]


async def test_a_post_is_stored_and_read(telegram: FakeTelegram, adapter: TelegramAdapter) -> None:
    (chat, ana), inbox = school(telegram), Inbox()
    async with running(adapter, inbox):
        posted = telegram.world.post(chat, ana, photo=b"a picture")
        await until(lambda: bool(inbox.updates))
    (update,) = inbox.updates.values()
    assert (update.platform, update.chat) == ("telegram", str(chat.id))
    (event,) = adapter.translate(update)
    assert isinstance(event, Posted)
    assert event.ref.message == str(posted.id)
    key = int(update.key)
    assert inbox.deliveries[-1][1] == f"{key + 1}@{AlarmClock().now().isoformat()}"


async def test_a_foreign_webhook_is_taken_away_at_the_start(
    telegram: FakeTelegram, adapter: TelegramAdapter
) -> None:
    telegram.webhook.url = "https://elsewhere.example"
    async with running(adapter, Inbox()):
        assert telegram.webhook.url == ""


async def test_what_the_bot_says_about_itself_does_not_hold_up_the_guarding(
    telegram: FakeTelegram, adapter: TelegramAdapter
) -> None:
    (chat, ana), inbox = school(telegram), Inbox()
    telegram.faults.fail("setMyDefaultAdministratorRights", Kind.HANG)
    async with running(adapter, inbox):
        telegram.world.post(chat, ana, "hello")
        await until(lambda: bool(inbox.updates))
    assert telegram.calls("setMyCommands") == []


async def test_the_bot_says_who_it_is_once_a_process(
    telegram: FakeTelegram, adapter: TelegramAdapter
) -> None:
    for _ in range(2):
        async with running(adapter, Inbox()):
            await until(lambda: adapter._introduced)
    assert len(telegram.calls("setMyCommands")) == 8
    assert len(telegram.calls("setMyDefaultAdministratorRights")) == 1
    link = await adapter.invite_link()
    assert link.startswith("https://t.me/upstander_test_bot?startgroup=guard&admin=delete_messages")


async def test_pictures_of_newcomers_hold_up_no_other_picture(
    telegram: FakeTelegram, adapter: TelegramAdapter
) -> None:
    (chat, _), inbox, world = school(telegram), Inbox(), telegram.world
    ben = world.new_user("Ben")
    telegram.faults.fail("getUserProfilePhotos", Kind.SERVER_ERROR)
    async with running(adapter, inbox):
        inbox.deliveries.clear()
        world.join(chat, ben)
        posted = world.post(chat, ben, photo=b"a picture")
        await until(lambda: len(inbox.updates) == 3)
    (first, early), (second, cursor) = inbox.deliveries[:2]
    assert len(first) == 1
    assert early is None
    assert isinstance(adapter.translate(inbox.updates[first[0]])[0], Posted)
    assert str(posted.id) in inbox.updates[first[0]].body
    assert len(second) == 2
    assert cursor is not None
    profiles = events(adapter, [inbox.updates[key] for key in second])
    assert [event.actor.id for event in profiles if isinstance(event, Profile)] == [str(ben.id)] * 2
    # Nobody knows what Ben shows: that is not clean.
    assert all(event.opaque for event in profiles if isinstance(event, Profile))


async def test_a_right_that_is_taken_away_counts_at_once(
    telegram: FakeTelegram, adapter: TelegramAdapter
) -> None:
    (chat, _), inbox = school(telegram), Inbox()
    ref = ChatRef("telegram", str(chat.id))
    async with running(adapter, inbox):
        assert Capability.DELETE in await adapter.capabilities(ref)
        asked = len(telegram.calls("getChat"))
        assert Capability.DELETE in await adapter.capabilities(ref)
        assert len(telegram.calls("getChat")) == asked
        telegram.world.demote_bot(chat)
        await until(lambda: bool(inbox.updates))
        assert Capability.DELETE not in await adapter.capabilities(ref)


async def test_a_move_that_a_call_met_is_stored_once_as_an_update(
    telegram: FakeTelegram, adapter: TelegramAdapter
) -> None:
    (chat, _), inbox = school(telegram, supergroup=False), Inbox()
    async with running(adapter, inbox):
        new = telegram.world.migrate(chat)
        telegram.world.forget_updates()
        key = f"moved:{chat.id}:{new.id}"
        # The first time it cannot be stored; it is told again by the next call.
        inbox.fails = 1
        for stored in (False, True, True):
            await adapter.say(ChatRef("telegram", str(chat.id)), Speech("calm words"))
            await asyncio.sleep(0.02)
            assert (key in inbox.updates) is stored
    assert [keys for keys, _ in inbox.deliveries].count((key,)) == 1
    (event,) = adapter.translate(inbox.updates[key])
    assert isinstance(event, Moved)
    assert (event.old.chat, event.new.chat) == (str(chat.id), str(new.id))


async def test_commands_to_another_bot_are_left_to_it(
    telegram: FakeTelegram, adapter: TelegramAdapter
) -> None:
    (chat, ana), inbox = school(telegram), Inbox()
    async with running(adapter, inbox):
        telegram.world.post(chat, ana, "/help@other_bot")
        telegram.world.post(chat, ana, "/help@upstander_test_bot")
        await until(lambda: len(inbox.updates) == 2)
    commands = [
        event
        for event in events(adapter, list(inbox.updates.values()))
        if isinstance(event, CommandGiven)
    ]
    assert [command.text for command in commands] == ["/help@upstander_test_bot"]


async def test_a_refused_token_is_named_and_never_shown(telegram: FakeTelegram) -> None:
    token = "987654321:" + "B" * 35
    async with TelegramAdapter(Connection(token, telegram.base_url), AlarmClock()) as adapter:
        with pytest.raises(ConnectionLost) as lost:
            await adapter.run(Inbox().receive, None)
    assert lost.value.level == logging.CRITICAL
    assert token not in f"{lost.value!r} {lost.value} {adapter!r}"


async def test_in_webhook_mode_updates_come_through_the_door(telegram: FakeTelegram) -> None:
    (chat, ana), inbox, app = school(telegram), Inbox(), web.Application()
    port = unused_port()
    url, secret = f"http://127.0.0.1:{port}{PATH}", "a-secret-of-16-chars"
    connection = Connection(telegram.token, telegram.base_url, "", url, secret)
    async with TelegramAdapter(connection, AlarmClock()) as adapter:
        adapter.mount(app)
        async with TestServer(app, port=port), running(adapter, inbox):
            telegram.world.post(chat, ana, "hello")
            await until(lambda: bool(inbox.updates))
        assert telegram.webhook.statuses[-1:] == [200]
        assert telegram.calls("getUpdates") == []


async def test_without_a_webhook_no_route_is_mounted(adapter: TelegramAdapter) -> None:
    app = web.Application()
    adapter.mount(app)
    assert list(app.router.routes()) == []


def test_the_bounds_are_those_of_telegram() -> None:
    limits = TelegramAdapter.limits
    assert (limits.download_bytes, limits.text_chars) == (20 * 1024 * 1024, 4096)
    assert limits.delete_age == timedelta(hours=48)


async def test_what_cannot_be_read_is_packed_all_the_same(
    telegram: FakeTelegram, adapter: TelegramAdapter
) -> None:
    inbox = Inbox()
    telegram.world.raw({"message": {"chat": "nowhere", "text": "\ud800"}})
    async with running(adapter, inbox):
        await until(lambda: bool(inbox.updates))
    (update,) = inbox.updates.values()
    assert json.loads(update.body)["message"]["chat"] == "nowhere"
    assert update.chat == ""
