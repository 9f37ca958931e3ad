"""How a raw update of the sandbox becomes the core's events. Pure: no I/O, no state.

Media is found by a walk over the whole raw update and not by field names, so a field that the
platform adds tomorrow is scanned on the day that it appears.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from bot.domain.command_words import said_alone
from bot.domain.event import (
    Asset,
    CommandGiven,
    Event,
    Gap,
    Membership,
    OpaqueSlot,
    Posted,
    Press,
    Profile,
    Removed,
)
from bot.domain.links import names_in
from bot.domain.message import Actor, ActorKind, ChatRef, MediaItem, MessageRef
from bot.domain.signal import OpaqueReason

PLATFORM = "sandbox"
# Any of these marks an object as media, whatever field it stands in.
_MARKS = frozenset({"file_id", "file_unique_id"})
_SENDERS = frozenset(ActorKind)
_LINK = re.compile(r"https?://[^\s<>\"']+")


class MalformedUpdate(ValueError):
    """An update cannot be read. It is parked for a person; the text names no content."""


def translate(raw: object) -> tuple[Event, ...]:
    """Read one raw update.

    Raises:
        MalformedUpdate: Something that every update of its type has is missing.
    """
    update = _mapping(raw, "update")
    chat = ChatRef(PLATFORM, _text(_mapping(update.get("chat"), "chat"), "id"))
    kind = _text(update, "type")
    media = list(find_media(update))
    match kind:
        case "deleted":
            return (Removed(_ref(chat, _text(update, "message_id"))),)
        case "press":
            at, action = _date(update, "date"), _text(update, "action")
            return (Press(chat, _actor(update, chat), at, action),)
        case "membership":
            may_delete = update.get("may_delete") is not False
            present, joined = update.get("present") is True, update.get("joined") is True
            return (Membership(chat, present, _date(update, "date"), may_delete, joined),)
        case "profile":
            at, hidden = _date(update, "date"), _hidden(media)
            return (Profile(chat, _actor(update, chat), _items(media), at, hidden),)
        case "chat_picture":
            return (Asset(chat, _items(media), _date(update, "date"), _hidden(media)),)
        case "gap":
            return (Gap(chat, _date(update, "since"), _date(update, "until")),)
        case _ if "message" in update:
            # Whatever its type is called: a message is looked at.
            return _posted(update, chat, media)
        case _:
            raise MalformedUpdate("an update of a type that is not known holds no message")


def find_media(raw: object) -> Iterator[MediaItem | OpaqueSlot]:
    """Find every object, at any depth, that is or claims to be a file, in document order.

    A file without a usable id cannot be fetched and is reported as such, never skipped.
    """
    seen: dict[str, int] = {}
    # A stack of our own: a hostile depth must not end in a RecursionError.
    waiting: list[tuple[str, object]] = [("", raw)]
    while waiting:
        path, node = waiting.pop()
        if isinstance(node, Mapping):
            if not _MARKS.isdisjoint(node):
                yield _slot(path, node, seen)
            children = [(f"{path}.{key}" if path else str(key), node[key]) for key in node]
            waiting.extend(reversed(children))
        elif isinstance(node, list):
            waiting.extend((f"{path}.{index}", node[index]) for index in _backwards(node))


def _slot(path: str, node: Mapping[object, object], seen: dict[str, int]) -> MediaItem | OpaqueSlot:
    named = node.get("slot")
    name = named if isinstance(named, str) and named else path
    seen[name] = seen.get(name, 0) + 1
    slot = name if seen[name] == 1 else f"{name}.{seen[name]}"
    handle, unique, size = node.get("file_id"), node.get("file_unique_id"), node.get("size")
    key = unique if isinstance(unique, str) and unique else handle
    if not isinstance(handle, str) or not handle:
        opaque_key = key if isinstance(key, str) and key else slot
        return OpaqueSlot(slot, opaque_key, OpaqueReason.UNFETCHABLE)
    # bool is an int to Python; a size of `true` is no size.
    stated = size if isinstance(size, int) and not isinstance(size, bool) else None
    return MediaItem(slot, key if isinstance(key, str) else handle, handle, stated)


def _posted(
    update: Mapping[str, object], chat: ChatRef, media: list[MediaItem | OpaqueSlot]
) -> tuple[Event, ...]:
    message = _mapping(update["message"], "message")
    ref = _ref(chat, _text(message, "message_id"))
    actor, at = _actor(message, chat), _date(message, "date")
    text = str(message.get("text") or "")
    posted = Posted(
        ref,
        actor,
        at,
        media=_items(media),
        opaque=_hidden(media),
        links=tuple(_LINK.findall(text)),
        revision=str(message.get("version") or 0),
        names=names_in(text),
    )
    private = _mapping(update["chat"], "chat").get("kind") == "private"
    if private and not posted.edited and actor.kind is ActorKind.USER:
        # Media is not touched here: somebody in need may show a picture, and it is not ours to see.
        line = text if text.startswith("/") and not media else said_alone(text)
        return (CommandGiven(ref, actor, at, line, private=True, showed=bool(media)),)
    # An edit is never a command: the person would see one line and the bot would have obeyed two.
    if posted.edited or not text.startswith("/"):
        return () if private else (posted,)
    answered = message.get("reply_to")
    command = CommandGiven(
        ref,
        actor,
        at,
        text,
        reply_to=_ref(chat, answered) if isinstance(answered, str) else None,
        private=private,
    )
    return (posted, command) if media or posted.links or posted.names else (command,)


def _items(media: list[MediaItem | OpaqueSlot]) -> tuple[MediaItem, ...]:
    return tuple(item for item in media if isinstance(item, MediaItem))


def _hidden(media: list[MediaItem | OpaqueSlot]) -> tuple[OpaqueSlot, ...]:
    return tuple(slot for slot in media if isinstance(slot, OpaqueSlot))


def _actor(node: Mapping[str, object], chat: ChatRef) -> Actor:
    sender = node.get("from")
    # No sender, or a kind that is new: the post is scanned like any other, only nobody can be
    # told in private. Raising here would park the picture unseen.
    kind = sender.get("kind") if isinstance(sender, Mapping) else None
    if not isinstance(sender, Mapping) or not isinstance(kind, str) or kind not in _SENDERS:
        return Actor(ActorKind.CHANNEL, chat.chat)
    return Actor(ActorKind(kind), str(sender.get("id") or chat.chat))


def _ref(chat: ChatRef, message: str) -> MessageRef:
    return MessageRef(chat.platform, chat.chat, message)


def _mapping(node: object, what: str) -> Mapping[str, object]:
    if not isinstance(node, Mapping):
        raise MalformedUpdate(f"{what} is not an object")
    return node


def _text(node: Mapping[str, object], field: str) -> str:
    value = node.get(field)
    if not isinstance(value, str) or not value:
        raise MalformedUpdate(f"{field} is missing")
    return value


def _date(node: Mapping[str, object], field: str) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(node, field))
    except ValueError:
        raise MalformedUpdate(f"{field} is no time") from None
    if moment.tzinfo is None:
        raise MalformedUpdate(f"{field} has no time zone")
    return moment


def _backwards(node: list[object]) -> range:
    return range(len(node) - 1, -1, -1)
