"""Compares hashes that are kept with hashes that became known later, without any picture.

Exact: every look of every item with every window of every entry, over all 256 bits, by the rules
of `bot/domain/bank.py`. Upright only: what is kept is one turn of each look, and so is a window. A
copy that was turned or mirrored before it was posted is found when it is posted again.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from bot.domain.bank import (
    KNOWN_DISTANCE,
    LEAST_QUALITY,
    LIMITS,
    LOOK_BYTES,
    MatchRule,
    rule_for,
)
from bot.domain.signal import BankMatch, ViewKind
from bot.domain.sweep import Resemblance, SeenItem, Sought

# As in `bank_index`: a flat picture has nearly all or none of its bits set.
_FEWEST_BITS, _MOST_BITS = 64, 192
_HALF = LOOK_BYTES // 2
_WORDS = LOOK_BYTES // 8
# Pairs that are compared at once: a megabyte, which stays near the processor.
_AT_ONCE = 1 << 17
_FARTHEST = LIMITS[MatchRule.POSSIBLE].pdq
_NO_SECOND = b"\0" * _HALF
_SUREST = {rule: place for place, rule in enumerate(MatchRule)}

Owner = TypeVar("Owner")
Words = NDArray[np.uint64]
Rows = NDArray[np.intp]


class HashComparer:
    """Implements `ports.Comparer`."""

    def against(self, sought: Sequence[Sought]) -> "HashComparison":
        """Return what finds these entries among what was seen."""
        return HashComparison(sought)


class HashComparison:
    """Finds some entries. It never changes, so any number of threads may use it."""

    def __init__(self, sought: Sequence[Sought]) -> None:
        self._files: dict[str, list[Sought]] = {}
        for one in sought:
            if one.entry.sha256 is not None:
                self._files.setdefault(one.entry.sha256.lower(), []).append(one)
        windowed = [one for one in sought if one.entry.windows]
        bare = [one for one in sought if not one.entry.windows and _is_usable(one)]
        windows = _Looks.of((one, one.entry.windows) for one in windowed)
        hashes = _Looks.of((one, bytes.fromhex(one.entry.pdq or "") + _NO_SECOND) for one in bare)
        self._parts = (
            _Part(windows, _FARTHEST, with_second=True),
            # A list may be long and its limit is low: half of the bits rule out nearly all.
            _Part(hashes, max((one.known for one in bare), default=0), with_second=False),
        )

    def find(self, seen: Sequence[SeenItem]) -> list[Resemblance]:
        """Return which items match which entries, each pair once with its surest match."""
        best: dict[tuple[int, int], Resemblance] = {}
        for found in self._all(seen):
            key = found.seen.number, found.sought.id
            known = best.get(key)
            if known is None or _sureness(found) < _sureness(known):
                best[key] = found
        return list(best.values())

    def _all(self, seen: Sequence[SeenItem]) -> Iterator[Resemblance]:
        for item in seen:
            for one in self._files.get(item.sha256.lower(), ()):
                if _counts(one, item):
                    yield Resemblance(item, one, _match(one, 0, MatchRule.FILE))
        looks = _Looks.of((item, item.looks) for item in seen)
        for part in self._parts:
            yield from part.find(looks)


@dataclass(frozen=True, slots=True)
class _Looks(Generic[Owner]):
    """Looks of several owners in one table.

    Attributes:
        columns: Eight arrays of one word a look: four of PDQ, four of the difference hash.
        owners: Who has looks.
        rows: Whose each look is, by its place in `owners`.
        first: Whether a look is its owner's first, the whole picture.
    """

    columns: tuple[Words, ...]
    owners: list[Owner]
    rows: Rows
    first: NDArray[np.bool_]

    @classmethod
    def of(cls, owned: Iterable[tuple[Owner, bytes]]) -> "_Looks[Owner]":
        """Gather the looks that say something."""
        pairs = [(owner, looks[: len(looks) // LOOK_BYTES * LOOK_BYTES]) for owner, looks in owned]
        counts = np.array([len(looks) // LOOK_BYTES for _, looks in pairs], dtype=np.intp)
        data = b"".join(looks for _, looks in pairs)
        table = np.frombuffer(data, dtype=">u8").astype(np.uint64).reshape(-1, _WORDS)
        bits = np.bitwise_count(table[:, : _WORDS // 2]).sum(axis=1)
        kept = np.flatnonzero((bits >= _FEWEST_BITS) & (bits <= _MOST_BITS))
        columns = tuple(np.ascontiguousarray(table[kept, word]) for word in range(_WORDS))
        begins = np.repeat(np.cumsum(counts) - counts, counts)
        rows = np.repeat(np.arange(len(pairs)), counts)
        return cls(columns, [owner for owner, _ in pairs], rows[kept], begins[kept] == kept)


@dataclass(frozen=True, slots=True)
class _Part:
    """Entries that are compared in the same way."""

    wanted: _Looks[Sought]
    farthest: int
    with_second: bool

    def find(self, looks: _Looks[SeenItem]) -> Iterator[Resemblance]:
        """Yield every pair that is near enough."""
        height = max(1, _AT_ONCE // max(1, len(looks.rows)))
        for start in range(0, len(self.wanted.rows), height):
            rows, columns = np.nonzero(self._near(slice(start, start + height), looks.columns))
            for row, column in zip((rows + start).tolist(), columns.tolist(), strict=True):
                found = self._judge(row, column, looks)
                if found is not None:
                    yield found

    def _near(self, some: slice, columns: tuple[Words, ...]) -> NDArray[np.bool_]:
        """Say of each window and look whether their PDQ hashes may be near enough."""
        apart: NDArray[np.unsignedinteger] = self._apart(some, columns, 0)
        apart = apart + self._apart(some, columns, 1)
        if self.farthest > KNOWN_DISTANCE:
            # The halves are at most 128 each, and their sum does not fit into eight bits.
            other = self._apart(some, columns, 2) + self._apart(some, columns, 3)
            apart = np.add(apart, other, dtype=np.uint16)
        near: NDArray[np.bool_] = np.less_equal(apart, self.farthest)
        return near

    def _apart(self, some: slice, columns: tuple[Words, ...], word: int) -> NDArray[np.uint8]:
        mixed = np.bitwise_xor.outer(self.wanted.columns[word][some], columns[word])
        counted: NDArray[np.uint8] = np.bitwise_count(mixed)
        return counted

    def _judge(self, row: int, column: int, looks: _Looks[SeenItem]) -> Resemblance | None:
        one, item = self.wanted.owners[self.wanted.rows[row]], looks.owners[looks.rows[column]]
        bits = [
            (int(ours[row]) ^ int(theirs[column])).bit_count()
            for ours, theirs in zip(self.wanted.columns, looks.columns, strict=True)
        ]
        distance, second = sum(bits[: _WORDS // 2]), sum(bits[_WORDS // 2 :])
        told = second if self.with_second else None
        rule = rule_for(distance, told, one.known)
        if rule is None or not _counts(one, item):
            return None
        view = ViewKind.WHOLE if looks.first[column] else ViewKind.RECT
        return Resemblance(item, one, _match(one, distance, rule, view, told))


def _sureness(found: Resemblance) -> tuple[int, int]:
    return _SUREST[found.match.rule], found.match.distance


def _match(
    one: Sought,
    distance: int,
    rule: MatchRule,
    view: ViewKind = ViewKind.WHOLE,
    second: int | None = None,
) -> BankMatch:
    entry = one.entry
    return BankMatch(
        entry.bank,
        entry.entry,
        distance,
        rule,
        standing=entry.standing,
        view=view,
        second=second,
    )


def _counts(one: Sought, item: SeenItem) -> bool:
    return one.chats is None or item.chat in one.chats


def _is_usable(one: Sought) -> bool:
    return one.entry.pdq is not None and one.entry.quality >= LEAST_QUALITY
