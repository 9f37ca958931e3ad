"""Choose and hash the looks that a code holds: of a picture the whole and parts, of a film frames.

Whoever posts a picture again has often cut something off. The bot finds borders and panels in what
is posted, but it cannot guess what was cut away; the owner of the whole picture can. So a code
holds the hashes of parts that a crop would leave. ``docs/hash.html`` does the same.
"""

from collections.abc import Iterator, Sequence

from PIL import Image

from bot.domain.bank import KNOWN_DISTANCE
from bot.domain.hash_code import MOST_LOOKS, CodeLook, says_something
from classifiers.decoding.seen import Of, View
from classifiers.hashing import look_at

# Left, top, right and bottom in thousandths of the sides. Measured on 43 photos that none of it was
# chosen by, 56 crops of each, PDQ within 63 and dhash within 50 bits: the whole picture alone finds
# 11 % of them, these 18 find 50 %, 37 found 59 % and 294 found 74 % (docs/hashing.md).
WINDOWS = (
    (0, 0, 1000, 1000),
    # A little from all sides.
    (25, 25, 975, 975),
    (50, 50, 950, 950),
    # From one side: a caption, a name, a person at the edge.
    (0, 0, 1000, 880),
    (0, 120, 1000, 1000),
    (0, 0, 880, 1000),
    (120, 0, 1000, 1000),
    (0, 0, 1000, 780),
    (0, 220, 1000, 1000),
    (0, 0, 780, 1000),
    (220, 0, 1000, 1000),
    # The square of a photo of 4:3 or 3:4, as profile pictures and albums show it.
    (125, 0, 875, 1000),
    (0, 125, 1000, 875),
    # A little from three sides.
    (50, 0, 950, 900),
    (50, 100, 950, 1000),
    (0, 50, 900, 950),
    (100, 50, 1000, 950),
    # More from all sides.
    (75, 75, 925, 925),
)
# Frames that differ by less are one: what is known by the one within 31 bits is, but for a few, by
# the other too.
_SAME = KNOWN_DISTANCE // 2


def looks_of(views: Sequence[View]) -> tuple[CodeLook, ...]:
    """Return what of a file can be recognised, at most `MOST_LOOKS`; nothing of a flat picture.

    What transparency hides is left out: nobody asked to have that blocked.
    """
    shown = [view.image.convert("L") for view in views if view.of is not Of.HIDDEN]
    found: dict[str, CodeLook] = {}
    for look in _in_order(shown):
        if len(found) == MOST_LOOKS:
            break
        if says_something(look):
            found.setdefault(look.pdq, look)
    return tuple(found.values())


def _in_order(pictures: Sequence[Image.Image]) -> Iterator[CodeLook]:
    """Yield the looks in the order of their use: first what differs most, then parts of it."""
    wholes = [_look(picture) for picture in pictures]
    chosen = _most_different(wholes)
    yield from (wholes[place] for place in chosen)
    for window in WINDOWS[1:]:
        for place in chosen:
            yield _look(_cut(pictures[place], window))


def _most_different(looks: Sequence[CodeLook]) -> list[int]:
    """Return the places of as many looks as fit: the first, and then always the farthest one."""
    usable = [place for place, look in enumerate(looks) if says_something(look)]
    chosen = usable[:1]
    distances = {place: _distance(looks[place], looks[chosen[0]]) for place in usable}
    while distances and len(chosen) < MOST_LOOKS:
        farthest = max(distances, key=distances.__getitem__)
        if distances[farthest] <= _SAME:
            break
        chosen.append(farthest)
        distances = {
            place: min(distance, _distance(looks[place], looks[farthest]))
            for place, distance in distances.items()
        }
    return chosen


def _distance(one: CodeLook, other: CodeLook) -> int:
    return (int(one.pdq, 16) ^ int(other.pdq, 16)).bit_count()


def _cut(picture: Image.Image, window: tuple[int, int, int, int]) -> Image.Image:
    """Return the pixels that a window touches."""
    width, height = picture.size
    left, top, right, bottom = window
    # Rounded down and up, so that something is left of a picture of one pixel.
    return picture.crop(
        (
            width * left // 1000,
            height * top // 1000,
            -(-width * right // 1000),
            -(-height * bottom // 1000),
        )
    )


def _look(picture: Image.Image) -> CodeLook:
    look = look_at(picture)
    return CodeLook(look.pdq, look.dhash, look.quality)
