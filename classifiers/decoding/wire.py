"""How the bot and the process that decodes talk: pixels in shared memory, the rest as JSON.

The file lies in the first part of the memory, the pixels that came out in the second. What the
other process says is checked here as if it came from a stranger, because it may.

A file with a note of origin is answered twice where notes are checked: everything that its verdict
is made from comes first, so that no note can delay it for long, or take it away.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from PIL import Image

from bot.domain.signal import Mark, OpaqueReason
from classifiers.decoding.confine import Confinement
from classifiers.decoding.notes import CHECKED, NoteCheck
from classifiers.decoding.seen import (
    MOST_LINKS,
    MOST_SECONDS,
    MOST_SIDE,
    MOST_VIEWS,
    Of,
    Seen,
    View,
    is_link,
)

OUTPUT_BYTES = 128 * 1024 * 1024
"""For pixels. Memory that nothing was written to costs nothing."""

ANSWER_BYTES = 64 * 1024
_CHANNELS = 3


class BadAnswer(Exception):
    """The other process said what a decoder cannot say."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the bot asks.

    Attributes:
        size: Of the file, which lies at the beginning of the shared memory.
        seconds: Of CPU time that it may take.
    """

    size: int
    most_pixels: int
    most_streamed_pixels: int
    seconds: float

    def to_bytes(self) -> bytes:
        """Return it as it is sent."""
        return json.dumps(
            [self.size, self.most_pixels, self.most_streamed_pixels, self.seconds]
        ).encode()

    @classmethod
    def from_bytes(cls, sent: bytes) -> "Request":
        """Read it; it comes from the bot, so it is not doubted."""
        return cls(*json.loads(sent))


@dataclass(frozen=True, slots=True)
class Hello:
    """The first thing that the process says.

    Attributes:
        held_by: What holds it.
        memory: How many bytes of memory it has taken.
        notes: Whether it checks the signatures of notes of origin.
    """

    held_by: Confinement
    memory: int
    notes: NoteCheck

    def to_bytes(self) -> bytes:
        """Return it as it is sent."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_bytes(cls, sent: bytes) -> "Hello":
        """Read it; no stranger's byte has reached the process yet."""
        said = json.loads(sent)
        return cls(Confinement(**said["held_by"]), said["memory"], NoteCheck(said["notes"]))

    def answers_twice(self, seen: Seen) -> bool:
        """Whether what a note of this file is worth follows its first answer."""
        return self.notes is NoteCheck.WORKS and Mark.C2PA in seen.marks


# --- pixels in, pixels out -----------------------------------------------------------------------


def write(seen: Seen, output: memoryview, memory: int) -> bytes:
    """Put the pixels into the shared memory and return the rest as it is sent.

    What does not fit is named among the reasons: it was not looked at.

    Args:
        memory: How many bytes of memory the process has taken at most.
    """
    reasons, places, at = list(seen.reasons), list[list[Any]](), 0
    for view in seen.views:
        width, height = view.image.size
        end = at + width * height * _CHANNELS
        if end > len(output) or len(places) == MOST_VIEWS:
            reasons.append(OpaqueReason.TOO_MUCH)
            break
        target = np.frombuffer(output, np.uint8)[at:end].reshape(height, width, _CHANNELS)
        target[...] = np.asarray(view.image)
        places.append([width, height, view.of.value, view.at])
        at = end
    return json.dumps(
        {
            "format": seen.format,
            "size": [seen.width, seen.height],
            "views": places,
            "reasons": [reason.value for reason in dict.fromkeys(reasons)],
            "links": seen.links,
            "marks": [mark.value for mark in seen.marks],
            "memory": memory,
        }
    ).encode()


def read(answer: bytes, output: memoryview) -> tuple[Seen, int]:
    """Read an answer and take the pixels out of the shared memory.

    Returns:
        What was seen, and how many bytes of memory the process has taken at most.

    Raises:
        BadAnswer: It is not one that a decoder gives.
    """
    try:
        said = json.loads(answer)
        width, height = (_number(one, 2**32) for one in said["size"])
        views = _views(said["views"], output)
        reasons = tuple(OpaqueReason(one) for one in said["reasons"])
        links, marks = _links(said["links"]), _marks(said["marks"])
        seen = Seen(_name(said["format"]), width, height, views, reasons, links, marks)
        memory = _number(said["memory"], 2**63)
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise BadAnswer(type(error).__name__) from error
    if not seen.is_sound:
        raise BadAnswer("nothing was seen, without a reason")
    return seen, memory


def write_checked(marks: set[Mark], memory: int) -> bytes:
    """Return what a note is worth, as it is sent."""
    return json.dumps([sorted(marks), memory]).encode()


def read_checked(answer: bytes) -> tuple[tuple[Mark, ...], int]:
    """Read what a note is worth, and how many bytes of memory the process has taken at most.

    Raises:
        BadAnswer: It is not one that the check of a note gives.
    """
    try:
        said, memory = json.loads(answer)
        marks, memory = _marks(said), _number(memory, 2**63)
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise BadAnswer(type(error).__name__) from error
    if not CHECKED.issuperset(marks):
        raise BadAnswer("a mark that no note gives")
    return marks, memory


def _views(places: Any, output: memoryview) -> tuple[View, ...]:
    if not isinstance(places, list) or len(places) > MOST_VIEWS:
        raise ValueError("views")
    views, at = [], 0
    for width, height, of, when in places:
        size = _number(width, MOST_SIDE), _number(height, MOST_SIDE)
        end = at + size[0] * size[1] * _CHANNELS
        if min(size) < 1 or end > len(output):
            raise ValueError("size")
        # A copy: the memory is used again for the next file.
        image = Image.frombytes("RGB", size, output[at:end])
        views.append(View(image, Of(of), None if when is None else _seconds(when)))
        at = end
    return tuple(views)


def _links(links: Any) -> tuple[str, ...]:
    if not isinstance(links, list) or len(links) > MOST_LINKS:
        raise ValueError("links")
    if not all(isinstance(link, str) and is_link(link) for link in links):
        raise ValueError("link")
    return tuple(links)


def _marks(marks: Any) -> tuple[Mark, ...]:
    if not isinstance(marks, list) or len(marks) > len(Mark):
        raise ValueError("marks")
    return tuple(Mark(one) for one in marks)


def _number(value: object, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise ValueError("number")
    return value


def _seconds(value: object) -> float:
    if (
        not isinstance(value, int | float)
        or isinstance(value, bool)
        or not 0 <= value < MOST_SECONDS
    ):
        raise ValueError("seconds")
    return float(value)


def _name(value: object) -> str:
    if not isinstance(value, str) or not value.isascii() or not 0 < len(value) <= 20:
        raise ValueError("name")
    return value
