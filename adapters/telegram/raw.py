"""Reads the Bot API's raw JSON: strict about ids and dates, lenient about everything else."""

from datetime import UTC, datetime

from bot.domain.message import ChatRef
from bot.domain.raw_json import (
    MalformedUpdate,
    Raw,
    list_in,
    mapping_in,
    required_mapping,
    text_in,
)

__all__ = [
    "OURS",
    "PLATFORM",
    "MalformedUpdate",
    "Raw",
    "date_in",
    "id_in",
    "is_private",
    "list_in",
    "mapping_in",
    "required_chat",
    "required_date",
    "required_id",
    "required_mapping",
    "text_in",
]

PLATFORM = "telegram"
# What the adapter itself adds to an update, or makes up, stands under this key.
OURS = "upstander"
# Telegram's ids have at most 52 significant bits; what no database takes is no id.
_ID_END = 2**63


def id_in(node: Raw, field: str) -> str:
    """Return the number that identifies something, as the core's text; empty where none is."""
    value = node.get(field)
    # bool is an int to Python; `true` is no id.
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= _ID_END:
        return ""
    return str(value)


def date_in(node: Raw, field: str) -> datetime | None:
    """Return a Unix time; None where there is none, or none that a calendar knows."""
    value = node.get(field)
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def required_id(node: Raw, field: str) -> str:
    """Return an id, or refuse the update."""
    found = id_in(node, field)
    if not found:
        raise MalformedUpdate(f"{field} is missing")
    return found


def required_date(node: Raw, field: str) -> datetime:
    """Return a Unix time, or refuse the update."""
    found = date_in(node, field)
    if found is None:
        raise MalformedUpdate(f"{field} is no time")
    return found


def required_chat(node: Raw) -> ChatRef:
    """Return the chat of a message or of another event, or refuse the update."""
    return ChatRef(PLATFORM, required_id(mapping_in(node, "chat"), "id"))


def is_private(node: Raw) -> bool:
    """Whether a message or another event stands in a one-to-one chat."""
    return text_in(mapping_in(node, "chat"), "type") == "private"
