"""Finds everything in a raw message that shows a picture, at any depth, with the path to it.

Media is found by this walk and not by field names: what Discord adds tomorrow is scanned on the day
that it appears. Whatever a message holds of others (who wrote it, whom it mentions, what it
answers) is left out: it is no part of what this message shows.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from adapters.discord.hosts import MediaHosts, attachment_id, moving, own, whole
from adapters.discord.ids import id_in
from bot.domain.event import OpaqueSlot
from bot.domain.links import all_names
from bot.domain.message import MediaItem
from bot.domain.raw_json import Raw, join, text_in
from bot.domain.signal import OpaqueReason

# Not what the message shows, but who made it and what it belongs to. The answered message is read
# as a message of its own, and reactions are nobody's message.
_OTHERS = frozenset(
    {
        "author",
        "member",
        "mentions",
        "mention_roles",
        "mention_channels",
        "referenced_message",
        "message_reference",
        "interaction_metadata",
        "interaction",
        "resolved",
        "thread",
        "application",
        "reactions",
        "upstander",
    }
)
_PROXIED = "proxy_"
# Of a picture of a foreign site that Discord does not hand on, nothing can be seen. A player of a
# foreign site is what stands behind the link, which is counted.
_PICTURE_SLOTS = frozenset({"image", "thumbnail", "media", "file"})
_ICON = "icon_url"
_ATTACHED, _EMBEDDED = "attachments", "embeds"
# Where people write, in a message or on the card that a bot makes.
_WORDS = frozenset({"content", "title", "description", "value", "text", "label"})
_EMOJI = re.compile(r"<(a?):\w{1,32}:([0-9]{15,20})>")
_ADDRESS = re.compile(r"https?://[^\s<>\"'\])]+", re.IGNORECASE)
# https://discord.com/developers/docs/resources/sticker#sticker-object-sticker-format-types
_STICKER_FILES = {1: "png", 2: "png", 3: "json", 4: "gif"}
_KEY_CHARS = 40


class _Spot(NamedTuple):
    """Where a value stands: its path, its own name, and the name of what it stands in.

    A long path is cut short, so names are never read off it.
    """

    path: str = ""
    name: str = ""
    around: str = ""

    def step(self, name: object) -> "_Spot":
        """Return the place one step further."""
        return _Spot(join(self.path, name), str(name), self.name)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a message shows: what can be fetched, what cannot, where it leads, whom it names."""

    media: tuple[MediaItem, ...]
    opaque: tuple[OpaqueSlot, ...]
    links: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def shows(self) -> bool:
        """Whether there is anything to look at."""
        return bool(self.media or self.opaque)


def contents_of(root: object, hosts: MediaHosts) -> Contents:
    """Return what an object of Discord's shows; each content once, at the first place it stands."""
    media: dict[str, MediaItem] = {}
    opaque: dict[str, OpaqueSlot] = {}
    links: list[str] = []
    words: list[str] = []
    slots: set[str] = set()
    for spot, value in _walk(root):
        found: list[MediaItem | OpaqueSlot] = []
        if isinstance(value, str):
            shown, leads = _in_text(spot, value, hosts)
            found += shown
            links += leads
            words += [value] if spot.name in _WORDS else []
        else:
            found += _in_object(spot, value, hosts)
        for one in found:
            if one.key in (media if isinstance(one, MediaItem) else opaque):
                continue
            alone = replace(one, slot=_free(one.slot, slots))
            slots.add(alone.slot)
            if isinstance(alone, MediaItem):
                media[alone.key] = alone
            else:
                opaque[alone.key] = alone
    return Contents(
        tuple(media.values()),
        tuple(opaque.values()),
        tuple(dict.fromkeys(links)),
        tuple(all_names(words)),
    )


def _free(slot: str, taken: set[str]) -> str:
    """Return a slot that nothing else has: one object may show several things."""
    while not slot or slot in taken:
        slot = join(slot, "more")
    return slot


def _walk(root: object) -> Iterator[tuple[_Spot, Raw | str]]:
    """Yield every object and every text in document order."""
    # A stack of our own: a hostile depth must not end in a RecursionError.
    waiting: list[tuple[_Spot, object]] = [(_Spot(), root)]
    while waiting:
        spot, node = waiting.pop()
        children: list[tuple[_Spot, object]] = []
        if isinstance(node, Mapping):
            yield spot, node
            children = [
                (spot.step(name), one) for name, one in node.items() if not _of_others(spot, name)
            ]
        elif isinstance(node, list):
            children = [(spot.step(number), one) for number, one in enumerate(node)]
        elif isinstance(node, str):
            yield spot, node
        waiting.extend(reversed(children))


def _of_others(spot: _Spot, name: str) -> bool:
    # The author of a preview is a line of words and a picture that whoever made it chose.
    return name in _OTHERS and not (name == "author" and spot.around == _EMBEDDED)


