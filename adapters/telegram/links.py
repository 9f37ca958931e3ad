"""Finds the addresses in a message, written out or behind its words, and where it has words."""

from collections.abc import Iterator, Mapping

from adapters.telegram.raw import Raw, list_in, text_in

_ENTITIES = "entities"
_WORDS = ("text", "caption", "question")


def links_in(node: Raw) -> list[str]:
    """Return the addresses that stand in this object itself, not deeper."""
    # `text_link` entities, link previews, rich text, poll media and buttons all call it `url`.
    found = [text_in(node, "url")]
    for name in node:
        if name.endswith(_ENTITIES):
            # `entities` belong to `text`, `caption_entities` to `caption`, and so on.
            owner = name.removesuffix(_ENTITIES).removesuffix("_") or "text"
            found += _written_out(text_in(node, owner), list_in(node, name))
    return [link for link in found if link]


def words_in(node: Raw) -> list[str]:
    """Return what is written in this object itself, and which bot it is if it is one.

    A message says so of its sender, of the bot that wrote it for somebody, and of the one whose
    message was forwarded.
    """
    name = text_in(node, "username") if node.get("is_bot") is True else ""
    words = [text_in(node, field) for field in _WORDS] + ([f"@{name}"] if name else [])
    return [one for one in words if one]


def _written_out(text: str, entities: list[object]) -> Iterator[str]:
    for entity in entities:
        if isinstance(entity, Mapping) and entity.get("type") == "url":
            yield _cut(text, entity.get("offset"), entity.get("length"))


def _cut(text: str, offset: object, length: object) -> str:
    """Return a part of a text; Telegram counts in UTF-16 units, in which an emoji is two.

    https://core.telegram.org/api/entities#entity-length
    """
    if not isinstance(offset, int) or not isinstance(length, int) or offset < 0 or length <= 0:
        return ""
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * offset : 2 * (offset + length)].decode("utf-16-le", "surrogatepass")
