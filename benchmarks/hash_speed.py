"""Measure the way from a file to its hashes against threatexchange's, which hashes at full size.

Each subject hashes the same files in turn, round after round; process CPU time counts, and of it
the fastest round. Needs the peers (benchmarks/README.md). Set OPENBLAS_NUM_THREADS=1: threads that
spin count as CPU time.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from io import BytesIO

import numpy as np
import skimage.data
from numpy.typing import NDArray
from PIL import Image

from benchmarks.drawing import DARK, chat
from classifiers.hashing import look_at
from classifiers.views import looks_of, views_of
from classifiers.windows import windows_of
from tests.unit.classifiers.pictures import Here

try:
    import pdqhash
except ImportError as error:
    sys.exit(
        f"{error.name} is missing. The peers live in an environment of their own: "
        "see benchmarks/README.md"
    )

Subject = Callable[[bytes], object]
SIZES = {"12 MP": (4000, 3000), "48 MP": (8000, 6000)}
NAMES = ("astronaut", "coffee", "chelsea")
QUALITY, NOISE = 88, 6.0


def photos(size: tuple[int, int], names: Sequence[str]) -> list[bytes]:
    """Enlarge sample pictures and add noise, so that they weigh what a phone's photos weigh."""
    return [_photo(size, name, seed) for seed, name in enumerate(names)]


def _photo(size: tuple[int, int], name: str, seed: int) -> bytes:
    picture = Image.fromarray(getattr(skimage.data, name)()).convert("RGB")
    levels = np.asarray(picture.resize(size, Image.Resampling.BICUBIC)).astype(np.int16)
    noise = np.random.default_rng(seed).normal(0, NOISE, levels.shape[:2]).astype(np.int16)
    levels += noise[..., None]
    buffer = BytesIO()
    Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8)).save(buffer, "JPEG", quality=QUALITY)
    return buffer.getvalue()


def view(data: bytes) -> Image.Image:
    """Decode as the bot does, without a process of its own."""
    return Here().look_into(data).views[0].image


def pixels(data: bytes) -> NDArray[np.uint8]:
    return np.asarray(Image.open(BytesIO(data)))


def threatexchange_turns(data: bytes) -> object:
    """Turn the full-size picture eight times and hash each: what its helper for rotations does."""
    whole = pixels(data)
    turned = [np.rot90(each, quarters) for each in (whole, whole[::-1]) for quarters in range(4)]
    return [pdqhash.compute(np.ascontiguousarray(each)) for each in turned]


SUBJECTS: dict[str, Subject] = {
    "ours: decode, PDQ and dhash in eight turns, quality": lambda data: look_at(view(data)),
    "of it decoding": view,
    "ours with all views": lambda data: looks_of(view(data)),
    "threatexchange: decode, PDQ at full size, one turn": lambda data: pdqhash.compute(
        pixels(data)
    ),
    "the same code's eight turns by signs": lambda data: pdqhash.compute_dihedral(pixels(data)),
    "threatexchange's eight turns": threatexchange_turns,
}


def measure(files: Sequence[bytes], subjects: dict[str, Subject], rounds: int) -> dict[str, float]:
    """Return each subject's CPU seconds a file in its fastest round."""
    fastest = dict.fromkeys(subjects, float("inf"))
    for _ in range(rounds + 1):  # the first round warms up, and is never the fastest
        for name, hashed in subjects.items():
            start = time.process_time()
            for data in files:
                hashed(data)
            fastest[name] = min(fastest[name], (time.process_time() - start) / len(files))
    return fastest


def stages(files: Sequence[bytes], rounds: int) -> None:
    """Print what each part costs once a picture is decoded."""
    shown = {"a photo": view(files[0])}
    screen = chat(shown["a photo"], np.random.default_rng(3), DARK)
    shown["a screenshot of a chat"] = screen.reduce(2)
    for title, picture in shown.items():
        parts: dict[str, Callable[[], object]] = {
            "hash the whole": lambda picture=picture: look_at(picture),
            "find the views": lambda picture=picture: views_of(picture),
            "all of it": lambda picture=picture: looks_of(picture),
            "register (once)": lambda picture=picture: windows_of(picture),
        }
        fastest = dict.fromkeys(parts, float("inf"))
        for _ in range(rounds + 1):
            for name, part in parts.items():
                start = time.process_time()
                part()
                fastest[name] = min(fastest[name], time.process_time() - start)
        print(
            f"\n**{title}**, {picture.width} x {picture.height}, {len(views_of(picture))} views\n"
        )
        print("| | CPU ms |\n|---|---|")
        for name, seconds in fastest.items():
            print(f"| {name} | {seconds * 1000:.1f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    for title, size in SIZES.items():
        names = NAMES if size[0] <= 4000 else NAMES[:1]
        files = photos(size, names)
        # Eight turns of 48 MP take a minute, and are eight times one.
        subjects = SUBJECTS if len(names) > 1 else dict(list(SUBJECTS.items())[:-1])
        seconds = measure(files, subjects, rounds)
        ours = next(iter(seconds.values()))
        print(f"\n**{title}** JPEG, {sum(map(len, files)) / len(files) / 1e6:.1f} MB on average\n")
        print("| | CPU ms | times ours |\n|---|---|---|")
        for name, each in seconds.items():
            print(f"| {name} | {each * 1000:.1f} | {each / ours:.1f} |", flush=True)
        if size == SIZES["12 MP"]:
            stages(files, 4 * rounds)


if __name__ == "__main__":
    main()
