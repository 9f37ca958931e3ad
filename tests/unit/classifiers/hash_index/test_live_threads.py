"""Searches beside every kind of change: nothing stored is missed, nothing removed is found."""

import sys
import threading
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from classifiers.hash_index.live import LiveIndex
from classifiers.hash_index.part import Part
from tests.unit.classifiers.hash_index.hashes import clustered, unrelated

SECONDS = 2.0
KEPT, COMING, GOING, FLEETING = 9_000, 300, 300, 100


@pytest.fixture(autouse=True)
def _switching_often() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(usual)


class _Bank:
    """An index with rows that stay, rows that come once, rows that go once, and rows that do both.

    The id of a row is its number. A number is in `came` or `gone` once the change has returned.
    """

    def __init__(self) -> None:
        chance = np.random.default_rng(1)
        count = KEPT + COMING + GOING + FLEETING
        self.hashes = np.concatenate([clustered(chance, KEPT), unrelated(chance, count - KEPT)])
        self.kept = range(KEPT)
        self.coming = range(KEPT, KEPT + COMING)
        self.going = range(KEPT + COMING, KEPT + COMING + GOING)
        self.fleeting = range(KEPT + COMING + GOING, count)
        self.index = LiveIndex(Part.build(self.hashes[:KEPT], np.arange(KEPT)))
        self.add(*self.going)
        self.came: set[int] = set()
        self.gone: set[int] = set()
        self.wrong: list[str] = []
        self.end = time.monotonic() + SECONDS

    @property
    def open(self) -> bool:
        return time.monotonic() < self.end and not self.wrong

    def add(self, *numbers: int) -> None:
        self.index.add(self.hashes[list(numbers)], np.array(numbers))

    def remove(self, number: int) -> None:
        self.index.remove(np.array([number]))

    def found(self, numbers: list[int]) -> set[int]:
        hits = self.index.search(self.hashes[numbers], 0)
        return set(hits.id.tolist()) & set(numbers)

    def expect(self, what: str, holds: bool) -> None:
        if not holds:
            self.wrong.append(what)


def _search(bank: _Bank, seed: int) -> None:
    chance = np.random.default_rng(seed)
    asked = [
        *chance.choice(bank.kept, 8).tolist(),
        *chance.choice(bank.coming, 8).tolist(),
        *chance.choice(bank.going, 8).tolist(),
    ]
    came, gone = set(bank.came), set(bank.gone)  # before the search begins

    found = bank.found(asked)

    bank.expect("a row that was there throughout was missed", set(asked[:8]) <= found)
    bank.expect("a row that had come was missed", came & set(asked) <= found)
    bank.expect("a row that had gone was found", not gone & found)


def _change(bank: _Bank, seed: int) -> None:
    """Let one row come for good, one go for good, and one come and go."""
    turn = seed // 2
    half = seed % 2
    coming, going = bank.coming[half::2][turn:], bank.going[half::2][turn:]
    if coming:
        bank.add(coming[0])
        bank.came.add(coming[0])
        bank.remove(going[0])
        bank.gone.add(going[0])
    fleeting = bank.fleeting[half::2][turn % (FLEETING // 2)]
    bank.add(fleeting)
    bank.expect("what was just added was missed", bank.found([fleeting]) == {fleeting})
    bank.remove(fleeting)
    bank.expect("what was just removed was found", not bank.found([fleeting]))


def _compact(bank: _Bank, _: int) -> None:
    bank.index.compact()


def _working(
    bank: _Bank, work: Callable[[_Bank, int], None], seeds: range, done: list[int]
) -> threading.Thread:
    def run() -> None:
        try:
            for seed in seeds:
                if not bank.open:
                    return
                work(bank, seed)
                done.append(seed)
        except Exception as error:  # noqa: BLE001 - what fails in a thread has to fail the test
            bank.wrong.append(repr(error))

    return threading.Thread(target=run)


def test_searches_are_right_while_others_add_remove_and_compact() -> None:
    bank = _Bank()
    many = 10**9
    jobs = [
        (_search, range(0, many, 2)),
        (_search, range(1, many, 2)),
        (_change, range(0, many, 2)),
        (_change, range(1, many, 2)),
        (_compact, range(many)),
    ]
    done: list[list[int]] = [[] for _ in jobs]
    threads = [
        _working(bank, work, seeds, each) for (work, seeds), each in zip(jobs, done, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert bank.wrong == []
    assert all(done), [len(each) for each in done]
    everything = bank.found([*bank.kept, *bank.coming, *bank.going, *bank.fleeting])
    assert everything == (set(bank.kept) | bank.came | set(bank.going)) - bank.gone
