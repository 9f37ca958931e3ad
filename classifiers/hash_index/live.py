"""An index that is added to and removed from while other threads search it.

What is searched is a snapshot that never changes: parts, each with the ids that were removed from
it since it was built, and what was added last. A writer builds the next one and puts it in place
with one assignment, so a search takes no lock, waits for nobody and sees one state throughout. A
change that returned before a search began is seen by it.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from classifiers.hash_index.hits import Hits
from classifiers.hash_index.part import Part
from classifiers.hash_index.words import BITS, WORDS, Words, as_rows

_Ids = NDArray[np.int64]
_LEAST_ROOM = 1024
_NO_IDS = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class _Built:
    """A part, and the ids removed from it: sorted, each once."""

    part: Part
    removed: _Ids = field(default_factory=lambda: _NO_IDS)

    def search(self, queries: Words, radius: int, seconds: Words | None) -> Hits:
        return self.part.search(queries, radius, seconds).without(self.removed)

    def kept(self) -> NDArray[np.bool_]:
        return ~np.isin(self.part.ids, self.removed)


@dataclass(frozen=True, slots=True, eq=False)
class _Snapshot:
    """What a search sees: the base, what waits to be taken into it, and what was added last."""

    base: _Built
    sealed: tuple[_Built, ...]
    added: Part

    @property
    def built(self) -> tuple[_Built, ...]:
        return (self.base, *self.sealed)

    def without(self, gone: _Ids) -> Self:
        """Remove ids from all but what was added last."""
        base, *sealed = (
            replace(each, removed=np.union1d(each.removed, gone)) for each in self.built
        )
        return replace(self, base=base, sealed=tuple(sealed))


class LiveIndex:
    """Hashes with an id each; several threads may search, add, remove and compact at once."""

    def __init__(self, base: Part | None = None, *, with_seconds: bool = False) -> None:
        """Begin with a part that was built or opened, or with nothing.

        Args:
            base: What to begin with.
            with_seconds: Whether every hash has a second one. A base says that by itself.
        """
        self._with_seconds = with_seconds if base is None else base.seconds is not None
        # Held for moments, by whoever changes something.
        self._changing = threading.Lock()
        # Held while a new base is built.
        self._compacting = threading.Lock()
        self._room = _Room(_LEAST_ROOM, with_seconds=self._with_seconds)
        # What was removed while a new base is built, which still holds it.
        self._removed_meanwhile: list[_Ids] | None = None
        nothing = _Room(0, with_seconds=self._with_seconds).part()
        self._snapshot = _Snapshot(_Built(base or nothing), (), self._room.part())

    @property
    def loose(self) -> int:
        """How many rows and removed ids the next `compact` takes in: they make searches slower."""
        snapshot = self._snapshot
        rows = len(snapshot.added) + sum(len(each.part) for each in snapshot.sealed)
        return rows + sum(len(each.removed) for each in snapshot.built)

    @property
    def stored(self) -> int:
        """How many rows are held, those of removed ids included until `compact`."""
        snapshot = self._snapshot
        return sum(len(each.part) for each in snapshot.built) + len(snapshot.added)

    def search(self, queries: Words, radius: int, seconds: Words | None = None) -> Hits:
        """Return every hash within the radius of each query; all of them, and no other.

        Ask for all views and turns of a picture at once: that is several times faster than one by
        one. Time and memory grow with the number of hits too, some 40 bytes each.

        Args:
            queries: Shape (q, 4).
            radius: Differing bits, 0 to 256.
            seconds: The queries' second hashes, shape (q, 4), of an index that has them: each hit
                then says how far they are apart, whatever that is.

        Raises:
            ValueError: The shapes do not fit, or the radius.
        """
        if not 0 <= radius <= BITS:
            raise ValueError(f"a radius is 0 to {BITS} bits, not {radius}")
        as_rows(queries)
        if seconds is not None:
            self._check_seconds(len(queries), seconds)
        snapshot = self._snapshot
        parts = (*snapshot.built, _Built(snapshot.added))
        return Hits.join(
            [each.search(queries, radius, seconds) for each in parts if len(each.part)]
        )

    def add(self, hashes: Words, ids: _Ids, seconds: Words | None = None) -> None:
        """Add hashes; the next search finds them. Whether they are plausible is for the caller.

        Args:
            hashes: Shape (n, 4).
            ids: Shape (n,). An id may be given to many hashes, at once and later.
            seconds: Shape (n, 4), if the index has second hashes.

        Raises:
            ValueError: The shapes do not fit. Nothing was added.
        """
        as_rows(hashes)
        if ids.shape != (len(hashes),):
            raise ValueError(f"{len(hashes)} hashes need one id each, not {ids.shape}")
        if seconds is not None or self._with_seconds:
            self._check_seconds(len(hashes), seconds)
        with self._changing:
            if not self._room.fits(len(hashes)):
                added = self._snapshot.added
                everything = np.ones(len(added), np.bool_)
                self._room = _Room.holding(added, everything, len(hashes))
            self._room.write(hashes, ids, seconds)
            self._snapshot = replace(self._snapshot, added=self._room.part())

    def remove(self, ids: _Ids) -> None:
        """Remove all hashes of these ids; the next search finds none. Unknown ids are no error."""
        gone = np.unique(ids).astype(np.int64)
        with self._changing:
            if self._removed_meanwhile is not None:
                self._removed_meanwhile.append(gone)
            # An id may be added again, so what was added last is written anew without these.
            added = self._snapshot.added
            kept = ~np.isin(added.ids, gone)
            if not kept.all():
                self._room = _Room.holding(added, kept)
            self._snapshot = replace(self._snapshot.without(gone), added=self._room.part())

    def compact(self) -> Part:
        """Build one part of all that is held, in this thread, and search that from then on.

        Takes seconds for millions of rows (`Part.build`) and room for a second index. Meanwhile
        searches, additions and removals go on, and take effect.

        Returns:
            What was held when this began. To be kept in a file (mapped.py).
        """
        with self._compacting:
            if not self.loose:
                return self._snapshot.base.part
            parts = self._seal()
            try:
                part = _merged(parts)
            except BaseException:
                # Nothing is lost: all parts are still searched, one by one.
                with self._changing:
                    self._removed_meanwhile = None
                raise
            with self._changing:
                gone = np.unique(np.concatenate([_NO_IDS, *(self._removed_meanwhile or [])]))
                self._removed_meanwhile = None
                self._snapshot = _Snapshot(_Built(part, gone), (), self._snapshot.added)
            return part

    def _seal(self) -> tuple[_Built, ...]:
        """Put what was added last with the parts to be taken in, and begin to note removals."""
        with self._changing:
            self._removed_meanwhile = []
            snapshot = self._snapshot
            self._room = _Room(_LEAST_ROOM, with_seconds=self._with_seconds)
            sealed = (*snapshot.sealed, _Built(snapshot.added))
            self._snapshot = _Snapshot(snapshot.base, sealed, self._room.part())
            return self._snapshot.built

    def _check_seconds(self, count: int, seconds: Words | None) -> None:
        if not self._with_seconds:
            raise ValueError("this index has no second hashes")
        if seconds is None or len(as_rows(seconds)) != count:
            raise ValueError(f"each of the {count} hashes needs its second hash")


class _Room:
    """Where rows are added: written only beyond what any snapshot shows, so that none changes."""

    def __init__(self, size: int, *, with_seconds: bool) -> None:
        self._count = 0
        self._words = np.empty((WORDS, size), np.uint64)
        self._ids = np.empty(size, np.int64)
        self._seconds = np.empty((size, WORDS), np.uint64) if with_seconds else None

    @classmethod
    def holding(cls, part: Part, kept: NDArray[np.bool_], more: int = 0) -> Self:
        """Copy some rows of a part into a room that has space for more, twice as many at least."""
        words, ids = part.words[:, kept], part.ids[kept].astype(np.int64)
        size = max(_LEAST_ROOM, 2 * (len(ids) + more))
        room = cls(size, with_seconds=part.seconds is not None)
        room.write(words.T, ids, None if part.seconds is None else part.seconds[kept])
        return room

    def fits(self, more: int) -> bool:
        return self._count + more <= len(self._ids)

    def write(self, hashes: Words, ids: _Ids, seconds: Words | None) -> None:
        place = slice(self._count, self._count + len(ids))
        self._words[:, place] = hashes.T
        self._ids[place] = ids
        if self._seconds is not None and seconds is not None:
            self._seconds[place] = seconds
        self._count = place.stop

    def part(self) -> Part:
        """Return what was written so far, to be searched row by row."""
        seconds = None if self._seconds is None else self._seconds[: self._count]
        return Part(self._words[:, : self._count], self._ids[: self._count], seconds, None)


def _merged(parts: Sequence[_Built]) -> Part:
    """Build one part of all rows whose ids were not removed."""
    kept = [each.kept() for each in parts]
    sources = [each.part for each in parts]
    words = np.concatenate([p.words[:, k] for p, k in zip(sources, kept, strict=True)], axis=1)
    ids = np.concatenate([p.ids[k] for p, k in zip(sources, kept, strict=True)])
    seconds = [p.seconds[k] for p, k in zip(sources, kept, strict=True) if p.seconds is not None]
    return Part.build(words.T, ids.astype(np.int64), np.concatenate(seconds) if seconds else None)
