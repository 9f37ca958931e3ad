"""Find known pictures: exact files by SHA-256, looks by PDQ, and near looks by two hashes.

The banks are changed while they are searched. Lists of others hold PDQ hashes only and are long;
what was registered here has windows with two hashes each and is short, so each kind has an index of
its own (`hash_index`). Both are exact. An entry that only changes its standing keeps its place.
"""

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

import numpy as np

from bot.domain.bank import (
    KNOWN_DISTANCE,
    LEAST_QUALITY,
    LIMITS,
    Bank,
    BankEntry,
    BankKind,
    MatchRule,
    Standing,
    rule_for,
)
from bot.domain.signal import BankMatch, ViewKind
from classifiers.banks.asking import Asked, Queries, Shown
from classifiers.banks.held import Gathered, Held
from classifiers.hash_index.hits import Hits
from classifiers.hashing import Look
from classifiers.windows import read_windows

# A new base is worth its time when so many rows are compared one by one.
_MOST_LOOSE = 20_000
_RANK = {rule: place for place, rule in enumerate(MatchRule)}


class BankIndex:
    """All entries of all banks. Any number of threads may search while one changes it."""

    def __init__(
        self,
        banks: Iterable[Bank] = (),
        pages: Iterable[Sequence[BankEntry]] = (),
        limit: int = KNOWN_DISTANCE,
    ) -> None:
        """Take in all banks.

        Args:
            banks: An entry of one that is not among them matches nothing.
            pages: Their entries.
            limit: Up to how many bits a hash on a list is the same (`bank.list_distance`).
        """
        self._changing = threading.Lock()
        self._limit = limit
        self._held = Held(banks)
        lists, own = Gathered(), Gathered()
        for page in pages:
            self._held.take(page, lists, own)
        self._lists = lists.index(with_seconds=False)
        self._own = own.index(with_seconds=True)

    def change(
        self,
        banks: Iterable[Bank],
        changed: Sequence[BankEntry],
        gone: Collection[tuple[str, str]],
        limit: int = KNOWN_DISTANCE,
    ) -> None:
        """Exchange the banks' settings and some entries; the next search sees all of it."""
        held = self._held
        with self._changing:
            before = held.banks.keys()
            held.banks, self._limit = {bank.name: bank for bank in banks}, limit
            anew = [entry for entry in changed if not held.replace(entry)]
            # What is both gone and there was taken out and put in again.
            gone = {*gone} - {(entry.bank, entry.entry) for entry in changed}
            names = [*((entry.bank, entry.entry) for entry in anew), *gone]
            old = held.numbers(names, self._lists)
            old += held.forget_banks(before - held.banks.keys())
            # What comes back under its name must not be missed in between: first in, then out.
            lists, own = Gathered(), Gathered()
            held.take(anew, lists, own)
            lists.add_to(self._lists)
            own.add_to(self._own)
            held.drop(old, gone)
            gone_numbers = np.array(old, np.int64)
            for index in (self._lists, self._own):
                index.remove(gone_numbers)
                if index.loose > _MOST_LOOSE:
                    index.compact()

    @property
    def banks(self) -> tuple[Bank, ...]:
        """The banks whose entries may match."""
        return tuple(self._held.banks.values())

    def find_file(self, asked: Asked) -> tuple[BankMatch, ...]:
        """Return the banks that hold exactly this file."""
        found = (
            (entry, _match(entry, 0, MatchRule.FILE))
            for entry in self._held.with_file(asked.sha256)
        )
        return tuple(match for entry, match in found if self._counts(match, entry, asked))

    def find_looks(self, shown: Sequence[Shown], asked: Asked) -> list[tuple[BankMatch, ...]]:
        """Return for each part that is shown the nearest entries of the banks that hold it."""
        found: list[list[BankMatch]] = [[] for _ in shown]
        for place, match, entry in self._matches(shown):
            if self._counts(match, entry, asked):
                found[place].append(match)
        return [nearest_of_each_bank(each) for each in found]

    def likes(self, looks: bytes, digest: str | None) -> tuple[BankMatch, ...]:
        """Return the nearest match of each entry with a picture that somebody wants to register.

        Whatever the kind of the bank, guards included, and whatever the chat and the share.

        Args:
            looks: `LOOK_BYTES` each, upright.
            digest: SHA-256 of the file, if it is known.
        """
        hashes = read_windows(looks)
        shown = [
            Shown(
                ViewKind.WHOLE,
                Look(pdq[None], LEAST_QUALITY, dhash.tobytes().hex(), dhash[None]),
            )
            for pdq, dhash in zip(hashes.pdq, hashes.dhash, strict=True)
        ]
        found = [*self._matches(shown)]
        if digest is not None:
            found += [
                (0, _match(entry, 0, MatchRule.FILE), entry)
                for entry in self._held.with_file(digest)
            ]
        return tuple(_nearest((match for _, match, _ in found), _name))

    def _matches(self, shown: Sequence[Shown]) -> Iterator[tuple[int, BankMatch, BankEntry]]:
        """Yield the place of a part with each match, whether it counts or not."""
        queries = Queries.of(shown)
        if not len(queries.places):
            return
        widest = LIMITS[MatchRule.POSSIBLE].pdq
        yield from self._judged(self._lists.search(queries.pdqs, KNOWN_DISTANCE), queries, shown)
        near = self._own.search(queries.pdqs, widest, queries.dhashes)
        yield from self._judged(near, queries, shown)

    def _judged(
        self, hits: Hits, queries: Queries, shown: Sequence[Shown]
    ) -> Iterator[tuple[int, BankMatch, BankEntry]]:
        seconds = hits.second.tolist() if len(hits.second) else [None] * len(hits)
        for query, number, distance, second in zip(
            hits.query.tolist(), hits.id.tolist(), hits.distance.tolist(), seconds, strict=True
        ):
            entry = self._held.entry(number)
            if entry is None:
                continue  # It went while this search was under way.
            listed = self._held.is_list(entry.bank)
            rule = rule_for(distance, second, self._limit if listed else KNOWN_DISTANCE)
            if rule is not None:
                place, turn = int(queries.places[query]), int(queries.turns[query])
                match = _match(entry, distance, rule, turn, shown[place].kind, second)
                yield place, match, entry

    def _counts(self, match: BankMatch, entry: BankEntry, asked: Asked) -> bool:
        """Say whether a match counts for this item."""
        bank = self._held.bank(match.bank)
        if bank is None or bank.kind is BankKind.GUARD:
            return False
        if not bank.counts_for(asked.sha256, asked.now):
            return False
        if entry.scope is not None and entry.scope != asked.chat:
            return False
        if match.standing is Standing.ALLOWED:
            return asked.alone and match.allows
        # A picture that shows the card, such as a page of the handbook, is no card.
        return not match.test or match.view in (ViewKind.WHOLE, ViewKind.TRIM)


