"""Lets the locked process look into millions of damaged files and counts what became of them.

    .venv/bin/python -m benchmarks.fuzz [--inputs 1000000] [--seed 1] [FOLDER...]

The seeds are small files of every kind, drawn here, and those of the folders. Each is damaged at
random: bytes changed, cut, repeated, exchanged with those of another file, or numbers set to their
ends. What counts is that the bot lives, that nothing takes long, and that nothing passes silently.
"""

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from bot.domain.signal import OpaqueReason
from classifiers.decoding.decoders import Decoders
from classifiers.decoding.seen import Seen
from classifiers.decoding.sniff import Limits
from classifiers.decoding.warming import samples
from tests.unit.classifiers.pictures import animation, drawing, encode

LIMITS = Limits(most_bytes=1_000_000)
# What has a length or a size in a header is set to these.
_ENDS = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)


def seeds(folders: Sequence[Path]) -> list[bytes]:
    """Return small files of every kind."""
    stills = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "HEIF", "AVIF", "JPEG2000", "PDF")
    drawn = [encode(drawing(1, 48, 40), form) for form in stills]
    moving = [
        animation([drawing(seed, 24, 24) for seed in range(4)], form)
        for form in ("GIF", "PNG", "WEBP", "TIFF", "MPO", "HEIF")
    ]
    found = [
        path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()
    ]
    return [*samples(), *drawn, *moving, *(data for data in found if len(data) <= 200_000)]


def damaged(chance: random.Random, files: Sequence[bytes]) -> bytes:
    """Return one damaged file."""
    data = bytearray(chance.choice(files))
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        at = chance.randrange(max(1, min(len(data), chance.choice((64, 256, len(data) or 1)))))
        match chance.randrange(6):
            case 0:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                size = chance.choice((1, 2, 4))
                number = chance.choice(_ENDS) & (256**size - 1)
                data[at : at + size] = number.to_bytes(size, chance.choice(("big", "little")))
            case 2:
                del data[chance.randrange(len(data) + 1) :]
            case 3:
                del data[at : at + chance.randrange(1, 16)]
            case 4:
                data[at:at] = data[at : at + chance.randrange(1, 64)]
            case _:
                other = chance.choice(files)
                start = chance.randrange(max(1, len(other)))
                data[at : at + 32] = other[start : start + 32]
    return bytes(data[: LIMITS.most_bytes])


class Count:
    """What became of the files so far."""

    def __init__(self) -> None:
        self.ends = Counter[str]()
        self.files, self.silent, self.longest = 0, 0, 0.0
        self._began = time.monotonic()

    @property
    def seconds(self) -> float:
        """How long it has been."""
        return time.monotonic() - self._began

    def add(self, seen: Seen, seconds: float) -> None:
        """Take one file."""
        self.files += 1
        self.longest = max(self.longest, seconds)
        self.silent += not seen.is_sound
        for reason in seen.reasons or ("seen" if seen.views else "nothing to see",):
            self.ends[reason] += 1

    def table(self) -> str:
        """Return it for people."""
        died = self.ends[OpaqueReason.CRASHED] + self.ends[OpaqueReason.TIMED_OUT]
        rows = [("files", f"{self.files}"), *((end, f"{n}") for end, n in self.ends.most_common())]
        rows += [("the process ended", f"{died}"), ("passed silently", f"{self.silent}")]
        rows += [("longest", f"{self.longest:.2f} s"), ("in all", f"{self.seconds:.0f} s")]
        return "\n".join(f"| {name} | {value} |" for name, value in rows)


def main() -> int:
    """Fuzz, and print a table; an interrupt ends it early."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    files, chance, count = seeds(arguments.folders), random.Random(arguments.seed), Count()  # noqa: S311
    try:
        with closing(Decoders(1, LIMITS)) as decoders:
            while count.files < arguments.inputs:
                data = damaged(chance, files)
                start = time.monotonic()
                seen = decoders.look_into(data)
                count.add(seen, time.monotonic() - start)
                if count.files % 50_000 == 0:
                    print(f"{count.files} in {count.seconds:.0f} s", file=sys.stderr)
    except KeyboardInterrupt:
        print("ended early", file=sys.stderr)
    print(f"{len(files)} seeds, seed of chance {arguments.seed}\n\n{count.table()}")
    return 1 if count.silent else 0


if __name__ == "__main__":
    sys.exit(main())
