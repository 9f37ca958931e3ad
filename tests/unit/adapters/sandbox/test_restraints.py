"""What an adult's click does in the sandbox: only that, only where the chat allows it, undoable."""

from datetime import timedelta

import pytest

from adapters.sandbox.adapter import SandboxAdapter
from adapters.sandbox.errors import NotAllowed, NotInChat, Unreachable
from adapters.sandbox.faults import Call
from adapters.sandbox.state import Member, Upload
from adapters.sandbox.world import World
from bot.domain.action import ActionOutcome, ActionResult
from bot.domain.capability import Capability, Restraint
from bot.domain.event import Press
from bot.domain.message import Actor, ActorKind, ChatRef
from bot.domain.speech import Speech
from tests.fakes import START, MovableClock
from tests.unit.adapters.sandbox.stage import ANA, BEN, CLEO, LEAD, draw, make_world

CLASS, STAFF = ChatRef("sandbox", "class-7b"), ChatRef("sandbox", "staff")
DAY = timedelta(days=1)
PICTURE = Upload(draw())


@pytest.fixture
def world() -> World:
    return make_world()


async def apply(
    world: World, restraint: Restraint, actor: Actor = ANA, undo: str = ""
) -> ActionResult:
    adapter = SandboxAdapter(world)
    return await adapter.apply(restraint, CLASS, actor, lasts=DAY, undo=undo)


def passing(world: World) -> None:
    assert isinstance(world.clock, MovableClock)
    world.clock.move(DAY)


async def test_who_is_muted_can_read_and_no_more_until_the_time_is_over(world: World) -> None:
    before = world.post("class-7b", ANA, "before")
    assert (await apply(world, Restraint.MUTE)).outcome is ActionOutcome.OK
    with pytest.raises(NotAllowed, match="21:04 UTC"):
        world.post("class-7b", ANA, "words")
    with pytest.raises(NotAllowed):
        world.edit(before.id, ANA, text="other words")
    with pytest.raises(NotAllowed):
        world.edit(before.id, ANA, files=[PICTURE])
    world.post("class-7b", BEN, "words")
    world.post("private:ana", ANA, "words")
    passing(world)
    world.post("class-7b", ANA, "words")


async def test_a_mute_can_be_undone_and_undone_again(world: World) -> None:
    await apply(world, Restraint.MUTE)
    for _ in range(2):
        assert (await apply(world, Restraint.UNMUTE)).outcome is ActionOutcome.OK
    world.post("class-7b", ANA, "words")


async def test_while_pictures_are_paused_nobody_posts_one_and_everybody_writes(
    world: World,
) -> None:
    result = await apply(world, Restraint.LOCK_MEDIA)
    assert (result.outcome, result.undo) == (ActionOutcome.OK, "on")
    line = world.post("class-7b", ANA, "words")
    for actor in (ANA, CLEO, Actor(ActorKind.WEBHOOK, "hook")):
        with pytest.raises(NotAllowed, match="paused"):
            world.post("class-7b", actor, files=[PICTURE])
    with pytest.raises(NotAllowed, match="paused"):
        world.edit(line.id, ANA, files=[PICTURE])
    await apply(world, Restraint.UNLOCK_MEDIA, undo=result.undo)
    world.post("class-7b", ANA, files=[PICTURE])


async def test_what_a_second_pause_remembers_is_the_first(world: World) -> None:
    await apply(world, Restraint.LOCK_MEDIA)
    second = await apply(world, Restraint.LOCK_MEDIA)
    await apply(world, Restraint.UNLOCK_MEDIA, undo=second.undo)
    with pytest.raises(NotAllowed, match="paused"):
        world.post("class-7b", ANA, files=[PICTURE])


