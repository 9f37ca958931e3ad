"""The one door to the client library: deadlines, waits, refusals, and no word of a secret."""

import asyncio
import logging
from collections.abc import Awaitable
from datetime import timedelta

import discord
import pytest
from discord.http import HTTPClient

from adapters.discord import api as module
from adapters.discord.api import Api, Connection
from adapters.discord.errors import (
    Forbidden,
    Gone,
    NotSent,
    Refusal,
    SlowDown,
    Unauthorised,
    Unreachable,
)
from adapters.discord.pace import CALLS_A_SECOND, WORDS_A_SECOND, Pace
from bot.domain.errors import ConnectionLost
from bot.domain.speech import Button, Speech
from bot.services.system_clock import SystemClock
from tests.contract.discord_rig import connection_to
from tests.discord.client import Class7B, pointed_at, until
from tests.discord.faults import Kind
from tests.discord.server import FakeDiscord
from tests.unit.adapters.discord.live import Live, Store, connected, receiving

TOKEN = "T0ken.of.ours"


def asking(channel: int, number: int = 5) -> "Ask":
    return Ask(channel, number)


class Ask:
    """Asks for one message."""

    def __init__(self, channel: int, number: int) -> None:
        self._channel, self._number = channel, number

    def __call__(self, http: HTTPClient) -> Awaitable[object]:
        return http.get_message(self._channel, self._number)


def api_of(live: Live) -> Api:
    return live.adapter._api


# --- the account


async def test_who_looks_at_the_account_leaves_no_connection_behind(
    server: FakeDiscord, group: Class7B
) -> None:
    with pointed_at(server):
        api = Api(connection_to(server), SystemClock())
        account = await api.look()
    assert (account.id, account.name) == (str(server.world.bot.id), "Upstander")
    assert (account.sees_content, account.sees_members) == (True, True)
    assert api.client is None
    assert not api.connected
    assert server.gateway.identifies == 0


async def test_a_token_that_is_not_taken_is_said_and_not_shown(
    server: FakeDiscord, caplog: pytest.LogCaptureFixture
) -> None:
    with pointed_at(server), caplog.at_level(logging.DEBUG):
        connection = Connection(TOKEN, connection_to(server).hosts)
        with pytest.raises(Unauthorised) as refused:
            await Api(connection, SystemClock()).look()
    assert [one.status for one in server.log] == [401]
    told = f"{refused.value!r} {refused.value} {connection!r} {caplog.text}"
    assert "Token" not in told
    assert TOKEN not in told


async def test_where_nobody_answers_it_is_said_so(server: FakeDiscord) -> None:
    connection = connection_to(server)
    api_url = server.api_url
    await server.__aexit__(None, None, None)
    server.api_url = api_url
    with pointed_at(server), pytest.raises(NotSent):
        await Api(connection, SystemClock()).look()


