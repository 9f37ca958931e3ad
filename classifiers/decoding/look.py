"""What is collected while one file is looked into, and how much may be spent on it."""

import time
from collections.abc import Callable

from PIL import Image

from bot.domain.signal import Mark, OpaqueReason
from classifiers.decoding.seen import MOST_SECONDS, MOST_VIEWS, Of, View
from classifiers.decoding.sniff import Limits

MOST_DEPTH = 2
"""Files in files: a picture in a document in an archive is found, deeper is not looked at."""


class Look:
    """One file that is being looked into, with all that it holds.

    Attributes:
        limits: For the file and each file in it.
        views: What was seen so far.
        reasons: Why something was not.
        marks: What the file, or one in it, says of its own origin.
    """

    def __init__(
        self, limits: Limits, seconds: float, open_file: "Callable[[bytes, Look], None]"
    ) -> None:
        self.limits = limits
        self.views: list[View] = []
        self.reasons: list[OpaqueReason] = []
        self.marks: set[Mark] = set()
        self._open_file = open_file
        self._ends = time.process_time() + seconds
        self._depth = 0

    @property
    def is_over(self) -> bool:
        """Whether the time is spent. Whoever stops for that says so with `fail`."""
        return self.seconds_left <= 0

    @property
    def seconds_left(self) -> float:
        """How much time is left."""
        return self._ends - time.process_time()

    @property
    def is_full(self) -> bool:
        """Whether no further view fits."""
        return len(self.views) >= MOST_VIEWS

    def add(self, image: Image.Image, of: Of = Of.PICTURE, at: float | None = None) -> None:
        """Take a view; what is too much is named."""
        if self.is_full:
            self.fail(OpaqueReason.TOO_MUCH)
        else:
            part = self._depth > 0 and of is Of.PICTURE
            # A file states its own times: before its beginning, at the end of all days, or at none.
            at = at if at is None or 0 <= at < MOST_SECONDS else 0.0
            self.views.append(View(image, Of.PART if part else of, at))

    def fail(self, reason: OpaqueReason) -> None:
        """Note why something could not be looked at."""
        if reason not in self.reasons:
            self.reasons.append(reason)

    def open(self, data: bytes) -> None:
        """Look into a file that this one holds."""
        if self._depth == MOST_DEPTH or self.is_over:
            self.fail(OpaqueReason.TOO_MUCH)
            return
        self._depth += 1
        try:
            self._open_file(data, self)
        finally:
            self._depth -= 1
