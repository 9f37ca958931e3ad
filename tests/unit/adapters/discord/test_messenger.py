"""The voice: nothing twice, nothing lost, in the right place, and only to who may read it."""

from datetime import timedelta

import pytest

from adapters.discord import api as api_module
from adapters.discord import messenger as module
from adapters.discord.ids import private, server
from bot.domain.action import ActionOutcome, ActionResult
from bot.domain.capability import NoticeWay
from bot.domain.message import Actor, ActorKind
from bot.domain.speech import Button, Speech
from tests.discord.faults import Kind
from tests.unit.adapters.discord.live import WORDS, Live

CALM = Speech("calm words")
LONG = Speech(f"{'a' * 1500}\n{'b' * 1500}\n{'c' * 1500}", (Button("Why?", "why:1"),), key="C-1")
UNSUPPORTED = ActionResult(ActionOutcome.UNSUPPORTED)
FORBIDDEN = ActionResult(ActionOutcome.FORBIDDEN, fix="fix-discord-write")
DM = NoticeWay.DM


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_AGAIN_SECONDS", 0.0)


def sent(live: Live) -> list[dict[str, object]]:
    return [one.body for one in live.fake.calls("POST", WORDS)]


# --- parts


async def test_a_long_speech_goes_in_parts_each_known_by_a_nonce_of_its_own(live: Live) -> None:
    result = await live.adapter.say(live.chat, LONG)
    spoken = live.world.spoken(live.group.guild.system)
    assert "\n".join(one.text for one in spoken) == LONG.text
    assert [len(one.buttons) for one in spoken] == [0, 0, 1]
    assert result == ActionResult(ActionOutcome.OK, message=str(spoken[-1].id))
    nonces = {one["nonce"] for one in sent(live)}
    assert len(nonces) == 3
    assert all(one["enforce_nonce"] is True for one in sent(live))
    # The same speech again is the same to Discord; in another place it is another one.
    await live.adapter.say(live.chat, LONG)
    assert len(live.world.spoken(live.group.guild.system)) == 3
    await live.adapter.say(live.room(live.group.general), LONG)
    assert len(live.world.spoken(live.group.general)) == 3


async def test_what_is_said_without_a_key_may_be_said_twice(live: Live) -> None:
    for _ in range(2):
        await live.adapter.say(live.chat, CALM)
    assert live.world.said(live.group.guild.system) == ["calm words"] * 2
    assert all("nonce" not in one for one in sent(live))


async def test_what_was_said_in_part_is_not_said_to_be_refused(live: Live) -> None:
    live.fake.faults.fail("POST", WORDS, Kind.BUCKET, times=1, retry_after=30)
    result = await live.adapter.say(live.chat, LONG)
    assert len(live.world.spoken(live.group.guild.system)) == 1
    assert result == ActionResult(ActionOutcome.UNREACHABLE)
    live.fake.faults.heal()


# --- lost answers


async def test_a_lost_answer_is_asked_for_once_more_where_discord_tells_words_apart(
    live: Live,
) -> None:
    live.fake.faults.fail("POST", WORDS, Kind.LOST)
    result = await live.adapter.say(live.chat, Speech("calm words", key="C-1"))
    assert result.outcome is ActionOutcome.OK
    assert live.world.said(live.group.guild.system) == ["calm words"]
    assert len(sent(live)) == 2


async def test_two_lost_answers_are_enough(live: Live) -> None:
    live.fake.faults.fail("POST", WORDS, Kind.LOST, times=5)
    result = await live.adapter.say(live.chat, Speech("calm words", key="C-1"))
    assert result == ActionResult(ActionOutcome.UNREACHABLE)
    assert len(sent(live)) == 2
    live.fake.faults.heal()


