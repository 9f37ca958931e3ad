"""Words do not use up the calls that removals need."""

import asyncio

from adapters.discord.pace import Pace


async def test_so_many_go_at_once_and_the_next_one_waits_for_a_second_to_be_over() -> None:
    pace, now = Pace(3), asyncio.get_running_loop().time
    begun = now()
    for _ in range(3):
        await pace.turn()
    assert now() - begun < 0.5
    await pace.turn()
    assert 0.9 < now() - begun < 2


async def test_whoever_gives_up_waiting_lets_no_one_more_through() -> None:
    pace, now = Pace(3), asyncio.get_running_loop().time
    begun = now()
    for _ in range(3):
        await pace.turn()
    for _ in range(3):
        waiting = asyncio.create_task(pace.turn())
        await asyncio.sleep(0.01)
        waiting.cancel()
        await asyncio.wait([waiting])
    await pace.turn()
    assert now() - begun > 0.9


async def test_they_go_in_the_order_in_which_they_came() -> None:
    pace, went = Pace(2), list[int]()

    async def one(number: int) -> None:
        await pace.turn()
        went.append(number)

    await asyncio.gather(*(one(number) for number in range(4)))
    assert went == [0, 1, 2, 3]
