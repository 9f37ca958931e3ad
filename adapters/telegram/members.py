"""Who is in a chat and what they show: the bot itself, new members' pictures, reactions."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from adapters.telegram.contents import contents_of
from adapters.telegram.raw import (
    OURS,
    Raw,
    is_private,
    list_in,
    mapping_in,
    required_chat,
    required_date,
    required_id,
    text_in,
)
from adapters.telegram.senders import member_actor, reactor_of
from bot.domain.event import Asset, Membership, OpaqueSlot, Profile
from bot.domain.message import Actor, ActorKind, ChatRef
from bot.domain.signal import OpaqueReason

_AWAY = frozenset({"left", "kicked"})
_PROFILE = "profile"


def membership_of_the_bot(change: Raw) -> Iterator[Membership]:
    """Yield what became of the bot in a group or channel (`my_chat_member`)."""
    chat, at = required_chat(change), required_date(change, "date")
    if is_private(change):
        return  # A person who blocks the bot: their right, and no chat that was guarded.
    before, after = mapping_in(change, "old_chat_member"), mapping_in(change, "new_chat_member")
    present = _is_present(after)
    joined = present and bool(before) and not _is_present(before)
    yield Membership(chat, present, at, may_delete=_may_delete(after), joined=joined)


def profiles(update: Raw, event: Raw) -> Iterator[Profile]:
    """Yield the pictures of new members, which the adapter asked for beside this event."""
    asked = mapping_in(mapping_in(update, OURS), "profile_photos")
    if not asked or is_private(event):
        return
    chat, at = required_chat(event), required_date(event, "date")
    members = _new_members(event)
    for user, photos in asked.items():
        actor = members.get(str(user), Actor(ActorKind.USER, str(user)))
        if photos != []:
            yield _profile(chat, actor, photos, at)


def reactions(change: Raw) -> Iterator[Asset]:
    """Yield the custom emoji of reactions (`message_reaction`, `message_reaction_count`).

    Never a post: removing the message would remove what somebody else wrote.
    """
    chat, at = required_chat(change), required_date(change, "date")
    if is_private(change):
        return  # What people show the bot in private is not looked at.
    message, actor = required_id(change, "message_id"), reactor_of(change, chat)
    contents = contents_of(
        {field: list_in(change, field) for field in ("new_reaction", "reactions")}
    )
    if contents.shows:
        name = f"reaction:{message}:{actor.id}"
        yield Asset(chat, contents.media, at, contents.opaque, name)


def _is_present(member: Raw) -> bool:
    """Whether somebody is in the chat; a restricted one may have left."""
    status = text_in(member, "status")
    if status == "restricted":
        return member.get("is_member") is not False
    return status not in _AWAY


def _may_delete(member: Raw) -> bool:
    status = text_in(member, "status")
    allowed = member.get("can_delete_messages") is True
    return status == "creator" or (status == "administrator" and allowed)


def _new_members(event: Raw) -> dict[str, Actor]:
    joined = [*list_in(event, "new_chat_members")]
    joined.append(mapping_in(mapping_in(event, "new_chat_member"), "user"))
    actors = (member_actor(user) for user in joined if isinstance(user, Mapping))
    return {actor.id: actor for actor in actors if actor is not None}


def _profile(chat: ChatRef, actor: Actor, photos: object, at: datetime) -> Profile:
    """Read the pictures of one person; what could not be asked or read is opaque."""
    pictures = photos if isinstance(photos, list) else []
    contents = contents_of({_PROFILE: [{"photo": sizes} for sizes in pictures]})
    opaque = contents.opaque
    if not contents.shows:
        opaque = (OpaqueSlot(_PROFILE, _PROFILE, OpaqueReason.UNFETCHABLE),)
    return Profile(chat, actor, contents.media, at, opaque)
