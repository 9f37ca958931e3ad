"""A bench for services: real books, the sandbox as platform, nothing that runs by itself."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.sandbox.state import Chat, ChatKind
from bot.domain.bank import KNOWN_DISTANCE
from bot.services.sweeping import Judging, Sweeping
from classifiers.comparing import HashComparer
from tests.unit.bot.services.bench import Bench, open_bench
from tests.unit.bot.services.swept import OTHER


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with open_bench(tmp_path) as opened:
        yield opened


@pytest.fixture
def sweeping(bench: Bench) -> Sweeping:
    bench.world.store.chats[OTHER.chat] = Chat(OTHER.chat, "8A", ChatKind.CLASS, {})
    judging = Judging(bench.policies, bench.platforms, bench.clock)
    return Sweeping(
        bench.books.sweeps, HashComparer(), judging, bench.clock, lambda: KNOWN_DISTANCE
    )
