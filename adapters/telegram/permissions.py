"""What members of a chat may send, as a set of switches and as the few letters that remember it."""

from collections.abc import Mapping

from bot.domain.pause import EVERYTHING as ALL_KINDS
from bot.domain.pause import Kinds, MediaKind

# https://core.telegram.org/bots/api#chatpermissions (Bot API 10.3). The place in this list is the
# bit in a remembered mask: only ever add at the end.
_NAMES = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
# Everything that can show a picture: polls hold media, "other" are stickers and animations.
_MEDIA = frozenset(_NAMES[1:10])
# What each kind needs. A picture can be sent as a file, and a sticker can be an animation.
_OF_KIND = {
    MediaKind.PHOTOS: ("can_send_photos", "can_send_documents"),
    MediaKind.VIDEOS: ("can_send_videos", "can_send_video_notes", "can_send_documents"),
    MediaKind.STICKERS: ("can_send_other_messages",),
    MediaKind.LINKS: ("can_add_web_page_previews",),
}
# What Telegram takes a missing switch for.
_SAME_AS = {
    "can_react_to_messages": "can_send_messages",
    "can_edit_tag": "can_pin_messages",
    "can_manage_topics": "can_pin_messages",
}

Permissions = dict[str, bool]

NOTHING: Permissions = dict.fromkeys(_NAMES, False)
EVERYTHING: Permissions = dict.fromkeys(_NAMES, True)


def read(raw: Mapping[str, object]) -> Permissions:
    """Return all switches as a chat has them."""
    return {name: raw.get(name, raw.get(_SAME_AS.get(name, ""))) is True for name in _NAMES}


def without_media(permissions: Permissions) -> Permissions:
    """Return the switches with everything off that can show a picture."""
    return {name: on and name not in _MEDIA for name, on in permissions.items()}


def with_media(permissions: Permissions) -> Permissions:
    """Return the switches, with media on if none of it was.

    A lock that was pressed twice, or before a restart, remembers a chat that was locked already:
    whoever lets pictures in again must not be left with a button that changes nothing.
    """
    if any(permissions[name] for name in _MEDIA):
        return permissions
    return permissions | dict.fromkeys(_MEDIA, True)


def media_of(permissions: Permissions) -> str:
    """Return the switches of media alone: whoever changes another one changes no pause."""
    return remember({name: on and name in _MEDIA for name, on in permissions.items()})


def with_media_of(permissions: Permissions, letters: str) -> Permissions | None:
    """Return switches with those of media as they were remembered; None where these are none."""
    media = recall(letters)
    if media is None:
        return None
    return {name: media[name] if name in _MEDIA else on for name, on in permissions.items()}


def without_kinds(letters: str, kinds: Kinds) -> str:
    """Return remembered switches with off what shows media of these kinds."""
    named = {name for kind in kinds for name in _OF_KIND[kind]}
    off = _MEDIA if kinds == ALL_KINDS else named
    before = recall(letters) or NOTHING
    return remember({name: on and name not in off for name, on in before.items()})


def remember(permissions: Permissions) -> str:
    """Return the switches in at most four letters."""
    return f"{sum(1 << bit for bit, name in enumerate(_NAMES) if permissions[name]):x}"


def recall(letters: str) -> Permissions | None:
    """Return the switches that were remembered, or None where these letters are none."""
    try:
        mask = int(letters, 16)
    except ValueError:
        return None
    if not 0 <= mask < 1 << len(_NAMES):
        return None
    return {name: bool(mask >> bit & 1) for bit, name in enumerate(_NAMES)}
