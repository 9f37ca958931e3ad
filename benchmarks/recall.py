"""Measure how often an edited picture is recognised, and how often an unrelated one is.

For each edit of `edits.py` and of `edits_unseen.py` every original is edited, found in what comes
out and looked up by five rules. Then unrelated pictures are looked up: other photographs, parts of
them, drawings. Prints tables in Markdown. Never point it at an intimate picture.
"""

import argparse
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.edits import EDITS, Edit
from benchmarks.edits_unseen import UNSEEN
from benchmarks.pictures import Pictured, cuts, gathered
from classifiers.decoding.pixels import LEAST_SIDE
from classifiers.decoding.seen import MOST_SIDE
from classifiers.views import SeenLook, looks_of
from classifiers.windows import Windows, read_windows, windows_of

# The rules: differing bits of PDQ, and of the difference hash where that is asked, too.
KNOWN = 31
NEAR = (63, 50)
POSSIBLE = (75, 60)
RULES = ("whole picture", "imported", "own, known", "own, near", "own, possible")

Words = NDArray[np.uint64]
Distances = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Registered:
    """The windows of several pictures, one after the other; `owner` tells whose each is."""

    whole: Words
    pdq: Words
    dhash: Words
    owner: NDArray[np.intp]


def registered(windows: Sequence[Windows]) -> Registered:
    read = [read_windows(each.packed) for each in windows]
    owner = np.repeat(np.arange(len(read)), [len(each.pdq) for each in read])
    return Registered(
        np.concatenate([each.whole.turns[:1] for each in windows]),
        np.concatenate([each.pdq for each in read]),
        np.concatenate([each.dhash for each in read]),
        owner,
    )


def apart(left: Words, right: Words) -> Distances:
    """Return the differing bits of every pair; 255 stands for 255 and 256."""
    total = np.zeros((len(left), len(right)), dtype=np.uint8)
    for word in range(left.shape[1]):
        more = np.bitwise_count(left[:, word, None] ^ right[None, :, word])
        total += np.minimum(more, 255 - total)
    return total


def decoded(picture: Image.Image) -> Image.Image:
    """Shrink as the decoder does (`classifiers/decoding/pixels.py`)."""
    factor = max(picture.size) // LEAST_SIDE
    return picture.reduce(factor) if factor > 1 or max(picture.size) > MOST_SIDE else picture


def words(looks: Sequence[SeenLook]) -> tuple[Words, Words]:
    turns = np.concatenate([one.look.turns for one in looks])
    return turns, np.concatenate([one.look.dhashes for one in looks])


def recognised(looks: Sequence[SeenLook], windows: Windows) -> list[bool]:
    """Tell for each of `RULES` whether it finds the picture."""
    mine = read_windows(windows.packed)
    whole = windows.whole.turns[:1]
    turns, dhashes = words(looks)
    by_pdq, by_dhash = apart(turns, mine.pdq), apart(dhashes, mine.dhash)
    known = bool(by_pdq.min() <= KNOWN)

    def both(rule: tuple[int, int]) -> bool:
        return known or bool(((by_pdq <= rule[0]) & (by_dhash <= rule[1])).any())

    return [
        bool(apart(looks[0].look.turns[:1], whole).min() <= KNOWN),
        bool(apart(turns, whole).min() <= KNOWN),
        known,
        both(NEAR),
        both(POSSIBLE),
    ]


def recall(originals: Sequence[Pictured], edits: Mapping[str, Edit], title: str) -> None:
    """Print how often each rule recognises each edit."""
    kept = [
        (one, found) for one in originals if isinstance(found := windows_of(one.picture), Windows)
    ]
    print(f"\n**{title}**: {len(edits)} edits of {len(kept)} originals\n")
    print("| edit | " + " | ".join(RULES) + " | views |\n|---|" + "---|" * (len(RULES) + 1))
    means, counts = [], []
    for name, edit in edits.items():
        rows, views = [], []
        for number, (one, windows) in enumerate(kept):
            chance = np.random.default_rng(zlib.crc32(f"{name}/{number}".encode()))
            others = [kept[(number + step) % len(kept)][0].picture for step in (1, 8, 15)]
            looks = looks_of(decoded(edit(one.picture, chance, others)))
            rows.append(recognised(looks, windows))
            views.append(len(looks))
        means.append(np.mean(rows, axis=0) * 100)
        counts.append(float(np.mean(views)))
        print(row(name, means[-1], counts[-1]), flush=True)
    print(row("**mean**", np.mean(means, axis=0), float(np.mean(counts))), flush=True)


