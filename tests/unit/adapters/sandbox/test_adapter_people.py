"""The sandbox behind the core's ports: who can be told in private, and who is what in a chat."""

from datetime import timedelta

import pytest

from adapters.sandbox.adapter import SandboxAdapter
from adapters.sandbox.errors import Refusal, SlowDown, Unreachable
from adapters.sandbox.faults import Call
from adapters.sandbox.state import Chat, school
from bot.domain.action import ActionOutcome
from bot.domain.capability import Capability, NoticeWay, Role
from bot.domain.errors import TryLater
from bot.domain.message import Actor, ActorKind, ChatRef
from bot.domain.speech import Button, Speech
from tests.unit.adapters.sandbox.stage import ANA, BEN, CLEO, LEAD, make_world

CLASS, STAFF = ChatRef("sandbox", "class-7b"), ChatRef("sandbox", "staff")
SPEECH = Speech("calm words", (Button("Why?", "why:1"),))


async def test_a_private_note_needs_a_way_that_the_chat_has() -> None:
    world = make_world()
    adapter = SandboxAdapter(world)
    result = await adapter.tell(NoticeWay.DM, CLASS, ANA, SPEECH)
    assert result.outcome is ActionOutcome.UNSUPPORTED
    assert world.log == []


def with_ways(*ways: Capability) -> list[Chat]:
    chats = school()
    chats[0].capabilities = frozenset(ways)
    return chats


async def test_a_closed_door_stops_a_message_but_not_an_ephemeral_note() -> None:
    world = make_world(with_ways(Capability.DM, Capability.EPHEMERAL))
    world.closed.add("ana")
    adapter = SandboxAdapter(world)
    closed = await adapter.tell(NoticeWay.DM, CLASS, ANA, SPEECH)
    note = await adapter.tell(NoticeWay.EPHEMERAL, CLASS, ANA, SPEECH)
    assert closed.outcome is ActionOutcome.FORBIDDEN
    assert note.outcome is ActionOutcome.OK


async def test_a_bot_that_may_only_answer_waits_until_it_was_written_to() -> None:
    world = make_world(with_ways(Capability.DM_IF_STARTED))
    adapter = SandboxAdapter(world)
    before = await adapter.tell(NoticeWay.DM_IF_STARTED, CLASS, ANA, SPEECH)
    world.post("private:ana", ANA, "/help")
    after = await adapter.tell(NoticeWay.DM_IF_STARTED, CLASS, ANA, SPEECH)
    assert (before.outcome, after.outcome) == (ActionOutcome.FORBIDDEN, ActionOutcome.OK)


@pytest.mark.parametrize("kind", [kind for kind in ActorKind if kind is not ActorKind.USER])
async def test_who_is_no_person_cannot_be_told_in_private(kind: ActorKind) -> None:
    world = make_world()
    result = await SandboxAdapter(world).tell(
        NoticeWay.EPHEMERAL, CLASS, Actor(kind, "ana"), SPEECH
    )
    assert result.outcome is ActionOutcome.UNSUPPORTED


async def test_a_private_note_lands_in_one_private_chat_only() -> None:
    world = make_world()
    result = await SandboxAdapter(world).tell(NoticeWay.EPHEMERAL, CLASS, ANA, SPEECH)
    assert result.message is not None
    assert world.store.message(result.message).chat == "private:ana"
    assert world.store.chat("class-7b").messages == {}
    assert world.store.chat("private:ben").messages == {}


async def test_the_bot_can_answer_in_the_private_chat() -> None:
    world = make_world()
    result = await SandboxAdapter(world).say(ChatRef("sandbox", "private:ana"), SPEECH)
    assert result.outcome is ActionOutcome.OK


@pytest.mark.parametrize(
    ("chat", "actor", "role"),
    [
        (CLASS, ANA, Role.MEMBER),
        (CLASS, CLEO, Role.ADMIN),
        (CLASS, LEAD, Role.OUTSIDER),
        (STAFF, LEAD, Role.ADMIN),
        (STAFF, CLEO, Role.OUTSIDER),
        (CLASS, Actor(ActorKind.WEBHOOK, "cleo"), Role.OUTSIDER),
        (CLASS, Actor(ActorKind.ANONYMOUS_ADMIN, "class-7b"), Role.ADMIN),
        (CLASS, Actor(ActorKind.ANONYMOUS_ADMIN, "class-8a"), Role.OUTSIDER),
        (ChatRef("sandbox", "private:cleo"), CLEO, Role.MEMBER),
        (ChatRef("sandbox", "private:cleo"), BEN, Role.OUTSIDER),
        (ChatRef("sandbox", "nowhere"), CLEO, Role.OUTSIDER),
    ],
)
async def test_roles_are_what_the_chat_says_now(chat: ChatRef, actor: Actor, role: Role) -> None:
    assert await SandboxAdapter(make_world()).role(chat, actor) is role


@pytest.mark.parametrize("refusal", [Unreachable(), SlowDown(timedelta(seconds=1))])
async def test_a_lost_answer_makes_nobody_an_admin_nor_an_outsider(refusal: Refusal) -> None:
    world = make_world()
    world.faults.fail(Call.ROLE, refusal)
    with pytest.raises(TryLater):
        await SandboxAdapter(world).role(CLASS, CLEO)


async def test_somebody_who_left_cannot_be_told() -> None:
    world = make_world()
    gone = Actor(ActorKind.USER, "dora")
    result = await SandboxAdapter(world).tell(NoticeWay.EPHEMERAL, CLASS, gone, SPEECH)
    assert result.outcome is ActionOutcome.FORBIDDEN
