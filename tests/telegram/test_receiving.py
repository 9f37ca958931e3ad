"""How the fake hands updates over: kept until confirmed, one reader, or a webhook that insists."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from aiohttp import web

from tests.fakes import MovableClock
from tests.telegram.client import Class7B, Client
from tests.telegram.faults import WEBHOOK, Kind
from tests.telegram.server import FakeTelegram
from tests.telegram.state import Json
from tests.telegram.webhook import SECRET_HEADER


async def test_updates_come_again_until_a_higher_offset_confirms_them(
    telegram: FakeTelegram, client: Client, group: Class7B
) -> None:
    for text in ("one", "two", "three"):
        telegram.world.post(group.chat, group.ana, text)
    first = await client.get("getUpdates")
    assert [update["message"]["text"] for update in first] == ["one", "two", "three"]
    assert await client.get("getUpdates", limit=1) == first[:1]
    assert await client.get("getUpdates", offset=first[1]["update_id"]) == first[1:]
    assert await client.get("getUpdates") == first[1:]
    assert await client.get("getUpdates", offset=first[2]["update_id"] + 1) == []


async def test_a_long_poll_ends_with_the_first_news(
    telegram: FakeTelegram, client: Client, group: Class7B
) -> None:
    polling = asyncio.create_task(client.get("getUpdates", timeout=5))
    await until_called(telegram, "getUpdates")
    telegram.world.post(group.chat, group.ana, "hi")
    assert [update["message"]["text"] for update in await polling] == ["hi"]


async def test_a_second_poller_ends_the_first_ones_wait(
    telegram: FakeTelegram, client: Client
) -> None:
    first = asyncio.create_task(client.refused("getUpdates", timeout=5))
    await until_called(telegram, "getUpdates")
    assert await client.get("getUpdates") == []
    assert (await first).startswith("409 Conflict: terminated by other getUpdates request")


async def test_changes_of_members_and_reactions_have_to_be_asked_for(
    telegram: FakeTelegram, client: Client, group: Class7B
) -> None:
    message = telegram.world.post(group.chat, group.ana, "hi")
    telegram.world.react(message, group.ben)
    telegram.world.promote(group.chat, group.ben)
    wanted = ["message_reaction", "chat_member"]
    assert [list(one)[1] for one in await client.get("getUpdates", allowed_updates=wanted)] == [
        "message"
    ]
    telegram.world.react(message, group.ben)
    telegram.world.promote(group.chat, group.ben)
    telegram.world.post(group.chat, group.ana, "not asked for any more")
    later = await client.get("getUpdates")
    assert [list(one)[1] for one in later[1:]] == wanted


async def test_what_is_older_than_a_day_is_gone(client: Client, group: Class7B) -> None:
    clock = client.fake.world.clock
    assert isinstance(clock, MovableClock)
    client.fake.world.post(group.chat, group.ana, "old")
    clock.move(timedelta(hours=23))
    client.fake.world.post(group.chat, group.ana, "new")
    clock.move(timedelta(hours=2))
    (update,) = await client.get("getUpdates")
    assert update["message"]["text"] == "new"


async def test_a_plain_member_reads_only_what_is_meant_for_it(
    telegram: FakeTelegram, group: Class7B
) -> None:
    world = telegram.world
    world.demote_bot(group.chat)
    world.post(group.chat, group.ana, "private matters")
    world.post(group.chat, group.ana, "/status")
    assert [one["text"] for one in world.sent("message") if "text" in one] == ["/status"]
    world.sees_all = True
    world.post(group.chat, group.ana, "all that is said")
    assert world.sent("message")[-1]["text"] == "all that is said"
    world.kick_bot(group.chat)
    told = len(world.updates.sent)
    world.post(group.chat, group.ana, "/status")
    assert len(world.updates.sent) == told


# --- webhook


async def test_a_webhook_gets_each_update_with_its_secret_until_it_says_yes(
    telegram: FakeTelegram, client: Client, group: Class7B
) -> None:
    async with bot(statuses=[500, 302]) as (url, heard):
        await client.get("setWebhook", url=url, secret_token="a-Secret_1")
        telegram.world.post(group.chat, group.ana, "hi")
        telegram.world.post(group.chat, group.ana, "there")
        await until(lambda: len(telegram.webhook.statuses) == 4)
        assert telegram.webhook.statuses == [500, 302, 200, 200]
        assert {secret for secret, _ in heard} == {"a-Secret_1"}
        texts = [update["message"]["text"] for _, update in heard]
        assert texts == ["hi", "hi", "hi", "there"]


async def test_a_lost_answer_of_the_webhook_brings_the_update_again(
    telegram: FakeTelegram, client: Client, group: Class7B
) -> None:
    async with bot() as (url, heard):
        await client.get("setWebhook", url=url)
        telegram.faults.fail(WEBHOOK, Kind.LOST)
        telegram.world.post(group.chat, group.ana, "hi")
        await until(lambda: len(heard) == 2)
        assert heard[0] == heard[1]


async def test_polling_and_a_webhook_exclude_each_other(
    telegram: FakeTelegram, client: Client
) -> None:
    polling = asyncio.create_task(client.refused("getUpdates", timeout=5))
    await until_called(telegram, "getUpdates")
    await client.get("setWebhook", url="https://school.example/hook")
    assert await polling == "409 Conflict: terminated by setWebhook request"
    refused = await client.refused("getUpdates")
    assert refused.startswith("409 Conflict: can't use getUpdates method while webhook is active")
    assert (await client.get("getWebhookInfo"))["url"] == "https://school.example/hook"
    await client.get("deleteWebhook")
    assert await client.get("getUpdates") == []


@pytest.mark.parametrize(
    "params", [{"url": "http://school.example/"}, {"url": "https://a.b/", "secret_token": "a b"}]
)
async def test_a_bad_webhook_is_refused(client: Client, params: Json) -> None:
    assert (await client.refused("setWebhook", **params)).startswith("400 Bad Request")


@asynccontextmanager
async def bot(
    statuses: list[int] | None = None,
) -> AsyncIterator[tuple[str, list[tuple[str, Json]]]]:
    """Listen as a bot does; answer with these statuses, then with 200."""
    heard: list[tuple[str, Json]] = []
    answers = list(statuses or [])

    async def hear(request: web.Request) -> web.Response:
        heard.append((request.headers.get(SECRET_HEADER, ""), await request.json()))
        return web.Response(status=answers.pop(0) if answers else 200)

    app = web.Application()
    app.router.add_post("/hook", hear)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook", heard
    finally:
        await runner.cleanup()


async def until_called(fake: FakeTelegram, method: str) -> None:
    await until(lambda: bool(fake.calls(method)))


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not holds():  # noqa: ASYNC110 - the other side is a server: it has no event to wait for
            await asyncio.sleep(0.005)
