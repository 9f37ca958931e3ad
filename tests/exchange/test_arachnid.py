"""Arachnid Shield through its own SDK, on a loopback server: hashes leave, and nothing else."""

import base64
import json
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from arachnid_shield_sdk import ArachnidShieldAsync
from arachnid_shield_sdk.models import ScanMediaFromPdq

from adapters.exchange import arachnid as module
from adapters.exchange.arachnid import Arachnid
from bot.domain.errors import ExchangeFailed, TryLater
from bot.domain.exchange import Classification
from tests.exchange.server import Fault, Loopback
from tests.exchange.worlds import ArachnidWorld
from tests.fakes import MovableClock

ONE, TWO, THREE = (digit * 32 for digit in ("0f", "1e", "2d"))


def in_base64(digits: str) -> str:
    return base64.b64encode(bytes.fromhex(digits)).decode()


@pytest.mark.parametrize("null", [True, False])
async def test_each_hash_gets_its_answer(
    arachnid: Arachnid, arachnid_world: ArachnidWorld, null: bool
) -> None:
    arachnid_world.null = null
    arachnid_world.known = {ONE: "csam", TWO: "harmful-abusive-material"}
    assert await arachnid.look_up([ONE, TWO, THREE, ONE]) == {
        ONE: Classification.CSAM,
        TWO: Classification.HARMFUL,
        THREE: Classification.NO_MATCH,
    }


async def test_a_class_that_is_new_to_us_is_a_match(
    arachnid: Arachnid, arachnid_world: ArachnidWorld, arachnid_server: Loopback
) -> None:
    arachnid_world.known = {ONE: "something new"}
    assert await arachnid.look_up([ONE]) == {ONE: Classification.OTHER}
    said = {"classification": None, "match_type": "near", "near_match_details": None}
    body = json.dumps({"scanned_hashes": {in_base64(ONE): said}}).encode()
    arachnid_server.faults = [Fault(body=body)]
    assert await arachnid.look_up([ONE]) == {ONE: Classification.OTHER}


async def test_every_byte_that_is_sent_is_a_hash_or_belongs_to_the_call(
    arachnid: Arachnid, arachnid_server: Loopback
) -> None:
    await arachnid.look_up([ONE, TWO])
    (seen,) = arachnid_server.seen
    assert (seen.method, seen.path, seen.query) == ("POST", "/v1/pdq/", {})
    sent = json.dumps({"hashes": [in_base64(ONE), in_base64(TWO)]}, separators=(",", ":"))
    assert seen.body == sent.encode()
    assert set(seen.headers) == {
        *("Host", "Accept", "Accept-Encoding", "Connection", "User-Agent"),
        *("Content-Type", "Content-Length", "Authorization"),
    }
    assert seen.headers["User-Agent"] == "upstander"
    assert seen.headers["Content-Type"] == "application/json"


Send = Callable[[ArachnidShieldAsync], Awaitable[object]]
FORBIDDEN: list[Send] = [
    lambda shield: shield.scan_media_from_bytes(b"\x89PNG a picture", "image/png"),
    lambda shield: shield.scan_media_from_bytes(b'{"hashes": []}', "application/json"),
    lambda shield: shield.scan_media_from_url("https://example.org/a-picture.png"),
    lambda shield: shield.scan_pdq_hashes(ScanMediaFromPdq(["a pupil's name"])),
    lambda shield: shield.scan_pdq_hashes(ScanMediaFromPdq([in_base64(ONE), "x"])),
    lambda shield: shield.scan_pdq_hashes(ScanMediaFromPdq([in_base64(ONE) + "\n"])),
]


@pytest.mark.parametrize("number", range(len(FORBIDDEN)))
async def test_the_sdk_cannot_send_anything_else_even_if_it_is_told_to(
    arachnid: Arachnid, arachnid_server: Loopback, number: int
) -> None:
    with pytest.raises((ExchangeFailed, ValueError)):
        await FORBIDDEN[number](arachnid._shield)
    assert arachnid_server.seen == []


@pytest.mark.parametrize("hashes", [["12"], [ONE.upper()], [ONE, "a name"], [ONE] * 101])
async def test_what_is_no_hash_is_not_asked_about(
    arachnid: Arachnid, arachnid_server: Loopback, hashes: list[str]
) -> None:
    with pytest.raises(ExchangeFailed, match="64 hex digits"):
        await arachnid.look_up(hashes)
    assert arachnid_server.seen == []


