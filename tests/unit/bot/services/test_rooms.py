"""Where something was asked: in the adults' own room, or anywhere else in their chat."""

from dataclasses import replace

import pytest

from bot.domain.policy import Direction, PolicyRevision
from bot.services.rooms import Rooms
from tests.contract.books_rig import DEFAULTS
from tests.unit.bot.services.asked import HALL, ROOM, command, press
from tests.unit.bot.services.bench import CLASS, LEAD, Bench


@pytest.fixture
async def rooms(bench: Bench) -> Rooms:
    """The alerts of the class go to one of its own rooms."""
    settings = replace(DEFAULTS, alerts_chat=ROOM.chat)
    revision = PolicyRevision(CLASS, 0, settings, bench.clock.now())
    await bench.books.policies.add(revision, Direction.STRONGER, LEAD)
    return Rooms(bench.policies)


async def test_what_is_asked_in_the_adults_room_is_asked_there(rooms: Rooms) -> None:
    given, pressed = command("/case", room=ROOM), press("ack:1", room=ROOM)
    placed = await rooms.placed(given)
    assert placed.chat == ROOM
    assert placed.ref.message == given.ref.message
    assert replace(placed, ref=given.ref) == given
    assert await rooms.pressed(pressed) == replace(pressed, chat=ROOM)


@pytest.mark.parametrize("room", [HALL, None])
async def test_what_is_asked_anywhere_else_is_asked_in_the_chat(rooms: Rooms, room: object) -> None:
    given = command("/case", room=HALL if room else None)
    pressed = press("ack:1", room=HALL if room else None)
    assert await rooms.placed(given) == given
    assert await rooms.pressed(pressed) == pressed
    assert given.chat == pressed.chat == CLASS


async def test_a_room_from_which_the_alerts_were_moved_is_nobodys_any_more(
    bench: Bench, rooms: Rooms
) -> None:
    settings = replace(DEFAULTS, alerts_chat="staff")
    revision = PolicyRevision(CLASS, 0, settings, bench.clock.now())
    await bench.books.policies.add(revision, Direction.STRONGER, LEAD)
    given = command("/case", room=ROOM)
    assert await rooms.placed(given) == given
