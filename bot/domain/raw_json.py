"""Reads what a platform sent as raw JSON: lenient about what is missing, strict where it must be.

Also names the place of a value in it: the path becomes the slot of an item.
"""

import hashlib
import re
from collections.abc import Mapping

Raw = Mapping[str, object]
# A path becomes a slot, and the column of slots in the database has this width.
LONGEST_PATH = 64
_PLAIN_STEP = re.compile(r"[A-Za-z0-9_]+")
_DIGEST_CHARS = 12


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


def required_mapping(node: object, what: str) -> Raw:
    """Return an object, or refuse the update."""
    if not isinstance(node, Mapping):
        raise MalformedUpdate(f"{what} is not an object")
    return node


def join(path: str, step: object) -> str:
    """Return the path one step further: never longer than `LONGEST_PATH`, and its only one."""
    name = str(step)
    plain = name if _PLAIN_STEP.fullmatch(name) else f"~{short_digest(name)}"
    whole = f"{path}.{plain}" if path else plain
    if len(whole) <= LONGEST_PATH:
        return whole
    return f"{whole[: LONGEST_PATH - _DIGEST_CHARS - 1]}~{short_digest(whole)}"


def short_digest(text: str) -> str:
    """Return a few letters that stand for a text of any length."""
    # A key may hold half of a surrogate pair, which plain UTF-8 refuses.
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST_CHARS]
