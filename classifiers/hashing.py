"""Compute what remains of a picture after it was looked at: SHA-256, PDQ and a difference hash.

PDQ is the hash that lists of known abuse pictures are exchanged in. Its blur and its reduction to
64 x 64 are linear and separable, and each of the 64 lines depends on seven lines of the picture
only, so here they are one weighted sum along each axis; a cosine transform follows. The hashes of
the seven other turns of the picture reuse nearly all of it. The values equal those of Meta's
reference code (docs/hashing.md).
"""

import hashlib
from dataclasses import dataclass
from functools import cache

import imagehash
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from bot.domain.signal import Fingerprint
from classifiers.patches import difference_hashes
from classifiers.pdq import BLOCK, SIDE, Levels, bits, blur, cosines, quality, turns

# Lines that two boxes of four lines reach over.
_TAPS = 7

ORIENTATIONS = (
    "upright",
    "turned left",
    "upside down",
    "turned right",
    "flipped",
    "mirrored",
    "transposed",
    "transversed",
)
"""How the picture was turned before it was hashed, for each row of `Look.turns`."""


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """How one view looks.

    Attributes:
        turns: The PDQ hashes of the eight `ORIENTATIONS`, four 64-bit words each.
        quality: How much there is to recognise, 0 to 100.
        dhash: The 16 x 16 difference hash of the upright view, as hex digits: what is kept.
        dhashes: The same of the eight `ORIENTATIONS`, four words each: an independent second
            opinion, unrelated to PDQ on different pictures (r = -0.01).
    """

    turns: NDArray[np.uint64]
    quality: int
    dhash: str
    dhashes: NDArray[np.uint64]

    @property
    def pdq(self) -> str:
        """The hash of the upright view as it is exchanged: 64 hex digits, highest bit first."""
        return bytes(self.turns[0]).hex()


def sha256(data: bytes) -> str:
    """Return the hex digest of the exact bytes."""
    return hashlib.sha256(data).hexdigest()


def look_at(view: Image.Image) -> Look:
    """Compute the hashes of one view."""
    small = view.convert("L").resize((SIDE, SIDE), Image.Resampling.BOX)
    blocks = _blocks(np.asarray(small, dtype=np.float32))
    patch = small.reduce(SIDE // BLOCK)
    return Look(
        bits(np.stack(_turns(blocks))),
        int(quality(blocks[0][0][None])[0]),
        # What is kept is the package's own word; a test holds the arithmetic below to it.
        str(imagehash.dhash(patch, hash_size=16)),
        difference_hashes(np.asarray(patch)[None])[0],
    )


def fingerprint(digest: str, look: Look | None) -> Fingerprint:
    """Put together what is kept of an item."""
    if look is None:
        return Fingerprint(digest)
    return Fingerprint(digest, look.pdq, look.quality, look.dhash)


def words(pdq: str) -> NDArray[np.uint64]:
    """Read 64 hex digits into the four words that `Look.turns` has."""
    return np.frombuffer(bytes.fromhex(pdq), dtype=np.uint64)


def _blocks(luma: Levels) -> list[list[Levels]]:
    """Return the 64 x 64 reductions: [as it is, upside down] x [as it is, mirrored].

    The reference's blur is off-centre, so the reduction of a mirrored picture is not the mirrored
    reduction: changing signs in its transform instead, as the reference does, costs up to 104 bits.
    """
    return [
        [_reduced(np.ascontiguousarray(rows.T), mirrored=mirrored).T for mirrored in (False, True)]
        for rows in (_reduced(luma, mirrored=False), _reduced(luma, mirrored=True))
    ]


def _reduced(levels: Levels, *, mirrored: bool) -> Levels:
    """Blur along the first axis and keep 64 of its 512 lines, counted from the end if mirrored.

    A matrix product would do, but BLAS splits one of this size over all cores and lets them spin.
    """
    places, weights = _blur()
    total = np.zeros((BLOCK, levels.shape[1]), dtype=np.float32)
    for place, weight in zip(places.T, weights.T, strict=True):
        total += levels[SIDE - 1 - place if mirrored else place] * weight[:, None]
    return total


@cache
def _blur() -> tuple[NDArray[np.intp], Levels]:
    """Return which lines make up each of the 64, and their weights."""
    matrix = blur()
    first = np.clip(np.argmax(matrix > 0, axis=1), 0, SIDE - _TAPS)
    places = first[:, None] + np.arange(_TAPS)[None, :]
    return places, np.take_along_axis(matrix, places, axis=1).astype(np.float32)


def _turns(blocks: list[list[Levels]]) -> list[Levels]:
    """Return the coefficients of all eight `ORIENTATIONS`."""
    (upright, mirrored), (flipped, turned) = (
        [np.asarray(cosines() @ block @ cosines().T, dtype=np.float32) for block in row]
        for row in blocks
    )
    return turns(upright, mirrored, flipped, turned)