async def test_who_was_put_out_may_come_back_and_who_was_banned_may_not(world: World) -> None:
    await apply(world, Restraint.KICK)
    with pytest.raises(NotInChat):
        world.post("class-7b", ANA, "words")
    world.join("class-7b", Member("ana", "Ana"))
    world.post("class-7b", ANA, "words")
    for _ in range(2):
        assert (await apply(world, Restraint.BAN)).outcome is ActionOutcome.OK
    with pytest.raises(NotAllowed):
        world.join("class-7b", Member("ana", "Ana"))


@pytest.mark.parametrize("kind", [ActorKind.CHANNEL, ActorKind.WEBHOOK, ActorKind.BOT])
async def test_what_is_no_member_can_be_shut_out_all_the_same(
    world: World, kind: ActorKind
) -> None:
    sender = Actor(kind, "x")
    assert (await apply(world, Restraint.BAN, sender)).outcome is ActionOutcome.OK
    with pytest.raises(NotAllowed):
        world.post("class-7b", sender, "words")


@pytest.mark.parametrize("restraint", [Restraint.MUTE, Restraint.KICK, Restraint.BAN])
async def test_an_admin_stays_and_the_way_to_change_that_is_named(
    world: World, restraint: Restraint
) -> None:
    result = await apply(world, restraint, CLEO)
    assert (result.outcome, result.fix) == (
        ActionOutcome.FORBIDDEN,
        "fix-sandbox-target-is-admin",
    )
    world.post("class-7b", CLEO, "words")


@pytest.mark.parametrize("restraint", [Restraint.MUTE, Restraint.KICK, Restraint.BAN])
async def test_who_is_not_there_is_gone(world: World, restraint: Restraint) -> None:
    stranger = Actor(ActorKind.USER, "stranger")
    assert (await apply(world, restraint, stranger)).outcome is ActionOutcome.GONE


@pytest.mark.parametrize(
    ("restraint", "needed"),
    [
        (Restraint.MUTE, Capability.MUTE),
        (Restraint.UNMUTE, Capability.MUTE),
        (Restraint.KICK, Capability.KICK),
        (Restraint.BAN, Capability.BAN),
        (Restraint.LOCK_MEDIA, Capability.LOCK_MEDIA),
        (Restraint.UNLOCK_MEDIA, Capability.LOCK_MEDIA),
    ],
)
async def test_what_the_chat_does_not_have_is_unsupported(
    world: World, restraint: Restraint, needed: Capability
) -> None:
    assert needed in await SandboxAdapter(world).capabilities(CLASS)
    world.store.chats["class-7b"].capabilities -= {needed}
    assert (await apply(world, restraint)).outcome is ActionOutcome.UNSUPPORTED
    world.post("class-7b", ANA, "words", [PICTURE])


async def test_a_bot_that_was_thrown_out_restrains_nobody(world: World) -> None:
    world.set_rights("class-7b", present=False)
    assert (await apply(world, Restraint.MUTE)).outcome is ActionOutcome.FORBIDDEN


async def test_a_restraint_is_in_the_log_and_can_fail_on_demand(world: World) -> None:
    world.faults.fail(Call.RESTRAIN, Unreachable(), done=True)
    assert (await apply(world, Restraint.MUTE)).outcome is ActionOutcome.UNREACHABLE
    (deed,) = world.log
    assert (deed.call, deed.chat, deed.target, deed.text) == (
        Call.RESTRAIN,
        "class-7b",
        "ana",
        "mute",
    )


async def test_a_press_is_answered_for_the_presser_alone(world: World) -> None:
    adapter = SandboxAdapter(world)
    press = Press(STAFF, LEAD, START, "more:1")
    assert (await adapter.reply(press, Speech("for you"))).outcome is ActionOutcome.OK
    # Without words there is nothing to say, and no button waits here.
    assert (await adapter.reply(press, Speech(""))).outcome is ActionOutcome.OK
    told = world.store.chat("private:lead").messages.values()
    assert [message.text for message in told] == ["for you"]
    assert world.store.chat("staff").messages == {}
