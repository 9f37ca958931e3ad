"""What may be offered against whom: never more than the chat allows, never against nobody."""

import pytest

from bot.domain.capability import Capability, Restraint
from bot.domain.message import CHAT_ITSELF, UNKNOWN_SENDER, Actor, ActorKind
from bot.domain.restraint import offered

EVERYTHING = frozenset(Capability)
MUTE, KICK, BAN, LOCK = (Restraint.MUTE, Restraint.KICK, Restraint.BAN, Restraint.LOCK_MEDIA)


@pytest.mark.parametrize(
    ("sender", "restraints"),
    [
        (Actor(ActorKind.USER, "1"), (MUTE, KICK, BAN, LOCK)),
        (Actor(ActorKind.BOT, "1"), (MUTE, KICK, BAN, LOCK)),
        (Actor(ActorKind.CHANNEL, "1"), (BAN, LOCK)),
        (Actor(ActorKind.WEBHOOK, "1"), (LOCK,)),
        (Actor(ActorKind.ANONYMOUS_ADMIN, "1"), (LOCK,)),
        (UNKNOWN_SENDER, (LOCK,)),
        (CHAT_ITSELF, (LOCK,)),
    ],
)
def test_each_kind_of_sender_can_be_restrained_as_far_as_it_is_somebody(
    sender: Actor, restraints: tuple[Restraint, ...]
) -> None:
    assert offered(EVERYTHING, sender) == restraints


@pytest.mark.parametrize(
    ("capability", "restraint"),
    [
        (Capability.MUTE, MUTE),
        (Capability.KICK, KICK),
        (Capability.BAN, BAN),
        (Capability.LOCK_MEDIA, LOCK),
    ],
)
def test_only_what_the_chat_lets_the_bot_do_is_offered(
    capability: Capability, restraint: Restraint
) -> None:
    sender = Actor(ActorKind.USER, "1")
    assert offered(frozenset({capability, Capability.DELETE}), sender) == (restraint,)
    assert restraint not in offered(EVERYTHING - {capability}, sender)
    assert offered(frozenset({Capability.DELETE}), sender) == ()


def test_every_kind_of_sender_is_thought_of() -> None:
    for kind in ActorKind:
        assert LOCK in offered(EVERYTHING, Actor(kind, "1"))
