"""Discord's limits are used to the last call, and no call is made that they would refuse."""

import asyncio
import time

import discord
import pytest
from discord.http import HTTPClient, Ratelimit

from adapters.discord.buckets import Bucket, keep_limits
from bot.domain.action import ActionOutcome
from bot.domain.speech import Speech
from tests.discord.faults import Kind
from tests.unit.adapters.discord.live import ONE, WORDS, Live


async def say(live: Live, count: int) -> list[ActionOutcome]:
    """Say so many lines one after another."""
    results = [await live.adapter.say(live.chat, Speech(f"words {one}")) for one in range(count)]
    return [one.outcome for one in results]


async def test_a_long_window_is_used_to_its_last_call_and_then_no_call_is_made(live: Live) -> None:
    live.fake.faults.fail("POST", WORDS, Kind.BUCKET, times=3, retry_after=30)
    async with asyncio.timeout(2):
        outcomes = await say(live, 5)
    assert outcomes == [ActionOutcome.OK] * 3 + [ActionOutcome.LATER] * 2
    assert len(live.fake.calls("POST", WORDS)) == 3
    result = await live.adapter.say(live.chat, Speech("words"))
    assert result.retry_after is not None
    assert 25 < result.retry_after.total_seconds() <= 30


async def test_a_short_window_is_waited_for(live: Live) -> None:
    live.fake.faults.fail("POST", WORDS, Kind.BUCKET, times=2, retry_after=0.1)
    began = time.monotonic()
    assert await say(live, 5) == [ActionOutcome.OK] * 5
    assert 0.2 <= time.monotonic() - began < 1
    assert {one.status for one in live.fake.calls("POST", WORDS)} == {200}


async def test_the_last_call_of_a_window_is_answered_at_once(live: Live) -> None:
    """The library would keep the answer to itself until the window is over."""
    live.fake.faults.fail("DELETE", ONE, Kind.BUCKET, times=1, retry_after=0.9)
    began = time.monotonic()
    assert (await live.adapter.take_down(live.ref(live.post()))).outcome is ActionOutcome.OK
    assert time.monotonic() - began < 0.5


async def test_a_window_that_is_over_is_a_new_one(live: Live) -> None:
    live.fake.faults.fail("POST", WORDS, Kind.BUCKET, times=1, retry_after=1.2)
    assert await say(live, 2) == [ActionOutcome.OK, ActionOutcome.LATER]
    await asyncio.sleep(0.3)
    # The rest of it may be waited for.
    assert await say(live, 1) == [ActionOutcome.OK]
    assert {one.status for one in live.fake.calls("POST", WORDS)} == {200}


async def test_calls_side_by_side_keep_to_what_the_first_answer_tells(live: Live) -> None:
    live.fake.faults.fail("POST", WORDS, Kind.BUCKET, times=3, retry_after=30)
    results = await asyncio.gather(
        *(live.adapter.say(live.chat, Speech(f"words {one}")) for one in range(6))
    )
    assert sorted(one.outcome for one in results) == ["later"] * 3 + ["ok"] * 3
    assert len(live.fake.calls("POST", WORDS)) == 3


async def test_one_channel_does_not_use_up_anothers_limit(live: Live) -> None:
    live.fake.faults.fail("POST", WORDS, Kind.BUCKET, times=1, retry_after=30)
    assert await say(live, 2) == [ActionOutcome.OK, ActionOutcome.LATER]
    result = await live.adapter.say(live.room(live.group.general), Speech("words"))
    assert result.outcome is ActionOutcome.OK


# --- by itself


def limited(bucket: Ratelimit, remaining: int, seconds: float, limit: int = 5) -> None:
    """Let an answer tell a limit."""
    bucket.limit, bucket.remaining, bucket.reset_after = limit, remaining, seconds
    bucket.expires = bucket._loop.time() + seconds


async def test_before_an_answer_has_told_there_is_one_call_at_a_time() -> None:
    bucket, order = Bucket(1.0), list[int]()

    async def call(number: int) -> None:
        async with bucket:
            order.append(number)
            await asyncio.sleep(0.01)
            order.append(number)

    await asyncio.gather(*(call(number) for number in range(3)))
    assert order == [0, 0, 1, 1, 2, 2]
    assert (bucket.remaining, bucket.outgoing) == (1, 0)


async def test_what_has_ended_badly_holds_nobody_up() -> None:
    bucket = Bucket(1.0)
    with pytest.raises(KeyError):
        async with bucket:
            raise KeyError
    async with asyncio.timeout(1), bucket:
        pass


async def test_whoever_gives_up_waiting_takes_nobodys_turn() -> None:
    bucket = Bucket(1.0)
    async with bucket:
        given_up = asyncio.create_task(bucket.acquire())
        waits = asyncio.create_task(bucket.acquire())
        await asyncio.sleep(0)
        given_up.cancel()
        await asyncio.wait([given_up])
    async with asyncio.timeout(1):
        await waits
    assert (bucket.remaining, bucket.outgoing) == (0, 1)


async def test_the_wait_is_told_as_it_is_left() -> None:
    bucket = Bucket(1.0)
    limited(bucket, 0, 40.0)
    with pytest.raises(discord.RateLimited) as wait:
        await bucket.acquire()
    assert 39 < wait.value.retry_after <= 40
    limited(bucket, 1, 40.0)
    await bucket.acquire()
    assert (bucket.remaining, bucket.outgoing) == (0, 1)


async def test_a_client_keeps_its_limits_in_our_buckets_and_forgets_old_ones() -> None:
    http = HTTPClient(asyncio.get_running_loop())
    keep_limits(http, 1.0)
    first = http.get_ratelimit("a")
    assert isinstance(first, Bucket)
    assert http.get_ratelimit("a") is first
    for number in range(300):
        http.get_ratelimit(f"{number}")._last_request -= 1000
    http.get_ratelimit("new")
    assert len(http._buckets) < 300
