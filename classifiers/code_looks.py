"""Choose and hash the looks that a code holds: of a picture the whole and parts, of a film frames.

Whoever posts a picture again has often cut something off. The bot finds borders and panels in what
is posted, but it cannot guess what was cut away; the owner of the whole picture can. So a code
holds the hashes of a few parts that a crop would leave. ``docs/hash.html`` does the same.

Few on purpose: from the hashes of many overlapping parts the picture itself can be worked out.
"""

from collections.abc import Sequence

from PIL import Image

from bot.domain.bank import KNOWN_DISTANCE
from bot.domain.hash_code import MOST_LOOKS, CodeLook, says_something
from classifiers.decoding.seen import Of, View
from classifiers.hashing import look_at

# Left, top, right and bottom in thousandths of the sides. Before another one is added: who has the
# code can work back towards the picture, without any model. From six parts one sees how a person
# sits; `python -m benchmarks.code_looks` measures that, and how many crops are found
# (docs/hashing.md has the figures).
WINDOWS = (
    (0, 0, 1000, 1000),
    # A little from all sides: what editing and scaling to a frame take off.
    (25, 25, 975, 975),
    # From below: a caption, a name, the buttons of a phone.
    (0, 0, 1000, 880),
)


def looks_of(views: Sequence[View]) -> tuple[CodeLook, ...]:
    """Return what of a file can be recognised, at most `MOST_LOOKS`; nothing of a flat picture.

    What transparency hides is left out: nobody asked to have that blocked.
    """
    shown = [view.image.convert("L") for view in views if view.of is not Of.HIDDEN]
    wholes = [_look(picture) for picture in shown]
    looks = [wholes[place] for place in _most_different(wholes)]
    if len(shown) == 1:
        looks += [_look(_cut(shown[0], window)) for window in WINDOWS[1:]]
    return tuple({look.pdq: look for look in looks if says_something(look)}.values())


def _most_different(looks: Sequence[CodeLook]) -> list[int]:
    """Return the places of as many looks as fit: the first, and then always the farthest one.

    One that another one already stands for is left out.
    """
    usable = [place for place, look in enumerate(looks) if says_something(look)]
    chosen = usable[:1]
    distances = {place: _distance(looks[place], looks[chosen[0]]) for place in usable}
    while distances and len(chosen) < MOST_LOOKS:
        farthest = max(distances, key=distances.__getitem__)
        if distances[farthest] <= KNOWN_DISTANCE:
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
