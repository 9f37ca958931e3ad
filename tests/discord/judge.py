"""The judge: what a request of the bot says that it must never say, whatever Discord answers."""

import re
from collections.abc import Iterator
from typing import Any

from simcord.components import walk_components

from tests.discord.state import Json

_MESSAGES = re.compile(r"^/(channels/\d+/messages|webhooks/|interactions/)")
_MEDIA_LINK = re.compile(
    r"https?://\S*(cdn\.discordapp|media\.discordapp|/attachments/\d|/external/|"
    r"\.(png|jpe?g|gif|webp|avif|mp4|webm|mov)\b)",
    re.IGNORECASE,
)
_LONGEST, _LONGEST_ID, _LONGEST_LABEL = 2000, 100, 80
_ROWS, _BUTTONS, _OPTIONS = 5, 5, 25


def objections(method: str, path: str, body: Any, uploads: int) -> Iterator[str]:
    """Yield what is wrong with a request."""
    if uploads:
        yield "the bot uploads a file"
    if method not in {"POST", "PATCH", "PUT"} or not _MESSAGES.match(path):
        return
    if not isinstance(body, dict):
        return
    message = body.get("data", body) if path.startswith("/interactions/") else body
    if isinstance(message, dict):
        yield from _message(message)


def _message(message: Json) -> Iterator[str]:
    content = message.get("content")
    if content:
        yield from _words(str(content))
        yield from _mentions(message.get("allowed_mentions"))
    if message.get("nonce") is not None and not message.get("enforce_nonce"):
        yield "a nonce without enforce_nonce does nothing"
    if message.get("embeds") or message.get("embed"):
        yield "the bot sends an embed"
    if message.get("attachments"):
        yield "the bot sends attachments"
    yield from _components(message.get("components") or [])


def _words(content: str) -> Iterator[str]:
    if len(content) > _LONGEST:
        yield f"a message of {len(content)} characters"
    if _MEDIA_LINK.search(content):
        yield "the bot links to a picture"


def _mentions(given: Any) -> Iterator[str]:
    if not isinstance(given, dict):
        yield "words without allowed_mentions"
    elif given.get("parse") != [] or any(
        given.get(name) for name in ("users", "roles", "replied_user")
    ):
        yield f"allowed_mentions lets mentions through: {given}"


def _components(rows: list[Json]) -> Iterator[str]:
    if len(rows) > _ROWS:
        yield f"{len(rows)} rows"
    for row in rows:
        if row.get("type") == 1 and len(row.get("components") or []) > _BUTTONS:
            yield f"{len(row['components'])} buttons in a row"
    for part in walk_components(rows):
        yield from _part(part)


def _part(part: Json) -> Iterator[str]:
    if len(str(part.get("custom_id") or "")) > _LONGEST_ID:
        yield f"a custom_id of {len(part['custom_id'])} characters"
    if len(str(part.get("label") or "")) > _LONGEST_LABEL:
        yield f"a label of {len(part['label'])} characters"
    if len(part.get("options") or []) > _OPTIONS:
        yield f"a menu with {len(part['options'])} options"
    if any(name in part for name in ("media", "items", "file")):
        yield "the bot sends media"
