"""Where the answer to a command goes: to who asked, on the way that the platform still has."""

import pytest

from adapters.sandbox.errors import PrivateClosed
from adapters.sandbox.faults import Call
from adapters.sandbox.state import Member
from bot.domain.action import ActionOutcome
from bot.domain.capability import Capability
from bot.services.rooms import Rooms
from tests.unit.bot.services.asked import CLEO, HALL, ROOM, Asked, command
from tests.unit.bot.services.bench import ANA, CLASS, LEAD, Bench
from tests.unit.bot.services.test_setup import bind

WAITS = "waits"


@pytest.fixture
async def asked(bench: Bench) -> Asked:
    """The alerts of the class go to a room of its own."""
    await bind(bench, ROOM.chat)
    return Asked(bench)


def keys(asked: Asked) -> list[str]:
    return [text.split("\n")[0].split()[0] if text else "" for text in asked.adapter.replies]


@pytest.mark.parametrize("text", ["/status", "/help", "/alerts", "/setup", "/policy mode alert"])
async def test_a_command_that_waits_for_an_answer_gets_it_and_nobody_else_does(
    bench: Bench, asked: Asked, text: str
) -> None:
    await asked.commands.handle(command(text, reply=WAITS))
    assert len(asked.adapter.replies) == 1
    assert asked.adapter.replies[0]
    told = [deed for deed in bench.world.log if deed.chat == CLASS.chat]
    assert told == []


async def test_an_answer_that_comes_too_late_is_told_in_private(bench: Bench, asked: Asked) -> None:
    asked.adapter.outcome = ActionOutcome.UNSUPPORTED
    await asked.commands.handle(command("/status", reply=WAITS))
    assert keys(asked) == ["en/status-head"]
    assert asked.heard() == [("cleo", "en/status-head")]


@pytest.mark.parametrize("outcome", [ActionOutcome.UNREACHABLE, ActionOutcome.LATER])
async def test_an_answer_that_may_have_arrived_is_not_told_twice(
    asked: Asked, outcome: ActionOutcome
) -> None:
    asked.adapter.outcome = outcome
    await asked.commands.handle(command("/status", reply=WAITS))
    assert asked.heard() == []


async def test_a_command_without_a_wait_is_answered_by_a_whisper(asked: Asked) -> None:
    await asked.commands.handle(command("/status"))
    assert asked.adapter.replies == []
    assert asked.heard() == [("cleo", "en/status-head")]


async def test_a_secret_without_a_private_way_is_kept(bench: Bench, asked: Asked) -> None:
    asked.adapter.outcome = ActionOutcome.UNSUPPORTED
    bench.world.faults.fail_always(Call.TELL, PrivateClosed())
    for text in ("/setup", "/alerts", "/case", "/settings"):
        await asked.commands.handle(command(text, reply=WAITS))
    assert asked.heard() == []


async def test_what_was_asked_where_nobody_saw_it_is_never_answered_before_all(
    bench: Bench, asked: Asked, caplog: pytest.LogCaptureFixture
) -> None:
    asked.adapter.outcome = ActionOutcome.UNSUPPORTED
    bench.world.faults.fail_always(Call.TELL, PrivateClosed())
    for text, actor in (("/help", ANA), ("/help", CLEO), ("/status", CLEO), ("/status", ANA)):
        await asked.commands.handle(command(text, actor, reply=WAITS))
    assert asked.heard() == []
    assert caplog.text.count("an answer found no way") == 4
    # What stands in the chat for all to read may be answered there rather than nowhere.
    await asked.commands.handle(command("/help", ANA))
    assert asked.heard() == [(CLASS.chat, "en/help-page")]


async def test_in_the_adults_room_the_answer_stands_for_all_adults_and_the_wait_ends(
    bench: Bench, asked: Asked
) -> None:
    given = command("/status", LEAD, reply=WAITS, room=ROOM)
    await asked.commands.handle(await Rooms(bench.policies).placed(given))
    assert asked.heard() == [(ROOM.chat, "en/status-head")]
    assert asked.adapter.replies == [""]
    # Where nothing waits there is nothing to end.
    given = command("/status", LEAD, room=ROOM)
    await asked.commands.handle(await Rooms(bench.policies).placed(given))
    assert asked.adapter.replies == [""]


