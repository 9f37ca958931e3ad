"""What a search found, as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

_NO_NUMBERS, _NO_BITS = np.empty(0, np.int64), np.empty(0, np.uint16)


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """All that lies within the radius: equally long arrays, in no order.

    Attributes:
        query: Which of the queries, counted from 0; int64.
        id: The id that was given when the hash was added; int64. The same id comes once for each of
            its hashes that is near.
        distance: Differing bits of the hashes, 0 to 256; uint16.
        second: Differing bits of the second hashes; uint16. Empty if none were asked for.
    """

    query: NDArray[np.int64]
    id: NDArray[np.int64]
    distance: NDArray[np.uint16]
    second: NDArray[np.uint16]

    def __len__(self) -> int:
        return len(self.query)

    def without(self, removed: NDArray[np.int64]) -> Self:
        """Leave out the given ids, which are sorted and each there once."""
        if not len(self) or not len(removed):
            return self
        place = np.minimum(np.searchsorted(removed, self.id), len(removed) - 1)
        kept = removed[place] != self.id
        second = self.second[kept] if len(self.second) else self.second
        return type(self)(self.query[kept], self.id[kept], self.distance[kept], second)

    @classmethod
    def join(cls, several: Sequence[Self]) -> Self:
        """Put the findings of several places together."""
        found = [each for each in several if len(each.query)]
        if not found:
            return cls(_NO_NUMBERS, _NO_NUMBERS, _NO_BITS, _NO_BITS)
        if len(found) == 1:
            return found[0]
        return cls(
            np.concatenate([each.query for each in found]),
            np.concatenate([each.id for each in found]),
            np.concatenate([each.distance for each in found]),
            np.concatenate([each.second for each in found]),
        )
