"""The steps of `/setup`: shown with what can be chosen, and chosen only by who may choose."""

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.sandbox.errors import PrivateClosed, SlowDown
from adapters.sandbox.faults import Call
from bot.domain.capability import Capability
from bot.domain.errors import TryLater
from bot.domain.message import Actor
from bot.domain.policy import Direction, PolicyRevision
from bot.domain.speech import PickFrom
from bot.services.pressing import PressAnswer
from tests.contract.books_rig import DEFAULTS
from tests.unit.bot.services.asked import CLEO, HALL, ROOM, Asked, press
from tests.unit.bot.services.bench import ANA, CLASS, LEAD, STAFF, Bench

WAIT = SlowDown(timedelta(seconds=7))


@pytest.fixture
async def asked(bench: Bench) -> Asked:
    """A class whose alerts go nowhere yet."""
    await bind(bench, None)
    return Asked(bench)


async def bind(bench: Bench, alerts_chat: str | None) -> None:
    settings = replace(DEFAULTS, alerts_chat=alerts_chat)
    revision = PolicyRevision(CLASS, 0, settings, bench.clock.now())
    await bench.books.policies.add(revision, Direction.STRONGER, LEAD)


def key(answer: PressAnswer | None) -> str:
    """Return which text an answer is; it is for the presser alone."""
    assert answer is not None
    assert not answer.openly
    return answer.speech.text.split()[0]


# --- what is shown


async def test_the_steps_name_what_is_missing_and_what_to_do_next(
    bench: Bench, asked: Asked
) -> None:
    bench.world.store.chats[CLASS.chat].capabilities -= {Capability.DELETE}
    speech = await asked.setup.show(CLASS)
    keys = [line.split()[0] for line in speech.text.split("\n")]
    assert keys == [
        "en/setup-head",
        "✗",
        "en/fix-sandbox-delete",
        "en/alerts-none",
        "en/setup-how",
    ]
    assert [one.action for one in speech.buttons] == ["panel:class-7b", "test:class-7b"]
    assert speech.pickers == ()


async def test_where_there_are_lists_a_room_and_a_person_can_be_chosen(
    bench: Bench, asked: Asked
) -> None:
    bench.world.store.chats[CLASS.chat].capabilities |= {Capability.LISTS}
    speech = await asked.setup.show(CLASS)
    assert [(one.action, one.offers) for one in speech.pickers] == [
        ("room:class-7b", PickFrom.ROOMS),
        ("lead:class-7b", PickFrom.PEOPLE),
    ]
    assert speech.text.split("\n")[-1].split()[0] == "en/setup-how-lists"


async def test_who_gets_the_alerts_is_named(bench: Bench, asked: Asked) -> None:
    await bind(bench, ROOM.chat)
    assert "en/alerts-show where=#adults" in (await asked.setup.show(CLASS)).text


async def test_what_the_platform_does_not_say_now_is_shown_later(
    bench: Bench, asked: Asked
) -> None:
    bench.world.faults.fail(Call.RIGHTS, WAIT)
    with pytest.raises(TryLater):
        await asked.setup.show(CLASS)


# --- the room


async def test_a_room_that_only_invited_people_read_gets_the_alerts(
    bench: Bench, asked: Asked
) -> None:
    answer = await asked.setup.take_room(press("room:class-7b", picked=ROOM.chat), CLASS.chat)
    assert key(answer) == "en/policy-changed-now"
    assert (await bench.policies.now(CLASS)).alerts_chat == ROOM.chat
    assert asked.heard() == [(ROOM.chat, "en/adults-bound")]


async def test_a_room_that_everybody_reads_does_not(bench: Bench, asked: Asked) -> None:
    answer = await asked.setup.take_room(press("room:class-7b", picked=HALL.chat), CLASS.chat)
    assert key(answer) == "en/alerts-not-closed"
    assert (await bench.policies.now(CLASS)).alerts_chat is None
    assert asked.heard() == []


