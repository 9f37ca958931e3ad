"""The head of the chain is told once a day to every chat of adults, and a lost one again."""

from datetime import timedelta

import pytest

from adapters.sandbox.errors import NotInChat, SlowDown
from adapters.sandbox.faults import Call
from bot.domain.effect import FIRST_WAIT
from bot.services.heads import Heads
from tests.unit.bot.services.bench import STAFF, Bench
from tests.unit.bot.services.test_alarms import OTHER_STAFF, add_school, heard

DAY = timedelta(days=1)
TOLD = (STAFF.chat, "en/proof-head")


@pytest.fixture
def heads(bench: Bench) -> Heads:
    return Heads(
        bench.books.proofs,
        bench.books.chats,
        bench.policies,
        bench.speaker,
        bench.answers,
        bench.clock,
    )


async def tell(heads: Heads) -> None:
    await heads.tell(["sandbox"])


async def test_the_adults_are_told_the_head_as_it_is(bench: Bench, heads: Heads) -> None:
    await tell(heads)
    assert heard(bench) == [TOLD]
    head = await bench.books.proofs.head()
    assert head is not None
    (deed,) = [deed for deed in bench.world.log if deed.call is Call.SAY]
    assert head.code in deed.text


async def test_it_is_told_once_a_day_over_restarts_too(bench: Bench, heads: Heads) -> None:
    for hours in (0, 1, 22, 1):
        bench.clock.move(timedelta(hours=hours))
        await bench.books.audit.note("noted", {})
        await tell(heads)
    assert heard(bench) == [TOLD, TOLD]


async def test_a_chain_that_did_not_grow_is_not_told_again(bench: Bench, heads: Heads) -> None:
    await tell(heads)
    bench.clock.move(9 * DAY)
    await tell(heads)
    assert heard(bench) == [TOLD]


async def test_one_chat_that_cannot_be_reached_holds_up_no_other(
    bench: Bench, heads: Heads
) -> None:
    await add_school(bench)
    bench.world.faults.fail(Call.SAY, SlowDown(FIRST_WAIT))
    await tell(heads)
    await tell(heads)
    assert sorted(heard(bench)) == sorted([TOLD, (OTHER_STAFF.chat, "es/proof-head")])


async def test_a_chat_that_refuses_is_tried_again(bench: Bench, heads: Heads) -> None:
    bench.world.faults.fail(Call.SAY, NotInChat())
    await tell(heads)
    assert await bench.books.proofs.told(STAFF) is None
    await tell(heads)
    assert await bench.books.proofs.told(STAFF) is not None
