"""Answers to who asked: in private, after Discord was told, and never twice."""

import asyncio

import discord

from adapters.discord.interactions import Answerable
from bot.domain.action import ActionOutcome, ActionResult
from bot.domain.event import Press
from bot.domain.speech import Button, Speech
from tests.discord.client import until
from tests.discord.faults import Kind
from tests.fakes import START
from tests.unit.adapters.discord.live import Live

CALM = Speech("calm words")
LONG = Speech(f"{'a' * 1500}\n{'b' * 1500}\n{'c' * 1500}", (Button("Why?", "why:1"),), key="C-1")
UNSUPPORTED = ActionResult(ActionOutcome.UNSUPPORTED)


def press(live: Live, asked: Answerable) -> Press:
    return Press(live.chat, live.group.ana.actor, START, "why:1", str(asked))


async def asked_by_press(live: Live) -> Answerable:
    """Let Ana press a button, and take the press."""
    await live.adapter.say(live.chat, Speech("calm words", (Button("Why?", "why:1"),)))
    (line,) = live.world.spoken(live.group.guild.system)
    asked = live.world.click(live.group.ana, line, "Why?")
    answerable = Answerable(str(asked.id), asked.token, str(live.world.bot.id), command=False)
    await live.adapter._receiving._voice.take(answerable)
    live.fake.log.clear()
    return answerable


async def test_a_long_answer_comes_in_parts_that_only_one_person_sees(live: Live) -> None:
    asked = await asked_by_press(live)
    assert (await live.adapter.reply(press(live, asked), LONG)).outcome is ActionOutcome.OK
    assert "\n".join(live.world.said_privately(live.group.ana)) == LONG.text
    assert live.world.said_privately(live.group.ben) == []
    bodies = [one.body for one in live.fake.calls("POST", "/webhooks/*")]
    assert [one["flags"] & 64 for one in bodies] == [64, 64, 64]


async def test_an_answer_waits_until_discord_knows_that_the_question_arrived(live: Live) -> None:
    await live.adapter.say(live.chat, Speech("calm words", (Button("Why?", "why:1"),)))
    (line,) = live.world.spoken(live.group.guild.system)
    asked = live.world.click(live.group.ana, line, "Why?")
    answerable = Answerable(str(asked.id), asked.token, str(live.world.bot.id), command=False)
    voice = live.adapter._receiving._voice
    voice.expect(answerable)
    live.fake.log.clear()
    answering = asyncio.create_task(live.adapter.reply(press(live, answerable), CALM))
    await asyncio.sleep(0.05)
    assert live.fake.log == []
    # Storing failed once, so it is expected a second time; whoever waits already waits on.
    voice.expect(answerable)
    await voice.take(answerable)
    async with asyncio.timeout(2):
        assert (await answering).outcome is ActionOutcome.OK
    assert [one.path.split("/")[1] for one in live.fake.log] == ["interactions", "webhooks"]
    assert voice._taking == {}


async def test_what_discord_did_not_take_is_answered_all_the_same(live: Live) -> None:
    asked = await asked_by_press(live)
    voice = live.adapter._receiving._voice
    voice.expect(asked)
    live.fake.faults.fail("POST", "/interactions/*", Kind.REFUSE, status=404, code=10062)
    await voice.take(asked)
    async with asyncio.timeout(2):
        assert (await live.adapter.reply(press(live, asked), CALM)).outcome is ActionOutcome.OK


async def test_a_token_that_has_ended_leads_to_another_way(live: Live) -> None:
    asked = await asked_by_press(live)
    ended = Answerable(asked.id, "ended", asked.application, command=True)
    for speech in (CALM, Speech("")):
        assert await live.adapter.reply(press(live, ended), speech) == UNSUPPORTED


async def test_an_answer_that_is_not_answered_is_not_said_elsewhere(live: Live) -> None:
    asked = await asked_by_press(live)
    live.fake.faults.fail("POST", "/webhooks/*", Kind.LOST)
    result = await live.adapter.reply(press(live, asked), CALM)
    assert result == ActionResult(ActionOutcome.UNREACHABLE)


async def test_what_was_not_asked_by_an_interaction_has_no_answer(live: Live) -> None:
    for reply in ("", "odd", "a|b"):
        given = Press(live.chat, live.group.ana.actor, START, "why:1", reply)
        assert await live.adapter.reply(given, CALM) == UNSUPPORTED
    assert live.fake.log == []


async def test_a_press_without_an_answer_makes_no_call(live: Live) -> None:
    asked = await asked_by_press(live)
    assert (await live.adapter.reply(press(live, asked), Speech(""))).outcome is ActionOutcome.OK
    assert live.fake.log == []


async def test_a_command_shows_its_wait_to_one_person_and_the_wait_always_ends(
    live: Live,
) -> None:
    await live.adapter.say(live.chat, Speech("calm words", (Button("Why?", "why:1"),)))
    (line,) = live.world.spoken(live.group.guild.system)
    asked = live.world.click(live.group.ana, line, "Why?")
    command = Answerable(str(asked.id), asked.token, str(live.world.bot.id), command=True)
    await live.adapter._receiving._voice.take(command)
    (call,) = live.fake.calls("POST", "/interactions/*")
    assert call.body == {"type": 5, "data": {"flags": 64}}
    shown = live.world.backend.messages[live.group.guild.system.id]
    await until(lambda: len(shown) == 2)
    assert (await live.adapter.reply(press(live, command), Speech(""))).outcome is ActionOutcome.OK
    assert len(shown) == 1


async def test_a_long_answer_to_a_command_takes_the_place_of_the_wait_and_goes_on(
    live: Live,
) -> None:
    pressed = await asked_by_press(live)
    # Taken as a command would be: there is a message that says that the bot thinks.
    line = live.world.spoken(live.group.guild.system)[-1]
    asked = live.world.click(live.group.ana, line, "Why?")
    command = Answerable(str(asked.id), asked.token, pressed.application, command=True)
    await live.adapter._receiving._voice.take(command)
    assert (await live.adapter.reply(press(live, command), LONG)).outcome is ActionOutcome.OK
    assert "\n".join(live.world.said_privately(live.group.ana)) == LONG.text
    (edit,) = live.fake.calls("PATCH", "/webhooks/*")
    # Who alone sees an answer cannot be changed any more; but no link in it becomes a picture.
    assert edit.body["flags"] == discord.MessageFlags(suppress_embeds=True).value
    assert edit.body["content"] == "a" * 1500
    assert len(live.fake.calls("POST", "/webhooks/*")) == 2
