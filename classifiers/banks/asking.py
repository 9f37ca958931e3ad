"""What the banks are asked: about which item, and how its parts look."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from bot.domain.bank import LEAST_QUALITY
from bot.domain.message import ChatRef
from bot.domain.signal import ViewKind
from classifiers.hashing import Look
from classifiers.windows import substantial

_WORDS = 4


class Shown(NamedTuple):
    """One part of what was posted, and how it looks."""

    kind: ViewKind
    look: Look


class Asked(NamedTuple):
    """About which item the banks are asked.

    Attributes:
        sha256: Of the file.
        chat: Where it was posted; None: entries of single chats do not count.
        alone: It shows one picture. A harmless one beside another licenses nothing.
        now: By which banks end.
    """

    sha256: str
    chat: ChatRef | None
    alone: bool
    now: datetime


class Queries(NamedTuple):
    """All turns of all parts that can be looked up.

    Attributes:
        pdqs: Shape (q, 4).
        dhashes: Shape (q, 4).
        places: Of which part each is.
        turns: Which of the eight orientations.
    """

    pdqs: NDArray[np.uint64]
    dhashes: NDArray[np.uint64]
    places: NDArray[np.intp]
    turns: NDArray[np.intp]

    @classmethod
    def of(cls, shown: Sequence[Shown]) -> Self:
        """Return the turns of those parts that have something to recognise."""
        pdqs, dhashes = [np.empty((0, _WORDS), np.uint64)], [np.empty((0, _WORDS), np.uint64)]
        places, turns = [np.empty(0, np.intp)], [np.empty(0, np.intp)]
        for place, (_, look) in enumerate(shown):
            if look.quality < LEAST_QUALITY:
                continue
            good = np.flatnonzero(substantial(look.turns))
            pdqs.append(look.turns[good])
            dhashes.append(look.dhashes[good])
            turns.append(good)
            places.append(np.full(len(good), place, np.intp))
        return cls(
            np.concatenate(pdqs),
            np.concatenate(dhashes),
            np.concatenate(places),
            np.concatenate(turns),
        )
