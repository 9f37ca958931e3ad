"""Finds every object in raw JSON, at any depth, with the path that leads to it.

Media is found by this walk and not by field names: what Telegram adds tomorrow is scanned on the
day that it appears.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeGuard

from bot.domain.raw_json import Raw, join

# The column of content keys has this width.
_LONGEST_ID = 256

FILE_MARKS = frozenset({"file_id", "file_unique_id"})
# Lists that hold one picture in several sizes, all made by Telegram: the largest shows all that
# the others show. Any other list of files holds different files, and each is looked at.
_SIZES_OF_ONE_PICTURE = frozenset({"photo", "new_chat_photo", "cover"})

Found = tuple[str, Raw]


def _nothing(_: Raw) -> bool:
    return False


def walk(root: object, is_closed: Callable[[Raw], bool] = _nothing) -> Iterator[Found]:
    """Yield every object in document order; what `is_closed` picks is yielded, not entered.

    The root itself is always entered.
    """
    # A stack of our own: a hostile depth must not end in a RecursionError.
    waiting: list[tuple[str, object]] = [("", root)]
    while waiting:
        path, node = waiting.pop()
        if isinstance(node, Mapping):
            yield path, node
            if path and is_closed(node):
                continue
        waiting.extend(reversed(list(_children(path, node))))


def holds_file(root: object) -> bool:
    """Whether there is a file in it, at any depth."""
    return any(is_file(node) for _, node in walk(root))


def is_file(node: Raw) -> bool:
    """Whether an object is, or claims to be, a file."""
    return not FILE_MARKS.isdisjoint(node)


def _children(path: str, node: object) -> Iterator[tuple[str, object]]:
    if isinstance(node, list):
        yield from ((join(path, index), child) for index, child in enumerate(node))
    elif isinstance(node, Mapping):
        for name, child in node.items():
            if name in _SIZES_OF_ONE_PICTURE and isinstance(child, list):
                yield from _one_picture(join(path, name), child)
            else:
                yield join(path, name), child


def _one_picture(path: str, sizes: list[object]) -> Iterator[tuple[str, object]]:
    """Yield the largest size as the picture itself; of the others only what lies inside them."""
    largest = max(range(len(sizes)), key=lambda index: (_pixels(sizes[index]), index), default=0)
    for index, size in enumerate(sizes):
        if _pixels(size) == 0:
            yield join(path, index), size
        elif index == largest:
            yield path, size
        else:
            yield join(path, index), _without_marks(size)


def _pixels(size: object) -> int:
    """Return how large a fetchable size is; 0 for what is none and has to be looked at."""
    if not isinstance(size, Mapping) or not usable_id(size.get("file_id")):
        return 0
    width, height = size.get("width"), size.get("height")
    if not isinstance(width, int) or not isinstance(height, int):
        return 0
    return max(width, 0) * max(height, 0)


def _without_marks(size: object) -> object:
    if not isinstance(size, Mapping):
        return size
    return {name: child for name, child in size.items() if name not in FILE_MARKS}


def usable_id(value: object) -> TypeGuard[str]:
    """Whether this can be a file's id: Telegram's are base64url text of about 100 characters."""
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_ID:
        return False
    return value.isascii() and value.isprintable()