async def test_who_is_not_allowed_hears_so_alone(asked: Asked) -> None:
    await asked.commands.handle(command("/status", ANA, reply=WAITS))
    assert keys(asked) == ["en/command-not-allowed"]
    assert asked.heard() == []


# --- where the alerts may go


async def test_a_code_binds_the_room_in_which_it_is_given(bench: Bench, asked: Asked) -> None:
    await bind(bench, None)
    await asked.commands.handle(command("/alerts", reply=WAITS))
    await asked.commands.handle(command("/alerts code", reply=WAITS, room=ROOM))
    assert keys(asked)[-1] == "en/policy-changed-now"
    assert (await bench.policies.now(CLASS)).alerts_chat == ROOM.chat
    assert asked.codes.chat_of("CODE") is None


async def test_a_code_in_a_room_that_everybody_reads_binds_nothing_and_stays_good(
    bench: Bench, asked: Asked
) -> None:
    await bind(bench, None)
    await asked.commands.handle(command("/alerts", reply=WAITS))
    await asked.commands.handle(command("/alerts code", reply=WAITS, room=HALL))
    assert keys(asked)[-1] == "en/alerts-not-closed"
    assert (await bench.policies.now(CLASS)).alerts_chat is None
    assert asked.codes.chat_of("CODE") == CLASS
    await asked.commands.handle(command("/alerts code", reply=WAITS, room=ROOM))
    assert (await bench.policies.now(CLASS)).alerts_chat == ROOM.chat


async def test_who_is_no_admin_of_a_room_binds_nothing_there(bench: Bench, asked: Asked) -> None:
    await bind(bench, None)
    members = bench.world.store.chats[ROOM.chat].members
    members["ana"] = Member("ana", "Ana")
    await asked.commands.handle(command("/alerts", reply=WAITS))
    await asked.commands.handle(command("/alerts code", ANA, reply=WAITS, room=ROOM))
    assert keys(asked)[-1] == "en/alerts-not-here"
    assert (await bench.policies.now(CLASS)).alerts_chat is None
    # Nor with the same code a second time.
    await asked.commands.handle(command("/alerts code", CLEO, reply=WAITS, room=ROOM))
    assert keys(asked)[-1] == "en/alerts-bad-code"


async def test_the_guarded_chat_itself_gets_no_alerts_of_its_own(
    bench: Bench, asked: Asked
) -> None:
    await bind(bench, None)
    await asked.commands.handle(command("/alerts", reply=WAITS))
    await asked.commands.handle(command("/alerts code", reply=WAITS))
    assert keys(asked)[-1] == "en/alerts-bad-code"


async def test_a_chat_that_is_guarded_itself_is_nobodys_adults(bench: Bench, asked: Asked) -> None:
    """A pupil could bring a code from a chat of their own into the class."""
    asked.codes.give(HALL)
    await asked.commands.handle(command("/alerts code", reply=WAITS))
    assert keys(asked)[-1] == "en/alerts-not-here"
    # In a room of a guarded chat the admins may: the room is not what is guarded.
    await bind(bench, "staff")
    asked.codes.give(HALL)
    await asked.commands.handle(command("/alerts code", reply=WAITS, room=ROOM))
    assert keys(asked)[-1] == "en/policy-changed-now"
    assert (await bench.policies.now(HALL)).alerts_chat == ROOM.chat


# --- whether they are still read by invited people alone


async def test_status_says_when_everybody_can_read_the_alerts(bench: Bench, asked: Asked) -> None:
    await asked.commands.handle(command("/status", reply=WAITS))
    bench.world.store.chats[ROOM.chat].capabilities -= {Capability.CONFIDENTIAL}
    await asked.commands.handle(command("/status", reply=WAITS))
    await bind(bench, None)
    await asked.commands.handle(command("/status", reply=WAITS))
    told = ["status-alerts-open" in text for text in asked.adapter.replies]
    assert told == [False, True, False]


@pytest.mark.parametrize("text", ["/hashhelp", "/withdraw H-0123-4567-89AB-CDEF"])
async def test_what_concerns_one_person_alone_is_not_answered_before_the_other_adults(
    bench: Bench, asked: Asked, text: str
) -> None:
    given = command(text, LEAD, reply=WAITS, room=ROOM)
    await asked.commands.handle(await Rooms(bench.policies).placed(given))
    assert len(asked.adapter.replies) == 1
    assert asked.adapter.replies[0].startswith("en/hash")
    assert asked.heard() == []
