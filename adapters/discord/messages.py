"""How one raw message becomes what was posted: its place, its sender, what it shows."""

import json
from collections.abc import Iterator
from datetime import datetime

from adapters.discord.hosts import MediaHosts
from adapters.discord.ids import id_in, message, moment_of, required_id, server
from adapters.discord.senders import sender_of
from adapters.discord.walk import Contents, contents_of, emoji_item
from bot.domain.event import Asset, OpaqueSlot, Posted
from bot.domain.message import ChatRef, MessageRef
from bot.domain.raw_json import Raw, join, list_in, mapping_in, short_digest, text_in
from bot.domain.signal import OpaqueReason

# https://discord.com/developers/docs/resources/message#message-object-message-types: the kinds that
# people write. One of them without anything in it cannot exist.
_WRITTEN = (0, 19)
_FILLED = (
    "content",
    "attachments",
    "embeds",
    "sticker_items",
    "stickers",
    "components",
    "poll",
    "message_snapshots",
    "activity",
    "call",
)
# An app that thinks has said nothing yet: flag LOADING.
_LOADING = 1 << 7


def posts_in(
    raw: Raw, me: str, hosts: MediaHosts, *, updated: bool = False
) -> Iterator[Posted | Asset]:
    """Yield what a message posts: itself, the message that it answers, and its reactions.

    The answered message may be older than the bot's time here; one that was looked at is not
    looked at twice.

    Args:
        raw: The message as Discord sent it, with the id of its server.
        me: The bot's own id.
        hosts: Where media may be fetched from.
        updated: It is a later version: an edit, or what Discord found behind a link meanwhile.
    """
    chat = server(required_id(raw, "guild_id"))
    answered = mapping_in(raw, "referenced_message")
    readable = id_in(answered, "id") and id_in(answered, "channel_id")
    for one in (raw, answered) if readable else (raw,):
        if _wrote(one, me):
            continue  # The bot's own words, which hold nothing else.
        contents = contents_of(one, hosts)
        later = f"shown:{_digest_of(one, contents)}" if updated and one is raw else "0"
        yield _post(one, chat, contents, later)
        yield from reactions_of(one, chat)


def reference_of(raw: Raw, chat: ChatRef) -> MessageRef:
    """Return which message this is."""
    return message(chat, required_id(raw, "channel_id"), required_id(raw, "id"))


def shown_digest(raw: Raw, hosts: MediaHosts) -> str:
    """Return what stands for all that a message shows: the same picture gives the same digest.

    So a message that comes from the gateway and again from the history is one update, and an edit
    that changes something is another.
    """
    return _digest_of(raw, contents_of(raw, hosts))


def _digest_of(raw: Raw, contents: Contents) -> str:
    keys = [item.key for item in contents.media] + [slot.key for slot in contents.opaque]
    return short_digest(json.dumps([keys, contents.links, text_in(raw, "edited_timestamp")]))


def is_hollow(raw: Raw, me: str) -> bool:
    """Whether a message that people write holds nothing: Discord hides what it held.

    That is how it looks without the Message Content intent; there is no error.
    """
    flags, kind = raw.get("flags"), raw.get("type")
    loading = isinstance(flags, int) and flags & _LOADING
    if loading or kind not in _WRITTEN or "content" not in raw:
        return False
    return not _wrote(raw, me) and not any(raw.get(one) for one in _FILLED)


def _wrote(raw: Raw, me: str) -> bool:
    # A part of a message names nobody, and so does a bot that does not know who it is.
    return bool(me) and id_in(mapping_in(raw, "author"), "id") == me


def reactions_of(raw: Raw, chat: ChatRef) -> Iterator[Asset]:
    """Yield the custom emojis below a message; who set them does not stand here.

    Never a post: removing the message would remove what somebody else wrote.
    """
    for number, reaction in enumerate(list_in(raw, "reactions")):
        emoji = mapping_in(reaction, "emoji")
        found = id_in(emoji, "id")
        if found:
            slot = join("reactions", number)
            item = emoji_item(slot, found, animated=emoji.get("animated") is True)
            name = f"reaction:{id_in(raw, 'id')}"
            yield Asset(chat, (item,), moment_of(required_id(raw, "id")), name=name)


def _post(raw: Raw, chat: ChatRef, contents: Contents, revision: str) -> Posted:
    edited = text_in(raw, "edited_timestamp")
    return Posted(
        reference_of(raw, chat),
        sender_of(raw),
        _last_change(raw, edited),
        contents.media,
        contents.opaque + _hidden(raw, contents),
        contents.links,
        revision=edited or revision,
        names=contents.names,
    )


def _last_change(raw: Raw, edited: str) -> datetime:
    """Return since when a message looks like this: what an edit put in was not seen before."""
    posted = moment_of(required_id(raw, "id"))
    try:
        changed = datetime.fromisoformat(edited)
    except ValueError:
        return posted
    return max(posted, changed) if changed.tzinfo is not None else posted


def _hidden(raw: Raw, contents: Contents) -> tuple[OpaqueSlot, ...]:
    """Return the slot of what Discord does not show; unknown is never clean."""
    if contents.shows or not is_hollow(raw, me=""):
        return ()
    return (OpaqueSlot("content", "hidden", OpaqueReason.UNREADABLE),)
