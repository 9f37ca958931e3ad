"""Measure looking hashes up against the exact indexes that others use, and check every answer.

Subjects take turns on the same kind of queries, a moment each, so that a busy machine slows
all of them alike. What counts is CPU time of the thread, since wall time on a shared machine is
not comparable, and the ratio. Queries come one by one and as a picture's twenty: eight turns of two
or three views. Half of them lie within 31 bits of a stored hash. See benchmarks/README.md.
"""

import argparse
import gc
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import skimage.data
from numpy.typing import NDArray
from PIL import Image

from classifiers.hash_index.live import LiveIndex
from classifiers.hash_index.mapped import open_saved, part_arrays, save
from classifiers.hash_index.part import Part
from classifiers.hash_index.words import Words
from tests.unit.classifiers.hash_index.hashes import changed, unrelated

try:
    import faiss
    from threatexchange.signal_type.pdq.pdq_index import PDQIndex
except ImportError as error:
    sys.exit(
        f"{error.name} is missing. The peers live in an environment of their own: "
        "see benchmarks/README.md"
    )

PICTURE = 20
TURNS, TURN_SECONDS = 40, 0.03
ASKED, CHECKED = 20_000, 60
# Above, threatexchange's index would need more memory than a small machine has.
MOST_FOR_THREATEXCHANGE = 1_000_000
SAMPLES = ("astronaut", "coffee", "chelsea", "rocket", "camera", "brick", "grass", "gravel")

Found = set[tuple[int, int]]
"""Pairs of query and stored row."""


@dataclass
class Subject:
    """One index, built.

    Attributes:
        search: Takes queries, shape (q, 4).
        found: Turns what `search` returned into pairs.
        add: Adds one hash, shape (1, 4), under the given id.
        megabytes: Of ours the arrays' size, the hashes among them; of others what the process grew.
    """

    name: str
    search: Callable[[Words], object]
    found: Callable[[object], Found]
    add: Callable[[Words, int], object]
    megabytes: float = 0.0
    build_seconds: float = 0.0
    one: list[float] = field(default_factory=list)
    picture: list[float] = field(default_factory=list)


def ours(hashes: Words, radius: int) -> Subject:
    return _ours("ours", Part.build(hashes, np.arange(len(hashes))), radius)


def ours_mapped(hashes: Words, radius: int) -> Subject:
    with TemporaryDirectory() as folder:  # what is open stays readable
        path = Path(folder) / "bank"
        save(Part.build(hashes, np.arange(len(hashes))), path, "")
        part = open_saved(path).part
    return _ours("ours, mapped from its file", part, radius)


def _ours(name: str, part: Part, radius: int) -> Subject:
    index = LiveIndex(part)

    def search(queries: Words) -> object:
        return index.search(queries, radius)

    def found(hits: object) -> Found:
        return set(zip(hits.query.tolist(), hits.id.tolist(), strict=True))

    def add(row: Words, name: int) -> object:
        return index.add(row, np.array([name]))

    megabytes = sum(array.nbytes for array in part_arrays(part).values()) / 1e6
    return Subject(name, search, found, add, megabytes)


def faiss_flat(hashes: Words, radius: int) -> Subject:
    return _faiss("faiss IndexBinaryFlat", faiss.IndexBinaryFlat(256), hashes, radius)


def faiss_multi(hashes: Words, radius: int) -> Subject:
    """Build what threatexchange and HMA use: 16 tables of 16 bits, one of them flipped."""
    index = faiss.IndexBinaryMultiHash(256, 16, 16)
    index.nflip = 1
    return _faiss("faiss IndexBinaryMultiHash", index, hashes, radius)


def _faiss(name: str, index: "faiss.IndexBinary", hashes: Words, radius: int) -> Subject:
    index.add(hashes.view(np.uint8))

    def search(queries: Words) -> object:
        return index.range_search(queries.view(np.uint8), radius + 1)

    def found(answer: object) -> Found:
        limits, _, rows = answer
        query = np.repeat(np.arange(len(limits) - 1), np.diff(limits).astype(np.int64))
        return set(zip(query.tolist(), rows.tolist(), strict=True))

    def add(row: Words, _: int) -> object:
        return index.add(row.view(np.uint8))

    return Subject(name, search, found, add)


