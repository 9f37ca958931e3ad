"""What a message shows: its files, custom emoji, links, names, and what cannot be fetched."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from adapters.telegram.links import links_in, words_in
from adapters.telegram.raw import Raw, date_in, id_in, list_in, mapping_in, text_in
from adapters.telegram.walk import holds_file, is_file, usable_id, walk
from bot.domain.event import OpaqueSlot
from bot.domain.links import all_names
from bot.domain.message import MediaItem
from bot.domain.raw_json import join
from bot.domain.signal import OpaqueReason

# An update has no file id of a custom emoji, only the emoji's own: `media.py` asks for the file.
EMOJI_HANDLE = "emoji:"
_EMOJI_ID = "custom_emoji_id"
_SIZE_END = 2**63

# Shown to people as a picture, handed to bots without a file: a forwarded story is only a chat
# and a number, and the photo of an invoice is not in it. https://core.telegram.org/bots/api
_SHOWN_WITHOUT_A_FILE = ("story", "reply_to_story", "invoice")
# A picture inside a contact card, https://www.rfc-editor.org/rfc/rfc6350#section-6.2.4
_CARD_PICTURE = re.compile(r"^(?:[\w-]+\.)?(?:PHOTO|LOGO)[;:]", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Contents:
    """What was found in one message.

    Attributes:
        messages: Other messages of the same chat that it carries: the one that it answers, pins
            or adds a poll option to. They have contents of their own.
    """

    media: tuple[MediaItem, ...]
    opaque: tuple[OpaqueSlot, ...]
    links: tuple[str, ...]
    names: tuple[str, ...]
    messages: tuple[Raw, ...]

    @property
    def shows(self) -> bool:
        """Whether there is anything to look at."""
        return bool(self.media or self.opaque)


def contents_of(root: Raw) -> Contents:
    """Look through a message, or any other raw object, without leaving out a field."""
    search = _Search(id_in(mapping_in(root, "chat"), "id"))
    for path, node in walk(root, search.is_other_message):
        search.take(path, node)
    return Contents(
        tuple(search.media.values()),
        tuple(search.opaque),
        tuple(search.links),
        tuple(all_names(search.words)),
        tuple(search.messages),
    )


@dataclass(slots=True)
class _Search:
    """The state of one look through one message, which stands in `chat`."""

    chat: str
    # By content: `animation` comes a second time as `document`, and an emoji in every sentence.
    media: dict[str, MediaItem] = field(default_factory=dict)
    opaque: list[OpaqueSlot] = field(default_factory=list)
    links: dict[str, None] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    messages: list[Raw] = field(default_factory=list)
    emoji: int = 0

    def is_other_message(self, node: Raw) -> bool:
        """Whether this is a message of the same chat, which could be removed by itself.

        `external_reply` has no date, and copies of other chats' messages have another chat: both
        are shown by this message and belong to it.
        """
        return (
            bool(self.chat)
            and id_in(mapping_in(node, "chat"), "id") == self.chat
            and bool(id_in(node, "message_id"))
            and date_in(node, "date") is not None
        )

    def take(self, path: str, node: Raw) -> None:
        if path and self.is_other_message(node):
            self.messages.append(node)
            return
        if is_file(node):
            self._add(_read_file(path, node))
        else:
            # A sticker that is an emoji too was just added as a file.
            self._take_emoji(node)
        self.opaque.extend(_hidden(path, node))
        self.links.update(dict.fromkeys(links_in(node)))
        self.words += words_in(node)

    def _take_emoji(self, node: Raw) -> None:
        for name, value in node.items():
            # An emptied topic icon is an empty string.
            if not value or not name.endswith(_EMOJI_ID):
                continue
            if isinstance(value, str) and value in self.media:
                continue
            slot = f"custom_emoji.{self.emoji}"
            self.emoji += 1
            if usable_id(value):
                self._add(MediaItem(slot, value, f"{EMOJI_HANDLE}{value}"))
            else:
                self._add(_opaque(slot))

    def _add(self, found: MediaItem | OpaqueSlot) -> None:
        if isinstance(found, MediaItem):
            self.media.setdefault(found.key, found)
        else:
            self.opaque.append(found)


def _read_file(slot: str, node: Raw) -> MediaItem | OpaqueSlot:
    """Read a file; one without a usable id is reported as such, never skipped."""
    handle, unique, size = node.get("file_id"), node.get("file_unique_id"), node.get("file_size")
    key = unique if usable_id(unique) else ""
    if not usable_id(handle):
        return _opaque(slot, key)
    # bool is an int to Python; a size of `true` is no size.
    if not isinstance(size, int) or isinstance(size, bool) or not 0 <= size < _SIZE_END:
        size = None
    return MediaItem(slot, key or handle, handle, size)


def _hidden(path: str, node: Raw) -> Iterator[OpaqueSlot]:
    """Yield what stands right in this object and shows a picture that no bot can fetch."""
    shown = [(join(path, name), node[name]) for name in _SHOWN_WITHOUT_A_FILE if node.get(name)]
    # Paid media that nobody paid for yet is a `preview` with a size and without a file.
    paid = join(path, "paid_media")
    shown += [(join(paid, place), one) for place, one in enumerate(list_in(node, "paid_media"))]
    yield from (_opaque(slot) for slot, what in shown if not holds_file(what))
    if _CARD_PICTURE.search(text_in(node, "vcard")):
        yield _opaque(join(path, "vcard"))


def _opaque(slot: str, key: str = "") -> OpaqueSlot:
    return OpaqueSlot(slot, key or slot, OpaqueReason.UNFETCHABLE)
