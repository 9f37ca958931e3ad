"""How many tamperings with the record of a case are found: `python benchmarks/tampering.py`.

Each trial takes a whole file, alters it in one way, and checks it as `./upstander verify FILE --key
KEY` does. Found means that it is not called whole. First every byte of the file is flipped, one by
one; then random trials of each kind follow. In a second part whoever tampers has the whole file
signed anew with the true key: only the lines speak then.
"""

import argparse
import copy
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.domain.errors import UnreadableRecord
from bot.domain.proof import signed_of_file
from bot.domain.proof_check import examine
from bot.storage.signing import holds
from tests.records import OTHER, SIGNER, document_of, lines_of, written

Document = dict[str, Any]
Alter = Callable[[Document, random.Random], None]
AlterBytes = Callable[[bytes, random.Random], bytes]

DOCUMENT, NEIGHBOUR = document_of(), document_of(43)
WHOLE = written(DOCUMENT)


def is_found(data: bytes) -> bool:
    try:
        return examine(data, holds, SIGNER.public).problems != ()
    except UnreadableRecord:
        return True


def removed(document: Document, chance: random.Random) -> None:
    lines = document["lines"]
    for _ in range(chance.randint(1, len(lines))):
        del lines[chance.randrange(len(lines))]


def cut(document: Document, chance: random.Random) -> None:
    del document["lines"][chance.randrange(len(document["lines"])) :]


def reordered(document: Document, chance: random.Random) -> None:
    before = list(document["lines"])
    while document["lines"] == before:
        chance.shuffle(document["lines"])


def doubled(document: Document, chance: random.Random) -> None:
    lines = document["lines"]
    lines.insert(chance.randint(0, len(lines)), copy.deepcopy(chance.choice(lines)))


def said_else(document: Document, chance: random.Random) -> None:
    what = chance.choice(document["lines"])["what"]
    name = chance.choice(sorted(what))
    what[name] = f"{what[name]}x"


def moved_in_time(document: Document, chance: random.Random) -> None:
    line = chance.choice(document["lines"])
    line["at"] = line["at"].replace("2026", str(chance.randint(1970, 2025)))


def signature_of_another_case(document: Document, chance: random.Random) -> None:
    place = chance.randrange(len(document["lines"]))
    document["lines"][place]["signature"] = NEIGHBOUR["lines"][place]["signature"]


def line_of_another_case(document: Document, chance: random.Random) -> None:
    place = chance.randrange(len(document["lines"]))
    document["lines"][place] = copy.deepcopy(chance.choice(NEIGHBOUR["lines"]))


def signatures_swapped(document: Document, chance: random.Random) -> None:
    one, two = chance.sample(document["lines"], 2)
    one["signature"], two["signature"] = two["signature"], one["signature"]


def other_case(document: Document, chance: random.Random) -> None:
    case = chance.choice([n for n in range(1, 99) if n != 42])
    document |= {"case": case, "number": f"C-{case:04d}"}


def other_key(document: Document, _chance: random.Random) -> None:
    document["key"] = OTHER.public


def line_of_another_key(document: Document, chance: random.Random) -> None:
    forged = document_of(lines=lines_of(signer=OTHER))["lines"]
    place = chance.randrange(len(forged))
    document["lines"][place] = forged[place]


IN_THE_LINES: tuple[Alter, ...] = (
    removed,
    cut,
    reordered,
    doubled,
    said_else,
    moved_in_time,
    signature_of_another_case,
    line_of_another_case,
    signatures_swapped,
    other_case,
    line_of_another_key,
)


def flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    changed[chance.randrange(len(data))] ^= chance.randint(1, 255)
    return bytes(changed)


def bytes_removed(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data))
    return data[:place] + data[place + chance.randint(1, 100) :]


def bytes_added(data: bytes, chance: random.Random) -> bytes:
    place = chance.randint(0, len(data))
    return data[:place] + chance.randbytes(chance.randint(1, 4)) + data[place:]


def bytes_swapped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    while changed == data:
        one, two = chance.sample(range(len(data)), 2)
        changed[one], changed[two] = changed[two], changed[one]
    return bytes(changed)


def shortened(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def spelled_otherwise(data: bytes, chance: random.Random) -> bytes:
    spellings = (
        (b"0.5", b"0.50"),
        (b"0.5", b"5e-1"),
        (b'"quality": 90', b'"quality": 90.0'),
        (b'"quality": 90', b'"quality": 9e1'),
        (b"\\u00f1", "ñ".encode()),
        (b"\\u00f1", b"\\u00F1"),
        (b"\\u00f1", b"n\\u0303"),
        (b"\n ", b"\n  "),
        (b": ", b":"),
        (b'"at"', b'"\\u0061t"'),
    )
    old, new = chance.choice(spellings)
    places = [place for place in range(len(data)) if data.startswith(old, place)]
    place = chance.choice(places)
    return data[:place] + new + data[place + len(old) :]


IN_THE_BYTES: tuple[AlterBytes, ...] = (
    flipped,
    bytes_removed,
    bytes_added,
    bytes_swapped,
    shortened,
    spelled_otherwise,
)


def altered(alter: Alter, chance: random.Random, *, anew: bool) -> bytes:
    document = copy.deepcopy(DOCUMENT)
    alter(document, chance)
    if anew:
        document["signature"] = SIGNER.sign(signed_of_file(document))
    return written(document)


def told(name: str, trials: int, missed: int) -> None:
    print(f"{name:45} {trials:7} trials, {trials - missed:7} found, {missed} missed")


def run(trials: int, seed: int) -> int:
    """Print a line for each kind; return how many tamperings were missed."""
    chance, missed_in_all, all_trials = random.Random(seed), 0, 0  # noqa: S311 - no secret

    def kind(name: str, cases: int, make: Callable[[int], bytes]) -> None:
        nonlocal missed_in_all, all_trials
        missed = sum(not is_found(make(number)) for number in range(cases))
        told(name, cases, missed)
        missed_in_all, all_trials = missed_in_all + missed, all_trials + cases

    assert not is_found(WHOLE), "the whole file is not called whole"
    kind(
        "every byte flipped",
        len(WHOLE),
        lambda place: WHOLE[:place] + bytes([WHOLE[place] ^ 1]) + WHOLE[place + 1 :],
    )
    for change in IN_THE_BYTES:
        kind(change.__name__, trials, lambda _, change=change: change(WHOLE, chance))
    for alter in (*IN_THE_LINES, other_key):
        kind(alter.__name__, trials, lambda _, a=alter: altered(a, chance, anew=False))
    for alter in IN_THE_LINES:
        name = f"{alter.__name__}, file signed anew"
        kind(name, trials, lambda _, a=alter: altered(a, chance, anew=True))
    kind("all signed by another key", trials, lambda _: written(document_of(signer=OTHER)))
    told("in all", all_trials, missed_in_all)
    return missed_in_all


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=1000, help="random trials of each kind")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    started = time.perf_counter()
    missed = run(chosen.trials, chosen.seed)
    print(f"{time.perf_counter() - started:.0f} s, file of {len(WHOLE)} bytes")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
