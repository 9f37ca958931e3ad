"""StopNCII.org through threatexchange's client, on a loopback server."""

import json
import logging
from datetime import timedelta

import pytest

from adapters.exchange import sessions
from adapters.exchange.stopncii import StopNcii
from bot.domain.errors import ExchangeFailed, TryLater
from bot.domain.exchange import HashDelta
from bot.domain.hash_list import Kind, Unusable, entry_id
from tests.exchange.server import Answer, Fault, Loopback
from tests.exchange.worlds import StopNciiWorld
from tests.fakes import START, MovableClock

ONE, TWO, THREE = (digit * 32 for digit in ("0f", "1e", "2d"))
MD5 = "d35bc6e9c9e7b2cf0b5e9b7c3a8f9f10"
NOW = int(START.timestamp())


async def all_of(stopncii: StopNcii, checkpoint: str | None = None) -> list[HashDelta]:
    return [piece async for piece in stopncii.fetch(checkpoint)]


async def test_a_list_is_read_page_by_page_and_the_last_page_completes_it(
    stopncii: StopNcii, ncii_world: StopNciiWorld, ncii_server: Loopback
) -> None:
    ncii_world.page = 2
    for number, digits in enumerate((ONE, TWO, THREE)):
        ncii_world.put(digits, NOW - 10 + number)
    first, second = await all_of(stopncii)
    assert [one.pdq for one in first.entries + second.entries] == [ONE, TWO, THREE]
    assert (first.checkpoint, first.whole) == (None, True)
    assert json.loads(second.checkpoint or "") == {"since": NOW - 8, "at": NOW}
    assert ncii_server.seen[0].query == {"startTimestamp": "10", "pageSize": "800"}
    assert ncii_server.seen[1].query.keys() == {"startTimestamp", "pageSize", "nextPageToken"}


async def test_nothing_but_the_question_is_sent(
    stopncii: StopNcii, ncii_world: StopNciiWorld, ncii_server: Loopback
) -> None:
    await all_of(stopncii)
    await stopncii.greet()
    for seen in ncii_server.seen:
        assert (seen.method, seen.path, seen.body) == ("GET", "/v1/FetchHashes", b"")
        assert seen.headers.keys() <= {
            *("Host", "User-Agent", "Accept-Encoding", "Accept", "Connection"),
            *("x-functions-key", "Ocp-Apim-Subscription-Key"),
        }


async def test_only_what_changed_since_the_checkpoint_is_asked_for(
    stopncii: StopNcii, ncii_world: StopNciiWorld
) -> None:
    ncii_world.put(ONE, NOW - 1000)
    ncii_world.put(TWO, NOW - 10)
    (piece,) = await all_of(stopncii, json.dumps({"since": NOW - 100, "at": NOW - 50}))
    assert [one.pdq for one in piece.entries] == [TWO]
    assert not piece.whole


async def test_a_checkpoint_of_long_ago_means_the_whole_list(
    stopncii: StopNcii, ncii_world: StopNciiWorld, clock: MovableClock
) -> None:
    ncii_world.put(ONE, NOW - 1000)
    clock.move(timedelta(days=30))
    (piece,) = await all_of(stopncii, json.dumps({"since": NOW, "at": NOW}))
    assert piece.whole
    assert len(piece.entries) == 1


@pytest.mark.parametrize("status", ["Withdrawn", "Deleted", "Disabled"])
async def test_what_was_withdrawn_is_withdrawn(
    stopncii: StopNcii, ncii_world: StopNciiWorld, status: str
) -> None:
    ncii_world.put(ONE, NOW - 10, status)
    ncii_world.put(TWO, NOW - 10)
    (piece,) = await all_of(stopncii)
    assert [one.pdq for one in piece.entries] == [TWO]
    assert piece.withdrawn == {entry_id(Kind.PDQ, ONE)}


async def test_what_is_of_no_use_is_counted_and_only_confirmed_hashes_are_vouched_for(
    stopncii: StopNcii, ncii_world: StopNciiWorld
) -> None:
    ncii_world.put(ONE, NOW - 10, "Active", "Undefined", "Blocked")
    ncii_world.put(TWO, NOW - 10, "Received", "NotBlocked")
    ncii_world.put(MD5, NOW - 10, kind="VideoMD5")
    ncii_world.put("a text", NOW - 10, kind="Text")
    (piece,) = await all_of(stopncii)
    assert [(one.pdq, one.verified) for one in piece.entries] == [(ONE, True), (TWO, False)]
    assert piece.unusable == {Unusable.MD5: 1, Unusable.TEXT: 1}


