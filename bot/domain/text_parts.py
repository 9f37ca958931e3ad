"""Cuts a text into pieces that fit into a platform's messages."""

from itertools import accumulate, takewhile


def length(text: str) -> int:
    """Return a text's length in UTF-16 units, in which chat platforms count."""
    return len(text) + sum(char > "\uffff" for char in text)


def parts_of(text: str, most: int) -> list[str]:
    """Return a text in pieces of at most so many UTF-16 units, cut at line breaks if there are any.

    At least one piece, which may be empty.
    """
    parts = []
    while length(text) > most:
        fits = _fitting(text, most)
        end = text.rfind("\n", 1, fits + 1)
        end = fits if end < 0 else end
        parts.append(text[:end])
        text = text[end:].lstrip("\n")
    return [*parts, text] if text or not parts else parts


def _fitting(text: str, most: int) -> int:
    """Return how many characters from the start fit."""
    lengths = accumulate(length(char) for char in text)
    return sum(1 for _ in takewhile(lambda so_far: so_far <= most, lengths))
