"""Removing: at once, together where many fall, never twice, and never waiting by itself."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from discord.http import HTTPClient

from adapters.discord import moderation as module
from adapters.discord.ids import moment_of
from bot.domain.action import ActionOutcome, ActionResult
from tests.discord.client import until
from tests.discord.faults import Kind
from tests.fakes import MovableClock
from tests.unit.adapters.discord.live import MANY, ONE, Live

OK, GONE, LATER = ActionOutcome.OK, ActionOutcome.GONE, ActionOutcome.LATER
FORBIDDEN = ActionResult(ActionOutcome.FORBIDDEN, fix="fix-discord-delete")


def deletions(live: Live) -> list[int]:
    """Return how many messages each call removed."""
    calls = [one for one in live.fake.log if one.method in ("DELETE", "POST")]
    return [len(one.body["messages"]) if one.body else 1 for one in calls]


# --- one


async def test_the_first_message_goes_alone_and_what_comes_meanwhile_goes_together(
    live: Live,
) -> None:
    posts = [live.post(f"{number}") for number in range(12)]
    stays = live.post("stays")
    assert set(await live.take_down(*posts)) == {OK}
    assert deletions(live) == [1, 11]
    assert [live.world.stands(one) for one in posts] == [False] * 12
    assert live.world.stands(stays)


async def test_a_removal_that_was_worked_off_leaves_the_next_one_to_go_at_once(
    live: Live,
) -> None:
    for _ in range(3):
        assert await live.take_down(live.post()) == [OK]
    assert deletions(live) == [1, 1, 1]
    assert live.adapter._deletions._waiting == {}


async def test_two_channels_do_not_wait_for_each_other(live: Live) -> None:
    first, other = live.post(), live.post(channel=live.group.guild.system)
    running = await live.under_way(first)
    assert await live.take_down(other) == [OK]
    assert live.world.stands(first)
    live.fake.faults.heal()
    await running


async def test_one_message_that_is_taken_down_twice_at_once_is_removed_once(live: Live) -> None:
    first, post = live.post(), live.post()
    outcomes = await live.take_down(first, post, post)
    assert outcomes[0] is OK
    assert set(outcomes) <= {OK, GONE}
    # Two of the same are no two messages: Discord would refuse a bulk of one.
    assert live.fake.calls("POST", MANY) == []


async def test_more_than_a_hundred_go_by_the_hundred(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST_AT_ONCE", 3)
    posts = [live.post(f"{number}") for number in range(8)]
    assert set(await live.take_down(*posts)) == {OK}
    assert deletions(live) == [1, 3, 3, 1]


def test_a_bulk_holds_no_more_than_discord_takes() -> None:
    assert module._MOST_AT_ONCE == 100
    # Two weeks, and a day for clocks that differ.
    days = module._YOUNG.days
    assert days == 13


# --- what Discord does not take together


@pytest.mark.parametrize(
    ("status", "code"), [(400, 50034), (403, 50013), (404, 10003), (400, 50035)]
)
async def test_what_is_refused_together_is_tried_one_by_one(
    live: Live, status: int, code: int
) -> None:
    live.fake.faults.fail("POST", MANY, Kind.REFUSE, status=status, code=code)
    posts = [live.post(f"{number}") for number in range(4)]
    outcomes = await live.take_down(*posts)
    if status == 403:
        # What was refused a moment ago is not asked for again: see `refused`.
        assert outcomes == [OK, *[ActionOutcome.FORBIDDEN] * 3]
    else:
        assert set(outcomes) == {OK}
        assert deletions(live) == [1, 3, 1, 1, 1]


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ({"kind": Kind.FLOOD, "retry_after": 7}, ActionOutcome.LATER),
        ({"kind": Kind.RESET}, ActionOutcome.UNREACHABLE),
    ],
)
async def test_a_bulk_that_is_not_answered_is_told_to_all_who_wait_for_it(
    live: Live, fault: dict[str, object], outcome: ActionOutcome
) -> None:
    kind = fault.pop("kind")
    assert isinstance(kind, Kind)
    wait = 7.0 if kind is Kind.FLOOD else 0.0
    live.fake.faults.fail("POST", MANY, kind, retry_after=wait)
    posts = [live.post(f"{number}") for number in range(4)]
    results = await asyncio.gather(*(live.adapter.take_down(live.ref(one)) for one in posts))
    assert [one.outcome for one in results] == [OK, outcome, outcome, outcome]
    expected = timedelta(seconds=7) if kind is Kind.FLOOD else None
    assert {one.retry_after for one in results[1:]} == {expected}
    # And the next try finds the way free.
    assert set(await live.take_down(*posts[1:])) == {OK}


async def test_what_discord_lets_wait_goes_together_with_the_next(live: Live) -> None:
    live.fake.faults.fail("DELETE", ONE, Kind.BUCKET, times=1, retry_after=60)
    posts, stays = [live.post(f"{number}") for number in range(5)], live.post("stays")
    outcomes = [(await live.take_down(one))[0] for one in posts]
    # The third takes the second along, which waited; the last waits for company.
    assert outcomes == [OK, LATER, OK, LATER, OK]
    assert deletions(live) == [1, 2, 2]
    assert [live.world.stands(one) for one in posts] == [False] * 5
    # Whoever asked for those that were taken along hears at the next try that the bot did it.
    assert await live.take_down(posts[1]) == await live.take_down(posts[3]) == [OK]
    assert await live.take_down(posts[3]) == [GONE]
    assert live.world.stands(stays)
    assert live.adapter._deletions._late == {}


async def test_what_waits_and_cannot_go_together_waits_on(live: Live) -> None:
    live.fake.faults.fail("DELETE", ONE, Kind.BUCKET, times=1, retry_after=60)
    live.fake.faults.fail("POST", MANY, Kind.REFUSE, every=True, status=400, code=50034)
    posts = [live.post(f"{number}") for number in range(4)]
    outcomes = [(await live.take_down(one))[0] for one in posts]
    assert outcomes == [OK, LATER, LATER, LATER]
    live.fake.faults.heal()
    live.fake.problems.clear()  # The judge notes each answer of 400.
    assert await live.take_down(posts[1]) == [OK]
    assert [live.world.stands(one) for one in posts] == [False] * 4


async def test_what_is_too_old_to_go_together_goes_one_by_one(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Discord refuses a bulk with one message that is older than two weeks as a whole."""
    young = [live.post("1"), live.post("2")]
    clock = MovableClock()
    monkeypatch.setattr(live.adapter._deletions, "_clock", clock)
    first, old = live.post("3"), [live.post("4"), live.post("5")]
    now = max(moment_of(one.id) for one in (*young, *old))
    clock.move(now + timedelta(days=14) - clock.now())
    running = await live.under_way(first)
    going = asyncio.gather(*(live.adapter.take_down(live.ref(one)) for one in old))
    await asyncio.sleep(0)
    live.fake.faults.heal()
    await running
    assert [one.outcome for one in await going] == [OK, OK]
    assert live.fake.calls("POST", MANY) == []


