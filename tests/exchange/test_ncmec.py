"""NCMEC's hash sharing through threatexchange's client, on a loopback server."""

import json
import logging
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

import pytest

from adapters.exchange.ncmec import Ncmec, _Client
from bot.domain.errors import ExchangeFailed, TryLater
from bot.domain.exchange import HashDelta
from bot.domain.hash_list import Unusable
from tests.exchange.server import Answer, Fault, Loopback
from tests.exchange.worlds import NcmecEntry, NcmecWorld
from tests.fakes import START, MovableClock

ONE, TWO, THREE = (digit * 32 for digit in ("0f", "1e", "2d"))
MD5 = "d35bc6e9c9e7b2cf0b5e9b7c3a8f9f10"
NOW = int(START.timestamp())
DAY = 24 * 3600
LATELY = json.dumps({"to": NOW - 3 * DAY})

BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<queryResult><images maxTimestamp="&c;"/></queryResult>"""
NO_TIME = b"""<queryResult><images maxTimestamp="x">
<image><member id="1"/><id>1</id></image></images></queryResult>"""
STRANGER = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]><queryResult>&f;</queryResult>'


async def all_of(ncmec: Ncmec, checkpoint: str | None = LATELY) -> list[HashDelta]:
    return [piece async for piece in ncmec.fetch(checkpoint)]


async def test_entries_are_read_page_by_page_and_the_last_completes_the_range(
    ncmec: Ncmec, ncmec_world: NcmecWorld, ncmec_server: Loopback
) -> None:
    ncmec_world.page = 2
    ncmec_world.put(
        NcmecEntry("a", NOW - DAY, {"md5": MD5, "sha1": MD5, "pdna": "a1", "pdq": ONE}),
        NcmecEntry("b", NOW - DAY, {"pdq": TWO.upper()}, member="7"),
        NcmecEntry("c", NOW - DAY, {"md5": MD5}, kind="video"),
    )
    first, second = await all_of(ncmec)
    assert [(one.entry, one.pdq) for one in first.entries] == [("42-a", ONE), ("7-b", TWO)]
    assert second.entries == ()
    assert first.unusable == {Unusable.MD5: 1, Unusable.SHA1: 1, Unusable.PHOTODNA: 1}
    assert (first.checkpoint, second.checkpoint) == (None, json.dumps({"to": NOW - 5}))
    assert not first.whole
    assert ncmec_server.seen[1].query["start"] == "2"


async def test_nothing_but_the_question_is_sent(ncmec: Ncmec, ncmec_server: Loopback) -> None:
    await all_of(ncmec)
    await ncmec.greet()
    for seen in ncmec_server.seen:
        assert (seen.method, seen.body) == ("GET", b"")
        assert seen.query.keys() <= {"from", "to"}
        assert seen.headers.keys() <= {
            *("Host", "User-Agent", "Accept-Encoding", "Accept", "Connection", "Authorization"),
        }


async def test_a_deleted_entry_and_one_that_lost_its_hash_are_withdrawn(
    ncmec: Ncmec, ncmec_world: NcmecWorld
) -> None:
    ncmec_world.put(
        NcmecEntry("a", NOW - DAY, kind="deletedImage"),
        NcmecEntry("b", NOW - DAY, kind="deletedVideo"),
        NcmecEntry("c", NOW - DAY, {"md5": MD5}),
        NcmecEntry("d", NOW - DAY, {"pdq": ONE}),
    )
    (piece,) = await all_of(ncmec)
    assert piece.withdrawn == {"42-a", "42-b", "42-c"}
    assert [one.entry for one in piece.entries] == ["42-d"]


async def test_what_a_member_objects_to_nobody_vouches_for(
    ncmec: Ncmec, ncmec_world: NcmecWorld
) -> None:
    ncmec_world.put(
        NcmecEntry("a", NOW - DAY, {"pdq": ONE}, objection="Pdq"),
        NcmecEntry("b", NOW - DAY, {"pdq": TWO, "md5": MD5}, objection="Md5"),
    )
    (piece,) = await all_of(ncmec)
    assert [(one.entry, one.verified) for one in piece.entries] == [("42-a", False), ("42-b", True)]


async def test_an_entry_that_cannot_be_read_is_counted_and_changes_nothing(
    ncmec: Ncmec, ncmec_world: NcmecWorld
) -> None:
    ncmec_world.put(
        NcmecEntry("a", NOW - DAY, {"pdq": "12"}),
        NcmecEntry("b", NOW - DAY, {"pdq": ONE}, kind="newimage"),
        NcmecEntry("c", NOW - DAY, {"pdq": ONE}, member="somebody"),
        NcmecEntry("", NOW - DAY, {"pdq": ONE}),
        NcmecEntry("d", NOW - DAY, {"pdq": TWO}),
    )
    (piece,) = await all_of(ncmec)
    assert [one.entry for one in piece.entries] == ["42-d"]
    assert piece.unread == 4
    assert piece.withdrawn == set()


@pytest.mark.parametrize("odd", ["x" * 200, "a child's name", "ü", "a/b", "7:'"])
async def test_an_id_that_is_no_plain_word_is_not_stored(
    ncmec: Ncmec, ncmec_world: NcmecWorld, odd: str
) -> None:
    ncmec_world.put(NcmecEntry(odd, NOW - DAY, {"pdq": ONE}))
    ((piece,),) = (await all_of(ncmec),)
    (entry,) = piece.entries
    assert entry.entry.isascii()
    assert len(entry.entry) <= 64
    assert odd not in entry.entry


@pytest.fixture(params=["UTC", "Europe/Madrid", "Asia/Tokyo", "America/Bogota"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


async def test_ranges_are_asked_for_in_utc_whatever_the_clock_of_the_machine(
    zone: str, ncmec: Ncmec, ncmec_server: Loopback
) -> None:
    await all_of(ncmec)
    (seen,) = ncmec_server.seen
    assert seen.query == {"from": "2026-11-17T19:04:00Z", "to": "2026-11-20T21:03:55Z"}


async def test_the_first_fetch_covers_everything_and_each_range_is_completed(
    ncmec: Ncmec, ncmec_world: NcmecWorld, ncmec_server: Loopback
) -> None:
    long_ago = NOW - 4000 * DAY
    ncmec_world.put(
        NcmecEntry("old", long_ago, {"pdq": ONE}), NcmecEntry("new", NOW - 60, {"pdq": TWO})
    )
    pieces = await all_of(ncmec, None)
    assert {one.entry for piece in pieces for one in piece.entries} == {"42-old", "42-new"}
    assert all(piece.checkpoint for piece in pieces)
    asked = [(seen.query["from"], seen.query["to"]) for seen in ncmec_server.seen]
    assert asked[0] == ("1970-01-01T00:00:00Z", "2014-01-01T00:00:00Z")
    assert all(after[0] < before[1] for before, after in pairwise(asked))


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=500),
        Fault(status=429, headers={"Retry-After": "1"}),
        Fault(body=b"<queryResult><images>"),
        Fault(body=b""),
        Fault(cut=True),
    ],
)
async def test_what_passes_is_tried_again(
    ncmec: Ncmec, ncmec_world: NcmecWorld, ncmec_server: Loopback, fault: Fault
) -> None:
    ncmec_world.put(NcmecEntry("a", NOW - DAY, {"pdq": ONE}))
    ncmec_server.faults = [fault, fault]
    (piece,) = await all_of(ncmec)
    assert len(piece.entries) == 1


@pytest.mark.parametrize(
    ("fault", "tries", "said"),
    [
        (Fault(status=503), 3, "the answer was 503"),
        (Fault(status=401), 1, "UPSTANDER_EXCHANGE__NCMEC"),
        (Fault(status=301, headers={"Location": "/elsewhere"}), 1, "the answer was 301"),
        (Fault(body=BOMB), 1, "declares entities"),
        (Fault(body=BOMB.decode().encode("utf-16")), 1, "declares entities"),
        (Fault(body=STRANGER), 1, "declares entities"),
        (
            Fault(body=b'<queryResult><images maxTimestamp="x"><image/></images></queryResult>'),
            1,
            "",
        ),
        (Fault(body=NO_TIME), 1, "unknown form"),
        (
            Fault(body=b"<q><paging><next>@elsewhere.example/</next></paging></q>"),
            1,
            "another address",
        ),
    ],
)
async def test_what_does_not_pass_is_told_and_not_tried_for_ever(
    ncmec: Ncmec, ncmec_server: Loopback, fault: Fault, tries: int, said: str
) -> None:
    ncmec_server.faults = [fault] * 5
    if not said:
        # A group of which nothing is left needs no time.
        (piece,) = await all_of(ncmec)
        assert piece.unread == 1
        return
    with pytest.raises(ExchangeFailed, match=said) as failed:
        await all_of(ncmec)
    assert len(ncmec_server.seen) == tries
    assert "canary" not in str(failed.value)


async def test_a_server_that_asks_for_a_long_pause_is_not_waited_for(
    ncmec: Ncmec, ncmec_server: Loopback
) -> None:
    ncmec_server.faults = [Fault(status=429, headers={"Retry-After": "600"})]
    with pytest.raises(TryLater) as later:
        await all_of(ncmec)
    assert later.value.after == timedelta(minutes=10)


async def test_pages_that_go_in_a_circle_end(clock: MovableClock) -> None:
    page = b"<q><paging><next>/v2/entries?start=1</next></paging></q>"
    async with Loopback(lambda _: Answer(page)) as server:
        with pytest.raises(ExchangeFailed, match="no end"):
            await all_of(Ncmec("a", "b", f"{server.url}/hashsharing", clock))
        assert len(server.seen) == 2


def test_a_database_of_theirs_is_named_or_an_address_given() -> None:
    assert _Client("a", "b", "NGO", 1)._base_url == "https://hashsharing.ncmec.org/npo"
    assert _Client("a", "b", "https://x.example/y/", 1)._base_url == "https://x.example/y"


async def test_no_password_no_name_and_no_hash_is_logged(
    ncmec: Ncmec,
    ncmec_world: NcmecWorld,
    ncmec_server: Loopback,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    ncmec_world.put(NcmecEntry("a", NOW - DAY, {"pdq": ONE}, objection="Pdq"))
    await all_of(ncmec)
    await ncmec.greet()
    ncmec_server.faults = [Fault(status=401)]
    with pytest.raises(ExchangeFailed):
        await ncmec.greet()
    assert caplog.records
    for word in ("canary", ONE, "Example Member", "Testington", "bmNtZWM"):
        assert word not in caplog.text