async def test_no_question_is_no_call(arachnid: Arachnid, arachnid_server: Loopback) -> None:
    assert await arachnid.look_up([]) == {}
    assert arachnid_server.seen == []


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=500, body=b"not JSON"),
        Fault(status=429, headers={"Retry-After": "1"}, body=b"{}"),
        Fault(body=b"<html>"),
        Fault(cut=True),
    ],
)
async def test_what_passes_is_tried_again(
    arachnid: Arachnid, arachnid_server: Loopback, fault: Fault
) -> None:
    arachnid_server.faults = [fault, fault]
    assert await arachnid.look_up([ONE]) == {ONE: Classification.NO_MATCH}


def answering(said: object) -> Fault:
    return Fault(body=json.dumps(said).encode())


@pytest.mark.parametrize(
    ("fault", "tries", "said"),
    [
        (Fault(status=502, body=b"<html>"), 3, "the answer was 502"),
        (Fault(status=401, body=b"{}"), 1, "UPSTANDER_EXCHANGE__ARACHNID"),
        (Fault(status=400, body=b"[]"), 1, "the answer was 400"),
        (Fault(status=307, headers={"Location": "/elsewhere"}), 1, "the answer was 307"),
        (answering({"scanned_hashes": {}}), 1, "says nothing of a hash"),
        (answering({"scanned_hashes": {in_base64(TWO): None}}), 1, "says nothing of a hash"),
        (answering({"scanned_hashes": {in_base64(ONE): "csam"}}), 1, "unknown form"),
        (answering({"scanned_hashes": {in_base64(ONE): {}}}), 1, "unknown form"),
        (answering({"scanned_hashes": []}), 1, "unknown form"),
        (answering([]), 1, "unknown form"),
        (Fault(body=b"[" * 100_000), 1, "unknown form"),
    ],
)
async def test_no_answer_is_never_an_all_clear(
    arachnid: Arachnid, arachnid_server: Loopback, fault: Fault, tries: int, said: str
) -> None:
    arachnid_server.faults = [fault] * 5
    with pytest.raises(ExchangeFailed, match=said) as failed:
        await arachnid.look_up([ONE])
    assert len(arachnid_server.seen) == tries
    assert "canary" not in str(failed.value)


@pytest.mark.parametrize("fault", [Fault(pause=30), Fault(drip=True)])
async def test_a_slow_server_is_given_up(
    arachnid_world: ArachnidWorld, arachnid_server: Loopback, clock: MovableClock, fault: Fault
) -> None:
    arachnid_server.faults = [fault] * 3
    account = (arachnid_world.user, arachnid_world.password)
    async with Arachnid(*account, clock, arachnid_server.url, seconds=0.5) as slow:
        with pytest.raises(ExchangeFailed, match="Tried 3 times"):
            await slow.look_up([ONE])


async def test_an_answer_without_end_is_cut_off(
    arachnid: Arachnid, arachnid_server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST_BYTES", 2_000_000)
    arachnid_server.faults = [Fault(forever=True)]
    with pytest.raises(ExchangeFailed, match="over 2000000 bytes"):
        await arachnid.look_up([ONE])


async def test_a_long_pause_is_not_waited_for(
    arachnid: Arachnid, arachnid_server: Loopback
) -> None:
    arachnid_server.faults = [Fault(status=429, headers={"Retry-After": "31"})]
    with pytest.raises(TryLater) as later:
        await arachnid.look_up([ONE])
    assert later.value.after == timedelta(seconds=31)


async def test_neither_the_environment_nor_its_proxies_lead_elsewhere(
    arachnid_world: ArachnidWorld,
    arachnid_server: Loopback,
    clock: MovableClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("ARACHNID_SHIELD_URL", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    account = (arachnid_world.user, arachnid_world.password)
    async with Arachnid(*account, clock, arachnid_server.url) as asked:
        assert await asked.look_up([ONE]) == {ONE: Classification.NO_MATCH}


async def test_no_password_and_no_hash_is_logged(
    arachnid: Arachnid, arachnid_server: Loopback, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await arachnid.look_up([ONE])
    arachnid_server.faults = [Fault(status=401, body=b"{}")]
    with pytest.raises(ExchangeFailed):
        await arachnid.look_up([ONE])
    assert caplog.records
    for word in ("canary", ONE, in_base64(ONE), "YXJhY2hua"):
        assert word not in caplog.text
