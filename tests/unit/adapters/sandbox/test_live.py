"""The live feed: everything at once, then each change, to those who may see it."""

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType, web

from adapters.sandbox import live, view
from adapters.sandbox.adapter import SandboxAdapter
from adapters.sandbox.server import setup
from adapters.sandbox.state import Change, Member, Upload
from adapters.sandbox.world import World
from bot.domain.capability import NoticeWay, Restraint
from bot.domain.message import ChatRef, MessageRef
from bot.domain.speech import Button, Speech
from tests.fakes import MovableClock
from tests.unit.adapters.sandbox.conftest import Client
from tests.unit.adapters.sandbox.stage import ANA, BEN, LEAD, draw, make_world

CLASS = ChatRef("sandbox", "class-7b")


async def news(socket: ClientWebSocketResponse) -> dict[str, Any]:
    async with asyncio.timeout(5):
        told: dict[str, Any] = await socket.receive_json()
        return told


async def watch(client: Client, *viewers: str) -> tuple[ClientWebSocketResponse, dict[str, Any]]:
    query = "&".join(f"as={viewer}" for viewer in viewers)
    socket = await client.ws_connect(f"/sandbox/live?{query}")
    return socket, await news(socket)


async def test_a_page_starts_with_everything(client: Client, world: World) -> None:
    world.post("class-7b", ANA, "hello", [Upload(draw(), "hills.png")])
    _, first = await watch(client)
    assert first["type"] == "snapshot"
    assert first["viewers"] == ["ana", "lead"]
    assert first["test_card"] is True
    chats = {chat["id"]: chat for chat in first["chats"]}
    assert set(chats) == {"class-7b", "staff", "private:ana"}
    (message,) = chats["class-7b"]["messages"]
    assert message["author"] == {"id": "ana", "name": "Ana", "bot": False}
    assert [(file["name"], file["picture"]) for file in message["files"]] == [("hills.png", True)]


async def test_each_change_follows(client: Client, world: World) -> None:
    socket, _ = await watch(client, "ben")
    message = world.post("class-7b", ANA, "one")
    posted = await news(socket)
    world.edit(message.id, ANA, text="two")
    edited = await news(socket)
    await SandboxAdapter(world).take_down(MessageRef("sandbox", "class-7b", message.id))
    gone = await news(socket)
    assert (posted["type"], posted["message"]["text"]) == ("message", "one")
    assert (edited["message"]["text"], edited["message"]["edited"]) == ("two", True)
    assert gone == {"type": "gone", "chat": "class-7b", "message": message.id, "test_card": True}


async def test_a_private_note_is_told_to_its_person_only(client: Client, world: World) -> None:
    ana, _ = await watch(client, "ana")
    ben, _ = await watch(client, "ben", "lead")
    speech = Speech("only for ana", (Button("Help", "help"),))
    await SandboxAdapter(world).tell(NoticeWay.EPHEMERAL, CLASS, ANA, speech)
    world.post("class-7b", BEN, "for all")
    note, after = await news(ana), await news(ana)
    assert (note["chat"], note["message"]["text"]) == ("private:ana", "only for ana")
    assert note["message"]["author"] == {"id": "upstander", "name": "Upstander", "bot": True}
    assert note["message"]["buttons"] == [{"label": "Help", "action": "help"}]
    assert after["message"]["text"] == "for all"
    assert (await news(ben))["message"]["text"] == "for all"
    _, later = await watch(client, "ben", "lead")
    assert "only for ana" not in json.dumps(later)


async def test_what_an_adult_is_told_alone_stands_among_the_adults_messages(
    client: Client, world: World
) -> None:
    world.join("staff", Member("head", "Head"))
    lead, _ = await watch(client, "ana", "lead")
    head, _ = await watch(client, "ana", "head")
    staff = ChatRef("sandbox", "staff")
    adapter = SandboxAdapter(world)
    await adapter.tell(NoticeWay.EPHEMERAL, staff, LEAD, Speech("only for you"))
    assert isinstance(world.clock, MovableClock)
    world.clock.move(timedelta(seconds=1))
    await adapter.say(staff, Speech("for all"))
    note, after = await news(lead), await news(lead)
    assert (note["chat"], note["message"]["text"]) == ("staff", "only for you")
    assert (note["message"]["private"], after["message"]["private"]) == (True, False)
    assert (await news(head))["message"]["text"] == "for all"
    _, first = await watch(client, "ana", "lead")
    chats = {chat["id"]: chat for chat in first["chats"]}
    assert set(chats) == {"class-7b", "staff", "private:ana"}
    assert [one["text"] for one in chats["staff"]["messages"]] == ["only for you", "for all"]
    _, others = await watch(client, "ana", "head")
    assert "only for you" not in json.dumps(others)


async def test_the_page_of_somebody_who_was_put_out_goes_on_as_another_pupil(
    client: Client, world: World
) -> None:
    socket, first = await watch(client, "ana", "lead")
    assert first["viewers"] == ["ana", "lead"]
    await SandboxAdapter(world).apply(Restraint.KICK, CLASS, ANA, lasts=timedelta(days=1))
    after = await news(socket)
    assert after["viewers"] == ["ben", "lead"]
    assert {chat["id"] for chat in after["chats"]} == {"class-7b", "staff", "private:ben"}
    world.post("class-7b", BEN, "words")
    assert (await news(socket))["message"]["text"] == "words"
    # Whoever was never here gives way to nobody.
    _, stranger = await watch(client, "stranger")
    assert (stranger["viewers"], stranger["chats"]) == (["stranger"], [])


