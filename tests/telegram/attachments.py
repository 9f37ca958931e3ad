"""What people can put into a message: each part writes its fields of the raw `Message`."""

import re
from collections.abc import Callable, Sequence

from tests.telegram.files import Files
from tests.telegram.state import Chat, Json, Message, Person

Part = Callable[[Files], Json]
"""Stores its files and returns its fields of the message."""

_VIDEO: Json = {"width": 640, "height": 480, "duration": 3}
_LINKS = re.compile(r"https?://\S+")
_COMMANDS = re.compile(r"(?<!\S)/[a-z0-9_]+(?:@\w+)?", re.IGNORECASE)


def photo(data: bytes, size: int | None = None) -> Part:
    """A picture; Telegram keeps it in several sizes, the biggest comes last."""
    return lambda files: {"photo": photo_sizes(files, data, size)}


def photo_sizes(files: Files, data: bytes, size: int | None = None) -> list[Json]:
    """Return the sizes of one picture; only the biggest holds the bytes that were given."""
    small = files.keep(b"small:" + data, "photos") | {"width": 90, "height": 67}
    return [small, files.keep(data, "photos", size) | {"width": 640, "height": 480}]


def document(
    data: bytes, mime: str = "application/octet-stream", name: str = "f", size: int | None = None
) -> Part:
    """A file; its name and type are what the sender says."""
    named = {"mime_type": mime, "file_name": name}
    return lambda files: {"document": files.keep(data, "documents", size) | named}


def animation(data: bytes) -> Part:
    """A GIF: the same file stands under two names."""

    def write(files: Files) -> Json:
        file = files.keep(data, "animations") | {"mime_type": "video/mp4"}
        return {"animation": file | _VIDEO, "document": dict(file)}

    return write


def video(data: bytes, cover: bytes | None = None, thumbnail: bytes | None = None) -> Part:
    """A video, perhaps with a cover of its own."""

    def write(files: Files) -> Json:
        raw = files.keep(data, "videos") | _VIDEO | {"mime_type": "video/mp4"}
        if cover is not None:
            raw["cover"] = photo_sizes(files, cover)
        if thumbnail is not None:
            raw["thumbnail"] = photo_sizes(files, thumbnail)[-1]
        return {"video": raw}

    return write


def video_note(data: bytes) -> Part:
    """A round video."""
    return lambda files: {
        "video_note": files.keep(data, "video_notes") | {"length": 240, "duration": 3}
    }


def sticker(data: bytes, kind: str = "static", set_name: str = "") -> Part:
    """A sticker: `static`, `video` or `animated`."""

    def write(files: Files) -> Json:
        raw = sticker_raw(files, data, kind)
        return {"sticker": raw | ({"set_name": set_name} if set_name else {})}

    return write


def sticker_raw(files: Files, data: bytes, kind: str = "static", emoji_id: str = "") -> Json:
    """Return a `Sticker` object; with an id it is a custom emoji."""
    raw = files.keep(data, "stickers") | {
        "type": "custom_emoji" if emoji_id else "regular",
        "width": 512,
        "height": 512,
        "is_animated": kind == "animated",
        "is_video": kind == "video",
    }
    return raw | ({"custom_emoji_id": emoji_id} if emoji_id else {})


def live_photo(still: bytes, moving: bytes) -> Part:
    """A still and a short video; the still stands under `photo` too."""

    def write(files: Files) -> Json:
        raw = files.keep(moving, "videos") | _VIDEO
        raw["photo"] = photo_sizes(files, still)
        return {"live_photo": raw, "photo": photo_sizes(files, still)}

    return write


def poll(
    question: str, options: Sequence[tuple[str, Part | None]], media: Part | None = None
) -> Part:
    """A poll; the question and every option may show something."""

    def write(files: Files) -> Json:
        raw: Json = {
            "id": "5432109876",
            "question": question,
            "options": [
                {"persistent_id": str(number), "text": text, "voter_count": 0}
                | ({"media": part(files)} if part is not None else {})
                for number, (text, part) in enumerate(options)
            ],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": True,
            "members_only": False,
        }
        return {"poll": raw | ({"media": media(files)} if media is not None else {})}

    return write


def rich_message(words: str, *pictures: bytes) -> Part:
    """A message of blocks (Bot API 10.1): words, and pictures below them."""

    def write(files: Files) -> Json:
        shown = [{"type": "photo", "photo": photo_sizes(files, data)} for data in pictures]
        return {"rich_message": {"blocks": [{"type": "paragraph", "text": words}, *shown]}}

    return write


def paid_media(stars: int = 5) -> Part:
    """Pictures behind a price: a bot sees a preview without any file."""
    preview = {"type": "preview", "width": 640, "height": 480}
    return lambda files: {"paid_media": {"star_count": stars, "paid_media": [preview]}}


def story(owner: Chat, number: int = 1) -> Part:
    """A forwarded story: a bot sees where it stands and nothing else."""
    return lambda files: {"story": {"chat": owner.raw, "id": number}}


def spoiler() -> Part:
    """The picture is covered until it is tapped."""
    return lambda files: {"has_media_spoiler": True}


def custom_emoji(emoji_id: str, text: str = "😀") -> Part:
    """Words that show a custom emoji; they replace the text of the message."""
    entity = {"offset": 0, "length": utf16(text), "custom_emoji_id": emoji_id}
    return lambda files: {"text": text, "entities": [entity | {"type": "custom_emoji"}]}


def text_link(text: str, url: str) -> Part:
    """Words with an address behind them; they replace the text of the message."""
    entity = {"type": "text_link", "offset": 0, "length": utf16(text), "url": url}
    return lambda files: {"text": text, "entities": [entity]}


def forwarded_from(person: Person, date: int = 1_700_000_000) -> Part:
    """The message was forwarded; where it first stood is told by name."""
    origin = {"type": "user", "date": date, "sender_user": person.raw}
    return lambda files: {"forward_origin": origin}


def quoting(author: Person, *parts: Part, date: int = 1_700_000_000) -> Part:
    """A reply to a message of another chat, whose media is shown again."""
    origin = {"type": "user", "date": date, "sender_user": author.raw}
    return lambda files: {"external_reply": {"origin": origin, **fields(files, parts)}}


def via_bot(bot: Person) -> Part:
    """The message was made with an inline bot."""
    return lambda files: {"via_bot": bot.raw}


def by_guest_bot(caller: Person) -> Part:
    """A bot that is no member was called into the chat by somebody (Bot API 10.0)."""
    return lambda files: {"guest_bot_caller_user": caller.raw}


def raw_fields(**fields: object) -> Part:
    """Anything else; the judge still looks at it."""
    return lambda files: dict(fields)


def fields(files: Files, parts: Sequence[Part]) -> Json:
    """Return what some parts write together."""
    written: Json = {}
    for part in parts:
        written |= part(files)
    return written


def entities(text: str) -> list[Json]:
    """Return the commands and addresses that Telegram marks in a text."""
    return [
        {
            "type": kind,
            "offset": utf16(text[: match.start()]),
            "length": utf16(match.group()),
        }
        for kind, pattern in (("bot_command", _COMMANDS), ("url", _LINKS))
        for match in pattern.finditer(text)
    ]


def reply(to: Message) -> Part:
    """An answer to a message of the same chat."""
    original = {key: value for key, value in to.raw.items() if key != "reply_to_message"}
    return lambda files: {"reply_to_message": files.refreshed(original)}


def utf16(text: str) -> int:
    """Return a length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2
