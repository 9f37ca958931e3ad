"""Which restraints a person may choose from, about one sender in one chat."""

from collections.abc import Set as AbstractSet
from datetime import timedelta

from bot.domain.capability import Capability, Restraint
from bot.domain.message import CHAT_ITSELF, UNKNOWN_SENDER, Actor, ActorKind

# A day gives the adults time to talk to everybody; a longer one is a person's second click.
MUTE_LASTS = timedelta(hours=24)

_NEEDED = {
    Restraint.MUTE: Capability.MUTE,
    Restraint.KICK: Capability.KICK,
    Restraint.BAN: Capability.BAN,
    Restraint.LOCK_MEDIA: Capability.LOCK_MEDIA,
}
# Behind a webhook or an anonymous admin is nobody whom a platform could name; a channel that
# posts is no member, it can only be shut out.
_PERSONS = frozenset({Restraint.MUTE, Restraint.KICK, Restraint.BAN})
_ABOUT = {
    ActorKind.USER: _PERSONS,
    ActorKind.BOT: _PERSONS,
    ActorKind.CHANNEL: frozenset({Restraint.BAN}),
    ActorKind.WEBHOOK: frozenset[Restraint](),
    ActorKind.ANONYMOUS_ADMIN: frozenset[Restraint](),
}


def offered(capabilities: AbstractSet[Capability], sender: Actor) -> tuple[Restraint, ...]:
    """Return what this chat lets the bot do about this sender, mildest first for a person."""
    known = sender not in (UNKNOWN_SENDER, CHAT_ITSELF)
    about = _ABOUT[sender.kind] if known else frozenset[Restraint]()
    return tuple(
        restraint
        for restraint, needed in _NEEDED.items()
        if needed in capabilities and (restraint is Restraint.LOCK_MEDIA or restraint in about)
    )
