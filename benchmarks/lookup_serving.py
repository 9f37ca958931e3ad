"""Measure what happens beside looking up: saving, opening, removing, and building a new base.

CPU time where one thread works, wall time where opening waits for the disk.
"""

import argparse
import threading
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from classifiers.hash_index.live import LiveIndex
from classifiers.hash_index.mapped import open_saved, save
from classifiers.hash_index.part import Part
from classifiers.hash_index.words import Words
from tests.unit.classifiers.hash_index.hashes import unrelated

PICTURE, RADIUS, ADDED, REMOVED = 20, 31, 5_000, 200
CHANCE = np.random.default_rng(1)


def timed(work: Callable[[], object], clock: Callable[[], float] = time.thread_time) -> float:
    """Return the milliseconds that something takes."""
    start = clock()
    work()
    return (clock() - start) * 1000


def pictures(index: LiveIndex, while_: Callable[[], bool], least: int = 30) -> str:
    """Look pictures up; return what one takes."""
    taken: list[float] = []
    while len(taken) < least or while_():
        asked = unrelated(CHANCE, PICTURE)
        taken.append(timed(lambda some=asked: index.search(some, RADIUS)))
    return f"{np.median(taken):.2f}, {np.quantile(taken, 0.99):.2f} ms ({len(taken)} pictures)"


def changes(index: LiveIndex, hashes: Words) -> None:
    """Add and remove one by one; each has to be seen at once."""
    rows = unrelated(CHANCE, ADDED)
    first = len(hashes)
    added = [
        timed(lambda n=n: index.add(rows[n : n + 1], np.array([first + n]))) for n in range(ADDED)
    ]
    removed = [timed(lambda n=n: index.remove(np.array([n]))) for n in range(REMOVED)]
    assert set(index.search(rows[-3:], 0).id.tolist()) == {first + ADDED - n for n in (1, 2, 3)}
    assert len(index.search(hashes[:REMOVED], 0)) == 0
    print(f"add one: {np.median(added):.4f} ms; remove one: {np.median(removed):.4f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=1_000_000)
    size = parser.parse_args().size
    hashes = unrelated(CHANCE, size)
    part = Part.build(hashes, np.arange(size))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bank"
        print(f"save: {timed(lambda: save(part, path, ''), time.perf_counter):.0f} ms")
        for check in (True, False):
            taken = timed(lambda c=check: open_saved(path, check=c), time.perf_counter)
            print(f"open, {'checked' if check else 'not checked'}: {taken:.1f} ms")
        part = open_saved(path).part
    index = LiveIndex(part)
    print("a picture:", pictures(index, lambda: False))
    changes(index, hashes)
    print(f"a picture beside {index.loose} loose rows:", pictures(index, lambda: False))
    builder = threading.Thread(target=index.compact)
    builder.start()
    print("a picture while a new base is built:", pictures(index, builder.is_alive))
    builder.join()
    print("a picture after that:", pictures(index, lambda: False))


if __name__ == "__main__":
    main()
