"""What comes out of a file: small pictures, and why some of it could not be looked at."""

import re
from dataclasses import dataclass
from enum import StrEnum

from PIL import Image

from bot.domain.signal import Mark, OpaqueReason


class Of(StrEnum):
    """What a view shows a part of."""

    PICTURE = "picture"
    HIDDEN = "hidden"
    FRAME = "frame"
    PART = "part"


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """One small RGB picture.

    Attributes:
        image: RGB, at most `MOST_SIDE` pixels on each side.
        of: The picture itself, what its transparency hides, a frame of something that moves, or a
            part of a file that holds several: a page, a sub-image, a file in an archive.
        at: Of a frame: seconds from the beginning.
    """

    image: Image.Image
    of: Of = Of.PICTURE
    at: float | None = None


# Kinds of file that may show nothing at all: words, sound, and what holds only those.
MAY_SHOW_NOTHING = frozenset(
    {"text", "vcard", "zip", "mp4", "quicktime", "matroska", "ogg"}
    | {"mp3", "flac", "wave", "aac", "amr", "asf"}
)
MOST_SIDE = 2_047
MOST_SECONDS = 1e9
MOST_VIEWS = 64
# Addresses in codes: how many of one file, and how many characters each.
MOST_LINKS = 8
MOST_LINK = 500
# With a scheme that opens a page or a chat, or as people print them: t.me/somebody, example.org.
_LINK = re.compile(
    r"(?:https?:|tg:)[/\\]*\w\S*|[^\W_][\w-]*(?:\.[\w-]+)*\.[^\W\d_]{2,}(?:[/?#:]\S*)?", re.I
)


def is_link(text: str) -> bool:
    """Whether this is an address, as far as one is told at all."""
    return len(text) <= MOST_LINK and text.isprintable() and _LINK.fullmatch(text) is not None


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Everything that a file shows.

    Attributes:
        format: What it truly is, whatever it is called.
        width: Of its canvas, as its header says; 0 where it has none.
        views: The first as it is shown.
        reasons: Why not all of it could be looked at; empty if it could. A file without views has
            one, unless it is `MAY_SHOW_NOTHING`.
        links: Addresses in the codes that it shows, as far as they were read.
        marks: What says by itself that a program made it; no text of the file.
    """

    format: str
    width: int = 0
    height: int = 0
    views: tuple[View, ...] = ()
    reasons: tuple[OpaqueReason, ...] = ()
    links: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether this is something that can be said of a file: unknown is never nothing."""
        return bool(self.views or self.reasons) or self.format in MAY_SHOW_NOTHING