async def test_a_pupil_sees_nothing_of_the_adults_chat(client: Client, world: World) -> None:
    world.post("staff", LEAD, "between adults")
    _, first = await watch(client, "cleo")
    assert "between adults" not in json.dumps(first)


async def test_files_in_the_adults_chat_are_counted_and_never_named(
    client: Client, world: World
) -> None:
    message = world.post("staff", LEAD, files=[Upload(draw(), "name.png")])
    _, first = await watch(client, "lead")
    (shown,) = next(chat for chat in first["chats"] if chat["id"] == "staff")["messages"]
    assert (shown["files"], shown["hidden_files"]) == ([], 1)
    assert message.files[0].id not in json.dumps(first)


async def test_a_stranger_sees_nothing(client: Client) -> None:
    _, first = await watch(client, "nobody")
    assert first["chats"] == []


async def test_a_page_that_falls_behind_gets_everything_anew(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "MOST_BEHIND", 3)
    socket, _ = await watch(client, "ana")
    # No await in between: the feed cannot send anything meanwhile.
    for number in range(10):
        world.post("class-7b", ANA, f"number {number}")
    told = [await news(socket) for _ in range(4)]
    assert [one["type"] for one in told] == ["message"] * 3 + ["snapshot"]
    group = next(chat for chat in told[3]["chats"] if chat["id"] == "class-7b")
    assert [message["text"] for message in group["messages"]] == [
        f"number {number}" for number in range(10)
    ]


async def test_a_closed_chat_is_told_as_everything_anew(client: Client, world: World) -> None:
    socket, _ = await watch(client, "ana")
    world.close_chat("class-7b")
    told = await news(socket)
    assert told["type"] == "snapshot"
    assert "class-7b" not in [chat["id"] for chat in told["chats"]]


async def test_changes_that_come_while_everything_is_told_anew_are_part_of_it(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "MOST_BEHIND", 3)
    socket, _ = await watch(client, "ana")

    def update(*arguments: Any) -> Any:
        monkeypatch.setattr(live, "update", view.update)
        world.post("class-7b", ANA, "in between")
        return view.update(*arguments)

    monkeypatch.setattr(live, "update", update)
    for number in range(5):
        world.post("class-7b", ANA, f"number {number}")
    told = [await news(socket) for _ in range(4)]
    assert [one["type"] for one in told] == ["message"] * 3 + ["snapshot"]
    assert "in between" in json.dumps(told[3])
    world.post("class-7b", ANA, "the next")
    assert (await news(socket))["message"]["text"] == "the next"


async def test_what_a_page_says_is_not_listened_to(client: Client, world: World) -> None:
    socket, _ = await watch(client, "ana")
    await socket.send_str('{"as": ["lead"], "text": "hello"}')
    world.post("class-7b", ANA, "after it")
    assert (await news(socket))["message"]["text"] == "after it"


async def test_a_feed_that_breaks_closes_the_page_instead_of_falling_silent(
    client: Client,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    socket, _ = await watch(client, "ana")

    def broken(*_: object) -> None:
        raise ValueError("a defect")

    monkeypatch.setattr(live, "update", broken)
    world.post("class-7b", ANA, "hello")
    async with asyncio.timeout(5):
        assert (await socket.receive()).type in {WSMsgType.CLOSE, WSMsgType.CLOSED}
    assert "a defect" in caplog.text


async def test_nobody_watches_after_a_page_closed(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped, true_watch = asyncio.Event(), world.store.watch

    def noted(watcher: Callable[[Change], None]) -> Callable[[], None]:
        stop = true_watch(watcher)

        def stop_and_tell() -> None:
            stop()
            stopped.set()

        return stop_and_tell

    monkeypatch.setattr(world.store, "watch", noted)
    socket, _ = await watch(client, "ana")
    assert len(world.store._watchers) == 1
    await socket.close()
    async with asyncio.timeout(5):
        await stopped.wait()
    assert world.store._watchers == []


async def test_a_page_that_closes_is_no_error_for_a_server_that_does_not_cancel_its_handlers(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    app = web.Application()
    setup(app, world)
    # The test server cancels a handler whose client is gone; the real one lets it end by itself.
    runner = web.AppRunner(app, handler_cancellation=False)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    async with ClientSession() as session:
        socket = await session.ws_connect(f"http://127.0.0.1:{port}/sandbox/live")
        await news(socket)
        await socket.close()
    await runner.cleanup()
    assert world.store._watchers == []
    assert caplog.text == ""


async def test_the_server_stops_without_waiting_for_pages(client: Client) -> None:
    socket, _ = await watch(client, "ana")
    async with asyncio.timeout(5):
        await client.server.close()
        assert (await socket.receive()).type in {WSMsgType.CLOSE, WSMsgType.CLOSED}


def test_without_chats_there_is_nobody_to_show() -> None:
    store = make_world([]).store
    assert view.default_viewers(store) == []
    assert view.snapshot(store, []) == {"type": "snapshot", "viewers": [], "chats": []}
