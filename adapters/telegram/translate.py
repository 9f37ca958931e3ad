"""How one raw update of Telegram becomes the core's events. Pure: no I/O, no state.

The way of a photo: here → `messages.shown_by` → `contents.contents_of` → `walk.walk`.
"""

from collections.abc import Iterator
from datetime import datetime

from adapters.telegram.commands import command_in_group, said_in_private
from adapters.telegram.members import membership_of_the_bot, profiles, reactions
from adapters.telegram.messages import chat_photo, moves, read_head, shown_by
from adapters.telegram.raw import (
    OURS,
    PLATFORM,
    MalformedUpdate,
    Raw,
    id_in,
    mapping_in,
    required_chat,
    required_date,
    required_id,
    required_mapping,
    text_in,
)
from adapters.telegram.senders import member_actor
from adapters.telegram.walk import holds_file
from bot.domain.event import Event, Moved, PlatformTrouble, Press, TroubleKind
from bot.domain.message import ChatRef

__all__ = ["PLATFORM", "MalformedUpdate", "chat_of", "translate"]

_ENVELOPE = frozenset({"update_id", OURS})
_MESSAGES = frozenset(
    {"message", "edited_message", "channel_post", "edited_channel_post", "guest_message"}
)


def translate(raw: object, username: str = "") -> tuple[Event, ...]:
    """Read one raw update.

    Args:
        raw: The JSON as Telegram sent it, or an update that the adapter made up.
        username: The bot's own, so that commands to other bots are left to them.

    Raises:
        MalformedUpdate: Something that every update of its kind has is missing.
    """
    update = required_mapping(raw, "update")
    ours = mapping_in(update, OURS)
    if "kind" in ours:
        return (_made_up(ours),)
    return tuple(
        event
        for kind, body in update.items()
        if kind not in _ENVELOPE
        for event in _events(kind, body, update, username)
    )


def chat_of(raw: object) -> str:
    """Return the id of the chat that an update is about; empty where it is about none."""
    update = raw if isinstance(raw, dict) else {}
    moved = mapping_in(update, OURS)
    if moved.get("kind") == "moved":
        return text_in(moved, "old") or id_in(moved, "old")
    for kind, body in update.items():
        if kind not in _ENVELOPE and isinstance(body, dict):
            message = body if "chat" in body else mapping_in(body, "message")
            return id_in(mapping_in(message, "chat"), "id")
    return ""


def _events(kind: str, body: object, update: Raw, username: str) -> Iterator[Event]:
    match kind:
        case "callback_query":
            yield from _press(required_mapping(body, kind))
        case "my_chat_member":
            yield from membership_of_the_bot(required_mapping(body, kind))
        case "chat_member":
            yield from profiles(update, required_mapping(body, kind))
        case "message_reaction" | "message_reaction_count":
            yield from reactions(required_mapping(body, kind))
        case _ if kind in _MESSAGES or (isinstance(body, dict) and "message_id" in body):
            # Of whatever kind: a message is looked at.
            yield from _of_message(kind, required_mapping(body, kind), update, username)
        case _ if holds_file(body):
            raise MalformedUpdate("an update of a kind that is not known holds a file")
        case _:
            return  # Nothing that we asked for, and nothing to look at.


def _of_message(kind: str, message: Raw, update: Raw, username: str) -> Iterator[Event]:
    head = read_head(message, edited=kind.startswith("edited_"))
    if head.private:
        if kind in ("message", "edited_message"):
            yield from said_in_private(head, message, username)
        return
    yield from moves(head, message)
    if not head.ephemeral:
        yield from shown_by(head, message)
        yield from chat_photo(head, message)
        yield from profiles(update, message)
    if kind == "message":
        yield from command_in_group(head, message, username)


def _press(query: Raw) -> Iterator[Press]:
    """Yield a press of a button; one under an inline message stands in a chat we do not know."""
    message, action = mapping_in(query, "message"), text_in(query, "data")
    if not message or not action:
        return
    actor = member_actor(mapping_in(query, "from"))
    if actor is None:
        raise MalformedUpdate("nobody pressed the button")
    # Of the message under which the button stands: the press itself has no time.
    at = required_date(message, "date")
    yield Press(required_chat(message), actor, at, action, text_in(query, "id"))


def _made_up(ours: Raw) -> Event:
    """Read an update of the adapter itself; it names no content, so it may be quoted."""
    kind = text_in(ours, "kind")
    if kind == "moved":
        old, new = (ChatRef(PLATFORM, _own_id(ours, end)) for end in ("old", "new"))
        return Moved(old, new, _moment(ours, "at"))
    if kind in frozenset(TroubleKind):
        since, until = _moment(ours, "since"), _moment(ours, "until")
        return PlatformTrouble(PLATFORM, TroubleKind(kind), since, until)
    raise MalformedUpdate(f"an update of our own of no known kind: {kind}")


def _own_id(ours: Raw, field: str) -> str:
    return text_in(ours, field) or required_id(ours, field)


def _moment(ours: Raw, field: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text_in(ours, field))
    except ValueError:
        raise MalformedUpdate(f"{field} is no time") from None
    if moment.tzinfo is None:
        raise MalformedUpdate(f"{field} has no time zone")
    return moment
