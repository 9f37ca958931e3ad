"""Every fault on demand is what a client meets, and its effect is there or not as it says."""

import asyncio

import aiohttp
import pytest

from tests.telegram.client import Class7B, Client
from tests.telegram.faults import ANY, DOWNLOAD, Kind
from tests.telegram.server import FakeTelegram


@pytest.mark.parametrize(
    ("kind", "raised"),
    [
        (Kind.RESET, aiohttp.ClientError),
        (Kind.LOST, aiohttp.ClientError),
        (Kind.BAD_GATEWAY, aiohttp.ContentTypeError),
        (Kind.CUT, ValueError),
    ],
)
async def test_the_effect_is_there_only_where_the_answer_was_lost(
    telegram: FakeTelegram, client: Client, group: Class7B, kind: Kind, raised: type[Exception]
) -> None:
    message = telegram.world.post(group.chat, group.ana, "hi")
    telegram.faults.fail("deleteMessage", kind)
    with pytest.raises(raised):
        await client.ask("deleteMessage", chat_id=group.chat.id, message_id=message.id)
    done = kind in {Kind.LOST, Kind.CUT}
    assert telegram.world.stands(message) is not done
    (call,) = telegram.calls("deleteMessage")
    assert (call.outcome, call.changed) == (kind, done)


async def test_a_flood_wait_is_told_in_seconds_and_ends(
    telegram: FakeTelegram, client: Client, group: Class7B
) -> None:
    telegram.faults.fail("sendMessage", Kind.FLOOD, times=2, retry_after=7)
    for _ in range(2):
        answer = await client.ask("sendMessage", chat_id=group.chat.id, text="x")
        assert (answer["error_code"], answer["parameters"]) == (429, {"retry_after": 7})
    assert telegram.world.said(group.chat) == []
    assert (await client.ask("sendMessage", chat_id=group.chat.id, text="x"))["ok"]


async def test_every_third_call_of_any_method_fails_until_healed(
    telegram: FakeTelegram, client: Client
) -> None:
    telegram.faults.fail(ANY, Kind.SERVER_ERROR, every=3)
    codes = [(await client.ask("getMe")).get("error_code", 200) for _ in range(6)]
    assert codes == [200, 200, 500, 200, 200, 500]
    telegram.faults.heal()
    assert [(await client.ask("getMe"))["ok"] for _ in range(3)] == [True] * 3


async def test_any_refusal_can_be_put_into_telegrams_mouth(
    telegram: FakeTelegram, client: Client
) -> None:
    telegram.faults.refuse("getMe", 403, "Forbidden: user is deactivated")
    assert await client.refused("getMe") == "403 Forbidden: user is deactivated"


async def test_a_call_that_hangs_has_no_effect_and_does_not_hold_the_server(
    telegram: FakeTelegram, client: Client, group: Class7B
) -> None:
    message = telegram.world.post(group.chat, group.ana, "hi")
    telegram.faults.fail("deleteMessage", Kind.HANG)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await client.ask("deleteMessage", chat_id=group.chat.id, message_id=message.id)
    assert telegram.world.stands(message)
    assert (await client.ask("getMe"))["ok"]


@pytest.mark.parametrize("kind", [Kind.RESET, Kind.CUT, Kind.LOST])
async def test_a_download_breaks_off(
    telegram: FakeTelegram, client: Client, group: Class7B, kind: Kind
) -> None:
    message = telegram.world.post(group.chat, group.ana, photo=b"a picture" * 100)
    file_id = message.raw["photo"][-1]["file_id"]
    path = (await client.get("getFile", file_id=file_id))["file_path"]
    url = f"{telegram.base_url}/file/bot{telegram.token}/{path}"
    # aiohttp's client repeats a GET once of its own accord where the connection was reset.
    telegram.faults.fail(DOWNLOAD, kind, times=2)
    with pytest.raises(aiohttp.ClientError):
        async with client.session.get(url) as response:
            await response.read()
    telegram.faults.heal()
    async with client.session.get(url) as response:
        assert await response.read() == b"a picture" * 100


async def test_a_download_can_be_flooded_too(telegram: FakeTelegram, client: Client) -> None:
    telegram.faults.fail(DOWNLOAD, Kind.FLOOD)
    async with client.session.get(f"{telegram.base_url}/file/bot{telegram.token}/x") as response:
        assert (response.status, (await response.json())["parameters"]) == (429, {"retry_after": 3})
