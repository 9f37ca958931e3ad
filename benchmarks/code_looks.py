"""What a code finds of a cropped picture, and what it gives away of it: more looks do more of both.

    python -m benchmarks.code_looks FOLDER...

Recall: 44 crops of each picture, as JPEG of quality 70, near a look of the code (PDQ within 63 bits
and dhash within 50). Giving away: a picture of 64 x 64 in grey is fitted to the bits of the hashes
by gradient descent, with a preference for smoothness and nothing learned, and compared with the
true one (Pearson's r). Somebody with a trained model gets more.
"""

import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from classifiers.code_looks import WINDOWS
from classifiers.hashing import Look, look_at

Window = tuple[float, float, float, float]
Values = NDArray[np.float64]

_SIX: list[Window] = [*WINDOWS, (0, 120, 1000, 1000), (0, 0, 880, 1000), (120, 0, 1000, 1000)]
_EIGHTEEN: list[Window] = [
    *_SIX,
    *[(50, 50, 950, 950), (75, 75, 925, 925), (125, 0, 875, 1000), (0, 125, 1000, 875)],
    *[(0, 0, 1000, 780), (0, 220, 1000, 1000), (0, 0, 780, 1000), (220, 0, 1000, 1000)],
    *[(50, 0, 950, 900), (50, 100, 950, 1000), (0, 50, 900, 950), (100, 50, 1000, 950)],
]
SETS = {"whole": [*WINDOWS[:1]], "code": [*WINDOWS], "six": _SIX, "eighteen": _EIGHTEEN}
_SIDE = 64
_STEPS = 800


def main() -> None:
    paths = [path for name in sys.argv[1:] for path in sorted(Path(name).iterdir())]
    pictures = [_open(path) for path in paths if path.suffix in {".jpg", ".jpeg", ".png"}]
    print(f"{len(pictures)} pictures")
    for name, windows in SETS.items():
        found = np.mean([_recall(picture, windows) for picture in pictures])
        agree = np.mean(
            [_agreement(picture, windows) for picture in pictures[:: len(pictures) // 12 or 1]]
        )
        print(f"{name:9} {len(windows):2} looks: {found:5.1%} of crops found, r = {agree:.2f}")


def _open(path: Path) -> Image.Image:
    picture = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
    picture.thumbnail((900, 900))
    return picture


def _cut(picture: Image.Image, window: Window) -> Image.Image:
    return picture.crop(
        tuple(
            round(edge * side / 1000) for edge, side in zip(window, picture.size * 2, strict=True)
        )
    )


# --- crops ---------------------------------------------------------------------------------------


def _crops(chance: np.random.Generator) -> Iterator[Window]:
    for cut in (20, 50, 100, 150, 200):
        for _ in range(4):
            left, top = chance.random(2) * cut
            yield left, top, left + 1000 - cut, top + 1000 - cut
    for cut in (100, 150, 200, 250):
        yield from ((0, cut, 1000, 1000), (cut, 0, 1000, 1000))
        yield from ((0, 0, 1000, 1000 - cut), (0, 0, 1000 - cut, 1000))
    for _ in range(8):
        left, top, right, bottom = chance.random(4) * 150
        yield left, top, 1000 - right, 1000 - bottom


def _recall(picture: Image.Image, windows: Sequence[Window]) -> float:
    looks = [_bits(look_at(_cut(picture, window))) for window in windows]
    found = []
    for window in _crops(np.random.default_rng(7)):
        file = BytesIO()
        _cut(picture, window).save(file, "JPEG", quality=70)
        posted = _bits(look_at(Image.open(file)))
        distances = [(posted != look).reshape(2, 256).sum(axis=1) for look in looks]
        found.append(any(pdq <= 63 and dhash <= 50 for pdq, dhash in distances))
    return float(np.mean(found))


def _bits(look: Look) -> NDArray[np.uint8]:
    return np.unpackbits(np.frombuffer(bytes.fromhex(look.pdq + look.dhash), np.uint8))


# --- working back --------------------------------------------------------------------------------


def _agreement(picture: Image.Image, windows: Sequence[Window]) -> float:
    true = np.asarray(picture.convert("L").resize((_SIDE, _SIDE), Image.Resampling.BOX))
    guess = _guess([(window, _bits(look_at(_cut(picture, window)))) for window in windows])
    return float(np.corrcoef(guess.ravel(), true.ravel())[0, 1])


def _means(count: int, start: float, end: float) -> Values:
    """Return the matrix that averages a part of a line into so many fields."""
    edges = np.linspace(start * _SIDE / 1000, end * _SIDE / 1000, count + 1)
    pixel = np.arange(_SIDE)
    shared = np.minimum(edges[1:, None], pixel + 1) - np.maximum(edges[:-1, None], pixel)
    shared = np.maximum(shared, 0)
    return np.asarray(shared / shared.sum(axis=1, keepdims=True))


def _guess(known: Sequence[tuple[Window, NDArray[np.uint8]]]) -> Values:
    """Fit a picture to signs: those of PDQ's cosines, and those of dhash's steps to the right."""
    wave = np.pi / (2 * _SIDE) * np.arange(1, 17)[:, None] * (2 * np.arange(_SIDE) + 1)
    cosines = np.sqrt(2 / _SIDE) * np.cos(wave)
    parts: list[tuple[Values, Values, Values]] = []
    for (left, top, right, bottom), bits in known:
        pdq, dhash = bits.reshape(2, 256) * 2.0 - 1
        down, across = (_means(_SIDE, *ends) for ends in ((top, bottom), (left, right)))
        parts.append((cosines @ down, cosines @ across, pdq[::-1].reshape(16, 16)))
        steps = 16 * np.diff(_means(17, left, right), axis=0)
        parts.append((_means(16, top, bottom), steps, dhash.reshape(16, 16)))
    frequency = np.fft.fftfreq(_SIDE)
    rough = 0.16 * (frequency[:, None] ** 2 + frequency**2)
    picture, slope, square = (np.zeros((_SIDE, _SIDE)) for _ in range(3))
    for step in range(_STEPS):
        pull = np.real(np.fft.ifft2(np.fft.fft2(picture) * rough))
        for down, across, signs in parts:
            wrong = np.maximum(0, 0.3 - signs * (down @ picture @ across.T)) * signs
            pull -= 2 * down.T @ wrong @ across / len(parts)
        # Adam (Kingma and Ba 2015), with steps that become smaller.
        slope, square = 0.9 * slope + 0.1 * pull, 0.99 * square + 0.01 * pull**2
        picture -= 0.02 * (1 - step / _STEPS) * slope / (np.sqrt(square) + 1e-6)
    return picture


if __name__ == "__main__":
    main()