def nearest_of_each_bank(matches: Iterable[BankMatch]) -> tuple[BankMatch, ...]:
    """Keep one match a bank: a list may hold the same picture hundreds of times.

    Of matches that are not certain each entry's is kept: a false alarm takes out all that its case
    matched, and none of them may stand in for a certain one.
    """
    of_entries = _nearest(matches, _name)
    # An entry that is certain in one turn is near in another by chance.
    nearest = _nearest(of_entries, lambda one: (one.bank, "" if one.certain else one.entry))
    return tuple(nearest)


def _nearest(
    matches: Iterable[BankMatch], key: Callable[[BankMatch], tuple[str, str]]
) -> Collection[BankMatch]:
    """Return of all matches with the same key the nearest."""
    nearest: dict[tuple[str, str], BankMatch] = {}
    for match in matches:
        best = nearest.get(key(match))
        if best is None or _closeness(match) < _closeness(best):
            nearest[key(match)] = match
    return nearest.values()


def _name(match: BankMatch) -> tuple[str, str]:
    return match.bank, match.entry


def _closeness(match: BankMatch) -> tuple[int, int]:
    return _RANK[match.rule], match.distance


def _match(
    entry: BankEntry,
    distance: int,
    rule: MatchRule,
    turn: int = 0,
    view: ViewKind = ViewKind.WHOLE,
    second: int | None = None,
) -> BankMatch:
    return BankMatch(
        entry.bank, entry.entry, distance, rule, turn, entry.test, entry.standing, view, second
    )
