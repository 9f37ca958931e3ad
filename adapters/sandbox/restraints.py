"""What an adult may let the bot do to a sender or a chat, and what the chat refuses after that."""

from datetime import datetime
from typing import assert_never

from adapters.sandbox.errors import NoSuchMember, NotAllowed, NotSupported, TargetIsAdmin
from adapters.sandbox.state import Chat
from bot.domain.capability import Capability, Restraint
from bot.domain.message import Actor, ActorKind
from bot.domain.pause import MediaKind

# The only thing that there is to remember about a chat before its pictures were paused.
_WERE_ALLOWED = "on"
# What can be posted here as a file, whatever it holds.
_FILES = frozenset({MediaKind.PHOTOS, MediaKind.VIDEOS})
_NEEDED = {
    Restraint.MUTE: Capability.MUTE,
    Restraint.UNMUTE: Capability.MUTE,
    Restraint.KICK: Capability.KICK,
    Restraint.BAN: Capability.BAN,
    Restraint.LOCK_MEDIA: Capability.LOCK_MEDIA,
    Restraint.UNLOCK_MEDIA: Capability.LOCK_MEDIA,
}


def restrain(chat: Chat, restraint: Restraint, actor: Actor, until: datetime, undo: str) -> str:
    """Carry out a restraint; return what undoes it.

    Raises:
        Refusal: The chat cannot do that, or not to this sender.
    """
    if _NEEDED[restraint] not in chat.capabilities:
        raise NotSupported
    match restraint:
        case Restraint.LOCK_MEDIA:
            before, chat.media_paused = chat.media_paused, True
            return "" if before else _WERE_ALLOWED
        case Restraint.UNLOCK_MEDIA:
            chat.media_paused = undo != _WERE_ALLOWED
        case Restraint.UNMUTE:
            chat.muted.pop(actor, None)
        case Restraint.MUTE:
            _check_target(chat, actor)
            chat.muted[actor] = until
        case Restraint.KICK:
            _put_out(chat, actor)
        case Restraint.BAN:
            _put_out(chat, actor)
            chat.banned.add(actor)
        case other:
            assert_never(other)
    return ""


def check_may_post(chat: Chat, actor: Actor, now: datetime, *, files: bool) -> None:
    """Refuse a post of somebody who is restrained, in words that the page shows.

    Raises:
        NotAllowed: The sender is muted or shut out, or pictures are paused.
    """
    if actor in chat.banned:
        raise NotAllowed("An adult has shut this sender out of the chat.")
    until = chat.muted.get(actor)
    if until is not None and now < until:
        raise NotAllowed(
            f"An adult has muted you in this chat until {until:%H:%M} UTC. You can still read."
        )
    if files and (chat.media_paused or _FILES & chat.barred):
        raise NotAllowed("Pictures are paused in this chat. You can still write.")


def _put_out(chat: Chat, actor: Actor) -> None:
    _check_target(chat, actor)
    chat.members.pop(actor.id, None)


def _check_target(chat: Chat, actor: Actor) -> None:
    """Refuse what no platform does: to an admin, or to somebody who is not there."""
    if actor.kind is not ActorKind.USER:
        # Bots, webhooks and channels are no members here; what they post can be shut out.
        return
    member = chat.members.get(actor.id)
    if member is None and actor not in chat.banned:
        raise NoSuchMember
    if member is not None and member.admin:
        raise TargetIsAdmin
