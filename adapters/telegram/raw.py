"""Reads the Bot API's raw JSON: strict about ids and dates, lenient about everything else."""

from collections.abc import Mapping
from datetime import UTC, datetime

from bot.domain.message import ChatRef

PLATFORM = "telegram"
# What the adapter itself adds to an update, or makes up, stands under this key.
OURS = "upstander"
Raw = Mapping[str, object]
# Telegram's ids have at most 52 significant bits; what no database takes is no id.
_ID_END = 2**63


class MalformedUpdate(ValueError):
    """An update cannot be read. It is parked for a person; the text names no content."""


def mapping_in(node: object, field: str) -> Raw:
    """Return the object that stands in a field; an empty one where there is none."""
    value = node.get(field) if isinstance(node, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def list_in(node: Raw, field: str) -> list[object]:
    """Return the list that stands in a field; an empty one where there is none."""
    value = node.get(field)
    return value if isinstance(value, list) else []


def text_in(node: Raw, field: str) -> str:
    """Return the text that stands in a field; an empty one where there is none."""
    value = node.get(field)
    return value if isinstance(value, str) else ""


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


def required_mapping(node: object, what: str) -> Raw:
    """Return an object, or refuse the update."""
    if not isinstance(node, Mapping):
        raise MalformedUpdate(f"{what} is not an object")
    return node


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
