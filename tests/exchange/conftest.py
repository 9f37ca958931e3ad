"""Servers, one for each exchange, and the adapters that speak to them."""

from collections.abc import AsyncIterator

import pytest

from adapters.exchange.arachnid import Arachnid
from adapters.exchange.ncmec import Ncmec
from adapters.exchange.stopncii import StopNcii
from tests.exchange.server import Loopback
from tests.exchange.worlds import ArachnidWorld, NcmecWorld, StopNciiWorld
from tests.fakes import MovableClock

# Long enough for a busy machine, and what a test waits for that lets it pass.
SECONDS = 2.0


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def ncii_world() -> StopNciiWorld:
    return StopNciiWorld()


@pytest.fixture
async def ncii_server(ncii_world: StopNciiWorld) -> AsyncIterator[Loopback]:
    async with Loopback(ncii_world.answer) as server:
        yield server


@pytest.fixture
def stopncii(ncii_world: StopNciiWorld, ncii_server: Loopback, clock: MovableClock) -> StopNcii:
    keys = (ncii_world.subscription_key, ncii_world.function_key)
    return StopNcii(*keys, clock, f"{ncii_server.url}/v1", SECONDS)


@pytest.fixture
def ncmec_world() -> NcmecWorld:
    return NcmecWorld()


@pytest.fixture
async def ncmec_server(ncmec_world: NcmecWorld) -> AsyncIterator[Loopback]:
    async with Loopback(ncmec_world.answer) as server:
        yield server


@pytest.fixture
def ncmec(ncmec_world: NcmecWorld, ncmec_server: Loopback, clock: MovableClock) -> Ncmec:
    account = (ncmec_world.user, ncmec_world.password)
    return Ncmec(*account, f"{ncmec_server.url}/hashsharing", clock, SECONDS)


@pytest.fixture
def arachnid_world() -> ArachnidWorld:
    return ArachnidWorld()


@pytest.fixture
async def arachnid_server(arachnid_world: ArachnidWorld) -> AsyncIterator[Loopback]:
    async with Loopback(arachnid_world.answer) as server:
        yield server


@pytest.fixture
async def arachnid(
    arachnid_world: ArachnidWorld, arachnid_server: Loopback, clock: MovableClock
) -> AsyncIterator[Arachnid]:
    account = (arachnid_world.user, arachnid_world.password)
    async with Arachnid(*account, clock, arachnid_server.url, SECONDS) as asked:
        yield asked