def _in_object(spot: _Spot, node: Raw, hosts: MediaHosts) -> Iterator[MediaItem | OpaqueSlot]:
    found = list(_files(spot, node, hosts))
    yield from found
    if spot.around == _ATTACHED and not found:
        # There is a file, and nobody knows where.
        key = f"{_ATTACHED}:{id_in(node, 'id') or spot.path}"
        yield OpaqueSlot(spot.path, key, OpaqueReason.UNFETCHABLE)
    if "format_type" in node:
        yield sticker_item(spot.path, node)
    emoji = id_in(node, "id")
    if emoji and spot.name in ("emoji", "icon_emoji"):
        yield emoji_item(spot.path, emoji, animated=node.get("animated") is True)


def _files(spot: _Spot, node: Raw, hosts: MediaHosts) -> Iterator[MediaItem | OpaqueSlot]:
    """Yield what an object's addresses lead to: ``url`` or else ``proxy_url``, and so on."""
    for name in node:
        plain = name.removeprefix(_PROXIED)
        if not plain.endswith("url") or (name != plain and plain in node):
            continue
        addresses = [one for one in (text_in(node, plain), text_in(node, _PROXIED + plain)) if one]
        url = next(filter(hosts.hold, addresses), None)
        slot = spot.path if plain == "url" else join(spot.path, plain)
        if url is not None:
            size = _size(node) if plain == "url" else None
            yield MediaItem(slot, _key(url), whole(url), size)
        elif (spot.name in _PICTURE_SLOTS or plain == _ICON) and addresses:
            yield OpaqueSlot(slot, _address_key(addresses[0]), OpaqueReason.UNFETCHABLE)


def _size(node: Raw) -> int | None:
    size = node.get("size")
    return size if isinstance(size, int) and not isinstance(size, bool) and size >= 0 else None


def sticker_item(path: str, node: Raw) -> MediaItem | OpaqueSlot:
    """Return a sticker as an item; one of a kind that nobody knows cannot be fetched."""
    sticker, form = id_in(node, "id"), node.get("format_type")
    if not sticker:
        return OpaqueSlot(path, "sticker", OpaqueReason.UNREADABLE)
    if not isinstance(form, int) or form not in _STICKER_FILES:
        # A format of the future: nobody knows under which name it lies.
        return OpaqueSlot(path, f"sticker:{sticker}", OpaqueReason.UNSUPPORTED)
    ending = _STICKER_FILES[form]
    # https://discord.com/developers/docs/reference#image-formatting-cdn-endpoints: GIFs of stickers
    # do not lie on the CDN.
    place = moving if ending == "gif" else own
    return MediaItem(path, f"sticker:{sticker}", place(f"stickers/{sticker}.{ending}"))


def emoji_item(path: str, emoji: str, *, animated: bool) -> MediaItem:
    """Return a custom emoji as an item; its file is whole, so an animated one has all frames.

    Whoever writes chooses whether an animated one moves, so the still one is not the same.
    """
    file = f"{emoji}.{'gif' if animated else 'png'}"
    return MediaItem(path, f"emoji:{file}", own(f"emojis/{file}"))


def _in_text(spot: _Spot, text: str, hosts: MediaHosts) -> tuple[list[MediaItem], list[str]]:
    """Return the emojis and pictures that a text shows, and the links that stand in it."""
    found = [
        emoji_item(join(spot.path, f"emoji{number}"), one.group(2), animated=bool(one.group(1)))
        for number, one in enumerate(_EMOJI.finditer(text))
    ]
    if spot.name.endswith("url"):
        # The object around it was asked already; a foreign address of its own is a link.
        return found, [] if hosts.hold(text) or not _leads(spot) else [text]
    addresses = [one.group().rstrip(".,;:!?") for one in _ADDRESS.finditer(text)]
    ours = [address for address in addresses if hosts.hold(address)]
    found += [
        MediaItem(join(spot.path, f"file{number}"), _key(address), whole(address))
        for number, address in enumerate(ours)
    ]
    return found, [address for address in addresses if address not in ours]


def _leads(spot: _Spot) -> bool:
    """Whether an address is somewhere to go: an embed's title or a button, not a picture's source.

    The provider and the author of a preview lead to the same site.
    """
    return spot.name == "url" and (spot.around.isdigit() or spot.around == "accessory")


def _key(url: str) -> str:
    """Return what names the content behind an address, whatever its signature is today."""
    attachment = attachment_id(url)
    return f"attachment:{attachment}" if attachment else _address_key(url.partition("?")[0])


def _address_key(url: str) -> str:
    return f"url:{hashlib.sha256(url.encode('utf-8', 'surrogatepass')).hexdigest()[:_KEY_CHARS]}"
