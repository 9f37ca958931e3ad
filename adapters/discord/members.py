"""Pictures that stand on a server without being anybody's message: of members, of the server."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from adapters.discord.hosts import own
from adapters.discord.ids import id_in, required_id, server
from adapters.discord.senders import user_of
from adapters.discord.walk import emoji_item, sticker_item
from bot.domain.event import Asset, Profile
from bot.domain.message import ChatRef, MediaItem
from bot.domain.raw_json import MalformedUpdate, Raw, join, list_in, mapping_in, text_in

# https://discord.com/developers/docs/reference#image-formatting-cdn-endpoints. The largest size.
_LARGEST = "?size=4096"


def profile_in(raw: Raw, at: datetime) -> Iterator[Profile]:
    """Yield the pictures of a member who joined or changed; each picture has a name of its own.

    What did not change has the same name as before and is not looked at again.
    """
    guild, user = required_id(raw, "guild_id"), mapping_in(raw, "user")
    actor = user_of(user)
    if actor is None:
        raise MalformedUpdate("a member without an id")
    here = f"guilds/{guild}/users/{actor.id}"
    places = (
        ("avatar", user, f"avatars/{actor.id}"),
        ("banner", user, f"banners/{actor.id}"),
        ("guild_avatar", {"guild_avatar": raw.get("avatar")}, f"{here}/avatars"),
        ("guild_banner", {"guild_banner": raw.get("banner")}, f"{here}/banners"),
    )
    media = [item for slot, node, path in places for item in _picture(slot, node, path)]
    if media:
        yield Profile(server(guild), actor, tuple(media), at)


def assets_in(event: str, raw: Raw, at: datetime) -> Iterator[Asset]:
    """Yield the pictures of a server, of a role, of an event, and its emojis and stickers."""
    match event:
        case "GUILD_UPDATE" | "GUILD_CREATE":
            chat = server(required_id(raw, "id"))
            paths = (
                ("icon", "icons"),
                ("splash", "splashes"),
                ("discovery_splash", "discovery-splashes"),
                ("banner", "banners"),
                ("home_header", "home-headers"),
            )
            for slot, path in paths:
                yield from _asset(chat, slot, _picture(slot, raw, f"{path}/{chat.chat}"), at)
        case "GUILD_ROLE_CREATE" | "GUILD_ROLE_UPDATE":
            role = mapping_in(raw, "role")
            number = required_id(role, "id")
            chat = server(required_id(raw, "guild_id"))
            picture = _picture("icon", role, f"role-icons/{number}")
            yield from _asset(chat, f"role:{number}", picture, at)
        case "GUILD_SCHEDULED_EVENT_CREATE" | "GUILD_SCHEDULED_EVENT_UPDATE":
            number, chat = required_id(raw, "id"), server(required_id(raw, "guild_id"))
            yield from _asset(
                chat, f"event:{number}", _picture("image", raw, f"guild-events/{number}"), at
            )
        case _:
            pass
    yield from _emojis_and_stickers(raw, at)


def _emojis_and_stickers(raw: Raw, at: datetime) -> Iterator[Asset]:
    chat = server(id_in(raw, "guild_id") or required_id(raw, "id"))
    for number, emoji in enumerate(list_in(raw, "emojis")):
        if isinstance(emoji, Mapping) and (found := id_in(emoji, "id")):
            item = emoji_item(join("emojis", number), found, animated=emoji.get("animated") is True)
            yield Asset(chat, (item,), at, name=f"emoji:{found}")
    for number, sticker in enumerate(list_in(raw, "stickers")):
        if isinstance(sticker, Mapping):
            one = sticker_item(join("stickers", number), sticker)
            name = f"sticker:{id_in(sticker, 'id')}"
            if isinstance(one, MediaItem):
                yield Asset(chat, (one,), at, name=name)
            else:
                yield Asset(chat, (), at, (one,), name)


def reaction_in(raw: Raw, at: datetime) -> Iterator[Asset]:
    """Yield the custom emoji of a reaction; the message below is never removed for it."""
    emoji, message = mapping_in(raw, "emoji"), required_id(raw, "message_id")
    found, guild = id_in(emoji, "id"), id_in(raw, "guild_id")
    if found and guild:
        item = emoji_item("emoji", found, animated=emoji.get("animated") is True)
        yield Asset(server(guild), (item,), at, name=f"reaction:{message}")


def _picture(slot: str, node: Raw, path: str) -> list[MediaItem]:
    """Return the picture whose hash stands in a field, at its fixed place on Discord's CDN."""
    digest = text_in(node, slot)
    if not digest:
        return []
    # Discord marks what moves with these two letters; only as .gif does it come with all frames.
    ending = "gif" if digest.startswith("a_") else "png"
    return [MediaItem(slot, f"{path}/{digest}", own(f"{path}/{digest}.{ending}{_LARGEST}"))]


def _asset(chat: ChatRef, name: str, media: list[MediaItem], at: datetime) -> Iterator[Asset]:
    if media:
        yield Asset(chat, tuple(media), at, name=name)
