"""A message becomes events: what it shows, the messages that it carries, a chat that moved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from adapters.telegram.contents import Contents, contents_of
from adapters.telegram.raw import (
    PLATFORM,
    Raw,
    id_in,
    is_private,
    required_chat,
    required_date,
    required_id,
    text_in,
)
from adapters.telegram.senders import sender_of
from bot.domain.event import Asset, Moved, Posted
from bot.domain.message import Actor, ChatRef, MessageRef

# The photo of the chat stands at the chat itself: it stays when this message is removed.
_CHAT_PHOTO = "new_chat_photo"
_FIRST_VERSION = "0"


@dataclass(frozen=True, slots=True)
class Head:
    """What every message has.

    Attributes:
        private: It stands in a one-to-one chat with the bot.
        ephemeral: In a group, but only its sender and the bot can see it.
    """

    ref: MessageRef
    actor: Actor
    at: datetime
    edited: bool
    private: bool
    ephemeral: bool


def read_head(message: Raw, *, edited: bool) -> Head:
    """Read what every message has.

    Raises:
        MalformedUpdate: It has no id, no chat or no date.
    """
    chat = required_chat(message)
    ephemeral = id_in(message, "ephemeral_message_id")
    number = required_id(message, "message_id")
    return Head(
        # Ephemeral messages all have the number 0; `@` marks what is no message to the core.
        MessageRef(PLATFORM, chat.chat, f"@ephemeral:{ephemeral}" if ephemeral else number),
        sender_of(message, chat),
        required_date(message, "date"),
        edited=edited,
        private=is_private(message),
        ephemeral=bool(ephemeral),
    )


def shown_by(head: Head, message: Raw) -> Iterator[Posted]:
    """Yield what a message shows, and what the messages that it carries show.

    Those may be older than the bot's time in the chat. Each is a post of its own: removing the
    answer would leave the picture.
    """
    contents = contents_of({name: message[name] for name in message if name != _CHAT_PHOTO})
    if contents.shows or contents.links or contents.names:
        yield _posted(head, message, contents)
    waiting = list(contents.messages)
    while waiting:
        other = waiting.pop(0)
        carried = contents_of(other)
        # Not for links alone: it may be a message of our own, whose button is a link.
        if carried.shows:
            yield _posted(read_head(other, edited=False), other, carried)
        waiting += carried.messages


def chat_photo(head: Head, message: Raw) -> Iterator[Asset]:
    """Yield the new photo of the chat, where the message announces one."""
    contents = contents_of({name: message[name] for name in message if name == _CHAT_PHOTO})
    if contents.shows:
        yield Asset(head.ref.chat_ref, contents.media, head.at, contents.opaque)


def moves(head: Head, message: Raw) -> Iterator[Moved]:
    """Yield that a group became a supergroup; Telegram says it once in the old and in the new."""
    here = head.ref.chat_ref
    if new := id_in(message, "migrate_to_chat_id"):
        yield Moved(here, ChatRef(PLATFORM, new), head.at)
    if old := id_in(message, "migrate_from_chat_id"):
        yield Moved(ChatRef(PLATFORM, old), here, head.at)


def _posted(head: Head, message: Raw, contents: Contents) -> Posted:
    return Posted(
        head.ref,
        head.actor,
        head.at,
        contents.media,
        contents.opaque,
        contents.links,
        _revision(head, message),
        text_in(message, "media_group_id"),
        contents.names,
    )


def _revision(head: Head, message: Raw) -> str:
    stamp = id_in(message, "edit_date")
    # Telegram leaves the stamp out of edits that it shows to nobody as such.
    return stamp or ("edited" if head.edited else _FIRST_VERSION)