async def test_a_login_has_a_deadline(server: FakeDiscord, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_DEADLINE_SECONDS", 0.05)
    server.faults.fail("GET", "*", Kind.HANG, every=True)
    with pointed_at(server), pytest.raises(Unreachable) as refused:
        await Api(connection_to(server), SystemClock()).look()
    assert not isinstance(refused.value, NotSent)


# --- whether we are connected


async def test_connected_means_that_discord_tells_us_what_changes(
    server: FakeDiscord, group: Class7B
) -> None:
    server.gateway.hold()
    async with receiving(server, Store()) as adapter:
        api = adapter._api
        await until(lambda: api.client is not None)
        assert not api.connected
        server.gateway.release()
        await until(lambda: api.connected)
        assert server.gateway.connected == 1
        server.gateway.hold()
        await server.gateway.drop()
        await until(lambda: not api.connected)
        server.gateway.release()
        await until(lambda: api.connected)
        api.leave()
        assert not api.connected


# --- calls


async def test_without_a_client_nothing_was_sent(server: FakeDiscord) -> None:
    api = Api(connection_to(server), SystemClock())
    with pytest.raises(NotSent):
        await api.call(asking(1))
    with pytest.raises(NotSent):
        await api.request("GET", "/users/@me")


async def test_a_call_that_is_not_answered_ends(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_DEADLINE_SECONDS", 0.05)
    live.fake.faults.fail("GET", "/channels/*", Kind.HANG)
    with pytest.raises(Unreachable) as refused:
        await api_of(live).call(asking(live.group.general.id))
    assert not isinstance(refused.value, NotSent)
    live.fake.faults.heal()


def test_the_answer_of_an_effect_is_ours_and_not_the_cores() -> None:
    """The core gives an effect 20 seconds; then nobody would know what became of it."""
    assert module._DEADLINE_SECONDS == 15
    assert module._LONGEST_WAIT_SECONDS == 1


async def test_a_short_wait_is_waited_for_and_a_long_one_handed_back_at_once(live: Live) -> None:
    post = live.post()
    live.fake.faults.fail("GET", "/channels/*", Kind.FLOOD, retry_after=0.01)
    found = await api_of(live).call(asking(post.channel_id, post.id))
    assert isinstance(found, dict)
    live.fake.faults.fail("GET", "/channels/*", Kind.FLOOD, retry_after=7.5)
    async with asyncio.timeout(1):
        with pytest.raises(SlowDown) as wait:
            await api_of(live).call(asking(post.channel_id, post.id))
    assert wait.value.after == timedelta(seconds=7.5)


async def test_all_calls_together_keep_within_what_discord_takes_a_second(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    api, post, now = api_of(live), live.post(), asyncio.get_running_loop().time
    monkeypatch.setattr(api, "_pace", Pace(3))
    begun = now()
    for _ in range(3):
        await api.call(asking(post.channel_id, post.id))
    assert now() - begun < 0.5
    # What answers an interaction does not count.
    with pytest.raises(Gone):
        await api.request("DELETE", "/webhooks/{a}/{b}/messages/@original", a=1, b="x")
    assert now() - begun < 0.5
    await api.call(asking(post.channel_id, post.id))
    assert now() - begun > 0.9


def test_so_many_calls_leave_room_and_words_leave_most_to_removals() -> None:
    """https://discord.com/developers/docs/topics/rate-limits#global-rate-limit says 50."""
    assert (CALLS_A_SECOND, WORDS_A_SECOND) == (45, 25)


async def test_what_was_never_sent_is_no_refusal_of_discords(live: Live) -> None:
    """Else a raid would use up the refusals that Discord allows, and removals would stop."""
    post = live.post()
    live.fake.faults.fail("GET", "/channels/*", Kind.BUCKET, times=1, retry_after=30)
    api, ask = api_of(live), asking(post.channel_id, post.id)
    await api.call(ask)
    for _ in range(5):
        with pytest.raises(SlowDown):
            await api.call(ask)
    assert len(api.refused._invalid) == 0


async def test_a_call_that_waits_while_the_client_is_closed_was_not_sent(live: Live) -> None:
    api = api_of(live)

    async def closed(_: HTTPClient) -> None:
        api.leave()
        raise RuntimeError("Session is closed")

    with pytest.raises(NotSent):
        await api.call(closed)


async def test_a_call_that_is_given_up_in_a_global_wait_holds_up_no_other(live: Live) -> None:
    api, post = api_of(live), live.post()
    assert api.client is not None
    gate = api.client.http._global_over

    async def waits(_: HTTPClient) -> None:
        gate.clear()
        await asyncio.sleep(30)

    given_up = asyncio.create_task(api.call(waits))
    await until(lambda: not gate.is_set())
    given_up.cancel()
    await asyncio.gather(given_up, return_exceptions=True)
    async with asyncio.timeout(2):
        assert await api.call(asking(post.channel_id, post.id))


async def test_a_limit_that_is_known_costs_no_call(live: Live) -> None:
    post = live.post()
    live.fake.faults.fail("GET", "/channels/*", Kind.BUCKET, times=1, retry_after=30)
    ask = asking(post.channel_id, post.id)
    await api_of(live).call(ask)
    async with asyncio.timeout(1):
        with pytest.raises(SlowDown) as wait:
            await api_of(live).call(ask)
    assert timedelta(seconds=25) < (wait.value.after or timedelta()) <= timedelta(seconds=30)
    assert len(live.fake.calls("GET", "/channels/*")) == 1


async def test_what_nobody_foresaw_is_no_refusal(live: Live) -> None:
    async def broken(_: HTTPClient) -> None:
        raise KeyError("a fault of ours")

    with pytest.raises(KeyError):
        await api_of(live).call(broken)


async def test_what_was_refused_is_remembered_by_place_and_kind(live: Live) -> None:
    live.fake.faults.fail("GET", "/channels/*", Kind.REFUSE, every=True, status=403)
    ask = asking(live.group.general.id)
    for about in ("1:read", "1:read", "2:read", "", ""):
        with pytest.raises(Forbidden):
            await api_of(live).call(ask, about)
    assert len(live.fake.calls("GET", "/channels/*")) == 4
    live.fake.faults.heal()
    with pytest.raises(Forbidden):
        await api_of(live).call(ask, "1:read")
    with pytest.raises(Gone):
        await api_of(live).call(ask, "3:read")


async def test_a_message_that_is_gone_after_a_lost_answer_may_be_gone_by_our_own_hand(
    live: Live,
) -> None:
    posts = [live.post(), live.post()]
    api, channel = api_of(live), live.group.general.id
    live.fake.faults.fail("DELETE", "/channels/*", Kind.LOST)
    with pytest.raises(Unreachable):
        await api.call(lambda http: http.delete_message(channel, posts[0].id))
    assert not live.world.stands(posts[0])
    assert len(live.fake.calls("DELETE", "/channels/*")) == 2
    # What somebody else was faster at stays what it is, whatever was lost before.
    live.world.delete(posts[1], live.group.ana)
    with pytest.raises(Gone):
        await api.call(lambda http: http.delete_message(channel, posts[1].id))


async def test_calls_side_by_side_do_not_count_each_others_tries(live: Live) -> None:
    api, channel = api_of(live), live.group.general.id
    refusals = await asyncio.gather(
        *(api.call(asking(channel, number)) for number in range(5, 9)), return_exceptions=True
    )
    assert [type(one) for one in refusals] == [Gone] * 4


async def test_no_refusal_carries_what_discord_wrote(
    live: Live, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        for status, code in ((400, 50035), (403, 50013), (404, 10008), (500, 0)):
            live.fake.faults.fail("PUT", "/channels/*", Kind.REFUSE, every=True, status=status)
            with pytest.raises(Refusal) as refused:
                async with asyncio.timeout(3):
                    await api_of(live).request(
                        "PUT", "/channels/{channel_id}/secret", channel_id=5, body={"a": "secret"}
                    )
            assert refused.value.__suppress_context__, code
            assert "refused with" not in f"{refused.value!r}"
            live.fake.faults.heal()
            if status == 404:
                break
    assert "secret" not in caplog.text
    assert "status 400" in caplog.text


# --- what is never written down


async def test_neither_the_token_nor_what_people_write_is_ever_in_a_log(
    server: FakeDiscord, group: Class7B, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        async with connected(server, group) as live:
            server.world.post(group.general, group.ana, "words-of-a-pupil")
            await live.adapter.say(live.chat, Speech("calm words", (Button("Why?", "why:1"),)))
            (line,) = server.world.spoken(group.guild.system)
            asked = server.world.click(group.ana, line, "Why?")
            # A 429 is what the library warns of, with the whole address: it holds a token.
            server.faults.fail("POST", "/webhooks/*", Kind.FLOOD, retry_after=0.01)
            api, me = live.adapter._api, server.world.bot.id
            callback = "/interactions/{webhook_id}/{webhook_token}/callback"
            ids: dict[str, str | int] = {"webhook_id": asked.id, "webhook_token": asked.token}
            await api.request("POST", callback, body={"type": 6}, about="", **ids)
            follow_up = {"content": "words", "flags": 64, "allowed_mentions": {"parse": []}}
            path = "/webhooks/{webhook_id}/{webhook_token}"
            ids["webhook_id"] = me
            await api.request("POST", path, body=follow_up, about="", **ids)
            server.gateway.emit("MESSAGE_CREATE", {"content": "words-of-a-pupil"})
            await live.told()
    for secret in (server.token, asked.token, "words-of-a-pupil", "calm words"):
        assert secret not in caplog.text
    assert logging.getLogger("discord.http").level == logging.ERROR


async def test_what_is_said_of_a_lost_connection_holds_no_secret(server: FakeDiscord) -> None:
    server.gateway._token = "another"
    store = Store()
    async with receiving(server, store) as adapter:
        await until(lambda: adapter._receiving._session is not None)
        session = adapter._receiving._session
        assert session is not None
        await until(session._running.done)
        with pytest.raises(ConnectionLost) as lost:
            session.check()
    assert server.token not in str(lost.value)
    assert lost.value.level == logging.CRITICAL
    assert isinstance(session.client, discord.Client)
