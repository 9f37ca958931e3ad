"""What waits for a press waits five minutes, and is nobody's but the presser's."""

import itertools
from datetime import timedelta

import pytest

from bot.domain.capability import Capability
from bot.domain.event import CommandGiven, Press
from bot.domain.message import Actor, ActorKind, MessageRef
from bot.domain.speech import Speech
from bot.services.confirming import WAITS, Confirming
from bot.services.seal import Seal, button_key
from tests.fakes import START
from tests.unit.bot.services.bench import ANA, CLASS, LEAD, STAFF, Bench

MASK = Actor(ActorKind.ANONYMOUS_ADMIN, CLASS.chat)
COMMAND = CommandGiven(MessageRef("sandbox", CLASS.chat, "m"), MASK, START, "/mode alert")
SECOND = timedelta(seconds=1)


@pytest.fixture
def confirming(bench: Bench) -> Confirming:
    numbers = itertools.count(1)
    return Confirming(bench.speaker, bench.answers, bench.clock, lambda: f"n{next(numbers)}")


async def test_a_command_is_kept_until_its_time_is_over(
    bench: Bench, confirming: Confirming
) -> None:
    assert await confirming.ask(COMMAND, "en")
    bench.clock.move(WAITS - SECOND)
    # Whoever comes first; only then it is somebody's.
    for presser in (ANA, LEAD):
        waiting = confirming.find("n1", presser)
        assert waiting is not None
        assert waiting.event == COMMAND
    assert confirming.find("n2", ANA) is None
    bench.clock.move(SECOND)
    assert confirming.find("n1", ANA) is None


async def test_what_nobody_came_for_is_forgotten(bench: Bench, confirming: Confirming) -> None:
    for _ in range(3):
        await confirming.ask(COMMAND, "en")
        bench.clock.move(WAITS)
    assert len(confirming._waiting) == 1


async def test_the_buttons_live_as_long_as_what_they_lead_to(bench: Bench) -> None:
    seal = Seal(button_key(b"k" * 32), bench.clock)
    tokens = [seal.close("confirm:n1"), seal.close("again:n1")]
    bench.clock.move(WAITS - SECOND)
    assert all(seal.open(token) for token in tokens)


async def test_an_answer_is_repeated_to_its_person_alone(
    bench: Bench, confirming: Confirming
) -> None:
    bench.world.store.chats[CLASS.chat].capabilities |= {Capability.DM_IF_STARTED}
    event = CommandGiven(COMMAND.ref, LEAD, START, "/case 1")
    assert await confirming.offer(event, Speech("the answer"), "en")
    for _ in range(2):
        answer = await confirming.again(Press(STAFF, LEAD, START, "again:n1"), "n1")
        assert answer is not None
        assert (answer.speech.text, answer.openly) == ("the answer", False)
    assert await confirming.again(Press(CLASS, ANA, START, "again:n1"), "n1") is None
    # A command that waits for its admin is no answer to anybody.
    await confirming.ask(COMMAND, "en")
    assert await confirming.again(Press(CLASS, ANA, START, "again:n2"), "n2") is None
