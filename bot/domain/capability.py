"""What the bot may do in a chat, and the ladders that follow from it."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.domain.message import ActorKind


class Capability(StrEnum):
    """One thing that a platform, or the bot's rights in a chat, allows."""

    DELETE = "delete"
    BULK_DELETE = "bulk_delete"
    ERASE_MEDIA = "erase_media"
    MUTE = "mute"
    KICK = "kick"
    BAN = "ban"
    LOCK_MEDIA = "lock_media"
    # All media of the whole chat can be paused, and given back exactly; or one kind by itself too.
    PAUSE_MEDIA = "pause_media"
    PAUSE_KINDS = "pause_kinds"
    EPHEMERAL = "ephemeral"
    DM = "dm"
    DM_IF_STARTED = "dm_if_started"
    BUTTONS = "buttons"
    SLASH = "slash"
    # Each message has a menu, and the bot has an entry in it for reports.
    MESSAGE_MENU = "message_menu"
    # Lists under a message from which people choose a room or a person.
    LISTS = "lists"
    EDIT_EVENTS = "edit_events"
    DELETE_EVENTS = "delete_events"
    HISTORY = "history"
    GAP_REPLAY = "gap_replay"
    PRE_DELIVERY_BLOCK = "pre_delivery_block"
    END_TO_END_ENCRYPTION = "end_to_end_encryption"
    # What is said here is read by invited people alone, not by everybody of a larger chat.
    CONFIDENTIAL = "confidential"


Capabilities = frozenset[Capability]


@dataclass(frozen=True, slots=True)
class Limits:
    """A platform's bounds.

    Attributes:
        download_bytes: The largest file that the bot can fetch.
        text_chars: The longest text of one message.
        delete_age: How old a message may be to be deleted, or None for any age.
        button_bytes: The most that a button carries. Without a word of the platform, the smallest
            bound of all: https://core.telegram.org/bots/api#inlinekeyboardbutton (callback_data).
        private_button_bytes: The same for a button whose answer is for the presser alone. It may
            have to lead into a private chat: a deep link carries 64 characters
            (https://core.telegram.org/bots/features#deep-linking), base64 of 48 bytes.
    """

    download_bytes: int
    text_chars: int
    delete_age: timedelta | None = None
    button_bytes: int = 64
    private_button_bytes: int = 48


@dataclass(frozen=True, slots=True)
class ChatCheck:
    """One thing that must be right in a chat for the bot to protect it.

    Attributes:
        text: Key of the text that says what was looked at, such as ``check-delete``.
        ok: Whether it is right.
        fix: Key of the text that tells an admin how to put it right, where it is not.
        needed: Without it the bot cannot do its work; else it is advice.
    """

    text: str
    ok: bool
    fix: str = ""
    needed: bool = True


class Restraint(StrEnum):
    """What a person may do about a sender or a chat. Software never does any of it by itself."""

    MUTE = "mute"
    UNMUTE = "unmute"
    KICK = "kick"
    BAN = "ban"
    LOCK_MEDIA = "lock_media"
    UNLOCK_MEDIA = "unlock_media"


class NoticeWay(StrEnum):
    """How a sender can be told in private, best first."""

    EPHEMERAL = "ephemeral"
    DM = "dm"
    DM_IF_STARTED = "dm_if_started"


class Role(StrEnum):
    """What a person is in a chat, as the platform says at this moment."""

    OUTSIDER = "outsider"
    MEMBER = "member"
    ADMIN = "admin"


_WAYS = {
    NoticeWay.EPHEMERAL: Capability.EPHEMERAL,
    NoticeWay.DM: Capability.DM,
    NoticeWay.DM_IF_STARTED: Capability.DM_IF_STARTED,
}


def notice_ladder(capabilities: AbstractSet[Capability], actor: ActorKind) -> tuple[NoticeWay, ...]:
    """Return the ways to tell this sender in private, in the order to try them.

    Empty for senders without a private side (bots, channels, anonymous admins): they are left
    with the unnamed line in the group and its "Why?" button.
    """
    if actor is not ActorKind.USER:
        return ()
    return tuple(way for way, needed in _WAYS.items() if needed in capabilities)