async def test_an_answer_that_is_lost_late_leaves_no_time_for_a_second_try(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two tries of 15 s would end after the core has given up: then the answer is not ours."""
    monkeypatch.setattr(module, "_AGAIN_WITHIN_SECONDS", 0.0)
    live.fake.faults.fail("POST", WORDS, Kind.LOST)
    result = await live.adapter.say(live.chat, Speech("calm words", key="C-1"))
    assert result == ActionResult(ActionOutcome.UNREACHABLE)
    assert len(sent(live)) == 1


def test_two_tries_end_before_the_core_gives_up() -> None:
    assert module._AGAIN_WITHIN_SECONDS + 0.5 + api_module._DEADLINE_SECONDS < 20


async def test_without_a_key_nothing_is_said_again(live: Live) -> None:
    live.fake.faults.fail("POST", WORDS, Kind.LOST)
    assert await live.adapter.say(live.chat, CALM) == ActionResult(ActionOutcome.UNREACHABLE)
    assert live.world.said(live.group.guild.system) == ["calm words"]
    assert len(sent(live)) == 1


# --- places


async def test_a_line_about_a_message_is_said_beside_it(live: Live) -> None:
    post = live.post()
    await live.adapter.say(live.chat, CALM, near=live.ref(post))
    assert live.world.said(live.group.general) == ["calm words"]
    assert live.world.said(live.group.guild.system) == []


@pytest.mark.parametrize(("status", "code"), [(403, 50001), (404, 10003)])
async def test_where_it_cannot_be_said_it_is_said_where_news_go(
    live: Live, status: int, code: int
) -> None:
    post = live.post()
    beside = f"/channels/{live.group.general.id}/messages"
    live.fake.faults.fail("POST", beside, Kind.REFUSE, status=status, code=code)
    result = await live.adapter.say(live.chat, CALM, near=live.ref(post))
    assert result.outcome is ActionOutcome.OK
    assert live.world.said(live.group.guild.system) == ["calm words"]


@pytest.mark.parametrize("kind", [Kind.RESET, Kind.FLOOD])
async def test_what_may_have_been_said_is_not_said_elsewhere_as_well(
    live: Live, kind: Kind
) -> None:
    post = live.post()
    beside = f"/channels/{live.group.general.id}/messages"
    live.fake.faults.fail("POST", beside, kind, retry_after=7)
    await live.adapter.say(live.chat, CALM, near=live.ref(post))
    assert live.world.said(live.group.guild.system) == []


async def test_one_place_is_not_tried_twice(live: Live) -> None:
    post = live.world.post(live.group.guild.system, live.group.ana, "look")
    live.fake.faults.fail("POST", WORDS, Kind.REFUSE, every=True, status=404, code=10003)
    result = await live.adapter.say(live.chat, CALM, near=live.ref(post))
    assert result.outcome is ActionOutcome.GONE
    assert len(sent(live)) == 1


async def test_a_room_is_spoken_to_in_its_channel_alone(live: Live) -> None:
    """What is for the adults is never said where everybody reads it."""
    closed = live.world.new_channel(live.group.guild, "adults", readers=[live.group.cleo])
    post = live.post()
    assert (await live.adapter.say(live.room(closed), CALM, live.ref(post))).message
    assert live.world.said(closed) == ["calm words"]
    live.world.deny_bot(closed, "send_messages")
    assert await live.adapter.say(live.room(closed), CALM, live.ref(post)) == FORBIDDEN
    live.world.delete_channel(closed)
    await live.told()
    result = await live.adapter.say(live.room(closed), CALM, live.ref(post))
    assert result.outcome is ActionOutcome.GONE
    for place in (live.group.general, live.group.guild.system):
        assert live.world.said(place) == []


async def test_where_nothing_can_be_said_the_fix_is_named(live: Live) -> None:
    not_here = ActionResult(ActionOutcome.FORBIDDEN, fix="fix-discord-not-here")
    assert await live.adapter.say(server(5), CALM) == not_here
    for channel in (live.group.general, live.group.guild.system):
        live.world.deny_bot(channel, "send_messages")
    await live.told()
    assert await live.adapter.say(live.chat, CALM) == not_here
    assert sent(live) == []


async def test_what_was_refused_is_not_asked_for_twice_until_rights_change(live: Live) -> None:
    closed = live.world.new_channel(live.group.guild, "adults", readers=[live.group.cleo])
    live.world.deny_bot(closed, "send_messages")
    await live.told()
    for _ in range(3):
        assert await live.adapter.say(live.room(closed), CALM) == FORBIDDEN
    assert len(sent(live)) == 1
    live.world.show_to_bot(closed)
    await live.told()
    assert (await live.adapter.say(live.room(closed), CALM)).outcome is ActionOutcome.OK


async def test_without_a_connection_it_is_said_later(live: Live) -> None:
    await live.cut()
    result = await live.adapter.say(live.chat, CALM)
    assert result.outcome is ActionOutcome.LATER
    assert result.retry_after is not None
    assert sent(live) == []
    # A room needs no picture of the server: Discord itself says whether it can be.
    assert (await live.adapter.say(live.room(live.group.general), CALM)).message


async def test_before_there_is_a_client_nothing_was_said(live: Live) -> None:
    live.adapter._api.leave()
    result = await live.adapter.say(live.room(live.group.general), CALM)
    assert result == ActionResult(ActionOutcome.LATER, retry_after=timedelta(seconds=1))


# --- in private


async def test_the_way_to_a_person_is_asked_for_once(live: Live) -> None:
    for _ in range(2):
        result = await live.adapter.tell(DM, live.chat, live.group.ana.actor, CALM)
        assert result.outcome is ActionOutcome.OK
    assert (await live.adapter.say(private(live.group.ana.id), CALM)).message
    assert live.world.said_privately(live.group.ana) == ["calm words"] * 3
    assert len(live.fake.calls("POST", "/users/@me/channels")) == 1
    await live.adapter.tell(DM, live.chat, live.group.ben.actor, CALM)
    assert len(live.fake.calls("POST", "/users/@me/channels")) == 2


async def test_who_closed_that_door_is_told_nothing_and_nobody_else_hears_it(live: Live) -> None:
    live.world.close_dms(live.group.ana)
    for _ in range(2):
        assert await live.adapter.tell(DM, live.chat, live.group.ana.actor, CALM) == UNSUPPORTED
    assert len(sent(live)) == 1
    assert live.world.said_privately(live.group.ana) == []
    for place in (live.group.general, live.group.guild.system):
        assert live.world.said(place) == []


async def test_who_shares_no_server_any_more_cannot_be_told(live: Live) -> None:
    live.world.leave(live.group.guild, live.group.ana)
    assert await live.adapter.tell(DM, live.chat, live.group.ana.actor, CALM) == UNSUPPORTED


async def test_a_way_that_could_not_be_asked_for_is_asked_for_again(live: Live) -> None:
    live.fake.faults.fail("POST", "/users/*", Kind.REFUSE, status=400, code=40003)
    result = await live.adapter.tell(DM, live.chat, live.group.ana.actor, CALM)
    # Opening many in a short time gets a bot shut out.
    assert result == ActionResult(ActionOutcome.LATER, retry_after=timedelta(minutes=1))
    result = await live.adapter.tell(DM, live.chat, live.group.ana.actor, CALM)
    assert result.outcome is ActionOutcome.OK


@pytest.mark.parametrize("way", NoticeWay)
@pytest.mark.parametrize("kind", ActorKind)
async def test_only_people_are_told_and_only_in_a_private_conversation(
    live: Live, way: NoticeWay, kind: ActorKind
) -> None:
    result = await live.adapter.tell(way, live.chat, Actor(kind, str(live.group.ana.id)), CALM)
    told = way is DM and kind is ActorKind.USER
    assert (result.outcome is ActionOutcome.OK) is told
    assert live.world.said_privately(live.group.ana) == ["calm words"] * told
    if not told:
        assert live.fake.log == []


async def test_a_person_without_a_number_is_nobody(live: Live) -> None:
    nobody = Actor(ActorKind.USER, "unknown")
    assert await live.adapter.tell(DM, live.chat, nobody, CALM) == UNSUPPORTED
    assert live.fake.log == []