# --- what nobody foresaw


def break_calls(live: Live, monkeypatch: pytest.MonkeyPatch, about: set[int], bulk: bool) -> None:
    """Let the library fail in a way that it never did."""

    class Broken:
        def __init__(self, http: HTTPClient) -> None:
            self._http = http

        async def delete_messages(self, channel: int, numbers: list[int]) -> None:
            if bulk:
                raise KeyError("a fault of ours")
            await self._http.delete_messages(channel, list(numbers))

        async def delete_message(self, channel: int, number: int) -> None:
            if number in about:
                raise KeyError("a fault of ours")
            await self._http.delete_message(channel, number)

    call = live.adapter._api.call

    async def through(make: Callable[[Any], Awaitable[Any]], about: str = "") -> Any:
        return await call(lambda http: make(Broken(http)), about)

    monkeypatch.setattr(live.adapter._api, "call", through)


async def test_whatever_breaks_a_bulk_its_messages_go_one_by_one(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts = [live.post(f"{number}") for number in range(4)]
    break_calls(live, monkeypatch, set(), bulk=True)
    assert await live.take_down(*posts) == [OK] * 4


async def test_whatever_breaks_one_removal_all_who_wait_get_an_outcome(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts = [live.post(f"{number}") for number in range(4)]
    break_calls(live, monkeypatch, {posts[1].id}, bulk=True)
    assert await live.take_down(*posts) == [OK, ActionOutcome.UNREACHABLE, OK, OK]
    assert live.adapter._deletions._waiting == {}


# --- who waits


async def test_whoever_gives_up_waiting_strands_nobody(live: Live) -> None:
    first, given_up, other, third = (live.post(f"{number}") for number in range(4))
    running = await live.under_way(first)
    waiting = [
        asyncio.create_task(live.adapter.take_down(live.ref(one)))
        for one in (given_up, other, third)
    ]
    await asyncio.sleep(0)
    waiting[0].cancel()
    running.cancel()
    await asyncio.wait([running, waiting[0]])
    async with asyncio.timeout(5):
        assert [(await one).outcome for one in waiting[1:]] == [OK, OK]
    assert live.world.stands(given_up)
    assert await live.take_down(given_up) == [OK]
    live.fake.faults.heal()


async def test_whoever_gives_up_while_the_bulk_is_under_way_strands_nobody(live: Live) -> None:
    posts = [live.post(f"{number}") for number in range(4)]
    live.fake.faults.fail("POST", MANY, Kind.HANG)
    waiting = [asyncio.create_task(live.adapter.take_down(live.ref(one))) for one in posts]
    await until(lambda: bool(live.fake.calls("POST", MANY)))
    waiting[1].cancel()
    late = asyncio.create_task(live.adapter.take_down(live.ref(live.post("late"))))
    await asyncio.sleep(0)
    live.fake.faults.heal()
    outcomes = [(await one).outcome for one in (*waiting[2:], late)]
    # The answer was cut off, and nobody waits for ever for it.
    assert outcomes == [ActionOutcome.UNREACHABLE, ActionOutcome.UNREACHABLE, OK]


async def test_whoever_gives_up_while_the_bulk_succeeds_strands_nobody(live: Live) -> None:
    posts = [live.post(f"{number}") for number in range(4)]
    live.fake.faults.fail("POST", MANY, Kind.FLOOD, retry_after=0.05)
    waiting = [asyncio.create_task(live.adapter.take_down(live.ref(one))) for one in posts]
    await until(lambda: bool(live.fake.calls("POST", MANY)))
    waiting[1].cancel()
    assert [(await one).outcome for one in waiting[2:]] == [OK, OK]
    assert not any(live.world.stands(one) for one in posts)


async def test_whoever_waits_while_the_bot_stops_is_let_go(live: Live) -> None:
    posts = [live.post(f"{number}") for number in range(4)]
    live.fake.faults.fail("POST", MANY, Kind.HANG)
    waiting = [asyncio.create_task(live.adapter.take_down(live.ref(one))) for one in posts]
    await until(lambda: bool(live.fake.calls("POST", MANY)))
    await live.adapter._deletions.close()
    done, late = await asyncio.wait(waiting, timeout=2)
    assert late == set()
    assert len(done) == 4
    assert [one.cancelled() for one in waiting] == [False, True, True, True]
    live.fake.faults.heal()