@pytest.mark.parametrize("actor", [ANA, Actor(CLEO.kind, "stranger")])
@pytest.mark.parametrize("step", ["room", "lead"])
async def test_who_has_no_right_chooses_nothing(
    bench: Bench, asked: Asked, actor: Actor, step: str
) -> None:
    await bind(bench, ROOM.chat)
    take = asked.setup.take_room if step == "room" else asked.setup.take_lead
    answer = await take(press(f"{step}:class-7b", actor, picked=STAFF.chat), CLASS.chat)
    assert key(answer) == "en/press-not-allowed"
    assert (await bench.policies.now(CLASS)).alerts_chat == ROOM.chat
    assert asked.heard() == []
    assert not any('"event":"lead"' in one.what for one in await bench.books.audit.entries())


async def test_an_adult_may_choose_as_an_admin_may(bench: Bench, asked: Asked) -> None:
    await bind(bench, ROOM.chat)
    answer = await asked.setup.take_room(press("room:class-7b", LEAD, picked=ROOM.chat), CLASS.chat)
    assert key(answer) == "en/policy-unchanged"


async def test_alerts_that_go_somewhere_are_moved_only_announced_and_later(
    bench: Bench, asked: Asked
) -> None:
    await bind(bench, STAFF.chat)
    answer = await asked.setup.take_room(press("room:class-7b", picked=ROOM.chat), CLASS.chat)
    assert key(answer) == "en/policy-changed-later"
    assert (await bench.policies.now(CLASS)).alerts_chat == STAFF.chat
    assert asked.heard() == [(STAFF.chat, "en/adults-policy-weaker")]


async def test_a_choice_is_made_again_when_the_platform_does_not_answer(
    bench: Bench, asked: Asked
) -> None:
    chosen = press("room:class-7b", picked=ROOM.chat)
    bench.world.faults.fail(Call.RIGHTS, WAIT)
    with pytest.raises(TryLater):
        await asked.setup.take_room(chosen, CLASS.chat)
    bench.world.faults.fail(Call.SAY, WAIT)
    with pytest.raises(TryLater):
        await asked.setup.take_room(chosen, CLASS.chat)
    assert key(await asked.setup.take_room(chosen, CLASS.chat)) == "en/policy-changed-now"
    assert asked.heard() == [(ROOM.chat, "en/adults-bound")]


# --- the lead


async def test_a_lead_who_reads_the_alerts_is_told_what_is_expected(
    bench: Bench, asked: Asked
) -> None:
    await bind(bench, ROOM.chat)
    chosen = press("lead:class-7b", picked="lead")
    assert key(await asked.setup.take_lead(chosen, CLASS.chat)) == "en/setup-lead-told"
    (told,) = bench.world.log
    assert (told.call, told.target, told.chat) == (Call.TELL, "lead", CLASS.chat)
    assert told.text == "en/setup-lead-welcome chat=Class 7B where=#adults"
    noted = (await bench.books.audit.entries())[-1].what
    for part in ('"event":"lead"', '"lead":"lead"', '"by":"cleo"', '"told":true'):
        assert part in noted


async def test_without_adults_there_is_no_lead(bench: Bench, asked: Asked) -> None:
    chosen = press("lead:class-7b", picked="lead")
    assert key(await asked.setup.take_lead(chosen, CLASS.chat)) == "en/alerts-none"
    assert asked.heard() == []


async def test_who_cannot_read_the_alerts_is_not_written_to(bench: Bench, asked: Asked) -> None:
    await bind(bench, ROOM.chat)
    for picked in ("ana", "stranger", ""):
        chosen = press("lead:class-7b", picked=picked)
        answer = await asked.setup.take_lead(chosen, CLASS.chat)
        assert key(answer) == "en/setup-lead-cannot-read"
    assert asked.heard() == []


async def test_a_lead_who_cannot_be_told_is_named_as_such(bench: Bench, asked: Asked) -> None:
    await bind(bench, ROOM.chat)
    bench.world.faults.fail_always(Call.TELL, PrivateClosed())
    chosen = press("lead:class-7b", picked="lead")
    assert key(await asked.setup.take_lead(chosen, CLASS.chat)) == "en/setup-lead-not-told"
    assert '"told":false' in (await bench.books.audit.entries())[-1].what


async def test_a_lead_is_welcomed_later_when_the_platform_does_not_answer(
    bench: Bench, asked: Asked
) -> None:
    await bind(bench, ROOM.chat)
    bench.world.faults.fail(Call.RIGHTS, WAIT)
    with pytest.raises(TryLater):
        await asked.setup.take_lead(press("lead:class-7b", picked="lead"), CLASS.chat)
    assert asked.heard() == []
