"""Measures what it costs to decode in a process of its own, and what a film costs.

    .venv/bin/python -m benchmarks.isolation [FILM...]

Ratios are taken in one run, file by file in turn, and the median over rounds counts.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from classifiers.decoding.decoders import Decoders
from classifiers.decoding.sniff import Limits
from tests.unit.classifiers.pictures import Here, drawing, encode, photo

LIMITS = Limits(most_bytes=100_000_000)
ROUNDS = 15


def pictures() -> dict[str, bytes]:
    """Return files of the usual kinds and sizes."""
    coffee = photo("coffee")
    phone = coffee.resize((4000, 3000))
    return {
        "JPEG, 1280 x 960": encode(coffee.resize((1280, 960)), "JPEG", quality=90),
        "JPEG, 12 megapixels": encode(phone, "JPEG", quality=85),
        "PNG, 1280 x 960": encode(coffee.resize((1280, 960)), "PNG"),
        "WebP, 1280 x 960": encode(coffee.resize((1280, 960)), "WEBP"),
        "HEIC, 12 megapixels": encode(phone, "HEIF", quality=60),
        "sticker of 512 x 512": encode(drawing(1, 512, 512), "WEBP"),
    }


def seconds(work: Callable[[bytes], object], data: bytes) -> float:
    """Return how long one call took by the wall."""
    began = time.perf_counter()
    work(data)
    return time.perf_counter() - began


def isolation() -> None:
    """Print the ratio for each kind of file."""
    here = Here(LIMITS)
    print("| file | in this process | in its own | ratio |\n|---|---|---|---|")
    with closing(Decoders(1, LIMITS)) as decoders:
        decoders.held_by()
        for name, data in pictures().items():
            times = [
                (seconds(here.look_into, data), seconds(decoders.look_into, data))
                for _ in range(ROUNDS + 1)
            ][1:]
            inside, outside = (statistics.median(column) for column in zip(*times, strict=True))
            ratio = statistics.median(after / before for before, after in times)
            print(f"| {name} | {inside * 1e3:.1f} ms | {outside * 1e3:.1f} ms | {ratio:.2f} |")


def films(paths: list[Path]) -> None:
    """Print what each film costs, and how many of its frames are handed on."""
    print("\n| film | decoded and chosen | frames handed on | left out |\n|---|---|---|---|")
    with closing(Decoders(1, LIMITS)) as decoders:
        decoders.held_by()
        for path in paths:
            data = path.read_bytes()
            took = min(seconds(decoders.look_into, data) for _ in range(3))
            seen = decoders.look_into(data)
            why = ", ".join(seen.reasons) or "nothing"
            print(f"| {path.name} | {took:.2f} s | {len(seen.views)} | {why} |")


def main() -> int:
    """Run both."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("films", nargs="*", type=Path)
    arguments = parser.parse_args()
    isolation()
    if arguments.films:
        films(arguments.films)
    return 0


if __name__ == "__main__":
    sys.exit(main())
