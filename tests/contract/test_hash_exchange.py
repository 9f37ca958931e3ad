"""The contract of `HashExchange`: what changed since a checkpoint, and where to go on."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest

from adapters.exchange.ncmec import Ncmec
from adapters.exchange.stopncii import StopNcii
from bot.domain.bank_file import check_bank_name
from bot.domain.errors import ExchangeFailed
from bot.domain.exchange import HashDelta
from bot.ports import HashExchange
from tests.exchange.server import Fault, Loopback
from tests.exchange.worlds import NcmecEntry, NcmecWorld, StopNciiWorld
from tests.fakes import START, MovableClock

ONE, TWO = "0f" * 32, "1e" * 32
NOW = int(START.timestamp())


@dataclass
class Rig:
    """One exchange, its server, and how something is put in and taken back there."""

    exchange: HashExchange
    server: Loopback
    clock: MovableClock
    put: Callable[[str], None]
    take_back: Callable[[str], None]


@asynccontextmanager
async def stopncii() -> AsyncIterator[Rig]:
    world, clock = StopNciiWorld(), MovableClock()
    async with Loopback(world.answer) as server:
        keys = (world.subscription_key, world.function_key)
        yield Rig(
            StopNcii(*keys, clock, f"{server.url}/v1"),
            server,
            clock,
            lambda digits: world.put(digits, NOW - 60),
            lambda digits: world.put(digits, NOW - 30, "Withdrawn"),
        )


@asynccontextmanager
async def ncmec() -> AsyncIterator[Rig]:
    world, clock = NcmecWorld(), MovableClock()
    async with Loopback(world.answer) as server:
        place = f"{server.url}/hashsharing"
        yield Rig(
            Ncmec(world.user, world.password, place, clock),
            server,
            clock,
            lambda digits: world.put(NcmecEntry(digits[:4], NOW - 60, {"pdq": digits})),
            lambda digits: world.put(NcmecEntry(digits[:4], NOW - 30, kind="deletedImage")),
        )


@pytest.fixture(params=[stopncii, ncmec], ids=lambda rig: rig.__name__)
async def rig(request: pytest.FixtureRequest) -> AsyncIterator[Rig]:
    async with request.param() as opened:
        yield opened


async def fetched(rig: Rig, checkpoint: str | None = None) -> list[HashDelta]:
    return [piece async for piece in rig.exchange.fetch(checkpoint)]


async def test_entries_are_in_the_bank_of_the_exchange_and_their_ids_fit(rig: Rig) -> None:
    rig.put(ONE)
    rig.put(TWO)
    entries = [entry for piece in await fetched(rig) for entry in piece.entries]
    assert sorted(entry.pdq or "" for entry in entries) == [ONE, TWO]
    assert {entry.bank for entry in entries} == {check_bank_name(rig.exchange.name)}
    assert len({entry.entry for entry in entries}) == 2
    assert all(len(entry.entry) <= 64 for entry in entries)


async def test_the_last_piece_has_a_checkpoint_from_which_it_goes_on(rig: Rig) -> None:
    rig.put(ONE)
    first = await fetched(rig)
    (entry,) = [entry for piece in first for entry in piece.entries]
    assert first[-1].checkpoint
    rig.take_back(ONE)
    rig.clock.move(timedelta(hours=1))
    second = await fetched(rig, first[-1].checkpoint)
    assert len(second) <= 2
    assert entry.entry in {one for piece in second for one in piece.withdrawn}
    assert not any(piece.entries or piece.whole for piece in second)


async def test_an_empty_list_has_a_checkpoint_too(rig: Rig) -> None:
    pieces = await fetched(rig)
    assert pieces[-1].checkpoint
    assert not any(piece.entries for piece in pieces)


async def test_credentials_that_are_not_taken_are_told(rig: Rig) -> None:
    await rig.exchange.greet()
    rig.server.faults = [Fault(status=401)]
    with pytest.raises(ExchangeFailed, match="credentials"):
        await rig.exchange.greet()
    rig.server.faults = [Fault(status=401)]
    with pytest.raises(ExchangeFailed, match="credentials"):
        await fetched(rig)