def threatexchange(hashes: Words, _: int) -> Subject:
    index = PDQIndex((bytes(row).hex(), number) for number, row in enumerate(hashes))

    def search(queries: Words) -> object:
        return [index.query(bytes(row).hex()) for row in queries]

    def found(answer: object) -> Found:
        return {(query, hit.metadata) for query, hits in enumerate(answer) for hit in hits}

    def add(row: Words, name: int) -> object:
        return index.add(bytes(row).hex(), name)

    return Subject("threatexchange PDQIndex", search, found, add)


def photographed(chance: np.random.Generator, count: int, folder: Path | None) -> Words:
    """Hash random crops of sample photos in eight turns: bits as unevenly spread as in real ones.

    A plain transform of 64 x 64 grey levels, turned by changing signs, which is near enough to PDQ
    (classifiers/hashing.py) for how its hashes are spread, and takes 0.1 ms.
    """
    if folder is None:
        pictures = [Image.fromarray(getattr(skimage.data, name)()) for name in SAMPLES]
    else:
        pictures = [Image.open(path) for path in sorted(folder.iterdir()) if path.is_file()]
    small = [picture.convert("L").resize((256, 256), Image.Resampling.BOX) for picture in pictures]
    frequency, place = np.arange(1, 17)[:, None], np.arange(64)[None, :]
    cosines = np.cos(np.pi / 128 * frequency * (2 * place + 1)).astype(np.float32)
    signs = np.where(np.arange(16) % 2 == 0, -1, 1).astype(np.float32)
    made = []
    for start in range(0, -(-count // 8), 5000):
        crops = np.stack([_crop(chance, small) for _ in range(min(5000, -(-count // 8) - start))])
        plain = cosines @ crops @ cosines.T
        for rows in (plain, plain * signs[:, None]):
            for turned in (rows, rows * signs):
                for each in (turned, turned.transpose(0, 2, 1)):
                    flat = each.reshape(len(crops), 256)
                    above = flat > np.partition(flat, 127, axis=1)[:, 127:128]
                    made.append(np.packbits(above, axis=1).view(np.uint64))
    hashes = np.concatenate(made)
    return np.ascontiguousarray(hashes[chance.permutation(len(hashes))[:count]])


def _crop(chance: np.random.Generator, pictures: Sequence[Image.Image]) -> NDArray[np.float32]:
    picture = pictures[chance.integers(len(pictures))]
    width, height = chance.uniform(64, 256, 2)
    left, top = chance.uniform(0, 256 - width), chance.uniform(0, 256 - height)
    box = (left, top, left + width, top + height)
    crop = picture.resize((64, 64), Image.Resampling.BOX, box=box)
    return np.asarray(crop, dtype=np.float32)


def windows(chance: np.random.Generator, count: int) -> Words:
    """Return banks of windows: 154 hashes a picture, 20 to 80 bits from its own."""
    centres = unrelated(chance, -(-count // 154))
    made = [
        changed(chance, np.repeat(some, 154, axis=0), chance.integers(20, 81, 154 * len(some)))
        for some in np.array_split(centres, -(-len(centres) // 100))
    ]
    return np.ascontiguousarray(np.concatenate(made)[:count])


def near_some(chance: np.random.Generator, hashes: Words, asked: Words, radius: int) -> Words:
    """Put something within the radius of a stored hash in the place of every second query."""
    near = hashes[chance.integers(0, len(hashes), len(asked[::2]))]
    asked[::2] = changed(chance, near, chance.integers(0, radius + 1, len(near)))
    return asked


def compare_all(hashes: Words, asked: Words, radius: int) -> Found:
    """Compare every bit of everything: the truth."""
    found = set()
    for start in range(0, len(hashes), 100_000):
        block = hashes[start : start + 100_000]
        for query, words in enumerate(asked):
            distance = np.bitwise_count(block ^ words).sum(axis=1, dtype=np.uint16)
            found |= {(query, start + int(row)) for row in np.flatnonzero(distance <= radius)}
    return found


def resident() -> float:
    """Return the megabytes that this process has in memory."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def build(
    makers: Sequence[Callable[[Words, int], Subject]], hashes: Words, radius: int
) -> Iterator[Subject]:
    for make in makers:
        before, start = resident(), time.process_time()
        subject = make(hashes, radius)
        subject.build_seconds = time.process_time() - start
        subject.megabytes = subject.megabytes or resident() - before
        yield subject


def measure(subjects: Sequence[Subject], asked: Iterator[Words]) -> None:
    """Let all answer in turns, each for a moment or one question; the first turn warms up."""
    for attribute, size in (("one", 1), ("picture", PICTURE)):
        for _ in range(TURNS + 1):
            for subject in subjects:
                _take_turn(subject.search, getattr(subject, attribute), asked, size)
        for subject in subjects:
            del getattr(subject, attribute)[:1]


def _take_turn(
    search: Callable[[Words], object], taken: list[float], asked: Iterator[Words], size: int
) -> None:
    # The allocator tidies up after the one before: else the first answer here would pay for that.
    for size_of_array in (1 << power for power in range(6, 20)):
        np.empty(size_of_array)
    end = time.thread_time() + TURN_SECONDS
    while True:
        some = next(asked)[:size]
        start = time.thread_time()
        search(some)
        now = time.thread_time()
        taken.append(now - start)
        if now >= end:
            return


def check(
    subjects: Sequence[Subject], hashes: Words, asked: Words, radius: int
) -> dict[str, float]:
    """Return which share of the truth each finds; nobody may find more."""
    truth = compare_all(hashes, asked, radius)
    assert truth
    recall = {}
    for subject in subjects:
        found = subject.found(subject.search(asked))
        assert found <= truth, subject.name
        recall[subject.name] = len(found) / len(truth)
    return recall


def adding(subject: Subject, number: int) -> float:
    """Return the seconds to add one hash, which has to be found at once."""
    row = unrelated(np.random.default_rng(number), 1)
    start = time.thread_time()
    subject.add(row, number)
    taken = time.thread_time() - start
    assert (0, number) in subject.found(subject.search(row)), subject.name
    return taken


def report(size: int, radius: int, kind: str, seed: int, folder: Path | None) -> None:
    chance = np.random.default_rng(seed)
    count = size + ASKED
    made = {
        "random": lambda: unrelated(chance, count),
        "windows": lambda: windows(chance, count),
        "photos": lambda: photographed(chance, count, folder),
    }[kind]()
    hashes, others = made[:size], made[size:].copy()
    makers = [ours, ours_mapped, faiss_flat, faiss_multi]
    if size <= MOST_FOR_THREATEXCHANGE and radius == 31:
        makers.append(threatexchange)
    if radius != 31:  # its one flipped bit a band is exact to 31 bits only
        makers.remove(faiss_multi)
    subjects = list(build(makers, hashes, radius))
    pool = near_some(chance, hashes, others, radius)
    starts = iter(lambda: int(chance.integers(0, len(pool) - PICTURE)), None)
    measure(subjects, (pool[start : start + PICTURE] for start in starts))
    recall = check(subjects, hashes, pool[:CHECKED], radius)
    added = {each.name: adding(each, size) for each in subjects}

    mine = subjects[0]
    print(f"\n**{size:,} {kind} hashes, {radius} bits**\n")
    print("| | one: p50, p99 ms | times ours | a picture: p50, p99 ms | times ours ", end="")
    print("| MB | build s | add one ms | recall |")
    print("|---|---|---|---|---|---|---|---|---|")
    for each in subjects:
        cells = [each.name]
        for taken, base in ((each.one, mine.one), (each.picture, mine.picture)):
            half, last = np.quantile(taken, (0.5, 0.99)) * 1000
            cells += [f"{half:.3f}, {last:.3f}", f"{half / np.median(base) / 1000:.2f}"]
        cells += [f"{each.megabytes:.0f}", f"{each.build_seconds:.2f}"]
        cells += [f"{added[each.name] * 1000:.3f}", f"{recall[each.name]:.4f}"]
        print("| " + " | ".join(cells) + " |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000, 1_000_000])
    parser.add_argument("--hashes", choices=["random", "windows", "photos"], default="random")
    parser.add_argument("--photos", type=Path, help="a folder of photos to take crops of")
    parser.add_argument("--radius", type=int, default=31)
    parser.add_argument("--rounds", type=int, default=1)
    given = parser.parse_args()
    faiss.omp_set_num_threads(1)
    for size in given.sizes:
        for seed in range(given.rounds):
            report(size, given.radius, given.hashes, seed, given.photos)


if __name__ == "__main__":
    main()