def row(name: str, shares: NDArray[np.float64], views: float) -> str:
    return f"| {name} | " + " | ".join(f"{share:.1f}" for share in shares) + f" | {views:.1f} |"


def false_matches(
    known: Registered, sources: Sequence[str], asked: Iterable[tuple[str, Image.Image]], title: str
) -> None:
    """Print how many unrelated pictures each rule takes for a known one."""
    count, pairs, list_pairs, views = 0, 0, 0, 0
    hits = dict.fromkeys(("imported, every window a list entry", "imported", *RULES[2:]), 0)
    pair_hits = dict.fromkeys(hits, 0)
    for source, picture in asked:
        looks = [one for one in looks_of(picture) if one.look.quality >= 50]
        if not looks:
            continue
        mine = [number for number, name in enumerate(sources) if name == source]
        rows = ~np.isin(known.owner, mine)
        turns, dhashes = words(looks)
        by_pdq = apart(turns, known.pdq[rows])
        near = by_pdq <= POSSIBLE[0]
        turn, window = np.nonzero(near)
        by_dhash = np.bitwise_count(dhashes[turn] ^ known.dhash[rows][window]).sum(axis=1)
        distance = by_pdq[near]
        same = distance <= KNOWN
        found = {
            "imported, every window a list entry": int(same.sum()),
            "imported": int((apart(turns, np.delete(known.whole, mine, axis=0)) <= KNOWN).sum()),
            RULES[2]: int(same.sum()),
            RULES[3]: int((same | ((distance <= NEAR[0]) & (by_dhash <= NEAR[1]))).sum()),
            RULES[4]: int((same | (by_dhash <= POSSIBLE[1])).sum()),
        }
        for rule, number in found.items():
            hits[rule] += number > 0
            pair_hits[rule] += number
        if found[RULES[3]]:
            whose = sorted({sources[known.owner[rows][place]] for place in window})
            print(f"<!-- near: {source} and one of {whose[:3]} -->")
        count, views = count + 1, views + len(looks)
        pairs += by_pdq.size
        list_pairs += len(turns) * (len(known.whole) - len(mine))
    each = views / max(1, count)
    print(f"\n**{title}**: {count} pictures, {each:.2f} views each, {pairs:.2e} pairs\n")
    print("| rule | pictures that match falsely | pairs |\n|---|---|---|")
    for rule, number in hits.items():
        of = list_pairs if rule == "imported" else pairs
        print(f"| {rule} | {number} of {count} | {pair_hits[rule]} of {of:.1e} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path, help="with photographs")
    parser.add_argument("--drawings", nargs="*", type=Path, default=[], help="with clip art")
    parser.add_argument("--most", type=int, default=100_000, help="originals to edit")
    parser.add_argument("--cuts", type=int, default=20, help="unrelated parts of each photograph")
    parser.add_argument("--only", choices=("tuned", "unseen", "false"), help="one part")
    given = parser.parse_args()
    photos = gathered(given.folders)
    np.random.default_rng(1).shuffle(photos)  # type: ignore[arg-type]  # a list is shuffled as well
    print(f"{len(photos)} different photographs of quality 50 or more")
    if given.only in (None, "tuned"):
        recall(photos[: given.most], EDITS, "The 65 edits")
    if given.only in (None, "unseen"):
        recall(photos[: given.most], UNSEEN, "Edits that nothing was tuned on")
    if given.only in (None, "false"):
        kept = [
            (one.source, found)
            for one in photos
            if isinstance(found := windows_of(one.picture), Windows)
        ]
        known, sources = registered([found for _, found in kept]), [source for source, _ in kept]
        print(f"\n{len(kept)} registered, {len(known.pdq)} windows")
        false_matches(known, sources, ((one.source, one.picture) for one in photos), "Photographs")
        parts = cuts(photos, given.cuts, 3)
        false_matches(known, sources, parts, "Parts of other photographs")
        drawn = gathered(given.drawings, samples=False)
        false_matches(known, sources, ((one.source, one.picture) for one in drawn), "Drawings")


if __name__ == "__main__":
    main()