async def test_a_record_that_cannot_be_read_is_counted_and_the_others_are_taken(
    stopncii: StopNcii, ncii_world: StopNciiWorld
) -> None:
    for number, broken in enumerate(("12", None, "g" * 64)):
        ncii_world.put(f"{number}", NOW - 10)
        ncii_world.records[f"{number}"]["hashValue"] = broken
    ncii_world.put(THREE, NOW - 10, "Quarantined")
    ncii_world.put(ONE, NOW - 10)
    ncii_world.records["odd"] = {"lastModtimestamp": NOW}
    (piece,) = await all_of(stopncii)
    assert [one.pdq for one in piece.entries] == [ONE]
    assert piece.unread == 5


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=500),
        Fault(status=503, headers={"Retry-After": "2"}),
        Fault(status=429, headers={"Retry-After": "1"}),
        Fault(body=b"<html>busy</html>"),
        Fault(body=b'{"count": 1, "hashRec'),
        Fault(cut=True),
    ],
)
async def test_what_passes_is_tried_again(
    stopncii: StopNcii, ncii_world: StopNciiWorld, ncii_server: Loopback, fault: Fault
) -> None:
    ncii_world.put(ONE, NOW)
    ncii_server.faults = [fault, fault]
    (piece,) = await all_of(stopncii)
    assert len(piece.entries) == 1
    assert len(ncii_server.seen) == 3


@pytest.mark.parametrize(
    ("fault", "tries", "said"),
    [
        (Fault(status=500), 3, "the answer was 500"),
        (Fault(status=401), 1, "UPSTANDER_EXCHANGE__STOPNCII"),
        (Fault(status=403), 1, "does not take the credentials"),
        (Fault(status=404), 1, "the answer was 404"),
        (Fault(status=302, headers={"Location": "/v1/elsewhere"}), 1, "the answer was 302"),
        (Fault(body=b"[]"), 1, "unknown form"),
        (Fault(body=b'{"hashRecords": {}}'), 1, "unknown form"),
        (Fault(body=b'{"hashRecords": [], "count": "many"}'), 1, "unknown form"),
        (Fault(body=b"[" * 100_000), 1, "unknown form"),
        (Fault(headers={"Content-Encoding": "gzip"}), 1, "packed"),
        (Fault(body=b"not JSON"), 3, "not JSON"),
    ],
)
async def test_what_does_not_pass_is_told_and_not_tried_for_ever(
    stopncii: StopNcii, ncii_server: Loopback, fault: Fault, tries: int, said: str
) -> None:
    ncii_server.faults = [fault] * 5
    with pytest.raises(ExchangeFailed, match=said) as failed:
        await all_of(stopncii)
    assert len(ncii_server.seen) == tries
    assert "canary" not in str(failed.value)


async def test_a_server_that_asks_for_a_long_pause_is_not_waited_for(
    stopncii: StopNcii, ncii_server: Loopback
) -> None:
    ncii_server.faults = [Fault(status=429, headers={"Retry-After": "3600"})]
    with pytest.raises(TryLater) as later:
        await all_of(stopncii)
    assert later.value.after == timedelta(hours=1)
    assert len(ncii_server.seen) == 1


@pytest.mark.parametrize("fault", [Fault(pause=30), Fault(drip=True)])
async def test_a_slow_server_is_given_up(
    ncii_world: StopNciiWorld, ncii_server: Loopback, clock: MovableClock, fault: Fault
) -> None:
    keys = (ncii_world.subscription_key, ncii_world.function_key)
    slow = StopNcii(*keys, clock, f"{ncii_server.url}/v1", seconds=0.5)
    ncii_server.faults = [fault] * 3
    with pytest.raises(ExchangeFailed, match="Tried 3 times"):
        await all_of(slow)


async def test_an_answer_without_end_is_cut_off(
    stopncii: StopNcii, ncii_server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "MOST_BYTES", 3_000_000)
    ncii_server.faults = [Fault(forever=True)]
    with pytest.raises(ExchangeFailed, match="over 3000000 bytes"):
        await all_of(stopncii)


async def test_pages_that_go_in_a_circle_end(clock: MovableClock) -> None:
    page = {
        "count": 0,
        "nextSetTimestamp": 1,
        "nextPageToken": "again",
        "hasMoreRecords": True,
        "hashRecords": [],
    }
    async with Loopback(lambda _: Answer(json.dumps(page).encode())) as server:
        with pytest.raises(ExchangeFailed, match="no end"):
            await all_of(StopNcii("a key", "another", clock, f"{server.url}/v1"))
        assert len(server.seen) == 2


async def test_a_server_that_is_not_there_is_told(clock: MovableClock) -> None:
    with pytest.raises(ExchangeFailed, match="no connection") as failed:
        await StopNcii("canary", "canary", clock, "http://127.0.0.1:9/v1").greet()
    assert "127.0.0.1" not in str(failed.value)


async def test_no_key_and_no_hash_is_logged(
    stopncii: StopNcii,
    ncii_world: StopNciiWorld,
    ncii_server: Loopback,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    ncii_world.put(ONE, NOW)
    ncii_world.put(TWO, NOW)
    ncii_world.records[TWO]["caseNumbers"] = ["odd"]
    ncii_server.faults = [Fault(status=500)]
    await all_of(stopncii)
    ncii_server.faults = [Fault(status=401)]
    with pytest.raises(ExchangeFailed):
        await stopncii.greet()
    assert caplog.records
    for word in ("canary", ONE, TWO, "27664732"):
        assert word not in caplog.text
