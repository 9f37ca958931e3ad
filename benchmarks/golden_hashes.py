"""Print the PDQ hashes that Meta's reference code gives to the sample pictures of scikit-image.

The output is `tests/data/hashing/pdq.json`, against which the tests hold our own code. Run it with
the peers installed (benchmarks/peers.txt); the tests need none of them.
"""

import json
import sys

import numpy as np
import pdqhash
import skimage.data
from numpy.typing import NDArray
from PIL import Image

SIDE = 512
NAMES = (
    "astronaut", "brick", "camera", "cell", "chelsea", "clock", "coffee", "coins", "colorwheel",
    "grass", "gravel", "horse", "hubble_deep_field", "immunohistochemistry", "logo", "moon",
    "page", "retina", "rocket", "text",
)  # fmt: skip


def luma(name: str) -> NDArray[np.uint8]:
    """Return a sample picture in grey at the size at which PDQ is computed."""
    pixels = getattr(skimage.data, name)()
    if pixels.dtype == bool:
        pixels = pixels.astype(np.uint8) * 255
    grey = Image.fromarray(pixels).convert("RGB").convert("L")
    return np.asarray(grey.resize((SIDE, SIDE), Image.Resampling.BOX))


def turned(pixels: NDArray[np.uint8]) -> list[NDArray[np.uint8]]:
    """Return the eight turns in the order of `classifiers.hashing.ORIENTATIONS`."""
    return [
        *(np.rot90(pixels, quarters) for quarters in range(4)),
        pixels[::-1],
        pixels[:, ::-1],
        pixels.T,
        np.rot90(pixels, 2).T,
    ]


def reference(pixels: NDArray[np.uint8]) -> tuple[str, int]:
    """Return the reference's hash, printed as it is exchanged, and its quality."""
    bits, quality = pdqhash.compute(np.ascontiguousarray(np.dstack([pixels] * 3)))
    return np.packbits(bits.astype(np.uint8)).tobytes().hex(), int(quality)


def main() -> None:
    golden = {}
    for name in NAMES:
        turns = [reference(pixels) for pixels in turned(luma(name))]
        golden[name] = {"quality": turns[0][1], "turns": [pdq for pdq, _ in turns]}
    json.dump(golden, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
